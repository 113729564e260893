"""Shapes that nearly fit a part of a flat picture, moved to where they fit it, and rounded.

All numbers of a shape move together by Gauss–Newton on true renders, over what is guessed to lie
below; then each is put on whole numbers, on halves where these are clearly nearer.

Legend: H, W the picture, P numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Picture
from sketchnet.search.normal import Normal
from sketchnet.search.place import Place
from sketchnet.search.rounding import rounded_by
from sketchnet.search.shapes import LEAST_WEIGHT, Shape, colour_of
from sketchnet.search.slopes import free_values, renders_of, with_values
from sketchnet.tidy.labels import Flags, Labels, widened
from sketchnet.tidy.parts import Study
from sketchnet.tidy.paths import mirrors, ties_of

_DAMPINGS = (1e-4, 1e-2, 0.1, 1.0)
_FARTHEST = 8.0  # picture pixels that a number may move in one step
_FIRST_SLIDES, _SLIDES = 14, 30  # steps of Gauss–Newton, of every start and of the best, at most
_LEAST_SLIDE = 0.01  # share of what is wrong that a step must take away
_MOVES = 8  # from one rounded shape to the next
_LEAST_MOVE = 0.01  # share of what is wrong that each must take away
_GRIDS = (1.0, 0.5)  # pixels
_WIDENED, _BEAM, _KEPT = 5, 6, 40
"""Rounds of looking around tidy points, points looked around in each, and points rendered."""

_MIRRORS = 5  # shapes made symmetric that are moved,
_WORTH = 6.0  # where they are no more times as wrong as the best that is not

_CLEARLY = 0.75  # of what is wrong on whole numbers, that halves must come to
_WEIGHT_STEP = 0.5  # pixels
_EDGE = 2  # pixels around a shape in which its edge may be soft

Vector = NDArray[np.float64]


class Settler:
    """Moves shapes to where a part of a flat picture shows them.

    Args:
        study: the picture.
        mask: (H, W) what can be seen of the fill.
        label: the fill's.
        free: (H, W) what nothing is known of.
        width: pixels of the outline around the fill; 0 where there is none.
    """

    def __init__(self, study: Study, mask: Flags, label: int, free: Flags, width: float) -> None:
        target = study.canvas.target
        shape = widened(mask, 2 * math.ceil(width) + 1)
        below, line = _below(target, study.labels, mask, shape, label)
        # Beyond, there may be more of either colour, which is none of its own.
        own = (study.labels.of == label) | ((study.labels.of == line) & (line >= 0))
        more = own & ~widened(shape, 2 * _EDGE + 1)
        seen = (~free & ~widened(more, 2 * _EDGE + 1)).astype(np.float32)
        hidden = (1 - seen)[..., None] * target
        canvas = study.canvas
        self._place = Place(canvas.rasterizer, canvas.palette, target, below, seen, hidden)
        self._wrong = float(np.vdot(self._place.residual, self._place.residual))
        self._budget = study.budget

    def settled(self, starts: Sequence[Shape]) -> Shape | None:
        """The best of like shapes where it fits best, on tidy numbers.

        Args:
            starts: shapes of one kind with as many numbers, the likeliest first.

        Returns:
            None where the budget is spent.
        """
        reached = [
            self._slid(*self._best([start]), steps=_FIRST_SLIDES)
            for start in starts
            if self._budget.affords(1)
        ]
        if not reached:
            return None
        likely = [mirror for _, shape in reached for mirror in mirrors(shape)]
        if likely and self._budget.affords(len(likely)):
            ranked = sorted((self._best([mirror]) for mirror in likely), key=lambda pair: pair[0])
            worth = _WORTH * min(wrong for wrong, _ in reached)
            reached += [
                self._slid(*pair, steps=_FIRST_SLIDES)
                for pair in ranked[:_MIRRORS]
                if pair[0] <= worth
            ]
        wrong, shape = self._slid(*min(reached, key=lambda pair: pair[0]))
        if shape.outlined and self._budget.affords(1):
            weight = max(round(shape.weight / _WEIGHT_STEP) * _WEIGHT_STEP, LEAST_WEIGHT)
            wrong, shape = self._slid(*self._best([replace(shape, weight=weight)]), held=True)
        if not self._budget.affords(renders_of(shape) + len(_GRIDS)):
            return None
        normal = self._place.normal(shape)
        self._budget.spend(renders_of(shape))
        if normal is None:
            return None
        found: tuple[float, Shape] | None = None
        for grid in _GRIDS:
            tidy = self._rounded(shape, normal, grid)
            if found is None or tidy[0] < _CLEARLY * found[0]:
                found = tidy
            if found[0] <= wrong:
                break
        return found and found[1]

    def _slid(
        self, wrong: float, shape: Shape, held: bool = False, steps: int = _SLIDES
    ) -> tuple[float, Shape]:
        """A shape moved by Gauss–Newton for as long as that helps; its weight as it is if held."""
        held |= shape.outlined and shape.weight <= LEAST_WEIGHT
        for _ in range(steps):
            if not self._budget.affords(renders_of(shape) + len(_DAMPINGS)):
                break
            normal = self._place.normal(shape)
            self._budget.spend(renders_of(shape))
            if normal is None:
                break
            ties = _ties(shape, held)
            normal = Normal(ties.T @ normal.matrix @ ties, ties.T @ normal.gradient)
            ways = np.clip(normal.steps(_DAMPINGS), -_FARTHEST, _FARTHEST)
            values = free_values(shape) + ways @ ties.T
            least, there = self._best([with_values(shape, row) for row in values])
            if least >= wrong:
                break
            before, wrong, shape = wrong, least, there
            if wrong > (1 - _LEAST_SLIDE) * before:
                break
        return wrong, shape

    def _rounded(self, shape: Shape, normal: Normal, grid: float) -> tuple[float, Shape]:
        """A shape on the grid, moved there for as long as that helps.

        Args:
            shape: not yet rounded.
            normal: the equations there.
            grid: pixels.
        """
        ties = _ties(shape, held=True)
        mean = (ties / ties.sum(0)).T  # of numbers that move as one
        weight = np.where(ties.any(1), 0.0, free_values(shape))  # which is tidy
        wrong = math.inf
        for _ in range(_MOVES):
            model = Normal(ties.T @ normal.matrix @ ties, ties.T @ normal.gradient)
            start: Vector = mean @ free_values(shape)
            if wrong == math.inf:
                start = rounded_by(start, np.full(len(start), grid), model)
            tidy = near_least(mean @ free_values(shape), start, grid, model)
            tidy = tidy[: max(self._budget.left // 2, 1)] @ ties.T + weight
            least, there = self._best([with_values(shape, row) for row in tidy])
            if least > (1 - _LEAST_MOVE) * wrong:
                break
            wrong, shape = least, there
            if not self._budget.affords(renders_of(shape) + _KEPT):
                break
            self._budget.spend(renders_of(shape))
            again = self._place.normal(shape)
            if again is None:
                break
            normal = again
        return wrong, shape

    def _best(self, shapes: list[Shape]) -> tuple[float, Shape]:
        """The best of some shapes of a kind, in its best colours, and how wrong it is."""
        first = shapes[0]
        self._budget.spend(len(shapes))
        scores = self._place(
            first.kind,
            np.array([shape.params for shape in shapes]),
            first.paint,
            np.array([shape.weight for shape in shapes]),
            first.opacity,
        )
        best = int(scores.gains.argmax())
        shape = shapes[best]
        for part in shape.parts:
            colours = scores.fills if part == "fill" else scores.strokes
            shape = shape.coloured(part, colour_of(colours[best]))
        return self._wrong - float(scores.gains[best]), shape


def _ties(shape: Shape, held: bool) -> Vector:
    """(P, Q) how a shape's numbers follow from those that move freely; the weight not if held."""
    ties = ties_of(shape)
    if not shape.outlined:
        return ties
    weight = np.zeros((1, ties.shape[1]))
    ties = np.vstack([ties, weight])
    return ties if held else np.hstack([ties, np.eye(len(ties))[:, -1:]])


def near_least(values: Vector, start: Vector, grid: float, model: Normal) -> Vector:
    """(N, P) points of a grid where a quadratic model is least, the best first.

    Args:
        values: (P,) where the model is about.
        start: (P,) a point of the grid.
        grid: its step.
        model: of the error.
    """
    count = len(values)
    one = np.vstack([np.eye(count), -np.eye(count)])
    first, second = np.triu_indices(2 * count, 1)
    moves = grid * np.vstack([one, (one[first] + one[second])[first + count != second]])
    own = np.einsum("mp,pq,mq->m", moves, model.matrix, moves, optimize=True)
    known: dict[bytes, tuple[float, Vector]] = {}
    fresh = [start]
    off = start - values
    known[start.tobytes()] = float(off @ model.matrix @ off - 2 * model.gradient @ off), start
    for _ in range(_WIDENED):
        for point in fresh:
            cost = known[point.tobytes()][0]
            slope = model.matrix @ (point - values) - model.gradient
            costs = cost + 2 * moves @ slope + own
            for index in np.argsort(costs)[:_KEPT]:
                there = point + moves[index]
                known.setdefault(there.tobytes(), (float(costs[index]), there))
        ranked = sorted(known.values(), key=lambda pair: pair[0])
        fresh = [point for _, point in ranked[:_BEAM]]
    return np.array([point for _, point in ranked[:_KEPT]])


def _below(
    target: Picture, labels: Labels, mask: Flags, shape: Flags, label: int
) -> tuple[Picture, int]:
    """(H, W, 3) the nearest colour beyond a shape, everywhere; and the label of its outline.

    Args:
        target: (H, W, 3) in 0–1.
        labels: its colours.
        mask: (H, W) what can be seen of the fill.
        shape: (H, W) the same and the outline around it.
        label: the fill's.
    """
    around = labels.of[shape & ~mask]
    around = around[(around >= 0) & (around != label)]
    line = int(np.bincount(around).argmax()) if len(around) else -1
    source = (labels.of >= 0) & (labels.of != label) & ~shape
    if (source & (labels.of != line)).any():
        source &= labels.of != line
    if not source.any():
        return target, line
    _, nearest = cv2.distanceTransformWithLabels(
        (~source).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colours = np.zeros((int(nearest.max()) + 1, 3), np.float32)
    colours[nearest[source]] = target[source]
    return colours[nearest], line
