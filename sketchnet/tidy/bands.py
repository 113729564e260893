"""The band around a fill that its outline is.

It has one width all around, and beyond it lies something else. Where it is wide, some of its pixels
have its colour alone; one pixel wide, it is nowhere of its own colour.

Legend: H, W the picture, N points on the edge of the fill, S places on the way out from each.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Picture
from sketchnet.tidy.edges import Array, Edges, Line, Sight, falls, lines_of
from sketchnet.tidy.labels import Flags, Labels
from sketchnet.tidy.line_width import line_width

_FARTHEST = 16.0  # pixels that a band may be wide
_STEP = 0.25  # pixels between the places looked at across it
_LEAST = 1.2  # pixels: less is the soft edge of a fill
_ALIKE = 1.0  # pixels by which the width may differ from place to place
_MOSTLY = 0.5  # share of the edge where it must be the usual one
_NEARLY_ALL = 0.8  # the same where what lies beyond has the colour of the fill
_ALL_AROUND = 0.65  # share of the edge with a line that is drawn all around
_SHARE_OF_SIZE = 0.34  # of a shape that its outline may take
_FEWEST = 8  # points of an edge
_CUT = 3.0  # pixels beyond a fill within which the frame may cut its band off
_FACING = 0.7  # cosine of the angle between a normal and the axis along which an edge is measured
_OFF_LINE = 0.6  # pixels from a straight piece within which points are of it
_SAME_WAY = 0.99  # cosine of the angle between changes of colour that are alike
_MIXED = 0.6  # of a pixel beside a fill that a thin line covers, about
_WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1))


class Band(NamedTuple):
    """What lies around a fill.

    Attributes:
        edges: of the fill, in pixels.
        normals: (N, 2) outward there.
        lines: the straight pieces of the edge.
        width: pixels of the band, about.
        line: the same to a fraction of a pixel; None where that is not known.
        middle: pixels from its edge to its middle, where that is known; None where it is only known
            where it begins.
    """

    edges: Edges
    normals: Array
    lines: list[Line]
    width: float
    middle: float | None
    line: float | None = None

    def widened(self, mask: Flags, by: float) -> Sight:
        """What would be seen of the fill (H, W), were it wider by so many pixels all around."""
        points = self.edges.points + by * self._straightened()
        lines = [Line(line.angle, line.points + by * line.normal) for line in self.lines]
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        x0, y0 = float(columns[0] - by), float(rows[0] - by)
        x1, y1 = float(columns[-1] + 1 + by), float(rows[-1] + 1 + by)
        return Sight(Edges(points, self.edges.outward), lines, (x0, y0, x1, y1))

    def _straightened(self) -> Array:
        """(N, 2) the normals; along a straight piece, also near its ends, all the same."""
        normals = self.normals.copy()
        for line in self.lines:
            first, last = line.ends()
            place, off = self.edges.points @ line.along, self.edges.points @ line.normal
            near = (place >= first) & (place <= last) & (np.abs(off - line.offset) <= _OFF_LINE)
            normals[near & (self.edges.outward @ line.normal > 0)] = line.normal
        return normals


class _Rim(NamedTuple):
    """Where a fill ends, seen along rows and columns.

    Attributes:
        rows, columns: (N,) of the pixels just beyond it.
        outward: (N, 2) the way there, along x or along y.
        normals: (N, 2) outward.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    outward: Array
    normals: Array

    def points(self, shares: Array) -> Array:
        """(N, 2) points on the edge, where the fill covers such shares of the pixels beyond."""
        middle = np.stack([self.columns + 0.5, self.rows + 0.5], 1)
        return np.asarray(middle + (shares - 0.5)[:, None] * self.outward)

    def beside_frame(self, shape: tuple[int, ...]) -> Flags:
        """(N,) where a picture of so many rows and columns may end before a band does."""
        height, width = shape
        columns, rows = (self.points(np.zeros(1)) + _CUT * self.outward).T
        return np.asarray((columns < 0) | (rows < 0) | (columns > width) | (rows > height))


def band_of(pixels: Picture, labels: Labels, mask: Flags, label: int, free: Flags) -> Band | None:
    """The band around a fill; None where there is none.

    Args:
        pixels: (H, W, 3) of the picture, 0–255.
        labels: its colours.
        mask: (H, W) what can be seen of the fill.
        label: its colour.
        free: (H, W) what nothing is known of.
    """
    rim = _rim(mask, free)
    if len(rim.rows) < _FEWEST:
        return None
    half = np.where(labels.of[rim.rows, rim.columns] >= 0, 0.0, 0.5)
    seen, places = _seen(rim.points(half), rim.normals, labels, label, free)
    first = seen >= 0
    reached = np.asarray(first.any(1))
    cut = rim.beside_frame(labels.of.shape)
    if reached.sum() < _MOSTLY * (reached | ~cut).sum():
        return None
    starts = seen[np.arange(len(seen)), first.argmax(1)]
    widths = np.where(reached, places[first.argmax(1)], np.nan)
    own, beside = labels.colours[label], pixels[rim.rows, rim.columns]
    if np.nanmedian(widths) < _LEAST:  # it begins at once, in a colour that is known
        usual = int(np.bincount(starts[reached]).argmax())
        beyond = first & (seen != usual)
        on = reached & (starts == usual)
        widths = np.where(on & beyond.any(1), places[beyond.argmax(1)], np.nan)
        again = seen[np.arange(len(seen)), beyond.argmax(1)] == label
        shares = _shares(beside, own, labels.colours[usual])
        band = _steady(rim, shares, widths, mask, cut, again)
        if band is None:
            return None
        points = rim.points(np.zeros(len(shares)))
        ends = label, usual
        line = line_width(pixels, labels, points, rim.normals, ends, free, _FARTHEST)
        return band._replace(line=line)
    shares = _shares(beside, own, _colour_of_line(beside, own, labels.colours))
    # Its pixels are mixtures on both sides alike, so that its middle is surer than its edge.
    off = (half - shares) * (rim.outward * rim.normals).sum(1)
    band = _steady(rim, shares, widths, mask, cut, starts == label)
    if band is None:
        return None
    lined = np.abs(widths - band.width) <= _ALIKE
    if lined.mean() < _ALL_AROUND:  # elsewhere the fill ends without a line
        off = off[lined]
    return band._replace(middle=(band.width - 0.5) / 2 + float(off.mean()))


def _steady(
    rim: _Rim, shares: Array, widths: Array, mask: Flags, cut: Flags, again: Flags
) -> Band | None:
    """A band where it is equally wide; None where that is too seldom, but where it is cut (N,).

    Where the fill's own colour is beyond it (N,) again, that may be a gap in an area: it must be so
    nearly everywhere.
    """
    known = np.isfinite(widths)
    closed = (known & again).sum() > _MOSTLY * known.sum()
    if not closed:
        known &= ~again
    fewest = max(_FEWEST, (_NEARLY_ALL if closed else _MOSTLY) * (known | ~cut).sum())
    if known.sum() < fewest:
        return None
    width = float(np.median(widths[known]))
    usual = known & (np.abs(widths - width) <= _ALIKE)
    large = width > _SHARE_OF_SIZE * (math.sqrt(mask.sum()) + 2 * width)
    if width < _LEAST or large or usual.sum() < fewest:
        return None
    edges = Edges(rim.points(shares)[usual], rim.outward[usual])
    return Band(edges, rim.normals[usual], lines_of(mask, edges), width, None)


def _rim(mask: Flags, free: Flags) -> _Rim:
    """Where a fill ends, each place seen along the axis that it faces."""
    slopes = falls(mask)
    height, width = mask.shape
    every: list[_Rim] = []
    for dx, dy in _WAYS:
        rows, columns = np.nonzero(mask)
        there = rows + dy, columns + dx
        inside = (there[0] >= 0) & (there[1] >= 0) & (there[0] < height) & (there[1] < width)
        rows, columns = rows[inside], columns[inside]
        ends = ~mask[rows + dy, columns + dx] & ~free[rows + dy, columns + dx]
        rows, columns = rows[ends], columns[ends]
        normals = slopes[rows, columns].astype(np.float64)
        normals /= np.maximum(np.hypot(normals[:, 0], normals[:, 1]), 1e-6)[:, None]
        facing = normals @ np.array([dx, dy]) >= _FACING
        rows, columns, normals = rows[facing], columns[facing], normals[facing]
        outward = np.tile(np.array([dx, dy], np.float64), (len(rows), 1))
        every.append(_Rim(rows + dy, columns + dx, outward, normals))
    return _Rim(*(np.concatenate(part) for part in zip(*every, strict=True)))


def ways_out(
    labels: Labels, mask: Flags, label: int, free: Flags
) -> tuple[NDArray[np.int64], Array]:
    """The labels on the way out from each place on the edge of a fill.

    Args:
        labels, mask, label, free: see `band_of`.

    Returns:
        (N, S) labels, −1 for none, or where it is not known; and (S,) how many pixels out that is.
    """
    rim = _rim(mask, free)
    half = np.where(labels.of[rim.rows, rim.columns] >= 0, 0.0, 0.5)
    return _seen(rim.points(half), rim.normals, labels, label, free)


def _seen(
    points: Array, normals: Array, labels: Labels, label: int, free: Flags
) -> tuple[NDArray[np.int64], Array]:
    """See `ways_out`."""
    height, width = labels.of.shape
    places = np.arange(_STEP, _FARTHEST, _STEP)
    at = np.floor(points[:, None] + places[:, None] * normals[:, None]).astype(np.int64)
    columns, rows = at[..., 0], at[..., 1]
    hidden = (columns < 0) | (rows < 0) | (columns >= width) | (rows >= height)
    columns, rows = columns.clip(0, width - 1), rows.clip(0, height - 1)
    hidden |= free[rows, columns]
    seen = labels.of[rows, columns]
    # Nothing is known beyond what is hidden; and the first steps may still be on the fill.
    unknown = np.logical_or.accumulate(hidden, axis=1)
    unknown |= np.logical_and.accumulate(seen == label, axis=1)
    return np.where(unknown, -1, seen), places


def _colour_of_line(
    beside: NDArray[np.float32], own: NDArray[np.float32], colours: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The colour that a fill's mixes with in pixels (N, 3) beside it, as far as can be told.

    A thin line shows its colour nowhere: more often than not it is black, white or seen elsewhere.
    """
    change = np.median(beside - own, axis=0)
    likely = np.concatenate([np.array([[0, 0, 0], [255, 255, 255]], np.float32), colours])
    ways = likely - own
    length = np.linalg.norm(ways, axis=1)
    turn = ways @ change / np.maximum(length * np.linalg.norm(change), 1e-6)
    turn[length < np.linalg.norm(change)] = -1
    best = int(turn.argmax())
    guess: NDArray[np.float32] = (own + change / _MIXED).clip(0, 255)
    return likely[best] if turn[best] >= _SAME_WAY else guess


def _shares(
    pixels: NDArray[np.float32], own: NDArray[np.float32], other: NDArray[np.float32]
) -> Array:
    """(N,) how much of pixels (N, 3) the first of two colours covers."""
    along: Array = (own - other).astype(np.float64)
    shares: Array = (pixels - other) @ along / max(float(along @ along), 1e-6)
    return shares.clip(0, 1)
