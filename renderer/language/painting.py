"""How much painting a scene asks for: what a rasterizer's time grows with, estimated beforehand."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.errors import CapError
from renderer.language.caps import DEFAULT_CAPS, Caps
from renderer.ops import IDENTITY, DrawOp, Scene

_ROW = 200
"""Pixels that take as long as one edge's way through one row of pixels, measured with cairo."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in a shape's own coordinates."""


def overpainted(scene: Scene, caps: Caps, size: tuple[int, int] | None = None) -> DrawOp | None:
    """The operation that takes a scene over the cap `painted_pixels`, or None.

    Args:
        scene: a canvas and its operations.
        caps: limits on the program.
        size: (width, height) in pixels to scale the canvas to; its own size when None.
    """
    width, height = size or (scene.width, scene.height)
    # At most two passes over the whole canvas each, unless there are paths of many edges.
    edges = sum(len(op.args) if op.kind == "path" else 1 for op in scene.ops)
    if (2 * len(scene.ops) * width + 3 * _ROW * edges) * height <= caps.painted_pixels:
        return None
    scale = (width / scene.width, height / scene.height)
    total = 0.0
    for op in scene.ops:
        total += _painted(op, width, height, scale)
        if total > caps.painted_pixels:
            return op
    return None


def overpainting(caps: Caps) -> CapError:
    """The error for a scene with too much painting."""
    return CapError(
        f"the shapes paint more than {caps.painted_pixels:,} pixels, one over the other "
        "(cap painted_pixels)",
        expected="fewer or smaller shapes, or a smaller canvas",
    )


def refuse_overpainting(
    scene: Scene, size: tuple[int, int] | None, caps: Caps = DEFAULT_CAPS
) -> None:
    """Makes sure that a scene which ran within the caps stays within them scaled to `size`.

    Raises:
        CapError: it paints too many pixels there.
    """
    if size is not None and overpainted(scene, caps, size) is not None:
        raise overpainting(caps)


def _painted(op: DrawOp, width: int, height: int, scale: tuple[float, float]) -> float:
    """The pixels of the box around a shape, for each pass, and what its edges cost."""
    kind, _, style, _, _ = op
    if kind == "background":
        return width * height
    stroke = style.stroke is not None and style.weight > 0
    fill = style.fill is not None and kind not in ("line", "point")
    if not (stroke or fill):
        return 0.0
    spans = [_on_canvas(op, box, stroke, scale) for box in _boxes(op)]
    left, right = min(s[0] for s in spans), max(s[2] for s in spans)
    top, bottom = min(s[1] for s in spans), max(s[3] for s in spans)
    across = _inside(left, right, width)
    down = _inside(top, bottom, height)
    if not (across and down):
        return 0.0
    area = across * down
    if kind == "line":
        thick = 2 * _reach(op, scale)
        area = min(area, (across + down) * (thick + 1))
    rows = sum(_inside(s[1], s[3], height) for s in spans)
    # A stroke has an edge on either side.
    return fill * (area + _ROW * rows) + stroke * (area + 2 * _ROW * rows)


def _boxes(op: DrawOp) -> Iterator[Box]:
    """The box around a shape, or one around each segment of a path; never none."""
    kind, args, _, _, _ = op
    if kind in ("point", "line", "polygon"):
        yield min(args[::2]), min(args[1::2]), max(args[::2]), max(args[1::2])
    elif kind == "rect":
        x, y, w, h = args[:4]
        yield x, y, x + w, y + h
    elif kind in ("ellipse", "arc"):
        x, y, rx, ry = args[:4]
        yield x - rx, y - ry, x + rx, y + ry
    else:
        x, y = args[0][-2:]
        start = (x, y)
        for segment in args:
            points = segment[1:] or start
            xs, ys = (x, *points[::2]), (y, *points[1::2])
            yield min(xs), min(ys), max(xs), max(ys)
            x, y = points[-2:]


def _on_canvas(op: DrawOp, box: Box, stroke: bool, scale: tuple[float, float]) -> Box:
    """A box, widened by the stroke, in the pixels of the picture."""
    xx, yx, xy, yy, x0, y0 = op.matrix or IDENTITY
    left, top, right, bottom = box
    if stroke:
        half = op.style.weight / 2
        left, top, right, bottom = left - half, top - half, right + half, bottom + half
    middle, centre = (left + right) / 2, (top + bottom) / 2
    across, down = (right - left) / 2, (bottom - top) / 2
    x, y = xx * middle + xy * centre + x0, yx * middle + yy * centre + y0
    rx, ry = abs(xx) * across + abs(xy) * down, abs(yx) * across + abs(yy) * down
    sx, sy = scale
    return (x - rx) * sx, (y - ry) * sy, (x + rx) * sx, (y + ry) * sy


def _reach(op: DrawOp, scale: tuple[float, float]) -> float:
    """How far a stroke reaches from its line at most, in pixels of the picture."""
    xx, yx, xy, yy, _, _ = op.matrix or IDENTITY
    longest = max(abs(xx) + abs(xy), abs(yx) + abs(yy))
    return op.style.weight / 2 * longest * max(scale)


def _inside(start: float, stop: float, length: int) -> float:
    """How much of a span lies on the canvas, at least the pixel that it touches."""
    if stop < 0 or start > length:
        return 0.0
    return max(1.0, min(stop, length) - max(start, 0.0))
