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

Edge = tuple[str, int]  # `width` or `height`, and how many pixels that is


def edge_of(name: str, size: tuple[int, int]) -> Edge | None:
    """What the canvas of a size, (width, height), calls its size along `x` or `y`."""
    return {"x": ("width", size[0]), "y": ("height", size[1])}.get(name)


def counted(start: int, count: int, body: list[Statement]) -> For:
    """A loop whose variable `i` counts the turns from `start` on."""
    return For(
        Declare("int", "i", Number(start)),
        Binary("<", Name("i"), Number(start + count)),
        Increment("i", "++"),
        body,
    )


def loop(
    name: str, start: float, by: float, count: int, edge: Edge | None, body: list[Statement]
) -> For:
    """A loop whose variable is what advances itself.

    Args:
        name: of its variable.
        start: its first value.
        by: what it rises by.
        count: turns.
        edge: what the canvas calls its size that way, and it; None where it is no place.
        body: what is done each turn.
    """
    whole = by == int(by) and start == int(start)
    return For(
        Declare("int" if whole else "float", name, number(start)),
        Binary("<" if by > 0 else ">", Name(name), _limit(start, by, count, edge)),
        Assign(name, "+=" if by > 0 else "-=", number(abs(by))),
        body,
    )


def _limit(start: float, by: float, count: int, edge: Edge | None) -> Expression:
    """Where the loop ends: the canvas's edge if that fits, else the roundest number."""
    last = start + (count - 1) * by
    if edge is not None and by > 0 and last < edge[1] <= last + by:
        return Name(edge[0])
    low, high = sorted((last + (by > 0), last + by)) if by > 0 else (last + by, last - 1)
    for unit in (100, 50, 20, 10, 5, 2, 1):
        first = -(-low // unit) * unit
        if first <= high:
            return number(float(first))
    return number(last + by / 2)
