"""Makes mirror images exact: of two like shapes left and right of one axis, one says the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sketchnet.tidy.bodies import PER_NUMBER, Body, alike, bodies_of
from sketchnet.tidy.items import Item, gathered
from sketchnet.tidy.judge import Judge

_LEAST_PARAMS = 6  # of a shape that is worth drawing by its mirror image
_LEVEL = 3.0  # pixels by which the two may differ in height


def find_mirrors(judge: Judge) -> None:
    """Draws one of two like shapes at both sides of the axis between them."""
    while not judge.late and any(_pair(judge, *pair) for pair in _opposites(bodies_of(judge))):
        pass


def _opposites(bodies: Sequence[Body]) -> Iterator[tuple[Body, Body]]:
    """Pairs of like shapes at one height, large enough that one should be said by the other."""
    for i, one in enumerate(bodies):
        for other in bodies[i + 1 :]:
            large = len(one.shape.params) >= _LEAST_PARAMS
            if large and abs(one.y - other.y) <= _LEVEL and alike(one, other):
                yield one, other


def _pair(judge: Judge, one: Body, other: Body) -> bool:
    """Draws one of the two at both sides of the axis between them, if that is worth it."""
    if judge.late:
        return False
    axis = round(one.x + other.x) / 2
    rise = PER_NUMBER * max(one.numbers, other.numbers) * judge.level
    places = [one.index, other.index]
    tried = [
        gathered(judge.items, places, depth, Item((kept.shape,), mirror=middle))
        for kept in (one, other)
        for middle in (axis, axis - 0.5, axis + 0.5)
        for depth in places
    ]
    return judge.attempt(min(tried, key=judge.error_of), rise)
