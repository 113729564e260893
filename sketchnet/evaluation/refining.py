"""A written drawing made exact: its numbers moved together, its colours solved, then rounded."""

from __future__ import annotations

from collections.abc import Sequence

import renderer
from sketchnet.images import Pixels
from sketchnet.metrics import rmse
from sketchnet.model.shapes import shape_of
from sketchnet.model.statements import Picture
from sketchnet.search.budget import ANY, Budget
from sketchnet.search.emit import program_of
from sketchnet.search.joint import refine
from sketchnet.search.layers import Canvas
from sketchnet.search.rounding import descend, round_jointly
from sketchnet.search.setup import background_of, grid_of, working_pictures
from sketchnet.search.shapes import Shape

_STEPS = 30


def refined(shapes: Sequence[Shape], target: Pixels) -> Pixels:
    """What shapes draw after refinement; none is added, none taken away.

    Args:
        shapes: back to front, in pixels of the picture.
        target: (H, W, 3) uint8.

    Returns:
        (H, W, 3) uint8.
    """
    size = (target.shape[1], target.shape[0])
    budget = Budget(ANY)
    shown: list[Shape] = list(shapes)
    background = background_of(target)
    grid = grid_of(size)
    for picture, scale in working_pictures(target):
        canvas = Canvas(picture, scale, background)
        canvas.restore([canvas.layer(shape) for shape in shown], background)
        canvas.solve_colours()
        refine(canvas, budget, _STEPS)
        shown, background = canvas.shapes, canvas.background
    round_jointly(canvas, grid, budget)
    descend(canvas, grid, budget)
    return renderer.render(program_of(canvas.shapes, size, canvas.background))


def refined_errors(pictures: Sequence[Picture], targets: Sequence[Pixels]) -> list[float]:
    """RMSE of what the statements of pictures draw after refinement, each to its target."""
    errors = []
    for picture, target in zip(pictures, targets, strict=True):
        shapes = [shape for one in picture.statements if (shape := shape_of(one)) is not None]
        errors.append(rmse(refined(shapes, target), target))
    return errors
