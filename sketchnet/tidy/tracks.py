"""Where the strokes of some ink may run: around its holes, between its edges, along its bends.

Legend: H, W the picture, N points, K candidates.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

import cv2
import numpy as np

from sketchnet.search.masks import Mask
from sketchnet.tidy.curves import circle, circles, ellipse, ellipses, rounded
from sketchnet.tidy.edges import Array, Line
from sketchnet.tidy.labels import Flags, widened
from sketchnet.tidy.wholes import Whole

_LEAST_HOLE = 4  # pixels
_MOST_HOLES = 12
_TOGETHER = 4  # holes that one outline goes around, at most
_MOST_UNIONS = 400
_CONVEX = 0.93  # share of its hull that what an outline goes around fills
_PARALLEL = math.cos(math.radians(4))
_WIDTH_OFF = 1.0  # pixels by which two edges of a line may be nearer or farther apart
_LEAST_LENGTH = 1.0  # times its width that a line is long
_ROUND = 0.15  # times its width by which round ends may pass for straight edges
_MEETING = 4.0  # times its width that a line may go on to where it meets another
_AT_END = 0.75  # pixels that the end of another line may be off a line that meets it there
_SLACK = 0.4  # pixels by which points may be off a bend on the mean
_TRIES = 300  # circles through three of the points
_THICKER = 3  # pixels that a knot is more across than a stroke
_MOST_KNOTS = 8
_FEWEST = 6  # points around one
_GAP = math.radians(30)  # without any point, where an arc is open
_EIGHTH = math.pi / 4


def unions(share: Mask, width: float) -> Iterator[Flags]:
    """(H, W) the holes of some ink, one by one, then neighbours together.

    Args:
        share: (H, W) how much of each pixel the ink covers.
        width: of its strokes, in pixels.
    """
    height, size = share.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        (share < 0.5).astype(np.uint8), connectivity=4
    )
    holes: list[Flags] = []
    for index in np.argsort(-stats[1:, cv2.CC_STAT_AREA], kind="stable").tolist():
        x, y, w, h, area = stats[index + 1].tolist()
        framed = x == 0 or y == 0 or x + w == size or y + h == height
        if not framed and area >= _LEAST_HOLE:
            holes.append(np.asarray(labels == index + 1))
    holes = holes[:_MOST_HOLES]
    yield from holes
    across = 2 * math.ceil(width / 2 + 1) + 1
    wide = [widened(hole, across) for hole in holes]
    beside = {
        frozenset((i, j))
        for i, j in combinations(range(len(holes)), 2)
        if (wide[i] & wide[j]).any()
    }
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (across, across))
    groups = {frozenset((i,)) for i in range(len(holes))}
    done = 0  # groups of holes
    for _ in range(_TOGETHER - 1):
        larger = {group | pair for group in groups for pair in beside if len(group & pair) == 1}
        for group in sorted(larger, key=sorted):
            if done == _MOST_UNIONS:
                return
            done += 1
            together = np.logical_or.reduce([holes[i] for i in group]).astype(np.uint8)
            closed = cv2.morphologyEx(together, cv2.MORPH_CLOSE, kernel)
            hull = cv2.convexHull(cv2.findNonZero(closed))
            if closed.sum() >= _CONVEX * cv2.contourArea(hull):
                yield closed > 0
        groups = larger


class _Middle(NamedTuple):
    """The line between two parallel edges.

    Attributes:
        side: the edge beyond it.
        offset: how far out it lies along the normal of that.
        first, last: where along it its edges are seen.
    """

    side: Line
    offset: float
    first: float
    last: float

    def at(self, place: float) -> Array:
        """(2,) the point at so much along it."""
        return self.side.normal * self.offset + self.side.along * place

    def lines(self, ends: Iterable[tuple[float, float]]) -> Iterator[Array]:
        """(4,) the lines on it from place to place."""
        for first, last in ends:
            if last - first >= 1:
                yield np.concatenate([self.at(first), self.at(last)])

    def meeting(self, normal: Array, offset: float) -> float | None:
        """How far along it another line is met; None where they are parallel."""
        normals = np.stack([self.side.normal, normal])
        if abs(np.linalg.det(normals)) < math.sqrt(1 - _PARALLEL**2):
            return None
        return float(np.linalg.solve(normals, np.array([self.offset, offset])) @ self.side.along)

    def meetings(self, line: Array) -> list[float | None]:
        """How far along it a line (4,) is met, and has its ends if they are on it."""
        ends = line.reshape(2, 2)
        off = np.abs(ends @ self.side.normal - self.offset)
        dx, dy = (ends[1] - ends[0]) / max(float(np.hypot(*(ends[1] - ends[0]))), 1e-6)
        normal = np.array([-dy, dx])
        there = (ends @ self.side.along)[off <= _AT_END].tolist()
        return [*there, self.meeting(normal, float(ends[0] @ normal))]


def bars(
    lines: Sequence[Line], width: float, known: Sequence[Array]
) -> Iterator[list[list[Array]]]:
    """Lines between two parallel edges, each with ends that it may have, (4,) x0, y0, x1, y1.

    Args:
        lines: the straight pieces of the edges.
        width: of the strokes, in pixels.
        known: (4,) lines that others may begin or end at.

    Yields:
        Of each line those of which both ends are where they meet others, one is, or none.
    """
    middles: list[_Middle] = []
    for one, other in combinations(lines, 2):
        apart = one.offset + other.offset  # their normals point away from each other
        if one.normal @ other.normal > -_PARALLEL or abs(apart - width) > _WIDTH_OFF:
            continue
        places = np.concatenate([one.points, other.points]) @ one.along
        first, last = float(places.min()), float(places.max())
        if last - first >= _LEAST_LENGTH * width:
            middles.append(_Middle(one, (one.offset - other.offset) / 2, first, last))
    for middle in middles:
        meetings = [
            middle.meeting(other.side.normal, other.offset)
            for other in middles
            if other is not middle
        ]
        for also in known:
            meetings += middle.meetings(also)
        meets: list[list[float]] = []
        stops: list[list[float]] = []
        for end, way in ((middle.first, -1.0), (middle.last, 1.0)):
            meets.append(
                [p for p in meetings if p is not None and abs(p - end) <= _MEETING * width]
            )
            stops.append([end + way * by for by in np.arange(-1.0, width + 1).tolist()])
        both = list(product(meets[0], meets[1]))
        met = [*product(meets[0], stops[1]), *product(stops[0], meets[1])]
        none = [(p, middle.last) for p in stops[0]] + [(middle.first, p) for p in stops[1]]
        insets = np.arange(0.5, _ROUND * width, 0.5).tolist()
        none += [(middle.first + by, middle.last - by) for by in insets]
        yield [list(middle.lines(pairs)) for pairs in (both, met, none)]


def knots(share: Mask, width: float, points: Array) -> Iterator[Array]:
    """Points (N, 2) of an outline around what is thicker than a stroke, as the hub of a wheel.

    Args:
        share: (H, W) how much of each pixel the ink covers.
        width: of its strokes, in pixels.
        points: (N, 2) on its edges.
    """
    across = round(width) + _THICKER
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (across, across))
    thick = cv2.morphologyEx((share >= 0.5).astype(np.uint8), cv2.MORPH_OPEN, disc)
    count, labels = cv2.connectedComponents(thick, connectivity=4)
    columns, rows = np.floor(points - 1e-6).astype(np.int64).T
    for index in range(1, min(count, _MOST_KNOTS + 1)):
        near = widened(labels == index, 3)[rows, columns]
        if near.sum() >= _FEWEST:
            yield points[near]


def bends(points: Array) -> Iterator[list[Whole]]:
    """Circles, ellipses and arcs that points (N, 2) of a path could be of, like ones together."""
    size = float(np.ptp(points, 0).max())
    rounds = list(rounded(circle(points), circles, points, size, _SLACK))
    ovals = list(rounded(ellipse(points), ellipses, points, size, _SLACK))
    yield [("circle", params) for params in rounds]
    yield [("ellipse", params) for params in ovals]
    boxes = [(x, y, across, across) for x, y, across in rounds]
    yield [("arc", arc) for box in (*boxes, *ovals) if (arc := _open(box, points)) is not None]


def round_ones(points: Array) -> Array:
    """Those of points (N, 2) that lie on the circle that most of them lie on."""
    rng = np.random.default_rng(len(points))
    corners = points[rng.integers(len(points), size=(_TRIES, 3))]  # (_TRIES, 3, 2)
    a, b = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    cross = 2 * (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
    real = np.abs(cross) > 1e-6
    a, b, cross, first = a[real], b[real], cross[real], corners[real, 0]
    far_a, far_b = np.square(a).sum(1), np.square(b).sum(1)
    middle = (
        np.stack([b[:, 1] * far_a - a[:, 1] * far_b, a[:, 0] * far_b - b[:, 0] * far_a], 1)
        / cross[:, None]
    )
    radius = np.hypot(*middle.T)
    span = float(np.ptp(points, 0).max())
    middle, radius = (middle + first)[radius <= 2 * span], radius[radius <= 2 * span]
    if not len(radius):
        return points[:0]
    off = np.hypot(*(points[None] - middle[:, None]).transpose(2, 0, 1)) - radius[:, None]
    on = np.abs(off) <= _SLACK
    best: Flags = on[int(on.sum(1).argmax())]
    return points[best]


def _open(box: tuple[float, ...], points: Array) -> tuple[float, ...] | None:
    """The arc of an ellipse that points lie on; None where they lie all around it."""
    x, y, w, h = box
    angles = np.sort(np.arctan2((points[:, 1] - y) / h, (points[:, 0] - x) / w) % math.tau)
    gaps = np.diff(np.concatenate([angles, angles[:1] + math.tau]))
    widest = int(gaps.argmax())
    if gaps[widest] < _GAP:
        return None
    start = round(float(angles[(widest + 1) % len(angles)]) / _EIGHTH)
    stop = round(float(angles[widest]) / _EIGHTH)
    turn = (stop - start) % 8
    return (x, y, w, h, start % 8, start % 8 + turn) if turn else None
