"""Parts of one colour as the union of a few plain shapes: a plus, an arrow, a cloud.

Where one shape ends and the next begins, the outline turns inward. Shapes are fitted to the pieces
of the outline between such corners, and rectangles to its upright and level sides; of those that
lie inside, the cheapest few that cover all of it are taken.

Legend: H, W the picture, N points, K shapes, P pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, product

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.budget import Budget
from sketchnet.search.shapes import KINDS, Shape, numbers_of
from sketchnet.tidy.covering import Fitter, Outline
from sketchnet.tidy.edges import Array, Edges, Sight, lines_of
from sketchnet.tidy.labels import Flags, widened
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.parts import Study
from sketchnet.tidy.wholes import wholes

_MOST = 4  # shapes of a union
_MOST_RUNS, _FEW_RUNS = 8, 5
"""Pieces of an outline; where three of them are tried together."""

_MOST_SIDES = 10  # places of upright sides, and of level ones
_FEWEST = 5  # points of a piece
_SIDE = 3  # points of a side
_NEAR = 0.1  # pixels from a whole number within which a side is on it
_BEND = 1.0  # pixels by which a straight piece of a pixel outline may be off
_INWARD = math.radians(25)  # turn at a corner that is none of a single shape's
_MOST_PIECES = 80  # shapes that may be united
_MOST_TRIED = 4000  # unions
_COVERED = 0.9  # of a pixel
_SLACK = 0.25  # pixels by which points may be off a shape that is worth a look
_OFF, _HARD_OFF = 0.06, 0.3  # pixels by which a union's outline may be off on the mean
_WRONG = 0.5  # of a pixel: as far as one may be off where shapes fit


class UnionFitter:
    """Fits unions of shapes to the parts of a flat picture.

    Args:
        study: the picture.
        fitter: of single shapes.
    """

    def __init__(self, study: Study, fitter: Fitter) -> None:
        self._study = study
        self._fitter = fitter
        self._tolerance = (_HARD_OFF if study.labels.hard else _OFF) + study.labels.noise

    def fit(self, parts: frozenset[int], free: Flags) -> list[Layered]:
        """The fewest shapes that together cover some parts and else only what is free.

        Args:
            parts: of one colour.
            free: (H, W) what may be covered or not.

        Returns:
            Nothing where there is no such union, or a polygon says it with fewer numbers.
        """
        if self._study.budget.over:  # looking alone takes long
            return []
        wanted, sight = self._fitter.seen(parts, free)
        if not len(sight.edges.points) or self._study.canvas.rasterizer.scale != (1, 1):
            return []
        mask = self._study.parts.mask(parts)
        corners = _corners(mask)
        fill = self._study.labels.colour(self._study.parts.label(parts))
        shapes: dict[Shape, None] = {}
        for kind, params in (
            *_rectangles(mask, sight.edges, wanted),
            *_wholes(mask, sight, free, corners, self._study.budget),
        ):
            if kind in self._study.kinds and "fill" in KINDS[kind].paints:
                shapes[Shape(kind, params, fill=fill)] = None
        pieces = self._inside(list(shapes), wanted)
        chosen = self._cheapest(pieces, wanted, 2 * sum(map(len, corners)))
        layers: list[Layered] = []
        for shape in chosen:
            cover = wanted.cover(shape)
            own = mask & (cover > 0)
            for other in layers:
                own &= other.cover == 0
            layers.append(Layered(shape, own, cover, parts, True))
        return layers

    def _inside(self, shapes: list[Shape], wanted: Outline) -> list[Shape]:
        """Those of some shapes that cover nothing else, the larger ones first."""
        found: list[tuple[float, Shape]] = []
        for shape in shapes:
            if not self._study.budget.affords(1):
                break
            self._study.budget.spend(1)
            layer = self._study.canvas.layer(shape)
            rows, cover = layer.window.slices, layer.cover()
            over = np.maximum(cover - wanted.soft[rows], 0) * wanted.counts[rows]
            if self._study.labels.hard:
                over *= cover >= _WRONG
            elif over.max(initial=0) > _WRONG:
                continue
            if float(over.sum()) <= self._tolerance * wanted.length:
                found.append((float((cover * wanted.soft[rows]).sum()), shape))
        found.sort(key=lambda one: -one[0])
        return [shape for _, shape in found[:_MOST_PIECES]]

    def _cheapest(self, pieces: list[Shape], wanted: Outline, most: int) -> list[Shape]:
        """Of some shapes the few that cover all there is with the fewest numbers, below `most`."""
        if not pieces:
            return []
        known = wanted.counts > 0
        soft = wanted.soft[known]  # (P,)
        covers = np.stack([wanted.cover(shape)[known] for shape in pieces])  # (K, P)
        core = soft > _COVERED
        full = covers[:, core] > _COVERED
        prices = [numbers_of(shape) for shape in pieces]
        best: tuple[float, list[int]] = most, []
        tried = 0
        open_: list[tuple[float, list[int], Flags]] = [(0, [], np.ones(int(core.sum()), bool))]
        while open_ and tried < _MOST_TRIED:
            price, chosen, left = open_.pop()
            tried += 1
            if price >= best[0]:
                continue
            if not left.any():
                union = 1 - np.prod(1 - covers[chosen], axis=0)
                if self._is(union, soft, wanted.length):
                    best = price, chosen
                continue
            if len(chosen) == _MOST:
                continue
            gains = full[:, left]
            by = gains[:, int(gains.sum(0).argmin())]
            able = sorted(np.flatnonzero(by).tolist(), key=lambda k: int(gains[k].sum()))
            open_ += [(price + prices[k], [*chosen, k], left & ~full[k]) for k in able]
        return [pieces[k] for k in best[1]]

    def _is(self, union: NDArray[np.float32], soft: NDArray[np.float32], length: int) -> bool:
        """Whether what is covered (P,) is what should be."""
        if self._study.labels.hard:
            union = (union >= _WRONG).astype(np.float32)
        wrong = np.abs(union - soft)
        fits = self._study.labels.hard or float(wrong.max(initial=0)) <= _WRONG
        return fits and float(wrong.sum()) <= self._tolerance * length


def _corners(mask: Flags) -> list[Array]:
    """The corners (C, 2) of each of the outlines of a mask, clockwise on the screen."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found = []
    for contour in contours:
        corners = cv2.approxPolyDP(contour, _BEND, True).reshape(-1, 2).astype(np.float64)
        if cv2.contourArea(contour, oriented=True) < 0:
            corners = corners[::-1]
        found.append(corners + 0.5)
    return found


def _inward(corners: Array, free: Flags) -> Array:
    """Those of the corners (C, 2) of an outline at which it turns inward, where they are seen."""
    before, after = corners - np.roll(corners, 1, 0), np.roll(corners, -1, 0) - corners
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turn = np.arctan2(cross, (before * after).sum(1))
    hidden = widened(free, 5)
    columns, rows = corners.astype(int).T
    return np.asarray(corners[(turn < -_INWARD) & ~hidden[rows, columns]])


def _wholes(
    mask: Flags, sight: Sight, free: Flags, outlines: list[Array], budget: Budget
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Shapes that some of the pieces of an outline between inward corners are of."""
    points, outward = sight.edges
    cuts = [_inward(corners, free) for corners in outlines if len(corners) > 2]
    runs = _runs(mask, points, np.concatenate([*cuts, np.empty((0, 2))]))
    count = int(runs.max(initial=-1)) + 1
    if not 2 <= count <= _MOST_RUNS:
        return
    sizes = dict.fromkeys((1, 2, *([3] if count <= _FEW_RUNS else []), count - 1))
    for some in (some for size in sizes for some in combinations(range(count), size)):
        if len(some) == count:
            continue
        if budget.over:
            return
        own = np.isin(runs, some)
        if own.sum() < _FEWEST:
            continue
        edges = Edges(points[own], outward[own])
        (x0, y0), (x1, y1) = edges.points.min(0).tolist(), edges.points.max(0).tolist()
        piece = Sight(edges, lines_of(mask, edges), (x0, y0, x1, y1))
        for alike in wholes(piece, _SLACK, 1 << 10):
            yield from alike


def _runs(mask: Flags, points: Array, cuts: Array) -> NDArray[np.int64]:
    """(N,) to which piece of the outline points (N, 2) belong, cut apart at places (C, 2)."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    places, numbers = [], []
    count = 0
    for contour in contours:
        chain = contour.reshape(-1, 2) + 0.5
        cut = (np.abs(chain[:, None] - cuts).max(2) < 0.25).any(1)
        first = int(cut.argmax())
        number = np.cumsum(np.roll(cut, -first)) - 1  # from one cut to the next
        places.append(np.roll(chain, -first, 0))
        numbers.append(np.maximum(number, 0) + count)
        count = int(numbers[-1].max()) + 1
    chain, number = np.concatenate(places), np.concatenate(numbers)
    away = np.square(points[:, None] - chain).sum(2)
    return np.asarray(number[away.argmin(1)])


def _rectangles(
    mask: Flags, edges: Edges, wanted: Outline
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """The largest rectangles inside, between upright and level sides of an outline."""
    columns, rows = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
    xs = _sides(edges, 0, {int(columns[0]), int(columns[-1]) + 1})
    ys = _sides(edges, 1, {int(rows[0]), int(rows[-1]) + 1})
    bad = (1 - wanted.soft) * wanted.counts
    sums = np.pad(bad.astype(np.float64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    inside = [
        (x0, y0, x1, y1)
        for (x0, x1), (y0, y1) in product(combinations(xs, 2), combinations(ys, 2))
        if sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0] < _WRONG
    ]
    for x0, y0, x1, y1 in inside:
        if not any(
            a <= x0 and b <= y0 and c >= x1 and d >= y1 and (a, b, c, d) != (x0, y0, x1, y1)
            for a, b, c, d in inside
        ):
            if x1 - x0 == y1 - y0:
                yield "square", (float(x0), float(y0), float(x1 - x0))
            yield "rect", (float(x0), float(y0), float(x1 - x0), float(y1 - y0))


def _sides(edges: Edges, axis: int, ends: set[int]) -> list[int]:
    """Whole numbers at which an outline has sides, across an axis, and its ends."""
    places = edges.points[np.abs(edges.outward[:, axis]) == 1, axis]
    whole = np.round(places).astype(int)
    whole = whole[np.abs(places - whole) <= _NEAR]
    values, counts = np.unique(whole, return_counts=True)
    strong = counts >= _SIDE
    order = np.argsort(-counts[strong], kind="stable")[:_MOST_SIDES]
    return sorted(ends | set(values[strong][order].tolist()))
