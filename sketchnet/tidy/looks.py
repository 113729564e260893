"""See-through shapes that may look alike, made so."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Shape, colour_of
from sketchnet.tidy.composites import is_exact, squared_error


def made_alike(canvas: Canvas, shapes: list[Shape], budget: Budget) -> list[Shape]:
    """Shapes in the look of a see-through one that they cross, as many as may have it.

    What has but the ground below could be see-through or not: it is what those that cross it are.
    """
    if not shapes:
        return []
    looks = dict.fromkeys(shape for shape in shapes if shape.opacity < 1)
    ways = [_all_like(canvas, shapes, look, budget) for look in looks]

    def differ(some: list[Shape]) -> tuple[int, float]:
        return len({(one.fill, one.opacity) for one in some}), squared_error(canvas, some)

    alike = min(ways, key=differ)
    ordered = _in_rows(alike)
    return ordered if is_exact(canvas, ordered) else alike


def _in_rows(shapes: list[Shape]) -> list[Shape]:
    """Shapes with those that look alike in the order that they are read in."""
    found = list(shapes)
    looks: dict[Hashable, list[int]] = {}
    for index, shape in enumerate(shapes):
        looks.setdefault((shape.kind, shape.paint, shape.fill, shape.opacity), []).append(index)
    for places in looks.values():
        some = sorted((shapes[place] for place in places), key=lambda one: one.params[1::-1])
        for place, shape in zip(places, some, strict=True):
            found[place] = shape
    return found


def _all_like(canvas: Canvas, shapes: list[Shape], look: Shape, budget: Budget) -> list[Shape]:
    """Shapes with the colour and the opacity of one of them, or its opacity, where they may be."""
    for index, shape in enumerate(shapes):
        plain = shape.kind == look.kind and shape.paint == "fill"
        if not plain or not _meets_one(canvas, shapes, index):
            continue
        like = replace(shape, opacity=look.opacity)
        before, after = shapes[:index], shapes[index + 1 :]
        same = [*before, replace(like, fill=look.fill), *after]
        solved = coloured(canvas, [*before, like, *after])
        budget.spend(2)
        shapes = next((some for some in (same, solved) if is_exact(canvas, some)), shapes)
    return shapes


def _meets_one(canvas: Canvas, shapes: Sequence[Shape], index: int) -> bool:
    """Whether a shape shares a pixel with another of its kind that is see-through."""
    own = shapes[index]
    others = (other for place, other in enumerate(shapes) if place != index)
    alike = (other for other in others if other.opacity < 1 and other.kind == own.kind)
    return any(_meet(canvas, own, other) for other in alike)


def _meet(canvas: Canvas, one: Shape, other: Shape) -> bool:
    """Whether two shapes share a pixel."""
    size = canvas.target.shape[:2]
    covers = (canvas.layer(shape).spread(size) for shape in (one, other))
    return bool(np.logical_and(*(cover > 0 for cover in covers)).any())


def coloured(canvas: Canvas, shapes: list[Shape]) -> list[Shape]:
    """Shapes in whole colours that fit best; the canvas is empty before and after."""
    ground = canvas.background
    canvas.restore([canvas.layer(shape) for shape in shapes], ground)
    canvas.solve_colours()
    solved = canvas.shapes
    canvas.restore([], ground)
    return [
        shape.in_colours(colour_of(np.round(np.array(colour))) for colour in shape.colours)
        for shape in solved
    ]
