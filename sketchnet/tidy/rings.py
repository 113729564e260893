"""Says shapes that stand evenly around a centre as one that is drawn at every turn.

Rays of a sun, ticks of a clock, petals: search draws each by itself, on half pixels. Turned back,
all of them should be the same shape; the renders say whether they may.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.shapes import ROUND, Colour, Shape
from sketchnet.tidy.bodies import PER_NUMBER, Body, bodies_of
from sketchnet.tidy.curves import circle
from sketchnet.tidy.finding import say_all
from sketchnet.tidy.items import Item, gathered, moved
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.successions import TURNED, Ring, turned
from sketchnet.tidy.trade import settle

_FEWEST = 5  # shapes around a centre
_LEAST_SAVED = 3  # numbers
_OFF = 2.0  # pixels by which a point may be off where its turn would bring it
_BENT = 1.0  # pixels from its chord that the handles of a curve may be which is a line
_MISSING = 0.25  # share of a ring that search may have drawn otherwise
_OFF_COLOUR = 24.0  # of 255, by which thin strokes between pixels may be too pale
_UNITS = (1.0, 0.5)  # pixels that numbers are multiples of

Points = NDArray[np.float64]


class _Around(NamedTuple):
    """Shapes around a centre, the turn of each, and how many a full one takes."""

    bodies: list[Body]
    turns: list[int]
    full: int
    centre: Points


def find_rings(judge: Judge, most: int) -> None:
    """Says shapes that stand alone as rings where they are, the largest first.

    Args:
        judge: the drawing.
        most: numbers that it may have in all.
    """
    say_all(
        judge,
        lambda: sorted(_rings(judge), key=lambda ring: -len(ring.bodies)),
        lambda ring: tuple(body.shape for body in ring.bodies),
        lambda ring: _become(judge, ring, most),
    )


def _become(judge: Judge, ring: _Around, most: int) -> bool:
    """Says shapes as one that is turned, at the depth of the first or the last."""
    ways = [way for unit in _UNITS if (way := _way(ring, unit)) is not None]
    if not ways:
        return False
    before = judge.numbers_of([Item((body.shape,)) for body in ring.bodies])
    saved = before - max(judge.numbers_of([way]) for way in ways)
    if saved < _LEAST_SAVED:
        return False
    places = [body.index for body in ring.bodies]
    tried = [
        gathered(judge.items, places, depth, way)
        for way in ways
        for depth in (min(places), max(places))
    ]
    if judge.attempt(min(tried, key=judge.error_of), PER_NUMBER * saved * judge.level):
        return True
    # What was drawn otherwise is hidden then: under it, edges would count twice.
    return settle(judge, ways[:1], most)


def _way(ring: _Around, unit: float) -> Item | None:
    """The ring through shapes; None where they are not alike."""
    count = ring.full
    centre = np.round(ring.centre / unit) * unit
    back: list[Points] = []
    for body, turn in zip(ring.bodies, ring.turns, strict=True):
        own = turned(moved(body.shape, *(-centre).tolist()), -math.tau * turn / count)
        points = _points(own)
        if back:
            points = min(_orders(points), key=lambda one: float(np.abs(one - back[0]).max()))
            if np.abs(points - back[0]).max() > 2 * _OFF:
                return None
        back.append(points)
    usual = Counter(_look(body.shape) for body in ring.bodies).most_common(1)[0][0][1]
    first = ring.bodies[0].shape.in_colours(usual)
    sizes = first.params[2:] if first.kind == "circle" else ()
    base = replace(first, params=(*np.mean(back, 0).ravel().tolist(), *sizes))
    # Any of them may be the first: the one whose numbers are the plainest.
    firsts = [turned(base, math.tau * i / count) for i in range(count)]
    plain = min(firsts, key=_untidiness)
    params = (np.round(np.array(plain.params) / unit) * unit + 0.0).tolist()
    x, y = centre.tolist()
    return Item((replace(plain, params=tuple(params)),), series=Ring(count, x, y))


def _untidiness(shape: Shape) -> tuple[float, float]:
    """How far from whole numbers a shape's points are, and how far to the left."""
    points = _points(shape)
    return round(float(np.abs(points - np.round(points)).sum()), 2), -float(points[:, 0].sum())


def _rings(judge: Judge) -> Iterator[_Around]:
    """Like shapes whose middles stand evenly around a centre."""
    bodies = bodies_of(judge)
    rounds = [body.shape.params[:2] for body in bodies if body.shape.kind in ROUND]
    pointed = bodies
    if "line" in judge.kinds:
        pointed = [replace(body, shape=_plain(body.shape)) for body in bodies]
    for group in _like([body for body in pointed if body.shape.kind in TURNED]):
        middles = np.array([_middle(body.shape) for body in group])
        near = circle(middles)[:2] if np.ptp(middles, 0).min() > _OFF else middles.mean(0)
        for centre in [middles.mean(0), near, *map(np.array, dict.fromkeys(rounds))]:
            arms = middles - centre
            far, angle = np.hypot(*arms.T), np.arctan2(arms[:, 1], arms[:, 0])
            order = np.argsort(far)
            for some in np.split(order, np.flatnonzero(np.diff(far[order]) > _OFF) + 1):
                turns = _turns(angle[some], float(far[some].mean()))
                if turns is not None:
                    yield _Around([group[i] for i in some], turns[0], turns[1], centre)


def _plain(shape: Shape) -> Shape:
    """A shape, or the line that a curve is which hardly bends."""
    if shape.kind != "bezier":
        return shape
    start, *handles, stop = _points(shape)
    way = (stop - start) / max(math.dist(start, stop), 1e-6)
    off = [
        abs(float(way[0] * (handle - start)[1] - way[1] * (handle - start)[0]))
        for handle in handles
    ]
    ends = (*start.tolist(), *stop.tolist())
    return replace(shape, kind="line", params=ends) if max(off) <= _BENT else shape


def _turns(angle: Points, far: float) -> tuple[list[int], int] | None:
    """The turns that shapes at some angles, so many pixels from a centre, are at, and of how many.

    None where they are too few, or not evenly around it.
    """
    if len(angle) < _FEWEST or far <= _OFF:
        return None
    on = np.sort(angle)
    gap = float(np.median(np.diff(on, append=on[:1] + math.tau)))
    count = round(math.tau / gap) if gap > 0 else 0
    if count < _FEWEST or len(angle) < (1 - _MISSING) * count:
        return None
    turn = (angle - angle[0]) * count / math.tau
    whole = np.round(turn).astype(np.int64)
    apart = len(set((whole % count).tolist())) == len(angle)
    even = bool((np.abs(turn - whole) * math.tau / count * far <= _OFF).all())
    return (whole.tolist(), count) if even and apart else None


def _like(bodies: Sequence[Body]) -> Iterator[list[Body]]:
    """Shapes of one kind and about one colour, those that have it itself the first."""
    usual = Counter(_look(body.shape) for body in bodies)
    for kind, colours in (look for look, _ in usual.most_common()):
        near = [
            (off, body.index, body)
            for body in bodies
            if _look(body.shape)[0] == kind
            and (off := _off(_look(body.shape)[1], colours)) <= _OFF_COLOUR
        ]
        if len(near) >= _FEWEST:
            yield [body for _, _, body in sorted(near, key=lambda one: one[:2])]


def _look(shape: Shape) -> tuple[Hashable, tuple[Colour, ...]]:
    """What two shapes have in common that may be turns of one, and their colours."""
    kind = shape.kind, len(shape.params), shape.paint, shape.weight, shape.opacity
    return kind, shape.colours


def _off(one: tuple[Colour, ...], other: tuple[Colour, ...]) -> float:
    return float(np.abs(np.subtract(one, other)).max())


def _points(shape: Shape) -> Points:
    return np.array(shape.params[: 2 if shape.kind == "circle" else None]).reshape(-1, 2)


def _middle(shape: Shape) -> Points:
    return np.asarray(_points(shape).mean(0))


def _orders(points: Points) -> Iterator[Points]:
    """(n, 2) the points of a shape in the orders that they may be said in."""
    for way in (points, points[::-1]):
        for start in range(len(points)):
            yield np.roll(way, start, 0)
