"""Convex shapes with corners, from the straight pieces of their outlines.

Corners lie where neighbouring sides meet; where the meeting is hidden, where both sides can have
gone on to. They are on whole numbers where those fit.

Legend: N points, C candidates.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from sketchnet.tidy.edges import Array, Line

_NEIGHBOURS = np.array([(0.0, 0.0), *(m for m in product((-1.0, 0.0, 1.0), repeat=2) if any(m))])

_LEAST_TURN = math.radians(2)
_BACK = 2.0  # pixels that a corner may lie before the end of what is seen of its sides
_REACHES = ((2.0, 15.0), (0.0, 1.5), (15.0, 60.0))
"""Pixels beyond what is seen of a side where it may end, where that is hidden."""

_MOST_LINES = 8
_MOVES = 4  # rounds of moving corners
_LATTICE = 0.3  # pixels that corners on the lattice may be nearer, where their place is hidden


def convex(lines: Sequence[Line], points: Array, slack: float) -> Iterator[tuple[float, ...]]:
    """Convex shapes with the sides that can be seen, closed where none can.

    Args:
        lines: the sides, in the order in which their normals turn.
        points: (N, 2) all that can be seen of the outline.
        slack: pixels that these may be off on the mean.
    """
    for bold in (True, False) if 2 <= len(lines) <= _MOST_LINES else ():
        joints = list(_joints(lines, bold))
        loose = [joint for joint in joints if len(joint.sides) == 1]
        if not 3 <= len(joints) <= _MOST_LINES:
            continue
        for way in product(range(len(_REACHES) if len(loose) <= 2 else 1), repeat=len(loose)):
            reach = iter(way)
            corners = np.array(
                [joint.points[next(reach) if len(joint.sides) == 1 else 0] for joint in joints]
            )
            if _off(corners, points) > slack + (_LATTICE if loose else 0):
                continue
            for step in (1.0, 0.5):
                tidy = _on_lattice(corners / step, joints, lines, step) * step
                if _off(tidy, points) <= slack:
                    yield tuple(tidy.ravel().tolist())


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


def _off(corners: Array, points: Array) -> float:
    """How far points (N, 2) are from the outline of a polygon (K, 2) on the mean."""
    ends = zip(corners, np.roll(corners, -1, 0), strict=True)
    far = [away(start[None], stop[None], points)[0] for start, stop in ends]
    return float(np.sqrt(np.min(far, axis=0)).mean())


def _far(start: Array, stop: Array, points: Array) -> Array:
    """(C,) the sum of the squared distances of points (N, 2) to C segments."""
    return np.asarray(away(start, stop, points).sum(1))


def away(start: Array, stop: Array, points: Array) -> Array:
    """(C, N) the squared distances of points (N, 2) to C segments."""
    way = stop - start
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
    along = way / length[:, None]
    away = points[None] - start[:, None]  # (C, N, 2)
    off = away[..., 0] * along[:, 1:] - away[..., 1] * along[:, :1]
    place = (away * along[:, None]).sum(2)
    past = np.maximum(np.maximum(-place, place - length[:, None]), 0)
    return np.asarray(off**2 + past**2)
