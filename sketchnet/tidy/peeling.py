"""A flat picture as whole shapes on one another: the topmost is found, taken off, and so on down.

What lies on top shows all of its outline, so that a plain shape fits it exactly. Once it is known,
what it covers may be anything: what lies below is fitted to the rest of its outline, as a whole.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import chain, takewhile

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.tidy.filling import filled
from sketchnet.tidy.fits import Fits
from sketchnet.tidy.halos import outlined_by_cuts
from sketchnet.tidy.joining import inks_of, joined
from sketchnet.tidy.labels import Flags, Labels, widened
from sketchnet.tidy.layered import Layered, in_order
from sketchnet.tidy.parts import Parts, Study
from sketchnet.tidy.path_fitting import PathFitter
from sketchnet.tidy.pieces import pieces
from sketchnet.tidy.plainest import is_piece, is_whole, plainest, rank
from sketchnet.tidy.remains import Remains
from sketchnet.tidy.strokes import StrokeFitter
from sketchnet.tidy.unions import UnionFitter
from sketchnet.tidy.wires import wires

_SEEN = 0.4  # of a pixel that a thin stroke covers
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
    rest = Remains(study, ground)
    peel = _Peel(study, rest, paths)
    try:
        for stroke in wires(canvas, labels, kinds, budget):  # they lie on all else
            cover = canvas.layer(stroke).spread(rest.gone.shape)
            rest.take_off(Layered(stroke, cover > _SEEN, cover, frozenset(), sure=True))
        peel.run()
    except KeyboardInterrupt:  # what is found is found
        budget.stop.set()
    return in_order(joined(study, rest.found, rest.left))


class _Peel:
    """The search for whole shapes, from the top down.

    Args:
        study: the picture.
        rest: what is not explained yet.
        paths: share of the budget that may go into closed paths.
    """

    def __init__(self, study: Study, rest: Remains, paths: float) -> None:
        self._study = study
        self._rest = rest
        self._budget = study.budget
        self._parts = study.parts
        self._fits = Fits(study, rest)
        most = round(_DEAR_SHARE * study.budget.left)
        few = Budget(most, study.budget.seconds, study.budget.stop, started=study.budget.started)
        self._dear = replace(study, budget=few)
        self._strokes = StrokeFitter(self._dear)
        self._unions = UnionFitter(self._dear, self._fits.fitter)
        self._paths = PathFitter(study, paths)
        self._paid = 0
        self._bare: set[int] = set()  # of what was taken, that no such outline was found for
        self._tried: dict[frozenset[int], int] = {}
        self._inked: dict[frozenset[int], tuple[int, list[Layered]]] = {}

    def run(self) -> None:
        """Takes shapes off for as long as there are any."""
        while not self._budget.over and self._step():
            pass

    def _step(self) -> bool:
        """Takes off what is plainest of all that fits now; whether there was anything."""
        if not self._rest.of_ground(False):  # lines too thin to be parts may be left
            outlined = [fit for fit in self._fits.outlined() if fit.sure]
            return self._take_off(plainest(outlined) if outlined else [])
        plain: list[Layered] = []
        for fit in chain(self._fits.discs(), self._fits.of(ground=False)):
            if is_whole(fit):  # what else there is may be easier to tell without it
                return self._take_off([fit])
            plain.append(fit)
        inks = inks_of(self._rest.found)
        inked = [one for one in plain if one.shape.paint == "fill" and one.shape.fill in inks]
        between = list(
            pieces(self._study, self._fits.fitter, inked, self._rest.found, self._rest.gone)
        )
        if between:
            return self._take_off(between)
        fits = self._candidates([fit for fit in plain if fit not in inked]) or plain
        open_ = all(is_piece(fit) and not fit.sure for fit in fits)
        if self._study.thorough and fits and open_:
            paths = self._curved(lined=True)
            fits = [path for path in paths if path.shape.kind == "path"] or fits
        if not any(fit.sure and not is_piece(fit) for fit in fits) and self._outline():
            return True
        if fits:
            return self._take_off(plainest(fits))
        if filled(self._study, self._rest):
            return True
        under = list(self._fits.below())
        if under:  # what may lie below all that is left
            self._rest.take(min(under, key=rank))
            return True
        if not self._study.thorough:
            return False
        if self._unite():
            return True
        paths = self._curved(lined=True) or self._curved(lined=False)
        return self._take_off([min(paths, key=rank)] if paths else [])

    def _outline(self) -> bool:
        """Gives what was taken an outline that shows only where it cuts; whether any has one."""
        return self._take_off(
            outlined_by_cuts(self._study, self._rest, self._fits.whole, self._bare)
        )

    def _candidates(self, fits: list[Layered]) -> list[Layered]:
        """Plain fits, strokes where there are no better, and what has the background's colour."""
        sure = [fit for fit in fits if fit.sure]
        if not sure:
            fits = fits + self._lines()
        elif all(map(is_piece, sure)):  # or between strokes that cross
            around = np.logical_or.reduce([widened(fit.seen, 3) & ~fit.seen for fit in sure])
            fits = [line for line in self._lines(around) if line.sure] or fits
        if not any(fit.sure for fit in fits):
            fits = fits + [fit for fit in self._fits.of(ground=True) if fit.sure or not fits]
        return fits

    def _take_off(self, fits: Iterable[Layered]) -> bool:
        """Takes what lies on top; whether there was anything."""
        found = False
        for fit in fits:
            self._rest.take_off(fit)
            found = True
        return found

    def _unite(self) -> bool:
        """Takes a part, or parts, off that are a union of shapes; whether there were any."""
        for parts in self._affordable():
            near = self._rest.near(parts)
            if self._tried.get(parts) == near:
                continue
            self._tried[parts] = near
            united = self._unions.fit(parts, self._rest.gone)
            self._settle()
            if self._take_off(united):
                return True
        return False

    def _settle(self) -> None:
        """Takes what strokes and unions have cost from the whole budget."""
        self._budget.spend(self._dear.budget.spent - self._paid)
        self._paid = self._dear.budget.spent

    def _curved(self, lined: bool) -> list[Layered]:
        """Closed paths for parts that no plainer shape fits, with an outline or without."""
        fits = [self._paths.fit(parts, self._rest.gone, lined) for parts in self._affordable()]
        return [fit for fit in fits if fit is not None]

    def _affordable(self) -> Iterator[frozenset[int]]:
        """Groups of other colours than the background's, for as long as anything may be spent."""
        return takewhile(lambda _: not self._budget.over, self._rest.groups(False))

    def _lines(self, at: Flags | None = None) -> list[Layered]:
        """Shapes of the background's colour with an outline, and strokes without a fill.

        Args:
            at: (H, W) pixels of which strokes must have some; None for all strokes.
        """
        outlined = self._fits.outlined()
        known = [
            one.shape for one in self._rest.found if one.shape.paint == "stroke" or not one.parts
        ]
        strokes: list[Layered] = []
        for parts in self._affordable():
            if at is not None and not (self._parts.mask(parts) & at).any():
                continue
            near = self._rest.near(parts)
            if parts not in self._inked or self._inked[parts][0] != near:
                self._inked[parts] = near, self._strokes.fits(parts, self._rest.gone, known)
                self._settle()
            strokes += self._inked[parts][1]
        return outlined + strokes
