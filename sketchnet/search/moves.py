"""Small changes to a shape: mutations of its parameters, and steps to a neighbouring kind.

Legend: B candidates, P parameters.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.shapes import KINDS, Params, boxes, legal

Rng = np.random.Generator


def mutate(
    kind: str,
    params: tuple[float, ...],
    count: int,
    rng: Rng,
    grid: float,
    extent: tuple[float, float],
) -> Params:
    """Variations of one shape, on the grid.

    Steps are a power of two times the grid, up to a quarter of the shape's size, so that a few
    hundred candidates hold both strides and touches.

    Args:
        kind: a key of `KINDS`.
        params: (P,) the shape.
        count: B.
        rng: source of randomness.
        grid: step of tidy numbers, in pixels.
        extent: (width, height) of the canvas in pixels.

    Returns:
        (B, P) legal candidates.
    """
    base = np.array(params)
    size = len(base)
    out = np.tile(base, (count, 1))
    roles = np.array(list(KINDS[kind].roles_of(size)))
    box = boxes(kind, base[None])[0]
    reach = max(box[2] - box[0], box[3] - box[1], 4 * grid) / 4
    levels = max(1, math.ceil(math.log2(max(reach / grid, 2))) + 1)
    step = grid * 2.0 ** rng.integers(0, levels, count)  # (B,)
    sign = rng.choice((-1.0, 1.0), (count, size))
    how = rng.random(count)
    rows = np.arange(count)

    one = how < 0.35  # one parameter
    index = rng.integers(0, size, count)
    out[rows[one], index[one]] += (sign[rows, index] * step)[one]

    pair = (how >= 0.35) & (how < 0.55)  # two neighbours: a vertex, or both extents
    first = 2 * rng.integers(0, max(1, size // 2), count)
    for offset in (0, 1):
        column = np.minimum(first + offset, size - 1)
        out[rows[pair], column[pair]] += (sign[rows, column] * step * rng.random(count))[pair]

    shift = (how >= 0.55) & (how < 0.75)  # the whole shape moves
    for axis in (0, 1):
        columns = np.flatnonzero(roles == "xy"[axis])
        moved = sign[:, axis] * step * rng.random(count)
        out[np.ix_(shift, columns)] += moved[shift, None]

    grow = (how >= 0.75) & (how < 0.9)  # it grows about its middle, or about an edge of its box
    middle = np.array([box[[0, 2]] @ [0.5, 0.5], box[[1, 3]] @ [0.5, 0.5]])
    anchor = np.stack([rng.choice(box[[0, 2]], count), rng.choice(box[[1, 3]], count)], 1)
    anchor = np.where(rng.random((count, 1)) < 0.5, middle, anchor)
    factor = 1 + sign[:, :2] * (step / (4 * reach))[:, None]
    factor[rng.random(count) < 0.5, 1] = 1.0
    for role, axis in (("x", 0), ("y", 1), ("w", 0), ("h", 1)):
        columns = np.flatnonzero(roles == role)
        pivot = anchor[:, axis] if role in "xy" else np.zeros(count)
        grown = pivot[:, None] + (base[columns] - pivot[:, None]) * factor[:, axis, None]
        out[np.ix_(grow, columns)] = grown[grow]

    every = how >= 0.9  # everything a little
    noise = rng.normal(0, 0.5, (count, size)) * step[:, None]
    out[every] += noise[every]

    angles = np.flatnonzero(roles == "a")
    if len(angles):  # eighths of a turn move by whole ones
        turned = base[angles] + rng.integers(-1, 2, (count, len(angles)))
        out[:, angles] = np.where(rng.random((count, 1)) < 0.4, turned, base[angles])
    return legal(kind, out, grid, extent)


def mutate_weights(weight: float, count: int, rng: Rng, grid: float) -> NDArray[np.float64]:
    """Variations (B,) of a stroke weight; half of them unchanged."""
    steps = rng.choice((-2, -1, 1, 2), count) * min(grid, 1.0) * rng.choice((0.5, 1.0, 1.0), count)
    changed = np.where(rng.random(count) < 0.5, weight, weight + steps)
    step = min(grid, 1.0) / 2
    return np.maximum(np.round(changed / step) * step, step)


def neighbours(
    kind: str, params: tuple[float, ...], kinds: tuple[str, ...]
) -> Iterator[tuple[str, list[float]]]:
    """The same shape said in other kinds, and with a vertex more or less.

    Args:
        kind: a key of `KINDS`.
        params: (P,).
        kinds: those allowed.
    """
    for name, values in _neighbours(kind, list(params)):
        count = KINDS[name].vertices
        fits = count is None or count[0] <= len(values) // 2 <= count[1]
        if name in kinds and fits:
            yield name, values


def _neighbours(kind: str, p: list[float]) -> Iterator[tuple[str, list[float]]]:
    x0, y0, x1, y1 = boxes(kind, np.array([p]))[0]
    cx, cy, w, h = (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0
    mean = math.sqrt(max(w * h, 1e-9))
    if kind not in ("line", "bezier"):
        if kind != "circle":
            yield "circle", [cx, cy, mean]
        if kind != "ellipse":
            yield "ellipse", [cx, cy, w, h]
        if kind != "rect":
            yield "rect", [x0, y0, w, h]
        if kind not in ("roundrect", "rect"):
            yield "roundrect", [x0, y0, w, h, mean / 4]
        if kind != "square":
            yield "square", [cx - mean / 2, cy - mean / 2, mean]
        if kind in ("ellipse", "circle"):
            for start in (0, 2, 4, 6):
                yield "arc", [cx, cy, w, h, start, start + 4]
    if kind == "rect":
        yield "roundrect", [*p, min(p[2], p[3]) / 4]
    corners = _corners(kind, p, (x0, y0, x1, y1))
    if kind == "blob":
        yield "polygon", p
    elif kind in ("circle", "ellipse", "polygon", "quad", "triangle"):
        yield "blob", corners
    if kind in ("rect", "roundrect", "square"):
        yield "quad", corners
    if kind in ("triangle", "quad", "polygon", "blob"):
        points = [corners[i : i + 2] for i in range(0, len(corners), 2)]
        for i, (ax, ay) in enumerate(points):
            bx, by = points[(i + 1) % len(points)]
            more = [*points[: i + 1], [(ax + bx) / 2, (ay + by) / 2], *points[i + 1 :]]
            yield _family(kind, len(more)), [v for point in more for v in point]
            fewer = points[:i] + points[i + 1 :]
            if len(fewer) >= 3:
                yield _family(kind, len(fewer)), [v for point in fewer for v in point]
    if kind == "line":
        ax, ay, bx, by = p
        yield "bezier", [ax, ay, *(_mix(p, 1 / 3)), *(_mix(p, 2 / 3)), bx, by]
    if kind == "bezier":
        yield "line", [*p[:2], *p[6:]]


def _corners(kind: str, p: list[float], box: tuple[float, ...]) -> list[float]:
    x0, y0, x1, y1 = box
    if kind in ("rect", "roundrect", "square"):
        return [x0, y0, x1, y0, x1, y1, x0, y1]
    if kind in ("circle", "ellipse"):
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
        return [cx, y0, x1, cy, cx, y1, x0, cy]
    return p


def _family(kind: str, vertices: int) -> str:
    if kind == "blob":
        return "blob"
    return {3: "triangle", 4: "quad"}.get(vertices, "polygon")


def _mix(p: list[float], share: float) -> tuple[float, float]:
    return p[0] + (p[2] - p[0]) * share, p[1] + (p[3] - p[1]) * share
