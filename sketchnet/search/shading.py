"""Shaded shapes as loops: a row or a ring a turn, each in a colour between two."""

from __future__ import annotations

import math

from renderer.language.tree import (
    Assign,
    Binary,
    Call,
    Declare,
    Expression,
    For,
    Increment,
    Name,
    Number,
)
from sketchnet.search.shapes import Shape
from sketchnet.search.words import Say, number

_RINGS = 128
"""Discs of a loop at most: between two of more nobody sees a difference."""

_PAINTED = 2_000_000_000
"""Pixels that all such discs may paint, one over the other, of those that a program may."""

_MEAN_SHARE = 0.7  # of the canvas that the boxes of a disc's rings cover, at most


def most_ringed(extent: tuple[float, float]) -> int:
    """How many discs shaded from their middle on may be drawn on a canvas of such a size."""
    return int(_PAINTED / (_MEAN_SHARE * _RINGS * extent[0] * extent[1]))


def shading(shape: Shape, say: Say, size: tuple[int, int]) -> For:
    """The loop that draws a shaded shape.

    Args:
        shape: a rect shaded down or across, or a circle from its middle on.
        say: how a parameter is written.
        size: (width, height) of the canvas in pixels.
    """
    return _rings(shape, say) if shape.paint == "outward" else _rows(shape, say, size)


def _rows(shape: Shape, say: Say, size: tuple[int, int]) -> For:
    """Rows of a rect from the top on, or its columns from the left, each one pixel further.

    Each is two pixels high, so that no enlargement shows anything between.
    """
    along, name, edge = (1, "y", "height") if shape.paint == "down" else (0, "x", "width")
    start, extent = (int(shape.params[at]) for at in (along, along + 2))
    said = [say(shape, index) for index in range(4)]
    said[along], said[along + 2] = Name(name), Number(2)
    stop = start + extent
    last: Expression = Name(edge) if stop == size[along] else Number(stop)
    inside = stop < size[along]  # else the second pixel of the last row is off the canvas
    return For(
        Declare("int", name, number(start)),
        Binary("<", Name(name), Number(stop - 1) if inside else Name(edge)),
        Increment(name, "++"),
        [Call("fill", _between(shape, name, number(start), last)), Call("rect", said)],
    )


def _rings(shape: Shape, say: Say) -> For:
    """Discs of a circle, the largest first, each a pixel smaller all around, of large ones more."""
    step = 2 * math.ceil(shape.params[2] / (2 * _RINGS))
    diameter = number(shape.params[2])
    return For(
        Declare("int" if isinstance(diameter.value, int) else "float", "d", diameter),
        Binary(">", Name("d"), Number(0)),
        Assign("d", "-=", Number(step)),
        [
            Call("fill", _between(shape, "d", Number(0), diameter)),
            Call("circle", [say(shape, 0), say(shape, 1), Name("d")]),
        ],
    )


def _between(shape: Shape, name: str, start: Expression, stop: Expression) -> list[Expression]:
    """The arguments that say a colour while a variable goes from where the first is to the last."""
    first, last = (
        tuple(min(max(round(channel), 0), 255) for channel in colour) for colour in shape.colours
    )
    pairs = list(zip(first, last, strict=True))
    if len(set(pairs)) == 1:
        pairs = pairs[:1]
    return [
        Number(one)
        if one == other
        else Call("map", [Name(name), start, stop, Number(one), Number(other)])
        for one, other in pairs
    ]
