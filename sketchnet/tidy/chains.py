"""Chains of cubics through the points of an outline, closed, with as few pieces as that takes.

Pieces may meet at corners, at the outermost points and at even distances in between. A cubic and a
line are fitted between any two of these knots, and the best chains are chosen of them.

Legend: K knots, F fits, M samples of each.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.tidy.contours import Contour, Corners
from sketchnet.tidy.edges import Array

_KNOTS = 30  # at even distances
_LEAST_SPACING = 3.0  # pixels between those
_SAMPLES = 24
_FEWEST_SAMPLES = 4  # that can be seen
_ROUNDS = 12  # of fitting
_RIDGE = 1e-3  # how much handles are drawn to a third of the way
_LEAST_SPAN, _MOST_SPAN = 3.0, 0.7  # pixels, and share of the outline, of one piece
_AS_GOOD = 2.0  # times what the best chain costs, that others may
_TRIED = 3  # chains of like costs
_BETTER = 0.8  # of what chains with fewer pieces are off, that one with more must be

_LINE, _CURVE = 1, 3  # points that a piece is written with, in pairs of numbers


class Chain(NamedTuple):
    """A closed outline.

    Attributes:
        knots: (n,) in turn.
        straight: (n,) whether the piece that follows is a line.
    """

    knots: NDArray[np.intp]
    straight: NDArray[np.bool_]


class Knots(NamedTuple):
    """Where curves may meet.

    Attributes:
        places: (K,) along the outline, rising.
        points: (K, 2).
        plain: (K,) whether people would put one there.
    """

    places: Array
    points: Array
    plain: NDArray[np.bool_]


class Fits(NamedTuple):
    """Cubics between knots.

    Attributes:
        handles: (K, K, 2, 2) of the curve from one knot to another.
        costs: (K, K) squared distances times length; infinite where there is none.
        lines: (K, K) the same of straight lines.
    """

    handles: Array
    costs: Array
    lines: Array


def knots_of(outline: Contour, corners: Corners) -> Knots:
    """Where pieces of an outline may meet."""
    places, points = corners.places, corners.points
    stations = np.arange(0.0, outline.length, 1.0)
    _, ways = outline.smooth(stations)
    turned = np.sign(ways) != np.sign(np.roll(ways, -1, 0))
    outermost = np.concatenate([stations[turned[:, axis]] + 0.5 for axis in (0, 1)])
    spacing = max(outline.length / _KNOTS, _LEAST_SPACING)
    outermost = _apart(outermost, places, spacing / 2, outline.length)
    plain = np.concatenate([places, outermost])
    even = _apart(np.arange(0.0, outline.length, spacing), plain, spacing / 2, outline.length)
    smooth = np.concatenate([outermost, even])
    if len(smooth):
        points = np.concatenate([points, outline.smooth(smooth)[0]])
    places = np.concatenate([places, smooth])
    order = np.argsort(places, kind="stable")
    return Knots(places[order], points[order], (np.arange(len(places)) < len(plain))[order])


def _apart(places: Array, others: Array, least: float, length: float) -> Array:
    """Those of some places that are not near others."""
    away = np.abs(places[:, None] - others[None])
    away = np.minimum(away, length - away)
    return places[(away >= least).all(1)]


def fits_of(outline: Contour, knots: Knots) -> Fits:
    """A cubic from every knot to every other that is neither too near nor too far on."""
    count = len(knots.places)
    spans = (knots.places[None] - knots.places[:, None]) % outline.length
    first, last = np.nonzero((spans >= _LEAST_SPAN) & (spans <= _MOST_SPAN * outline.length))
    span = spans[first, last]
    share = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    at = knots.places[first, None] + span[:, None] * share
    index = np.round(at / outline.length * outline.count).astype(np.int64) % outline.count
    seen = outline.seen[index].astype(np.float64)  # (F, M)
    handles, off = _cubics(
        knots.points[first], knots.points[last], outline.samples[index], seen, share
    )
    costs = np.full((count, count), np.inf)
    enough = seen.sum(1) >= _FEWEST_SAMPLES
    costs[first, last] = np.where(enough, span * off, np.inf)
    every = np.zeros((count, count, 2, 2))
    every[first, last] = handles
    lines = np.full((count, count), np.inf)
    off = _off_lines(knots.points[first], knots.points[last], outline.samples[index], seen)
    lines[first, last] = np.where(enough, span * off, np.inf)
    return Fits(every, costs, lines)


def _off_lines(starts: Array, stops: Array, samples: Array, weights: Array) -> Array:
    """(F,) the mean squared distances of samples (F, M, 2) from lines."""
    chord = stops - starts
    away = samples - starts[:, None]
    off = away[..., 0] * chord[:, 1:] - away[..., 1] * chord[:, :1]
    off /= np.maximum(np.hypot(chord[:, 0], chord[:, 1]), 1e-6)[:, None]
    return np.asarray((off**2 * weights).sum(1) / np.maximum(weights.sum(1), 1e-9))


def _cubics(
    starts: Array, stops: Array, samples: Array, weights: Array, share: Array
) -> tuple[Array, Array]:
    """The handles (F, 2, 2) of cubics near samples (F, M, 2), and their mean squared distances.

    Where along its curve each sample lies is found by turns with the handles (Schneider 1990).
    """
    t = np.repeat(share[None], len(starts), 0)
    chord = stops - starts
    third = np.stack([starts + chord / 3, stops - chord / 3], 1)
    total = np.maximum(weights.sum(1), 1e-9)
    for _ in range(_ROUNDS):
        s = 1 - t
        a, b = 3 * s * s * t, 3 * s * t * t
        rest = samples - (s**3)[..., None] * starts[:, None] - (t**3)[..., None] * stops[:, None]
        aw, bw = a * weights, b * weights
        aa, ab, bb = (aw * a).sum(1), (aw * b).sum(1), (bw * b).sum(1)
        ridge = _RIDGE * (aa + bb) + 1e-9
        aa, bb = aa + ridge, bb + ridge
        right = np.stack([(aw[..., None] * rest).sum(1), (bw[..., None] * rest).sum(1)], 1)
        right += ridge[:, None, None] * third
        det = (aa * bb - ab**2)[:, None]
        handles = np.stack(
            [
                (bb[:, None] * right[:, 0] - ab[:, None] * right[:, 1]) / det,
                (aa[:, None] * right[:, 1] - ab[:, None] * right[:, 0]) / det,
            ],
            1,
        )
        one, two = handles[:, None, 0], handles[:, None, 1]
        off = a[..., None] * one + b[..., None] * two - rest
        speed = 3 * (
            (s * s)[..., None] * (one - starts[:, None])
            + (2 * s * t)[..., None] * (two - one)
            + (t * t)[..., None] * (stops[:, None] - two)
        )
        square = (off**2).sum(2)
        t = np.clip(t - (off * speed).sum(2) / np.maximum((speed**2).sum(2), 1e-9), 0, 1)
    return handles, (square * weights).sum(1) / total


def chains(fits: Fits, length: float, slack: float, most: int) -> Iterator[list[Chain]]:
    """Closed chains that are near enough, like ones together, of ever more numbers, ever nearer.

    Args:
        fits: the pieces that there are.
        length: of the outline.
        slack: pixels that chains may be off, as a root of mean squares.
        most: points, handles included.
    """
    least = np.inf
    for alike in _ranked(fits, most):
        off = math.sqrt(alike[0][0] / length)
        if off <= min(slack, _BETTER * least):
            least = off
            yield [chain for cost, chain in alike if cost <= _AS_GOOD * alike[0][0]][:_TRIED]


def _ranked(fits: Fits, most: int) -> Iterator[list[tuple[float, Chain]]]:
    """For each number of points, the closed chains that cost least, and what they cost."""
    count = len(fits.costs)
    found: dict[int, dict[tuple[tuple[int, bool], ...], float]] = {}
    for start in range(count):
        pieces = {_LINE: _onward(fits.lines, start), _CURVE: _onward(fits.costs, start)}
        reached = [np.full(count + 1, np.inf) for _ in range(most + 1)]
        reached[0][0] = 0.0
        ways = [np.zeros((2, count + 1), np.intp) for _ in range(most + 1)]  # from where, and how
        for points in range(1, most + 1):
            for piece, ahead in pieces.items():
                if points < piece:
                    continue
                every = reached[points - piece][:count, None] + ahead
                best = every.argmin(0)
                costs = every[best, np.arange(count + 1)]
                better = costs < reached[points]
                reached[points][better] = costs[better]
                ways[points][0, better], ways[points][1, better] = best[better], piece
            if np.isfinite(reached[points][count]):
                chain = _back(ways, points, start)
                first = chain.index(min(chain))
                turned = (*chain[first:], *chain[:first])
                found.setdefault(points, {})[turned] = float(reached[points][count])
    for points in sorted(found):
        ranked = sorted(found[points].items(), key=lambda pair: pair[1])
        yield list(_distinct(ranked, count))


def _onward(costs: Array, start: int) -> Array:
    """(K, K + 1) costs from knot to knot counted from a start, which comes again at the end."""
    count = len(costs)
    turned = np.roll(costs, (-start, -start), (0, 1))
    ahead = np.full((count, count + 1), np.inf)
    ahead[:, :count] = np.where(np.triu(np.ones((count, count), bool), 1), turned, np.inf)
    ahead[:, count] = turned[:, 0]
    return ahead


def _distinct(
    ranked: list[tuple[tuple[tuple[int, bool], ...], float]], count: int
) -> Iterator[tuple[float, Chain]]:
    """Chains that differ from those before in more than the next knot."""
    kept: list[NDArray[np.intp]] = []
    for chain, cost in ranked:
        knots = np.array([knot for knot, _ in chain])
        away = [np.abs((knots[:, None] - other + count / 2) % count - count / 2) for other in kept]
        if all(far.min(1).max() > 1 for far in away):
            kept.append(knots)
            yield cost, Chain(knots, np.array([line for _, line in chain]))


def _back(ways: list[NDArray[np.intp]], points: int, start: int) -> list[tuple[int, bool]]:
    """The knots of a chain that ends where it began, in turn, and whether lines follow them."""
    count = ways[0].shape[1] - 1
    at, chain = count, []
    while points:
        at, piece = ways[points][:, at].tolist()
        chain.append(((at + start) % count, piece == _LINE))
        points -= piece
    return chain[::-1]
