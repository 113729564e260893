"""Closed paths of cubics, and polygons, for an outline that can be seen whole or nearly so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np

from sketchnet.search.shapes import KINDS, Shape
from sketchnet.tidy.chains import Chain, Fits, Knots, chains, fits_of, knots_of
from sketchnet.tidy.contours import Contour, Turn, corners_of
from sketchnet.tidy.edges import Array

_FEWEST_POINTS = 12
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
    found: list[list[Whole]] = []
    for alike in chains(fits.lines, turn.length, slack, _most("polygon")):
        if len(alike[0]) >= 3:
            kind = {3: "triangle", 4: "quad"}.get(len(alike[0]), "polygon")
            found.append([(kind, tuple(knots.points[alike[0]].ravel().tolist()))])
    # Between chains that are as near, the plainer one is to be found.
    extra = _PLAIN * turn.length * ~knots.plain
    for alike in chains(fits.costs + extra, turn.length, slack, _most("path")):
        several = [_params(knots, fits, chain) for chain in alike]
        found.append([("path", params) for params in several])
    yield from sorted(found, key=lambda alike: len(alike[0][1]))


def _params(knots: Knots, fits: Fits, chain: Chain) -> tuple[float, ...]:
    """The parameters of a path from knot to knot."""
    handles = fits.handles[chain, np.roll(chain, -1)]  # (n, 2, 2)
    return tuple(np.concatenate([knots.points[chain, None], handles], 1).ravel().tolist())


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
                if len(whole) // 3 <= _most("path"):
                    yield replace(shape, params=tuple(whole.ravel().tolist()))


def _most(kind: str) -> int:
    """Vertices or curves that a shape of a kind may have."""
    vertices = KINDS[kind].vertices
    assert vertices is not None
    return vertices[1]
