"""The points on an outline in turn: which follows which once around, and where it has corners.

Legend: N points, K pixels of the contour, C corners, S places, (H, W) the picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.tidy.edges import Array, Edges
from sketchnet.tidy.labels import Flags

_NEAR = 1.6  # pixels from the contour within which points are of it
_WAY = 2  # pixels of the contour, before and after, that tell its direction
_BACKWARD = 4.0  # pixels that a point counts as farther from where the outline faces away from it
_FEWEST = 8  # pixels of a contour
_SHORT, _LONG = 7, 12  # points on either side that tell of a corner, and where it is
_CORNER = 0.45  # radians of turn that may be one
_REACH = 5.0  # pixels from what is seen of its sides where one may be
_NEARER = 0.01  # pixels of distance that a pixel nearer to what is seen is worth
_PAST = 0.3  # pixels past one where there is nothing any more
_BLUR = 1.5  # pixels, for points on the outline and its direction
_FINE = 0.5  # pixels between samples
_SEEN = 1.2  # pixels from a sample to the next point that can be seen


class Turn(NamedTuple):
    """How the points on an outline follow one another.

    Attributes:
        order: (N,) indices of points, once around.
        places: (N,) how far along the outline each lies, rising; in pixels, about.
        length: of the whole outline.
    """

    order: NDArray[np.intp]
    places: Array
    length: float


class Corners(NamedTuple):
    """Where an outline turns sharply.

    Attributes:
        places: (C,) along the outline.
        points: (C, 2).
        past: (N,) whether a point lies past one, where there is nothing any more.
    """

    places: Array
    points: Array
    past: NDArray[np.bool_]


def turn_of(mask: Flags, edges: Edges) -> Turn | None:
    """The order of the points around the largest outer contour; None where that is tiny.

    Args:
        mask: (H, W) the pixels inside.
        edges: (N) the points on their outline.
    """
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    longest = max(contours, key=len, default=None)
    if longest is None or len(longest) < _FEWEST:
        return None
    chain: Array = longest.reshape(-1, 2).astype(np.float64) + 0.5  # (K, 2)
    if cv2.contourArea(longest, oriented=True) < 0:
        chain = chain[::-1]
    way = np.roll(chain, -_WAY, 0) - np.roll(chain, _WAY, 0)
    way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)[:, None]
    outward = np.stack([way[:, 1], -way[:, 0]], 1)
    off = edges.points[:, None] - chain[None]  # (N, K, 2)
    far = np.hypot(off[..., 0], off[..., 1])
    nearest = (far + _BACKWARD * (edges.outward @ outward.T < 0)).argmin(1)
    each = np.arange(len(nearest))
    strides = np.hypot(*(np.roll(chain, -1, 0) - chain).T)
    starts = np.concatenate([[0.0], strides.cumsum()])
    places = starts[nearest] + (off[each, nearest] * way[nearest]).sum(1)
    length = float(starts[-1])
    places %= length
    near = np.flatnonzero(far[each, nearest] <= _NEAR)
    order = near[np.argsort(places[near], kind="stable")]
    return Turn(order, places[order], length)


class Contour:
    """The points of an outline in turn, and samples at even distances.

    Args:
        points: (N, 2) in turn.
        places: (N,) where along the outline they lie.
        length: of it.
    """

    def __init__(self, points: Array, places: Array, length: float) -> None:
        self.points, self.places, self.length = points, places, length
        self.count = max(round(length / _FINE), 1)
        at = np.arange(self.count) * length / self.count
        self.samples = np.stack(
            [np.interp(at, self.places, points[:, i], period=self.length) for i in (0, 1)], 1
        )
        place = np.searchsorted(self.places, at)
        before, after = self.places[place - 1], self.places[place % len(points)]
        away = np.minimum((at - before) % self.length, (after - at) % self.length)
        self.seen = away <= _SEEN

    @property
    def hidden(self) -> float:
        """The share of it that cannot be seen."""
        return 1 - float(self.seen.mean())

    def smooth(self, places: Array) -> tuple[Array, Array]:
        """(S, 2) points on the outline at such places, and its direction there."""
        away = self.places[None] - places[:, None]
        away = (away + self.length / 2) % self.length - self.length / 2  # (S, N)
        weights = np.exp(-0.5 * (away / _BLUR) ** 2) + 1e-9
        sums = weights.sum(1)
        first, second = (weights * away).sum(1), (weights * away**2).sum(1)
        moment, turned = weights @ self.points, (weights * away) @ self.points
        det = np.maximum(sums * second - first**2, 1e-9)[:, None]
        return (
            (second[:, None] * moment - first[:, None] * turned) / det,
            (sums[:, None] * turned - first[:, None] * moment) / det,
        )


def corners_of(points: Array, places: Array, length: float) -> Corners:
    """Where an outline turns sharply: where what comes before and what comes after meet."""
    count = len(points)
    each = np.arange(count)[:, None]
    before, after = (each - np.arange(_LONG)) % count, (each + 1 + np.arange(_LONG)) % count
    way = _direction(points[before[:, _SHORT - 1 :: -1]])
    on = _direction(points[after[:, :_SHORT]])
    turn = np.abs(np.arctan2(way[:, 0] * on[:, 1] - way[:, 1] * on[:, 0], (way * on).sum(1)))
    near = np.stack([np.roll(turn, by) for by in range(-_SHORT // 2, _SHORT // 2 + 1)])
    found = np.flatnonzero((turn >= _CORNER) & (turn >= near.max(0)))
    middles = places[found] + (np.roll(places, -1) - places)[found] % length / 2
    meetings, past = [], np.zeros(count, bool)
    for at, middle in zip(found, middles, strict=True):
        sides = before[at], after[at]
        along = [(places[side] - middle + length / 2) % length - length / 2 for side in sides]
        meeting, (end, start) = _meeting(
            [points[side] for side in sides], along, (points[at] + points[(at + 1) % count]) / 2
        )
        meetings.append(meeting)
        past[sides[0][along[0] > end + _PAST]] = True
        past[sides[1][along[1] < start - _PAST]] = True
    return Corners(middles % length, np.array(meetings).reshape(-1, 2), past)


def _meeting(
    sides: Sequence[Array], along: Sequence[Array], middle: Array
) -> tuple[Array, tuple[float, float]]:
    """Where two curves through points (S, 2) at places (S,) go on to meet, and at which places.

    Where they do not meet near the middle between them, that is taken.
    """
    reach = np.arange(-_REACH, _REACH + _FINE / 2, _FINE / 2)
    powers = reach[:, None] ** np.arange(3)
    curves = [
        powers @ np.linalg.lstsq(place[:, None] ** np.arange(3), points, rcond=None)[0]
        for points, place in zip(sides, along, strict=True)
    ]
    far = np.hypot(*(curves[0][:, None] - curves[1][None]).transpose(2, 0, 1))
    # Of places that are as near to each other, those count that are nearest to what is seen.
    away = np.abs(reach)
    one, other = np.unravel_index((far + _NEARER * (away[:, None] + away)).argmin(), far.shape)
    if far[one, other] > _FINE:
        return middle, (math.inf, -math.inf)
    meeting = (curves[0][one] + curves[1][other]) / 2
    return meeting, (float(reach[one]), float(reach[other]))


def _direction(points: Array) -> Array:
    """The directions (F, 2) from the first to the last of F rows of points."""
    off = points - points.mean(1)[:, None]
    xx, yy = (off[..., 0] ** 2).sum(1), (off[..., 1] ** 2).sum(1)
    angle = np.arctan2(2 * (off[..., 0] * off[..., 1]).sum(1), xx - yy) / 2
    way = np.stack([np.cos(angle), np.sin(angle)], 1)
    back = (way * (points[:, -1] - points[:, 0])).sum(1) < 0
    return np.asarray(way * np.where(back, -1.0, 1.0)[:, None])
