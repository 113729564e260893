"""Cubic curves along the points of an open stroke.

Legend: N points.
"""

from __future__ import annotations

import numpy as np

from sketchnet.tidy.edges import Array

_ROUNDS = 12  # of telling again where on the curve each point is
_FARTHEST = 6.0  # pixels from a point to the next of the same stroke
_HEADING = 8  # points back from which a stroke is seen to head somewhere
_HEADS = 3.0  # pixels from there on which that can be told
_TURN = 4.0  # times as far as it is a point counts that lies square to that
_BENT = 1.2  # pixels that points are off the straight line through them
_FINE = 200  # places on a curve that points are looked for at


def in_a_row(points: Array, farthest: float = _FARTHEST, heading: float = 0.0) -> Array:
    """Points (N, 2) in the order in which a stroke runs through them, as far as it goes.

    Where others cross it, it goes straight on; it begins on the left.

    Args:
        points: along it.
        farthest: pixels from one to the next at most.
        heading: pixels back from which it is seen where the stroke heads, a few points at least.
    """
    start = int(np.square(points - points.mean(0)).sum(1).argmax())
    row = _run(points, start, farthest, heading)  # the farthest from the farthest is an end
    row = _run(points, int(np.square(points - row[-1]).sum(1).argmin()), farthest, heading)
    return row if tuple(row[0]) <= tuple(row[-1]) else row[::-1]


def _run(points: Array, start: int, farthest: float, heading: float) -> Array:
    """Points (N, 2) from one on, each the next that lies ahead."""
    row = [points[start]]
    rest = np.delete(points, start, 0)
    while len(rest):
        way = rest - row[-1]
        far = np.hypot(*way.T)
        ahead = row[-1] - row[_back(row, heading)]
        size = float(np.hypot(*ahead))
        heads = size >= _HEADS
        turned = 1 - way @ ahead / np.maximum(far * size, 1e-9) if heads else np.zeros(len(rest))
        price = np.where((far <= farthest) & (turned <= 1), far * (1 + _TURN * turned), np.inf)
        following = int(price.argmin())
        if price[following] == np.inf:
            break
        row.append(rest[following])
        passed = (far <= far[following]) & (price >= price[following])
        rest = rest[~passed]
    return np.array(row)


def _back(row: list[Array], heading: float) -> int:
    """The place of the point in a row from which it is seen where the row heads."""
    least = max(len(row) - 1 - _HEADING, 0)
    if heading <= 0:
        return least
    far = np.hypot(*(np.array(row[: least + 1]) - row[-1]).T) >= heading
    return int(np.flatnonzero(far)[-1]) if far.any() else 0


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
        at = (at - at.min()) / max(float(np.ptp(at)), 1e-9)  # it ends where the points do
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
