"""Where an operation paints: the box of pixels that it may touch, and whether it fills a box."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from renderer.ops import IDENTITY, DrawOp, Matrix

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; right and bottom lie outside."""

_MITER = 10.0  # how many half weights a mitred corner may reach before it is cut off
_CURVED = 1 / 8  # pixels; more than a curve made of cubics strays from the true one
_THIN = 1.0  # pixels; strokes up to this weight are spread over neighbouring pixels

Vector = tuple[float, float]


def visible(op: DrawOp) -> bool:
    """Whether an operation paints anything, wherever it lies."""
    style = op.style
    fills = style.fill is not None and style.fill[3] > 0 and op.kind not in ("line", "point")
    return fills or strokes(op)


def strokes(op: DrawOp) -> bool:
    """Whether an operation has a visible outline."""
    style = op.style
    return style.stroke is not None and style.stroke[3] > 0 and style.weight > 0


def box_of(op: DrawOp) -> Box:
    """The pixels outside of which a shape paints nothing, its stroke included."""
    kind, args, _, matrix, _ = op
    reach = _reach(op)
    if kind in ("polygon", "line", "point"):
        xs, ys = args[::2], args[1::2]
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    elif kind == "rect":
        left, top, right, bottom = args[0], args[1], args[0] + args[2], args[1] + args[3]
        if len(args) > 4:
            reach += _CURVED
    elif kind in ("ellipse", "arc"):
        x, y, rx, ry = args[:4]
        left, top, right, bottom = x - rx, y - ry, x + rx, y + ry
        reach += _CURVED
    else:
        points = [value for segment in args for value in segment[1:]]
        xs, ys = tuple(points[::2]), tuple(points[1::2])
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        reach += _CURVED
    left, top, right, bottom = left - reach, top - reach, right + reach, bottom + reach
    if matrix is not None:
        left, top, right, bottom = _carried(left, top, right, bottom, matrix)
    return math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a pixel."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_lid(op: DrawOp) -> bool:
    """Whether an operation may hide all that lies under it: see `covers`."""
    fill = op.style.fill
    opaque = fill is not None and fill[3] == 255 and op.matrix is None
    return opaque and (op.kind == "ellipse" or (op.kind == "rect" and len(op.args) == 4))


def covers(lid: DrawOp, box: Box) -> bool:
    """Whether a lid, an upright rectangle or ellipse, fills every pixel of a box."""
    left, top, right, bottom = box
    x, y, w, h = lid.args
    if lid.kind == "rect":
        return bool(x <= left and y <= top and right <= x + w and bottom <= y + h)
    far_x = max(x - left, right - x) + _CURVED
    far_y = max(y - top, bottom - y) + _CURVED
    return bool((far_x * h) ** 2 + (far_y * w) ** 2 <= (w * h) ** 2)


def _carried(
    left: float, top: float, right: float, bottom: float, matrix: Matrix
) -> tuple[float, float, float, float]:
    xx, yx, xy, yy, x0, y0 = matrix
    middle, centre = (left + right) / 2, (top + bottom) / 2
    across, down = (right - left) / 2, (bottom - top) / 2
    x, y = xx * middle + xy * centre + x0, yx * middle + yy * centre + y0
    rx, ry = abs(xx) * across + abs(xy) * down, abs(yx) * across + abs(yy) * down
    return x - rx, y - ry, x + rx, y + ry


def _reach(op: DrawOp) -> float:
    """How far the stroke reaches beyond the path, in the shape's own pixels."""
    if not strokes(op):
        return 0.0
    style = op.style
    half = style.weight / 2
    xx, yx, xy, yy, _, _ = op.matrix or IDENTITY
    scale = math.sqrt(abs(xx * yy - xy * yx))
    thin = _THIN / max(scale, 1e-6) if style.weight * scale <= _THIN else 0.0
    far = 1.0 if op.kind == "rect" else math.sqrt(2) if style.cap == "PROJECT" else 1.0
    if style.join == "MITER" and op.kind in ("polygon", "path", "arc"):
        even = abs(xx * xy + yx * yy) < 1e-9 and abs(xx * xx + yx * yx - xy * xy - yy * yy) < 1e-9
        if even:
            sharp = max((_miter(*corner) for corner in _corners(op)), default=1.0)
        else:  # which corners are cut off is decided on the canvas, where angles differ
            sharp = _MITER * (xx * xx + yx * yx + xy * xy + yy * yy) / max(scale * scale, 1e-6)
        far = max(far, sharp)
    return half * far + thin


def _miter(one: Vector, other: Vector) -> float:
    """How many half weights the corner between two directions reaches."""
    lengths = math.hypot(*one) * math.hypot(*other)
    if lengths == 0:
        return _MITER
    cosine = (one[0] * other[0] + one[1] * other[1]) / lengths
    # The angle between the edges is pi minus that between the directions.
    sine_of_half = math.sqrt(max((1 + cosine) / 2, 0.0))
    return min(1 / sine_of_half, _MITER) if sine_of_half * _MITER >= 1 else 1.0


def _corners(op: DrawOp) -> Iterator[tuple[Vector, Vector]]:
    """The directions in which each corner of an outline is entered and left."""
    args = op.args
    if op.kind == "polygon":
        points = list(zip(args[::2], args[1::2], strict=True))
        edges = [
            (b[0] - a[0], b[1] - a[1]) for a, b in zip(points, points[1:] + points[:1], strict=True)
        ]
        yield from zip(edges, edges[1:] + edges[:1], strict=True)
    elif op.kind == "arc":
        yield from _arc_corners(args)
    else:
        yield from _path_corners(args)


def _arc_corners(args: tuple[float | str, ...]) -> Iterator[tuple[Vector, Vector]]:
    _, _, rx, ry, start, stop, mode = args
    assert not isinstance(rx, str) and not isinstance(ry, str)
    assert not isinstance(start, str) and not isinstance(stop, str)
    if mode not in ("PIE", "CHORD"):
        return
    first = (rx * math.cos(start), ry * math.sin(start))
    last = (rx * math.cos(stop), ry * math.sin(stop))
    away = (-rx * math.sin(start), ry * math.cos(start))
    arriving = (-rx * math.sin(stop), ry * math.cos(stop))
    if mode == "PIE":
        back = (-last[0], -last[1])
        yield from ((first, away), (arriving, back), (back, first))
    else:
        chord = (first[0] - last[0], first[1] - last[1])
        yield from ((chord, away), (arriving, chord))


def _path_corners(segments: Sequence[tuple[float | str, ...]]) -> Iterator[tuple[Vector, Vector]]:
    ways: list[tuple[Vector, Vector]] = []  # of each segment, at its start and at its end
    first: Vector = (0.0, 0.0)
    here: Vector = (0.0, 0.0)
    for name, *values in segments:
        numbers = [value for value in values if not isinstance(value, str)]
        points = [here, *zip(numbers[::2], numbers[1::2], strict=True)]
        if name == "M":
            here = first = points[1]
            continue
        if name == "Z":
            points.append(first)
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points)]
        steps = [step for step in steps if step != (0, 0)]
        if steps:
            ways.append((steps[0], steps[-1]))
        here = points[-1]
    yield from ((before[1], after[0]) for before, after in itertools.pairwise(ways))
    if segments[-1][0] == "Z" and ways:
        yield ways[-1][1], ways[0][0]
