"""Pictures of plain shapes that stand between the steps of the grid, and yet are drawn on it.

Icons are rarely drawn for the size at which they are seen, so that their edges lie anywhere between
pixels. What they are made of is found roughly, all numbers are moved together to where they are
exact, and are put on the grid then: a person would write no others. What that leaves along the
edges is as good as right, and nothing is spent on it.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.methods.asked import Begun, Request
from sketchnet.search.budget import Budget
from sketchnet.search.climb import Climber, Space
from sketchnet.search.joint import put, refine
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.rewording import reword
from sketchnet.search.rounding import on_grid
from sketchnet.search.setup import grid_of
from sketchnet.search.shapes import CORNERED, LEAST_WEIGHT, Colour, Shape, numbers_of
from sketchnet.search.slopes import free_values
from sketchnet.tidy.composites import composite, is_exact, share_right
from sketchnet.tidy.flat import rough_shapes
from sketchnet.tidy.items import roles_of
from sketchnet.tidy.labels import Flags, Labels, labels_of, widened

_SHARE = 0.2  # of what is left, at most
_LEAST, _LEAST_S = 200, 1.0  # candidates and seconds, below which there is no time for it
_OFF = 0.3  # pixels by which edges may be off, on the mean, before all numbers are moved
_FINER = (1, 4)  # steps of numbers for each pixel, in the first and in a second try
_FREE = 8  # steps of the search to one of the grid
_JOINS = ("MITER", "ROUND")
_STEPS = 10  # of Gauss and Newton
_PROMISING = 0.3  # share of what is no background that is drawn right where a second try may help
_NEAR_GRID = 0.12  # steps of the grid from it to half of the numbers, where they stand on it
_LEVEL = 0.3  # pixels between corners that are level
_OWN = 12.0  # of 255, by which colours may be off those of areas
_DEAR = 800  # candidates of the first try, up to which a second is cheap in any case
_EXACT, _NEARLY = 3.5, 8.0
"""RMSE, 0–255, of a drawing of the right shapes, before its numbers are tidy; of one of shapes that
may be right in other words."""

_MOST_WORDED = 12  # shapes of one
_WRONG, _BLOCK = 0.15, 3  # of 1, by which pixels are wrong; a side of a square of them that matters

Finder = Callable[[Canvas, Sequence[str], Budget], list[Shape]]


def between_pixels(
    asked: Request, canvas: Canvas, seen: Picture, budget: Budget, exactly: Finder
) -> Begun | None:
    """Shapes on the grid that a picture is made of, but for where edges lie between its steps.

    Args:
        asked: the limits.
        canvas: of the picture; it is not drawn on.
        seen: (H, W, 3) in 0–1, the picture.
        budget: pays for every candidate, with a part of what it has.
        exactly: finds the shapes of pictures on the grid.

    Returns:
        The shapes, and a canvas whose picture is theirs wherever they are right; None where they
        are not found.
    """
    part = budget.part(_SHARE)
    if part.left < _LEAST or (part.seconds is not None and part.seconds - part.elapsed < _LEAST_S):
        return None
    found = _explained(asked, canvas, seen, part)
    if found is not None:
        found = _turned(found, seen, part)
    if found is None and asked.renders is None:  # it took nothing that anybody counts
        budget.aside += part.spent
        return None
    budget.spend(part.spent)
    if found is None:
        return None
    grid = grid_of(asked.size)
    if _is_on_grid(found.shapes, grid):  # and yet not drawn exactly: something else is wrong
        if found.join == canvas.join:
            return None
        other = _like(canvas, seen, found.join)
        shapes = exactly(other, asked.kinds, budget)
        if is_exact(other, shapes) and _is_short(asked, shapes):
            return Begun(shapes, other)
    put(found, [on_grid(_levelled(shape), grid, asked.kinds) for shape in found.shapes])
    _give_own_colours(found, asked.ground)
    if not _is_short(asked, found.shapes):
        return None
    shapes, drawn = found.shapes, composite(found, found.shapes)
    found.restore([], found.background)
    found.target = np.where(missing(drawn, seen)[..., None], seen, drawn)
    return Begun(shapes, found, seen)


def missing(drawn: Picture, seen: Picture) -> Flags:
    """(H, W) around what is drawn wrong beyond the edges: all else is as good as right."""
    wrong = (np.abs(drawn - seen).max(2) > _WRONG).astype(np.uint8)
    block = np.ones((_BLOCK, _BLOCK), np.uint8)
    return widened(cv2.morphologyEx(wrong, cv2.MORPH_OPEN, block) > 0, 2 * _BLOCK + 1)


def _explained(asked: Request, canvas: Canvas, seen: Picture, budget: Budget) -> Canvas | None:
    """A stack that is the picture, but for little, its numbers on no grid; None if none is."""
    nearly: list[Canvas] = []
    tried: list[list[Shape]] = [[]]  # nothing is no drawing
    for finer in _FINER:
        right, before = 0.0, budget.spent
        for join in _JOINS:
            sketch = _like(canvas, seen, join, finer)
            rough = rough_shapes(sketch, asked.kinds, budget, _OFF)
            if rough in tried and not _turns(rough):
                continue
            tried.append(rough)
            stack = _like(canvas, seen, join)
            put(stack, [_smaller(shape, finer) for shape in rough])
            refine(stack, budget, _STEPS)
            if stack.rmse() <= _EXACT:
                return stack
            if stack.rmse() <= _NEARLY and len(rough) <= _MOST_WORDED:
                nearly.append(stack)
            right = max(right, share_right(stack, stack.shapes))
        if right < _PROMISING and budget.spent - before > _DEAR:
            break
    if not nearly:
        return None
    nearest = min(nearly, key=lambda stack: stack.error())
    space = Space(grid_of(asked.size) / _FREE, asked.size)
    reword(nearest, Climber(space, np.random.default_rng(asked.seed), budget), asked.kinds)
    return nearest if nearest.rmse() <= _EXACT else None


def _turned(stack: Canvas, seen: Picture, budget: Budget) -> Canvas:
    """A stack, or the same with corners turned otherwise where that is nearer."""
    if not _turns(stack.shapes):
        return stack
    (join,) = set(_JOINS) - {stack.join}
    other = _like(stack, seen, join)
    put(other, stack.shapes)
    refine(other, budget, _STEPS)
    return min(stack, other, key=lambda one: one.error())


def _turns(shapes: Sequence[Shape]) -> bool:
    """Whether shapes have outlines with corners."""
    return any(shape.outlined and shape.kind in CORNERED for shape in shapes)


def _like(canvas: Canvas, seen: Picture, join: str, finer: int = 1) -> Canvas:
    """An empty canvas of a picture, with so many steps of numbers where the other has one."""
    sx, sy = canvas.rasterizer.scale
    scale = (sx / finer, sy / finer)
    return Canvas(seen, scale, canvas.background, canvas.palette, hairlines=True, join=join)


def _is_on_grid(shapes: Sequence[Shape], grid: float) -> bool:
    """Whether most of the numbers of shapes are tidy ones, and most of the weights of strokes."""
    weights = [shape.weight for shape in shapes if shape.outlined]
    of_all = np.concatenate([free_values(shape) for shape in shapes])
    return all(_are_near(np.array(values), grid) for values in (of_all, weights) if len(values))


def _are_near(values: NDArray[np.float64], grid: float) -> bool:
    steps = values / grid
    return bool(np.median(np.abs(steps - np.round(steps))) < _NEAR_GRID)


def _levelled(shape: Shape) -> Shape:
    """A shape whose corners are level with each other where they nearly are."""
    params = np.array(shape.params)
    for role in "xy":
        at = [index for index, its in enumerate(roles_of(shape)) if its == role]
        for row in np.split(sorted(at, key=params.__getitem__), _gaps(np.sort(params[at]))):
            params[row.astype(int)] = params[row.astype(int)].mean()
    return replace(shape, params=tuple(params.tolist()))


def _gaps(values: NDArray[np.float64]) -> NDArray[np.intp]:
    """Where ascending values are apart."""
    return np.flatnonzero(np.diff(values) > _LEVEL) + 1


def _give_own_colours(stack: Canvas, ground: Colour) -> None:
    """Gives a stack the picture's background, and its areas' colours where it nearly has them."""
    labels = labels_of(stack.target, _OFF)
    shapes = stack.shapes
    if labels is not None and stack.palette is None:
        shapes = [_in_own_colours(shape, labels) for shape in shapes]
    stack.restore([stack.layer(shape) for shape in shapes], ground)


def _in_own_colours(shape: Shape, labels: Labels) -> Shape:
    for part in shape.parts:
        away = np.abs(labels.colours - np.array(getattr(shape, part))).max(1)
        if away.min() <= _OWN:
            shape = shape.coloured(part, labels.colour(int(away.argmin())))
    return shape


def _smaller(shape: Shape, by: int) -> Shape:
    """A shape in larger units."""
    params = tuple(
        value if role == "a" else value / by
        for value, role in zip(shape.params, roles_of(shape), strict=True)
    )
    return replace(shape, params=params, weight=max(shape.weight / by, LEAST_WEIGHT))


def _is_short(asked: Request, shapes: list[Shape]) -> bool:
    """Whether so many shapes may be drawn."""
    most = asked.statements
    few = most is None or len(shapes) <= most
    return few and sum(map(numbers_of, shapes)) <= asked.numbers
