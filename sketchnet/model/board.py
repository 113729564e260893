"""The canvas a painter works on: drawn on as it writes, at the size it looks at."""

from __future__ import annotations

from collections.abc import Sequence

import cairo
import numpy as np
from numpy.typing import NDArray

from renderer.ops import DrawOp, Style
from renderer.raster.cairo_raster import paint, pixels_of
from sketchnet.model.statements import op_of
from sketchnet.model.tokens import decode, ground_tokens
from sketchnet.model.vocabulary import BACKGROUND, END, ID, SIDE

_ANY_GROUND = ground_tokens((0, 0, 0, 255))


class Board:
    """A square canvas, white at first; programs count in units on it.

    Args:
        side: in pixels.
    """

    def __init__(self, side: int) -> None:
        self._surface = cairo.ImageSurface(cairo.FORMAT_RGB24, side, side)
        self._context = cairo.Context(self._surface)
        self._context.scale(side / SIDE, side / SIDE)
        self._context.set_source_rgb(1, 1, 1)
        self._context.paint()

    def add(self, tokens: Sequence[int]) -> None:
        """Draws what tokens say: a background, statements, or both; `end` draws nothing."""
        if tokens[0] == ID[BACKGROUND]:
            picture = decode(tokens)
            paint(self._context, [DrawOp("background", (), Style(picture.background, None))])
        elif tokens[0] == ID[END]:
            return
        else:
            picture = decode([*_ANY_GROUND, *tokens])
        paint(self._context, map(op_of, picture.statements))

    def copy(self) -> Board:
        """Another canvas that looks the same."""
        other = Board(self._surface.get_width())
        other._context.save()
        other._context.identity_matrix()
        other._context.set_source_surface(self._surface)
        other._context.paint()
        other._context.restore()
        return other

    def pixels(self) -> NDArray[np.uint8]:
        """A copy of the canvas, (side, side, 3) uint8."""
        return pixels_of(self._surface)
