"""Whole shapes from what can be seen of their outlines, on whole numbers where those fit.

A disc half hidden is still a disc, a rectangle under the corner of another still a rectangle:
shapes are fitted to the visible pieces of an outline alone, and go on where it is hidden.

Legend: N points, C candidates, P parameters.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from sketchnet.tidy.edges import Array, Edges, Line

_NEIGHBOURS = np.array([(0.0, 0.0), *(m for m in product((-1.0, 0.0, 1.0), repeat=2) if any(m))])

Whole = tuple[str, tuple[float, ...]]  # kind, parameters
Distance = Callable[[Array, Array], Array]  # (C, P), (N, 2) → (C, N)

_MOST_POINTS = 120
_FEWEST_POINTS = 5
_KEPT = 3  # roundings of a curve that are looked at
_STEADY = 1e-6
_ROUNDS = 8  # of fitting a curve
_HALF = 0.02  # pixels further off that halves must be better than whole numbers
_SPREAD = 0.4  # pixels by which the points of a rectangle's side may be off it
_UNDER = (2.0, 1.0, 0.0)  # pixels that a hidden side is put beyond what is seen
_LEAST_TURN = math.radians(2)
_BACK = 2.0  # pixels that a corner may lie before the end of what is seen of its sides
_REACHES = ((2.0, 15.0), (0.0, 1.5), (15.0, 60.0))
"""Pixels beyond what is seen of a side where it may end, where that is hidden."""

_MOST_LINES = 8
_LEAST_CORNERED = 6  # numbers of a triangle
_STRONG = 6  # points of a line that is no accident
_MOVES = 4  # rounds of moving corners


def wholes(
    edges: Edges,
    lines: Sequence[Line],
    box: tuple[float, float, float, float],
    slack: float,
    most: int,
) -> Iterator[list[Whole]]:
    """Shapes that the visible outline could be of, like ones together, the cheaper first.

    Args:
        edges: what can be seen of the outline, in picture pixels.
        lines: its straight pieces, in the order in which their normals turn.
        box: x0, y0, x1, y1 of what can be seen of the shape.
        slack: pixels that the outline may be off on the mean.
        most: numbers that a shape may have.
    """
    points = edges.points[:: -(-len(edges.points) // _MOST_POINTS)]
    if len(points) < _FEWEST_POINTS:
        return
    size = max(box[2] - box[0], box[3] - box[1])
    yield list(_rounded("circle", _circle(points), _circles, points, size, slack))
    boxes = list(_boxes(edges, box))
    yield [whole for whole in boxes if whole[0] == "square"]
    yield [whole for whole in boxes if whole[0] == "rect"]
    yield list(_rounded("ellipse", _ellipse(points), _ellipses, points, size, slack))
    if most < _LEAST_CORNERED:
        return
    strong = [line for line in lines if len(line.points) >= _STRONG]
    sides = [lines] if len(strong) == len(lines) else [lines, strong]
    every = [whole for some in sides for whole in _polygons(some)]
    polygons = [whole for whole in every if _off(whole[1], points) <= slack]
    if polygons:
        polygons.sort(key=lambda whole: len(whole[1]))
        for count in dict.fromkeys(len(params) for _, params in polygons):
            yield [whole for whole in polygons if len(whole[1]) == count]


# -- curves -------------------------------------------------------------------------------------


def _circles(params: Array, points: Array) -> Array:
    away = points[None] - params[:, None, :2]
    return np.asarray(np.abs(np.hypot(away[..., 0], away[..., 1]) - params[:, 2:] / 2))


def _ellipses(params: Array, points: Array) -> Array:
    half = np.maximum(params[:, None, 2:] / 2, 0.25)
    unit = (points[None] - params[:, None, :2]) / half
    slope = 2 * np.hypot(unit[..., 0] / half[..., 0], unit[..., 1] / half[..., 1])
    return np.asarray(np.abs((unit**2).sum(2) - 1) / np.maximum(slope, 1e-9))


def _circle(points: Array) -> Array:
    """(3,) x, y, diameter near points."""
    middle = points.mean(0)
    x, y = (points - middle).T
    design = np.stack([x, y, np.ones_like(x)], 1)
    found, *_ = np.linalg.lstsq(design, x * x + y * y, rcond=None)
    radius = math.sqrt(max(found[2] + (found[0] ** 2 + found[1] ** 2) / 4, 0.25))
    start = np.array([found[0] / 2 + middle[0], found[1] / 2 + middle[1], 2 * radius])
    return _descended(start, _circles, points)


def _ellipse(points: Array) -> Array:
    """(4,) x, y, width, height near points."""
    middle = points.mean(0)
    scale = max(float(np.ptp(points, 0).max()), 1.0)
    x, y = ((points - middle) / scale).T
    design = np.stack([x, y, np.ones_like(x), -y * y], 1)
    found, *_ = np.linalg.lstsq(design, x * x, rcond=None)
    ratio = min(max(float(found[3]), 0.02), 50.0)
    cx, cy = found[0] / 2, found[1] / (2 * ratio)
    across = math.sqrt(max(float(found[2] + cx * cx + ratio * cy * cy), 1e-4))
    start = np.array([cx, cy, 2 * across, 2 * across / math.sqrt(ratio)]) * scale
    start[:2] += middle
    return _descended(start, _ellipses, points)


def _descended(start: Array, distance: Distance, points: Array) -> Array:
    """Parameters moved to where the squared distances are least."""
    best, least = start, float(np.square(distance(start[None], points)).sum())
    for _ in range(_ROUNDS):
        around = np.concatenate([best[None], best + 1e-3 * np.eye(len(best))])
        signed = distance(around, points)
        off = signed[0]
        slopes = (signed[1:] - off) / 1e-3  # (P, N): |d| has the slope of d up to its sign
        matrix = slopes @ slopes.T
        matrix[np.diag_indices_from(matrix)] *= 1 + 1e-3
        matrix[np.diag_indices_from(matrix)] += _STEADY
        there = best - np.linalg.solve(matrix, slopes @ off)
        error = float(np.square(distance(there[None], points)).sum())
        if not error < least * (1 - 1e-4):
            break
        best, least = there, error
    return best


def _rounded(
    kind: str, fit: Array, distance: Distance, points: Array, size: float, slack: float
) -> Iterator[Whole]:
    """The tidy parameters near a fit that the points lie on best."""
    if not np.isfinite(fit).all() or fit[2:].max() > 8 * size or fit[2:].min() < 1:
        return
    count = len(fit)
    if float(distance(fit[None], points).mean()) > slack:
        return
    whole = np.round(fit) + np.array(list(product((-1.0, 0.0, 1.0), repeat=count)))
    half = np.round(2 * fit) / 2 + np.array(list(product((-0.5, 0.0, 0.5), repeat=count)))
    candidates = np.concatenate([whole, half])
    candidates = candidates[candidates[:, 2:].min(1) >= 1]
    costs = distance(candidates, points).mean(1) + _HALF * (candidates % 1 != 0).any(1)
    for index in np.argsort(costs, kind="stable")[:_KEPT]:
        yield kind, tuple(candidates[index].tolist())


# -- boxes --------------------------------------------------------------------------------------


def _boxes(edges: Edges, box: tuple[float, float, float, float]) -> Iterator[Whole]:
    """Rectangles and squares with the sides that can be seen."""
    sides: list[float | None] = []
    for axis, way in ((0, -1.0), (1, -1.0), (0, 1.0), (1, 1.0)):
        places = edges.points[edges.outward[:, axis] == way, axis]
        if not len(places):
            sides.append(None)
            continue
        middle = float(np.median(places))
        if float(np.quantile(np.abs(places - middle), 0.8)) > _SPREAD:
            return
        sides.append(middle)
    if sum(side is None for side in sides) > 2:
        return
    for step in (1.0, 0.5):
        yield from _boxes_on(sides, box, step)


def _boxes_on(
    sides: Sequence[float | None], box: tuple[float, float, float, float], step: float
) -> Iterator[Whole]:
    for under in _UNDER:
        hidden = [box[0] - under, box[1] - under, box[2] + under, box[3] + under]
        left, top, right, bottom = (
            round((hide if side is None else side) / step) * step
            for side, hide in zip(sides, hidden, strict=True)
        )
        w, h = right - left, bottom - top
        if w < 1 or h < 1:
            continue
        yield "rect", (left, top, w, h)
        if w == h:
            yield "square", (left, top, w)
        # Where one way the end is hidden, it may be as long as the other way.
        side = w if (sides[0] is not None and sides[2] is not None) else h
        if (sides[0] is None or sides[2] is None) and (sides[1] is None or sides[3] is None):
            side = max(w, h)
        x = right - side if sides[0] is None and sides[2] is not None else left
        y = bottom - side if sides[1] is None and sides[3] is not None else top
        if w != h and any(value is None for value in sides):
            yield "square", (x, y, side)
        if None not in sides:
            break


# -- polygons -----------------------------------------------------------------------------------


def _polygons(lines: Sequence[Line]) -> Iterator[Whole]:
    """Convex shapes with the sides that can be seen, closed where none can."""
    for bold in (True, False) if 2 <= len(lines) <= _MOST_LINES else ():
        joints = list(_joints(lines, bold))
        loose = [joint for joint in joints if len(joint.sides) == 1]
        if not 3 <= len(joints) <= _MOST_LINES:
            continue
        for way in product(range(len(_REACHES) if len(loose) <= 2 else 1), repeat=len(loose)):
            reach = iter(way)
            points = [joint.points[next(reach) if len(joint.sides) == 1 else 0] for joint in joints]
            kind = {3: "triangle", 4: "quad"}.get(len(points), "polygon")
            for step in (1.0, 0.5):
                tidy = _on_lattice(np.array(points) / step, joints, lines, step) * step
                yield kind, tuple(tidy.ravel().tolist())


class _Joint(NamedTuple):
    """A corner.

    Attributes:
        sides: indices of the lines that it is on: of two where they meet, else of one.
        points: where it may be.
    """

    sides: tuple[int, ...]
    points: tuple[Array, ...]


def _joints(lines: Sequence[Line], bold: bool) -> Iterator[_Joint]:
    """Corners in turn.

    Args:
        lines: in the order in which their normals turn.
        bold: goes on to where two lines meet however far that is.
    """
    for index, line in enumerate(lines):
        after = (index + 1) % len(lines)
        other = lines[after]
        turn = (other.angle - line.angle) % math.tau
        stop, start = line.ends()[1], other.ends()[0]
        if _LEAST_TURN < turn < math.pi - _LEAST_TURN:
            normals = np.stack([line.normal, other.normal])
            meeting = np.linalg.solve(normals, np.array([line.offset, other.offset]))
            beyond, before = meeting @ line.along - stop, start - meeting @ other.along
            near = max(beyond, before) < 2 * _BACK
            if min(beyond, before) > -_BACK and (bold or near):
                yield _Joint((index, after), (meeting,))
                continue
        yield _Joint((index,), tuple(_beyond(line, stop, 1.0)))
        yield _Joint((after,), tuple(_beyond(other, start, -1.0)))


def _beyond(line: Line, end: float, way: float) -> Iterator[Array]:
    """Points of a line beyond the end of what is seen of it, nearly on whole numbers."""
    for nearest, farthest in _REACHES:
        places = end + way * np.arange(nearest, farthest, 0.25)
        points = line.normal * line.offset + places[:, None] * line.along
        off = np.abs((np.round(points) - points) @ line.normal)
        yield np.asarray(np.round(points[int(off.argmin())]))


def _on_lattice(
    points: Array, joints: Sequence[_Joint], lines: Sequence[Line], step: float
) -> Array:
    """Corners (K, 2) on whole numbers, moved as long as their sides then run nearer the points."""
    ends = [[k for k, joint in enumerate(joints) if i in joint.sides] for i in range(len(lines))]
    sides = [(at[0], at[-1], line.points / step) for at, line in zip(ends, lines, strict=True)]
    best = np.round(points)
    for _ in range(_MOVES):
        before = best.copy()
        for k in range(len(best)):
            there = best[k] + _NEIGHBOURS
            costs = np.zeros(len(there))
            for start, stop, seen in sides:
                if k in (start, stop):
                    first, last = (there if at == k else best[None, at] for at in (start, stop))
                    costs += _far(first, last, seen)
            best[k] = there[int(costs.argmin())]
        if np.array_equal(best, before):
            break
    return best


def _off(params: Sequence[float], points: Array) -> float:
    """How far points (N, 2) are from the outline of a polygon on the mean."""
    corners = np.array(params).reshape(-1, 2)
    ends = zip(corners, np.roll(corners, -1, 0), strict=True)
    far = [_away(start[None], stop[None], points)[0] for start, stop in ends]
    return float(np.sqrt(np.min(far, axis=0)).mean())


def _far(start: Array, stop: Array, points: Array) -> Array:
    """(C,) the sum of the squared distances of points (N, 2) to C segments."""
    return np.asarray(_away(start, stop, points).sum(1))


def _away(start: Array, stop: Array, points: Array) -> Array:
    """(C, N) the squared distances of points (N, 2) to C segments."""
    way = stop - start
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
    along = way / length[:, None]
    away = points[None] - start[:, None]  # (C, N, 2)
    off = away[..., 0] * along[:, 1:] - away[..., 1] * along[:, :1]
    place = (away * along[:, None]).sum(2)
    past = np.maximum(np.maximum(-place, place - length[:, None]), 0)
    return np.asarray(off**2 + past**2)
