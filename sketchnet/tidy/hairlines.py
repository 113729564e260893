"""Thin lines on a flat picture, found in what other shapes leave unexplained.

A line a pixel or two wide has its own colour in no pixel, so that no part of the picture is of it.
What tells it is that a thin straight row of pixels differs from what lies below.

Legend: H, W the picture, N points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import cv2
import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import Shape, a_step_away, colour_of
from sketchnet.tidy.composites import SAME, composite
from sketchnet.tidy.edges import Array
from sketchnet.tidy.judge import paint
from sketchnet.tidy.labels import Flags, slender

_WEIGHTS = (1.0, 2.0)  # picture pixels
_THICK = 5  # pixels across a patch that is of no thin line
_LEAST_VOTES = 6  # pixels in a row
_GAP = 2  # pixels between two pieces of a line, at most
_BESIDE = 1.5  # pixels from the axis of a line within which pixels are of it
_BEYOND = 3.0  # pixels beyond its ends where it may go on
_LONGER, _FARTHER = 8, 6.0  # times that a line is tried longer, by so many pixels
_MOST = 24  # lines
_ENDS = (-1.0, -0.5, 0.0, 0.5, 1.0)  # pixels by which a line may end before or beyond what is seen
_EXPLAINED = 0.75  # share of the squared error along a line that it must take away
_FIRST = 0.5  # the same before its numbers are moved
_ROUNDS = 4  # of moving numbers
_STEPS = (0.5, 1.0)
_CLEAR = 0.03  # of the error, that a line may leave when no thicker one is looked at
_PLAINER = 2e-3  # of the error, that a thicker line must leave less
_IN_LINE = 1.0  # pixels that the ends of a line may be off the line that it goes on as
_COVERED, _ALL_ALONG = 0.3, 0.98  # of a pixel; share of those that must show ink there
_NEAR = 10.0  # of 255, by which a colour may be off one that is likelier
_LEAST_GAIN = 1e-3  # of the error, that a number is moved for


def hairlines(canvas: Canvas, shapes: Sequence[Shape], budget: Budget) -> list[Shape]:
    """Thin lines that lie on some shapes, the plainest found first.

    Args:
        canvas: of the picture; it is not drawn on.
        shapes: what is drawn below, back to front.
        budget: pays for every candidate.
    """
    picture = composite(canvas, shapes)
    return lines_among(canvas, picture, slender(_off(canvas, picture), _THICK), budget)


def lines_among(
    canvas: Canvas,
    picture: Picture,
    thin: Flags,
    budget: Budget,
    may_be: Callable[[Shape], bool] = lambda line: True,
    least: float = 0.0,
) -> list[Shape]:
    """Thin lines among some pixels, the longest first.

    Args:
        canvas: of the picture; it is not drawn on.
        picture: (H, W, 3) what is drawn below; lines are drawn on it.
        thin: (H, W) the pixels, in thin rows.
        budget: pays for every candidate.
        may_be: whether a line may be one; asked before much is spent on it.
        least: pixels that a line must be long.
    """
    found = _Found(canvas, picture, budget)
    inked = found.wrong()
    wrong = thin & inked
    for _ in range(_MOST):
        seen = cv2.HoughLinesP(
            wrong.astype(np.uint8), 1, math.pi / 180, _LEAST_VOTES, None, _LEAST_VOTES, _GAP
        )
        if seen is None or budget.over:
            break
        rows = seen.reshape(-1, 4).astype(np.float64) + 0.5
        first, *_ = sorted(rows.tolist(), key=lambda row: -math.dist(row[:2], row[2:]))
        line = None
        if may_be(Shape("line", tuple(np.array(first) / found.scale), "stroke")):
            line = found.fitted(np.array(first), wrong)
        if line is None or math.dist(line.params[:2], line.params[2:]) < least:
            wrong &= ~_along(wrong.shape, np.array(first), _BESIDE)
        else:
            found.take(line)
            wrong &= found.wrong()
    return found.joined(inked)


class _Near(NamedTuple):
    """Pixels (H, W) near a line, and their squared error without it."""

    pixels: Flags
    error: float


class _Found:
    """What is drawn so far.

    Args:
        canvas: of the picture.
        picture: (H, W, 3) what is drawn below; lines are drawn on it.
        budget: pays for every candidate.
    """

    def __init__(self, canvas: Canvas, picture: Picture, budget: Budget) -> None:
        self._canvas = canvas
        self._budget = budget
        self.scale = np.tile(canvas.rasterizer.scale, 2)
        self._picture = picture
        self.lines: list[Shape] = []

    def wrong(self) -> Flags:
        """(H, W) where the picture is not drawn right."""
        return _off(self._canvas, self._picture)

    def take(self, line: Shape) -> None:
        """Draws a line."""
        self.lines.append(line)
        paint(self._picture, self._canvas.layer(line), 0, 0)

    def joined(self, inked: Flags) -> list[Shape]:
        """The lines, those that are one but for what crosses them made one.

        Args:
            inked: (H, W) where there may be a line.
        """
        left = list(self.lines)
        whole: list[Shape] = []
        while left:
            line = left.pop(0)
            for other in list(left):
                both = _in_line(line, other)
                if both is not None and self._budget.affords(1) and self._goes_on(both, inked):
                    line = both
                    left.remove(other)
            whole.append(line)
        return whole

    def _goes_on(self, line: Shape, inked: Flags) -> bool:
        """Whether there is ink all along a line."""
        self._budget.spend(1)
        layer = self._canvas.layer(line)
        there = inked[layer.window.slices][layer.mask("stroke") > _COVERED]
        return bool(there.any() and there.mean() >= _ALL_ALONG)

    def fitted(self, rough: Array, wrong: Flags) -> Shape | None:
        """The line near a rough one (4,) in pixels; None where none explains what is wrong."""
        off = self._picture - self._canvas.target
        heavy = np.abs(off).max(2) * wrong
        axis = rough
        for _ in range(_LONGER):  # a rough line may leave a long one where it is but nearly right
            axis = _axis(heavy * _along(wrong.shape, axis, _FARTHER), axis)
        pixels = _along(wrong.shape, axis, _BEYOND)
        error = float(np.square(off[pixels]).sum())
        near = _Near(pixels, error)
        best: tuple[float, Shape] | None = None
        for weight in _WEIGHTS:
            shapes = [Shape("line", ends, "stroke", weight) for ends in self._ends(axis)]
            if not self._budget.affords(len(shapes)):
                return None
            left, line = self._best(shapes, near)
            if left > (1 - _FIRST) * error:
                continue
            left, line = self._moved(left, line, near)
            less = math.inf if best is None else best[0] - _PLAINER * error
            if left <= (1 - _EXPLAINED) * error and left < less:
                best = left, line
            if best is not None and best[0] <= _CLEAR * error:
                break
        return best and best[1]

    def _ends(self, axis: Array) -> list[tuple[float, ...]]:
        """Lines (4,) along an axis, on whole numbers and on halves, in picture pixels."""
        way = (axis[2:] - axis[:2]) / max(math.dist(axis[:2], axis[2:]), 1e-6)
        ends = [
            np.concatenate([axis[:2] - before * way, axis[2:] + after * way]) / self.scale
            for before, after in product(_ENDS, repeat=2)
        ]
        return list(
            dict.fromkeys(tuple((np.round(k * p) / k).tolist()) for k in (1, 2) for p in ends)
        )

    def _moved(self, left: float, line: Shape, near: _Near) -> tuple[float, Shape]:
        """A line with its ends moved, one coordinate at a time, as long as that helps."""
        for step in _STEPS:
            for _ in range(_ROUNDS):
                moved = a_step_away(line, step)
                if not self._budget.affords(len(moved)):
                    return left, line
                least, there = self._best(moved, near)
                if least >= left * (1 - _LEAST_GAIN):
                    break
                left, line = least, there
        return left, line

    def _best(self, shapes: Sequence[Shape], near: _Near) -> tuple[float, Shape]:
        """The best of some lines in its best colour, and the squared error then left."""
        self._budget.spend(len(shapes))
        return min((self._coloured(shape, near) for shape in shapes), key=lambda pair: pair[0])

    def _coloured(self, shape: Shape, near: _Near) -> tuple[float, Shape]:
        layer = self._canvas.layer(shape)
        rows, columns = np.nonzero(layer.mask("stroke") + near.pixels[layer.window.slices])
        cover = layer.mask("stroke")[rows, columns][:, None]  # (N, 1)
        rows, columns = rows + layer.window.y, columns + layer.window.x
        target, below = self._canvas.target[rows, columns], self._picture[rows, columns]
        rest = below * (1 - cover)
        mass = max(float(np.square(cover).sum()), 1e-6)
        colour = np.clip((cover * (target - rest)).sum(0) / mass, 0, 1)
        colour = likelier(np.round(colour.astype(np.float64) * 255))
        off = rest + cover * (colour / 255).astype(np.float32) - target
        # Beyond the window all is as it was.
        was = (below - target)[near.pixels[rows, columns]]
        error = float(np.vdot(off, off)) - float(np.vdot(was, was)) + near.error
        return error, shape.coloured("stroke", colour_of(colour))


def _in_line(line: Shape, other: Shape) -> Shape | None:
    """The line from end to end of two that are in line, of one colour and weight; else None."""
    apart = np.abs(np.array(line.stroke) - np.array(other.stroke)).max()
    if line.weight != other.weight or apart > _NEAR:
        return None
    ends = np.array([*line.params, *other.params]).reshape(4, 2)
    far = np.hypot(*(ends[:, None] - ends[None]).transpose(2, 0, 1))
    i, j = np.unravel_index(int(far.argmax()), far.shape)
    way = (ends[j] - ends[i]) / max(float(far.max()), 1e-6)
    off = np.abs((ends - ends[i]) @ np.array([-way[1], way[0]]))
    if off.max() > _IN_LINE:
        return None
    return replace(line, params=(*ends[i].tolist(), *ends[j].tolist()))


def likelier(colour: Array) -> Array:
    """Black or white, where a colour (3,) is nearly that."""
    for likely in (0.0, 255.0):
        if np.abs(colour - likely).max() <= _NEAR:
            return np.full(3, likely)
    return colour


def _off(canvas: Canvas, picture: Picture) -> Flags:
    """(H, W) where something drawn is not the picture."""
    return np.asarray(np.abs(picture - canvas.target).max(2) > SAME)


def _along(size: tuple[int, ...], line: Array, beyond: float) -> Flags:
    """(H, W) the pixels near a line (4,), and so many pixels beyond its ends."""
    rows, columns = np.indices(size) + 0.5
    start, way = line[:2], line[2:] - line[:2]
    length = max(float(np.hypot(*way)), 1e-6)
    dx, dy = way / length
    x, y = columns - start[0], rows - start[1]
    place, off = x * dx + y * dy, y * dx - x * dy
    return np.asarray((np.abs(off) <= _BESIDE) & (place >= -beyond) & (place <= length + beyond))


def _axis(heavy: Array, rough: Array) -> Array:
    """The line (4,) through the heaviest of pixels (H, W), as long as they reach."""
    rows, columns = np.nonzero(heavy)
    points = np.stack([columns + 0.5, rows + 0.5], 1)
    weights = heavy[rows, columns]
    middle = np.average(points, axis=0, weights=weights)
    away = (points - middle) * np.sqrt(weights)[:, None]
    _, _, axes = np.linalg.svd(away, full_matrices=False)
    way = axes[0] if axes[0] @ (rough[2:] - rough[:2]) > 0 else -axes[0]
    place = (points - middle) @ way
    return np.concatenate([middle + place.min() * way, middle + place.max() * way])
