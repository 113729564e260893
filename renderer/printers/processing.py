"""Programs as Processing sketches: the canonical text, which parses back to the same tree."""

from __future__ import annotations

from renderer.language.tree import (
    Assign,
    Block,
    Call,
    Comment,
    Declare,
    For,
    Function,
    If,
    Increment,
    Program,
    Return,
    Statement,
    Unary,
    While,
)
from renderer.printers.common import InfixPrinter


def print_processing(program: Program) -> str:
    """The canonical text of a program: `parse(print_processing(p)) == p`.

    A static sketch prints as plain statements; one with functions or globals in Processing's
    active mode: globals, `setup()`, then the functions.
    """
    return BracePrinter().sketch(program)


class BracePrinter(InfixPrinter):
    """Writes Processing; languages with the same braces override what differs."""

    def sketch(self, program: Program) -> str:
        if not program.functions and not program.globals_:
            self.statements(program.main)
            return self.out.text()
        self.statements(program.globals_)
        if program.globals_:
            self.out.add("")
        self.function(Function("void", "setup", [], program.main))
        for function in program.functions:
            self.out.add("")
            self.function(function)
        return self.out.text()

    def function(self, node: Function) -> None:
        parameters = ", ".join(f"{p.type} {p.name}" for p in node.parameters)
        self.out.add(f"{node.type} {node.name}({parameters}) {{")
        self.block(node.body)
        self.out.add("}")

    # -- statements -------------------------------------------------------------------------

    def block(self, statements: list[Statement]) -> None:
        """Statements one level deeper; the last line opens their block."""
        self.out.level += 1
        self.statements(statements, opened=True)
        self.out.level -= 1

    def statements(self, statements: list[Statement], opened: bool = False) -> None:
        before: Statement | None = None
        for index, node in enumerate(statements):
            if isinstance(node, Comment):
                self.comment(node, before, opened and index == 0)
            else:
                self.statement(node)
            before = node

    def statement(self, node: Statement) -> None:
        match node:
            case If():
                self.if_(node)
            case For(body=body):
                self.out.add(f"for ({self.heads(node)}) {{")
                self.block(body)
                self.out.add("}")
            case While(test, body):
                self.out.add(f"while ({self.expression(test)}) {{")
                self.block(body)
                self.out.add("}")
            case Block(body):
                self.out.add("{")
                self.block(body)
                self.out.add("}")
            case Return(value):
                self.out.add("return;" if value is None else f"return {self.expression(value)};")
            case _:
                self.out.add(self.simple(node) + ";")

    def simple(self, node: Statement) -> str:
        """A statement that is one line, without its semicolon."""
        match node:
            case Call():
                return self.call(node)[0]
            case Declare():
                return self.declare(node)
            case Assign():
                return self.assign(node)
            case Increment(name, op):
                return f"{self.name(name)}{op}"
        raise AssertionError(f"not a simple statement: {node!r}")

    def declare(self, node: Declare) -> str:
        head = f"{node.type} {node.name}"
        return head if node.value is None else f"{head} = {self.expression(node.value)}"

    def assign(self, node: Assign) -> str:
        return f"{self.name(node.name)} {node.op} {self.expression(node.value)}"

    def if_(self, node: If) -> None:
        self.out.add(f"if ({self.expression(node.test)}) {{")
        self.block(node.body)
        orelse = node.orelse
        while len(orelse) == 1 and isinstance(orelse[0], If):
            self.out.add(f"}} else if ({self.expression(orelse[0].test)}) {{")
            self.block(orelse[0].body)
            orelse = orelse[0].orelse
        if orelse:
            self.out.add("} else {")
            self.block(orelse)
        self.out.add("}")

    def heads(self, node: For) -> str:
        init = "" if node.init is None else self.simple(node.init)
        test = "" if node.test is None else f" {self.expression(node.test)}"
        step = "" if node.step is None else f" {self.simple(node.step)}"
        return f"{init};{test};{step}"

    # -- expressions ------------------------------------------------------------------------

    def unary(self, node: Unary) -> tuple[str, int]:
        text, power = super().unary(node)
        if node.op == "-" and text[1].isdigit():  # -5 would be the literal, not its negation
            return f"-({text[1:]})", power
        return text, power
