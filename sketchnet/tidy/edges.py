"""What can be seen of an outline: points finer than pixels, and the straight lines they make.

How much of a row's pixels is covered tells where in that row an edge lies, exactly where the edge
is straight. Where something else hides the edge, or the picture ends, there are no points.

Legend: N points, (H, W) the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Mask
from sketchnet.tidy.labels import Flags

Array = NDArray[np.float64]

_FULL, _EMPTY = 0.97, 0.03  # of a pixel beside an edge
_BEND, _THIN_BEND = 1.0, 0.6  # pixels by which a straight piece of a pixel outline may be off
_NEAR = 1.1  # pixels from such a piece within which its points are
_BLUR = 1.5  # pixels, for the way an edge faces
_OFF = 0.5  # pixels from the line through them beyond which points are left out
_FEWEST = 3  # points of a line
_THIN = (
    0.5  # what more points face one way than the other where both sides of a thin shape are near
)
_SAME_TURN = math.radians(4)
_SAME_LINE = 0.6  # pixels between two lines that are one


class Edges(NamedTuple):
    """Points on the outline.

    Attributes:
        points: (N, 2) in pixels.
        outward: (N, 2) the direction, ±1 along x or along y, in which the cover ends there.
    """

    points: Array
    outward: Array


@dataclass(frozen=True, slots=True)
class Line:
    """A straight piece of an outline.

    Attributes:
        angle: of its normal, which points outward, in −π…π.
        points: (N, 2) that it was fitted to.
    """

    angle: float
    points: Array

    @property
    def normal(self) -> Array:
        """(2,) outward, of length 1."""
        return np.array([math.cos(self.angle), math.sin(self.angle)])

    @property
    def along(self) -> Array:
        """(2,) a quarter of a turn on from the normal."""
        return np.array([-math.sin(self.angle), math.cos(self.angle)])

    @property
    def offset(self) -> float:
        """How far out it lies from the origin along its normal."""
        return float((self.points @ self.normal).mean())

    def ends(self) -> tuple[float, float]:
        """From where to where its points lie, along it."""
        places = self.points @ self.along
        return float(places.min()), float(places.max())

    def at(self, place: float) -> Array:
        """(2,) the point on it at so much along it."""
        return self.normal * self.offset + self.along * place


class Sight(NamedTuple):
    """What can be seen of a shape.

    Attributes:
        edges: of its outline.
        lines: the straight pieces of that, in the order in which their normals turn.
        box: x0, y0, x1, y1 of what is visible.
    """

    edges: Edges
    lines: list[Line]
    box: tuple[float, float, float, float]

    def placed(self, corner: tuple[int, int], scale: Array) -> Sight:
        """The same, seen in a window with this corner, in picture pixels.

        Args:
            corner: x, y of the window.
            scale: (2,) window pixels for one picture pixel.
        """
        x0, y0, x1, y1 = ((np.array(self.box).reshape(2, 2) + corner) / scale).ravel().tolist()
        return Sight(
            Edges((self.edges.points + corner) / scale, self.edges.outward),
            [Line(line.angle, (line.points + corner) / scale) for line in self.lines],
            (x0, y0, x1, y1),
        )


def falls(cover: Mask | Flags) -> NDArray[np.float32]:
    """(H, W, 2) by how much a cover (H, W) falls along x and y: outward, at an edge."""
    blurred = cv2.GaussianBlur(cover.astype(np.float32), (0, 0), _BLUR)
    rises = [cv2.Sobel(blurred, cv2.CV_32F, 1, 0), cv2.Sobel(blurred, cv2.CV_32F, 0, 1)]
    return np.asarray(-np.dstack(rises), np.float32)


def edges_of(soft: Mask, known: Flags) -> Edges:
    """The points where the outline of a cover can be seen.

    Args:
        soft: (H, W) how much of each pixel is covered.
        known: (H, W) where that is known.
    """
    found = []
    for turned in (False, True):
        cover, sure = (soft.T, known.T) if turned else (soft, known)
        for back in (False, True):
            if back:
                cover, sure = cover[:, ::-1], sure[:, ::-1]
            rows, places = _crossings(cover.astype(np.float64), sure)
            if back:
                places = cover.shape[1] - places
            across = rows + 0.5
            out = -1.0 if back else 1.0
            points = (across, places) if turned else (places, across)
            way = (0.0, out) if turned else (out, 0.0)
            found.append((np.stack(points, 1), np.tile(way, (len(rows), 1))))
    return Edges(*(np.concatenate(part) for part in zip(*found, strict=True)))


def _crossings(cover: Array, known: Flags) -> tuple[NDArray[np.intp], Array]:
    """Rows, and the place in each, where a cover ends to the right."""
    full, empty = (cover > _FULL) & known, (cover < _EMPTY) & known
    ends = (cover[:, :-1] >= 0.5) & (cover[:, 1:] < 0.5) & known[:, :-1] & known[:, 1:]
    before, after = full[:, :-1], empty[:, 1:]  # at either side, one pixel or two from the edge
    before[:, 1:] |= full[:, :-2]
    after[:, :-1] |= empty[:, 2:]
    rows, columns = np.nonzero(ends & before & after)
    place: Array = (columns + 1).astype(np.float64)
    place -= 1 - cover[rows, columns]
    place += cover[rows, columns + 1]
    return rows, place


def lines_of(mask: Flags, edges: Edges, thin: bool = False) -> list[Line]:
    """The straight pieces of an outline, in the order in which their normals turn.

    Args:
        mask: (H, W) the pixels inside.
        edges: the points on the outline.
        thin: whether it may be a few pixels across, and have holes that are looked at too.
    """
    lines: list[Line] = []
    which, bend = (cv2.RETR_LIST, _THIN_BEND) if thin else (cv2.RETR_EXTERNAL, _BEND)
    contours, _ = cv2.findContours(mask.astype(np.uint8), which, cv2.CHAIN_APPROX_NONE)
    for contour in contours:
        corners = cv2.approxPolyDP(contour, bend, True).reshape(-1, 2) + 0.5
        if len(corners) < 2:
            continue
        # Contours run through the centres of the pixels inside, edges half a pixel further out.
        for start, stop in zip(corners, np.roll(corners, -1, 0), strict=True):
            line = _line(start, stop, edges)
            if line is not None:
                lines.append(line)
    lines.sort(key=lambda line: line.angle)
    return list(_merged(lines))


def _line(start: Array, stop: Array, edges: Edges) -> Line | None:
    length = float(np.hypot(*(stop - start)))
    if length < _FEWEST:
        return None
    along = (stop - start) / length
    normal = np.array([along[1], -along[0]])
    away = edges.points - start
    place, off = away @ along, away @ normal
    near = (np.abs(np.abs(off) - 0.5) < _NEAR) & (place > 0) & (place < length)
    if near.sum() < _FEWEST:
        return None
    points, outward = edges.points[near], edges.outward[near]
    if (outward @ normal).mean() < -_THIN:  # the contour may run either way
        normal = -normal
    facing = outward @ normal > 0
    return _fitted(points[facing], normal) if facing.sum() >= _FEWEST else None


def _fitted(points: Array, normal: Array) -> Line | None:
    """The line through points, those that lie off it left out."""
    for _ in range(3):
        middle = points.mean(0)
        _, _, axes = np.linalg.svd(points - middle, full_matrices=False)
        way = axes[1] if axes[1] @ normal > 0 else -axes[1]
        off = np.abs((points - middle) @ way)
        if off.max() <= _OFF:
            break
        near = off <= max(_OFF, float(np.median(off)))
        if near.sum() < _FEWEST:
            return None
        points = points[near]
    return Line(math.atan2(way[1], way[0]), points)


def _merged(lines: list[Line]) -> Iterator[Line]:
    """Lines with those made one that are."""
    left = list(lines)
    while left:
        line = left.pop(0)
        for other in list(left):
            turn = abs((other.angle - line.angle + math.pi) % math.tau - math.pi)
            off = np.abs(other.points @ line.normal - line.offset).max()
            back = np.abs(line.points @ other.normal - other.offset).max()
            if turn >= _SAME_TURN:
                continue
            points = np.concatenate([line.points, other.points])
            joined = _fitted(points, line.normal)
            # Short pieces in line with each other may seem to be turned a little.
            if joined is not None and (
                min(off, back) < _SAME_LINE or len(joined.points) == len(points)
            ):
                line = joined
                left = [one for one in left if one is not other]
        yield line
