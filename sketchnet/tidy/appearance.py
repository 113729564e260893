"""How far a shape with an outline is from what can be seen of it.

What its fill and its outline cover must have the fill's colour, the outline's, or a mixture; what
lies beyond the outline may have any colour that is seen there. The outline's colour follows.

Legend: H, W the picture, h × w a window, N pixels.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.layers import Layer
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import Shape, colour_of
from sketchnet.tidy.labels import Flags, Labels, widened
from sketchnet.tidy.layered import Layered

_COVERED, _BARE = 0.99, 0.01  # of a pixel
_LEAST_INK = 0.2  # squared, of pixels, that tells a colour
_CONTRAST = 32.0  # of 255, at least, that an error is measured against
_EVIDENT = 10.0  # of 255, by which colours beyond the band differ from its own
_VISIBLE = 0.3  # share of the outer edge where they must
_EXPLAINED = 0.01  # pixels off that a pixel of the outline's very colour is worth
_MISSING = 0.3  # pixels of the fill beyond an outline, for each of its edge, that are too many
_THIN = 1.5  # pixels of an outline that is all soft edge
_MOST_INKED, _INKED = 0.6, 0.3
"""Of what is below, that an outline under this one may cover; what it is wrong by then, of that."""

_WHOLE = 2.0  # of 255, by which a colour may be off a label's

ROUND = ("circle", "ellipse")
EVEN, OFF_EVENLY = 0.3, 0.15
"""Kinds that each renderer draws a little differently, and pixels by which their edges may be off
then: everywhere, and on the mean. A shape that does not fit is very wrong somewhere."""

_RIGHT = 0.15  # of a pixel that what is nearly right may be off
_COUNTED = 0.3  # share of that which counts
_MEETINGS = 0.03  # share of the outer edge where two others meet below, and mix with the outline

Colour = NDArray[np.float32]  # (3,) 0–255


class Match(NamedTuple):
    """How a layer is like what can be seen.

    Attributes:
        off: pixels by which it is off on the mean.
        shape: itself, in its best colour.
        right: share of the outline, its outer edge included, that is nearly right.
    """

    off: float
    shape: Shape
    right: float


class Appearance:
    """What a shape with an outline is to look like.

    Args:
        pixels: (H, W, 3) of the picture, 0–255.
        labels: its colours.
        mask: (H, W) what can be seen of the fill.
        label: the fill's.
        free: (H, W) what the shape may cover or not.
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
        self._own = labels.colours[label]
        self.fill = labels.colour(label)
        self._whole = mask & ~free
        self._area = int(self._whole.sum())
        # Under the fill alone, the error does not depend on the candidate.
        self._off_fill = np.where(free, 0, np.abs(pixels - self._own).max(2))

    def match(self, layer: Layer) -> Match:
        """How a layer is like what can be seen."""
        rows = layer.window.slices
        seen = ~self._free[rows]
        fill, stroke = layer.mask("fill"), layer.mask("stroke")
        covered = fill + stroke > _COVERED
        missing = self._area - int((self._whole[rows] & covered).sum())
        line = (stroke > _BARE) & covered & seen
        weights = stroke[line]
        mass = float(np.vdot(weights, weights))
        if mass < _LEAST_INK or missing > _MISSING * self._length:
            return Match(math.inf, layer.shape, 0.0)
        pixels = self._pixels[rows][line]  # (N, 3)
        rest = pixels - fill[line][:, None] * self._own
        colour = self._tidy(np.clip(weights @ rest / mass, 0, 255))
        contrast = max(float(np.abs(colour - self._own).max()), _CONTRAST)
        beyond = self._beyond(layer, widened(covered, 3) & ~covered & seen, colour, contrast)
        along = np.abs(rest - weights[:, None] * colour).max(1)
        inside = self._off_fill[rows][covered & (stroke <= _BARE)]
        # Of shapes that go on alike where they are hidden, one explains more of what is seen.
        explained = np.abs(pixels[weights > _COVERED] - colour).max(1) <= _WHOLE
        off = float(beyond.sum() + along.sum() + inside.sum()) / contrast + missing
        off = (off - _EXPLAINED * float(explained.sum())) / self._length
        shape = layer.shape.coloured("stroke", colour_of(colour.astype(np.float64)))
        most = EVEN * contrast
        even = not missing and max(float(along.max()), float(inside.max(initial=0))) <= most
        even &= float((beyond > most).mean()) <= _MEETINGS
        if even and shape.kind in ROUND and 0 < off <= OFF_EVENLY:
            off *= _COUNTED
        right = np.concatenate([along, beyond]) <= _RIGHT * contrast
        return Match(off, shape, float(right.mean()))

    def _beyond(self, layer: Layer, edge: Flags, colour: Colour, contrast: float) -> Colour:
        """How wrong pixels of the outer edge (h, w) are, of 255; infinite where none is seen.

        As wrong as they would be did the outline differ from what lies there by `contrast` only.
        """
        rows = layer.window.slices
        fill, stroke = layer.mask("fill")[edge], layer.mask("stroke")[edge]
        rest = self._pixels[rows][edge] - fill[:, None] * self._own - stroke[:, None] * colour
        bare = 1 - fill - stroke  # (N,)
        least = np.full(len(rest), np.inf, np.float32)
        for other, near in zip(self._labels.colours, self._labels.near, strict=True):
            wrong = np.abs(rest - bare[:, None] * other).max(1)
            if layer.shape.weight <= _THIN:
                wrong = np.minimum(wrong, _off_below(rest, bare, other, colour))
            wrong *= contrast / max(float(np.abs(other - colour).max()), contrast)
            least = np.where(near[rows][edge], np.minimum(least, wrong), least)
        least[bare >= 1 - _BARE] = 0  # the shape has nothing to do with it
        other_than_line = np.abs(rest - bare[:, None] * colour).max(1)
        evident = other_than_line > _EVIDENT * np.minimum(2 * bare, 1)
        known = np.isfinite(least)
        if not len(rest) or (evident & known).sum() < _VISIBLE * len(rest):
            return np.array([math.inf], np.float32)
        return np.minimum(least[known], 255)

    def _tidy(self, colour: Colour) -> Colour:
        """A colour that is seen elsewhere, where it is nearly that; else whole numbers."""
        away = np.abs(self._labels.colours - colour).max(1)
        near: Colour = self._labels.colours[away.argmin()]
        return near if away.min() <= _WHOLE else np.round(colour)

    def layered(self, layer: Layer, parts: frozenset[int], exact: float) -> Layered:
        """A layer and what can be seen of it; it is sure if it is off by no more than `exact`."""
        line = np.zeros(self._free.shape, bool)
        rows = layer.window.slices
        off = np.abs(self._pixels[rows] - np.array(layer.shape.stroke, np.float32)).max(2)
        line[rows] = (layer.mask("stroke") > _COVERED) & (off <= _WHOLE)
        seen = self._mask | (line & ~self._free)
        sure = self.match(layer).off <= exact
        return Layered(layer.shape, seen, layer.spread(line.shape), parts, sure)


def _off_below(
    rest: NDArray[np.float32], bare: NDArray[np.float32], below: Colour, line: Colour
) -> NDArray[np.float32]:
    """(N,) how far what a shape leaves of pixels is from a colour below it.

    The outline of another shape may run there as well, a little under its own: such mixtures of
    the two are not as wrong.

    Args:
        rest: (N, 3) what is left of the pixels.
        bare: (N,) the share of them that it leaves.
        below: the colour.
        line: of the outlines.
    """
    way = line - below
    off = rest - bare[:, None] * below
    inked = np.clip(off @ way / np.maximum(bare * float(way @ way), 1e-6), 0, _MOST_INKED)
    mixed = np.abs(off - (inked * bare)[:, None] * way).max(1)
    price = _INKED * inked * bare * float(np.abs(way).max())
    return np.asarray(mixed + price, np.float32)
