"""Cubic curves along the points of an open stroke.

Legend: N points.
"""

from __future__ import annotations

import numpy as np

from sketchnet.tidy.edges import Array

_ROUNDS = 12  # of telling again where on the curve each point is
_FARTHEST = 6.0  # pixels from a point to the next of the same stroke
_BENT = 1.2  # pixels that points are off the straight line through them
_FINE = 200  # places on a curve that points are looked for at


def in_a_row(points: Array) -> Array:
    """Points (N, 2) in the order in which a stroke runs through them, as far as it goes."""
    left = points.copy()
    start = int(np.square(left - left.mean(0)).sum(1).argmax())
    for _ in range(2):  # the farthest from the farthest is an end
        row = [left[start]]
        rest = np.delete(left, start, 0)
        while len(rest):
            far = np.hypot(*(rest - row[-1]).T)
            nearest = int(far.argmin())
            if far[nearest] > _FARTHEST:
                break
            row.append(rest[nearest])
            rest = np.delete(rest, nearest, 0)
        found = np.array(row)
        start = int(np.square(left - found[-1]).sum(1).argmin())
    return found


def bent(row: Array) -> bool:
    """Whether points (N, 2) lie on no straight line."""
    _, _, axes = np.linalg.svd(row - row.mean(0), full_matrices=False)
    return bool(np.abs((row - row.mean(0)) @ axes[1]).max() > _BENT)


def curve(row: Array) -> tuple[tuple[float, ...], float]:
    """The cubic along points (N, 2) in a row, and how far off they are on the mean.

    Returns:
        (8,) x, y of its start, its handles and its end, and pixels.
    """
    steps = np.hypot(*np.diff(row, axis=0).T)
    length = np.concatenate([[0.0], np.cumsum(steps)])
    at = length / max(float(length[-1]), 1e-9)
    corners = _fitted(row, at)
    places = np.linspace(0, 1, _FINE)
    for _ in range(_ROUNDS):
        on = _basis(places) @ corners
        far = np.square(row[:, None] - on[None]).sum(2)  # (N, _FINE)
        at = places[far.argmin(1)]
        corners = _fitted(row, at)
    return tuple(corners.ravel().tolist()), float(np.sqrt(far.min(1)).mean())


def _basis(at: Array) -> Array:
    """(N, 4) how much each corner has of the points at such parameters (N,)."""
    t, s = at, 1 - at
    return np.stack([s**3, 3 * s * s * t, 3 * s * t * t, t**3], 1)


def _fitted(row: Array, at: Array) -> Array:
    """(4, 2) the corners of the cubic nearest to points (N, 2) at parameters (N,)."""
    corners, *_ = np.linalg.lstsq(_basis(at), row, rcond=None)
    return np.asarray(corners)
