"""Whether a repetition is one that a person would write: copies side by side, in plain view."""

from __future__ import annotations

import numpy as np

from sketchnet.search.layers import Layer
from sketchnet.search.shapes import Shape
from sketchnet.tidy.items import Item, moved
from sketchnet.tidy.judge import Judge

_OVERLAP = 0.25  # share of a copy that may lie on the one before
_SEEN = 0.1  # share of a copy, beside the one seen best, that must be on the canvas


def readable(judge: Judge, item: Item) -> bool:
    """Whether copies of shapes neither hide one another nor lie off the canvas."""
    item = item.written
    steps = [(step.dx, step.dy) for step in item.steps]
    last = [(step.dx * (step.count - 1), step.dy * (step.count - 1)) for step in item.steps]
    corners = [*last, (sum(dx for dx, _ in last), sum(dy for _, dy in last))]
    for shape in item.shapes:
        ends = [judge.layer(shape), *_copies(judge, shape, corners), *_copies(judge, shape, steps)]
        beside = _copies(judge, shape, [*steps, *item.places])
        seen = [float(layer.cover().sum()) for layer in (*ends, *beside)]
        if min(seen) <= _SEEN * max(seen):
            return False
        if shape.opacity == 1 and any(_shared(ends[0], layer) > _OVERLAP for layer in beside):
            return False
    return True


def _copies(judge: Judge, shape: Shape, places: list[tuple[float, float]]) -> list[Layer]:
    return [judge.layer(moved(shape, dx, dy)) for dx, dy in places]


def _shared(one: Layer, other: Layer) -> float:
    """The share of the lesser of two layers that lies on the other."""
    a, b = one.window, other.window
    x0, y0 = max(a.x, b.x), max(a.y, b.y)
    x1, y1 = min(a.x + a.w, b.x + b.w), min(a.y + a.h, b.y + b.h)
    if x0 >= x1 or y0 >= y1:
        return 0.0
    first, second = (
        layer.cover()[
            y0 - layer.window.y : y1 - layer.window.y, x0 - layer.window.x : x1 - layer.window.x
        ]
        for layer in (one, other)
    )
    least = min(float(one.cover().sum()), float(other.cover().sum()))
    return float(np.minimum(first, second).sum()) / max(least, 1e-9)
