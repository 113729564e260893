"""Makes shapes that nearly are their own mirror images exactly so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.shapes import KINDS, Shape
from sketchnet.tidy.judge import Judge

_FAR = 0.08  # how far a vertex may move, as a share of the shape's larger side
_FAR_PIXELS = 2.0
_RISE = 0.003  # share that the error may rise by for each shape made symmetric
_VERTEX_KINDS = ("triangle", "quad", "polygon", "blob", "path")


def make_symmetric(judge: Judge) -> None:
    """Makes shapes of vertices symmetric about an upright or a level axis, where that is free."""
    for index in range(len(judge.items)):
        for at, shape in enumerate(judge.items[index].shapes):
            if judge.late:
                return
            if shape.kind in _VERTEX_KINDS and not is_symmetric(shape):
                for better in _symmetric(shape):
                    item = judge.items[index].with_shape(at, better)
                    if judge.attempt_at(index, item, rise=_RISE * judge.level):
                        break


def is_symmetric(shape: Shape) -> bool:
    """Whether a shape of vertices is its own mirror image about an upright or level axis."""
    return partners(shape) is not None


def partners(shape: Shape) -> tuple[int, list[int]] | None:
    """How a symmetric shape mirrors: 0 for left and right or 1 for up and down, and each vertex's
    partner.
    """
    points = np.array(shape.params).reshape(-1, 2)
    count = len(points)
    for axis in (0, 1):
        for shift in range(0, count, _every(shape)):
            mates = [(shift - i) % count for i in range(count)]
            across = points[:, axis] + points[mates, axis]
            along = points[:, 1 - axis] - points[mates, 1 - axis]
            if not np.ptp(across) and not along.any():
                return axis, mates
    return None


def _symmetric(shape: Shape) -> Iterator[Shape]:
    """Symmetric shapes near one, the nearest first."""
    points = np.array(shape.params).reshape(-1, 2)
    reach = max(_FAR_PIXELS, _FAR * float(np.ptp(points, axis=0).max()))
    found: list[tuple[float, Shape]] = []
    for axis in (0, 1):
        for shift in range(0, len(points), _every(shape)):
            better, far = _average(points, shift, axis)
            if far <= reach:
                params = tuple(better.ravel().tolist())
                found.append((far, replace(shape, params=params)))
    found.sort(key=lambda pair: pair[0])
    yield from (better for _, better in found[:2])


def _every(shape: Shape) -> int:
    """How many points come before the next that may mirror the first: ends mirror ends."""
    return len(KINDS[shape.kind].roles) // 2 if KINDS[shape.kind].vertices else 1


def _average(
    points: NDArray[np.float64], shift: int, axis: int
) -> tuple[NDArray[np.float64], float]:
    """Points (n, 2) averaged with their mirror images, on whole numbers, and the farthest move.

    Vertex i mirrors to vertex (shift − i), across the line that suits all best.
    """
    mates = (shift - np.arange(len(points))) % len(points)
    partner = points[mates]
    middle = float((points[:, axis] + partner[:, axis]).mean()) / 2
    half = (points[:, axis] - partner[:, axis]) / 2
    if (half == 0).any() or round(2 * middle) % 2 == 0:  # the axis on a whole number
        middle, half = float(round(middle)), np.round(half)
    else:
        middle = round(2 * middle) / 2
        half = np.sign(half) * (np.floor(np.abs(half)) + 0.5)
    better = np.empty_like(points)
    better[:, axis] = middle + half
    better[:, 1 - axis] = np.round((points[:, 1 - axis] + partner[:, 1 - axis]) / 2)
    return better, float(np.abs(better - points).max())
