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
from sketchnet.tidy.appearance import ROUND, Appearance, Match
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
_LADDER: tuple[tuple[float, float], ...] = ((0.0, math.inf), (1.0, 3.2), (0.5, 1.2))
"""Pixels by which weights may be off what is measured roughly; and, of those tried before, pixels
off up to which they may help."""

_BY_FAR, _BY_FAR_CORNERED = 0.4, 0.2  # pixels off where something lies on a shape
_BUT_THERE = 0.7  # share of its outline that is right then

_THAT_WIDE = 0.85  # share of an outline that is right where its weight is
_EVIDENT = 0.9  # of an outline, beyond which there is one, if partly hidden
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
        shape = self._found(band, mask, wanted)
        if shape is None:
            return None
        return wanted.layered(self._study.canvas.layer(shape), parts, self._exact)

    def _found(self, band: Band, mask: Flags, wanted: Appearance) -> Shape | None:
        """The plainest shape that fits, or one that surely would but for what lies on it."""
        groups: Iterable[list[Whole]] = ()
        nearest: list[Match] = []  # with each weight
        unmoved: list[list[Match]] = []
        least = math.inf
        for weight, promising in self._weights(band):
            if promising < least < math.inf:
                break
            if band.middle is None:
                out = weight / 2 * self._scale
                groups = self._wholes(self._sight(mask, band, out), _SLACK + self._noise)
            elif not groups:  # its path is known whatever its weight
                groups = list(self._wholes(self._sight(mask, band, band.middle), _THIN_SLACK))
            found = self._matches(groups, weight, wanted)
            if not found:
                continue
            measured = band.line is not None and not nearest
            nearest.append(found[0])
            least = min(found[0].off, least)
            if measured or least <= self._exact or found[0].right >= _THAT_WIDE:
                shape = self._plainest(found, wanted)
                if shape is not None:
                    return shape
            else:
                unmoved.append(found)
            if self._is_covered(found[0]):
                unmoved.clear()
                break
        for found in sorted(unmoved, key=lambda matches: matches[0].off):
            shape = self._plainest(found, wanted)
            if shape is not None:
                return shape
        evident = [
            match for match in nearest if match.right >= _EVIDENT and match.shape.kind in ROUND
        ]
        return min(evident, key=lambda match: match.off).shape if evident else None

    def _wholes(self, sight: Sight, slack: float) -> Iterator[list[Whole]]:
        return wholes(sight, slack, _ANY, cut=self._study.thorough)

    def _matches(
        self, groups: Iterable[list[Whole]], weight: float, wanted: Appearance
    ) -> list[Match]:
        """The best of each group with a stroke so wide, the nearest first, or one that is exact."""
        found: list[Match] = []
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
                if found[-1].off <= self._exact:
                    return found[-1:]
        return sorted(found, key=lambda match: match.off)

    def _plainest(self, found: list[Match], wanted: Appearance) -> Shape | None:
        """The best of some shapes, once their numbers are moved and counted; None if none fits."""
        if found[0].off <= self._exact:
            return self._moved(wanted, found[0], _STEPS[:1], _CERTAIN).shape
        moved: list[Match] = []
        for match in sorted(filter(self._is_worth_moving, found), key=self._score)[:_MOVED]:
            moved.append(self._moved(wanted, match))
            if moved[-1].off <= self._exact:
                break
        fitting = [match for match in moved if match.off <= _OFF + self._noise]
        return min(fitting, key=self._score).shape if fitting else None

    def _moved(
        self,
        wanted: Appearance,
        match: Match,
        steps: Sequence[float] = _STEPS,
        enough: float | None = None,
    ) -> Match:
        """A shape with its numbers moved, one at a time, as long as that helps.

        Args:
            wanted: what it is to look like.
            match: itself, and how far off it is.
            steps: by which numbers move, the later where the earlier do not help.
            enough: how far off it may stay; as far as exact ones where it is None.
        """
        enough = self._exact if enough is None else enough + self._noise
        left = list(steps)
        for _ in range(_ROUNDS):
            near = [one for one in a_step_away(match.shape, left[0]) if has_size(one)]
            if match.off <= enough or not self._study.budget.affords(len(near)):
                break
            there = self._best(wanted, near)
            if there.off < match.off:
                match = there
            elif len(left) == 1:
                break
            else:
                left.pop(0)
        return match

    def _best_alike(self, wanted: Appearance, shapes: Sequence[Shape]) -> Match:
        """The best of shapes that differ by little, see `_best`: all are far off where one is."""
        first = self._best(wanted, shapes[:1])
        if len(shapes) == 1 or _FAR < first.off < math.inf:
            return first
        return min(first, self._best(wanted, shapes[1:]), key=lambda match: match.off)

    def _best(self, wanted: Appearance, shapes: Sequence[Shape]) -> Match:
        """The best of some shapes in its best colour."""
        self._study.budget.spend(len(shapes))
        matches = [wanted.match(self._study.canvas.layer(shape)) for shape in shapes]
        return min(matches, key=lambda match: match.off)

    def _weights(self, band: Band) -> Iterator[tuple[float, float]]:
        """Weights of strokes that could be a band, in picture pixels, the likelier first.

        Each with how far off others may have been where it is worth a try.
        """
        middle, ladder = max(round(band.width / self._scale - 0.5), 1.0), _LADDER
        if band.line is not None:
            middle, ladder = round(2 * band.line / self._scale) / 2, _LADDER[::2]
        for step, promising in ladder:
            for weight in dict.fromkeys((middle - step, middle + step)):
                if weight >= LEAST_WEIGHT:
                    yield weight, promising

    def _sight(self, mask: Flags, band: Band, out: float) -> Sight:
        """What would be seen of a path so many pixels out, in picture pixels."""
        scale = np.array(self._study.canvas.rasterizer.scale)
        return band.widened(mask, out).placed((0, 0), scale)

    def _is_worth_moving(self, match: Match) -> bool:
        """Whether a shape may fit once its numbers are moved."""
        nearly = _NEARLY if _is_plain(match) else _NEARLY_CORNERED
        return match.off < nearly + self._noise and not self._is_covered(match)

    def _is_covered(self, match: Match) -> bool:
        """Whether a shape is right but in one place, where something must lie on it."""
        far = _BY_FAR if _is_plain(match) else _BY_FAR_CORNERED
        return match.off > far + self._noise and match.right >= _BUT_THERE

    def _score(self, match: Match) -> float:
        """What a shape is worth less than an exact one of no numbers."""
        price = _ROUGH_PRICE if self._noise else _PRICE
        return match.off + price * numbers_of(match.shape)


def _is_plain(match: Match) -> bool:
    return numbers_of(match.shape) <= _FEW
