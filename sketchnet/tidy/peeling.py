"""A flat picture as whole shapes on one another: the topmost is found, taken off, and so on down.

What lies on top shows all of its outline, so that a plain shape fits it exactly. Once it is known,
what it covers may be anything: what lies below is fitted to the rest of its outline, as a whole.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS, Shape, numbers_of
from sketchnet.tidy.covering import Fitter
from sketchnet.tidy.joining import inks_of, joined
from sketchnet.tidy.labels import Flags, Labels, widened
from sketchnet.tidy.layered import Layered, in_order, is_flush
from sketchnet.tidy.outlined import OutlineFitter
from sketchnet.tidy.parts import Parts, Study
from sketchnet.tidy.path_fitting import PathFitter
from sketchnet.tidy.pieces import pieces
from sketchnet.tidy.strokes import StrokeFitter
from sketchnet.tidy.unions import UnionFitter
from sketchnet.tidy.wires import wires

_TOGETHER = 4  # numbers that a shape for several parts saves for each further one
_PIECE = 2  # numbers that an arc costs more, for what hides the rest of it may go yet
_SEEN = 0.4  # of a pixel that a thin stroke covers
_INSIDE = 0.95  # of a pixel, or of a part
_CROSSING = 0.4  # share of a stroke that may lie under others of its colour
_PIECES = ("line", "arc", "bezier")
"""Kinds that may be but pieces of the outline of a path."""

_AROUND = 3  # pixels around a part in which what is taken off matters
_DEAR_SHARE = 0.3  # of the budget, for strokes and unions


def peeled(
    canvas: Canvas,
    labels: Labels,
    ground: int,
    kinds: Container[str],
    budget: Budget,
    paths: float = 0.0,
    thorough: bool = True,
) -> list[Layered]:
    """Whole shapes for the parts of a flat picture, back to front; none for what none fits.

    Args:
        canvas: of the picture; it is not drawn on.
        labels: the picture's.
        ground: the background's label; its largest part is no shape.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate.
        paths: share of it that may go into closed paths.
        thorough: whether to look for pieces of ellipses, unions and paths too.
    """
    study = Study(canvas, labels, Parts(labels), kinds, budget, thorough)
    peel = _Peel(study, ground, paths)
    try:
        peel.begin(wires(canvas, labels, kinds, budget))
        peel.run()
    except KeyboardInterrupt:  # what is found is found
        budget.stop.set()
    return in_order(joined(study, peel.found, peel.left))


class _Peel:
    """The search for whole shapes, from the top down."""

    def __init__(self, study: Study, ground: int, paths: float) -> None:
        self._study = study
        self._thorough = study.thorough
        self._labels = study.labels
        self._ground = ground
        self._budget = study.budget
        self._parts = study.parts
        self._fitter = Fitter(study)
        self._outlines = OutlineFitter(study)
        most = round(_DEAR_SHARE * study.budget.left)
        few = Budget(most, study.budget.seconds, study.budget.stop, started=study.budget.started)
        self._dear = replace(study, budget=few)
        self._strokes = StrokeFitter(self._dear)
        self._unions = UnionFitter(self._dear, self._fitter)
        self._paid = 0
        self._tried: dict[frozenset[int], int] = {}
        own = [i for i in range(len(self._parts)) if self._parts[i].label == ground]
        base = max(own, key=lambda i: self._parts[i].area, default=None)
        self.left = {i for i in range(len(self._parts)) if i != base}
        self._gone = np.zeros(study.labels.of.shape, bool)
        self._known: dict[frozenset[int], tuple[int, Layered | None]] = {}
        self._inked: dict[frozenset[int], tuple[int, list[Layered]]] = {}
        self._paths = PathFitter(study, paths)
        self.found: list[Layered] = []

    def begin(self, strokes: Sequence[Shape]) -> None:
        """Takes strokes off that are known to lie on all else, the topmost first."""
        for stroke in strokes:
            cover = self._study.canvas.layer(stroke).spread(self._gone.shape)
            self._take_off(Layered(stroke, cover > _SEEN, cover, frozenset(), sure=True))

    def run(self) -> None:
        """Takes shapes off for as long as there are any."""
        while self._of_ground(False) and not self._budget.over:
            plain = list(self._fits(ground=False))
            inks = inks_of(self.found)
            inked = [one for one in plain if one.shape.paint == "fill" and one.shape.fill in inks]
            between = list(pieces(self._study, self._fitter, inked, self.found, self._gone))
            if between:
                for one in between:
                    self._take_off(one)
                continue
            fits = [one for one in plain if one not in inked]
            sure = [fit for fit in fits if fit.sure]
            if not sure:
                fits += self._lines()
            elif all(fit.shape.kind in _PIECES for fit in sure):  # or between strokes that cross
                around = np.logical_or.reduce([widened(fit.seen, 3) & ~fit.seen for fit in sure])
                fits = [line for line in self._lines(around) if line.sure] or fits
            if not any(fit.sure for fit in fits):
                fits += [fit for fit in self._fits(ground=True) if fit.sure or not fits]
            fits = fits or plain
            open_ = all(fit.shape.kind in _PIECES and not fit.sure for fit in fits)
            if self._thorough and fits and open_:
                paths = self._curved(lined=True)
                fits = [path for path in paths if path.shape.kind == "path"] or fits
            if not fits and self._fill():
                continue
            if fits:
                for best in self._apart(sorted(_outlines_first(fits), key=self._rank)):
                    self._take_off(best)
            else:  # what may lie below all that is left
                under = list(self._fits_below())
                if under:
                    self._take(min(under, key=self._rank))
                    continue
                if not self._thorough:
                    break
                if self._unite():
                    continue
                paths = self._curved(lined=True) or self._curved(lined=False)
                if not paths:
                    break
                self._take_off(min(paths, key=self._rank))

    def _unite(self) -> bool:
        """Takes a part, or parts, off that are a union of shapes; whether there were any."""
        for parts in self._affordable():
            near = self._near(parts)
            if self._tried.get(parts) == near:
                continue
            self._tried[parts] = near
            united = self._unions.fit(parts, self._gone)
            self._settle()
            for one in united:
                self._take_off(one)
            if united:
                return True
        return False

    def _settle(self) -> None:
        """Takes what strokes and unions have cost from the whole budget."""
        self._budget.spend(self._dear.budget.spent - self._paid)
        self._paid = self._dear.budget.spent

    def _curved(self, lined: bool) -> list[Layered]:
        """Closed paths for parts that no plainer shape fits, with an outline or without."""
        fits = [self._paths.fit(parts, self._gone, lined) for parts in self._affordable()]
        return [fit for fit in fits if fit is not None]

    def _take_off(self, best: Layered) -> None:
        """Takes what lies on top: what it covers may be anything from now on."""
        self._gone |= best.cover > 0
        self._take(best)
        self._cut(best)

    def _near(self, parts: frozenset[int]) -> int:
        """How much is taken off around some parts: what is known of them changes with it."""
        return int(self._gone[self._parts.box(parts, _AROUND)].sum())

    def _take(self, best: Layered) -> None:
        self._budget.found()
        self.found.append(best)
        self.left -= best.parts

    def _cut(self, best: Layered) -> None:
        """What lies under an outline is explained by it, for it may touch others of its colour."""
        if best.shape.paint == "fill" and best.parts:
            return
        for index in sorted(self.left):
            self.left.remove(index)
            self.left.update(self._parts.without(index, best.cover > 0))

    def _of_ground(self, ground: bool) -> set[int]:
        """The parts left that have the background's colour, or those that have not."""
        return {i for i in self.left if (self._parts[i].label == self._ground) is ground}

    def _groups(self, ground: bool, single: bool = True) -> list[frozenset[int]]:
        return list(self._parts.groups(self._of_ground(ground), self._gone, single))

    def _affordable(self) -> Iterator[frozenset[int]]:
        """Groups of other colours than the background's, for as long as anything may be spent."""
        return takewhile(lambda _: not self._budget.over, self._groups(False))

    def _rank(self, layered: Layered) -> tuple[bool, int, int]:
        """What is taken off first: an exact shape of few numbers, for many parts, that is large.

        What is not exact may be so once what lies on it is known.
        """
        cost = numbers_of(layered.shape) - _TOGETHER * max(len(layered.parts) - 1, 0)
        cost += _PIECE if layered.shape.paint == "stroke" and layered.shape.kind == "arc" else 0
        return not layered.sure, cost, -int(layered.seen.sum())

    def _apart(self, fits: Sequence[Layered]) -> Iterator[Layered]:
        """The first of some fits, and those that are as plain and lie elsewhere.

        Strokes of one colour may cross, for it does not matter which lies on which.
        """
        first = fits[0]
        taken = np.zeros_like(self._gone)
        for fit in fits:
            if self._rank(fit)[:2] > self._rank(first)[:2]:
                break
            strokes = fit.shape.paint == first.shape.paint == "stroke"
            if strokes and fit.shape.stroke == first.shape.stroke:
                if (fit.seen & taken).sum() <= _CROSSING * fit.seen.sum():
                    taken |= fit.seen
                    yield fit
                continue
            cover = widened(fit.cover > 0, 2 * _AROUND + 1)
            if not (cover & taken).any():
                taken |= cover
                yield fit

    def _fits(self, ground: bool) -> Iterator[Layered]:
        for parts in self._groups(ground):
            near = self._near(parts)
            if parts not in self._known or self._known[parts][0] != near:
                self._known[parts] = near, self._plainer(self._whole(parts, self._gone), parts)
            found = self._known[parts][1]
            if found is not None:
                yield found

    def _plainer(self, found: Layered | None, parts: frozenset[int]) -> Layered | None:
        """What is found for parts now, or what was when less of them was free to be guessed."""
        before = self._known[parts][1] if parts in self._known else None
        if before is None or not before.sure:
            return found
        if found is None or numbers_of(found.shape) >= numbers_of(before.shape):
            return before
        return before if is_flush(found, self.found) else found

    def _lines(self, at: Flags | None = None) -> list[Layered]:
        """Shapes of the background's colour with an outline, and strokes without a fill.

        Args:
            at: (H, W) pixels of which strokes must have some; None for all strokes.
        """
        outlined = [fit for fit in self._fits(ground=True) if fit.shape.paint == "both"]
        known = [one.shape for one in self.found if one.shape.paint == "stroke" or not one.parts]
        strokes: list[Layered] = []
        for parts in self._affordable():
            if at is not None and not (self._parts.mask(parts) & at).any():
                continue
            near = self._near(parts)
            if parts not in self._inked or self._inked[parts][0] != near:
                self._inked[parts] = near, self._strokes.fits(parts, self._gone, known)
                self._settle()
            strokes += self._inked[parts][1]
        return outlined + strokes

    def _fill(self) -> bool:
        """Fills an outline that goes around parts of another colour than lies around it."""
        for index, one in enumerate(self.found):
            if one.shape.paint != "stroke" or "both" not in KINDS[one.shape.kind].paints:
                continue
            cover = self._study.canvas.layer(replace(one.shape, paint="both"))
            inside = cover.spread(self._gone.shape)
            around = widened(inside > 0, 5) & (inside == 0)
            label = self._most(inside > _INSIDE)
            if label is None or label == self._most(around):
                continue
            parts = frozenset(
                i
                for i in self.left
                if self._parts[i].label == label
                and (inside > _INSIDE)[self._parts[i].mask].mean() > _INSIDE
            )
            if parts:
                fill = self._labels.colour(label)
                shape = replace(one.shape, paint="both", fill=fill)
                seen = one.seen | self._parts.mask(parts)
                self.found[index] = Layered(shape, seen, inside, parts)
                self.left -= parts
                self._gone |= inside > 0
                return True
        return False

    def _most(self, pixels: Flags) -> int | None:
        """The label that most of some pixels (H, W) have, as far as they are known."""
        of = self._labels.of[pixels & ~self._gone & (self._labels.of >= 0)]
        return int(np.bincount(of).argmax()) if len(of) else None

    def _whole(self, parts: frozenset[int], free: Flags) -> Layered | None:
        """The shape that some parts are of, with its outline where it has one."""
        return self._outlines.fit(parts, free) or self._fitter.fit(parts, free)

    def _fits_below(self) -> Iterator[Layered]:
        """Shapes that fit if all other parts that are left lie above them."""
        for parts in self._groups(False, single=False):
            label = self._parts.label(parts)
            others = [i for i in self.left if self._parts[i].label not in (label, self._ground)]
            above = self._parts.mask(others) if others else np.zeros_like(self._gone)
            hidden = widened(above, 3) & ~self._parts.mask(parts)
            found = self._whole(parts, self._gone | hidden)
            if found is not None:
                yield found


def _outlines_first(fits: list[Layered]) -> list[Layered]:
    """Fits without those that may be but pieces of an outline, as long as there are others."""
    lines = {fit.shape.stroke for fit in fits if fit.shape.paint == "both"}
    return [fit for fit in fits if fit.shape.paint == "both" or fit.shape.fill not in lines]
