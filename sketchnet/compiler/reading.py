"""Programs as a list of numbers and tables that say which number is for what.

Everything continuous (places, sizes, angles, weights, colours) stands in one tensor, in the order
of the painter's number tokens, so that gradients reach every number whoever supplied them: a file,
a refinement, or a distribution over tokens. The tables hold what is discrete: kinds, and which
pieces a statement's outline consists of. A piece is an oval, a box, or a straight edge between two
spots; curves and arcs are read as chords.

Legend: N numbers, B programs, S statements of the longest, M statements of all, P spots, E edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from sketchnet.model.statements import PATH, Picture, Statement
from sketchnet.model.vocabulary import KINDS

CURVE_CHORDS, ARC_CHORDS = 8, 20
"""Edges that a cubic curve and an arc are read as."""

PLACE, ANGLE, WEIGHT, TONE, ALPHA = range(5)
"""What a number is: a place or size in pixels, radians, pixels of stroke, a channel, an opacity."""

_ZERO = 0  # where the number 0 stands
_CLEAR = (_ZERO,) * 4


@dataclass(frozen=True)
class Reading:
    """What B programs say, but for the numbers: indices into them.

    Attributes:
        programs, statements: B and S.
        ground: (B, 3) the background.
        kind: (M,) of each statement, an index into `KINDS`.
        slot: (M,) program · S + place in it.
        weight: (M,) of the stroke.
        inks: (M, 2, 4) fill and stroke; clear where not painted.
        ovals: (·, 4) x, y of the centre, width, height; `oval_of` (·,) their statements.
        boxes: (·, 5) x, y of the corner, width, height, radius; `box_of`.
        mixed: (·, 2, 4) x and y of spots, each a mixture of four numbers by `shares` (·, 4).
        turned: (·, 6) of spots on ovals: x, y, width, height, start and sweep; `along` (·,) 0–1.
        edges: (E, 2) spots, the mixed ones before the turned; `edge_of` (E,).
        use: (E, 2) whether an edge bounds the fill, and whether it is stroked: 0 or 1.
    """

    programs: int
    statements: int
    ground: Tensor
    kind: Tensor
    slot: Tensor
    weight: Tensor
    inks: Tensor
    ovals: Tensor
    oval_of: Tensor
    boxes: Tensor
    box_of: Tensor
    mixed: Tensor
    shares: Tensor
    turned: Tensor
    along: Tensor
    edges: Tensor
    edge_of: Tensor
    use: Tensor

    def to(self, device: torch.device) -> Reading:
        """The same tables on another device."""
        tables: dict[str, Any] = {
            one.name: table.to(device)
            for one in fields(self)
            if isinstance(table := getattr(self, one.name), Tensor)
        }
        return replace(self, **tables)


class Read(NamedTuple):
    """Programs as the compiler reads them.

    Attributes:
        reading: the tables.
        numbers: (N,) float32, in pixels of the canvas, radians, and 0–1 for colours.
        roles: (N,) int64, `PLACE` to `ALPHA`; the first number is a constant 0.
        programs: (N,) int64 which program a number is of.
    """

    reading: Reading
    numbers: Tensor
    roles: Tensor
    programs: Tensor

    def to(self, device: torch.device) -> Read:
        """The same on another device."""
        return Read(self.reading.to(device), *(part.to(device) for part in self[1:]))


def read(pictures: Sequence[Picture], scale: float = 1.0) -> Read:
    """Programs as numbers and tables.

    Args:
        pictures: one or more.
        scale: canvas pixels of one of theirs.
    """
    reader = _Reader(max(1, *(len(picture.statements) for picture in pictures)), scale)
    for picture in pictures:
        reader.program(picture)
    return reader.done()


_BERNSTEIN = [
    ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    for t in (k / CURVE_CHORDS for k in range(CURVE_CHORDS + 1))
]


class _Reader:
    def __init__(self, statements: int, scale: float) -> None:
        self.most, self.scale = statements, scale
        self.values = [0.0]
        self.roles = [TONE]
        self.owners = [0]
        self.ground: list[list[int]] = []
        self.kind: list[int] = []
        self.slot: list[int] = []
        self.weight: list[int] = []
        self.inks: list[tuple[Sequence[int], Sequence[int]]] = []
        self.ovals: list[Sequence[int]] = []
        self.oval_of: list[int] = []
        self.boxes: list[Sequence[int]] = []
        self.box_of: list[int] = []
        self.mixed: list[tuple[Sequence[int], Sequence[int]]] = []
        self.shares: list[Sequence[float]] = []
        self.turned: list[Sequence[int]] = []
        self.along: list[float] = []
        self.edges: list[tuple[int, int]] = []
        self.edge_of: list[int] = []
        self.use: list[tuple[float, float]] = []

    def number(self, value: float, role: int) -> int:
        self.values.append(value * self.scale if role in (PLACE, WEIGHT) else value)
        self.roles.append(role)
        self.owners.append(len(self.ground))
        return len(self.values) - 1

    def colour(self, colour: Sequence[int], count: int) -> list[int]:
        return [self.number(c / 255, ALPHA if i == 3 else TONE) for i, c in enumerate(colour)][
            :count
        ]

    def program(self, picture: Picture) -> None:
        first = len(self.ground) * self.most
        ground = self.colour(picture.background[:3], 3)
        for place, statement in enumerate(picture.statements):
            self.slot.append(first + place)
            self.statement(statement)
        self.ground.append(ground)

    def statement(self, statement: Statement) -> None:
        kind, p = statement.kind, statement.params
        self.kind.append(KINDS.index(kind))
        of = len(self.kind) - 1
        if kind == PATH:
            self.path(statement, of)
        elif kind.startswith("arc"):
            turns = [self.number(value, PLACE) for value in p[:4]]
            turns += [self.number(p[4], ANGLE), self.number(p[5] - p[4], ANGLE)]
            self.arc(kind, turns, of)
        else:
            own = [self.number(value, PLACE) for value in p]
            if kind in ("circle", "ellipse"):
                self.ovals.append((*own[:3], own[-1]))
                self.oval_of.append(of)
            elif kind in ("square", "rect", "roundrect"):
                radius = own[4] if kind == "roundrect" else _ZERO
                self.boxes.append((*own[:3], own[2] if kind == "square" else own[3], radius))
                self.box_of.append(of)
            elif kind == "bezier":
                spots = self.curve([own[0:2], own[2:4], own[4:6], own[6:8]])
                self.line(spots, of, closed=False)
            else:
                spots = [self.spot(own[i : i + 2]) for i in range(0, len(own), 2)]
                spots = spots * 2 if kind == "point" else spots
                self.line(spots, of, closed=kind in ("triangle", "quad"))
        fills, strokes = statement.fill[3] > 0, statement.stroke[3] > 0
        self.weight.append(self.number(statement.weight, WEIGHT) if strokes else _ZERO)
        fill = self.colour(statement.fill, 4) if fills else _CLEAR
        self.inks.append((fill, self.colour(statement.stroke, 4) if strokes else _CLEAR))

    def spot(self, at: Sequence[int]) -> int:
        return self.mixture([at] * 4, (1.0, 0.0, 0.0, 0.0))

    def mixture(self, points: Sequence[Sequence[int]], shares: Sequence[float]) -> int:
        self.mixed.append(([x for x, _ in points], [y for _, y in points]))
        self.shares.append(shares)
        return len(self.mixed) - 1

    def curve(self, points: Sequence[Sequence[int]]) -> list[int]:
        return [self.mixture(points, shares) for shares in _BERNSTEIN]

    def path(self, statement: Statement, of: int) -> None:
        spots: list[int] = []
        last: list[int] = []
        closed = statement.segments[-1][0] == "Z"
        for name, *values in statement.segments[: -1 if closed else None]:
            own = [self.number(value, PLACE) for value in values]
            if name == "C":
                spots += self.curve([last, own[0:2], own[2:4], own[4:6]])[1:]
            else:
                spots.append(self.spot(own))
            last = own[-2:]
        self.line(spots, of, closed=closed)

    def arc(self, kind: str, turns: list[int], of: int) -> None:
        spots = []
        for step in range(ARC_CHORDS + 1):
            self.turned.append(turns)
            self.along.append(step / ARC_CHORDS)
            spots.append(-len(self.turned))  # made an index when the mixed ones are counted
        self.line(spots, of, closed=False, shut=False)
        if kind in ("arc", "arc-pie"):
            centre = self.spot(turns[:2])
            ends = [(spots[-1], centre), (centre, spots[0])]
        else:
            ends = [(spots[-1], spots[0])]
        stroked = float(kind in ("arc-pie", "arc-chord"))
        for end in ends:
            self.edge(*end, of, (1.0, stroked))

    def line(self, spots: list[int], of: int, *, closed: bool, shut: bool = True) -> None:
        """Edges through spots; an open line is shut by one that only the fill sees."""
        for a, b in pairwise(spots):
            self.edge(a, b, of, (1.0, 1.0))
        if len(spots) > 2 and shut:
            self.edge(spots[-1], spots[0], of, (1.0, float(closed)))

    def edge(self, a: int, b: int, of: int, use: tuple[float, float]) -> None:
        self.edges.append((a, b))
        self.edge_of.append(of)
        self.use.append(use)

    def done(self) -> Read:
        def whole(rows: Sequence[object], *shape: int) -> Tensor:
            return torch.from_numpy(np.array(rows, np.int64).reshape(-1, *shape))

        def real(rows: Sequence[object], *shape: int) -> Tensor:
            return torch.from_numpy(np.array(rows, np.float32).reshape(-1, *shape))

        edges = whole(self.edges, 2)
        edges = torch.where(edges < 0, len(self.mixed) - 1 - edges, edges)
        reading = Reading(
            programs=len(self.ground),
            statements=self.most,
            ground=whole(self.ground, 3),
            kind=whole(self.kind),
            slot=whole(self.slot),
            weight=whole(self.weight),
            inks=whole(self.inks, 2, 4),
            ovals=whole(self.ovals, 4),
            oval_of=whole(self.oval_of),
            boxes=whole(self.boxes, 5),
            box_of=whole(self.box_of),
            mixed=whole(self.mixed, 2, 4),
            shares=real(self.shares, 4),
            turned=whole(self.turned, 6),
            along=real(self.along),
            edges=edges,
            edge_of=whole(self.edge_of),
            use=real(self.use, 2),
        )
        return Read(reading, real(self.values), whole(self.roles), whole(self.owners))


def spots_of(reading: Reading, numbers: Tensor) -> Tensor:
    """(P, 2): where the spots are, in pixels."""
    mixed = (numbers[reading.mixed] * reading.shares[:, None]).sum(-1)
    x, y, w, h, start, sweep = numbers[reading.turned].unbind(-1)
    angle = start + sweep * reading.along
    turned = torch.stack([x + w / 2 * angle.cos(), y + h / 2 * angle.sin()], -1)
    return torch.cat([mixed, turned])
