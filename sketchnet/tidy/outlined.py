"""Shapes with an outline, from the part that their fill shows: both are found together.

Outlines of one colour run into each other where shapes overlap, so that each is looked for from its
inside, as a `Band` around the fill.

Legend: H, W the picture.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas, Layer
from sketchnet.search.masks import Mask, Picture
from sketchnet.search.shapes import KINDS, LEAST_WEIGHT, Shape, colour_of, numbers_of
from sketchnet.tidy.bands import Band, band_of
from sketchnet.tidy.edges import Sight
from sketchnet.tidy.labels import Flags, Labels, widened
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.parts import Parts
from sketchnet.tidy.wholes import Whole, wholes

_SLACK, _THIN_SLACK = 0.25, 0.4
"""Pixels by which points may be off a shape that is worth a look; where mixtures alone show it."""

_OFF = 0.15  # pixels by which the outline may be off on the mean
_NEARLY = 1.3  # pixels off up to which moving numbers may help
_PRICE = 0.02  # pixels off that a number is worth
_ROUNDS = 8  # of moving numbers
_MOVED = 2  # shapes whose numbers are moved
_STEPS = (0.5, 1.0)  # pixels by which numbers move, and where that does not help
_EXACT = 0.05  # pixels off that need no moving
_ANY = 1 << 10  # numbers
_COVERED, _BARE = 0.99, 0.01  # of a pixel
_CONTRAST = 32.0  # of 255, at least, that an error is measured against
_EVIDENT = 10.0  # of 255, by which colours beyond the band differ from its own
_VISIBLE = 0.3  # share of the outer edge where they must
_EXPLAINED = 0.01  # pixels off that a pixel of the outline's very colour is worth
_MISSING = 0.3  # pixels of the fill beyond an outline, for each of its edge, that are too many
_WHOLE = 2.0  # of 255, by which a colour may be off a label's


class OutlineFitter:
    """Fits shapes with outlines to the parts of a flat picture.

    Args:
        canvas: of the picture; it is not drawn on.
        labels: the picture's.
        parts: the picture's.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate.
    """

    def __init__(
        self,
        canvas: Canvas,
        labels: Labels,
        parts: Parts,
        kinds: Container[str],
        budget: Budget,
    ) -> None:
        self._canvas = canvas
        self._labels = labels
        self._parts = parts
        self._kinds = kinds
        self._budget = budget
        self._pixels = canvas.target * np.float32(255)
        self._scale = float(np.mean(canvas.rasterizer.scale))

    def fit(self, parts: frozenset[int], free: Flags) -> Layered | None:
        """The plainest shape whose fill some parts are, with the outline around them.

        Args:
            parts: of one colour.
            free: (H, W) what may be covered or not.
        """
        if self._labels.hard:
            return None
        mask, label = self._parts.mask(parts), self._parts.label(parts)
        band = band_of(self._pixels, self._labels, mask, label, free)
        if band is None:
            return None
        length = len(band.edges.points)
        wanted = _Wanted(self._pixels, self._labels, mask, label, free, length)
        groups: list[list[Whole]] = []
        for weight in self._weights(band.width):
            if band.middle is None:
                out = weight / 2 * self._scale
                groups = list(wholes(self._sight(mask, band, out), _SLACK, _ANY))
            elif not groups:  # its path is known whatever its weight
                groups = list(wholes(self._sight(mask, band, band.middle), _THIN_SLACK, _ANY))
            shape = self._plainest(groups, weight, wanted)
            if shape is not None:
                return wanted.layered(self._canvas.layer(shape), parts)
        return None

    def _plainest(
        self, groups: Iterable[list[Whole]], weight: float, wanted: _Wanted
    ) -> Shape | None:
        """The best shape with a stroke so wide, numbers counted; None where none fits."""
        found: list[tuple[float, Shape]] = []
        for alike in groups:
            shapes = [
                Shape(kind, params, "both", weight, wanted.fill)
                for kind, params in dict.fromkeys(alike)
                if kind in self._kinds and "both" in KINDS[kind].paints
            ]
            if shapes and self._budget.affords(len(shapes)):
                found.append(self._best(wanted, shapes))
                if found[-1][0] <= _EXACT:
                    return found[-1][1]
        found = [(off, shape) for off, shape in found if off < _NEARLY]
        found.sort(key=_price)
        moved: list[tuple[float, Shape]] = []
        for off, shape in found[:_MOVED]:
            moved.append(self._moved(wanted, off, shape))
            if moved[-1][0] <= _EXACT:
                break
        fitting = [(off, shape) for off, shape in moved if off <= _OFF]
        return min(fitting, key=_price)[1] if fitting else None

    def _moved(self, wanted: _Wanted, off: float, shape: Shape) -> tuple[float, Shape]:
        """A shape with its numbers moved, one at a time, as long as that helps."""
        step = _STEPS[0]
        for _ in range(_ROUNDS):
            near = [
                replace(shape, params=(*shape.params[:i], value + by, *shape.params[i + 1 :]))
                for i, value in enumerate(shape.params)
                for by in (-step, step)
            ]
            near = [one for one in near if _has_size(one)]
            if off <= _EXACT or not self._budget.affords(len(near)):
                break
            least, there = self._best(wanted, near)
            if least < off:
                off, shape = least, there
            elif step == _STEPS[1]:
                break
            else:
                step = _STEPS[1]
        return off, shape

    def _best(self, wanted: _Wanted, shapes: Sequence[Shape]) -> tuple[float, Shape]:
        """The best of some shapes in its best colour, and how far off it is."""
        self._budget.spend(len(shapes))
        offs = [wanted.off(self._canvas.layer(shape)) for shape in shapes]
        return min(offs, key=lambda pair: pair[0])

    def _weights(self, width: float) -> Iterator[float]:
        """Weights of strokes that could be a band, in picture pixels, the likelier first."""
        middle = max(round(width / self._scale - 0.5), 1)
        for weight in (middle, middle - 1, middle + 1, middle - 0.5, middle + 0.5):
            if weight >= LEAST_WEIGHT:
                yield float(weight)

    def _sight(self, mask: Flags, band: Band, out: float) -> Sight:
        """What would be seen of a path so many pixels out, in picture pixels."""
        scale = np.array(self._canvas.rasterizer.scale)
        return band.widened(mask, out).placed((0, 0), scale)


def _has_size(shape: Shape) -> bool:
    roles = KINDS[shape.kind].roles_of(len(shape.params))
    return all(
        value > 0 or role not in "wh" for role, value in zip(roles, shape.params, strict=True)
    )


def _price(found: tuple[float, Shape]) -> float:
    """What a shape so far off is worth less than an exact one of no numbers."""
    return found[0] + _PRICE * numbers_of(found[1])


class _Wanted:
    """What a shape is to look like.

    Args:
        pixels: (H, W, 3) of the picture, 0–255.
        labels: its colours.
        mask: (H, W) what its fill shows.
        label: the fill's.
        free: (H, W) what it may cover or not.
        length: of the fill's edge, in pixels.
    """

    def __init__(
        self,
        pixels: Picture,
        labels: Labels,
        mask: Flags,
        label: int,
        free: Flags,
        length: int,
    ) -> None:
        self._pixels = pixels
        self._labels = labels
        self._mask = mask
        self._free = free
        self._length = length
        self.fill = labels.colour(label)

    def off(self, layer: Layer) -> tuple[float, Shape]:
        """Pixels by which a layer is off on the mean, and its shape in its best colour."""
        rows = layer.window.slices
        seen, pixels = ~self._free[rows], self._pixels[rows]
        fill, stroke = layer.mask("fill"), layer.mask("stroke")
        cover = fill + stroke
        covered = cover > _COVERED
        missing = int((self._mask & ~self._free).sum()) - int(
            (self._mask[rows] & covered & seen).sum()
        )
        inside = covered & seen
        weights = stroke[inside]
        mass = float(np.vdot(weights, weights))
        if mass < 1 or missing > _MISSING * self._length:
            return math.inf, layer.shape
        own = np.array(self.fill, np.float32)
        rest = pixels[inside] - fill[inside][:, None] * own
        colour = self._tidy(np.clip(weights @ rest / mass, 0, 255))
        contrast = max(float(np.abs(colour - own).max()), _CONTRAST)
        wrong = np.abs(rest - weights[:, None] * colour).max(1).sum() + missing * contrast
        edge = widened(covered, 3) & ~covered & seen
        beyond = self._beyond(rows, pixels, fill, stroke, edge, own, colour)
        if beyond is None:
            return math.inf, layer.shape
        # Of shapes that go on alike where they are hidden, one explains more of what is seen.
        line = (stroke > _COVERED) & seen & (np.abs(pixels - colour).max(2) <= _WHOLE)
        off = (float(wrong) + beyond) / contrast - _EXPLAINED * float(line.sum())
        off /= self._length
        return off, layer.shape.coloured("stroke", colour_of(colour.astype(np.float64)))

    def _beyond(
        self,
        rows: tuple[slice, slice],
        pixels: Picture,
        fill: Mask,
        stroke: Mask,
        edge: Flags,
        own: NDArray[np.float32],
        colour: NDArray[np.float32],
    ) -> float | None:
        """How wrong the outer edge is, of 255; None where there is none to be seen.

        What lies beyond an edge may have any colour that is seen near it.
        """
        bare = (1 - fill - stroke)[edge][:, None]
        rest = pixels[edge] - fill[edge][:, None] * own - stroke[edge][:, None] * colour
        if not len(rest):
            return None
        least = np.full(len(rest), np.inf, np.float32)
        for other, near in zip(self._labels.colours, self._labels.near, strict=True):
            wrong = np.abs(rest - bare * other).max(1)
            least = np.where(near[rows][edge], np.minimum(least, wrong), least)
        least[bare[:, 0] >= 1 - _BARE] = 0  # the shape has nothing to do with it
        evident = np.abs(rest - bare * colour).max(1) > _EVIDENT * np.minimum(2 * bare[:, 0], 1)
        known = np.isfinite(least)
        if (evident & known).sum() < _VISIBLE * len(rest):
            return None
        return float(np.minimum(least[known], 255).sum())

    def _tidy(self, colour: NDArray[np.float32]) -> NDArray[np.float32]:
        """A colour that is seen elsewhere, where it is nearly that; else whole numbers."""
        away = np.abs(self._labels.colours - colour).max(1)
        near = self._labels.colours[away.argmin()]
        return near if away.min() <= _WHOLE else np.round(colour)

    def layered(self, layer: Layer, parts: frozenset[int]) -> Layered:
        """A layer and what can be seen of it."""
        cover = np.zeros(self._free.shape, np.float32)
        line = np.zeros(self._free.shape, bool)
        rows = layer.window.slices
        cover[rows] = layer.cover()
        off = np.abs(self._pixels[rows] - np.array(layer.shape.stroke, np.float32)).max(2)
        line[rows] = (layer.mask("stroke") > _COVERED) & (off <= _WHOLE)
        return Layered(layer.shape, self._mask | (line & ~self._free), cover, parts)
