"""Flat art as the plainest shapes that cover its patches: where a search may begin."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Shape
from sketchnet.tidy.fitting import drawn_last, fitted
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.patches import patches_of

_SHARE = 0.5  # of the budget, at most
_PART = 2.5  # times an even part of that a patch may take, as most need less
_LEAST = 12  # candidates for a patch
_MOST = 60  # patches


def cover_patches(canvas: Canvas, kinds: Sequence[str], budget: Budget) -> list[Shape]:
    """Shapes for the patches of one colour in a picture, the larger ones below.

    Args:
        canvas: of the picture; it is not drawn on.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate, with at most half of what it has.

    Returns:
        Back to front; patches for which there is no plain shape are left out.
    """
    judge = Judge(canvas, math.inf, None, kinds, budget)
    patches = list(patches_of(canvas.target, canvas.rasterizer.scale))[:_MOST]
    later = drawn_last(judge, patches)
    shapes: list[Shape] = []
    end = budget.spent + _SHARE * budget.left
    for count, patch in enumerate(patches):
        left = min(round(end) - budget.spent, budget.left)
        if budget.over or left < _LEAST:
            break
        judge.budget = Budget(max(min(round(_PART * left / (len(patches) - count)), left), _LEAST))
        shape = fitted(judge, patch, later, quick=True)
        budget.spend(judge.budget.spent)
        if shape is not None:
            shapes.append(shape)
    return shapes
