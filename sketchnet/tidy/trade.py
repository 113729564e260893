"""Puts a repetition into a drawing, takes out what it hides, and says whether that was worth it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from sketchnet.search.shapes import numbers_of
from sketchnet.tidy.bodies import PER_NUMBER
from sketchnet.tidy.items import Item, Step, roles_of
from sketchnet.tidy.judge import Judge

_WORTH = 0.65  # error falls about as numbers to the power of minus this
_POLISHED = 2  # rounds of fitting what is new
_HOPELESS = 0.02  # share of the error that fitting will not make up for
_DEARER = 0.3  # share of all its numbers' worth that a drawing may lose before it is fitted


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
    before, background = judge.items, judge.background
    had, error, bound = sum(map(cost, before)), judge.error, judge.bound
    most = max(most, had)
    price = _WORTH * error / max(had, 1)
    slack = _HOPELESS * max(error, bound)
    judge.bound = np.inf
    _put(judge, new, instead)
    if judge.error - error < slack + price * had * _DEARER:
        places = [judge.items.index(item) for item in new]
        _polish(judge, places)
        kept = [judge.items[place] for place in places]
        _drop(judge, kept, price, most)
        has = sum(map(cost, judge.items))
        if error - judge.error > price * (has - had) - slack:
            _polish(judge, [judge.items.index(item) for item in kept])
    judge.bound = bound
    has = sum(map(cost, judge.items))
    free = PER_NUMBER * judge.level * max(had - has, 0)
    pays = error - judge.error > price * (has - had) - free
    if pays and has <= most and judge.error <= max(bound, error):
        return True
    judge.restore(before, background)
    return False


def _put(judge: Judge, new: Sequence[Item], instead: int | None) -> None:
    """Puts items in at the better of their depths."""
    before = judge.items
    rest = before if instead is None else [*before[:instead], *before[instead + 1 :]]
    depths = dict.fromkeys((len(rest), len(rest) if instead is None else instead))
    judge.attempt(
        min(([*rest[:d], *new, *rest[d:]] for d in depths), key=judge.error_of), rise=np.inf
    )


def _drop(judge: Judge, new: Sequence[Item], price: float, most: int) -> None:
    """Takes out what costs more numbers than it is worth, and more if there still are too many."""
    for other in range(len(judge.items) - 1, -1, -1):
        item = judge.items[other]
        if all(item is not kept for kept in new) and not item.steps:
            judge.attempt_at(other, rise=price * cost(item))
    while sum(map(cost, judge.items)) > most and not judge.late:
        items = judge.items
        rises = [
            (judge.error_of([*items[:i], *items[i + 1 :]]) - judge.error) / cost(item)
            if all(item is not kept for kept in new)
            else np.inf
            for i, item in enumerate(items)
        ]
        worst = int(np.argmin(rises))
        if not np.isfinite(rises[worst]):
            return
        judge.attempt_at(worst, rise=np.inf)


def _polish(judge: Judge, places: Sequence[int]) -> None:
    """Fits items: every number a little up or down, wherever that helps."""
    for _ in range(_POLISHED):
        start = judge.error
        for index in places:
            for choice in list(_nudges(judge.items[index])):
                if judge.late:
                    return
                judge.attempt_at(index, choice, rise=-1e-9)
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
