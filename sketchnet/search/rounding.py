"""From free numbers to tidy ones: every number is put on its grid, the others making up for it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.joint import moved, put, stack_normal, values_of
from sketchnet.search.layers import Canvas
from sketchnet.search.normal import Matrix, Normal
from sketchnet.search.shapes import KINDS, Shape, colour_of
from sketchnet.search.slopes import free_roles, free_values, renders_of, with_values

_RIDGE = 1e-2  # how far the quadratic model is trusted, as a share of its own diagonal
_WEIGHT_STEP = 0.5  # pixels: stroke weights come in halves
_FARTHEST = 2.0  # picture pixels a number may move before it is rounded


def on_grid(shape: Shape, grid: float, kinds: Container[str] = KINDS) -> Shape:
    """A shape with every number at its nearest tidy value."""
    steps = _steps(shape, grid)
    rounded = with_values(shape, np.round(free_values(shape) / steps) * steps)
    return _no_dot(rounded, grid, kinds)


def round_jointly(
    canvas: Canvas, grid: float, budget: Budget, kinds: Container[str] = KINDS
) -> float:
    """Puts every number of a stack on the grid; the squared error then.

    One after another, the stiffest first, numbers go to their nearest tidy value and those still
    free move to where the quadratic model of the error then has its least (optimal brain
    quantization, Frantar and Alistarh 2022, for one row of weights).

    Args:
        canvas: a refined stack.
        grid: step of positions and sizes, in picture pixels.
        budget: pays for every shape drawn.
        kinds: keys of `KINDS` that may be drawn.
    """
    shapes = canvas.shapes
    cost = sum(renders_of(shape) for shape in shapes)
    model = stack_normal(canvas) if shapes and budget.affords(cost) else None
    nearest = put(canvas, [on_grid(shape, grid, kinds) for shape in shapes])
    if model is None:
        return nearest
    budget.spend(cost)
    plain = canvas.snapshot()
    steps = np.concatenate([_steps(shape, grid) for shape in shapes])
    values = rounded_by(values_of(shapes), steps, model)
    together = put(canvas, [on_grid(s, grid, kinds) for s in moved(shapes, values)])
    if nearest < together:  # the model is no guide where shapes are hidden or exact already
        canvas.restore(*plain)
    return min(nearest, together)


def descend(canvas: Canvas, grid: float, budget: Budget, sweeps: int = 3) -> float:
    """Moves single numbers a step of the grid as long as that helps; the squared error then.

    Args:
        canvas: a stack on the grid.
        grid: step of positions and sizes, in picture pixels.
        budget: pays for every shape drawn.
        sweeps: most times every shape is looked at.
    """
    error = canvas.error()
    for _ in range(sweeps):
        for index in range(len(canvas.layers)):
            _descend(canvas, index, grid, budget)
        canvas.solve_colours()
        if canvas.error() > error * (1 - 1e-3):
            break
        error = canvas.error()
    return canvas.error()


def _descend(canvas: Canvas, index: int, grid: float, budget: Budget) -> None:
    place = canvas.place(index, instead=True)
    for _ in range(4):
        shape = canvas.layers[index].shape
        values, steps = free_values(shape), _steps(shape, grid)
        around = values + np.vstack([np.zeros(len(steps)), np.diag(steps), np.diag(-steps)])
        if not budget.affords(len(around)):
            return
        moves = [with_values(shape, row) for row in around]
        scores = place(
            shape.kind,
            np.array([move.params for move in moves]),
            shape.paint,
            np.array([move.weight for move in moves]),
            shape.opacity,
        )
        budget.spend(len(moves))
        best = int(scores.gains.argmax())
        if scores.gains[best] <= scores.gains[0] * (1 + 1e-6):
            return
        move = moves[best]
        for part in move.parts:
            colours = scores.fills if part == "fill" else scores.strokes
            move = move.coloured(part, colour_of(colours[best]))
        canvas.replace(index, move)


def _no_dot(shape: Shape, grid: float, kinds: Container[str]) -> Shape:
    """A line whose ends have met is the disc its caps drew, or else not quite a dot."""
    x, y, *end = shape.params[:4]
    if shape.kind != "line" or [x, y] != end:
        return shape
    if "circle" not in kinds:
        return replace(shape, params=(x, y, x + grid, y))
    disc = replace(shape, kind="circle", params=(x, y, shape.weight), paint="fill")
    return disc.coloured("fill", shape.stroke)


def _steps(shape: Shape, grid: float) -> Matrix:
    """(P,) the grid of each movable number."""
    count = len(free_roles(shape.kind, len(shape.params)))
    whole = shape.shaded and shape.kind == "rect"  # drawn row by row, with no soft edges between
    steps = np.full(count, max(grid, 1.0) if whole else grid)
    return np.append(steps, _WEIGHT_STEP) if shape.outlined else steps


def rounded_by(values: Matrix, steps: Matrix, normal: Normal) -> Matrix:
    """(P,) tidy values near the least of the quadratic model.

    Args:
        values: (P,) numbers as they are.
        steps: (P,) the grid of each.
        normal: the model about them.
    """
    matrix = normal.matrix.copy()
    diagonal = np.diag_indices_from(matrix)
    matrix[diagonal] += _RIDGE * matrix[diagonal] + 1e-3 * matrix[diagonal].mean() + 1e-6
    inverse = np.linalg.inv(matrix)
    out = values + np.clip(inverse @ normal.gradient, -_FARTHEST, _FARTHEST)
    order = np.argsort(-np.diag(matrix) * steps**2)
    for place, i in enumerate(order):
        rest = order[place:]
        tidy = np.round(out[i] / steps[i]) * steps[i]
        out[rest] += inverse[rest, i] * (tidy - out[i]) / inverse[i, i]
        out[i] = tidy
        inverse -= np.outer(inverse[:, i], inverse[i]) / inverse[i, i]
    return out
