"""Plainer shapes in the place of some that were found one by one.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.shapes import Colour, numbers_of
from sketchnet.tidy.covering import Fitter
from sketchnet.tidy.labels import Flags
from sketchnet.tidy.layered import Layered, is_flush
from sketchnet.tidy.parts import Study
from sketchnet.tidy.strokes import StrokeFitter

_CORNER = 2  # numbers of one
_AROUND = 3  # pixels around parts in which others are one with them
_ALL = 0.9  # of what a shape explains, that a stroke in its place must


def joined(study: Study, found: Sequence[Layered], left: set[int]) -> list[Layered]:
    """Shapes with one in the place of two of a colour, or a plainer one in the place of one.

    Args:
        study: the picture.
        found: shapes, those on top first.
        left: parts that are of none of them.
    """
    joiner = _Joiner(study, found, left)
    joiner.run()
    return joiner.found


def inks_of(found: Sequence[Layered]) -> set[Colour]:
    """The colours that strokes have among shapes."""
    drawn = {one.shape.stroke for one in found if one.shape.outlined}
    return drawn | {one.shape.fill for one in found if one.shape.paint == "fill" and not one.parts}


class _Joiner:
    """The shapes at any time."""

    def __init__(self, study: Study, found: Sequence[Layered], left: set[int]) -> None:
        self._study = study
        self._budget = study.budget
        self._parts = study.parts
        self._fitter = Fitter(study)
        self._strokes = StrokeFitter(study)
        self._left = set(left)
        self.found = list(found)
        self._islands: list[int] | None = None  # which one each part is on

    def run(self) -> None:
        """Tries everything once."""
        for index in sorted(self._left):  # what is left may be of a shape that is known
            for one in self._plain():
                if self._parts[index].label == self._parts.label(one.parts):
                    self._instead([one], more=frozenset({index}))
        for one, other in combinations(self._plain(), 2):
            if one.shape.fill == other.shape.fill and self._near(one.parts | other.parts):
                self._instead([one, other])
        for one in self._plain():
            self._instead([one])
        for one in self._plain():
            if one.shape.fill in inks_of(self.found):
                self._as_stroke(one)

    def _plain(self) -> list[Layered]:
        """What is found for parts, and has no outline."""
        return [one for one in self.found if one.shape.paint == "fill" and one.parts]

    def _instead(self, olds: Sequence[Layered], more: frozenset[int] = frozenset()) -> None:
        """Puts a plainer shape in the place of some, below whatever does not lie below them.

        Args:
            olds: shapes of one colour.
            more: parts that the shape covers besides, for which it may cost a corner more.
        """
        if self._budget.over or any(old not in self.found for old in olds):
            return
        parts = more.union(*(old.parts for old in olds))
        seen, free = self._parts.mask(parts), self._free(parts, olds)
        if not self._linked(seen | free, parts):
            return
        most = sum(numbers_of(old.shape) for old in olds) + (_CORNER if more else -1)
        better = self._fitter.fit(parts, free, most) if most >= 3 else None
        others = [one for one in self.found if one not in olds]
        if better is not None and not (len(olds) == 1 and is_flush(better, others)):
            self._left -= more
            self._islands = None
            places = [self.found.index(old) for old in olds]
            self.found[max(places)] = better
            self.found = [one for one in self.found if one not in olds]

    def _as_stroke(self, one: Layered) -> None:
        """Puts a stroke in the place of a thin shape whose colour other strokes have."""
        if self._budget.over:
            return
        known = [other.shape for other in self.found if other.shape.paint == "stroke"]
        for stroke in self._strokes.fits(one.parts, self._free(one.parts, [one]), known):
            plain = numbers_of(stroke.shape) <= numbers_of(one.shape) + 1  # its weight is shared
            whole = (stroke.seen & one.seen).sum() >= _ALL * one.seen.sum()
            if stroke.sure and plain and whole:
                self.found[self.found.index(one)] = stroke
                return

    def _free(self, parts: frozenset[int], olds: Sequence[Layered]) -> Flags:
        """(H, W) what others than the old shapes cover that do not lie below some parts."""
        seen = self._parts.mask(parts)
        free = np.zeros_like(seen)
        for other in self.found:
            if other not in olds and float(other.cover[seen].max()) == 0:
                free |= other.cover > 0
        return free

    def _near(self, parts: frozenset[int]) -> bool:
        """Whether parts are one at all in what shapes cover, whichever lies on top."""
        if self._islands is None:
            space = self._parts.mask(self._left.union(*(one.parts for one in self.found)))
            for one in self.found:
                space |= one.cover > 0
            pieces = _pieces(space)
            self._islands = [int(pieces[self._parts[i].mask][0]) for i in range(len(self._parts))]
        return len({self._islands[index] for index in parts}) == 1

    def _linked(self, space: Flags, parts: frozenset[int]) -> bool:
        """Whether parts are one in a space that is more than themselves."""
        box = self._parts.box(parts, _AROUND)
        if int(space[box].sum()) == sum(self._parts[index].area for index in parts):
            return False
        pieces = _pieces(space)
        return len({int(pieces[self._parts[index].mask][0]) for index in parts}) == 1


def _pieces(space: Flags) -> NDArray[np.int32]:
    """(H, W) which connected piece of a space a pixel is of; 0 elsewhere."""
    _, labels = cv2.connectedComponents(space.astype(np.uint8), connectivity=4)
    return np.asarray(labels, np.int32)
