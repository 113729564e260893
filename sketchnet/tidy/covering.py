"""The plainest shape that covers some parts of a flat picture, and else only what is free.

Legend: H, W the picture.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Mask
from sketchnet.search.shapes import (
    KINDS,
    LEAST_WEIGHT,
    Colour,
    Shape,
    a_step_away,
    has_size,
    numbers_of,
)
from sketchnet.tidy.appearance import EVEN, OFF_EVENLY, ROUND
from sketchnet.tidy.edges import Sight, edges_of, lines_of
from sketchnet.tidy.items import moved
from sketchnet.tidy.labels import Flags, Labels
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.parts import Study
from sketchnet.tidy.simplify import grown
from sketchnet.tidy.wholes import wholes

_OFF = (0.13, 0.25)
"""Pixels by which an outline may be off on the mean: of a shape that fits, of one worth a look."""

_HARD_OFF = (0.3, 0.6)
"""The same where edges are hard: every rasterizer draws them its own way."""

_SURE = 0.04  # pixels off up to which a shape is exact
_WRONG = 0.5  # of a pixel: as far as one may be off where a shape fits
_NEARLY = 0.4  # pixels off up to which moving numbers may help
_PRICE, _HARD_PRICE = 0.02, 0.05  # pixels off that a number is worth; where edges are rough
_ROUNDS = 3  # of moving numbers
_FARTHEST = 16  # pixels around parts in which edges of theirs are looked for

_Look = tuple[int, ...]
"""The label of some parts, the size of their box, and their areas."""


class Outline:
    """What a shape is to cover, and how far off it is.

    Attributes:
        soft: (H, W) how much of each pixel is covered.
        counts: (H, W) 1 where that is known, else 0.
        length: of the outline that can be seen, in points.
    """

    def __init__(
        self, canvas: Canvas, soft: Mask, known: Flags, length: int, labels: Labels
    ) -> None:
        self._canvas = canvas
        self.soft = soft
        self.counts = known.astype(np.float32)
        self._all = float(np.vdot(soft, self.counts))
        self.length = length
        self._hard = labels.hard
        self._specks = labels.noise * length

    def cover(self, shape: Shape) -> Mask:
        """(H, W) how much of each pixel a shape covers."""
        return self._canvas.layer(shape).spread(self.soft.shape)

    def off(self, shape: Shape) -> float:
        """Pixels by which a shape's outline is off on the mean, where it can be seen."""
        layer = self._canvas.layer(shape)
        cover = layer.cover()
        if self._hard:
            cover = (cover >= 0.5).astype(np.float32)
        rows = layer.window.slices
        soft, counts = self.soft[rows], self.counts[rows]
        wrong = np.abs(cover - soft) * counts
        if not self._hard and (wrong > _WRONG).sum() > self._specks:
            return math.inf
        return (float(wrong.sum()) + self._all - float(np.vdot(soft, counts))) / self.length

    def is_even(self, shape: Shape) -> bool:
        """Whether a shape's outline is off by no more than another renderer may draw it."""
        if shape.kind not in ROUND or self.off(shape) > OFF_EVENLY:
            return False
        return float((np.abs(self.cover(shape) - self.soft) * self.counts).max()) <= EVEN


class Fitter:
    """Fits shapes to the parts of a flat picture.

    Args:
        study: the picture.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._sure = _SURE + study.labels.noise
        self._like: dict[_Look, tuple[Shape, tuple[int, int]]] = {}

    def fit(self, parts: frozenset[int], free: Flags, most: int = 1 << 10) -> Layered | None:
        """The plainest shape that covers some parts and else only what is free.

        Args:
            parts: of one colour.
            free: (H, W) what may be covered or not.
            most: numbers it may have.
        """
        if self._study.budget.over:  # looking alone takes long
            return None
        wanted, sight = self.seen(parts, free)
        if not len(sight.edges.points):
            return None
        fill = self._study.labels.colour(self._study.parts.label(parts))
        look, place = self._looks(parts)
        found = self._again(look, place, wanted, most)
        found = found or self._plainest(wanted, sight, fill, most)
        if found is None:
            return None
        if found[0] <= self._sure:
            self._like[look] = found[1], place
        off, shape = self._lined(wanted, *found)
        shape = self._on_canvas(shape)
        sure = off <= self._sure or wanted.is_even(shape)
        mask = self._study.parts.mask(parts)
        return Layered(shape, mask, wanted.cover(shape), parts, sure)

    def _again(
        self, look: _Look, place: tuple[int, int], wanted: Outline, most: int
    ) -> tuple[float, Shape] | None:
        """How far off the shape is that a like part was, and itself, where it is exact."""
        if look not in self._like or not self._study.budget.affords(1):
            return None
        shape, before = self._like[look]
        if place == before or numbers_of(shape) > most:  # itself may be plainer by now
            return None
        sx, sy = self._study.canvas.rasterizer.scale
        there = moved(shape, (place[0] - before[0]) / sx, (place[1] - before[1]) / sy)
        off = self._off(wanted, there)
        return (off, there) if off <= self._sure else None

    def _looks(self, parts: frozenset[int]) -> tuple[_Look, tuple[int, int]]:
        """What like parts have in common, and where these are, (x, y) in pixels."""
        rows, columns = self._study.parts.box(parts, 0)
        areas = sorted(self._study.parts[index].area for index in parts)
        size = columns.stop - columns.start, rows.stop - rows.start
        look = self._study.parts.label(parts), *size, *areas
        return look, (columns.start, rows.start)

    def seen(self, parts: frozenset[int], free: Flags) -> tuple[Outline, Sight]:
        """What a shape for some parts is to cover, and what can be seen of its outline."""
        mask = self._study.parts.mask(parts)
        soft, known = self._study.soft(parts, free, _FARTHEST)
        box = self._study.parts.box(parts, _FARTHEST)
        edges = edges_of(soft[box], known[box])
        rows, columns = self._study.parts.box(parts, 0)
        x, y = box[1].start, box[0].start
        seen = (columns.start - x, rows.start - y, columns.stop - x, rows.stop - y)
        scale = np.array(self._study.canvas.rasterizer.scale)
        sight = Sight(edges, lines_of(mask[box], edges), seen).placed((x, y), scale)
        length = max(len(edges.points), 1)
        return Outline(self._study.canvas, soft, known, length, self._study.labels), sight

    def _on_canvas(self, shape: Shape) -> Shape:
        """A shape, or a rectangle that ends where the canvas does, where it only goes on beyond."""
        plain = shape.kind in ("rect", "square") and shape.paint == "fill"
        if not plain or "rect" not in self._study.kinds:
            return shape
        height, width = self._study.labels.of.shape
        sx, sy = self._study.canvas.rasterizer.scale
        x, y, w, h = (*shape.params[:3], shape.params[-1])
        left, top = max(x, 0.0), max(y, 0.0)
        right, bottom = min(x + w, width / sx), min(y + h, height / sy)
        across, down = right - left == width / sx, bottom - top == height / sy
        if shape.kind == "square" and not (across or down):
            return shape
        return replace(shape, kind="rect", params=(left, top, right - left, bottom - top))

    def _plainest(
        self, wanted: Outline, sight: Sight, fill: Colour, most: int
    ) -> tuple[float, Shape] | None:
        """How far off the best shape is, and itself; None where none fits."""
        tolerance, slack = _HARD_OFF if self._study.labels.hard else _OFF
        tolerance, slack = tolerance + self._study.labels.noise, slack + self._study.labels.noise
        rough = self._study.labels.hard or self._study.labels.noise
        price = _HARD_PRICE if rough else _PRICE
        best: tuple[float, float, Shape] | None = None
        for alike in wholes(sight, slack, most, cut=self._study.thorough):
            shapes = [
                Shape(kind, params, fill=fill)
                for kind, params in dict.fromkeys(alike)
                if kind in self._study.kinds and "fill" in KINDS[kind].paints
            ]
            shapes = [shape for shape in shapes if numbers_of(shape) <= most]
            if not shapes:
                continue
            dear = best is not None and numbers_of(shapes[0]) * price >= best[0]
            if dear or not self._study.budget.affords(len(shapes)):
                break
            offs = [self._off(wanted, shape) for shape in shapes]
            off, shape = min(zip(offs, shapes, strict=True), key=lambda pair: pair[0])
            if tolerance / 3 < off < max(_NEARLY, tolerance):
                off, shape = self._moved(wanted, off, shape)
            score = off + price * numbers_of(shape)
            if off <= tolerance and (best is None or score < best[0]):
                best = score, off, shape
        return best and best[1:]

    def _lined(self, wanted: Outline, off: float, shape: Shape) -> tuple[float, Shape]:
        """A shape, or the same with a thin outline of its own colour, which ends more softly."""
        exact = self._study.labels.hard or off <= _OFF[0] / 4
        if exact or "both" not in KINDS[shape.kind].paints or not self._study.budget.affords(1):
            return off, shape
        thin = replace(grown(shape, -LEAST_WEIGHT / 2), paint="both", stroke=shape.fill)
        if not has_size(thin):
            return off, shape
        softer = self._off(wanted, thin)
        return (softer, thin) if softer < off / 2 else (off, shape)

    def _off(self, wanted: Outline, shape: Shape) -> float:
        self._study.budget.spend(1)
        return wanted.off(shape)

    def _moved(self, wanted: Outline, off: float, shape: Shape) -> tuple[float, Shape]:
        """A shape with its numbers moved by one, one at a time, as long as that helps."""
        for _ in range(_ROUNDS):
            near = [one for one in a_step_away(shape, 1.0) if min(one.params[2:]) >= 1]
            if not near or not self._study.budget.affords(len(near)):
                break
            least, best = min(
                ((self._off(wanted, one), one) for one in near), key=lambda pair: pair[0]
            )
            if least >= off:
                break
            off, shape = least, best
        return off, shape
