"""Shapes that are a good way off, moved to their places: first on a small picture, then on larger.

On a small picture an edge is as broad as a shape may be off, so that a step finds its way there.
"""

from __future__ import annotations

from collections.abc import Sequence

from sketchnet.search.budget import ANY, Budget
from sketchnet.search.joint import refine
from sketchnet.search.layers import Canvas
from sketchnet.search.setup import Pixels, averaged, background_of
from sketchnet.search.shapes import Shape

_ROUGH_SIDES, _ROUGH_STEPS = (32, 64), 4


def rough_error(shapes: Sequence[Shape], target: Pixels) -> float:
    """RMSE, 0–255, of shapes that are roughly moved into place: what refinement may come to.

    A quick look, on a small picture.

    Args:
        shapes: back to front, in pixels of the picture.
        target: (H, W, 3) uint8.
    """
    return moved_into_place(shapes, target, _ROUGH_SIDES, _ROUGH_STEPS).rmse()


def moved_into_place(
    shapes: Sequence[Shape], target: Pixels, sides: Sequence[int], steps: int
) -> Canvas:
    """Moves all numbers of shapes together on ever larger pictures, colours solved; none is added.

    Args:
        shapes: back to front, in pixels of the picture; colours are solved for.
        target: (H, W, 3) uint8.
        sides: longest sides of the pictures it is averaged down to, ascending; the first that is
            no shorter than its own is its own, and the last.
        steps: most Gauss–Newton steps on each.

    Returns:
        The stack on the last of the pictures.
    """
    shown, background, budget = list(shapes), background_of(target), Budget(ANY)
    for side in sides:
        canvas = Canvas(*averaged(target, side), background)
        canvas.restore([canvas.layer(shape) for shape in shown], background)
        canvas.solve_colours()
        refine(canvas, budget, steps)
        shown, background = canvas.shapes, canvas.background
        if side >= max(target.shape[:2]):
            break
    return canvas
