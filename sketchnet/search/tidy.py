"""Tidying: what a person would strike out or round off, as long as the picture stays the same.

Hidden shapes go, near-equal stroke weights become one, colours become whole numbers and, where it
costs next to nothing, colours the drawing already uses.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS, Colour, Shape

_WORSE = 1.002  # squared error that tidying may cost in all, as a factor of what it was
_INVISIBLE = (0.25 / 255) ** 2  # squared error of a sample that nobody sees, for exact drawings
_NEAR = 10.0  # largest channel difference of two colours that may become one


def tidy(canvas: Canvas, background: Colour) -> None:
    """Tidies the stack on a canvas; its picture changes by next to nothing, its numbers never rise.

    Args:
        canvas: the stack.
        background: the picture's own background, preferred to one that merely fits.
    """
    canvas.solve_colours()
    bound = canvas.error() * _WORSE + _INVISIBLE * canvas.target.size
    _drop_hidden(canvas, bound)
    _round_colours(canvas)
    _own_background(canvas, background, bound)
    _plain_strokes(canvas, bound)
    _share_weights(canvas, bound)
    _share_colours(canvas, bound)


def _attempt(canvas: Canvas, bound: float, index: int, shape: Shape) -> bool:
    """Replaces a shape unless the error then passes the bound."""
    before = canvas.snapshot()
    canvas.replace(index, shape)
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


def _own_background(canvas: Canvas, background: Colour, bound: float) -> None:
    if canvas.background != background:
        before = canvas.snapshot()
        canvas.restore(before[0], background)
        if canvas.error() > bound:
            canvas.restore(*before)


def _plain_strokes(canvas: Canvas, bound: float) -> None:
    """Strikes outlines out that have nearly their fill's colour: a larger fill says the same."""
    for index, layer in enumerate(canvas.layers):
        shape = layer.shape
        roles = KINDS[shape.kind].roles_of(len(shape.params))
        if shape.paint != "both" or np.abs(np.subtract(shape.fill, shape.stroke)).max() > _NEAR:
            continue
        grown = list(shape.params)
        for i, role in enumerate(roles):
            if role in "wh":
                grown[i] += round(shape.weight)
            elif role in "xy" and shape.kind in ("rect", "roundrect", "square"):
                grown[i] -= round(shape.weight) // 2
        _attempt(canvas, bound, index, replace(shape, paint="fill", params=tuple(grown)))


def _share_weights(canvas: Canvas, bound: float) -> None:
    """Gives each outline the weight of the one before it where that does not show."""
    last: float | None = None
    for index, layer in enumerate(canvas.layers):
        shape = layer.shape
        if shape.paint == "fill":
            continue
        if last is not None and shape.weight != last:
            _attempt(canvas, bound, index, replace(shape, weight=last))
        last = canvas.layers[index].shape.weight


def _share_colours(canvas: Canvas, bound: float) -> None:
    """Makes colours equal that nearly are: the background's, or one used before."""
    if canvas.palette is not None:
        return
    used = [canvas.background]
    for index in range(len(canvas.layers)):
        for part in canvas.layers[index].shape.parts:
            shape = canvas.layers[index].shape
            colour: Colour = getattr(shape, part)
            differences = [np.abs(np.subtract(colour, other)).max() for other in used]
            nearest = int(np.argmin(differences))
            if 0 < differences[nearest] <= _NEAR:
                _attempt(canvas, bound, index, shape.coloured(part, used[nearest]))
            used.append(getattr(canvas.layers[index].shape, part))
