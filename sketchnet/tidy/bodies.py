"""Shapes as bodies: where they stand, how large they are, and which could be copies of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sketchnet.search.shapes import Shape, boxes, numbers_of
from sketchnet.tidy.judge import Judge

_COLOURS = 40.0  # largest channel difference of two shapes that may become one colour
_SLACK = 0.2  # share of its size by which a shape may differ from one like it
SLACK_PIXELS = 2.5
"""Pixels by which a body may differ in size or place from where a pattern wants it."""

PER_NUMBER = 2e-3
"""Share that the error may rise by for each number that a repetition saves."""


@dataclass(frozen=True, slots=True)
class Body:
    """A shape, where it stands and how large it is.

    Attributes:
        index: of its item, or any number that tells it from the others.
        shape: itself.
        x, y, w, h: centre and size of its bounding box, in pixels.
        numbers: literals it is written with.
    """

    index: int
    shape: Shape
    x: float
    y: float
    w: float
    h: float
    numbers: int


def body_of(index: int, shape: Shape) -> Body:
    """A shape as a body."""
    x0, y0, x1, y1 = boxes(shape.kind, np.array([shape.params]))[0].tolist()
    return Body(index, shape, (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0, numbers_of(shape))


def bodies_of(judge: Judge) -> list[Body]:
    """The shapes of a drawing that stand alone."""
    return [
        body_of(index, item.shapes[0])
        for index, item in enumerate(judge.items)
        if not item.repeats and len(item.shapes) == 1
    ]


def alike(one: Body, other: Body) -> bool:
    """Whether one may be a copy of the other."""
    a, b = one.shape, other.shape
    if (a.paint, a.opacity) != (b.paint, b.opacity):
        return False
    if a.paint != "stroke" and np.abs(np.subtract(a.fill, b.fill)).max() > _COLOURS:
        return False
    if a.outlined:
        if np.abs(np.subtract(a.stroke, b.stroke)).max() > _COLOURS:
            return False
        if abs(a.weight - b.weight) > max(1.0, 0.3 * max(a.weight, b.weight)):
            return False
    return all(
        abs(p - q) <= max(SLACK_PIXELS, _SLACK * max(p, q))
        for p, q in ((one.w, other.w), (one.h, other.h))
    )


def prototypes(cells: Sequence[Body]) -> list[Body]:
    """The shapes that may stand for all: the cheapest, and of these the most usual in size."""
    w, h = (float(np.median([getattr(cell, side) for cell in cells])) for side in "wh")
    least = min(cell.numbers for cell in cells)
    order = sorted(
        (cell for cell in cells if cell.numbers <= least + 1),
        key=lambda cell: abs(cell.w - w) + abs(cell.h - h),
    )
    return order[:3]
