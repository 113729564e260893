"""Says shapes that go on from one another as one loop: bars that grow, discs that darken.

Their numbers are taken for straight lines over the turns; the renders say whether they may.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from sketchnet.search.shapes import Colour, Shape, has_size
from sketchnet.tidy.bodies import PER_NUMBER, bodies_of, body_of
from sketchnet.tidy.finding import say_all
from sketchnet.tidy.items import Item, gathered
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.progressions import Numbers, One, progressions
from sketchnet.tidy.successions import Series

_LEAST_SAVED = 3  # numbers
_UNSEEN = 1e-4  # share of the error that it may be more for the sake of reading order
_UNITS = (1.0, 0.5)  # pixels that parameters are multiples of

_BEYOND = 1.0  # pixels that what one more of a series stands for may reach beyond it


def find_series(judge: Judge) -> None:
    """Says shapes that stand alone as loops in which everything may advance, the longest first."""
    say_all(
        judge,
        lambda: progressions(judge),
        lambda row: tuple(one.shape for one in row),
        lambda row: _become(judge, row),
    )
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
    if judge.canvas.palette is not None and any(map(any, item.series.tints)):
        return False
    for turn in (-1, item.series.count):
        first, series = item.shapes[0], replace(item.series, count=item.series.count + 1)
        if turn < 0:
            first = item.series.at(first, turn)
        member = series.at(first, turn if turn > 0 else 0)
        if not _may_be(member):
            continue
        own = body_of(0, member)
        reach = _BEYOND + (member.weight / 2 if member.outlined else 0)
        gone = {
            body.index
            for body in bodies_of(judge)
            if abs(body.x - own.x) + body.w / 2 <= own.w / 2 + reach
            and abs(body.y - own.y) + body.h / 2 <= own.h / 2 + reach
        }
        if not gone:
            continue
        longer = replace(item, shapes=(first,), series=series)
        items = [longer if i == index else other for i, other in enumerate(judge.items)]
        items = [other for i, other in enumerate(items) if i not in gone]
        saved = judge.numbers_of(judge.items) - judge.numbers_of(items)
        if judge.attempt(items, PER_NUMBER * max(saved, 0) * judge.level):
            return True
    return False


def _may_be(shape: Shape) -> bool:
    """Whether a shape has a size, and colours that there are."""
    channels = [channel for colour in shape.colours for channel in colour]
    return has_size(shape) and min(channels) >= 0 and max(channels) <= 255


def _become(judge: Judge, row: Sequence[One]) -> bool:
    """Says shapes as a series, from either end and at either's depth, if that is worth it."""
    orders = sorted((row, row[::-1]), key=_rising, reverse=True)
    ways = [way for order in orders for unit in _UNITS for way in _ways(order, unit)]
    if judge.canvas.palette is not None:
        known = {colour for one in row for colour in one.shape.colours}
        ways = [way for way in ways if all(set(s.colours) <= known for s in way.drawn())]
    if not ways:
        return False
    before = judge.numbers_of([Item((one.shape,)) for one in row])
    saved = before - min(judge.numbers_of([way]) for way in ways)
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


def _rising(row: Sequence[One]) -> bool:
    """Whether a row reads from left to right, from above, or from small to large."""
    rise = row[-1].numbers - row[0].numbers
    return bool(rise.any() and rise[np.flatnonzero(rise)[0]] > 0)


def _ways(row: Sequence[One], unit: float) -> Iterator[Item]:
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
    first = replace(shape, params=params).in_colours(colours)
    if by.any() and _may_be(first) and _may_be(series.at(first, len(row) - 1)):
        yield Item((first,), series=series)


def _split(shape: Shape, numbers: Numbers) -> tuple[tuple[float, ...], tuple[Colour, ...]]:
    """All numbers of a shape as its parameters and the colours of its parts."""
    values, count = numbers.tolist(), len(shape.params)
    colours = [tuple(values[i : i + 3]) for i in range(count, len(values), 3)]
    return tuple(values[:count]), tuple(colours)
