"""What a well-formed program means: names, arities and types, by Java's rules.

`check` raises on the first fault. `Types` answers afterwards what type an expression has, which the
printers need (Java divides ints, the other languages do not).
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field

from renderer.errors import CheckError
from renderer.language.builtins import (
    BOOLEAN,
    BUILTINS,
    CANVAS_NAMES,
    COLOR,
    CONSTANTS,
    FLOAT,
    INT,
    MODE,
    MODES,
    RESERVED,
    SAME,
    VOID,
    Builtin,
    Kind,
    kind_of,
)
from renderer.language.lexer import locate
from renderer.language.tree import (
    Assign,
    Binary,
    Block,
    Boolean,
    Call,
    Comment,
    Declare,
    Expression,
    For,
    Function,
    HexColor,
    If,
    Increment,
    Name,
    Node,
    Number,
    Program,
    Return,
    Statement,
    Unary,
    While,
)

_NUMERIC = (INT, FLOAT)
_FORMS: dict[tuple[str, int], dict[bool, tuple[tuple[str, Kind], ...]]] = {}
"""Builtin and arity → whether the first argument is a colour → the form's parameters."""

for _builtin in BUILTINS.values():
    for _form in _builtin.forms:
        _FORMS.setdefault((_builtin.name, len(_form)), {})[_form[:1] == ("color",)] = tuple(
            (parameter, kind_of(parameter)) for parameter in _form
        )

_SIZE = BUILTINS["size"]
_SIMILAR, _LONG_NAME = 500, 40
_TAKEN = frozenset((*CONSTANTS, *CANVAS_NAMES, *MODES, "setup", "draw"))


def check(program: Program) -> None:
    """Refuses a program that Processing would refuse to compile.

    Raises:
        CheckError: an unknown name, a wrong number or type of arguments, a value of the wrong
            type, a name declared twice, a missing or misplaced return, or a misplaced `size()`.
    """
    Checker(program).run()


@dataclass(slots=True)
class Checker:
    """One walk over a program; `types` then holds the type of every expression, by identity."""

    program: Program
    types: dict[int, str] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    scopes: list[dict[str, str]] = field(default_factory=list)
    result: str = VOID  # what the function being checked returns
    canvas: Call | None = None  # the one call of size() that may be

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
        return self

    def fail(self, message: str, expected: str, node: Node) -> CheckError:
        at = getattr(node, "at", -1)
        if at < 0 or not self.program.source:
            return CheckError(message, expected=expected)
        line, column, text = locate(self.program.source, at)
        return CheckError(message, expected=expected, line=line, column=column, source_line=text)

    # -- functions and statements -----------------------------------------------------------

    def declare_function(self, function: Function) -> None:
        self.free_name(function.name, function, "function")
        if function.name in BUILTINS:
            raise self.fail(f"'{function.name}' is a builtin", "another name", function)
        if function.name in self.functions:
            raise self.fail(
                f"function '{function.name}' is defined twice", "one definition", function
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
                raise self.fail("this statement can never run", "nothing after return", statement)
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
                    if len(self.scopes) > 1 and name in self.scopes[0] and _mentions(value, name):
                        # Java means the new variable, which has no value yet, not the global.
                        raise self.fail(f"'{name}' has no value yet", "another name", value)
                self.declare(name, kind, node)
            case Assign():
                self.assign(node)
            case Increment(name):
                kind = self.variable(name, node)
                if kind not in _NUMERIC:
                    raise self.fail(f"'{name}' is {_a(kind)}", "a number", node)
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
                self.scoped(inside)
                self.scopes.pop()
                return test is None or test == Boolean(True)
            case While(test, inside):
                self.condition(test)
                self.scoped(inside)
                return test == Boolean(True)
            case Block(inside):
                return self.scoped(inside)
            case Return(value):
                self.return_(node, value)
                return True
        return False

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
        if kind not in _NUMERIC or given not in _NUMERIC:
            raise self.fail(
                f"'{node.op}' on {_a(kind)} and {_a(given)}", "numbers on both sides", node
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

    def visible(self) -> list[str]:
        return [name for scope in self.scopes for name in scope]

    def unknown(self, what: str, name: str, known: Sequence[str], node: Node) -> CheckError:
        # Comparing names takes time: not with long ones, not with thousands.
        likely = [other for other in known[:_SIMILAR] if len(other) <= _LONG_NAME]
        near = difflib.get_close_matches(name, likely, 1) if len(name) <= _LONG_NAME else []
        hint = f"'{near[0]}'?" if near else f"a {what} that the program declares"
        if what == "function" and not near:
            hint = "a function of the language or of the program"
        return self.fail(f"unknown {what} '{name[:40]}'", hint, node)

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

    # -- expressions ------------------------------------------------------------------------

    def assignable(self, kind: str, value: Expression, what: str) -> None:
        given = self.expression(value)
        if given != kind and not (kind == FLOAT and given == INT):
            raise self.fail(f"{what} is {_a(kind)}, not {_a(given)}", _a(kind), value)

    def condition(self, test: Expression) -> None:
        kind = self.expression(test)
        if kind != BOOLEAN:
            raise self.fail(f"the condition is {_a(kind)}", "a boolean, such as x < 10", test)

    def expression(self, node: Expression) -> str:
        """The type of an expression.

        Raises:
            CheckError: it has none.
        """
        if type(node) is Number:
            return INT if type(node.value) is int else FLOAT
        kind = self._expression(node)
        if kind == VOID and isinstance(node, Call):
            raise self.fail(f"{node.name}() has no value", "an expression", node)
        self.types[id(node)] = kind
        return kind

    def type_of(self, node: Expression) -> str:
        """The type of an expression of the program checked."""
        return self.types[id(node)] if type(node) is not Number else self.expression(node)

    def _expression(self, node: Expression) -> str:
        match node:
            case Name(name):
                return self.name(name, node)
            case Binary():
                return self.binary(node)
            case Call():
                return self.call(node)
            case Unary(op, operand):
                kind = self.expression(operand)
                wanted: tuple[str, ...] = (BOOLEAN,) if op == "!" else _NUMERIC
                if kind not in wanted:
                    raise self.fail(f"'{op}' on {_a(kind)}", _a(wanted[-1]), node)
                return kind
            case HexColor():
                return COLOR
            case Boolean():
                return BOOLEAN
        raise AssertionError(f"not an expression: {node!r}")

    def name(self, name: str, node: Name) -> str:
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        if name in CONSTANTS:
            return FLOAT
        if name in CANVAS_NAMES:
            return INT
        if name in MODES:
            return MODE
        known = [*self.visible(), *CONSTANTS, *CANVAS_NAMES, *MODES]
        raise self.unknown("variable", name, known, node)

    def binary(self, node: Binary) -> str:
        op = node.op
        left, right = self.expression(node.left), self.expression(node.right)
        if op in ("&&", "||"):
            if left != BOOLEAN or right != BOOLEAN:
                raise self.fail(f"'{op}' on {_a(left)} and {_a(right)}", "booleans", node)
            return BOOLEAN
        numbers = left in _NUMERIC and right in _NUMERIC
        if op in ("==", "!="):
            if not numbers and (left != right or left == MODE):
                raise self.fail(f"'{op}' on {_a(left)} and {_a(right)}", "two of one type", node)
            return BOOLEAN
        if not numbers:
            raise self.fail(f"'{op}' on {_a(left)} and {_a(right)}", "numbers", node)
        if op in ("<", "<=", ">", ">="):
            return BOOLEAN
        return INT if left == INT and right == INT else FLOAT

    def call(self, node: Call) -> str:
        builtin = BUILTINS.get(node.name)
        if builtin is not None:
            return self.builtin(builtin, node)
        function = self.functions.get(node.name)
        if function is None:
            raise self.unknown("function", node.name, [*BUILTINS, *self.functions], node)
        if len(node.args) != len(function.parameters):
            names = ", ".join(f"{p.type} {p.name}" for p in function.parameters)
            raise self.fail(
                f"{node.name}() got {_count(len(node.args))}", f"{node.name}({names})", node
            )
        for argument, parameter in zip(node.args, function.parameters, strict=True):
            self.assignable(parameter.type, argument, f"parameter '{parameter.name}'")
        return function.type

    def builtin(self, builtin: Builtin, node: Call) -> str:
        if builtin is _SIZE and node is not self.canvas:
            raise self.fail(
                "size() stands inside another statement", "it at the sketch's top level", node
            )
        args = node.args
        given = [self.expression(argument) for argument in args]
        forms = _FORMS.get((builtin.name, len(args)))
        if forms is None:
            raise self.fail(f"{node.name}() got {_count(len(args))}", builtin.usage, node)
        form = forms.get(bool(given) and given[0] == COLOR)
        if form is None:
            raise self.fail(f"{node.name}() got a colour", builtin.usage, args[0])
        for argument, kind, wanted in zip(args, given, form, strict=True):
            if kind != wanted[1].type and not (kind == INT and wanted[1].type == FLOAT):
                raise self.fail(
                    f"{builtin.name}(): '{wanted[0]}' is {_a(kind)}", _wanted(wanted[1]), argument
                )
            if kind == MODE and argument.id not in wanted[1].modes:  # type: ignore[union-attr]
                raise self.fail(
                    f"{builtin.name}() takes another constant", _wanted(wanted[1]), argument
                )
        if builtin.result == SAME:
            return INT if all(kind == INT for kind in given) else FLOAT
        return builtin.result


def _mentions(node: Expression, name: str) -> bool:
    match node:
        case Name(id):
            return id == name
        case Unary(_, operand):
            return _mentions(operand, name)
        case Binary(_, left, right):
            return _mentions(left, name) or _mentions(right, name)
        case Call(_, args):
            return any(_mentions(arg, name) for arg in args)
    return False


def _wanted(kind: Kind) -> str:
    return " or ".join(kind.modes) if kind.modes else _a(kind.type)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _count(n: int) -> str:
    return f"{n} argument" if n == 1 else f"{n} arguments"
