"""The drawing state of a running sketch: style, transform, the shape in progress, the ops."""

from __future__ import annotations

import math
from collections.abc import Callable

from renderer.errors import CapError, RunError
from renderer.language.builtins import (
    BUILTINS,
    CANVAS,
    COLOUR,
    COORDINATE_LIMIT,
    SHAPE,
    STYLE,
    TRANSFORM,
    VERTEX,
    snake_case,
)
from renderer.language.caps import Caps
from renderer.language.java import to_float
from renderer.ops import IDENTITY, RGBA, DrawOp, Matrix, Scene, Segment, Style

DEFAULT_SIZE = (100, 100)
DEFAULT_BACKGROUND: RGBA = (204, 204, 204, 255)
_MATRIX_STACK = 32  # Processing's own limit


def color(*channels: float | RGBA) -> RGBA:
    """The colour of a colour call's arguments: gray, r g b or a colour, each with or without alpha.

    Channels are clamped to 0–255 and cut to whole numbers, as Processing does. It keeps a colour
    as an int of four bytes, and takes one below 256 for a gray: clear black is opaque in a shape.

    Raises:
        RunError: a whole-number gray outside 0–255, which Processing takes for a packed colour.
    """
    first = channels[0]
    if isinstance(first, tuple):
        if first[3] == first[0] == first[1] == 0:
            first = (first[2], first[2], first[2], 255)
        if len(channels) == 1:
            return first
        alpha = channels[1]
        assert not isinstance(alpha, tuple)
        share = to_float(min(max(alpha, 0), 255) / 255)
        return (*first[:3], int(to_float(first[3] * share)))
    if len(channels) <= 2 and type(first) is int and not 0 <= first <= 255:
        raise RunError(f"a gray of {first}", expected="0 to 255")
    values = [_channel(channel) for channel in channels]
    if len(values) <= 2:
        gray = values[0]
        return (gray, gray, gray, values[1] if len(values) == 2 else 255)
    return (values[0], values[1], values[2], values[3] if len(values) == 4 else 255)


def _channel(value: float | RGBA) -> int:
    assert not isinstance(value, tuple)
    return 0 if value < 0 else 255 if value > 255 else int(value)


class Graphics:
    """Receives the drawing builtins (snake-cased names) and keeps what they mean.

    Methods trust their arguments' types, which the checker has seen, and check their values.
    """

    def __init__(self, caps: Caps) -> None:
        self.caps = caps
        self.width, self.height = DEFAULT_SIZE
        self.ops: list[DrawOp] = [
            DrawOp("background", (), Style(DEFAULT_BACKGROUND, None))  # as Processing starts
        ]
        self.at = -1  # token of the call being run
        self.style = Style()
        self.matrix: Matrix | None = None
        self.matrices: list[Matrix | None] = []
        self.rect_corners = "CORNER"
        self.ellipse_corners = "CENTER"
        self.segments: list[Segment] | None = None  # the shape being built
        self.guides: list[tuple[float, float]] = []  # its curveVertex points
        self.vertices = 0

    def scene(self) -> Scene:
        """What has been drawn."""
        return Scene(self.width, self.height, self.ops)

    # -- canvas and style -------------------------------------------------------------------

    def size(self, columns: int, rows: int) -> None:
        for name, value in (("wide", columns), ("high", rows)):
            if not 1 <= value <= 16384:
                raise RunError(f"the canvas is {value} pixels {name}", expected="1 to 16384")
        if columns * rows > self.caps.canvas_pixels:
            raise CapError(
                f"a {columns}×{rows} canvas has more than {self.caps.canvas_pixels:,} pixels "
                "(cap canvas_pixels)"
            )
        self.width, self.height = columns, rows

    def background(self, *channels: float | RGBA) -> None:
        # Processing's canvas is opaque: it ignores the alpha.
        opaque = (*color(*channels)[:3], 255)
        self._append(DrawOp("background", (), Style(opaque, None), None, self.at))

    def fill(self, *channels: float | RGBA) -> None:
        self.style = Style(color(*channels), *self.style[1:])

    def no_fill(self) -> None:
        self.style = Style(None, *self.style[1:])

    def stroke(self, *channels: float | RGBA) -> None:
        self.style = Style(self.style[0], color(*channels), *self.style[2:])

    def no_stroke(self) -> None:
        self.style = Style(self.style[0], None, *self.style[2:])

    def stroke_weight(self, weight: float) -> None:
        if not 0 <= weight <= COORDINATE_LIMIT:
            raise RunError(f"a stroke {weight:g} pixels wide", expected="0 or more")
        self.style = self.style._replace(weight=weight)

    def stroke_cap(self, cap: str) -> None:
        self.style = self.style._replace(cap=cap)

    def stroke_join(self, join: str) -> None:
        self.style = self.style._replace(join=join)

    def rect_mode(self, mode: str) -> None:
        self.rect_corners = mode

    def ellipse_mode(self, mode: str) -> None:
        self.ellipse_corners = mode

    # -- shapes -----------------------------------------------------------------------------

    def point(self, x: float, y: float) -> None:
        self._emit("point", (x, y))

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        if x1 == x2 and y1 == y2:
            return  # a canvas draws nothing, whatever the cap
        self._emit("line", (x1, y1, x2, y2))

    def triangle(self, *points: float) -> None:
        self._emit("polygon", points)

    def quad(self, *points: float) -> None:
        self._emit("polygon", points)

    def square(self, x: float, y: float, extent: float) -> None:
        self.rect(x, y, extent, extent)

    def circle(self, x: float, y: float, extent: float) -> None:
        self.ellipse(x, y, extent, extent)

    def rect(self, a: float, b: float, c: float, d: float, *radii: float) -> None:
        x, y, w, h = _box(self.rect_corners, a, b, c, d)
        if not any(radii):
            self._emit("rect", (x, y, w, h))
            return
        most = min(w, h) / 2
        if min(radii) < 0:
            raise RunError(f"a corner radius of {min(radii):g}", expected="0 or more")
        clamped = (min(r, most) for r in (radii if len(radii) == 4 else radii * 4))
        self._emit("rect", (x, y, w, h, *clamped))

    def ellipse(self, a: float, b: float, c: float, d: float) -> None:
        self._emit("ellipse", _oval(self.ellipse_corners, a, b, c, d))

    def arc(
        self,
        a: float,
        b: float,
        c: float,
        d: float,
        start: float,
        stop: float,
        mode: str = "DEFAULT",
    ) -> None:
        x, y, w, h = _box(self.ellipse_corners, a, b, c, d, flip=False)
        if stop <= start or w < 0 or h < 0:
            return  # nothing, as in Processing
        if stop - start >= math.tau:
            start, stop = 0.0, math.tau
        self._emit("arc", (x + w / 2, y + h / 2, w / 2, h / 2, start, stop), mode)

    def bezier(self, x1: float, y1: float, *rest: float) -> None:
        self._path([("M", x1, y1), ("C", *rest)])

    def curve(self, *points: float) -> None:
        pairs = list(zip(points[::2], points[1::2], strict=True))
        self._path([("M", *pairs[1]), *_catmull_rom(pairs)])

    # -- shapes of vertices -----------------------------------------------------------------

    def begin_shape(self) -> None:
        if self.segments is not None:
            raise RunError("beginShape() inside a shape", expected="endShape() first")
        self.segments = []
        self.guides = []

    def vertex(self, x: float, y: float) -> None:
        segments = self._shape("vertex", x, y)
        segments.append(("L" if segments else "M", x, y))

    def bezier_vertex(self, *points: float) -> None:
        segments = self._shape("bezierVertex", *points)
        if not segments:
            raise RunError("a shape cannot start with bezierVertex()", expected="vertex() first")
        segments.append(("C", *points))

    def quadratic_vertex(self, cx: float, cy: float, x: float, y: float) -> None:
        segments = self._shape("quadraticVertex", cx, cy, x, y)
        if not segments:
            raise RunError("a shape cannot start with quadraticVertex()", expected="vertex() first")
        x0, y0 = segments[-1][-2:]
        # The same curve as a cubic: its control points lie two thirds of the way.
        segments.append(
            ("C", (x0 + 2 * cx) / 3, (y0 + 2 * cy) / 3, (x + 2 * cx) / 3, (y + 2 * cy) / 3, x, y)
        )

    def curve_vertex(self, x: float, y: float) -> None:
        segments = self._shape("curveVertex", x, y)
        guides = self.guides
        guides.append((x, y))
        if len(guides) >= 4:
            if not segments:  # else the curve goes on from the point before it
                segments.append(("M", *guides[1]))
            segments.extend(_catmull_rom(guides[-4:]))

    def end_shape(self, mode: str = "") -> None:
        if self.segments is None:
            raise RunError("endShape() without a shape", expected="beginShape() first")
        segments, self.segments = self.segments, None
        if segments:
            if mode:
                segments.append(("Z",))
            self._path(segments)

    # -- transforms -------------------------------------------------------------------------

    def push_matrix(self) -> None:
        if len(self.matrices) >= _MATRIX_STACK:
            raise RunError(
                f"pushMatrix() {_MATRIX_STACK + 1} times", expected="popMatrix() for each"
            )
        self.matrices.append(self.matrix)

    def pop_matrix(self) -> None:
        if not self.matrices:
            raise RunError("popMatrix() without pushMatrix()", expected="pushMatrix() first")
        self.matrix = self.matrices.pop()

    def translate(self, x: float, y: float) -> None:
        xx, yx, xy, yy, x0, y0 = self.matrix or IDENTITY
        self._transform((xx, yx, xy, yy, x0 + xx * x + xy * y, y0 + yx * x + yy * y))

    def rotate(self, angle: float) -> None:
        xx, yx, xy, yy, x0, y0 = self.matrix or IDENTITY
        c, s = math.cos(angle), math.sin(angle)
        self._transform(
            (xx * c + xy * s, yx * c + yy * s, xy * c - xx * s, yy * c - yx * s, x0, y0)
        )

    def scale(self, x: float, y: float | None = None) -> None:
        xx, yx, xy, yy, x0, y0 = self.matrix or IDENTITY
        y = x if y is None else y
        self._transform((xx * x, yx * x, xy * y, yy * y, x0, y0))

    # -- inside -----------------------------------------------------------------------------

    def _transform(self, matrix: Matrix) -> None:
        if max(matrix) > COORDINATE_LIMIT or min(matrix) < -COORDINATE_LIMIT:
            raise RunError("the transform reaches too far", expected="at most 1,000,000 pixels")
        self.matrix = matrix

    def _shape(self, name: str, *coordinates: float) -> list[Segment]:
        if self.segments is None:
            raise RunError(f"{name}() outside a shape", expected="beginShape() first")
        self._within(coordinates)
        self.vertices += 1
        if self.vertices > self.caps.operations:
            raise CapError(
                f"the program makes more than {self.caps.operations:,} vertices (cap operations)"
            )
        if name == "vertex":
            self.guides = []
        return self.segments

    def _within(self, coordinates: tuple[float, ...]) -> None:
        if max(coordinates) > COORDINATE_LIMIT or min(coordinates) < -COORDINATE_LIMIT:
            raise RunError(
                "a coordinate lies too far out",
                expected=f"-{COORDINATE_LIMIT:,.0f} to {COORDINATE_LIMIT:,.0f} pixels",
            )

    def _path(self, segments: list[Segment]) -> None:
        for segment in segments:
            if len(segment) > 1:
                self._within(segment[1:])
        self._emit("path", (), *segments)

    def _emit(self, kind: str, numbers: tuple[float, ...], *rest: object) -> None:
        if self.segments is not None:
            raise RunError("a shape inside beginShape()", expected="endShape() first")
        if numbers:
            self._within(numbers)
        self._append(
            DrawOp(kind, (*numbers, *rest) if rest else numbers, self.style, self.matrix, self.at)
        )

    def _append(self, op: DrawOp) -> None:
        if len(self.ops) > self.caps.operations:
            raise CapError(
                f"the program draws more than {self.caps.operations:,} shapes (cap operations)"
            )
        self.ops.append(op)


def _box(
    mode: str, a: float, b: float, c: float, d: float, flip: bool = True
) -> tuple[float, float, float, float]:
    """Top left corner, width and height of rect's arguments; negative extents flipped."""
    if mode == "CORNER":
        x, y, w, h = a, b, c, d
    elif mode == "CENTER":
        x, y, w, h = a - c / 2, b - d / 2, c, d
    elif mode == "RADIUS":
        x, y, w, h = a - c, b - d, 2 * c, 2 * d
    else:
        x, y, w, h = a, b, c - a, d - b
    if flip and w < 0:
        x, w = x + w, -w
    if flip and h < 0:
        y, h = y + h, -h
    return x, y, w, h


def _oval(mode: str, a: float, b: float, c: float, d: float) -> tuple[float, float, float, float]:
    """Centre and radii of ellipse's arguments."""
    x, y, w, h = _box(mode, a, b, c, d)
    if mode == "CENTER":
        return a, b, w / 2, h / 2  # not by way of the corner: the centre stays exact
    return x + w / 2, y + h / 2, w / 2, h / 2


def _catmull_rom(points: list[tuple[float, float]]) -> list[Segment]:
    """The cubic Bézier segment from the second to the third of four points."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    return [
        (
            "C",
            x1 + (x2 - x0) / 6,
            y1 + (y2 - y0) / 6,
            x2 - (x3 - x1) / 6,
            y2 - (y3 - y1) / 6,
            x2,
            y2,
        )
    ]


DRAWING: dict[str, Callable[..., None]] = {
    builtin.name: getattr(Graphics, snake_case(builtin.name))
    for builtin in BUILTINS.values()
    if builtin.group in (CANVAS, COLOUR, STYLE, SHAPE, VERTEX, TRANSFORM)
    and builtin.name != "color"
}
"""Builtin name → the method of `Graphics` that does it."""
