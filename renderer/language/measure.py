"""How long a program is: in numbers, in shapes, in bytes."""

from __future__ import annotations

from collections.abc import Sequence

from renderer.language.builtins import BUILTINS, CANVAS, COLOUR, SHAPE
from renderer.language.tree import (
    Assign,
    Binary,
    Block,
    Call,
    Declare,
    Expression,
    For,
    If,
    Number,
    Program,
    Return,
    Statement,
    Unary,
    While,
)

_NOT_GEOMETRY = frozenset(
    name for name, builtin in BUILTINS.items() if builtin.group in (CANVAS, COLOUR)
)
_DRAWS = frozenset(
    name for name, builtin in BUILTINS.items() if builtin.group == SHAPE or name == "endShape"
)


def count_numbers(program: Program) -> int:
    """The numeric literals of a program's geometry, as written.

    Every literal counts, in shapes, transforms, variables, loops, wherever: but for those inside
    the arguments of the canvas and colour builtins (`size background fill stroke color`).
    """
    return sum(map(_numbers, _bodies(program)))


def count_statements(program: Program) -> int:
    """The shapes a program draws, as written: one in a loop counts once, `endShape()` for all
    its vertices.
    """
    return sum(map(_statements, _bodies(program)))


def count_bytes(program: Program) -> int:
    """The size of a program's canonical Processing text in UTF-8."""
    from renderer.printers.processing import print_processing

    return len(print_processing(program).encode())


def _bodies(program: Program) -> Sequence[list[Statement]]:
    return (program.globals_, program.main, *(function.body for function in program.functions))


def _numbers(statements: list[Statement]) -> int:
    total = 0
    for node in statements:
        match node:
            case Call():
                total += _in_expression(node)
            case Declare(value=value) | Assign(value=value) | Return(value=value):
                total += _in_expression(value)
            case If(test, body, orelse):
                total += _in_expression(test) + _numbers(body) + _numbers(orelse)
            case For(init, test, step, body):
                heads = [head for head in (init, step) if head is not None]
                total += _numbers(heads) + _in_expression(test) + _numbers(body)
            case While(test, body):
                total += _in_expression(test) + _numbers(body)
            case Block(body):
                total += _numbers(body)
    return total


def _in_expression(node: Expression | None) -> int:
    match node:
        case Number():
            return 1
        case Call(name, args):
            return 0 if name in _NOT_GEOMETRY else sum(map(_in_expression, args))
        case Binary(_, left, right):
            return _in_expression(left) + _in_expression(right)
        case Unary(_, operand):
            return _in_expression(operand)
    return 0


def _statements(statements: list[Statement]) -> int:
    total = 0
    for node in statements:
        match node:
            case Call(name):
                total += name in _DRAWS
            case If(_, body, orelse):
                total += _statements(body) + _statements(orelse)
            case For(_, _, step, body):
                total += _statements(body) + (_statements([step]) if step is not None else 0)
            case While(_, body) | Block(body):
                total += _statements(body)
    return total
