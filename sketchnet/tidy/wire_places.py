"""Whether a thin stroke is one of its own: not the edge of an area, nor a piece of others.

Legend: H, W the picture, N points.
"""

from __future__ import annotations

import math

import numpy as np

from sketchnet.search.shapes import KINDS, Shape
from sketchnet.search.traces import along
from sketchnet.tidy.edges import Array
from sketchnet.tidy.labels import widened
from sketchnet.tidy.ridges import Ridges

_SIDE = 2.5  # pixels from a path to the areas beside it
_ALIKE = 0.8  # share of a path with the same area on both of its sides
_ON = (3.0, 4.5, 6.0, 7.5)  # pixels beyond a corner where ink tells that a side goes on
_GOING_ON = 3  # times that sides go on beyond corners, of an outline that is but lines
_UNCORNERED = ("circle", "ellipse", "line", "arc", "bezier")


class Places:
    """What lies along strokes and beyond their corners.

    Args:
        ridges: the thin strokes of a picture.
        scale: (2,) its pixels for one of the drawing.
    """

    def __init__(self, ridges: Ridges, scale: Array) -> None:
        self._of = ridges.of
        self._inked = ridges.thin
        self._scale = scale

    def is_free(self, shape: Shape) -> bool:
        """Whether a stroke has the same area on both of its sides, and ends at its corners."""
        points = np.array(along(KINDS[shape.kind].trace, list(shape.params))) * self._scale
        ways = np.roll(points, -1, 0) - points
        lengths = np.hypot(*ways.T)
        points, ways = points[lengths > 1e-6], ways[lengths > 1e-6]
        ways = ways / np.hypot(*ways.T)[:, None]
        normals = np.stack([-ways[:, 1], ways[:, 0]], 1)
        inside, outside = (self._labels(points + by * normals) for by in (-_SIDE, _SIDE))
        seen = (inside >= 0) & (outside >= 0)
        if not seen.any() or (inside == outside)[seen].mean() < _ALIKE:
            return False
        return self.going_on(shape) < _GOING_ON

    def going_on(self, shape: Shape) -> int:
        """How often a side of an outline goes on beyond a corner."""
        if shape.kind in _UNCORNERED:
            return 0
        corners = _corners(shape) * self._scale
        wide = widened(self._inked, 3)
        height, width = wide.shape
        count = 0
        for before, corner, after in zip(
            np.roll(corners, 1, 0), corners, np.roll(corners, -1, 0), strict=True
        ):
            for start in (before, after):
                way = (corner - start) / max(math.dist(corner, start), 1e-6)
                columns, rows = np.floor(corner + np.outer(_ON, way)).astype(np.int64).T
                inside = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
                count += bool(inside.all() and wide[rows, columns].all())
        return count

    def _labels(self, points: Array) -> Array:
        """(N,) the labels at points (N, 2); −1 beyond the frame."""
        height, width = self._of.shape
        columns, rows = np.floor(points).astype(np.int64).T
        inside = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
        found = self._of[rows.clip(0, height - 1), columns.clip(0, width - 1)]
        return np.where(inside, found, -1)


def _corners(shape: Shape) -> Array:
    """(N, 2) the corners of an outline that has some."""
    params = shape.params
    if shape.kind in ("rect", "square", "roundrect"):
        x, y, w = params[:3]
        h = w if shape.kind == "square" else params[3]
        return np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    return np.array(params).reshape(-1, 2)
