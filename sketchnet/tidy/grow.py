"""Goes on with what repeats: copies of a shape, at even steps, wherever the picture wants more.

How much a copy would help is known for all places at once: the squared error changes by two
correlations of the shape's coverage with what the picture still lacks. Steps are read off along the
lines and columns of that map.

Legend: h, w the shape's window, H, W the picture; S steps, K copies.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.layers import Layer
from sketchnet.tidy.items import FEWEST_TURNS, Item, Step, moved
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.trade import settle
from sketchnet.tidy.turns import readable

Gains = NDArray[np.float32]

_LARGEST = 0.35  # share of the picture beyond which a shape is a ground, and does not repeat
_ROUNDS = 6
_LOOKED_AT = 3  # rows rendered in each round
_LEAST_GAIN = 0.05  # of a copy, as a share of what the copies gain on the mean
_NEAREST = 3.0  # least step, in pixels


def grow_rows(judge: Judge, most: int) -> None:
    """Adds copies in rows and grids where they lower the error more than their numbers are worth.

    Args:
        judge: the drawing.
        most: numbers that the drawing may have in all, as `numbers_of` counts.
    """
    for _ in range(_ROUNDS):
        rows = sorted(_rows(judge), key=lambda row: -row[0])
        if not any(settle(judge, [item], most, index) for _, index, item in rows[:_LOOKED_AT]):
            return


def _rows(judge: Judge) -> Iterator[tuple[float, int, Item]]:
    """Rows and grids that begin with a shape of the drawing: (gain foreseen, index, row)."""
    area = judge.canvas.target.shape[0] * judge.canvas.target.shape[1]
    layers = iter(judge.layers)
    for index, item in enumerate(judge.items):
        own = [next(layers) for _ in item.drawn()]
        if item.repeats or judge.late:
            continue
        layer = own[0]
        if layer.window.w * layer.window.h > _LARGEST * area:
            continue
        for gain, found in _rows_of(judge, layer, item):
            yield gain, index, found


def _rows_of(judge: Judge, layer: Layer, item: Item) -> Iterator[tuple[float, Item]]:
    gains = _gain_map(judge, layer)
    window = layer.window
    x, y = window.x + window.w, window.y + window.h  # where the shape itself is on the map
    sx, sy = judge.canvas.rasterizer.scale
    for along, down in ((True, False), (False, True), (True, True)):
        columns = np.zeros(1, int)
        rows = np.zeros(1, int)
        if along:
            columns = _best_steps(gains[y], x, window.w)
        if down:
            columns_there = (x + columns)[(x + columns >= 0) & (x + columns < gains.shape[1])]
            rows = _best_steps(gains[:, columns_there].sum(1), y, window.h)
        if (along and len(columns) < 2) or (down and len(rows) < 2):
            continue
        places = [(y + r, x + c) for r in rows for c in columns if r or c]
        each = np.array([gains[r, c] for r, c in places])
        if max(len(columns), len(rows)) < FEWEST_TURNS or each.min() < _LEAST_GAIN * each.mean():
            continue
        steps = []
        if along:
            steps.append(Step(len(columns), _step_of(columns) / sx, 0.0))
        if down:
            steps.append(Step(len(rows), 0.0, _step_of(rows) / sy))
        steps = [Step(s.count, round(2 * s.dx) / 2, round(2 * s.dy) / 2) for s in steps]
        first = moved(item.shapes[0], round(columns[0] / sx), round(rows[0] / sy))
        found = Item((first,), tuple(steps))
        if each.mean() > 0 and readable(judge, found):
            yield float(each.sum()), found


def _step_of(places: NDArray[np.int64]) -> float:
    return float(places[-1] - places[0]) / (len(places) - 1)


def _gain_map(judge: Judge, layer: Layer) -> Gains:
    """(H + h + 1, W + w + 1): drop of the squared error with a copy at every place.

    The copy's window begins at (column − w, row − h).
    """
    picture = judge.picture()
    target = judge.canvas.target
    h, w = layer.window.h, layer.window.w
    total = np.zeros((picture.shape[0] + h + 1, picture.shape[1] + w + 1), np.float32)
    for part in layer.shape.parts:
        colour = np.array(getattr(layer.shape, part), np.float32) / np.float32(255)
        change = colour - picture
        linear = np.einsum("hwc,hwc->hw", change, picture - target)
        square = np.einsum("hwc,hwc->hw", change, change)
        mask = np.ascontiguousarray(layer.mask(part))
        for plane, weight, factor in ((linear, mask, 2.0), (square, mask * mask, 1.0)):
            padded = cv2.copyMakeBorder(plane, h, h, w, w, cv2.BORDER_CONSTANT)
            total -= np.float32(factor) * cv2.matchTemplate(padded, weight, cv2.TM_CCORR)
    return total


def _best_steps(gains: Gains, start: int, least: int) -> NDArray[np.int64]:
    """Places, from `start`, of the evenly spaced copies that help most; only 0 where none do.

    Args:
        gains: (N,) what a copy at each place gives.
        start: where the shape itself is.
        least: the closest that two copies may be.
    """
    steps = np.arange(2 * max(int(_NEAREST), round(0.8 * least)), 2 * len(gains)) / 2  # (S,)
    if not len(steps):
        return np.zeros(1, int)
    counts = np.arange(1, int(len(gains) / steps[0]) + 2)  # (K,)
    away = np.round(steps[:, None] * counts).astype(int)  # (S, K)
    padded = np.append(gains, np.float32(0))
    helps = np.zeros(len(steps))
    ends = []
    for sign in (-1, 1):
        places = start + sign * away
        outside = (places < 1) | (places >= len(gains) - 1)
        sums = np.cumsum(padded[np.where(outside, len(gains), places)], axis=1)  # (S, K)
        most = sums.max(1)
        ends.append(np.where(most > 0, sums.argmax(1) + 1, 0))
        helps += np.maximum(most, 0)
    best = int(helps.argmax())
    back, forth = int(ends[0][best]), int(ends[1][best])
    return np.concatenate([-away[best, :back][::-1], [0], away[best, :forth]])
