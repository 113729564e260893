"""The types of expressions, by Java's rules, and the forms of builtin calls."""

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
    SAME,
    VOID,
    Builtin,
    Kind,
    kind_of,
)
from renderer.language.lexer import locate
from renderer.language.tree import (
    Binary,
    Boolean,
    Call,
    Expression,
    Function,
    HexColor,
    Name,
    Node,
    Number,
    Program,
    Unary,
)

NUMERIC = (INT, FLOAT)
_FORMS: dict[tuple[str, int], dict[bool, tuple[tuple[str, Kind], ...]]] = {}
"""Builtin and arity → whether the first argument is a colour → the form's parameters."""

for _builtin in BUILTINS.values():
    for _form in _builtin.forms:
        _FORMS.setdefault((_builtin.name, len(_form)), {})[_form[:1] == ("color",)] = tuple(
            (parameter, kind_of(parameter)) for parameter in _form
        )

_SIZE = BUILTINS["size"]
_SIMILAR, _LONG_NAME = 500, 40


@dataclass(slots=True)
class ExpressionChecker:
    """What expressions mean in the scopes that stand; `types` holds their types, by identity."""

    program: Program
    types: dict[int, str] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    scopes: list[dict[str, str]] = field(default_factory=list)
    canvas: Call | None = None  # the one call of size() that may be

    def fail(self, message: str, expected: str, node: Node) -> CheckError:
        at = getattr(node, "at", -1)
        if at < 0 or not self.program.source:
            return CheckError(message, expected=expected)
        line, column, text = locate(self.program.source, at)
        return CheckError(message, expected=expected, line=line, column=column, source_line=text)

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

    # -- expressions ------------------------------------------------------------------------

    def assignable(self, kind: str, value: Expression, what: str) -> None:
        given = self.expression(value)
        if given != kind and not (kind == FLOAT and given == INT):
            raise self.fail(
                f"{what} is {article(kind)}, not {article(given)}", article(kind), value
            )

    def condition(self, test: Expression) -> None:
        kind = self.expression(test)
        if kind != BOOLEAN:
            raise self.fail(f"the condition is {article(kind)}", "a boolean, such as x < 10", test)

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
                wanted: tuple[str, ...] = (BOOLEAN,) if op == "!" else NUMERIC
                if kind not in wanted:
                    raise self.fail(f"'{op}' on {article(kind)}", article(wanted[-1]), node)
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
                raise self.fail(_operands(op, left, right), "booleans", node)
            return BOOLEAN
        numbers = left in NUMERIC and right in NUMERIC
        if op in ("==", "!="):
            if not numbers and (left != right or left == MODE):
                raise self.fail(_operands(op, left, right), "two of one type", node)
            return BOOLEAN
        if not numbers:
            raise self.fail(_operands(op, left, right), "numbers", node)
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
                    f"{builtin.name}(): '{wanted[0]}' is {article(kind)}",
                    _wanted(wanted[1]),
                    argument,
                )
            if kind == MODE and argument.id not in wanted[1].modes:  # type: ignore[union-attr]
                raise self.fail(
                    f"{builtin.name}() takes another constant", _wanted(wanted[1]), argument
                )
        if builtin.result == SAME:
            return INT if all(kind == INT for kind in given) else FLOAT
        return builtin.result


def _wanted(kind: Kind) -> str:
    return " or ".join(kind.modes) if kind.modes else article(kind.type)


def article(noun: str) -> str:
    """A noun with its indefinite article."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _operands(op: str, left: str, right: str) -> str:
    return f"'{op}' on {article(left)} and {article(right)}"


def _count(n: int) -> str:
    return f"{n} argument" if n == 1 else f"{n} arguments"
