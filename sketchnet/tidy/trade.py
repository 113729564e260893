"""Puts a repetition into a drawing, takes out what it hides, and says whether that was worth it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from sketchnet.search.shapes import Colour, numbers_of
from sketchnet.tidy.bodies import PER_NUMBER
from sketchnet.tidy.items import Item, Step, roles_of
from sketchnet.tidy.judge import Judge

_WORTH = 0.65  # error falls about as numbers to the power of minus this
_POLISHED = 2  # rounds of fitting what is new
_LEAST_GAIN = 1e-5  # share of the error that a number must be moved for
_SWEPT = 2  # times that every item is asked whether it is worth its numbers
_FITTED = 3.0  # times the error that fitting may make up for, where all is drawn anew
_HOPELESS = 0.02  # share of the error that fitting will not make up for


def cost(item: Item) -> int:
    """Upper bound of the numbers an item is written with."""
    item = item.written
    own = sum(map(numbers_of, item.shapes))
    if item.mirror is not None:
        return own + 4
    if item.places:
        return own + 2 * len(item.places)
    slanted = any(step.dx and step.dy for step in item.steps)
    return own + (4 if slanted else 2 * len(item.steps))


def settle(judge: Judge, new: Sequence[Item], most: int, instead: int | None = None) -> bool:
    """Puts items in, drops what they hide, if all that is worth its numbers.

    Args:
        judge: the drawing; unchanged where it is not.
        new: items to draw, back to front.
        most: numbers that the drawing may have in all, as `cost` counts.
        instead: index of the item they take the place of; on top of all when None.
    """
    if judge.late:
        return False
    with _trial(judge, most) as worth:
        slack = _HOPELESS * max(worth.error, worth.bound)
        _put(judge, new, instead)
        # On top of what it hides, blurred edges count twice, until that is gone.
        if instead is None or judge.error - worth.error < slack:
            kept = _drop(judge, new, worth.most)
            if judge.error < worth.most_error(judge) + slack:
                _polish(judge, kept)
    return worth.taken


def begin_anew(judge: Judge, new: Sequence[Item], background: Colour, most: int) -> bool:
    """Draws nothing but some items on a background, if that is worth the numbers.

    Args:
        judge: the drawing; unchanged where it is not.
        new: all that is drawn then, back to front.
        background: what on.
        most: numbers that the drawing may have in all, as `cost` counts.
    """
    if judge.late:
        return False
    with _trial(judge, most) as worth:
        judge.restore(new, background)
        kept = _drop(judge, new, worth.most)
        if judge.error < _FITTED * worth.most_error(judge):
            _polish(judge, kept)
            _drop(judge, judge.items, worth.most)
    return worth.taken


@dataclass
class _Worth:
    """What a drawing was worth before a trial.

    Attributes:
        error, level, bound, numbers: as they were.
        most: numbers that the drawing may have.
        taken: whether the trial was worth it.
    """

    error: float
    level: float
    bound: float
    numbers: int
    most: int
    taken: bool = False

    def most_error(self, judge: Judge) -> float:
        """The error that the drawing may have for the numbers it has now."""
        spent = sum(map(cost, judge.items)) - self.numbers
        if spent > 0:
            had = max(self.numbers, 1)
            share: float = (had / (had + spent)) ** _WORTH
            return self.error - self.level * (1 - share)
        return min(max(self.bound, self.error), self.error - PER_NUMBER * judge.level * spent)


@contextmanager
def _trial(judge: Judge, most: int) -> Iterator[_Worth]:
    """Lets a drawing be changed freely, then takes it back unless it is worth its numbers."""
    before, background = judge.items, judge.background
    had = sum(map(cost, before))
    worth = _Worth(judge.error, judge.level, judge.bound, had, max(most, had))
    judge.bound = np.inf
    yield worth
    judge.bound = worth.bound
    fits = sum(map(cost, judge.items)) <= worth.most
    worth.taken = fits and judge.items != before and judge.error <= worth.most_error(judge)
    if not worth.taken:
        judge.restore(before, background)


def _put(judge: Judge, new: Sequence[Item], instead: int | None) -> None:
    """Puts items in at the better of their depths."""
    before = judge.items
    rest = before if instead is None else [*before[:instead], *before[instead + 1 :]]
    depths = dict.fromkeys((len(rest), len(rest) if instead is None else instead))
    judge.attempt(
        min(([*rest[:d], *new, *rest[d:]] for d in depths), key=judge.error_of), rise=np.inf
    )


def _drop(judge: Judge, new: Sequence[Item], most: int) -> list[Item]:
    """Takes out what costs more numbers than it is worth, and more if there still are too many.

    Returns:
        What is left of the new items, which only go where they are worth nothing at all.
    """
    for _ in range(_SWEPT):
        for other in range(len(judge.items) - 1, -1, -1):
            if judge.late:
                break
            item = judge.items[other]
            if not _among(item, new):
                price = _WORTH * judge.error / max(sum(map(cost, judge.items)), 1)
                judge.attempt_at(other, rise=price * cost(item))
        for other in range(len(judge.items) - 1, -1, -1):
            if _among(judge.items[other], new) and not judge.late:
                judge.attempt_at(other, rise=0.0)
    while sum(map(cost, judge.items)) > most and not judge.late:
        items = judge.items
        rises = [
            (judge.error_of([*items[:i], *items[i + 1 :]]) - judge.error) / cost(item)
            if not (item.repeats and _among(item, new))
            else np.inf
            for i, item in enumerate(items)
        ]
        worst = int(np.argmin(rises))
        if not np.isfinite(rises[worst]):
            break
        judge.attempt_at(worst, rise=np.inf)
    return [item for item in judge.items if _among(item, new)]


def _among(item: Item, items: Sequence[Item]) -> bool:
    return any(item is other for other in items)


def _polish(judge: Judge, items: Sequence[Item]) -> None:
    """Fits items: every number a little up or down, wherever that helps."""
    places = [index for index, item in enumerate(judge.items) if _among(item, items)]
    for _ in range(_POLISHED):
        start = judge.error
        for index in places:
            for choice in list(_nudges(judge.items[index])):
                if judge.late:
                    return
                items = [*judge.items[:index], choice, *judge.items[index + 1 :]]
                if judge.error_of(items) < judge.error - _LEAST_GAIN * judge.level:
                    judge.attempt(items)
        if judge.error >= start:
            return


def _nudges(item: Item) -> Iterator[Item]:
    for at, shape in enumerate(item.shapes):
        for i, role in enumerate(roles_of(shape)):
            for by in (-1.0, 1.0):
                params = list(shape.params)
                params[i] += by
                if role != "a" and (role in "xy" or params[i] >= 1):
                    yield item.with_shape(at, replace(shape, params=tuple(params)))
    for at, step in enumerate(item.steps):
        for by in (-0.5, 0.5):
            dx, dy = (value + by if value else 0.0 for value in (step.dx, step.dy))
            steps = [*item.steps]
            steps[at] = Step(step.count, dx, dy)
            yield replace(item, steps=tuple(steps))
    for at, (dx, dy) in enumerate(item.places):
        for place in ((dx - 0.5, dy), (dx + 0.5, dy), (dx, dy - 0.5), (dx, dy + 0.5)):
            yield replace(item, places=(*item.places[:at], place, *item.places[at + 1 :]))
