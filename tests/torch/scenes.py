"""Random scenes of every kind, for the torch rasterizer's tests."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from renderer.ops import ARC_MODES, DrawOp, Matrix, Scene, Segment, Style

KINDS = (
    "point",
    "line",
    "triangle",
    "quad",
    "rect",
    "rounded",
    "ellipse",
    "arc",
    "polygon",
    "polyline",
    "path",
    "curves",
)
CAPS = ("ROUND", "SQUARE", "PROJECT")
JOINS = ("MITER", "BEVEL", "ROUND")


def random_op(rng: np.random.Generator, side: int, kind: str | None = None) -> DrawOp:
    """One operation somewhere on a square canvas, about half of them turned and scaled."""
    kind = kind or str(rng.choice(KINDS))
    x, y = rng.uniform(0, side, 2)
    w, h = rng.uniform(0.03 * side, 0.6 * side, 2)
    args: tuple[object, ...]
    if kind == "point":
        args = (x, y)
    elif kind == "line":
        args = (x, y, x + w - h, y + h * rng.uniform(-1, 1))
    elif kind in ("triangle", "quad"):
        args = tuple(rng.uniform(0, side, 6 if kind == "triangle" else 8))
    elif kind in ("rect", "rounded"):
        args = (x - w / 2, y - h / 2, w, h)
        if kind == "rounded":
            args += tuple(rng.uniform(0, min(w, h) / 2, 4) * (rng.random(4) < 0.8))
    elif kind == "ellipse":
        args = (x, y, w / 2, (w if rng.random() < 0.5 else h) / 2)
    elif kind == "arc":
        start = rng.uniform(-math.pi, math.pi)
        span = min(rng.uniform(0.2, 7), math.tau)
        args = (x, y, w / 2, h / 2, start, start + span, str(rng.choice(ARC_MODES)))
    else:
        args = _segments(rng, side, kind)
    name = {"triangle": "polygon", "quad": "polygon", "rounded": "rect"}.get(kind, kind)
    name = "path" if kind in ("polygon", "polyline", "curves") else name
    return DrawOp(name, args, _style(rng, side), _matrix(rng, side))


def random_scene(
    rng: np.random.Generator, side: int, shapes: int = 6, kind: str | None = None
) -> Scene:
    """A background and some shapes, (side, side)."""
    ground = Style((*rng.integers(0, 256, 3).tolist(), 255), None)
    ops = [DrawOp("background", (), ground)]
    return Scene(side, side, ops + [random_op(rng, side, kind) for _ in range(shapes)])


def _segments(rng: np.random.Generator, side: int, kind: str) -> tuple[Segment, ...]:
    """A star-shaped polygon, an open zigzag or a run of cubics."""
    closed = rng.random() < 0.5
    count = int(rng.integers(3, 8))
    centre, reach = rng.uniform(0.2, 0.8, 2) * side, rng.uniform(0.1, 0.45) * side
    turns = np.sort(rng.uniform(0, math.tau, count))
    radii = reach * rng.uniform(0.5, 1, (count, 1))
    round_ = centre + radii * np.stack((np.cos(turns), np.sin(turns)), 1)
    if kind == "polygon":
        points, closed = round_, True
    elif kind == "polyline":
        points = rng.uniform(0, side, (count, 2))
    else:
        points = round_ if rng.random() < 0.7 else rng.uniform(0, side, (count, 2))
    segments: list[Segment] = [("M", *points[0].tolist())]
    for before, after in pairwise(points):
        if kind in ("path", "curves") and (kind == "curves" or rng.random() < 0.7):
            guides = np.stack((before, after)) + rng.normal(0, 0.1 * side, (2, 2))
            segments.append(("C", *guides.ravel().tolist(), *after.tolist()))
        else:
            segments.append(("L", *after.tolist()))
    return (*segments, ("Z",)) if closed else tuple(segments)


def _style(rng: np.random.Generator, side: int) -> Style:
    def color() -> tuple[int, int, int, int]:
        alpha = 255 if rng.random() < 0.6 else int(rng.integers(40, 255))
        red, green, blue = rng.integers(0, 256, 3).tolist()
        return red, green, blue, alpha

    paint = rng.integers(3)
    weight = float(rng.choice((0.5, 1, 2, 3, rng.uniform(0.3, 0.08 * side))))
    return Style(
        None if paint == 1 else color(),
        None if paint == 0 else color(),
        weight,
        str(rng.choice(CAPS)),
        str(rng.choice(JOINS)),
    )


def _matrix(rng: np.random.Generator, side: int) -> Matrix | None:
    if rng.random() < 0.5:
        return None
    turn, (sx, sy) = rng.uniform(-math.pi, math.pi), rng.uniform(0.6, 1.5, 2)
    c, s = math.cos(turn), math.sin(turn)
    middle = side / 2  # turned about the canvas's middle, so that shapes stay on it
    xx, yx, xy, yy = c * sx, s * sx, -s * sy, c * sy
    return xx, yx, xy, yy, middle - (xx + xy) * middle, middle - (yx + yy) * middle
