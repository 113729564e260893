"""Strokes no wider than a pixel, midway between a browser's hairline and the area they cover.

Processing's core paints the area that a thin stroke covers. Chromium, which draws for p5.js, paints
a line of thickness 1 measured along the nearer axis: in each column that a mostly horizontal piece
crosses, ink 1 is shared by the two nearest pixels (Wu's antialiasing), and a smaller width only
makes it fainter. So a line at 45° has 29 % less ink and blacker middles than its area, and where
two pieces meet in a pixel, each is painted over the other. The mean of both pictures is within what
rasterizers may differ by from either.

Level and upright lines of weight 1 come out alike either way.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import cairo

Piece = tuple[float, float, float, float]  # from x, y to x, y

_REACH = {"ROUND": math.pi / 8, "PROJECT": 0.5, "SQUARE": 0.0}
"""By how many pixels each cap makes a hairline longer; the round one keeps a half disc's ink."""
_SHARE = 0.5  # of the hairline; the rest is the area
_TOLERANCE = 0.35  # pixels; how coarsely Chromium cuts a hairline's curves
_MARGIN = 6  # pixels that a thin stroke's mitred corner may reach beyond its path
_FIXED = 65536  # units of a fixed-point pixel, its byte below the point an alpha
_BORDER = 2  # pixels round the picture, so that no pair of pixels lies half in it


def thickness(matrix: cairo.Matrix, weight: float) -> float | None:
    """The thickness in pixels of a stroke that is drawn as a hairline, None of any other.

    Chromium does not take the root of a sum of squares, so that a turned line of weight 1 is no
    hairline, but an upright one is.

    Args:
        matrix: from the sketch to pixels.
        weight: the stroke's in the sketch's units.
    """
    across = weight * _length(matrix.xx, matrix.yx)
    down = weight * _length(matrix.xy, matrix.yy)
    return None if across > 1 or down > 1 else (across + down) / 2


def _length(x: float, y: float) -> float:
    x, y = abs(x), abs(y)
    return x + y / 2 if x > y else y + x / 2


def stroke_hairline(context: cairo.Context[Any], width: float, cap: str) -> None:
    """Strokes and clears the path of a context that draws on an image, in its source and style.

    Args:
        context: has the path, the line's style, and the matrix.
        width: the `thickness` of the stroke, 0–1 pixels.
        cap: of `renderer.ops.Style`.
    """
    matrix, path = context.get_matrix(), context.copy_path()
    context.save()
    context.identity_matrix()
    context.set_tolerance(_TOLERANCE)
    lines = context.copy_path_flat()
    left, top, right, bottom = context.path_extents()
    context.new_path()
    target = context.get_target()
    assert isinstance(target, cairo.ImageSurface)
    x, y = max(int(left) - _MARGIN, -_BORDER), max(int(top) - _MARGIN, -_BORDER)
    w = min(int(right) + _MARGIN, target.get_width() + _BORDER) - x
    h = min(int(bottom) + _MARGIN, target.get_height() + _BORDER) - y
    if w > 0 and h > 0:
        mask = cairo.ImageSurface(cairo.FORMAT_A8, w, h)
        area = cairo.Context(mask)
        area.translate(-x, -y)
        area.transform(matrix)
        area.set_line_width(context.get_line_width())
        area.set_line_cap(context.get_line_cap())
        area.set_line_join(context.get_line_join())
        area.append_path(path)
        area.set_source_rgba(0, 0, 0, 1 - _SHARE)
        area.stroke()
        area.identity_matrix()
        area.set_operator(cairo.OPERATOR_ADD)
        area.set_source_rgba(0, 0, 0, _SHARE * width)
        area.mask_surface(_hairlines(_pieces(lines, cap, x, y), w, h))
        context.mask_surface(mask, x, y)
    context.restore()


def _pieces(path: cairo.Path, cap: str, x: int, y: int) -> list[Piece]:
    """The straight pieces of a flat path, seen from (x, y) and lengthened at its open ends."""
    pieces: list[Piece] = []
    line: list[tuple[float, float]] = []
    for kind, point in path:
        if kind == cairo.PATH_CLOSE_PATH:
            line.append(line[0])
            pieces += [(*a, *b) for a, b in pairwise(line)]
            line = line[-1:]
            continue
        if kind == cairo.PATH_MOVE_TO:
            pieces += _open(line, _REACH[cap])
            line = []
        seen = (point[0] - x, point[1] - y)
        if not line or seen != line[-1]:
            line.append(seen)
    return pieces + _open(line, _REACH[cap])


def _open(line: list[tuple[float, float]], reach: float) -> list[Piece]:
    if len(line) < 2:
        return []
    line[0] = _beyond(line[0], line[1], reach)
    line[-1] = _beyond(line[-1], line[-2], reach)
    return [(*a, *b) for a, b in pairwise(line)]


def _beyond(
    end: tuple[float, float], before: tuple[float, float], reach: float
) -> tuple[float, float]:
    dx, dy = end[0] - before[0], end[1] - before[1]
    share = reach / math.hypot(dx, dy)
    return end[0] + share * dx, end[1] + share * dy


def _hairlines(pieces: list[Piece], w: int, h: int) -> cairo.ImageSurface:
    """An alpha mask of (w, h) pixels with hairlines of thickness 1, painted one after another."""
    stride = -(-w // 4) * 4  # cairo wants rows of whole words
    alpha = bytearray(stride * h)
    for x0, y0, x1, y1 in pieces:
        # Along u, the nearer axis, a piece has in each column of pixels its place v across.
        if abs(x1 - x0) > abs(y1 - y0):
            u0, v0, u1, v1, along, across, columns, last = x0, y0, x1, y1, 1, stride, w, h - 1
        else:
            u0, v0, u1, v1, along, across, columns, last = y0, x0, y1, x1, stride, 1, h, w - 1
        if u0 > u1:
            u0, v0, u1, v1 = u1, v1, u0, v0
        elif u0 == u1:
            continue
        slope = (v1 - v0) / (u1 - u0)
        first, end = max(int(u0), 0), min(math.ceil(u1), columns)
        v = int(_FIXED * (v0 + slope * (first + 0.5 - u0) - 0.5))
        step, last = int(_FIXED * slope), last * _FIXED
        for u in range(first, end):
            if 0 <= v < last:
                below, pixel = v >> 8 & 255, along * u + across * (v >> 16)
                above = 255 - below
                if u < u0 or u > u1 - 1:  # an end, within the column
                    share = min(u + 1, u1) - max(u, u0)
                    above, below = int(above * share), int(below * share)
                alpha[pixel] += (255 - alpha[pixel]) * above // 255
                pixel += across
                alpha[pixel] += (255 - alpha[pixel]) * below // 255
            v += step
    return cairo.ImageSurface.create_for_data(alpha, cairo.FORMAT_A8, w, h, stride)
