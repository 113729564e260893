"""Says what is drawn three times or more, at any places, as a function and its calls.

A motif is one shape, or several that keep their distance wherever they come back: a disc and the
pupil on it. Where its places are even steps apart, it becomes a loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from sketchnet.tidy.bodies import PER_NUMBER, SLACK_PIXELS, Body, alike, bodies_of, prototypes
from sketchnet.tidy.finding import say_all
from sketchnet.tidy.items import Item, Step, gathered, moved
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.turns import readable

_FEWEST = 3  # places worth a function
_LEAST_SAVED = 3  # numbers that a function must save
_HEAD = 3  # numbers of a loop's head


@dataclass(frozen=True, slots=True)
class Motif:
    """Bodies that come back together.

    Attributes:
        parts: for each shape of the motif, back to front, its copies, place by place.
        saved: numbers that a function for them saves.
    """

    parts: tuple[tuple[Body, ...], ...]

    @property
    def saved(self) -> int:
        """Numbers that a function and its calls save."""
        every = sum(body.numbers for part in self.parts for body in part)
        own = sum(min(body.numbers for body in part) for part in self.parts)
        # What stands at the motif's own place needs no number inside.
        return every - (own - 2 + 2 * len(self.parts[0]))

    def offsets(self, unit: float) -> list[tuple[float, float]]:
        """(dx, dy) of every place from the first, in whole units."""
        xs = np.mean([[body.x for body in part] for part in self.parts], axis=0)
        ys = np.mean([[body.y for body in part] for part in self.parts], axis=0)
        return [
            (float(round(x / unit)) * unit, float(round(y / unit)) * unit)
            for x, y in zip(xs - xs[0], ys - ys[0], strict=True)
        ]

    def items(self) -> Iterator[Item]:
        """Ways to say it: each shape the most usual of its copies, or the first."""
        for usual, unit in product((True, False), (1.0, 0.5)):
            offsets = self.offsets(unit)
            shapes = []
            for part in self.parts:
                kept = prototypes(part)[0] if usual else part[0]
                dx, dy = offsets[part.index(kept)]
                shapes.append(moved(kept.shape, -dx, -dy))
            yield Item(tuple(shapes), places=tuple(offsets[1:]))
            steps = _even(offsets)
            if steps is not None:
                yield Item(tuple(shapes), steps)


def find_motifs(judge: Judge) -> None:
    """Says motifs as functions or loops, those that save most first."""
    say_all(
        judge,
        lambda: motifs(bodies_of(judge), lambda: judge.late),
        lambda motif: tuple(body.shape for part in motif.parts for body in part),
        lambda motif: _become(judge, motif),
    )


def motifs(bodies: Sequence[Body], late: Callable[[], bool] = lambda: False) -> Iterator[Motif]:
    """What comes back three times or more, the most saving first; all until it is late."""
    groups = _groups(bodies)
    found: dict[frozenset[int], Motif] = {}
    for group in groups:
        for motif in _grown(group, groups):
            if late():
                break
            if motif.saved >= _LEAST_SAVED:
                key = frozenset(body.index for part in motif.parts for body in part)
                found.setdefault(key, motif)
    yield from sorted(
        found.values(), key=lambda motif: (-motif.saved, [b.index for b in motif.parts[0]])
    )


def _groups(bodies: Sequence[Body]) -> list[tuple[Body, ...]]:
    """Like bodies, three or more, from left to right or from top to bottom."""
    groups = set()
    for one in bodies:
        like = [body for body in bodies if alike(one, body)]
        wide = np.ptp([body.x for body in like]) >= np.ptp([body.y for body in like])
        like.sort(key=lambda b: (b.x, b.y, b.index) if wide else (b.y, b.x, b.index))
        groups.add(tuple(like))
    return sorted(
        (group for group in groups if len(group) >= _FEWEST),
        key=lambda group: [body.index for body in group],
    )


def _grown(group: tuple[Body, ...], groups: Sequence[tuple[Body, ...]]) -> Iterator[Motif]:
    """A group alone, and with others that keep their distance to it."""
    yield Motif((group,))
    for other in groups:
        if other == group:
            continue
        for first in other:
            parts = _beside((group,), other, first)
            for third in groups:  # and whatever else comes back with both of them
                if parts is not None and all(third[0] not in part for part in parts):
                    more = [_beside(parts, third, body) for body in third]
                    full = [p for p in more if p is not None and len(p[0]) == len(parts[0])]
                    parts = full[0] if full else parts
            if parts is not None:
                order = sorted(parts, key=lambda part: sum(body.index for body in part))
                yield Motif(tuple(order))


def _beside(
    parts: tuple[tuple[Body, ...], ...], other: tuple[Body, ...], first: Body
) -> tuple[tuple[Body, ...], ...] | None:
    """Parts with one more: bodies that stand to each place as `first` stands to the first.

    Places without such a body are left out; None where fewer than three remain.
    """
    dx, dy = first.x - parts[0][0].x, first.y - parts[0][0].y
    places, added = [], []
    for place, body in enumerate(parts[0]):
        near = [
            b
            for b in other
            if b not in added
            and abs(b.x - body.x - dx) <= SLACK_PIXELS
            and abs(b.y - body.y - dy) <= SLACK_PIXELS
        ]
        if near:
            places.append(place)
            added.append(near[0])
    taken = {body.index for part in parts for body in part}
    if len(places) < _FEWEST or any(body.index in taken for body in added):
        return None
    return (*(tuple(part[i] for i in places) for part in parts), tuple(added))


def _even(offsets: Sequence[tuple[float, float]]) -> tuple[Step, ...] | None:
    """The step of places that form a row; None where they do not."""
    xs, ys = zip(*offsets, strict=True)
    wide = np.ptp(xs) >= np.ptp(ys)
    ordered = sorted(offsets, key=lambda place: place if wide else place[::-1])
    count = len(ordered) - 1
    dx = round(2 * (ordered[-1][0] - ordered[0][0]) / count) / 2
    dy = round(2 * (ordered[-1][1] - ordered[0][1]) / count) / 2
    if ordered[0] != (0.0, 0.0):
        return None
    dx, dy = (0.0 if abs(v) * count <= SLACK_PIXELS else v for v in (dx, dy))
    even = all(
        abs(x - i * dx) <= SLACK_PIXELS and abs(y - i * dy) <= SLACK_PIXELS
        for i, (x, y) in enumerate(ordered)
    )
    return (Step(count + 1, dx, dy),) if even and (dx or dy) else None


def _become(judge: Judge, motif: Motif) -> bool:
    """Draws copies of a motif's shapes where they stand, if that is worth it."""
    depths = [body.index for part in motif.parts for body in part]
    tried = [
        gathered(judge.items, depths, depth, item)
        for item in motif.items()
        if readable(judge, item)
        for depth in (min(depths), max(depths))
    ]
    rise = PER_NUMBER * motif.saved * judge.level
    return bool(tried) and judge.attempt(min(tried, key=judge.error_of), rise)
