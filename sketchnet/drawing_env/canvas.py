"""The canvas of one environment, drawn on by cairo, and how far it is from its target."""

from __future__ import annotations

from collections.abc import Iterable

import cairo
import numpy as np

from renderer.ops import DrawOp
from renderer.raster.cairo_raster import paint, pixels_of
from sketchnet.drawing_env.actions import Ints
from sketchnet.drawing_env.script import Script
from sketchnet.drawing_env.settings import Settings
from sketchnet.drawing_env.targets import Pixels


class Canvas:
    """A white square that operations are painted on.

    Args:
        side: in pixels.

    Attributes:
        pixels: (side, side, 3) uint8, what it looks like; a new array after every change.
    """

    def __init__(self, side: int) -> None:
        self._surface = cairo.ImageSurface(cairo.FORMAT_RGB24, side, side)
        self._context = cairo.Context(self._surface)
        self._context.set_source_rgb(1, 1, 1)
        self._context.paint()
        self.pixels: Pixels = pixels_of(self._surface)

    def paint(self, ops: Iterable[DrawOp]) -> None:
        """Paints operations over what is there."""
        paint(self._context, ops)
        self.pixels = pixels_of(self._surface)

    def squared_error(self, target: Pixels) -> int:
        """The sum of squared differences to a picture over pixels and channels, in 0–255."""
        apart = self.pixels.astype(np.int32) - target
        return int(np.vdot(apart, apart))


def drawn(actions: Ints, settings: Settings) -> Pixels:
    """What actions draw, (side, side, 3) uint8; (N, components), each a whole statement."""
    script, canvas = Script(settings), Canvas(settings.side)
    for action in actions:
        canvas.paint(script.write(action))
    return canvas.pixels
