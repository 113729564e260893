"""Programs as s-expressions that any Scheme reader reads: the tree, in parentheses."""

from __future__ import annotations

from typing import ClassVar

from renderer.language.builtins import BOOLEAN, BUILTINS, COLOR, COLOUR, FLOAT, INT, snake_case
from renderer.language.tree import (
    Assign,
    Binary,
    Block,
    Call,
    Comment,
    Declare,
    Expression,
    For,
    Function,
    HexColor,
    If,
    Increment,
    Number,
    Program,
    Return,
    Statement,
    Unary,
    While,
)
from renderer.printers.common import ATOM, number_text
from renderer.printers.names import LISP_NAMES
from renderer.printers.translate import Translator

_ZERO = {INT: "0", FLOAT: "0.0", BOOLEAN: "#f", COLOR: "(color 0)"}
_WORDS = {"&&": "and", "||": "or", "!": "not", "==": "="}


def print_lisp(program: Program) -> str:
    """A program as s-expressions: globals and functions are `define`d, then setup's statements.

    Raises:
        CheckError: the program means nothing.
    """
    return _Lisp(program).text()


class _Lisp(Translator):
    remark = "; "
    taken: ClassVar[frozenset[str]] = LISP_NAMES
    compound: ClassVar[frozenset[str]] = frozenset(("+=", "-=", "*=", "/=", "%="))

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.loop_floats = frozenset()  # the numbers are written as they are
        self.remarked = -1  # the last line that ends with a comment
        self.result = FLOAT

    def text(self) -> str:
        program = self.program
        self.statements(program.globals_)
        for function in program.functions:
            if self.out.lines:
                self.out.add("")
            self.function(function)
        if self.out.lines:
            self.out.add("")
        with self.scope():
            self.statements(program.main)
        return self.out.text()

    def function(self, node: Function) -> None:
        self.result = node.type
        with self.scope():
            names = [self.names.declare(p.name, p.type, True) for p in node.parameters]
            head = " ".join([self.names.function(node.name), *names])
            self.block(f"(define ({head})", node.body)

    # -- statements ---------------------------------------------------------------------------

    def block(self, head: str, statements: list[Statement]) -> None:
        """`head`, statements one level deeper, and the parenthesis that closes them."""
        self.out.add(head)
        self.out.level += 1
        with self.scope():
            self.statements(statements, opened=True)
        self.out.level -= 1
        self.close()

    def close(self) -> None:
        if self.remarked == len(self.out.lines) - 1:
            self.out.add(")")  # behind a comment it would not be seen
        else:
            self.out.behind(")")

    def statements(self, statements: list[Statement], opened: bool = False) -> None:
        before: Statement | None = None
        for index, node in enumerate(statements):
            if isinstance(node, Comment):
                self.comment(node, before, opened and index == 0)
                self.remarked = len(self.out.lines) - 1
            else:
                self.statement(node)
            before = node

    def statement(self, node: Statement) -> None:
        match node:
            case If():
                self.if_(node)
            case For(init, test, step, body):
                with self.scope():
                    first = "()" if init is None else self.simple(init)
                    if isinstance(init, Declare):
                        first = first.replace("(define ", "(", 1)
                    ends = "#t" if test is None else self.expression(test)
                    then = "()" if step is None else self.simple(step)
                    self.block(f"(for {first} {ends} {then}", body)
            case While(test, body):
                self.block(f"(while {self.expression(test)}", body)
            case Block(body):
                self.block("(let ()", body)
            case _:
                self.out.add(self.simple(node))

    def simple(self, node: Statement) -> str:
        """A statement that is one line."""
        match node:
            case Call():
                return self.call(node)[0]
            case Declare(kind, name, value):
                # The value comes first: it cannot see the name.
                text = _ZERO[kind] if value is None else self.stored(value, name, kind)
                return f"(define {self.names.declare(name, kind)} {text})"
            case Assign():
                return self.assignment(node)
            case Increment(name, op):
                return f"({op[0]}= {self.name(name)} 1)"
            case Return(value):
                return "(return)" if value is None else f"(return {self.typed(value, self.result)})"
        raise AssertionError(f"not a simple statement: {node!r}")

    def assignment(self, node: Assign) -> str:
        name, op, value = super().assignment(node).split(" ", 2)
        return f"({'set!' if op == '=' else op} {name} {value})"

    def if_(self, node: If) -> None:
        if not node.orelse:
            self.block(f"(when {self.expression(node.test)}", node.body)
            return
        self.out.add("(cond")
        self.out.level += 1
        orelse: list[Statement] = [node]
        while len(orelse) == 1 and isinstance(orelse[0], If):
            branch = orelse[0]
            self.block(f"({self.expression(branch.test)}", branch.body)
            orelse = branch.orelse
        if orelse:
            self.block("(else", orelse)
        self.out.level -= 1
        self.close()

    # -- expressions: each is an atom ---------------------------------------------------------

    def arguments(self, args: list[Expression]) -> str:
        return "".join([f" {self.expression(arg)}" for arg in args])

    def boolean(self, value: bool) -> str:
        return "#t" if value else "#f"

    def hex_color(self, digits: str) -> str:
        return f'(color "#{digits}")'

    def unary(self, node: Unary) -> tuple[str, int]:
        return f"({_WORDS.get(node.op, node.op)} {self.expression(node.operand)})", ATOM

    def infix(self, op: str, left: Expression, right: Expression) -> tuple[str, int]:
        word = _WORDS.get(op, op)
        return f"({word} {self.expression(left)} {self.expression(right)})", ATOM

    def binary(self, node: Binary) -> tuple[str, int]:
        op, left, right = node.op, node.left, node.right
        if op in ("==", "!="):
            numbers = self.type_of(left) in (INT, FLOAT)
            same = f"({'=' if numbers else 'equal?'} {self.expression(left)} "
            same += f"{self.expression(right)})"
            return (same if op == "==" else f"(not {same})"), ATOM
        if op == "%":
            return self.infix("remainder" if self.type_of(node) == INT else "fmod", left, right)
        return super().binary(node)

    def divided(self, left: Expression, right: Expression) -> tuple[str, int]:
        return self.infix("quotient", left, right)

    def whole(self, node: Expression) -> str:
        return f"(exact (truncate {self.expression(node)}))"

    def single(self, text: str) -> str:
        return text

    def typed(self, value: Expression, kind: str) -> str:
        if kind == FLOAT and self.type_of(value) == INT:
            if isinstance(value, Number):
                return number_text(float(value.value))
            return f"(inexact {self.expression(value)})"
        return self.expression(value)

    def call(self, node: Call) -> tuple[str, int]:
        if node.name in BUILTINS:
            return self.own_call(node)
        parameters = self.checker.functions[node.name].parameters
        args = zip(node.args, parameters, strict=True)
        texts = "".join(f" {self.typed(arg, parameter.type)}" for arg, parameter in args)
        return f"({self.names.function(node.name)}{texts})", ATOM

    def own_call(self, node: Call) -> tuple[str, int]:
        name = snake_case(node.name).replace("_", "-")
        args = node.args
        takes_color = BUILTINS[node.name].group == COLOUR or node.name == "background"
        if takes_color and args and isinstance(args[0], HexColor):
            return f'({name} "#{args[0].value}"{self.arguments(args[1:])})', ATOM
        return f"({name}{self.arguments(args)})", ATOM
