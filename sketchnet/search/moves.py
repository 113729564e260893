"""Small changes to a shape: mutations of its parameters, and steps to a neighbouring kind.

Legend: B candidates, P parameters.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.shapes import KINDS, Params, boxes

Rng = np.random.Generator


def mutate(
    kind: str,
    params: tuple[float, ...],
    count: int,
    rng: Rng,
    least: float,
) -> Params:
    """Variations of one shape, on no grid yet.

    Each is a step along one direction, often two: a parameter alone, the whole shape, its growth
    about its middle or an edge, a turn. Steps are a power of two times the least, up to a quarter
    of the shape's size, so that a few hundred candidates hold both strides and touches.

    Args:
        kind: a key of `KINDS`.
        params: (P,) the shape.
        count: B.
        rng: source of randomness.
        least: the smallest step worth trying, in pixels.

    Returns:
        (B, P) candidates, not made legal.
    """
    base = np.array(params)
    box = boxes(kind, base[None])[0].tolist()
    roles = KINDS[kind].roles_of(len(base))
    directions = _directions(roles, base, box)  # (K, P)
    reach = max(box[2] - box[0], box[3] - box[1], 4 * least) / 4
    levels = math.ceil(math.log2(max(reach / least, 2))) + 1
    step = least * 2.0 ** rng.integers(0, levels, (2, count)) * rng.uniform(-1, 1, (2, count))
    step += np.copysign(0.5 * least, step)
    step[1] *= rng.random(count) < 0.5
    # Half of all steps move one parameter, the rest the shape as a whole.
    alone = rng.random((2, count)) < 0.5
    which = np.where(
        alone,
        rng.integers(0, len(base), (2, count)),
        rng.integers(len(base), len(directions), (2, count)),
    )
    out: Params = base + (step[:, :, None] * directions[which]).sum(0)
    if "a" in roles:  # eighths of a turn move by whole ones
        columns = [i for i, role in enumerate(roles) if role == "a"]
        turned = rng.integers(-1, 2, (count, len(columns))) * (rng.random((count, 1)) < 0.4)
        out[:, columns] = base[columns] + turned
    return out


def _directions(roles: str, base: Params, box: list[float]) -> Params:
    """Ways (K, P) to move a shape, a pixel for a unit step; the first P are single parameters."""
    x0, y0, x1, y1 = box
    half = max((x1 - x0) / 2, 0.5), max((y1 - y0) / 2, 0.5)
    middle = (x0 + x1) / 2, (y0 + y1) / 2
    flags = np.array([[role == r for role in roles] for r in "xywhr"], float)
    x, y, w, h, r = flags
    rows = [x, y, x + y, x - y]
    across = [x * (base - pivot) / half[0] + w * base / half[0] for pivot in (x0, middle[0], x1)]
    down = [y * (base - pivot) / half[1] + h * base / half[1] for pivot in (y0, middle[1], y1)]
    rows += [*across, *down, across[1] + down[1], across[1] - down[1]]
    if w.any():  # its edges alone; squares and circles have but one extent
        rows += [x * 0.5 + w, x * -0.5 + w, y * 0.5 + (h if h.any() else w), y * -0.5 + h + w]
    else:  # a turn about its middle
        turned = np.empty_like(base)
        turned[0::2], turned[1::2] = middle[1] - base[1::2], base[0::2] - middle[0]
        rows += [turned / max(half), turned / max(half)]
    if r.any():
        rows.append(r)
    return np.vstack([np.eye(len(base)), *rows])


def mutate_weights(weight: float, count: int, rng: Rng) -> NDArray[np.float64]:
    """Variations (B,) of a stroke weight; half of them unchanged."""
    steps = rng.choice((-2.0, -1.0, -0.5, 0.5, 1.0, 2.0), count)
    return np.where(rng.random(count) < 0.5, weight, weight + steps)


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
        each = len(KINDS[name].roles)
        fits = count is None or count[0] <= len(values) // each <= count[1]
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
    if kind in ("arc", "pie"):
        yield ("pie" if kind == "arc" else "arc"), p
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
