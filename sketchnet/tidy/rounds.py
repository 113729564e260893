"""Rounded rectangles and parts of ellipses near points of an outline.

Arcs begin and end at eighths of a turn. Which, the places tell where the ellipse that they are of
has points; where its ends may be hidden, a little further is tried too.

Legend: N points, C candidates.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product

import numpy as np

from sketchnet.search.traces import EIGHTH
from sketchnet.tidy.cornered import away
from sketchnet.tidy.curves import circle, descended, ellipse, ellipses, rounded
from sketchnet.tidy.edges import Array, Line

Params = tuple[float, ...]

_FEWEST = 5  # points of a curve
_LEAST_SIZE = 5.0  # pixels of an arc that can be told from a few corners
_LEAST_STADIUM = 4.0  # pixels of a radius that rounds a side off: else it is a line with caps
_OFF_LINE = 0.5  # pixels from a straight side within which points are of it
_OFF_CURVE = 0.6  # pixels from an ellipse within which points are of it
_FEWEST_IN_EIGHTH = 2  # points that show that an eighth of an ellipse is there
_KEPT = 3  # arcs whose numbers are fitted, of each curve
_RADII = 3  # radii that are looked at, of each rectangle
_HALF = 0.02  # pixels further off that halves must be better than whole numbers

_HALF_TURN = 4  # eighths, where the chord goes through the middle

_CUT = ("arc", "chord", "bow")
_WHOLE = ("pie", "slice", "fan")
_HALVES = ("arc", "chord", "fan")
"""Kinds of arcs: of those cut off by their chord, of those that go to the middle, of both alike."""


def roundrects(boxes: Sequence[Params], points: Array, slack: float) -> Iterator[Params]:
    """Rounded rectangles x, y, width, height, radius in some boxes, the likelier first.

    Args:
        boxes: x, y, width, height of each.
        points: (N, 2) of the outline.
        slack: pixels that the outline may be off on the mean.
    """
    for x, y, w, h in boxes:
        most = min(w, h) / 2
        radii = np.arange(1, most + (0.25 if most >= _LEAST_STADIUM else -0.25), 0.5)
        if not len(radii):
            continue
        half = np.array([w / 2, h / 2])
        beyond = np.abs(points - (x, y) - half) - half + radii[:, None, None]  # (C, N, 2)
        out = np.hypot(*np.moveaxis(np.maximum(beyond, 0), 2, 0))
        off = np.abs(out + np.minimum(beyond.max(2), 0) - radii[:, None]).mean(1)
        for index in np.argsort(off + _HALF * (radii % 1 != 0), kind="stable")[:_RADII]:
            if off[index] <= slack:
                yield x, y, w, h, float(radii[index])


def arcs(
    points: Array, lines: Sequence[Line], size: float, slack: float
) -> Iterator[tuple[tuple[str, ...], Params]]:
    """Arcs near points: the kinds that it may be of, and their parameters.

    Args:
        points: (N, 2) of the outline.
        lines: its straight pieces.
        size: the larger side of what can be seen.
        slack: pixels that the outline may be off on the mean.
    """
    if size < _LEAST_SIZE:
        return
    found: list[tuple[float, tuple[int, int, bool], Array]] = []
    for curve in _curves(points, lines):
        near = []
        for start, stop in _spans(curve, points):
            for whole in (False, True) if stop - start != _HALF_TURN else (False,):
                off = _distances(curve[None], points, start, stop, whole).mean()
                near.append((float(off), (start, stop, whole), curve))
        found += sorted(near, key=lambda one: one[0])[:_KEPT]
    seen: set[tuple[tuple[str, ...], Params]] = set()
    for _, (start, stop, whole), curve in sorted(found, key=lambda one: one[0]):
        distance = partial(_distances, start=start, stop=stop, whole=whole)
        fit = descended(curve, distance, points)
        for params in rounded(fit, distance, points, size, slack):
            kinds = _WHOLE if whole else _HALVES if stop - start == _HALF_TURN else _CUT
            arc = (kinds, (*params, float(start), float(stop)))
            if arc not in seen:
                seen.add(arc)
                yield arc


def _curves(points: Array, lines: Sequence[Line]) -> Iterator[Array]:
    """Circles and ellipses (4,) that points off the straight sides of an arc are on."""
    longest = sorted(lines, key=lambda line: -float(np.ptp(line.ends())))
    rest = points
    for line in [None, *longest[:2]]:
        if line is not None:
            first, last = line.ends()
            place, off = rest @ line.along, np.abs(rest @ line.normal - line.offset)
            rest = rest[(off > _OFF_LINE) | (place < first - 1) | (place > last + 1)]
        if len(rest) < _FEWEST or np.ptp(rest, 0).min() < 1:
            return
        x, y, w = circle(rest)
        yield np.array([x, y, w, w])
        yield ellipse(rest)


def _spans(curve: Array, points: Array) -> Iterator[tuple[int, int]]:
    """From and to which eighths of an ellipse (4,) an arc of it can go that has points there."""
    if not np.isfinite(curve).all() or curve[2:].min() < 1:
        return
    on = points[ellipses(curve[None], points)[0] < _OFF_CURVE]
    x, y = ((on - curve[:2]) / curve[2:]).T
    eighths = np.floor(np.arctan2(y, x) / EIGHTH).astype(int) % 8
    there = np.bincount(eighths, minlength=8) >= _FEWEST_IN_EIGHTH
    if not there.any() or there.all():
        return
    # The longest run of eighths without points is what is cut off.
    runs = [next(n for n in range(9) if n == 8 or there[(i + n) % 8]) for i in range(8)]
    gap = int(np.argmax(runs))
    first, last = gap + runs[gap], gap + 8
    for before, after in product((0, 1, -1), repeat=2):
        start, stop = first - before, last + after
        if 1 <= stop - start <= 7:
            yield start % 8, start % 8 + stop - start


def _distances(params: Array, points: Array, start: int, stop: int, whole: bool) -> Array:
    """(C, N) how far points (N, 2) are from the outlines of arcs (C, 4) x, y, width, height."""
    unit = (points[None] - params[:, None, :2]) / np.maximum(params[:, None, 2:], 0.5)
    turn = (np.arctan2(unit[..., 1], unit[..., 0]) - start * EIGHTH) % math.tau
    curve = np.where(turn <= (stop - start) * EIGHTH, ellipses(params, points), np.inf)
    angles = np.array([start, stop]) * EIGHTH
    ends = [
        params[:, :2] + params[:, 2:] / 2 * np.array([math.cos(angle), math.sin(angle)])
        for angle in angles
    ]
    sides = [(ends[0], params[:, :2]), (params[:, :2], ends[1])] if whole else [tuple(ends)]
    straight = np.min([away(first, last, points) for first, last in sides], axis=0)
    return np.asarray(np.minimum(curve, np.sqrt(straight)))
