"""Drawing operations: what running a program yields and what every rasterizer eats.

Modes are resolved (an ellipse is always a centre and two radii), colours are final, transforms are
in `matrix`. Coordinates and sizes are pixels, y grows downwards, angles are radians clockwise.

| kind         | args                                                             |
|--------------|------------------------------------------------------------------|
| `background` | `()`; its colour is `style.fill`                                 |
| `point`      | `(x, y)`                                                         |
| `line`       | `(x1, y1, x2, y2)`                                               |
| `polygon`    | `(x1, y1, …, xn, yn)`, closed: triangle and quad                 |
| `rect`       | `(x, y, w, h)` or `(x, y, w, h, tl, tr, br, bl)`, top left corner, w and h ≥ 0 |
| `ellipse`    | `(cx, cy, rx, ry)`                                               |
| `arc`        | `(cx, cy, rx, ry, start, stop, mode)`, mode one of `ARC_MODES`   |
| `path`       | a tuple of segments, see `Segment`: beginShape, bezier and curve |

`bezier` and `curve` are open `path`s of one segment run. A rasterizer fills a path as if it were
closed and strokes it as it is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

RGBA = tuple[int, int, int, int]  # each 0–255
Matrix = tuple[float, float, float, float, float, float]
"""(xx, yx, xy, yy, x0, y0) as in cairo: x' = xx·x + xy·y + x0, y' = yx·x + yy·y + y0."""

Segment = tuple[Any, ...]
"""`("M", x, y)`, `("L", x, y)`, `("C", x1, y1, x2, y2, x, y)` or `("Z",)`."""

ARC_MODES = ("DEFAULT", "OPEN", "CHORD", "PIE")
"""DEFAULT fills a pie and strokes the open arc, as Processing and p5.js do without a mode."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Style(NamedTuple):
    """How a shape is painted: `fill` first, then `stroke`; None paints nothing."""

    fill: RGBA | None = (255, 255, 255, 255)
    stroke: RGBA | None = (0, 0, 0, 255)
    weight: float = 1.0
    cap: str = "ROUND"  # ROUND, SQUARE (ends at the point) or PROJECT (half a weight further)
    join: str = "MITER"  # MITER, BEVEL or ROUND


class DrawOp(NamedTuple):
    """One drawing operation; see the module's table."""

    kind: str
    args: tuple[Any, ...]
    style: Style
    matrix: Matrix | None = None  # None is the identity
    at: int = -1  # token index of the statement that drew it, for animation and error messages


class Scene(NamedTuple):
    """A run program: the canvas and what was drawn on it, back to front."""

    width: int
    height: int
    ops: list[DrawOp]
