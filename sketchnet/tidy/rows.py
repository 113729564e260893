"""Says rows and grids of like shapes as one shape and its steps, or several that step together.

Search draws twelve windows as twelve shapes, each a little different. Here each is asked to be a
copy of another at an even step; the renders say whether it may.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sketchnet.tidy.bodies import PER_NUMBER, bodies_of, prototypes
from sketchnet.tidy.finding import say_all
from sketchnet.tidy.items import FEWEST_TURNS, Item, Step, gathered
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.lattices import Lattice, lattices
from sketchnet.tidy.turns import readable

_SAME_STEP = 1.0  # pixels by which two steps may differ that become one
_HEAD = 3  # numbers of a loop's head


def find_rows(judge: Judge) -> None:
    """Says rows and grids of like shapes as one shape and its steps, the longest first."""
    say_all(
        judge,
        lambda: lattices(bodies_of(judge), lambda: judge.late),
        lambda lattice: tuple(body.shape for body in lattice.cells),
        lambda lattice: _become(judge, lattice),
    )


def _become(judge: Judge, lattice: Lattice) -> bool:
    """Says shapes as one shape and its steps, in the best of a few ways, if that is worth it."""
    rise = PER_NUMBER * lattice.saved * judge.level
    places = [cell.index for cell in lattice.cells]
    tried = [
        gathered(judge.items, places, depth, item)
        for kept in prototypes(lattice.cells)
        for item in lattice.items(kept.shape)
        if readable(judge, item)
        for depth in dict.fromkeys((min(places), max(places)))
    ]
    return bool(tried) and judge.attempt(min(tried, key=judge.error_of), rise)


def join_rows(judge: Judge) -> None:
    """Draws what steps alike in one loop: a window's frame and its pane."""
    upper = 1
    while upper < len(judge.items) and not judge.late:
        if any(_join(judge, lower, upper) for lower in range(upper - 1, -1, -1)):
            upper = max(upper - 1, 1)
        else:
            upper += 1


def _join(judge: Judge, lower: int, upper: int) -> bool:
    """Says two rows as one, at the depth of either, if they step about alike."""
    one, other = judge.items[lower].written, judge.items[upper].written
    if len(one.steps) != len(other.steps) or not one.steps:
        return False
    saved = _HEAD * sum(step.count >= FEWEST_TURNS for step in one.steps)
    if not saved or not all(map(_same, one.steps, other.steps)):
        return False
    tried = [
        gathered(judge.items, [lower, upper], depth, Item((*one.shapes, *other.shapes), steps))
        for steps in dict.fromkeys(_common(one, other))
        for depth in (lower, upper)
    ]
    return judge.attempt(min(tried, key=judge.error_of), PER_NUMBER * saved * judge.level)


def _same(one: Step, other: Step) -> bool:
    near = abs(one.dx - other.dx) <= _SAME_STEP and abs(one.dy - other.dy) <= _SAME_STEP
    upright = (one.dx == 0) == (other.dx == 0) and (one.dy == 0) == (other.dy == 0)
    return near and upright and abs(one.count - other.count) <= 1


def _common(one: Item, other: Item) -> Iterator[tuple[Step, ...]]:
    """Steps that two rows may share: of either, as many as either."""
    for item in (one, other):
        for longest in (True, False):
            counts = [
                max(a.count, b.count) if longest else min(a.count, b.count)
                for a, b in zip(one.steps, other.steps, strict=True)
            ]
            yield tuple(
                replace(step, count=count) for step, count in zip(item.steps, counts, strict=True)
            )
