"""Circles and ellipses through pieces of a contour: what a cut or half hidden disc shows of itself.

Legend: K points of a contour, in picture pixels.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_PIECES = 6  # of a contour, each of which may be a piece of a circle
_NEAR = 0.8  # pixels from the curve that still count as on it
_ENOUGH = 0.3  # share of the contour that must be on it
_GROWN = 0.5  # a pixel's contour runs half a pixel inside its edge


def conics(outline: NDArray[np.float32]) -> Iterator[tuple[str, list[float]]]:
    """The circle and the ellipse, upright, that most of a contour lies on.

    Args:
        outline: (K, 2) closed contour through pixel centres.

    Yields:
        `("circle", [x, y, diameter])` and `("ellipse", [x, y, width, height])`, where one is found.
    """
    points = outline.astype(np.float64)
    count = len(points)
    if count < 4 * _PIECES:
        return
    for kind, power in (("circle", 1), ("ellipse", 2)):
        best: tuple[int, Points] | None = None
        for piece in range(_PIECES):
            start = piece * count // _PIECES
            chosen = np.arange(start, start + count // (_PIECES // (1 + power) or 1)) % count
            for _ in range(3):
                shape = _fit(points[chosen], kind)
                if shape is None:
                    break
                near = _distance(points, shape) < _NEAR
                if best is None or near.sum() > best[0]:
                    best = int(near.sum()), shape
                chosen = np.flatnonzero(near)
                if len(chosen) < 8:
                    break
        if best is not None and best[0] >= _ENOUGH * count:
            x, y, a, b = best[1].tolist()
            size = [2 * (a + _GROWN)] if kind == "circle" else [2 * (a + _GROWN), 2 * (b + _GROWN)]
            yield kind, [x, y, *size]


def _fit(points: Points, kind: str) -> Points | None:
    """(x, y, a, b) of the algebraic least-squares fit; None where there is none."""
    if len(points) < 8:
        return None
    middle = points.mean(0)
    scale = max(float(np.ptp(points, 0).max()), 1.0)
    x, y = ((points - middle) / scale).T
    ones = np.ones_like(x)
    if kind == "circle":  # x² + y² = 2·x·cx + 2·y·cy + k
        solved, *_ = np.linalg.lstsq(np.stack([x, y, ones], 1), x * x + y * y, rcond=None)
        cx, cy = solved[0] / 2, solved[1] / 2
        square = solved[2] + cx * cx + cy * cy
        ratio = 1.0
    else:  # x² + r·y² = 2·x·cx + 2·r·y·cy + k
        design = np.stack([-y * y, x, y, ones], 1)
        solved, *_ = np.linalg.lstsq(design, x * x, rcond=None)
        ratio = solved[0]
        if not 0.02 < ratio < 50:
            return None
        cx, cy = solved[1] / 2, solved[2] / (2 * ratio)
        square = solved[3] + cx * cx + ratio * cy * cy
    if not 1e-6 < square < 25:
        return None
    a = np.sqrt(square)
    return np.array(
        [cx * scale + middle[0], cy * scale + middle[1], a * scale, a * scale / np.sqrt(ratio)]
    )


def _distance(points: Points, shape: Points) -> Points:
    """(K,) how far points are from an ellipse, to first order."""
    x, y, a, b = shape
    u, v = (points[:, 0] - x) / a, (points[:, 1] - y) / b
    level = u * u + v * v - 1
    slope = 2 * np.sqrt((u / a) ** 2 + (v / b) ** 2)
    return np.asarray(np.abs(level) / np.maximum(slope, 1e-9))
