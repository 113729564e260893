"""Orders what may be ordered: back to front where it shows, by style where it does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sketchnet.search.layers import Layer
from sketchnet.search.words import Pen
from sketchnet.tidy.items import Item
from sketchnet.tidy.judge import Judge

_TOUCH = 0.03  # product of two coverages at which one lies over the other


def by_style(judge: Judge) -> None:
    """Draws items of one style after each other, where the picture stays the same."""
    order = _order(judge.items, _over(judge))
    items = [judge.items[index] for index in order]
    if _changes(items) < _changes(judge.items):
        judge.attempt(items, rise=1e-4 * judge.level)


def _changes(items: Sequence[Item]) -> int:
    """Style statements that a drawing needs."""
    pen = Pen()
    return sum(len(pen.style(shape)) for item in items for shape in item.shapes)


def _over(judge: Judge) -> list[set[int]]:
    """For every item, those below it that it overlaps in another colour."""
    layers = iter(judge.layers)
    groups = [[next(layers) for _ in item.drawn()] for item in judge.items]
    return [
        {
            lower
            for lower in range(upper)
            if any(_overlap(a, b) for a in groups[upper] for b in groups[lower])
        }
        for upper in range(len(groups))
    ]


def _overlap(one: Layer, other: Layer) -> bool:
    a, b = one.window, other.window
    x0, y0 = max(a.x, b.x), max(a.y, b.y)
    x1, y1 = min(a.x + a.w, b.x + b.w), min(a.y + a.h, b.y + b.h)
    if x0 >= x1 or y0 >= y1:
        return False
    if one.shape.paint == other.shape.paint == "fill" and one.shape.fill == other.shape.fill:
        return False
    covers = [
        layer.cover()[
            y0 - layer.window.y : y1 - layer.window.y, x0 - layer.window.x : x1 - layer.window.x
        ]
        for layer in (one, other)
    ]
    return bool((covers[0] * covers[1]).max() > _TOUCH)


def _order(items: Sequence[Item], over: Sequence[set[int]]) -> list[int]:
    """Indices of the items: of those that may come next, the one that changes style least."""
    pen = Pen()
    done: list[int] = []
    left = list(range(len(items)))
    while left:
        free = [index for index in left if over[index] <= set(done)]
        costs = [len(pen.copy().style(items[index].shapes[0])) for index in free]
        index = free[int(np.argmin(costs))]
        for shape in items[index].shapes:
            pen.style(shape)
        left.remove(index)
        done.append(index)
    return done
