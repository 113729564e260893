"""Candidates to coverage masks by cairo, a batch in one buffer.

Legend: B candidates, h × w the window's pixels.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cairo
import numpy as np
from numpy.typing import NDArray

from renderer.raster.hairline import stroke_hairline
from sketchnet.search.shapes import KINDS, SHADES, Kind, Paint, Params, common_box

Mask = NDArray[np.float32]
Picture = NDArray[np.float32]
Bytes = NDArray[np.uint8]

_HAIRLINE = 1.0  # pixels: no wider stroke is drawn as one

JOINS = {"MITER": cairo.LINE_JOIN_MITER, "ROUND": cairo.LINE_JOIN_ROUND}
"""How outlines may turn their corners: pointed, as Processing begins, or rounded."""


class Window(NamedTuple):
    """A rectangle of the working picture, in its pixels."""

    x: int
    y: int
    w: int
    h: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns, to index an (H, W) array."""
        return slice(self.y, self.y + self.h), slice(self.x, self.x + self.w)


class Rasterizer:
    """Turns candidates into masks at the working scale.

    Args:
        width, height: working picture's size in pixels.
        scale: working pixels for one picture pixel.
        rough: coarser edges in half the time.
        hairlines: draw thin strokes as the renderer does, which takes longer.
        join: how outlines turn a corner, a key of `JOINS`.
    """

    def __init__(
        self,
        width: int,
        height: int,
        scale: tuple[float, float],
        rough: bool = False,
        hairlines: bool = False,
        join: str = "MITER",
    ) -> None:
        self.width = width
        self.height = height
        self.scale = scale
        self.hairlines = hairlines and scale == (1, 1)
        self.join = join
        self._antialias = cairo.ANTIALIAS_FAST if rough else cairo.ANTIALIAS_DEFAULT
        self._tolerance = 0.3 if rough else 0.1
        self._buffers = [np.empty(0, np.uint8), np.empty(0, np.uint8)]  # for fills, for strokes

    @property
    def whole(self) -> Window:
        """The window of the whole picture."""
        return Window(0, 0, self.width, self.height)

    def window(self, kind: str, params: Params, weight: float, spikes: float = 2.0) -> Window:
        """The smallest window that holds every candidate (B, P), cut to the picture.

        Mitred corners may reach five weights far, `spikes` says how far we look: candidates can do
        with less, what is drawn cannot.
        """
        left, top, right, bottom = common_box(kind, params)
        sx, sy = self.scale
        reach = float(weight) * (spikes if kind in _SHARP and self.join == "MITER" else 0.5) + 1
        x0 = max(0, math.floor((left - reach) * sx))
        y0 = max(0, math.floor((top - reach) * sy))
        x1 = min(self.width, math.ceil((right + reach) * sx))
        y1 = min(self.height, math.ceil((bottom + reach) * sy))
        return Window(x0, y0, max(0, x1 - x0), max(0, y1 - y0))

    def masks(
        self,
        kind: str,
        params: Params,
        paint: Paint,
        weights: NDArray[np.float64],
        window: Window,
        opacity: float = 1.0,
    ) -> tuple[Mask | None, Mask | None]:
        """Coverage of the fill and of the stroke of each candidate.

        Args:
            kind: a key of `KINDS`.
            params: (B, P).
            paint: which of the two are drawn.
            weights: (B,) stroke weights in picture pixels.
            window: where to draw.
            opacity: of the fills.

        Returns:
            Two (B, h, w) float32 in 0–1, or None for what is not painted. A stroke lies over its
            fill: where it covers, the fill's mask is reduced by it.
        """
        fill, stroke = (
            None if drawn is None else drawn.astype(np.float32) * np.float32(1 / 255)
            for drawn in self.bytes(kind, params, paint, weights, window, self.hairlines)
        )
        if fill is not None and stroke is not None:
            fill = without(fill, stroke, paint)
        if fill is not None and opacity != 1:
            fill *= np.float32(opacity)
        return fill, stroke

    def bytes(
        self,
        kind: str,
        params: Params,
        paint: Paint,
        weights: NDArray[np.float64],
        window: Window,
        hairlines: bool = False,
    ) -> tuple[Bytes | None, Bytes | None]:
        """As `masks`, but (B, h, w) uint8 in 0–255 and the fill not reduced by the stroke.

        Both are views of memory that the next call writes over. Without `hairlines`, strokes of
        all weights are areas, which change smoothly with their weight.
        """
        shape = KINDS[kind]
        fill = self._draw(0, shape, params, None, window) if paint != "stroke" else None
        if paint == "fill":
            return fill, None
        if fill is not None and paint in SHADES:
            ramps = self._ramps(paint, params, window)
            ramps *= fill
            return fill, (ramps + np.float32(0.5)).astype(np.uint8)
        return fill, self._draw(1, shape, params, weights, window, hairlines)

    def _ramps(self, paint: Paint, params: Params, window: Window) -> Mask:
        """How far shaded shapes have gone from their first colour to their last, (B, h, w) 0–1.

        Colours are those of the loops that draw them, a row or a ring a turn.
        """
        sx, sy = self.scale
        xs = (window.x + np.arange(window.w, dtype=np.float32) + np.float32(0.5)) / np.float32(sx)
        ys = (window.y + np.arange(window.h, dtype=np.float32) + np.float32(0.5)) / np.float32(sy)
        numbers = params.astype(np.float32)[:, :, None, None]
        across = xs[None, None, :] - numbers[:, 0]
        down = ys[None, :, None] - numbers[:, 1]
        if paint == "outward":
            gone = (2 * np.hypot(across, down) + 1) / numbers[:, 2]
        else:
            gone = (
                (across - 0.5) / numbers[:, 2]
                if paint == "across"
                else (down - 0.5) / numbers[:, 3]
            )
        shape = len(params), window.h, window.w
        return np.broadcast_to(np.clip(gone, 0, 1), shape).astype(np.float32)

    def _draw(
        self,
        which: int,
        kind: Kind,
        params: Params,
        weights: NDArray[np.float64] | None,
        window: Window,
        hairlines: bool = False,
    ) -> Bytes:
        count = len(params)
        stride = -(-window.w // 4) * 4  # cairo wants rows of whole words
        area = stride * window.h
        if self._buffers[which].size < count * area:
            self._buffers[which] = np.empty(count * area, np.uint8)
        buffer = self._buffers[which][: count * area]
        buffer[:] = 0
        memory = buffer.data
        sx, sy = self.scale
        matrix = cairo.Matrix(sx, 0, 0, sy, -window.x, -window.y)
        trace = kind.trace if weights is None or kind.line is None else kind.line
        antialias, tolerance = self._antialias, self._tolerance
        for i, row in enumerate(params.tolist()):
            surface = cairo.ImageSurface.create_for_data(
                memory[i * area : (i + 1) * area], cairo.FORMAT_A8, window.w, window.h, stride
            )
            context = cairo.Context(surface)
            context.set_antialias(antialias)
            context.set_tolerance(tolerance)
            context.set_matrix(matrix)
            trace(context, row)
            if weights is None:
                context.fill()
            else:
                context.set_line_width(weights[i])
                context.set_line_cap(cairo.LINE_CAP_ROUND)
                context.set_line_join(JOINS[self.join])
                if hairlines and weights[i] <= _HAIRLINE:
                    stroke_hairline(context, weights[i], "ROUND")
                else:
                    context.stroke()
        return buffer.reshape(count, window.h, stride)[:, :, : window.w]


def without(fill: Mask, other: Mask, paint: Paint) -> Mask:
    """What is seen of fills, coverage 0–1, beside what is painted in the other colour.

    An outline lies over its fill; of a shaded shape the other colour has its share of the fill.
    """
    return fill - other if paint in SHADES else fill * (1 - other)


_SHARP = frozenset(("triangle", "quad", "polygon", "path", "chord", "slice"))
