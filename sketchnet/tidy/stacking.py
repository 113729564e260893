"""Whole shapes on one another: in which order, with which fills, and with thin lines on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Mask
from sketchnet.search.shapes import KINDS, Shape, colour_of
from sketchnet.tidy.composites import SAME, squared_error
from sketchnet.tidy.hairlines import hairlines
from sketchnet.tidy.labels import Flags
from sketchnet.tidy.layered import Layered

_LINES_SHARE = 0.1  # of the budget, for thin lines
_BAR = 2.5  # pixels across a bar that may be a line
_INSIDE, _DRAWN = 0.95, 0.4  # of a pixel
_HIDES = 0.02  # share of the squared error that a fill takes away by what it hides
_NOTHING = 1e-3  # share of the squared error that is none
_SAME_STACK = (0.1 / 255) ** 2  # the same, up to which no order is nearer


def stacked(canvas: Canvas, found: Sequence[Layered], budget: Budget) -> list[Layered]:
    """Shapes with those that overlap changed about, where that is nearer the picture."""

    def error(stack: Sequence[Layered]) -> float:
        budget.spend(1)
        return _off(canvas, stack)

    stack = list(found)
    if len(stack) < 2 or not budget.affords(1):
        return stack
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


def hollow(canvas: Canvas, found: list[Layered], budget: Budget) -> list[Layered]:
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


def solid(canvas: Canvas, found: list[Layered], budget: Budget) -> list[Layered]:
    """Outlines, with a fill of what is seen inside them where they hide what lies below."""
    for one in list(found):
        shape = one.shape
        bare = shape.paint == "stroke" and "both" in KINDS[shape.kind].paints
        inside = _inside(canvas, shape) if bare else None
        if inside is None or not any((inside * other.cover).any() for other in found):
            continue
        filled = _filled(canvas, one, inside)
        if not budget.affords(2):
            break
        budget.spend(2)
        shown = np.abs(canvas.target - np.array(filled.shape.fill) / 255).max(2) > SAME
        on = [other for other in found if other is not one and _shows(other, inside, shown)]
        other = [*(o for o in found if o is not one and o not in on), filled, *on]
        if _off(canvas, other) < _off(canvas, found) * (1 - _HIDES):
            found = other
    return found


def _inside(canvas: Canvas, shape: Shape) -> Mask | None:
    """(H, W) how much of each pixel the fill of an outline would cover; None if it has none."""
    layer = canvas.layer(replace(shape, paint="both"))
    inside = np.zeros(canvas.target.shape[:2], np.float32)
    inside[layer.window.slices] = layer.mask("fill")
    return inside if (inside > _INSIDE).any() else None


def _shows(other: Layered, inside: Mask, shown: Flags) -> bool:
    """Whether what a shape would draw inside an outline can be seen there."""
    there = (inside > _INSIDE) & (other.cover > _DRAWN)
    return bool(there.any() and shown[there].mean() > 1 - _DRAWN)


def _filled(canvas: Canvas, one: Layered, inside: Mask) -> Layered:
    """An outline with a fill of the colour that is seen most inside."""
    pixels = np.round(canvas.target[inside > _INSIDE] * 255)
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    fill = colour_of(colours[counts.argmax()].astype(np.float64))
    shape = replace(one.shape, paint="both", fill=fill)
    return replace(one, shape=shape, cover=canvas.layer(shape).spread(inside.shape))


def lined(
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
    return best[0], [Layered(line, cover > SAME, cover, frozenset()) for line, cover in lines]


def _off(canvas: Canvas, whole: Sequence[Layered], lines: Sequence[Shape] = ()) -> float:
    """The squared error of whole shapes and lines on them."""
    return squared_error(canvas, [*(layered.shape for layered in whole), *lines])


def nearest(canvas: Canvas, stacks: Sequence[list[Layered]], budget: Budget) -> list[Layered]:
    """Which of some stacks draws what is nearest to the picture; the first where none is nearer."""
    budget.spend(len(stacks))
    return min(stacks, key=lambda stack: _off(canvas, stack))
