"""Java's constant expressions: what the compiler knows before a sketch runs."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from renderer.errors import RunError
from renderer.language.builtins import CONSTANTS
from renderer.language.java import divide, remainder, to_float, to_int
from renderer.language.tree import Binary, Boolean, Expression, HexColor, Name, Number, Unary

Constant = bool | int | float | str | None

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divide,
    "%": remainder,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "&&": lambda a, b: a and b,
    "||": lambda a, b: a or b,
}


def constant(node: Expression | None) -> Constant:
    """The value of an expression of literals and constants such as `PI`; a colour's six digits.

    None for every other expression, and for one that fails.
    """
    try:
        return _folded(node)
    except RunError:
        return None


def _folded(node: Expression | None) -> Constant:
    match node:
        case Boolean() | HexColor():
            return node.value
        case Number(value):
            return _in_range(value)
        case Name(id):
            return CONSTANTS.get(id)
        case Unary(op, operand):
            known = _folded(operand)
            if known is None or op == "+":
                return known
            return not known if op == "!" else _in_range(_OPERATORS["-"](0, known))
        case Binary(op, left, right):
            before, after = _folded(left), _folded(right)
            if before is None or after is None:
                return None
            return _in_range(_OPERATORS[op](before, after))
    return None


def never(test: Expression | None, outcome: bool) -> bool:
    """Whether the compiler knows that a condition never has an outcome; a missing one is true."""
    match test:
        case None:
            return not outcome
        case Unary("!", operand):
            return never(operand, not outcome)
        case Binary(("&&" | "||") as op, left, right):
            if constant(test) is not None:
                return constant(test) is not outcome
            both = never(left, outcome), never(right, outcome)
            return any(both) if outcome == (op == "&&") else all(both)
    value = constant(test)
    return value is not None and value is not outcome


def _in_range(value: bool | int | float) -> Constant:
    """A value as Java keeps it: a whole number of 32 bits, a 32-bit float."""
    if type(value) is int:
        return to_int(value)
    return to_float(value) if type(value) is float else value
