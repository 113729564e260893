"""What a well-formed program means: names, arities and types, by Java's rules.

`check` raises on the first fault. `Types` answers afterwards what type an expression has, which the
printers need (Java divides ints, the other languages do not).
"""

from __future__ import annotations

from dataclasses import dataclass

from renderer.language.assignment import check_assignments
from renderer.language.builtins import (
    BUILTINS,
    CANVAS_NAMES,
    CONSTANTS,
    MODES,
    RESERVED,
    VOID,
)
from renderer.language.folding import never
from renderer.language.inherited import INHERITED, signature
from renderer.language.tree import (
    Assign,
    Block,
    Call,
    Comment,
    Declare,
    Expression,
    For,
    Function,
    If,
    Increment,
    Node,
    Number,
    Program,
    Return,
    Statement,
    While,
)
from renderer.language.types import NUMERIC, ExpressionChecker, article

_TAKEN = frozenset((*CONSTANTS, *CANVAS_NAMES, *MODES, "setup", "draw"))
_JAVA = {"color": "int"}  # what a type is to Java, where that is another


def check(program: Program) -> None:
    """Refuses a program that Processing would refuse to compile.

    Raises:
        CheckError: an unknown name, a wrong number or type of arguments, a value of the wrong
            type, a name declared twice, a missing or misplaced return, a statement that can never
            run, a variable read before it surely has a value, or a misplaced `size()`.
    """
    Checker(program).run()


@dataclass(slots=True)
class Checker(ExpressionChecker):
    """One walk over a program."""

    result: str = VOID  # what the function being checked returns

    def run(self) -> Checker:
        program = self.program
        for function in program.functions:
            self.declare_function(function)
        self.scopes = [{}]
        self.size_comes_first()
        for statement in program.globals_:
            self.statement(statement)
        for function in program.functions:
            self.function(function)
        self.result = VOID
        # A static sketch's variables are setup's locals; an active one's setup may shadow globals.
        self.scopes.append({})
        self.body(program.main)
        check_assignments(program, self.fail)
        return self

    # -- functions and statements -----------------------------------------------------------

    def declare_function(self, function: Function) -> None:
        self.free_name(function.name, function, "function")
        if function.name in BUILTINS:
            raise self.fail(f"'{function.name}' is a builtin", "another name", function)
        if function.name in self.functions:
            raise self.fail(
                f"function '{function.name}' is defined twice", "one definition", function
            )
        key = signature(function.name, [parameter.type for parameter in function.parameters])
        if key in INHERITED and INHERITED[key] != _JAVA.get(function.type, function.type):
            raise self.fail(
                f"function '{function.name}' with these parameters is Processing's own",
                "another name",
                function,
            )
        self.functions[function.name] = function

    def function(self, function: Function) -> None:
        self.result = function.type
        scope: dict[str, str] = {}
        for parameter in function.parameters:
            self.free_name(parameter.name, parameter, "parameter")
            if parameter.name in scope:
                raise self.fail(
                    f"parameter '{parameter.name}' is named twice", "another name", parameter
                )
            scope[parameter.name] = parameter.type
        self.scopes.append(scope)
        returns = self.body(function.body)
        self.scopes.pop()
        if function.type != VOID and not returns:
            raise self.fail(
                f"function '{function.name}' can end without a value",
                f"a return of type {function.type} at its end",
                function,
            )

    def body(self, statements: list[Statement]) -> bool:
        """Checks statements in the current scope; True when the last one always returns."""
        done = False
        for statement in statements:
            if type(statement) is Comment:
                continue
            if done:
                raise self.fail(
                    "this statement can never run",
                    "nothing after a return or an endless loop",
                    statement,
                )
            done = self.statement(statement)
        return done

    def scoped(self, statements: list[Statement]) -> bool:
        self.scopes.append({})
        done = self.body(statements)
        self.scopes.pop()
        return done

    def statement(self, node: Statement) -> bool:
        """Checks one statement; True when control never passes beyond it."""
        match node:
            case Call():
                self.call(node)
            case Declare(kind, name, value):
                if value is not None:  # before the name exists, as in Java
                    self.assignable(kind, value, f"variable '{name}'")
                self.declare(name, kind, node)
            case Assign():
                self.assign(node)
            case Increment(name):
                kind = self.variable(name, node)
                if kind not in NUMERIC:
                    raise self.fail(f"'{name}' is {article(kind)}", "a number", node)
            case If(test, then, orelse):
                self.condition(test)
                done = self.scoped(then)
                return (self.scoped(orelse) and done) if orelse else False
            case For(init, test, step, inside):
                self.scopes.append({})
                if init is not None:
                    self.statement(init)
                if test is not None:
                    self.condition(test)
                if step is not None:
                    self.statement(step)
                done = self.loop(test, inside)
                self.scopes.pop()
                return done
            case While(test, inside):
                self.condition(test)
                return self.loop(test, inside)
            case Block(inside):
                return self.scoped(inside)
            case Return(value):
                self.return_(node, value)
                return True
        return False

    def loop(self, test: Expression | None, inside: list[Statement]) -> bool:
        if test is not None and never(test, True):
            raise self.fail(
                "the body of this loop can never run", "a condition that may be true", test
            )
        self.scoped(inside)
        return never(test, False)

    def return_(self, node: Return, value: Expression | None) -> None:
        if self.result == VOID:
            if value is not None:
                raise self.fail("this function returns nothing", "return;", node)
        elif value is None:
            raise self.fail("this return has no value", f"a value of type {self.result}", node)
        else:
            self.assignable(self.result, value, "the result")

    def assign(self, node: Assign) -> None:
        kind = self.variable(node.name, node)
        if node.op == "=":
            self.assignable(kind, node.value, f"variable '{node.name}'")
            return
        given = self.expression(node.value)
        if kind not in NUMERIC or given not in NUMERIC:
            raise self.fail(
                f"'{node.op}' on {article(kind)} and {article(given)}",
                "numbers on both sides",
                node,
            )

    def declare(self, name: str, kind: str, node: Node) -> None:
        self.free_name(name, node, "variable")
        # Java lets a local hide a global, never another local.
        hidden = self.scopes if len(self.scopes) == 1 else self.scopes[1:]
        if any(name in scope for scope in hidden):
            raise self.fail(f"variable '{name}' is declared twice", "another name", node)
        self.scopes[-1][name] = kind

    def free_name(self, name: str, node: Node, what: str) -> None:
        if name in _TAKEN or name in RESERVED:
            raise self.fail(f"'{name}' cannot name a {what}", "another name", node)

    def variable(self, name: str, node: Node) -> str:
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        if name in _TAKEN:
            raise self.fail(f"'{name}' cannot be assigned", "a variable", node)
        raise self.unknown("variable", name, self.visible(), node)

    def size_comes_first(self) -> None:
        """Processing takes `size()` out of the sketch before it runs: it must be plain."""
        calls = [s for s in self.program.main if not isinstance(s, Comment)]
        for index, statement in enumerate(calls):
            if isinstance(statement, Call) and statement.name == "size":
                if self.canvas is not None:
                    raise self.fail("size() is called twice", "one size() a sketch", statement)
                self.canvas = statement
                drawn = [
                    s.name for s in calls[:index] if isinstance(s, Call) and s.name != "randomSeed"
                ]
                if drawn:
                    raise self.fail(
                        f"size() comes after {drawn[0]}()", "size() first in the sketch", statement
                    )
                if not all(isinstance(arg, Number) for arg in statement.args):
                    raise self.fail("size() takes two plain numbers", "size(400, 300)", statement)
