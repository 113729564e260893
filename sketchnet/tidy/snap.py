"""Rounder numbers, edges that align, sizes that agree: wherever the picture does not mind.

Every way of moving one number (or two that belong together) is weighed: what the drawing gains in
plainness against what the renders say it costs. What belongs together moves together: the vertices
of a symmetric shape, the far edge of a rectangle, all that stands on one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sketchnet.search.shapes import ROUND, Shape
from sketchnet.tidy.items import LEAST, Item, Step, roles_of
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.paths import ties_of
from sketchnet.tidy.plainness import BOXED, landmarks, untidiness
from sketchnet.tidy.symmetry import partners

_REACH = 0.02  # how far a number may move, as a share of the canvas
_SWEEPS = 1
_LEAST = 0.25  # plainness worth a look
_TRIED = 2  # most targets rendered for each unit


@dataclass(frozen=True, slots=True)
class _Unit:
    """Parameters of one shape that move together: (index, +1 or −1) of each."""

    moves: tuple[tuple[int, int], ...]


def snap(judge: Judge, share: float = 1.0) -> None:
    """Moves numbers to plainer ones while the error stays within a share of what is left."""
    size = judge.size
    plainness = untidiness(judge.items, size)
    spare = (judge.bound - judge.error) * share
    if spare <= 0 or plainness <= 0:
        return
    price = spare / (0.4 * plainness)  # error that one point of plainness may cost
    bound, judge.bound = judge.bound, judge.error + spare
    reach = max(1.0, _REACH * max(size))
    for _ in range(_SWEEPS):
        before = judge.items
        _snap_lines(judge, reach, price)
        for index in range(len(judge.items)):
            for at in range(len(judge.items[index].shapes)):
                shape = judge.items[index].shapes[at]
                for unit in _tied(shape, _units(shape)):
                    if judge.late:
                        judge.bound = bound
                        return
                    _snap_unit(judge, index, at, unit, reach, price)
            _snap_steps(judge, index, price)
        if judge.items == before:
            break
    judge.bound = bound


def _snap_unit(judge: Judge, index: int, at: int, unit: _Unit, reach: float, price: float) -> None:
    item = judge.items[index]
    shape = item.shapes[at]
    first, _ = unit.moves[0]
    role, value = roles_of(shape)[first], shape.params[first]
    choices = []
    for target in _targets(value, role, judge, reach):
        changed = _shifted(shape, unit, target - value)
        if changed is not None:
            choices.append(_replaced(judge.items, index, item.with_shape(at, changed)))
    _best(judge, choices, price)


def _snap_lines(judge: Judge, reach: float, price: float) -> None:
    """Moves all that stands on one line together."""
    for role in "xy":
        counts = Counter(
            value
            for item in judge.items
            for shape in item.shapes
            for value, its in zip(shape.params, roles_of(shape), strict=True)
            if its == role
        )
        values = sorted(value for value, count in counts.items() if count > 1)
        for value in values:
            if judge.late:
                return
            choices = [
                _line_moved(judge.items, role, value, target)
                for target in _targets(value, role, judge, reach)
            ]
            _best(judge, choices, price)


def _line_moved(items: Sequence[Item], role: str, value: float, target: float) -> list[Item]:
    moved = []
    for item in items:
        shapes = []
        for shape in item.shapes:
            params = tuple(
                target if its == role and its_value == value else its_value
                for its_value, its in zip(shape.params, roles_of(shape), strict=True)
            )
            shapes.append(shape if params == shape.params else replace(shape, params=params))
        moved.append(replace(item, shapes=tuple(shapes)))
    return moved


def _snap_steps(judge: Judge, index: int, price: float) -> None:
    for which, step in enumerate(judge.items[index].steps):
        item = judge.items[index]
        choices = []
        for by in (-1.0, -0.5, 0.5, 1.0):
            dx, dy = (v + by if v else v for v in (step.dx, step.dy))
            steps = list(item.steps)
            steps[which] = Step(step.count, dx, dy)
            choices.append(_replaced(judge.items, index, replace(item, steps=tuple(steps))))
        _best(judge, choices, price)


def _best(judge: Judge, choices: list[list[Item]], price: float) -> None:
    """Takes the choice that pays best, if any does."""
    size = judge.size
    now = untidiness(judge.items, size)
    gains = sorted(
        ((now - untidiness(choice, size), i) for i, choice in enumerate(choices)), reverse=True
    )
    best_value, best = 0.0, None
    for gain, i in gains[:_TRIED]:
        if gain <= _LEAST:
            break
        value = price * gain - (judge.error_of(choices[i]) - judge.error)
        if value > best_value:
            best_value, best = value, choices[i]
    if best is not None:
        judge.attempt(best)


# -- what may move ------------------------------------------------------------------------------


def _tied(shape: Shape, units: Iterable[_Unit]) -> Iterator[_Unit]:
    """The same ways, with the handles of lines in a path moving as their ends do."""
    if shape.kind != "path":
        yield from units
        return
    ties = ties_of(shape) @ ties_of(shape).T  # (P, P) what moves with what
    together = [np.flatnonzero(row).tolist() for row in ties]
    every = (tuple(sorted({(k, s) for i, s in unit.moves for k in together[i]})) for unit in units)
    yield from (_Unit(moves) for moves in dict.fromkeys(every))


def _units(shape: Shape) -> Iterator[_Unit]:
    """The ways in which a shape's numbers may move."""
    roles = roles_of(shape)
    if shape.kind in BOXED or shape.kind in ROUND:
        for i, role in enumerate(roles):
            if role != "a":
                yield _Unit(((i, 1),))
        if shape.kind in ("rect", "roundrect"):  # the left edge alone, and the upper
            yield _Unit(((0, 1), (2, -1)))
            yield _Unit(((1, 1), (3, -1)))
        return
    tied = partners(shape) if shape.kind not in ("line", "bezier") else None
    if tied is None:
        for i in range(len(roles)):
            yield _Unit(((i, 1),))
        return
    axis, mates = tied
    yield _Unit(tuple((2 * i + axis, 1) for i in range(len(mates))))
    for i, mate in enumerate(mates):
        if i < mate:
            yield _Unit(((2 * i + axis, 1), (2 * mate + axis, -1)))
            yield _Unit(((2 * i + 1 - axis, 1), (2 * mate + 1 - axis, 1)))
        elif i == mate:
            yield _Unit(((2 * i + 1 - axis, 1),))


def _targets(value: float, role: str, judge: Judge, reach: float) -> list[float]:
    """Plainer values near one: round ones, and those that others have."""
    targets = set()
    for unit in (10, 5, 1):
        low = value // unit * unit
        targets |= {low - unit * (low == value), low, low + unit}
    xs, ys, extents = landmarks(judge.items)
    targets |= {"x": xs, "y": ys}.get(role, extents)
    targets |= {"x": {judge.size[0] / 2}, "y": {judge.size[1] / 2}}.get(role, set())
    return sorted(target for target in targets if 0 < abs(target - value) <= reach)


def _shifted(shape: Shape, unit: _Unit, by: float) -> Shape | None:
    """The shape with a unit moved; None where a size would not be one."""
    params = list(shape.params)
    roles = roles_of(shape)
    for i, sign in unit.moves:
        params[i] += sign * by
        if params[i] < LEAST.get(roles[i], params[i]):
            return None
    return replace(shape, params=tuple(params))


def _replaced(items: Sequence[Item], index: int, item: Item) -> list[Item]:
    return [*items[:index], item, *items[index + 1 :]]
