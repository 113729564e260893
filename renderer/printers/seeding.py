"""Programs that draw the same picture every time where `random()` starts from the clock.

Ours starts from seed 0. Processing and what is built on it seed anew for each run, and give the
globals their values before `setup()` can say anything about that.
"""

from __future__ import annotations

from dataclasses import replace

from renderer.language.builtins import BUILTINS, CANVAS_NAMES
from renderer.language.tree import (
    Assign,
    Binary,
    Call,
    Comment,
    Declare,
    Expression,
    Name,
    Number,
    Program,
    Statement,
    Unary,
)
from renderer.printers.facts import expressions

SEED = Call("randomSeed", [Number(0)])
"""The seed a program has that gives none."""

_DEFAULT_SIZE = Number(100)


def needs_seed(program: Program) -> bool:
    """Whether a program may draw a random number before it gives a seed of its own."""
    drawing = _drawing(program)
    if _draws(program.globals_, drawing):
        return True
    for statement in program.main:
        if _draws([statement], drawing):
            return True
        if isinstance(statement, Call) and statement.name == "randomSeed":
            return False
    return False


def seeded(program: Program) -> Program:
    """The program with its seed said, and with its random globals set in `setup()` after that."""
    if not needs_seed(program):
        return program
    drawing = _drawing(program)
    globals_: list[Statement] = []
    late: list[Statement] = []
    names: set[str] = set()
    for node in program.globals_:
        if isinstance(node, Declare) and node.value is not None and _is_late(node, names, drawing):
            names.add(node.name)
            late.append(Assign(node.name, "=", _before_canvas(node.value)))
            node = replace(node, value=None)
        globals_.append(node)
    main = list(program.main)
    at = _behind_canvas(main)
    if _draws(main[:at], drawing):
        at = 0
    main[at:at] = [SEED, *late]
    return replace(program, main=main, globals_=globals_)


def _is_late(node: Declare, late: set[str], drawing: set[str]) -> bool:
    """Whether a global's value is random, or may depend on one that is."""
    if _draws([node], drawing):
        return True
    return any(
        (isinstance(part, Name) and part.id in late)
        or (isinstance(part, Call) and part.name not in BUILTINS and bool(late))
        for part in expressions([node])
    )


def _before_canvas(node: Expression) -> Expression:
    """A global's value as it is before the canvas has its size."""
    match node:
        case Name(id) if id in CANVAS_NAMES:
            return _DEFAULT_SIZE
        case Unary(_, operand):
            return replace(node, operand=_before_canvas(operand))
        case Binary(_, left, right):
            return replace(node, left=_before_canvas(left), right=_before_canvas(right))
        case Call(_, args):
            return replace(node, args=[_before_canvas(arg) for arg in args])
    return node


def _behind_canvas(main: list[Statement]) -> int:
    """The place behind `size()` and its remark; 0 without one."""
    for index, node in enumerate(main):
        if isinstance(node, Call) and node.name == "size":
            index += 1
            while index < len(main):
                remark = main[index]
                if not (isinstance(remark, Comment) and remark.trailing):
                    break
                index += 1
            return index
    return 0


def _draws(statements: list[Statement], drawing: set[str]) -> bool:
    return any(isinstance(node, Call) and node.name in drawing for node in expressions(statements))


def _drawing(program: Program) -> set[str]:
    """`random` and the program's functions that come to call it."""
    drawing = {"random"}
    while True:
        more = {f.name for f in program.functions if _draws(f.body, drawing)} - drawing
        if not more:
            return drawing
        drawing |= more
