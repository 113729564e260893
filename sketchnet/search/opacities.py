"""How much shapes let through of what lies below: found for each in turn, its colour solved for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Shape, colour_of

_STEPS = (64, 24, 8, 3, 1)  # of 255, coarse to fine
_LEAST = 24  # of 255: what is fainter is hardly seen
_ROUNDS = 2
_LOWER = 0.995  # of the error, that another opacity has to bring it down to
_PLAIN = 0.9  # the same where the shape would be see-through that was not


def fit_opacities(canvas: Canvas, budget: Budget) -> float:
    """Makes each filled shape as opaque as fits best; the squared error then, which never rises.

    Args:
        canvas: the stack; its colours are solved for.
        budget: pays for every candidate.
    """
    error = canvas.error()
    for _ in range(_ROUNDS):
        before = error
        for index, shape in enumerate(canvas.shapes):
            if budget.over:
                return error
            if "fill" in shape.parts and not shape.shaded:
                error = _fit(canvas, index, error, budget)
        if error > _LOWER * before:
            break
    return error


def _fit(canvas: Canvas, index: int, error: float, budget: Budget) -> float:
    """Makes one shape as opaque as fits best; the squared error then."""
    place = canvas.place(index, instead=True)
    shape = canvas.layers[index].shape
    params, weights = np.array([shape.params]), np.array([shape.weight])

    def seen(level: int) -> tuple[float, Shape]:
        opacity = level / 255
        budget.spend(1)
        scores = place(shape.kind, params, shape.paint, weights, opacity)
        one = replace(shape, opacity=opacity, fill=colour_of(scores.fills[0]))
        if shape.outlined:
            one = replace(one, stroke=colour_of(scores.strokes[0]))
        return float(scores.gains[0]), one

    level = round(255 * shape.opacity)
    best = now = seen(level)
    for step in _STEPS:
        moved = True
        while moved:
            moved = False
            for other in (level - step, level + step):
                if _LEAST <= other <= 255 and (found := seen(other))[0] > best[0] + 1e-9:
                    best, level, moved = found, other, True
    reached = error - (best[0] - now[0])
    wanted = _PLAIN if shape.opacity == 1 else _LOWER
    if reached > wanted * error:
        return error
    before = canvas.snapshot()
    canvas.replace(index, best[1])
    canvas.solve_colours()
    after = canvas.error()
    if after > error:
        canvas.restore(*before)
        return error
    return after
