"""Flat art as the plainest shapes that cover its patches: where a search may begin.

Whole shapes come first, those on top before those below, each fitted to what can be seen of it;
patches that no whole shape explains are covered one by one.

Legend: H, W the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from sketchnet.search.budget import ANY, Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Shape
from sketchnet.tidy.composites import SAME, drawn_right, share_right, squared_error
from sketchnet.tidy.fitting import drawn_last, fitted
from sketchnet.tidy.flush import made_flush
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.labels import Flags, Labels, labels_of
from sketchnet.tidy.layered import Layered, in_order, shapes_of
from sketchnet.tidy.patches import Patch, patches_of
from sketchnet.tidy.peeling import peeled
from sketchnet.tidy.plainest import is_whole
from sketchnet.tidy.stacking import hollow, lined, nearest, solid, stacked

_SHARE = 0.5  # of the budget, at most
_WHOLE_SHARE = 0.8  # of that, for whole shapes
_PATHS_SHARE = 0.5  # of that, for closed paths where no plainer shape fits
_PLAIN_SHARE, _PLAIN_TIME_SHARE = 0.2, 0.15
"""Of the budget, for whole shapes where it is not known that there are any; where time counts."""

_RESTORED_TIME_SHARE = 0.4  # the same of a picture that was plain before, as likely as not
_RESTORED_LOOK = 0.09  # of all of the time, for a first look then

_NEARLY_PLAIN = 0.85  # share of what is no background that whole shapes draw where all is plain
_FEW_COLOURS, _FEW_SHARE = 4, 0.4
"""Colours of a picture that is likely drawn with lines; what these are worth."""

_LOOK_SHARE = 0.35  # of that, for a first look
_ROUGH_SHARE = 0.5  # of the budget, for whole shapes that are roughly right
_MOSTLY = 0.15  # of the squared error of the bare background
_PROMISING = 0.3  # the same where it may yet turn out plain
_PART = 2.5  # times an even part of that a patch may take, as most need less
_MOST_PART = 0.6  # of what is left that a patch may take if there are others
_LEAST = 12  # candidates for a patch
_MOST = 60  # patches
_EXPLAINED = 0.9  # share of a patch that is drawn right where it needs no shape more
_FEW = 4000  # candidates, below which whole shapes are looked for only where there are some
_PATIENCE, _LEAST_PATIENCE = 0.1, 60
"""Share of these, and how many at least, after which there are none, or no more."""

_WORTH_IT = 0.5  # share of what is no background that they draw right then


def cover_patches(canvas: Canvas, kinds: Sequence[str], budget: Budget) -> list[Shape]:
    """Shapes for the patches of one colour in a picture.

    Args:
        canvas: of the picture; it is not drawn on.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate, with at most half of what it has.

    Returns:
        Back to front; patches for which there is no plain shape are left out.
    """
    end, late = budget.spent + round(_SHARE * budget.left), budget.part(_SHARE).seconds
    labels = labels_of(canvas.target)
    whole: list[Layered] = []
    if labels is not None:
        share = _WHOLE_SHARE * _SHARE
        few = budget.left < _FEW
        patience = max(round(_PATIENCE * budget.left), _LEAST_PATIENCE) if few else ANY
        whole = _whole_shapes(canvas, labels, kinds, budget, share, _PATHS_SHARE, patience=patience)
        if few and share_right(canvas, shapes_of(whole)) < _WORTH_IT:
            whole = [one for one in whole if is_whole(one)]
    whole, lines = lined(canvas, whole, kinds, budget)
    single = list(_single(canvas, kinds, budget, [*whole, *lines], end, late))
    found = in_order([*lines, *single, *whole[::-1]])
    as_stacked = [*whole, *single[::-1], *lines]
    if whole and end - budget.spent >= 2:
        found = nearest(canvas, [found, as_stacked], budget)
    return shapes_of(found)


def plain_shapes(
    canvas: Canvas, kinds: Sequence[str], budget: Budget, noise: float = 0.0
) -> list[Shape]:
    """Whole shapes that are nearly all of a picture of plain areas; none where they are not.

    Args:
        canvas: of the picture; it is not drawn on.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate, with a small part of what it has.
        noise: pixels by which the picture's edges may be off, on the mean. Where there is some,
            closed paths are looked for too: nothing else will find them.
    """
    labels = labels_of(canvas.target, noise)
    if labels is None:
        return []
    curved = noise > 0
    few = len(labels.colours) <= _FEW_COLOURS
    share = _PLAIN_SHARE if budget.seconds is None else _PLAIN_TIME_SHARE
    share = _FEW_SHARE if few else share
    look = share if few else _LOOK_SHARE * share
    if curved and budget.seconds is not None:
        share, look = _RESTORED_TIME_SHARE, max(look, _RESTORED_LOOK)
    for thorough in (True,) if few and curved else (False, True):
        part = share if thorough else look
        paths = _PATHS_SHARE if curved and thorough else 0.0
        found = _whole_shapes(canvas, labels, kinds, budget, part, paths, thorough)
        found = [layered for some in lined(canvas, found, kinds, budget) for layered in some]
        right = share_right(canvas, shapes_of(found))
        if right >= _NEARLY_PLAIN or (few and _is_mostly(canvas, found)):
            return shapes_of(found)
        if right < _PROMISING:
            break
    return []


def rough_shapes(canvas: Canvas, kinds: Sequence[str], budget: Budget, off: float) -> list[Shape]:
    """Whole shapes that a picture of plain areas is roughly made of; none where it has none.

    Args:
        canvas: of the picture; it is not drawn on.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate.
        off: pixels by which edges may be off, on the mean.
    """
    labels = labels_of(canvas.target, off)
    if labels is None:
        return []
    return shapes_of(_whole_shapes(canvas, labels, kinds, budget, _ROUGH_SHARE, thorough=False))


def _is_mostly(canvas: Canvas, found: Sequence[Layered]) -> bool:
    """Whether shapes are nearly the picture, if not exactly: as where lines are a little off."""
    bare = squared_error(canvas, [])
    return squared_error(canvas, shapes_of(found)) <= _MOSTLY * bare


def _whole_shapes(
    canvas: Canvas,
    labels: Labels,
    kinds: Sequence[str],
    budget: Budget,
    share: float,
    paths: float = 0.0,
    thorough: bool = True,
    patience: int = ANY,
) -> list[Layered]:
    """What whole shapes explain, back to front, with at most a share of the budget.

    Closed paths are among them, with at most a share `paths` of that.
    """
    off = np.abs(labels.colours - np.array(canvas.background)).max(1)
    ground = int(off.argmin()) if off.min() < 1 else -1
    part = budget.part(share)
    part.patience = patience
    peel = peeled(canvas, labels, ground, kinds, part, paths, thorough)
    part.patience = ANY
    found = made_flush(canvas, stacked(canvas, peel, part), kinds, part)
    found = solid(canvas, hollow(canvas, found, part), part)
    budget.spend(part.spent)
    return found


def _single(
    canvas: Canvas,
    kinds: Sequence[str],
    budget: Budget,
    whole: Sequence[Layered],
    end: int,
    late: float | None,
) -> Iterator[Layered]:
    """Shapes for patches that are not drawn right yet, the larger ones last.

    Args:
        canvas, kinds, budget: see `cover_patches`.
        whole: what is drawn already.
        end: candidates in all, and
        late: seconds since the start, if these count, after which there are no more.
    """
    judge = Judge(canvas, math.inf, None, kinds, budget)
    right = drawn_right(canvas, shapes_of(whole))
    claimed = np.logical_or.reduce([np.zeros_like(right), *(one.cover > 0 for one in whole)])
    every = list(patches_of(canvas.target, canvas.rasterizer.scale))[:_MOST]
    later = drawn_last(judge, every)
    owns = [_own(canvas, patch) for patch in every]
    found: list[Layered] = []
    for count, (patch, own) in enumerate(zip(every, owns, strict=True)):
        if _is(right, own):
            continue
        left = min(end - budget.spent, budget.left)
        if budget.over or left < _LEAST or (late is not None and budget.elapsed > late):
            break
        # What is drawn right by the background alone may yet be painted over.
        open_ = sum(not _is(right & claimed, other) for other in owns[count:])
        share = min(_PART / open_, _MOST_PART if open_ > 1 else 1.0)
        judge.budget = Budget(max(round(share * left), _LEAST))
        shape = fitted(judge, patch, later, quick=True)
        budget.spend(judge.budget.spent)
        if shape is not None:
            cover = canvas.layer(shape).spread(right.shape)
            found.append(Layered(shape, own, cover, frozenset()))
            right = (right & (cover < SAME)) | (own & (cover > 1 - SAME))
    yield from reversed(found)


def _own(canvas: Canvas, patch: Patch) -> Flags:
    """(H, W) the pixels of a patch that have its colour."""
    h, w = patch.mask.shape
    box = slice(patch.y, patch.y + h), slice(patch.x, patch.x + w)
    off = np.abs(canvas.target[box] - np.array(patch.colour, np.float32) / np.float32(255)).max(2)
    own = np.zeros(canvas.target.shape[:2], bool)
    own[box] = (patch.mask > 0) & (off < SAME)
    return own


def _is(right: Flags, own: Flags) -> bool:
    """Whether a patch is drawn right; one of mixtures alone is but the edge of others."""
    return not own.any() or bool(right[own].mean() >= _EXPLAINED)
