"""The shapes that search draws with: their parameters, their cost in numbers, their outlines.

A `Shape` is one drawn statement. Its parameters stand on the grid of tidy numbers in picture
pixels, as they will be written; arcs count their angles in eighths of a turn, which are written
with `PI`. `KINDS` says, kind by kind, what the parameters are.

Legend: B candidates, P parameters, all float64.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sketchnet.search import traces

Params = NDArray[np.float64]
Colour = tuple[float, float, float]
Part = Literal["fill", "stroke"]
Paint = Literal["fill", "stroke", "both", "down", "across", "outward"]

OUTLINED: tuple[Paint, ...] = ("stroke", "both")
"""Paints with an outline, which has a weight."""

SHADES: tuple[Paint, ...] = ("down", "across", "outward")
"""Paints without an outline that go from the colour `fill` to the colour `stroke`."""

_PARTS: dict[Paint, tuple[Part, ...]] = {
    "fill": ("fill",),
    "stroke": ("stroke",),
    **dict.fromkeys(("both", *SHADES), ("fill", "stroke")),
}

LEAST_WEIGHT = 1.0
"""Pixels: nobody sees the difference of a thinner stroke, and nobody would write it."""


LEAST_SHADED = 8.0
"""Pixels: in less, one colour is as good as a change from one to another."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape on the canvas.

    Attributes:
        kind: a key of `KINDS`.
        params: its parameters, on the grid.
        paint: filled, outlined, or both; or shaded from one colour to another.
        weight: stroke weight in pixels; only when outlined.
        fill, stroke: colours, RGB 0–255; of a shaded one the first and the last.
        opacity: of its fill, 0–1: how much that hides of what lies below. Strokes hide all.
    """

    kind: str
    params: tuple[float, ...]
    paint: Paint = "fill"
    weight: float = 1.0
    fill: Colour = (0.0, 0.0, 0.0)
    stroke: Colour = (0.0, 0.0, 0.0)
    opacity: float = 1.0

    @property
    def parts(self) -> tuple[Part, ...]:
        """What of it is painted: its fill, its stroke, or both."""
        return _PARTS[self.paint]

    @property
    def outlined(self) -> bool:
        """Whether it has an outline, and the weight of one."""
        return self.paint in OUTLINED

    @property
    def shaded(self) -> bool:
        """Whether its colour changes from one to another."""
        return self.paint in SHADES

    @property
    def colours(self) -> tuple[Colour, ...]:
        """The colour of each of its parts."""
        return tuple(self.fill if part == "fill" else self.stroke for part in self.parts)

    def in_colours(self, colours: Iterable[Colour]) -> Shape:
        """The same shape with another colour for each of its parts."""
        shape = self
        for part, colour in zip(self.parts, colours, strict=True):
            shape = shape.coloured(part, colour)
        return shape

    def coloured(self, part: Part, colour: Colour) -> Shape:
        """The same shape with another colour for one part."""
        return replace(self, fill=colour) if part == "fill" else replace(self, stroke=colour)


@dataclass(frozen=True, slots=True)
class Kind:
    """What search needs to know of a kind of shape.

    Attributes:
        roles: one letter for each parameter: `x`, `y` a position, `w`, `h` an extent (at least
            one grid step), `r` a radius (at least 0), `a` an angle in eighths of a turn. Kinds
            with any number of vertices or curves repeat their roles.
        trace: draws the outline of one shape on a cairo context.
        paints: how it can be painted.
        extra: numbers written beside the parameters.
        vertices: (fewest, most) vertices or curves, for kinds made of any number of them.
        family: the name in `SHAPES` that it goes by, where that is not its own.
        line: draws what is stroked, where that is not the whole outline.
        shades: how it can be shaded, which takes a loop.
    """

    roles: str
    trace: Callable[[traces.Context, list[float]], None]
    paints: tuple[Paint, ...] = ("fill", "stroke", "both")
    extra: int = 0
    vertices: tuple[int, int] | None = None
    family: str = ""
    line: Callable[[traces.Context, list[float]], None] | None = None
    shades: tuple[Paint, ...] = ()

    def roles_of(self, count: int) -> str:
        """The roles of a shape of `count` parameters."""
        return self.roles * (count // len(self.roles)) if self.vertices else self.roles

    def numbers(self, count: int) -> int:
        """How many literals a shape of `count` parameters is written with, stroke aside.

        Angles are written with `PI`, which is no literal; but see `numbers_of`.
        """
        return sum(role != "a" for role in self.roles_of(count)) + self.extra


def colour_of(values: NDArray[np.float64]) -> Colour:
    """Three numbers as a colour."""
    r, g, b = values.tolist()
    return r, g, b


def unit_of(colour: Colour) -> NDArray[np.float32]:
    """A colour as (3,) float32 in 0–1."""
    return np.array(colour, np.float32) / np.float32(255)


def a_step_away(shape: Shape, step: float) -> list[Shape]:
    """The shape with each of its parameters in turn a step less and a step more."""
    params = shape.params
    return [
        replace(shape, params=(*params[:i], value + by, *params[i + 1 :]))
        for i, value in enumerate(params)
        for by in (-step, step)
    ]


def moved(shape: Shape, step: float) -> list[Shape]:
    """The shape with each of its coordinates and extents in turn a step less and a step more."""
    roles = KINDS[shape.kind].roles_of(len(shape.params))
    angled = roles.index("a") if "a" in roles else len(roles)
    return a_step_away(shape, step)[: 2 * angled]


def has_size(shape: Shape) -> bool:
    """Whether its extents, if it has any, are more than nothing, and its corners not hollow."""
    roles = KINDS[shape.kind].roles_of(len(shape.params))
    return all(
        value > 0 if role in "wh" else role != "r" or value >= 0
        for role, value in zip(roles, shape.params, strict=True)
    )


def straight_pieces(params: Sequence[float]) -> list[bool]:
    """Which pieces of a path are lines: those whose handles lie on their ends."""
    points = list(zip(params[0::2], params[1::2], strict=True))
    ends = [*points, points[0]]
    return [ends[i] == ends[i + 1] and ends[i + 2] == ends[i + 3] for i in range(0, len(points), 3)]


def spared(shape: Shape) -> int:
    """The numbers that lines in a path save: they have no handles, and the last of all no end."""
    if shape.kind != "path":
        return 0
    straight = straight_pieces(shape.params)
    return 4 * sum(straight) + 2 * straight[-1]


_SHADE_NUMBERS = 2
"""Of the loop that draws a shaded shape: beside the shape's own, how far each turn goes."""


def numbers_of(shape: Shape) -> int:
    """Upper bound of the literals a shape is written with.

    Its stroke's weight may be shared, and lines in a path need no handles.
    """
    stroked = 1 if shape.outlined else _SHADE_NUMBERS if shape.shaded else 0
    zero = 1 if shape.kind in ARCS and shape.params[4] == 0 else 0  # `0`, not `PI`
    return KINDS[shape.kind].numbers(len(shape.params)) + stroked + zero


KINDS: dict[str, Kind] = {
    "circle": Kind("xyw", traces.circle, shades=("outward",)),
    "ellipse": Kind("xywh", traces.ellipse),
    "square": Kind("xyw", traces.square),
    "rect": Kind("xywh", traces.rect, shades=("down", "across")),
    "roundrect": Kind("xywhr", traces.round_rect, family="rect"),
    "triangle": Kind("xyxyxy", traces.polygon),
    "quad": Kind("xyxyxyxy", traces.polygon),
    "polygon": Kind("xy", traces.polygon, vertices=(5, 12)),
    # A closed curve names its last point before its first and its first two points again.
    "blob": Kind("xy", traces.blob, extra=6, vertices=(3, 10), family="curve"),
    "arc": Kind("xywhaa", traces.arc, ("fill", "stroke")),  # filled, it is cut off by its chord
    "pie": Kind("xywhaa", traces.pie, ("fill",), family="arc"),
    # Both filled and outlined: all around, or, as without a mode and with `OPEN`, the curve alone.
    "chord": Kind("xywhaa", traces.chord, ("both",), family="arc"),
    "slice": Kind("xywhaa", traces.pie, ("both",), family="arc"),
    "fan": Kind("xywhaa", traces.pie, ("both",), family="arc", line=traces.arc),
    "bow": Kind("xywhaa", traces.arc, ("both",), family="arc"),
    "line": Kind("xyxy", traces.line, ("stroke",)),
    "bezier": Kind("xyxyxyxy", traces.bezier, ("stroke",)),
    # A closed path of cubics: where one ends and its two handles; at last it names its start again.
    "path": Kind("xyxyxy", traces.path, extra=2, vertices=(2, 10), family="bezier"),
}

ARCS = frozenset(name for name, kind in KINDS.items() if "a" in kind.roles)
"""Parts of ellipses, from one angle to another."""

ROUND = ARCS | {"circle", "ellipse"}
"""Kinds that stand by their centre."""

CORNERED = frozenset(("square", "rect", "triangle", "quad", "polygon", "chord", "slice", "path"))
"""Kinds whose outlines may turn a corner."""

SHAPES: tuple[str, ...] = tuple(dict.fromkeys(kind.family or n for n, kind in KINDS.items()))
"""What `--shapes` may list: Processing's names; `rect` covers rounded ones, `curve` closed ones,
`bezier` closed paths."""


def kinds_of(shapes: tuple[str, ...] | None) -> tuple[str, ...]:
    """The kinds that a `--shapes` list allows; all of them for None.

    Raises:
        ValueError: a name that is not in `SHAPES`, or none at all.
    """
    if shapes is None:
        return tuple(KINDS)
    for name in shapes:
        if name not in SHAPES:
            raise ValueError(f"unknown shape '{name}'; expected some of {', '.join(SHAPES)}")
    if not shapes:
        raise ValueError(f"no shapes; expected some of {', '.join(SHAPES)}")
    return tuple(name for name, kind in KINDS.items() if (kind.family or name) in shapes)


def boxes(kind: str, params: Params) -> NDArray[np.float64]:
    """Bounding boxes (B, 4) x0, y0, x1, y1 of shapes (B, P), strokes aside; never too small."""
    if kind in ROUND:
        half = params[:, [2, 2]] / 2 if kind == "circle" else params[:, 2:4] / 2
        return np.hstack([params[:, :2] - half, params[:, :2] + half])
    if kind in ("rect", "roundrect", "square"):
        extent = params[:, [2, 2]] if kind == "square" else params[:, 2:4]
        return np.hstack([params[:, :2], params[:, :2] + extent])
    xs, ys = params[:, 0::2], params[:, 1::2]
    low = np.stack([xs.min(1), ys.min(1)], 1)
    high = np.stack([xs.max(1), ys.max(1)], 1)
    if kind == "blob":  # the curve swings beyond its points by less than a sixth of a chord
        swing = (high - low) / 6
        low, high = low - swing, high + swing
    return np.hstack([low, high])


def common_box(kind: str, params: Params) -> tuple[float, float, float, float]:
    """The box x0, y0, x1, y1 that holds shapes (B, P): that of all `boxes`, in less time."""
    if kind in ROUND:
        x, y = params[:, 0], params[:, 1]
        across = params[:, 2] / 2
        down = across if kind == "circle" else params[:, 3] / 2
        low, high = (x - across, y - down), (x + across, y + down)
    elif kind in ("rect", "roundrect", "square"):
        x, y = params[:, 0], params[:, 1]
        low, high = (x, y), (x + params[:, 2], y + params[:, 2 if kind == "square" else 3])
    elif kind == "blob":
        box = boxes(kind, params)
        low, high = (box[:, 0], box[:, 1]), (box[:, 2], box[:, 3])
    else:
        low = high = (params[:, 0::2], params[:, 1::2])
    return float(low[0].min()), float(low[1].min()), float(high[0].max()), float(high[1].max())


def legal(kind: str, params: Params, grid: float, extent: tuple[float, float]) -> Params:
    """Parameters (B, P) brought onto the grid, sizes at least one step, near the canvas.

    Args:
        kind: a key of `KINDS`.
        params: candidates.
        grid: the step of tidy numbers, in pixels.
        extent: (width, height) of the canvas in pixels.
    """
    roles = KINDS[kind].roles_of(params.shape[1])
    low, high = _bounds(roles, grid, extent)
    out = np.minimum(np.maximum(np.round(params / grid) * grid, low), high)
    if "a" in roles:
        start, stop = np.round(params[:, 4]) % 8, np.round(params[:, 5])
        out[:, 4] = start
        out[:, 5] = start + np.clip((stop - np.round(params[:, 4])) % 8, 1, 7)
    return out


@lru_cache(maxsize=1024)
def _bounds(roles: str, grid: float, extent: tuple[float, float]) -> tuple[Params, Params]:
    width, height = extent
    most = max(extent)
    ranges = {
        "x": (-width, 2 * width),
        "y": (-height, 2 * height),
        "w": (grid, 4 * most),
        "h": (grid, 4 * most),
        "r": (0, most),
        "a": (-math.inf, math.inf),
    }
    low, high = np.array([ranges[role] for role in roles]).T
    return low, high
