"""Joint refinement: all numbers of a stack moved together by Gauss–Newton on true renders.

One shape's best place depends on its neighbours', so fitting shapes one at a time stops where no
single one can move; together they can.

Legend: P numbers of the whole stack, N pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.normal import Matrix, Normal, Plane, normal_equations
from sketchnet.search.shapes import Shape
from sketchnet.search.slopes import free_values, renders_of, slopes_of, with_values

_DAMPING = (1e-4, 10.0)  # least and most
_FARTHEST = 6.0  # picture pixels a number may move in one step


def values_of(shapes: list[Shape]) -> Matrix:
    """The P movable numbers of a stack, shape by shape."""
    return np.concatenate([free_values(shape) for shape in shapes])


def moved(shapes: list[Shape], values: Matrix) -> list[Shape]:
    """The stack with other movable numbers."""
    out, start = [], 0
    for shape in shapes:
        stop = start + len(free_values(shape))
        out.append(with_values(shape, values[start:stop]))
        start = stop
    return out


def stack_normal(canvas: Canvas) -> Normal:
    """The normal equations of the whole stack, all colours solved for."""
    height, width, _ = canvas.target.shape
    count = len(values_of(canvas.shapes))
    blocks: list[tuple[slice, NDArray[np.intp], Plane]] = []  # numbers, pixels, (3, P, K)
    parts = np.zeros(
        (1 + sum(len(shape.parts) for shape in canvas.shapes), height, width), np.float32
    )
    parts[0] = canvas.above(0)[0]  # the background's
    moving = np.zeros(height * width, bool)
    start, part_index = 0, 1
    for index, layer in enumerate(canvas.layers):
        shape = layer.shape
        stop = start + len(free_values(shape))
        visible = canvas.above(index + 1)[0]
        slopes = slopes_of(canvas.rasterizer, shape)
        if slopes is not None:
            y, x = np.divmod(slopes.pixels, slopes.window.w)
            y, x = y + slopes.window.y, x + slopes.window.x
            pixels = y * width + x
            moving[pixels] = True
            seen, under = visible[y, x], canvas.below(index)[y, x].T
            block = np.zeros((3, stop - start, len(pixels)), np.float32)
            for part, slope in zip(shape.parts, slopes.slopes, strict=True):
                colour = np.array(getattr(shape, part), np.float32) / np.float32(255)
                change = seen * (colour[:, None] - under)  # (3, K)
                block += slope * change[:, None]
            blocks.append((slice(start, stop), pixels, block))
        rows, columns = layer.window.slices
        for part in shape.parts:
            np.multiply(visible[rows, columns], layer.mask(part), parts[part_index, rows, columns])
            part_index += 1
        start = stop
    edges = np.flatnonzero(moving)
    column = np.zeros(height * width, np.intp)
    column[edges] = np.arange(len(edges))
    jacobian = np.zeros((len(edges), 3, count), np.float32)
    for numbers, pixels, block in blocks:
        jacobian[column[pixels], :, numbers] = block.transpose(2, 0, 1)
    return normal_equations(
        jacobian.transpose(1, 2, 0),
        edges,
        (canvas.target - canvas.picture()).reshape(-1, 3).T,
        parts.reshape(len(parts), -1),
    )


def put(canvas: Canvas, shapes: list[Shape]) -> float:
    """Makes shapes the stack, with the best colours for them; the squared error then."""
    canvas.restore([canvas.layer(shape) for shape in shapes], canvas.background)
    canvas.solve_colours()
    return canvas.error()


def refine(canvas: Canvas, budget: Budget, steps: int, damping: float = 1e-2) -> float:
    """Moves all numbers of a stack together; its error never rises.

    Args:
        canvas: the stack; no grid holds its numbers afterwards.
        budget: pays for every shape drawn.
        steps: most Gauss–Newton steps.
        damping: Levenberg's, at the start.

    Returns:
        The squared error reached.
    """
    error = canvas.error()
    for _ in range(steps):
        shapes = canvas.shapes
        cost = sum(renders_of(shape) for shape in shapes)
        if not shapes or not budget.affords(cost + len(shapes)):
            break
        normal = stack_normal(canvas)
        budget.spend(cost)
        values = values_of(shapes)
        before = canvas.snapshot()
        start = error
        for _ in range(4):
            if not budget.affords(len(shapes)):
                break
            (step,) = normal.steps((damping,))
            reached = put(canvas, moved(shapes, values + np.clip(step, -_FARTHEST, _FARTHEST)))
            budget.spend(len(shapes))
            if reached < error:
                error = reached
                damping = max(damping / 4, _DAMPING[0])
                break
            canvas.restore(*before)
            damping *= 5
        if error > start * (1 - 1e-3) or damping > _DAMPING[1]:
            break
    return error
