"""Tidying: what a person would strike out or round off, as long as the picture stays the same.

Hidden shapes go, near-equal stroke weights become one, colours become whole numbers and, where it
costs next to nothing, colours the drawing already uses.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sketchnet.search.climb import Space
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Colour

_WORSE = 1.002  # squared error that tidying may cost in all, as a factor of what it was
_NEAR = 10.0  # largest channel difference of two colours that may become one


def tidy(canvas: Canvas, space: Space, numbers: int) -> None:
    """Tidies the stack on a canvas.

    Args:
        canvas: the stack; its picture changes by next to nothing.
        space: the grid of tidy numbers.
        numbers: the cap, which the stack keeps.
    """
    canvas.solve_colours()
    bound = canvas.error() * _WORSE + 1e-9
    _drop_hidden(canvas, bound)
    _round_colours(canvas)
    _share_weights(canvas, bound)
    _share_colours(canvas, bound)


def _attempt(canvas: Canvas, bound: float, change: list[tuple[int, object]]) -> bool:
    """Replaces shapes, all of them or, if the error passes the bound, none."""
    before = canvas.snapshot()
    for index, shape in change:
        canvas.replace(index, shape)  # type: ignore[arg-type]
    if canvas.error() <= bound:
        return True
    canvas.restore(*before)
    return False


def _drop_hidden(canvas: Canvas, bound: float) -> None:
    for index in range(len(canvas.layers) - 1, -1, -1):
        before = canvas.snapshot()
        barely = canvas.error() * (1 + 1e-4) + 1e-9
        canvas.remove(index)
        if canvas.error() > min(bound, barely):
            canvas.restore(*before)


def _round_colours(canvas: Canvas) -> None:
    layers = [
        layer._replace(
            shape=replace(
                layer.shape, fill=_whole(layer.shape.fill), stroke=_whole(layer.shape.stroke)
            )
        )
        for layer in canvas.layers
    ]
    canvas.restore(layers, _whole(canvas.background))


def _whole(colour: Colour) -> Colour:
    r, g, b = (float(round(channel)) for channel in colour)
    return r, g, b


def _share_weights(canvas: Canvas, bound: float) -> None:
    """Gives each outline the weight of the one before it where that does not show."""
    last: float | None = None
    for index, layer in enumerate(canvas.layers):
        shape = layer.shape
        if shape.paint == "fill":
            continue
        if last is not None and shape.weight != last:
            _attempt(canvas, bound, [(index, replace(shape, weight=last))])
        last = canvas.layers[index].shape.weight


def _share_colours(canvas: Canvas, bound: float) -> None:
    """Makes colours equal that nearly are: the background's, or one used before."""
    if canvas.palette is not None:
        return
    used = [canvas.background]
    for index in range(len(canvas.layers)):
        for part in ("fill", "stroke"):
            shape = canvas.layers[index].shape
            if (part == "fill" and shape.paint == "stroke") or (
                part == "stroke" and shape.paint == "fill"
            ):
                continue
            colour: Colour = getattr(shape, part)
            differences = [np.abs(np.subtract(colour, other)).max() for other in used]
            nearest = int(np.argmin(differences))
            if 0 < differences[nearest] <= _NEAR:
                _attempt(canvas, bound, [(index, replace(shape, **{part: used[nearest]}))])
            used.append(getattr(canvas.layers[index].shape, part))
