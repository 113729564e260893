"""Says shapes that go on from one another as one loop: bars that grow, discs that darken.

Their numbers are taken for straight lines over the turns; the renders say whether they may.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from renderer.language.measure import count_numbers
from sketchnet.search.emit import program_of
from sketchnet.search.shapes import Colour, Shape, has_size
from sketchnet.tidy.bodies import PER_NUMBER, bodies_of, body_of
from sketchnet.tidy.items import Item, gathered, roles_of
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.successions import Series

_FEWEST = 4  # turns of such a loop
_LEAST_SAVED = 3  # numbers
_OFF = 1.5  # pixels by which a parameter may differ from the line through those before
_OFF_COLOUR = 6.0  # of 255
_UNSEEN = 1e-4  # share of the error that it may be more for the sake of reading order
_NEAREST = 24  # shapes that may come after one
_UNITS = (1.0, 0.5)  # pixels that parameters are multiples of

_BEYOND = 1.0  # pixels that what one more of a series stands for may reach beyond it
_EVEN = {"square": "rect", "circle": "ellipse"}
_REVERSIBLE = ("line", "bezier")  # kinds that may be said from either end

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _One:
    """A shape that stands alone: its item's index, and all its numbers, colours last."""

    index: int
    shape: Shape
    numbers: Numbers


def find_series(judge: Judge) -> None:
    """Says shapes that stand alone as loops in which everything may advance, the longest first."""
    failed: set[tuple[Shape, ...]] = set()
    found = True
    while found and not judge.late:
        found = False
        for row in _rows(judge):
            if judge.late:
                return
            shapes = tuple(one.shape for one in row)
            if shapes not in failed and _become(judge, row):
                found = True
                break
            failed.add(shapes)
    index = 0
    while index < len(judge.items) and not judge.late:
        index = 0 if _goes_on(judge, index) else index + 1


def _goes_on(judge: Judge, index: int) -> bool:
    """Draws one more before or after a series in the place of what is there, if that is worth it.

    The first of some bars may be as black as its outline, so that it was drawn as something else.
    """
    item = judge.items[index]
    if not isinstance(item.series, Series):
        return False
    for turn in (-1, item.series.count):
        first, series = item.shapes[0], replace(item.series, count=item.series.count + 1)
        if turn < 0:
            first = item.series.at(first, turn)
        member = series.at(first, turn if turn > 0 else 0)
        if not _may_be(member):
            continue
        own = body_of(0, member)
        reach = _BEYOND + (0 if member.paint == "fill" else member.weight / 2)
        gone = {
            body.index
            for body in bodies_of(judge)
            if abs(body.x - own.x) + body.w / 2 <= own.w / 2 + reach
            and abs(body.y - own.y) + body.h / 2 <= own.h / 2 + reach
        }
        longer = replace(item, shapes=(first,), series=series)
        items = [longer if i == index else other for i, other in enumerate(judge.items)]
        items = [other for i, other in enumerate(items) if i not in gone]
        saved = _numbers(judge, judge.items) - _numbers(judge, items)
        if gone and judge.attempt(items, PER_NUMBER * max(saved, 0) * judge.level):
            return True
    return False


def _may_be(shape: Shape) -> bool:
    """Whether a shape has a size, and colours that there are."""
    channels = [channel for part in shape.parts for channel in getattr(shape, part)]
    return has_size(shape) and min(channels) >= 0 and max(channels) <= 255


def _become(judge: Judge, row: Sequence[_One]) -> bool:
    """Says shapes as a series, from either end and at either's depth, if that is worth it."""
    orders = sorted((row, row[::-1]), key=_rising, reverse=True)
    ways = [way for order in orders for unit in _UNITS for way in _ways(order, unit)]
    if not ways:
        return False
    before = _numbers(judge, [Item((one.shape,)) for one in row])
    saved = before - min(_numbers(judge, [way]) for way in ways)
    if saved < _LEAST_SAVED:
        return False
    places = [one.index for one in row]
    tried = [
        gathered(judge.items, places, depth, way)
        for way in dict.fromkeys(ways)
        for depth in (min(places), max(places))
    ]
    errors = [judge.error_of(items) for items in tried]
    near = min(errors) + _UNSEEN * judge.level
    best = next(items for items, error in zip(tried, errors, strict=True) if error <= near)
    return judge.attempt(best, PER_NUMBER * saved * judge.level)


def _rising(row: Sequence[_One]) -> bool:
    """Whether a row reads from left to right, from above, or from small to large."""
    rise = row[-1].numbers - row[0].numbers
    return bool(rise.any() and rise[np.flatnonzero(rise)[0]] > 0)


def _numbers(judge: Judge, items: Sequence[Item]) -> int:
    return count_numbers(program_of(items, judge.size, judge.background))


def _ways(row: Sequence[_One], unit: float) -> Iterator[Item]:
    """The series through shapes whose parameters are multiples of a unit, if there is one."""
    shape = row[0].shape
    values = np.array([one.numbers for one in row])
    units = np.ones(values.shape[1])
    units[: len(shape.params)] = unit
    slopes = np.polyfit(np.arange(len(row)), values, 1)[0]
    by = np.round(slopes / units) * units
    start = np.round((values.mean(0) - by * (len(row) - 1) / 2) / units) * units
    series = Series(len(row), *_split(shape, by))
    params, colours = _split(shape, start)
    first = replace(shape, params=params)
    for part, colour in zip(shape.parts, colours, strict=True):
        first = first.coloured(part, colour)
    if by.any() and _may_be(first) and _may_be(series.at(first, len(row) - 1)):
        yield Item((first,), series=series)


def _split(shape: Shape, numbers: Numbers) -> tuple[tuple[float, ...], tuple[Colour, ...]]:
    """All numbers of a shape as its parameters and the colours of its parts."""
    values, count = numbers.tolist(), len(shape.params)
    colours = [tuple(values[i : i + 3]) for i in range(count, len(values), 3)]
    return tuple(values[:count]), tuple(colours)


def _rows(judge: Judge) -> list[list[_One]]:
    """Shapes that go on from one another, the longest rows first."""
    groups: dict[Hashable, list[_One]] = {}
    for body in bodies_of(judge):
        for shape in _said(body.shape):
            angles = [
                p for p, role in zip(shape.params, roles_of(shape), strict=True) if role == "a"
            ]
            key = shape.kind, len(shape.params), shape.paint, shape.weight, tuple(angles)
            colours = [channel for part in shape.parts for channel in getattr(shape, part)]
            one = _One(body.index, shape, np.array([*shape.params, *colours]))
            groups.setdefault(key, []).append(one)
    found: dict[frozenset[int], list[_One]] = {}
    for group in groups.values():
        for row in _rows_among(group):
            found.setdefault(frozenset(one.index for one in row), row)
    return sorted(found.values(), key=lambda row: (-len(row), [one.index for one in row]))


def _said(shape: Shape) -> Iterator[Shape]:
    """A shape, the same from its other end, and as what need not be as high as wide."""
    yield shape
    if shape.kind in _EVEN:
        x, y, extent = shape.params
        yield replace(shape, kind=_EVEN[shape.kind], params=(x, y, extent, extent))
    if shape.kind in _REVERSIBLE:
        points = np.array(shape.params).reshape(-1, 2)
        yield replace(shape, params=tuple(points[::-1].ravel().tolist()))


def _rows_among(group: Sequence[_One]) -> Iterator[list[_One]]:
    """Rows of shapes that have the same numbers, and stand in turn on straight lines."""
    if len(group) < _FEWEST:
        return
    every = np.array([one.numbers for one in group])
    indices = np.array([one.index for one in group])
    count = len(group[0].shape.params)
    slack = np.full(every.shape[1], _OFF)
    slack[count:] = _OFF_COLOUR
    for first in range(len(group)):
        order = np.argsort(np.abs(every - every[first]).sum(1))
        for second in order[indices[order] != indices[first]][:_NEAREST].tolist():
            row = _row(every, indices, slack, first, second)
            if len(row) >= _FEWEST:
                yield [group[i] for i in row]


def _row(
    every: Numbers, indices: NDArray[np.int64], slack: Numbers, first: int, second: int
) -> list[int]:
    """The longest row that begins with two."""
    row = [first, second]
    while True:
        ahead = every[row[-1]] + (every[row[-1]] - every[first]) / (len(row) - 1)
        off = np.abs(every - ahead)
        near = (off <= slack).all(1) & ~np.isin(indices, indices[row])
        if not near.any():
            return row
        row.append(int(np.where(near, off.sum(1), np.inf).argmin()))
