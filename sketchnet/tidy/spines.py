"""The middle line of a long thin region, as a curve with a stroke.

Legend: N points of an outline, K of the middle line.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_CUBIC = np.array([[1, 0, 0, 0], [-3, 3, 0, 0], [3, -6, 3, 0], [-1, 3, -3, 1]], np.float64)
"""From control points to the coefficients of 1, t, t², t³."""

_ROUNDS = 8  # of fitting

_SAMPLES = 24
_FEWEST = 8  # points of an outline
_SLENDER = 0.4  # of the length, at most, that the thickness is
_STRAIGHT = 1.5  # pixels from its chord within which a curve's inner corners are a line's


def spine(outline: NDArray[np.float32]) -> tuple[list[float], float] | None:
    """A cubic Bézier curve along the middle of a region, and its stroke's weight.

    Args:
        outline: (N, 2) the region's outer boundary in turn.

    Returns:
        Eight coordinates, and the weight; None where the region is not long, thin and bent.
    """
    if len(outline) < _FEWEST:
        return None
    hull = cv2.convexHull(outline, returnPoints=False).ravel()
    tips = outline[hull].astype(np.float64)
    far = np.hypot(*(tips[:, None] - tips[None]).transpose(2, 0, 1))
    first, last = sorted(hull[np.array(np.unravel_index(far.argmax(), far.shape))].tolist())
    sides = outline[first : last + 1], np.concatenate([outline[last:], outline[: first + 1]])[::-1]
    if min(map(len, sides)) < 2:
        return None
    one, other = (_even(side.astype(np.float64)) for side in sides)
    middle = (one + other) / 2
    place = np.concatenate([[0.0], np.hypot(*np.diff(middle, axis=0).T).cumsum()])
    length = float(place[-1])
    # Half of the pixels that the outline runs through lie outside it, and so do its two ends.
    area = cv2.contourArea(outline) + cv2.arcLength(outline, True) / 2 + 1
    thick = area / (length + 1)
    if thick > _SLENDER * length:
        return None
    inside = (place >= thick / 2) & (place <= length - thick / 2)  # a round cap does the rest
    if inside.sum() < 4:
        return None
    corners = _bezier(middle[inside], place[inside])
    chord = corners[3] - corners[0]
    bent = np.abs((corners[1:3] - corners[0]) @ np.array([-chord[1], chord[0]]))
    if bent.max() <= _STRAIGHT * np.hypot(*chord):  # a line says as much
        return None
    return corners.ravel().tolist(), thick


def _even(line: Points) -> Points:
    """(K, 2) points at even distances along a line (N, 2)."""
    place = np.concatenate([[0.0], np.hypot(*np.diff(line, axis=0).T).cumsum()])
    there = np.linspace(0, place[-1], _SAMPLES)
    return np.stack([np.interp(there, place, line[:, axis]) for axis in (0, 1)], 1)


def _bezier(points: Points, place: Points) -> Points:
    """(4, 2) the cubic nearest to points (K, 2) at places (K,) along it."""
    t = (place - place[0]) / (place[-1] - place[0])
    for _ in range(_ROUNDS):
        powers = np.stack([np.ones_like(t), t, t**2, t**3], 1)
        corners, *_ = np.linalg.lstsq(powers @ _CUBIC, points, rcond=None)
        slopes = np.stack([np.zeros_like(t), np.ones_like(t), 2 * t, 3 * t**2], 1)
        off, speed = powers @ _CUBIC @ corners - points, slopes @ _CUBIC @ corners
        # Each point is looked for where the curve passes it nearest.
        t = t - (off * speed).sum(1) / np.maximum((speed**2).sum(1), 1e-9)
        t = (t - t.min()) / max(float(np.ptp(t)), 1e-9)
    return np.asarray(corners)
