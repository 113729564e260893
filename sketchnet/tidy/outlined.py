"""Shapes with an outline, from the part that their fill shows: both are found together.

Outlines of one colour run into each other where shapes overlap, so that each is looked for from its
inside, as a `Band` around the fill.

Legend: H, W the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from sketchnet.search.shapes import KINDS, LEAST_WEIGHT, Shape, a_step_away, has_size, numbers_of
from sketchnet.tidy.appearance import Appearance
from sketchnet.tidy.bands import Band, band_of
from sketchnet.tidy.edges import Sight
from sketchnet.tidy.labels import Flags
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.parts import Study
from sketchnet.tidy.wholes import Whole, wholes

_SLACK, _THIN_SLACK = 0.25, 0.4
"""Pixels by which points may be off a shape that is worth a look; where mixtures alone show it."""

_OFF = 0.15  # pixels by which the outline may be off on the mean
_NEARLY, _NEARLY_CORNERED = 1.3, 0.5
"""Pixels off up to which moving numbers may help; of shapes with many numbers, which is dear."""

_FEW = 5  # numbers
_PRICE, _ROUGH_PRICE = 0.02, 0.05  # pixels off that a number is worth; where edges are rough
_ROUNDS = 8  # of moving numbers
_MOVED = 2  # shapes whose numbers are moved
_STEPS = (0.5, 1.0)  # pixels by which numbers move, and where that does not help
_PROMISING, _PROMISING_HALF = 3.2, 1.2
"""Pixels off up to which a weight may help that is one pixel more or less, or half a pixel."""

_FAR = 20  # pixels off from which no like shape helps
_EXACT, _CERTAIN = 0.05, 0.02
"""Pixels off that need no moving; beyond the latter another half pixel may still be nearer."""

_ANY = 1 << 10  # numbers


class OutlineFitter:
    """Fits shapes with outlines to the parts of a flat picture.

    Args:
        study: the picture.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._noise = study.labels.noise
        self._exact = _EXACT + self._noise
        self._pixels = study.canvas.target * np.float32(255)
        self._scale = float(np.mean(study.canvas.rasterizer.scale))

    def fit(self, parts: frozenset[int], free: Flags) -> Layered | None:
        """The plainest shape whose fill some parts are, with the outline around them.

        Args:
            parts: of one colour.
            free: (H, W) what may be covered or not.
        """
        if self._study.budget.over:  # looking alone takes long
            return None
        mask, label = self._study.parts.mask(parts), self._study.parts.label(parts)
        band = band_of(self._pixels, self._study.labels, mask, label, free)
        if band is None:
            return None
        length = len(band.edges.points)
        wanted = Appearance(self._pixels, self._study.labels, mask, label, free, length)
        groups: Iterable[list[Whole]] = ()
        least = math.inf
        for weight, promising in self._weights(band.width):
            if promising < least < math.inf:
                break
            if band.middle is None:
                out = weight / 2 * self._scale
                groups = self._wholes(self._sight(mask, band, out), _SLACK + self._noise)
            elif not groups:  # its path is known whatever its weight
                groups = list(self._wholes(self._sight(mask, band, band.middle), _THIN_SLACK))
            off, shape = self._plainest(groups, weight, wanted)
            least = min(off, least)
            if shape is not None:
                return wanted.layered(self._study.canvas.layer(shape), parts, self._exact)
        return None

    def _wholes(self, sight: Sight, slack: float) -> Iterator[list[Whole]]:
        return wholes(sight, slack, _ANY, cut=self._study.thorough)

    def _plainest(
        self, groups: Iterable[list[Whole]], weight: float, wanted: Appearance
    ) -> tuple[float, Shape | None]:
        """How far off the nearest shape with a stroke so wide is, and the best, numbers counted.

        None where none fits.
        """
        found: list[tuple[float, Shape]] = []
        for alike in groups:
            shapes = [
                Shape(kind, params, "both", weight, wanted.fill)
                for kind, params in dict.fromkeys(alike)
                if kind in self._study.kinds and "both" in KINDS[kind].paints
            ]
            if self._study.budget.over:
                break
            if shapes and self._study.budget.affords(len(shapes)):
                found.append(self._best_alike(wanted, shapes))
                if found[-1][0] <= self._exact:
                    return self._moved(wanted, *found[-1], _STEPS[:1], _CERTAIN)
        least = min((off for off, _ in found), default=math.inf)
        found = [(off, shape) for off, shape in found if off < _worth_moving(shape)]
        found.sort(key=self._score)
        moved: list[tuple[float, Shape]] = []
        for off, shape in found[:_MOVED]:
            moved.append(self._moved(wanted, off, shape))
            if moved[-1][0] <= self._exact:
                break
        fitting = [(off, shape) for off, shape in moved if off <= _OFF + self._noise]
        return least, min(fitting, key=self._score)[1] if fitting else None

    def _moved(
        self,
        wanted: Appearance,
        off: float,
        shape: Shape,
        steps: Sequence[float] = _STEPS,
        enough: float | None = None,
    ) -> tuple[float, Shape]:
        """A shape with its numbers moved, one at a time, as long as that helps.

        Args:
            wanted: what it is to look like.
            off: how far off it is.
            shape: itself.
            steps: by which numbers move, the later where the earlier do not help.
            enough: how far off it may stay; as far as exact ones where it is None.
        """
        enough = self._exact if enough is None else enough + self._noise
        left = list(steps)
        for _ in range(_ROUNDS):
            near = [one for one in a_step_away(shape, left[0]) if has_size(one)]
            if off <= enough or not self._study.budget.affords(len(near)):
                break
            least, there = self._best(wanted, near)
            if least < off:
                off, shape = least, there
            elif len(left) == 1:
                break
            else:
                left.pop(0)
        return off, shape

    def _best_alike(self, wanted: Appearance, shapes: Sequence[Shape]) -> tuple[float, Shape]:
        """The best of shapes that differ by little, see `_best`: all are far off where one is."""
        first = self._best(wanted, shapes[:1])
        if len(shapes) == 1 or _FAR < first[0] < math.inf:
            return first
        return min(first, self._best(wanted, shapes[1:]), key=lambda pair: pair[0])

    def _best(self, wanted: Appearance, shapes: Sequence[Shape]) -> tuple[float, Shape]:
        """The best of some shapes in its best colour, and how far off it is."""
        self._study.budget.spend(len(shapes))
        offs = [wanted.off(self._study.canvas.layer(shape)) for shape in shapes]
        return min(offs, key=lambda pair: pair[0])

    def _weights(self, width: float) -> Iterator[tuple[float, float]]:
        """Weights of strokes that could be a band, in picture pixels, the likelier first.

        Each with how far off others may have been where it is worth a try.
        """
        middle = max(round(width / self._scale - 0.5), 1)
        for step, promising in ((0, math.inf), (1, _PROMISING), (0.5, _PROMISING_HALF)):
            for weight in dict.fromkeys((middle - step, middle + step)):
                if weight >= LEAST_WEIGHT:
                    yield float(weight), promising

    def _sight(self, mask: Flags, band: Band, out: float) -> Sight:
        """What would be seen of a path so many pixels out, in picture pixels."""
        scale = np.array(self._study.canvas.rasterizer.scale)
        return band.widened(mask, out).placed((0, 0), scale)

    def _score(self, found: tuple[float, Shape]) -> float:
        """What a shape so far off is worth less than an exact one of no numbers."""
        price = _ROUGH_PRICE if self._noise else _PRICE
        return found[0] + price * numbers_of(found[1])


def _worth_moving(shape: Shape) -> float:
    """How far off a shape may be whose numbers are moved."""
    return _NEARLY if numbers_of(shape) <= _FEW else _NEARLY_CORNERED
