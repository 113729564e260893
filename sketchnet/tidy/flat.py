"""Flat art as the plainest shapes that cover its patches: where a search may begin.

Whole shapes come first, those on top before those below, each fitted to what can be seen of it;
patches that no whole shape explains are covered one by one.

Legend: H, W the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import cv2
import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import KINDS, Shape
from sketchnet.tidy.fitting import drawn_last, fitted
from sketchnet.tidy.hairlines import hairlines
from sketchnet.tidy.judge import Judge, paint
from sketchnet.tidy.labels import Flags, labels_of, widened
from sketchnet.tidy.layered import Layered, in_order
from sketchnet.tidy.patches import Patch, patches_of
from sketchnet.tidy.peeling import peeled

_SHARE = 0.5  # of the budget, at most
_WHOLE_SHARE = 0.8  # of that, for whole shapes
_PATHS_SHARE = 0.5  # of that, for closed paths where no plainer shape fits
_PLAIN_SHARE, _PLAIN_TIME_SHARE = 0.2, 0.08
"""Of the budget, for whole shapes where it is not known that there are any; where time counts."""

_LINES_SHARE = 0.1  # of the budget, for thin lines
_NOTHING = 1e-3  # share of the squared error that is none
_BAR = 2.5  # pixels across a bar that may be a line
_NEARLY_PLAIN = 0.85  # share of what is no background that whole shapes draw where all is plain
_LOOK_SHARE = 0.35  # of that, for a first look
_PROMISING = 0.3  # the same where it may yet turn out plain
_PART = 2.5  # times an even part of that a patch may take, as most need less
_MOST_PART = 0.6  # of what is left that a patch may take if there are others
_LEAST = 12  # candidates for a patch
_MOST = 60  # patches
_SAME = 0.04  # of 1, by which a channel of a pixel may be off that is drawn right
_NEARLY_ALL = 0.998  # share of a picture that shapes draw where all of them fit
_EXACT = (0.5 / 255) ** 2  # squared error of a sample up to which a picture is exact
_SAME_STACK = (0.1 / 255) ** 2  # the same, up to which no order is nearer
_EXPLAINED = 0.9  # share of a patch that is drawn right where it needs no shape more


def cover_patches(canvas: Canvas, kinds: Sequence[str], budget: Budget) -> list[Shape]:
    """Shapes for the patches of one colour in a picture.

    Args:
        canvas: of the picture; it is not drawn on.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate, with at most half of what it has.

    Returns:
        Back to front; patches for which there is no plain shape are left out.
    """
    end = budget.spent + round(_SHARE * budget.left)
    whole = _whole_shapes(canvas, kinds, budget, _WHOLE_SHARE * _SHARE, _PATHS_SHARE)
    whole, lines = _lined(canvas, whole, kinds, budget)
    single = _single(canvas, kinds, budget, [*whole, *lines], end)
    found = in_order([*lines, *single, *whole[::-1]])
    return [layered.shape for layered in found]


def plain_shapes(canvas: Canvas, kinds: Sequence[str], budget: Budget) -> list[Shape]:
    """Whole shapes that are nearly all of a picture of plain areas; none where they are not.

    Args:
        canvas: of the picture; it is not drawn on.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate, with a small part of what it has.
    """
    share = _PLAIN_SHARE if budget.seconds is None else _PLAIN_TIME_SHARE
    unlike = np.abs(canvas.target - np.array(canvas.background) / 255).max(2) >= _SAME
    for thorough in (False, True):
        part = share if thorough else _LOOK_SHARE * share
        found = _whole_shapes(canvas, kinds, budget, part, thorough=thorough)
        found = [layered for some in _lined(canvas, found, kinds, budget) for layered in some]
        right = float(_right(canvas, found)[unlike].mean()) if found else 0.0
        if right >= _NEARLY_PLAIN:
            return [layered.shape for layered in found]
        if right < _PROMISING:
            break
    return []


def is_exact(canvas: Canvas, shapes: Sequence[Shape]) -> bool:
    """Whether shapes, back to front, are the picture, so that nobody sees a difference."""
    off = _composite(canvas, shapes) - canvas.target
    return float(np.vdot(off, off)) <= _EXACT * off.size


def softened(canvas: Canvas, shapes: Sequence[Shape]) -> Picture:
    """The picture as shapes draw it, where it differs by no more than the steps of a hard edge.

    A picture of hard edges is never drawn exactly by shapes of soft ones. What differs along edges,
    and has the colour drawn right beside it, is as good as right: nothing should be spent on it.
    Nor on what a path of tidy numbers is off along its own edge, by a part of a pixel.

    Args:
        canvas: of the picture; it is not drawn on.
        shapes: back to front.

    Returns:
        (H, W, 3) float32 in 0–1; the picture itself where its edges are soft.
    """
    target = canvas.target
    labels = labels_of(target)
    picture = _composite(canvas, shapes)
    paths = [shape for shape in shapes if shape.kind == "path"]
    if paths:
        target = np.where(_beside(canvas, paths, picture)[..., None], picture, target)
    if labels is None or not labels.hard:
        return target
    height, width, _ = target.shape
    framed = np.pad(picture, ((1, 1), (1, 1), (0, 0)), mode="edge")
    near = np.zeros((height, width), bool)
    for down in range(3):
        for right in range(3):
            beside = framed[down : down + height, right : right + width]
            near |= np.abs(beside - target).max(2) < _SAME
    if near.mean() < _NEARLY_ALL:  # shapes that do not fit say nothing about edges
        return target
    return np.where(near[..., None], picture, target)


def _beside(canvas: Canvas, paths: Sequence[Shape], picture: Picture) -> Flags:
    """(H, W) where a picture is as drawn but for an edge of paths that is off by less than a pixel.

    There the picture's colour is a mixture of those drawn in the pixels around.
    """
    edge = np.zeros(picture.shape[:2], bool)
    for path in paths:
        layer = canvas.layer(path)
        for part in path.parts:
            mask = layer.mask(part)
            edge[layer.window.slices] |= (mask > 0) & (mask < 1)
    square = np.ones((3, 3), np.uint8)
    low, high = cv2.erode(picture, square), cv2.dilate(picture, square)
    between = ((canvas.target >= low - _SAME) & (canvas.target <= high + _SAME)).all(2)
    return np.asarray(widened(edge, 3) & between)


def _lined(
    canvas: Canvas, whole: list[Layered], kinds: Sequence[str], budget: Budget
) -> tuple[list[Layered], list[Layered]]:
    """Whole shapes and the thin lines on them, with a small part of the budget for these."""
    if "line" not in kinds:
        return whole, []
    part = budget.part(_LINES_SHARE)
    best = whole, hairlines(canvas, [layered.shape for layered in whole], part)
    # Two rows of half a line's colour may have passed for a bar.
    thick = [one for one in whole if one.shape.kind != "rect" or min(one.shape.params[2:]) > _BAR]
    if len(thick) < len(whole):
        other = thick, hairlines(canvas, [layered.shape for layered in thick], part)
        best = min(best, other, key=lambda found: _off(canvas, *found))
    budget.spend(part.spent)
    size = canvas.target.shape[:2]
    covers = [canvas.layer(line).spread(size) for line in best[1]]
    lines = zip(best[1], covers, strict=True)
    return best[0], [Layered(line, cover > _SAME, cover, frozenset()) for line, cover in lines]


def _off(canvas: Canvas, whole: Sequence[Layered], lines: Sequence[Shape] = ()) -> float:
    """The squared error of whole shapes and lines on them."""
    off = _composite(canvas, [*(layered.shape for layered in whole), *lines]) - canvas.target
    return float(np.vdot(off, off))


def _whole_shapes(
    canvas: Canvas,
    kinds: Sequence[str],
    budget: Budget,
    share: float,
    paths: float = 0.0,
    thorough: bool = True,
) -> list[Layered]:
    """What whole shapes explain, back to front, with at most a share of the budget.

    Closed paths are among them, with at most a share `paths` of that.
    """
    labels = labels_of(canvas.target)
    if labels is None:
        return []
    off = np.abs(labels.colours - np.array(canvas.background)).max(1)
    ground = int(off.argmin()) if off.min() < 1 else -1
    part = budget.part(share)
    found = _stacked(canvas, peeled(canvas, labels, ground, kinds, part, paths, thorough), part)
    found = _hollow(canvas, found, part)
    budget.spend(part.spent)
    return found


def _hollow(canvas: Canvas, found: list[Layered], budget: Budget) -> list[Layered]:
    """Shapes filled with the background's colour, without that fill where it hides nothing."""
    for index, one in enumerate(found):
        shape = one.shape
        bare = shape.paint == "both" and shape.fill == canvas.background
        if not bare or "stroke" not in KINDS[shape.kind].paints or not budget.affords(2):
            continue
        budget.spend(2)
        line = replace(shape, paint="stroke")
        cover = canvas.layer(line).spread(one.cover.shape)
        other = [*found[:index], replace(one, shape=line, cover=cover), *found[index + 1 :]]
        if _off(canvas, other) <= _off(canvas, found) * (1 + _NOTHING):
            found = other
    return found


def _stacked(canvas: Canvas, found: Sequence[Layered], budget: Budget) -> list[Layered]:
    """Shapes with those that overlap changed about, where that is nearer the picture."""

    def error(stack: Sequence[Layered]) -> float:
        budget.spend(1)
        return _off(canvas, stack)

    stack = list(found)
    least = error(stack)
    for _ in range(len(stack)):
        before = least
        for low, high in combinations(range(len(stack)), 2):
            if least <= _SAME_STACK * canvas.target.size:
                return stack
            if not budget.affords(2) or not (stack[low].cover * stack[high].cover).any():
                continue
            below, between, above = stack[:low], stack[low + 1 : high], stack[high + 1 :]
            raised = [*below, *between, stack[high], stack[low], *above]
            lowered = [*below, stack[high], stack[low], *between, *above]
            for other in (raised, lowered) if between else (raised,):
                if (there := error(other)) < least * (1 - 1e-3):
                    stack, least = other, there
                    break
        if least == before:
            break
    return stack


def _single(
    canvas: Canvas, kinds: Sequence[str], budget: Budget, whole: Sequence[Layered], end: int
) -> Iterator[Layered]:
    """Shapes for patches that are not drawn right yet, the larger ones last."""
    judge = Judge(canvas, math.inf, None, kinds, budget)
    right = _right(canvas, whole)
    claimed = np.logical_or.reduce([np.zeros_like(right), *(one.cover > 0 for one in whole)])
    every = list(patches_of(canvas.target, canvas.rasterizer.scale))[:_MOST]
    later = drawn_last(judge, every)
    owns = [_own(canvas, patch) for patch in every]
    found: list[Layered] = []
    for count, (patch, own) in enumerate(zip(every, owns, strict=True)):
        if _is(right, own):
            continue
        left = min(end - budget.spent, budget.left)
        if budget.over or left < _LEAST:
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
            right = (right & (cover < _SAME)) | (own & (cover > 1 - _SAME))
    yield from reversed(found)


def _right(canvas: Canvas, shapes: Sequence[Layered]) -> Flags:
    """(H, W) where shapes on the background draw the picture."""
    picture = _composite(canvas, [layered.shape for layered in shapes])
    return np.asarray(np.abs(picture - canvas.target).max(2) < _SAME)


def _composite(canvas: Canvas, shapes: Sequence[Shape]) -> Picture:
    """(H, W, 3) what shapes on the background draw."""
    unit = np.array(canvas.background, np.float32) / np.float32(255)
    picture: Picture = np.broadcast_to(unit, canvas.target.shape).copy()
    for shape in shapes:
        paint(picture, canvas.layer(shape), 0, 0)
    return picture


def _own(canvas: Canvas, patch: Patch) -> Flags:
    """(H, W) the pixels of a patch that have its colour."""
    h, w = patch.mask.shape
    box = slice(patch.y, patch.y + h), slice(patch.x, patch.x + w)
    off = np.abs(canvas.target[box] - np.array(patch.colour, np.float32) / np.float32(255)).max(2)
    own = np.zeros(canvas.target.shape[:2], bool)
    own[box] = (patch.mask > 0) & (off < _SAME)
    return own


def _is(right: Flags, own: Flags) -> bool:
    """Whether a patch is drawn right; one of mixtures alone is but the edge of others."""
    return not own.any() or bool(right[own].mean() >= _EXPLAINED)
