"""The whole shapes that parts of a flat picture are of, as far as what lies on them is known.

What is found is kept until more is taken off around. Outlines reach further than fills, so that
they are looked for again where something went that is further away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from sketchnet.search.shapes import numbers_of
from sketchnet.tidy.appearance import ROUND
from sketchnet.tidy.covering import Fitter
from sketchnet.tidy.labels import Flags, widened
from sketchnet.tidy.layered import Layered, is_flush
from sketchnet.tidy.outlined import OutlineFitter
from sketchnet.tidy.parts import Study
from sketchnet.tidy.remains import Remains

_WIDE = 12  # pixels around parts in which an outline of theirs may be hidden
_SOLID = 0.95  # share of its convex hull that a part covers into which nothing cuts
_LEAST_SOLID = 48  # pixels; of less, any crumb is
_ROUND = 0.85  # share of its box, beyond which it is no disc
_EXPLAINED = 0.8  # share of an outline


class _Known(NamedTuple):
    """What is known of some parts.

    Attributes:
        near, wide: what was taken off around them by then, nearby and as far as outlines reach.
        whole: the shape that they are of; None where there is none.
    """

    near: int
    wide: int
    whole: Layered | None


class Fits:
    """Whole shapes for the parts that are left of a picture.

    Args:
        study: the picture.
        rest: what is not explained yet.

    Attributes:
        fitter: of shapes without outlines.
    """

    def __init__(self, study: Study, rest: Remains) -> None:
        self._parts = study.parts
        self._rest = rest
        self._outlines = OutlineFitter(study)
        self._known: dict[frozenset[int], _Known] = {}
        self.fitter = Fitter(study)

    def of(self, ground: bool) -> Iterator[Layered]:
        """Whole shapes for groups of parts, of the background's colour or of others."""
        for parts in sorted(self._rest.groups(ground), key=self._depth):
            found = self._of(parts)
            if found is not None:
                yield found

    def _of(self, parts: frozenset[int]) -> Layered | None:
        near, wide = self._rest.near(parts), self._rest.near(parts, _WIDE)
        known = self._known.get(parts)
        if known is None or known.near != near:
            whole = self._plainer(self.whole(parts, self._rest.gone), parts)
            self._known[parts] = _Known(near, wide, whole)
        elif known.wide != wide and not _is_outlined(known.whole):
            outlined = self._outlines.fit(parts, self._rest.gone)
            surer = outlined is not None and (known.whole is None or outlined.sure)
            self._known[parts] = _Known(near, wide, outlined if surer else known.whole)
        return self._known[parts].whole

    def whole(self, parts: frozenset[int], free: Flags) -> Layered | None:
        """The shape that some parts are of, with its outline where it has one.

        Args:
            parts: of one colour.
            free: (H, W) what may be covered or not.
        """
        return self._outlines.fit(parts, free) or self.fitter.fit(parts, free)

    def outlined(self) -> list[Layered]:
        """Shapes of the background's colour with an outline that is not drawn yet."""
        return [fit for fit in map(self._blank, self.of(ground=True)) if fit is not None]

    def discs(self) -> Iterator[Layered]:
        """Those of them that are round and on which nothing lies: lines leave none between them."""
        for parts in self._rest.groups(ground=True):
            if self._parts.solidity(parts) >= _SOLID and self._parts.filling(parts) <= _ROUND:
                fit = self._of(parts)
                disc = self._blank(fit) if fit is not None and fit.shape.kind in ROUND else None
                if disc is not None and disc.sure:
                    yield disc

    def _blank(self, fit: Layered) -> Layered | None:
        """A shape of the background's colour, if it has an outline that is not drawn yet."""
        inside = self._parts.mask(fit.parts)
        around = (fit.cover > 0) & ~inside
        if fit.shape.paint != "both" or self._rest.gone[around].mean() >= _EXPLAINED:
            return None
        return replace(fit, blank=int(inside.sum()))

    def below(self) -> Iterator[Layered]:
        """Shapes that fit if all other parts that are left lie above them."""
        for parts in self._rest.groups(False, single=False):
            hidden = widened(self._rest.above(parts), 3) & ~self._parts.mask(parts)
            found = self.whole(parts, self._rest.gone | hidden)
            if found is not None:
                yield found

    def _depth(self, parts: frozenset[int]) -> tuple[bool, bool, int]:
        """What is likely to lie on top comes first: what nothing cuts into, the large before rims.

        Parts that belong together come before each alone.
        """
        area = self._parts.area(parts)
        on_top = area >= _LEAST_SOLID and self._parts.solidity(parts) >= _SOLID
        return len(parts) == 1, not on_top, -area

    def _plainer(self, found: Layered | None, parts: frozenset[int]) -> Layered | None:
        """What is found for parts now, or what was when less of them was free to be guessed."""
        before = self._known[parts].whole if parts in self._known else None
        if before is None or not before.sure:
            return found
        if found is None:
            return before
        if _is_outlined(found) and not _is_outlined(before):
            return found
        if numbers_of(found.shape) >= numbers_of(before.shape):
            return before
        return before if is_flush(found, self._rest.found) else found


def _is_outlined(whole: Layered | None) -> bool:
    """Whether a shape is known exactly, with its outline."""
    return whole is not None and whole.sure and whole.shape.paint == "both"
