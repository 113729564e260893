"""How a shape comes back: each time a step further on, or a turn further around a centre."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from sketchnet.search.shapes import Colour, Shape

TURNED = ("circle", "line", "bezier", "triangle", "quad", "polygon")
"""Kinds that are of points, so that turned ones need no `rotate` of their own."""


@dataclass(frozen=True, slots=True)
class Series:
    """Shapes of which each goes on from the one before: larger, farther, darker.

    Attributes:
        count: how many there are.
        by: what each parameter rises by from one to the next.
        tints: what each colour rises by, in the order of `Shape.parts`.
    """

    count: int
    by: tuple[float, ...]
    tints: tuple[Colour, ...]

    def drawn(self, first: Shape) -> list[Shape]:
        """All of them, beginning with the first."""
        return [self.at(first, turn) for turn in range(self.count)]

    def at(self, first: Shape, turn: int) -> Shape:
        """The one so many turns after the first."""
        params = tuple(p + turn * by for p, by in zip(first.params, self.by, strict=True))
        colours = (
            (r + turn * by_r, g + turn * by_g, b + turn * by_b)
            for (r, g, b), (by_r, by_g, by_b) in zip(first.colours, self.tints, strict=True)
        )
        return replace(first, params=params).in_colours(colours)


@dataclass(frozen=True, slots=True)
class Ring:
    """Shapes evenly around a centre, the first as it stands where that is the origin.

    Attributes:
        count: how many there are.
        x, y: the centre.
    """

    count: int
    x: float
    y: float

    def drawn(self, first: Shape) -> list[Shape]:
        """All of them; the first is one of `TURNED`."""
        return [turned(first, math.tau * i / self.count, self.x, self.y) for i in range(self.count)]


def turned(shape: Shape, angle: float, x: float = 0.0, y: float = 0.0) -> Shape:
    """A shape of points turned about the origin by so many radians, then moved."""
    ends = 2 if shape.kind == "circle" else len(shape.params)
    points = np.array(shape.params[:ends]).reshape(-1, 2)
    cosine, sine = math.cos(angle), math.sin(angle)
    points = points @ np.array([(cosine, sine), (-sine, cosine)]) + (x, y)
    return replace(shape, params=(*points.ravel().tolist(), *shape.params[ends:]))
