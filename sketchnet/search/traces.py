"""The outlines of the shapes that search draws with, traced on a cairo context.

Each takes the parameters that `sketchnet.search.shapes.KINDS` names, in picture pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import cairo

Context: TypeAlias = "cairo.Context[Any]"

EIGHTH = math.pi / 4
_NOWHERE = cairo.ImageSurface(cairo.FORMAT_A8, 1, 1)
_TAU = math.tau


def circle(context: Context, p: list[float]) -> None:
    """x, y, diameter."""
    context.new_sub_path()
    context.arc(p[0], p[1], p[2] / 2, 0, _TAU)
    context.close_path()


def ellipse(context: Context, p: list[float]) -> None:
    """x, y, width, height; nothing where it has no size."""
    if not (p[2] and p[3]):
        return
    context.save()
    context.translate(p[0], p[1])
    context.scale(p[2] / 2, p[3] / 2)
    context.arc(0, 0, 1, 0, _TAU)
    context.restore()
    context.close_path()


def rect(context: Context, p: list[float]) -> None:
    """x, y, width, height from the corner."""
    context.rectangle(p[0], p[1], p[2], p[3])


def square(context: Context, p: list[float]) -> None:
    """x, y, side from the corner."""
    context.rectangle(p[0], p[1], p[2], p[2])


def round_rect(context: Context, p: list[float]) -> None:
    """x, y, width, height from the corner, radius."""
    x, y, w, h, r = p
    r = min(r, w / 2, h / 2)
    context.move_to(x + r, y)
    context.arc(x + w - r, y + r, r, -2 * EIGHTH, 0)
    context.arc(x + w - r, y + h - r, r, 0, 2 * EIGHTH)
    context.arc(x + r, y + h - r, r, 2 * EIGHTH, 4 * EIGHTH)
    context.arc(x + r, y + r, r, 4 * EIGHTH, 6 * EIGHTH)
    context.close_path()


def polygon(context: Context, p: list[float]) -> None:
    """x, y of every corner."""
    line_to = context.line_to
    for i in range(0, len(p), 2):
        line_to(p[i], p[i + 1])
    context.close_path()


def line(context: Context, p: list[float]) -> None:
    """x, y of both ends."""
    if p[0] == p[2] and p[1] == p[3]:  # Processing draws nothing, cairo would draw its caps
        return
    context.move_to(p[0], p[1])
    context.line_to(p[2], p[3])


def arc(context: Context, p: list[float]) -> None:
    """x, y, width, height, and from where to where, in eighths of a turn."""
    x, y, w, h, start, stop = p
    if not (w and h):
        return
    context.save()
    context.translate(x, y)
    context.scale(w / 2, h / 2)
    context.arc(0, 0, 1, start * EIGHTH, stop * EIGHTH)
    context.restore()


def chord(context: Context, p: list[float]) -> None:
    """An arc and the straight way from one end to the other."""
    arc(context, p)
    context.close_path()


def pie(context: Context, p: list[float]) -> None:
    """An arc and the way from its ends to the middle."""
    arc(context, p)
    context.line_to(p[0], p[1])
    context.close_path()


def blob(context: Context, p: list[float]) -> None:
    """A closed Catmull-Rom curve through the points."""
    n = len(p) // 2
    xs, ys = p[0::2], p[1::2]
    context.move_to(xs[0], ys[0])
    for i in range(n):
        x0, y0 = xs[i - 1], ys[i - 1]
        x1, y1 = xs[i], ys[i]
        x2, y2 = xs[(i + 1) % n], ys[(i + 1) % n]
        x3, y3 = xs[(i + 2) % n], ys[(i + 2) % n]
        context.curve_to(
            x1 + (x2 - x0) / 6,
            y1 + (y2 - y0) / 6,
            x2 - (x3 - x1) / 6,
            y2 - (y3 - y1) / 6,
            x2,
            y2,
        )
    context.close_path()


def path(context: Context, p: list[float]) -> None:
    """x, y of the start, then by turns two handles and an end; the last curve ends at the start."""
    curve_to = context.curve_to
    context.move_to(p[0], p[1])
    for i in range(2, len(p) - 4, 6):
        curve_to(p[i], p[i + 1], p[i + 2], p[i + 3], p[i + 4], p[i + 5])
    curve_to(p[-4], p[-3], p[-2], p[-1], p[0], p[1])
    context.close_path()


def bezier(context: Context, p: list[float]) -> None:
    """x, y of the ends and between them of two handles."""
    context.move_to(p[0], p[1])
    context.curve_to(*p[2:])


def along(
    trace: Callable[[Context, list[float]], None], p: list[float]
) -> list[tuple[float, float]]:
    """Points about a pixel apart on the outline that a function of this module traces."""
    context = cairo.Context(_NOWHERE)
    trace(context, p)
    points: list[tuple[float, float]] = []
    start = last = (0.0, 0.0)
    for kind, place in context.copy_path_flat():
        if kind == cairo.PATH_MOVE_TO:
            start = last = (place[0], place[1])
            continue
        end = start if kind == cairo.PATH_CLOSE_PATH else (place[0], place[1])
        steps = max(round(math.dist(last, end)), 1)
        for i in range(steps):
            t = i / steps
            points.append((last[0] + t * (end[0] - last[0]), last[1] + t * (end[1] - last[1])))
        last = end
    return [*points, last]
