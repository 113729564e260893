"""Where Processing's default renderer puts strokes: Java2D moves their points to pixel centres.

Unless told otherwise Java2D normalizes the outlines it strokes, never the areas it fills. The end
point of every segment moves to (floor(x) + 0.5, floor(y) + 0.5) in device space, the control points
of a curve move along with the end they belong to, and the pen keeps its width. That is the whole of
the half pixel by which Processing's strokes and p5.js's lie apart.
"""

from __future__ import annotations

import math

from renderer import DrawOp, Scene
from renderer.ops import Segment

KAPPA = 4 / 3 * (math.sqrt(2) - 1)
"""How far the control points of a quarter circle lie, in radii."""


def snapped(scene: Scene) -> Scene:
    """A scene whose strokes lie where Processing's default renderer puts them.

    Raises:
        ValueError: it has an operation that no test needs: an arc, a point, a rounded rectangle,
            or one under a transform.
    """
    ops: list[DrawOp] = []
    for op in scene.ops:
        if op.kind == "background":
            ops.append(op)
            continue
        if op.matrix is not None:
            raise ValueError(f"{op.kind} under a transform")
        if op.style.fill is not None and op.kind != "line":
            ops.append(op._replace(style=op.style._replace(stroke=None)))
        if op.style.stroke is not None:
            outline = tuple(_moved(_outline(op)))
            ops.append(DrawOp("path", outline, op.style._replace(fill=None)))
    return Scene(scene.width, scene.height, ops)


def _outline(op: DrawOp) -> list[Segment]:
    args = op.args
    if op.kind == "path":
        return list(args)
    if op.kind == "line":
        return [("M", *args[:2]), ("L", *args[2:])]
    if op.kind == "polygon":
        return _closed([args[i : i + 2] for i in range(0, len(args), 2)])
    if op.kind == "rect" and len(args) == 4:
        x, y, w, h = args
        return _closed([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    if op.kind == "ellipse":
        return _ellipse(*args)
    raise ValueError(op.kind)


def _closed(points: list[tuple[float, ...]]) -> list[Segment]:
    return [("M", *points[0]), *(("L", *point) for point in points[1:]), ("Z",)]


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> list[Segment]:
    kx, ky = KAPPA * rx, KAPPA * ry
    return [
        ("M", cx + rx, cy),
        ("C", cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        ("C", cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
        ("C", cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        ("C", cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
        ("Z",),
    ]


def _moved(segments: list[Segment]) -> list[Segment]:
    moved: list[Segment] = []
    before = (0.0, 0.0)  # how far the last end point moved
    for segment in segments:
        if segment[0] == "Z":
            moved.append(segment)
            continue
        x, y = segment[-2:]
        dx, dy = math.floor(x) + 0.5 - x, math.floor(y) + 0.5 - y
        if segment[0] == "C":
            x1, y1, x2, y2 = segment[1:5]
            controls = (x1 + before[0], y1 + before[1], x2 + dx, y2 + dy)
            moved.append(("C", *controls, x + dx, y + dy))
        else:
            moved.append((segment[0], x + dx, y + dy))
        before = (dx, dy)
    return moved
