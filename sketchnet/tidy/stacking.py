"""Whole shapes on one another: in which order, with which fills, and with thin lines on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS, Shape
from sketchnet.tidy.composites import SAME, squared_error
from sketchnet.tidy.hairlines import hairlines
from sketchnet.tidy.layered import Layered

_LINES_SHARE = 0.1  # of the budget, for thin lines
_BAR = 2.5  # pixels across a bar that may be a line
_NOTHING = 1e-3  # share of the squared error that is none
_SAME_STACK = (0.1 / 255) ** 2  # the same, up to which no order is nearer


def stacked(canvas: Canvas, found: Sequence[Layered], budget: Budget) -> list[Layered]:
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
