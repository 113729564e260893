"""Hidden sides of rectangles, put where those end that hide them: bars that stand side by side.

Under another shape a side may be anywhere, but where both have outlines, what lies below shows in
their soft edges.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Shape, boxes
from sketchnet.tidy.composites import squared_error
from sketchnet.tidy.layered import Layered

_BOXED = ("rect", "square")
_LESS = 1e-3  # share of the squared error that a side must take away
_SWEEPS = 3

_Box = tuple[float, float, float, float]  # left, top, right, bottom


def made_flush(
    canvas: Canvas, found: Sequence[Layered], kinds: Container[str], budget: Budget
) -> list[Layered]:
    """Shapes with hidden sides moved to those of shapes on them, where that is nearer.

    Args:
        canvas: of the picture.
        found: back to front.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every drawing.
    """
    stack = list(found)
    shapes = [one.shape for one in stack]
    hidden = any(next(_moved(one, shapes[i + 1 :]), None) for i, one in enumerate(shapes))
    if not hidden or "rect" not in kinds or not budget.affords(1):
        return stack
    budget.spend(1)
    least = squared_error(canvas, shapes)
    for _ in range(_SWEEPS):
        before = least
        for index, one in enumerate(stack):
            for shape in _moved(one.shape, [other.shape for other in stack[index + 1 :]]):
                if not budget.affords(1):
                    return stack
                budget.spend(1)
                shapes = [other.shape for other in stack]
                shapes[index] = shape
                error = squared_error(canvas, shapes)
                if error < least * (1 - _LESS):
                    cover = canvas.layer(shape).spread(one.cover.shape)
                    stack[index], least = replace(one, shape=shape, cover=cover), error
        if least == before:
            break
    return stack


def _moved(shape: Shape, on: Sequence[Shape]) -> Iterator[Shape]:
    """A rectangle with a side at one of a shape that hides all of it."""
    if shape.kind not in _BOXED:
        return
    box = _box(shape)
    for other in on:
        above = _box(other)
        for side in range(4):
            across = 1 - side % 2
            hides = above[across] <= box[across] and above[across + 2] >= box[across + 2]
            if not hides or not above[side % 2] <= box[side] <= above[side % 2 + 2]:
                continue
            for place in (above[side % 2], above[side % 2 + 2]):
                sides = [*box]
                sides[side] = place
                left, top, right, bottom = sides
                w, h = right - left, bottom - top
                if place != box[side] and w > 0 and h > 0:
                    yield replace(shape, kind="rect", params=(left, top, w, h))


def _box(shape: Shape) -> _Box:
    left, top, right, bottom = boxes(shape.kind, np.array([shape.params]))[0].tolist()
    return left, top, right, bottom
