"""Drawing operations to pixels by cairo: the exact rasterizer, by the rules of p5.js's canvas."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from renderer.ops import DrawOp, Scene, Style
from renderer.raster.hairline import stroke_hairline, thickness

Pixels = NDArray[np.uint8]

_CAPS = {
    "ROUND": cairo.LINE_CAP_ROUND,
    "SQUARE": cairo.LINE_CAP_BUTT,
    "PROJECT": cairo.LINE_CAP_SQUARE,
}
_JOINS = {
    "MITER": cairo.LINE_JOIN_MITER,
    "BEVEL": cairo.LINE_JOIN_BEVEL,
    "ROUND": cairo.LINE_JOIN_ROUND,
}
_UNIT = [value / 255 for value in range(256)]
_SINGULAR = 1e-9
_TAU = math.tau
_HALF_PI = math.pi / 2


def render_scene(scene: Scene, size: tuple[int, int] | None = None) -> Pixels:
    """The picture of a scene.

    Args:
        scene: a canvas and its operations.
        size: (width, height) in pixels to scale the canvas to; its own size when None.

    Returns:
        (H, W, 3) uint8, RGB.
    """
    width, height = size or (scene.width, scene.height)
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, width, height)
    context = cairo.Context(surface)
    if size is not None:
        context.scale(width / scene.width, height / scene.height)
    paint(context, _visible(scene.ops))
    return pixels_of(surface)


def _visible(ops: list[DrawOp]) -> list[DrawOp]:
    """The operations from the last opaque background on: it covers all before it."""
    for index in range(len(ops) - 1, 0, -1):
        kind, _, style, _, _ = ops[index]
        if kind == "background" and style.fill is not None and style.fill[3] == 255:
            return ops[index:]
    return ops


def pixels_of(surface: cairo.ImageSurface) -> Pixels:
    """A copy of an RGB24 surface as (H, W, 3) uint8."""
    surface.flush()
    width, height = surface.get_width(), surface.get_height()
    bgrx: Pixels = np.ndarray((height, width, 4), np.uint8, surface.get_data())
    rgb = np.empty((height, width, 3), np.uint8)
    rgb[..., 0] = bgrx[..., 2]  # three plane copies: twice as fast as one reversed slice
    rgb[..., 1] = bgrx[..., 1]
    rgb[..., 2] = bgrx[..., 0]
    return rgb


def paint(context: cairo.Context[Any], ops: Iterable[DrawOp]) -> None:
    """Draws operations, in order, on a cairo context."""
    unit = _UNIT
    whole = context.get_matrix()
    styled: Style | None = None
    for kind, args, style, matrix, _ in ops:
        fill, stroke, weight, cap, join = style
        if kind == "background":
            assert fill is not None
            context.save()
            context.identity_matrix()
            context.set_source_rgba(unit[fill[0]], unit[fill[1]], unit[fill[2]], unit[fill[3]])
            context.paint()
            context.restore()
            continue
        if weight <= 0:
            stroke = None
        if matrix is not None:
            xx, yx, xy, yy, _, _ = matrix
            if abs(xx * yy - xy * yx) < _SINGULAR:
                continue  # flattened to nothing
            context.save()
            context.transform(cairo.Matrix(*matrix))
        if style is not styled:
            context.set_line_width(weight)
            context.set_line_cap(_CAPS[cap])
            context.set_line_join(_JOINS[join])
            styled = style
        if kind == "point":
            # A dot has no outline, it is the stroke: a disc, a square, or with flush ends nothing.
            fill, stroke = (None if cap == "SQUARE" else stroke), None
            args = (*args, weight / 2, cap)
        elif kind == "line":
            fill = None
        _PATHS[kind](context, args)
        if fill is not None:
            context.set_source_rgba(unit[fill[0]], unit[fill[1]], unit[fill[2]], unit[fill[3]])
            if stroke is None:
                context.fill()
            elif kind == "arc":
                context.fill()
                _arc_outline(context, args)
            else:
                context.fill_preserve()
        elif kind == "arc" and stroke is not None:
            context.new_path()
            _arc_outline(context, args)
        if stroke is not None:
            context.set_source_rgba(
                unit[stroke[0]], unit[stroke[1]], unit[stroke[2]], unit[stroke[3]]
            )
            thin = thickness(whole if matrix is None else context.get_matrix(), weight)
            if thin is None:
                context.stroke()
            else:
                stroke_hairline(context, thin, cap)
        else:
            context.new_path()
        if matrix is not None:
            context.restore()
            styled = None  # restore() brought the older style back


# -- paths ------------------------------------------------------------------------------------


def _line(context: cairo.Context[Any], args: tuple[float, ...]) -> None:
    x1, y1, x2, y2 = args
    context.move_to(x1, y1)
    context.line_to(x2, y2)


def _dot(context: cairo.Context[Any], args: tuple[Any, ...]) -> None:
    x, y, radius, cap = args
    if cap == "PROJECT":
        context.rectangle(x - radius, y - radius, 2 * radius, 2 * radius)
    else:
        context.arc(x, y, radius, 0, _TAU)


def _polygon(context: cairo.Context[Any], args: tuple[float, ...]) -> None:
    line_to = context.line_to
    for i in range(0, len(args), 2):
        line_to(args[i], args[i + 1])
    context.close_path()


def _rect(context: cairo.Context[Any], args: tuple[float, ...]) -> None:
    if len(args) == 4:
        context.rectangle(*args)
        return
    x, y, w, h, tl, tr, br, bl = args
    context.move_to(x + tl, y)
    context.arc(x + w - tr, y + tr, tr, -_HALF_PI, 0)
    context.arc(x + w - br, y + h - br, br, 0, _HALF_PI)
    context.arc(x + bl, y + h - bl, bl, _HALF_PI, math.pi)
    context.arc(x + tl, y + tl, tl, math.pi, 3 * _HALF_PI)
    context.close_path()


def _ellipse(context: cairo.Context[Any], args: tuple[float, ...]) -> None:
    cx, cy, rx, ry = args
    if rx == ry:
        context.arc(cx, cy, rx, 0, _TAU)
    elif rx == 0 or ry == 0:  # a flat ellipse is a line
        context.move_to(cx - rx, cy - ry)
        context.line_to(cx + rx, cy + ry)
    else:
        context.save()
        context.translate(cx, cy)
        context.scale(rx, ry)
        context.arc(0, 0, 1, 0, _TAU)
        context.restore()
    context.close_path()


def _arc(context: cairo.Context[Any], args: tuple[Any, ...]) -> None:
    """The area an arc fills: a pie, or the segment cut off by its chord."""
    _arc_curve(context, args)
    if args[6] in ("DEFAULT", "PIE"):
        context.line_to(args[0], args[1])
    context.close_path()


def _arc_outline(context: cairo.Context[Any], args: tuple[Any, ...]) -> None:
    """The line an arc strokes: the curve alone, or closed by its chord or its radii."""
    _arc_curve(context, args)
    if args[6] == "PIE":
        context.line_to(args[0], args[1])
    if args[6] in ("PIE", "CHORD"):
        context.close_path()


def _arc_curve(context: cairo.Context[Any], args: tuple[Any, ...]) -> None:
    cx, cy, rx, ry, start, stop, _ = args
    if rx == 0 or ry == 0:
        context.move_to(cx + rx * math.cos(start), cy + ry * math.sin(start))
        context.line_to(cx + rx * math.cos(stop), cy + ry * math.sin(stop))
        return
    context.save()
    context.translate(cx, cy)
    context.scale(rx, ry)
    context.arc(0, 0, 1, start, stop)
    context.restore()


def _path(context: cairo.Context[Any], args: tuple[Any, ...]) -> None:
    for segment in args:
        command = segment[0]
        if command == "L":
            context.line_to(segment[1], segment[2])
        elif command == "C":
            context.curve_to(*segment[1:])
        elif command == "M":
            context.move_to(segment[1], segment[2])
        else:
            context.close_path()


_PATHS: dict[str, Callable[[cairo.Context[Any], tuple[Any, ...]], None]] = {
    "point": _dot,
    "line": _line,
    "polygon": _polygon,
    "rect": _rect,
    "ellipse": _ellipse,
    "arc": _arc,
    "path": _path,
}
