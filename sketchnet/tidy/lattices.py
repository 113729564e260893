"""Rows and grids among like bodies, each step about the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sketchnet.search.shapes import Shape
from sketchnet.tidy.bodies import SLACK_PIXELS, Body, alike
from sketchnet.tidy.items import FEWEST_TURNS, Item, Step, moved, roles_of


@dataclass(frozen=True, slots=True)
class Lattice:
    """Bodies that stand in a row or a grid.

    Attributes:
        cells: line by line.
        along, down: how many there are; a slanted row counts as (along, 1).
        saved: numbers that saying them once saves, about.
    """

    cells: tuple[Body, ...]
    along: int
    down: int
    saved: int

    def items(self, shape: Shape) -> Iterator[Item]:
        """Copies of one of the shapes, at even steps whole or half, about where the bodies are."""
        xs = np.array([cell.x for cell in self.cells]).reshape(self.down, self.along)
        ys = np.array([cell.y for cell in self.cells]).reshape(self.down, self.along)
        own = next(cell for cell in self.cells if cell.shape == shape)
        level, upright = np.ptp(ys) <= give(self.cells), np.ptp(xs) <= give(self.cells)
        slanted = self.down == 1 and not level and not upright
        along, down = self.along, self.down
        if down == 1 and upright:  # one column
            along, down = down, along
            xs, ys = xs.T, ys.T
        x_step = _step(xs.mean(0))
        y_step = _step(ys.mean(0) if slanted else ys.mean(1))
        seen = set()
        for half in (False, True):
            dx, dy = (round(2 * v) / 2 if half else float(round(v)) for v in (x_step, y_step))
            steps = []
            if along > 1:
                steps.append(Step(along, dx, dy if slanted else 0.0))
            if down > 1:
                steps.append(Step(down, 0.0, dy))
            if any(step.dx == step.dy == 0 for step in steps) or tuple(steps) in seen:
                continue  # they lie on one another: no loop gets from one to the next
            seen.add(tuple(steps))
            # The middle of the whole stays where it is.
            x0 = float(xs.mean()) - dx * (along - 1) / 2
            y0 = float(ys.mean()) - dy * ((along if slanted else down) - 1) / 2
            whole = round(x0 - own.x), round(y0 - own.y)
            exact = round(2 * (x0 - own.x)) / 2, round(2 * (y0 - own.y)) / 2
            for off in dict.fromkeys((whole, exact)):
                yield Item((moved(shape, *off),), tuple(steps))


def lattices(bodies: Sequence[Body], late: Callable[[], bool] = lambda: False) -> Iterator[Lattice]:
    """Rows and grids, the most saving first; those found until it is late."""
    found: dict[tuple[int, ...], Lattice] = {}
    for first in bodies:
        if late():
            break
        like = [body for body in bodies if alike(first, body)]
        rows = [
            _row(first, second, like)
            for second, within in zip(like, _has_before(first, like), strict=True)
            if not within and (second.x, second.y) > (first.x, first.y)
        ]
        level = [row for row in rows if abs(row[-1].y - row[0].y) <= give(row)]
        upright = [row for row in rows if abs(row[-1].x - row[0].x) <= give(row)]
        for row in rows:
            for count in {len(row), min(len(row), FEWEST_TURNS)}:
                slanted = row not in level and row not in upright
                _note(found, row[:count], (count, 1), slanted)
        for along in level:
            for down in upright:
                cells = _grid(along, down, like)
                if cells is not None:
                    _note(found, cells, (len(along), len(down)), False)
    order = [[body.index for body in lattice.cells] for lattice in found.values()]
    ranked = sorted(zip(found.values(), order, strict=True), key=lambda p: (-p[0].saved, p[1]))
    yield from (lattice for lattice, _ in ranked)


def give(row: Sequence[Body]) -> float:
    """Pixels by which the bodies of a row may stand off its line."""
    return max(SLACK_PIXELS, 0.05 * max(row[0].w, row[0].h))


def _has_before(first: Body, like: Sequence[Body]) -> list[bool]:
    """For every body, whether the row from `first` to it begins before `first`."""
    places = np.array([(body.x, body.y) for body in like])
    before = 2 * np.array((first.x, first.y)) - places
    near = np.abs(before[:, None] - places[None]).max(2) <= SLACK_PIXELS
    within: list[bool] = near.any(1).tolist()
    return within


def _note(
    found: dict[tuple[int, ...], Lattice],
    cells: list[Body],
    counts: tuple[int, int],
    slanted: bool,
) -> None:
    if max(counts) < FEWEST_TURNS:
        return
    free = sum(role in "xy" for role in roles_of(cells[0].shape))
    loops = sum(count >= FEWEST_TURNS for count in counts)
    sides = min(counts) if loops == 1 else 1  # shapes that are drawn in each turn
    own = min(body.numbers for body in cells)
    named = 0 if slanted else loops  # parameters that are a loop's variable
    cost = (2 + free if slanted else 3 * loops) + sides * (own - named)
    saved = sum(body.numbers for body in cells) - cost
    if saved > 0:
        key = tuple(sorted(body.index for body in cells))
        if key not in found or found[key].saved < saved:
            found[key] = Lattice(tuple(cells), *counts, saved)


def _row(first: Body, second: Body, like: Sequence[Body]) -> list[Body]:
    """The longest row that starts with two given bodies."""
    row = [first, second]
    while True:
        n = len(row)
        step = (row[-1].x - first.x) / (n - 1), (row[-1].y - first.y) / (n - 1)
        after = at(row[-1].x + step[0], row[-1].y + step[1], like, row)
        if after is None:
            return row
        row.append(after)


def at(x: float, y: float, like: Sequence[Body], taken: Sequence[Body]) -> Body | None:
    """The body that stands at about (x, y) and is not taken."""
    there = {body.index for body in taken}
    near = [
        body
        for body in like
        if abs(body.x - x) <= SLACK_PIXELS
        and abs(body.y - y) <= SLACK_PIXELS
        and body.index not in there
    ]
    return min(near, key=lambda body: abs(body.x - x) + abs(body.y - y), default=None)


def _grid(along: Sequence[Body], down: Sequence[Body], like: Sequence[Body]) -> list[Body] | None:
    """The bodies at all places of a grid, line by line; None where one is missing."""
    first = along[0]
    cells: list[Body] = []
    for lower in down:
        for right in along:
            x, y = right.x + lower.x - first.x, right.y + lower.y - first.y
            cell = at(x, y, like, cells)
            if cell is None:
                return None
            cells.append(cell)
    return cells


def _step(values: np.ndarray) -> float:
    """The step of the straight line through values at 0, 1, 2, …"""
    if len(values) == 1:
        return 0.0
    return float(np.polyfit(np.arange(len(values)), values, 1)[0])
