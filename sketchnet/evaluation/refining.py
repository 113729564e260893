"""A written drawing made exact: moved into place, said in better words, colours solved, rounded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

import renderer
from sketchnet.images import Pixels
from sketchnet.metrics import rmse
from sketchnet.model.shapes import shapes_of
from sketchnet.model.statements import Picture
from sketchnet.search.budget import ANY, Budget
from sketchnet.search.climb import Climber, Space
from sketchnet.search.emit import program_of
from sketchnet.search.joint import refine
from sketchnet.search.opacities import fit_opacities
from sketchnet.search.pyramid import moved_into_place
from sketchnet.search.rewording import reword
from sketchnet.search.rounding import descend, round_jointly
from sketchnet.search.setup import WORKING_SIDES, grid_of
from sketchnet.search.shapes import Shape

_STEPS = 30
_COARSE = (16, 32, WORKING_SIDES[0])  # on the last of which shapes are said in other words
_FINE = WORKING_SIDES[1:]
_MOST_WORDED = 12  # shapes; each is tried in dozens of words, with all others moved
_EXACT = 1.0  # RMSE, 0–255


def refined(shapes: Sequence[Shape], target: Pixels) -> Pixels:
    """What shapes draw after refinement; none is added, none taken away.

    Where there are few, and no moving makes them exact, they are said in other kinds and paints.

    Args:
        shapes: back to front, in pixels of the picture.
        target: (H, W, 3) uint8.

    Returns:
        (H, W, 3) uint8.
    """
    canvas = moved_into_place(shapes, target, _COARSE, _STEPS)
    moved = _finished(canvas.shapes, target, _FINE)
    error = rmse(moved, target)
    if not 0 < len(shapes) <= _MOST_WORDED or error <= _EXACT:
        return moved
    height, width, _ = target.shape
    space = Space(grid_of((width, height)), (width, height))
    fit_opacities(canvas, Budget(ANY))
    reword(canvas, Climber(space, np.random.default_rng(0), Budget(ANY)))
    worded = _finished(canvas.shapes, target, (*_COARSE, *_FINE))
    return worded if rmse(worded, target) < error else moved


def _finished(shapes: Sequence[Shape], target: Pixels, sides: Sequence[int]) -> Pixels:
    """What shapes draw once they are moved into place on such sides, with all numbers tidy."""
    size = (target.shape[1], target.shape[0])
    canvas = moved_into_place(shapes, target, sides, _STEPS)
    fit_opacities(canvas, Budget(ANY))
    refine(canvas, Budget(ANY), _STEPS)
    grid, budget = grid_of(size), Budget(ANY)
    round_jointly(canvas, grid, budget)
    descend(canvas, grid, budget)
    return renderer.render(program_of(canvas.shapes, size, canvas.background))


def refined_errors(pictures: Sequence[Picture], targets: Sequence[Pixels]) -> list[float]:
    """RMSE of what the statements of pictures draw after refinement, each to its target."""
    return [
        rmse(refined(shapes_of(picture), target), target)
        for picture, target in zip(pictures, targets, strict=True)
    ]
