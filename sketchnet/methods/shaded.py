"""What a search begins with where a picture is shaded: a ground or boxes, and plain shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sketchnet.methods.asked import Request
from sketchnet.search.budget import Budget
from sketchnet.search.ground import shaded_ground
from sketchnet.search.joint import refine
from sketchnet.search.layers import Canvas
from sketchnet.search.regions import flat_colours
from sketchnet.search.shapes import Shape
from sketchnet.tidy.boxes import shaded_boxes
from sketchnet.tidy.composites import is_exact, solved_error
from sketchnet.tidy.flat import cover_patches
from sketchnet.tidy.grounds import before_one_colour

_SHARE = 0.4  # of what is left, at most, for plain shapes
_STEPS = 8  # of shapes that are moved together
_SLIGHT = (6 / 255) ** 2  # squared error of a sample, up to which they are the picture


def shaded_and_plain(asked: Request, working: Canvas, budget: Budget) -> list[Shape]:
    """Shaded boxes, or a shaded ground, and plain shapes; none where the picture is not these.

    Args:
        asked: the picture and the limits.
        working: the canvas of the working size.
        budget: pays for every candidate.
    """
    if "rect" not in asked.kinds:
        return []
    return _before_boxes(asked, working, budget) or _before_ground(asked, working, budget)


def _before_ground(asked: Request, working: Canvas, budget: Budget) -> list[Shape]:
    """A shaded ground and the plain shapes before it; none where the picture is not these."""
    ground = shaded_ground(working.target, asked.size)
    if ground is None:
        return []
    plain, colour = before_one_colour(working, ground)
    canvas = Canvas(plain, working.rasterizer.scale, colour, hairlines=True)
    if flat_colours(plain) is None:
        return []
    part = budget.part(_SHARE)
    shapes = [ground, *cover_patches(canvas, asked.kinds, part)]
    budget.spend(part.spent)
    return _if_near(working, shapes, budget)


def _before_boxes(asked: Request, working: Canvas, budget: Budget) -> list[Shape]:
    """Shaded boxes on a plain ground, and plain shapes on and beside them; none where it is not."""
    boxes = shaded_boxes(working)
    if not boxes:
        return []
    canvas = Canvas(working.target, working.rasterizer.scale, working.background, hairlines=True)
    shades: dict[tuple[int, ...], Shape] = {}
    for box in boxes:
        canvas.target, colour = before_one_colour(canvas, box)
        shades[tuple(map(round, colour))] = box
    if flat_colours(canvas.target) is None:
        return []
    part = budget.part(_SHARE)
    found = cover_patches(canvas, asked.kinds, part)
    budget.spend(part.spent)
    shapes = [_as(shades.get(tuple(map(round, shape.fill))), shape) for shape in found]
    return _if_near(working, shapes, budget) if any(shape.shaded for shape in shapes) else []


def _as(box: Shape | None, shape: Shape) -> Shape:
    """A shape in the shades of the box that it stands for, if it is one."""
    if box is None or shape.kind not in ("rect", "square") or shape.paint != "fill":
        return shape
    x, y, w, *h = shape.params
    params = tuple(float(round(value)) for value in (x, y, w, *(h or (w,))))
    return replace(box, params=params)


def _if_near(canvas: Canvas, shapes: list[Shape], budget: Budget) -> list[Shape]:
    """Shapes, moved together where they are not exact; none where they are not the picture then."""
    if not is_exact(canvas, shapes):
        shapes = _moved(canvas, shapes, budget)
    return shapes if solved_error(canvas, shapes) <= _SLIGHT * canvas.target.size else []


def _moved(canvas: Canvas, shapes: Sequence[Shape], budget: Budget) -> list[Shape]:
    """Shapes that all have moved together; the canvas is empty before and after."""
    ground = canvas.background
    canvas.restore([canvas.layer(shape) for shape in shapes], ground)
    canvas.solve_colours()
    refine(canvas, budget, _STEPS)
    moved = canvas.shapes
    canvas.restore([], ground)
    return moved
