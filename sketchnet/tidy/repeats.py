"""Finds what repeats: rows and grids of like shapes, like shapes anywhere, mirror images.

Search draws twelve windows as twelve shapes, each a little different. Here each is asked to be a
copy of another at an even step; the renders say whether it may.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sketchnet.search.shapes import Shape, boxes, numbers_of
from sketchnet.tidy.items import Item, Step, moved, roles_of
from sketchnet.tidy.judge import Judge

_COLOURS = 40.0  # largest channel difference of two shapes that may become one colour
_SLACK = 0.2  # share of its size by which a shape may differ from one like it
_SLACK_PIXELS = 2.5
_FEWEST_COPIES = 3
_LEAST_BY_COPIES = 4  # numbers that a function must save
_PER_NUMBER = 2e-3  # share that the error may rise by for each number saved


@dataclass(frozen=True, slots=True)
class _Body:
    """A shape, where it stands and how large it is."""

    index: int
    shape: Shape
    x: float
    y: float
    w: float
    h: float
    numbers: int


def find_rows(judge: Judge) -> None:
    """Says rows and grids of like shapes as one shape and its steps, the longest first."""
    failed: set[tuple[Shape, ...]] = set()
    found = True
    while found and not judge.late:
        found = False
        for saved, bodies, counts in _lattices(_bodies(judge)):
            if judge.late:
                return
            shapes = tuple(body.shape for body in bodies)
            if shapes in failed:
                continue
            if _become(judge, bodies, counts, saved):
                found = True
                break
            failed.add(shapes)


def find_copies(judge: Judge) -> None:
    """Says like shapes at any places as one shape and where it stands, the largest groups first."""
    bodies = _bodies(judge)
    groups = [[body for body in bodies if _alike(one, body)] for one in bodies]
    for group in sorted(groups, key=lambda group: -len(group)):
        now = {item.shapes[0] for item in judge.items if not item.repeats}
        if judge.late or len(group) < _FEWEST_COPIES or any(b.shape not in now for b in group):
            continue
        if _scatter(judge, group):
            find_copies(judge)
            return


def _scatter(judge: Judge, group: list[_Body]) -> bool:
    """Draws copies of one shape where those of a group stand, if that is worth it."""
    kept = _prototypes(group)[0]
    saved = sum(body.numbers for body in group) - (kept.numbers - 2 + 2 * len(group))
    if saved < _LEAST_BY_COPIES:
        return False
    others = [body for body in group if body is not kept]
    places = tuple((float(round(b.x - kept.x)), float(round(b.y - kept.y))) for b in others)
    item = Item((kept.shape,), places=places)
    depths = [body.index for body in group]
    tried = [_gathered(judge.items, depths, d, item) for d in (min(depths), max(depths))]
    return judge.attempt(min(tried, key=judge.error_of), _PER_NUMBER * saved * judge.level)


def find_mirrors(judge: Judge) -> None:
    """Makes mirror images exact: of two shapes left and right of one axis."""
    while not judge.late and any(_pair(judge, *pair) for pair in _opposites(_bodies(judge))):
        pass


def _opposites(bodies: Sequence[_Body]) -> Iterator[tuple[_Body, _Body]]:
    """Pairs of like shapes at one height, large enough that one should be said by the other."""
    for i, one in enumerate(bodies):
        for other in bodies[i + 1 :]:
            if len(one.shape.params) >= 6 and abs(one.y - other.y) <= 3 and _alike(one, other):
                yield one, other


def _pair(judge: Judge, one: _Body, other: _Body) -> bool:
    """Draws one of the two at both sides of the axis between them, if that is worth it."""
    if judge.late:
        return False
    axis = round(one.x + other.x) / 2
    rise = _PER_NUMBER * max(one.numbers, other.numbers) * judge.level
    places = (one.index, other.index)
    tried = [
        _gathered(judge.items, places, depth, Item((kept.shape,), mirror=middle))
        for kept in (one, other)
        for middle in (axis, axis - 0.5, axis + 0.5)
        for depth in places
    ]
    return judge.attempt(min(tried, key=judge.error_of), rise)


def _bodies(judge: Judge) -> list[_Body]:
    """The shapes that stand alone."""
    bodies = []
    for index, item in enumerate(judge.items):
        if item.repeats or len(item.shapes) > 1:
            continue
        shape = item.shapes[0]
        x0, y0, x1, y1 = boxes(shape.kind, np.array([shape.params]))[0].tolist()
        bodies.append(
            _Body(index, shape, (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0, numbers_of(shape))
        )
    return bodies


def _alike(one: _Body, other: _Body) -> bool:
    """Whether one may be a copy of the other."""
    a, b = one.shape, other.shape
    if a.paint != b.paint:
        return False
    if a.paint != "stroke" and np.abs(np.subtract(a.fill, b.fill)).max() > _COLOURS:
        return False
    if a.paint != "fill":
        if np.abs(np.subtract(a.stroke, b.stroke)).max() > _COLOURS:
            return False
        if abs(a.weight - b.weight) > max(1.0, 0.3 * max(a.weight, b.weight)):
            return False
    return all(
        abs(p - q) <= max(_SLACK_PIXELS, _SLACK * max(p, q))
        for p, q in ((one.w, other.w), (one.h, other.h))
    )


def _lattices(bodies: Sequence[_Body]) -> Iterator[tuple[int, list[_Body], tuple[int, int]]]:
    """Rows and grids: (numbers they would save, their shapes in drawing order, (along, down)).

    The most saving first. A row that is not upright or level counts as (along, 1).
    """
    found: dict[tuple[int, ...], tuple[int, list[_Body], tuple[int, int]]] = {}
    for first in bodies:
        like = [body for body in bodies if _alike(first, body)]
        rows: list[list[_Body]] = []
        for second in like:
            if second is not first and (second.x, second.y) > (first.x, first.y):
                row = _row(first, second, like)
                rows.append(row)
        level = [row for row in rows if abs(row[-1].y - row[0].y) <= _give(row)]
        upright = [row for row in rows if abs(row[-1].x - row[0].x) <= _give(row)]
        for row in rows:
            for count in {len(row), min(len(row), 3)}:
                part = row[:count]
                _note(found, part, (count, 1), row not in level and row not in upright)
        for along in level:
            for down in upright:
                cells = _grid(along, down, like)
                if cells is not None:
                    _note(found, cells, (len(along), len(down)), False)
    yield from sorted(found.values(), key=lambda entry: (-entry[0], [b.index for b in entry[1]]))


def _note(
    found: dict[tuple[int, ...], tuple[int, list[_Body], tuple[int, int]]],
    cells: list[_Body],
    counts: tuple[int, int],
    slanted: bool,
) -> None:
    shape = cells[0].shape
    free = sum(role in "xy" for role in roles_of(shape))
    head = 2 + free if slanted else 3 * sum(count > 1 for count in counts)
    named = 0 if slanted else 1 if 1 in counts else 2  # parameters that are the loop's variable
    cost = head + min(body.numbers for body in cells) - named
    saved = sum(body.numbers for body in cells) - cost
    least = 2 if len(cells) == 2 else 1
    if saved >= least:
        key = tuple(sorted(body.index for body in cells))
        if key not in found or found[key][0] < saved:
            found[key] = (saved, cells, counts)


def _give(row: Sequence[_Body]) -> float:
    return max(_SLACK_PIXELS, 0.05 * max(row[0].w, row[0].h))


def _row(first: _Body, second: _Body, like: Sequence[_Body]) -> list[_Body]:
    """The longest row that starts with two given shapes, each step about the same."""
    row = [first, second]
    while True:
        n = len(row)
        step = (row[-1].x - first.x) / (n - 1), (row[-1].y - first.y) / (n - 1)
        after = _at(row[-1].x + step[0], row[-1].y + step[1], like, row)
        if after is None:
            return row
        row.append(after)


def _at(x: float, y: float, like: Sequence[_Body], taken: Sequence[_Body]) -> _Body | None:
    """The shape that stands at about (x, y)."""
    free = [body for body in like if body not in taken]
    best = min(free, key=lambda body: abs(body.x - x) + abs(body.y - y), default=None)
    if best is None:
        return None
    slack = _SLACK_PIXELS
    return best if abs(best.x - x) <= slack and abs(best.y - y) <= slack else None


def _grid(
    along: Sequence[_Body], down: Sequence[_Body], like: Sequence[_Body]
) -> list[_Body] | None:
    """The shapes at all places of a grid, line by line; None where one is missing."""
    first = along[0]
    cells: list[_Body] = []
    for lower in down:
        for right in along:
            x, y = right.x + lower.x - first.x, right.y + lower.y - first.y
            cell = _at(x, y, like, cells)
            if cell is None:
                return None
            cells.append(cell)
    return cells


def _become(judge: Judge, cells: list[_Body], counts: tuple[int, int], saved: int) -> bool:
    """Says shapes as one shape and its steps, in the best of a few ways, if that is worth it."""
    along, down = counts
    rise = _PER_NUMBER * saved * judge.level
    xs = np.array([cell.x for cell in cells]).reshape(down, along)
    ys = np.array([cell.y for cell in cells]).reshape(down, along)
    slanted = down == 1 and np.ptp(xs) > _give(cells) and np.ptp(ys) > _give(cells)
    x_fit, y_fit = _line(xs.mean(0)), _line(ys.mean(1) if not slanted else ys.mean(0))
    if down == 1 and np.ptp(xs) <= _give(cells):  # one column
        x_fit, y_fit, along, down = (float(xs.mean()), 0.0), _line(ys.ravel()), 1, along
    places = [cell.index for cell in cells]
    best: tuple[float, list[Item]] | None = None
    for kept in _prototypes(cells):
        shape = kept.shape
        for exact in (False, True):
            steps = []
            dx, dy = (v if exact else float(round(v)) for v in (x_fit[1], y_fit[1]))
            dx, dy = round(dx * 2) / 2, round(dy * 2) / 2
            if along > 1:
                steps.append(Step(along, dx, dy if slanted else 0.0))
            if down > 1:
                steps.append(Step(down, 0.0, dy))
            if any(step.dx == step.dy == 0 for step in steps):
                continue  # they lie on one another: no loop gets from one to the next
            # The middle of the whole stays where it is.
            x0 = float(xs.mean()) - dx * (along - 1) / 2
            y0 = float(ys.mean()) - dy * ((along if slanted else down) - 1) / 2
            first = moved(shape, round(x0 - kept.x), round(y0 - kept.y))
            item = Item((first,), tuple(steps))
            for place in dict.fromkeys((min(places), max(places))):
                items = _gathered(judge.items, places, place, item)
                error = judge.error_of(items)
                if best is None or error < best[0]:
                    best = error, items
    return best is not None and judge.attempt(best[1], rise)


def _prototypes(cells: Sequence[_Body]) -> list[_Body]:
    """The shapes that may stand for all: the cheapest, and of these the most usual in size."""
    w, h = (float(np.median([getattr(cell, side) for cell in cells])) for side in "wh")
    least = min(cell.numbers for cell in cells)
    order = sorted(
        (cell for cell in cells if cell.numbers <= least + 1),
        key=lambda cell: abs(cell.w - w) + abs(cell.h - h),
    )
    return order[:3]


def _line(values: np.ndarray) -> tuple[float, float]:
    """(start, step) of the straight line through values at 0, 1, 2, …"""
    if len(values) == 1:
        return float(values[0]), 0.0
    step, start = np.polyfit(np.arange(len(values)), values, 1)
    return float(start), float(step)


def _gathered(
    items: Sequence[Item], places: Sequence[int], depth: int, instead: Item
) -> list[Item]:
    """The items with one in the place of several, at the depth of one of them."""
    gone = set(places)
    out = []
    for index, item in enumerate(items):
        if index == depth:
            out.append(instead)
        elif index not in gone:
            out.append(item)
    return out
