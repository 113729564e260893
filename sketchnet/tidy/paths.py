"""Closed paths of cubics, and polygons, for an outline that can be seen whole or nearly so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.shapes import KINDS, Shape, straight_pieces
from sketchnet.tidy.chains import Chain, Fits, Knots, chains, fits_of, knots_of
from sketchnet.tidy.contours import Contour, Turn, corners_of
from sketchnet.tidy.edges import Array

_FEWEST_POINTS = 12
_MOST_POINTS = 24  # of a path, handles included
_MOST_HIDDEN = 0.3  # share of an outline
_PLAIN = 5e-4  # squared pixels that a knot is worth which is a corner or outermost
_LEVEL = 1.5  # pixels by which two ends on an axis of symmetry may differ

Whole = tuple[str, tuple[float, ...]]  # kind, parameters


def paths(points: Array, turn: Turn, slack: float) -> Iterator[list[Whole]]:
    """Closed paths and polygons near the points, like ones together, of ever more numbers.

    Args:
        points: (N, 2) on the outline.
        turn: their order.
        slack: pixels that they may be off, as a root of mean squares.
    """
    if len(turn.order) < _FEWEST_POINTS:
        return
    points, places = points[turn.order], turn.places
    corners = corners_of(points, places, turn.length)
    points, places = points[~corners.past], places[~corners.past]
    if len(points) < _FEWEST_POINTS:
        return
    outline = Contour(points, places, turn.length)
    if outline.hidden > _MOST_HIDDEN:
        return
    knots = knots_of(outline, corners)
    fits = fits_of(outline, knots)
    # Between chains that are as near, the plainer one is to be found.
    extra = _PLAIN * turn.length * ~knots.plain
    fits = fits._replace(costs=fits.costs + extra, lines=fits.lines + extra)
    for alike in chains(fits, turn.length, slack, _MOST_POINTS):
        wholes = [_whole(knots, fits, chain) for chain in alike if len(chain.knots) <= _most(chain)]
        yield from (
            [whole for whole in wholes if (whole[0], len(whole[1])) == kind]
            for kind in dict.fromkeys((whole[0], len(whole[1])) for whole in wholes)
        )


def _most(chain: Chain) -> int:
    """Pieces that a path may have, or a polygon."""
    most = KINDS["polygon" if chain.straight.all() else "path"].vertices
    assert most is not None
    return most[1]


def _whole(knots: Knots, fits: Fits, chain: Chain) -> Whole:
    """A chain as a path, or as a polygon where it has no curves."""
    if chain.straight.all():
        kind = {3: "triangle", 4: "quad"}.get(len(chain.knots), "polygon")
        return kind, tuple(knots.points[chain.knots].ravel().tolist())
    turned = -int(chain.straight.argmax()) - 1 if chain.straight.any() else 0  # a line comes last
    start, straight = np.roll(chain.knots, turned), np.roll(chain.straight, turned)
    ends, stops = knots.points[start], knots.points[np.roll(start, -1)]
    lines = np.stack([ends, stops], 1)
    handles = fits.handles[start, np.roll(start, -1)]  # (n, 2, 2)
    handles = np.where(straight[:, None, None], lines, handles)
    return "path", tuple(np.concatenate([ends[:, None], handles], 1).ravel().tolist())


def ties_of(shape: Shape) -> NDArray[np.float64]:
    """(P, Q) how the parameters follow from those that move freely: handles of lines do not."""
    every = np.eye(len(shape.params))
    if shape.kind != "path":
        return every
    first = np.arange(len(shape.params) // 2)
    for i, line in enumerate(straight_pieces(shape.params)):
        if line:
            first[3 * i + 1], first[3 * i + 2] = 3 * i, (3 * i + 3) % len(first)
    same = np.stack([2 * first, 2 * first + 1], 1).ravel()
    return np.asarray(every[same][:, np.unique(same)])


def mirrors(shape: Shape) -> Iterator[Shape]:
    """Paths of one half of a path and its mirror image, as far as two of its ends lie level."""
    if shape.kind != "path":
        return
    points = np.array(shape.params).reshape(-1, 2)
    for axis in (0, 1):
        for i, j in combinations(range(0, len(points), 3), 2):
            if abs(points[i, axis] - points[j, axis]) > _LEVEL:
                continue
            middle = (points[i, axis] + points[j, axis]) / 2
            for start, stop in ((i, j), (j, i + len(points))):
                half = points[np.arange(start, stop + 1) % len(points)]
                half[[0, -1], axis] = middle
                other = half[-2:0:-1].copy()
                other[:, axis] = 2 * middle - other[:, axis]
                whole = np.concatenate([half, other])
                if 3 < len(whole) <= _MOST_POINTS:
                    yield replace(shape, params=tuple(whole.ravel().tolist()))
