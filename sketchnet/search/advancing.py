"""Loops whose turns each go on from the one before: the plainest way to say such a loop.

Its variable counts the turns, or is one of the numbers that advance; the others follow from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer.language.measure import count_numbers
from renderer.language.tree import Binary, Call, Expression, For, Name, Program, Statement
from sketchnet.search.loops import counted, edge_of, loop
from sketchnet.search.shapes import Shape
from sketchnet.search.words import Pen, drawing, number, opacity_of
from sketchnet.tidy.items import roles_of
from sketchnet.tidy.successions import Series

_PLAIN = (-2.0, -1.0, -0.5, 0.5, 1.0, 2.0, 3.0, 4.0)
"""What numbers may rise by for each that a variable rises by which is a number itself."""

_AXES = {"x": "x", "w": "x", "y": "y", "h": "y"}  # which way a parameter lies, by its role


class _Variable(NamedTuple):
    """A loop's variable, its first value, and what it rises by."""

    name: str
    start: float
    by: float


def advancing(first: Shape, series: Series, pen: Pen, size: tuple[int, int]) -> list[Statement]:
    """The style that is said before a loop, and the loop, in the fewest numbers.

    Args:
        first: the first shape.
        series: how it goes on.
        pen: the style as it stands; afterwards as it stands then.
        size: (width, height) of the canvas.
    """
    tinted = {part for part, tint in zip(first.parts, series.tints, strict=True) if any(tint)}
    before = [
        said for said in pen.style(first) if not (isinstance(said, Call) and said.name in tinted)
    ]
    for part in tinted:
        setattr(pen, part, pen.unknown)
    ways = [_written(first, series, variable, size) for variable in _variables(first, series)]
    return [*before, min(ways, key=lambda way: count_numbers(Program([way])))]


def _variables(first: Shape, series: Series) -> Iterator[_Variable]:
    """What the variable may be: a number that the others follow plainly, or a count of turns."""
    risen = {by for by in series.by if by} | {by for tint in series.tints for by in tint if by}
    for role, value, by in zip(roles_of(first), first.params, series.by, strict=True):
        if by and role != "a" and all(other / by in _PLAIN for other in risen):
            yield _Variable("d" if (first.kind, role) == ("circle", "w") else role, value, by)
    yield _Variable("i", 0, 1)
    for value, by in zip(first.params, series.by, strict=True):
        if by and value / by == value // by > 0:  # so that it needs no number of its own
            yield _Variable("i", value // by, 1)


def _written(first: Shape, series: Series, variable: _Variable, size: tuple[int, int]) -> For:
    """The loop with one variable."""

    def following(value: float, by: float, role: str = "") -> Expression:
        ratio = by / variable.by
        return _affine(value - ratio * variable.start, ratio, variable.name, role, size)

    def say(shape: Shape, index: int) -> Expression:
        return following(shape.params[index], series.by[index], roles_of(shape)[index])

    body: list[Statement] = []
    for part, colour, tint in zip(first.parts, first.colours, series.tints, strict=True):
        if any(tint):
            r, g, b = map(following, colour, tint)
            said = [r] if r == g == b else [r, g, b]
            veiled = part == "fill" and first.opacity != 1
            body.append(Call(part, [*said, opacity_of(first.opacity)] if veiled else said))
    body += drawing(first, say)
    if variable.name == "i":
        return counted(int(variable.start), series.count, body)
    edge = edge_of(variable.name, size)
    return loop(variable.name, variable.start, variable.by, series.count, edge, body)


def _affine(rest: float, ratio: float, name: str, role: str, size: tuple[int, int]) -> Expression:
    """`rest + name * ratio`, without what is nothing; the canvas's size goes by its name."""
    edge = edge_of(_AXES.get(role, ""), size)
    constant: Expression = number(abs(rest) if ratio > 0 else rest)
    if edge is not None and rest == edge[1]:
        constant = Name(edge[0])
    if ratio == 0:
        return constant
    along: Expression = Name(name)
    if abs(ratio) != 1:
        along = Binary("*", along, number(abs(ratio)))
    if ratio < 0:
        return Binary("-", constant, along)
    if rest == 0:
        return along
    if rest < 0:
        return Binary("-", along, constant)
    # A number beside a place reads as an offset from it; turns are added to where they begin.
    return Binary("+", constant, along) if name == "i" else Binary("+", along, constant)
