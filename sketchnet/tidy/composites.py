"""What shapes draw on the background, beside the picture.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import Shape
from sketchnet.tidy.judge import paint
from sketchnet.tidy.labels import Flags

SAME = 0.04  # of 1, by which a channel of a pixel may be off that is drawn right
_EXACT = (0.5 / 255) ** 2  # squared error of a sample up to which a picture is exact


def composite(canvas: Canvas, shapes: Sequence[Shape]) -> Picture:
    """(H, W, 3) what shapes on the background draw."""
    unit = np.array(canvas.background, np.float32) / np.float32(255)
    picture: Picture = np.broadcast_to(unit, canvas.target.shape).copy()
    for shape in shapes:
        paint(picture, canvas.layer(shape), 0, 0)
    return picture


def squared_error(canvas: Canvas, shapes: Sequence[Shape]) -> float:
    """The squared error of shapes, back to front, summed over pixels and channels, in 0–1 units."""
    off = composite(canvas, shapes) - canvas.target
    return float(np.vdot(off, off))


def is_exact(canvas: Canvas, shapes: Sequence[Shape]) -> bool:
    """Whether shapes, back to front, are the picture, so that nobody sees a difference."""
    return squared_error(canvas, shapes) <= _EXACT * canvas.target.size


def drawn_right(canvas: Canvas, shapes: Sequence[Shape]) -> Flags:
    """(H, W) where shapes, back to front, draw the picture."""
    return np.asarray(np.abs(composite(canvas, shapes) - canvas.target).max(2) < SAME)


def share_right(canvas: Canvas, shapes: Sequence[Shape]) -> float:
    """The share of what is no background that shapes draw right."""
    unlike = np.abs(canvas.target - np.array(canvas.background) / 255).max(2) >= SAME
    return float(drawn_right(canvas, shapes)[unlike].mean()) if len(shapes) else 0.0


def solved_error(canvas: Canvas, shapes: Sequence[Shape]) -> float:
    """The squared error of a drawing in its best colours; the canvas is empty afterwards."""
    ground = canvas.background
    canvas.restore([canvas.layer(shape) for shape in shapes], ground)
    canvas.solve_colours()
    error = canvas.error()
    canvas.restore([], ground)
    return error
