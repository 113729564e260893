"""The heads of emitted loops: from where to where, in numbers as round as can be."""

from __future__ import annotations

from renderer.language.tree import (
    Assign,
    Binary,
    Declare,
    Expression,
    For,
    Increment,
    Name,
    Number,
    Statement,
)
from sketchnet.search.words import number
from sketchnet.tidy.items import Step


def loop(name: str, start: float, step: Step, edge: int, body: list[Statement]) -> For:
    """A loop over the places of a row.

    Args:
        name: of its variable: `x` or `y`, which is the place itself, or `i`, which counts.
        start: the first place.
        step: how many there are, and how far apart.
        edge: the canvas's width or height, whichever way the row goes.
        body: what is done at each.
    """
    if name == "i":
        return For(
            Declare("int", "i", Number(0)),
            Binary("<", Name("i"), Number(step.count)),
            Increment("i", "++"),
            body,
        )
    by = step.dx if name == "x" else step.dy
    whole = by == int(by) and start == int(start)
    return For(
        Declare("int" if whole else "float", name, number(start)),
        Binary("<" if by > 0 else ">", Name(name), _limit(name, start, by, step.count, edge)),
        Assign(name, "+=" if by > 0 else "-=", number(abs(by))),
        body,
    )


def _limit(name: str, start: float, by: float, count: int, edge: int) -> Expression:
    """Where the loop ends: the canvas's edge if that fits, else the roundest number."""
    last = start + (count - 1) * by
    if by > 0 and last < edge <= last + by:
        return Name("width" if name == "x" else "height")
    low, high = sorted((last + (by > 0), last + by)) if by > 0 else (last + by, last - 1)
    for unit in (100, 50, 20, 10, 5, 2, 1):
        first = -(-low // unit) * unit
        if first <= high:
            return number(float(first))
    return number(last + by / 2)
