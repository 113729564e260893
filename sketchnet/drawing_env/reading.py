"""Statements read token by token, many at once: each token goes to the number that it means.

Legend: B programs, V tokens, P numbers of the longest path.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import torch
from torch import Tensor

from sketchnet.data.device_shapes import CODE
from sketchnet.drawing_env.marks import NOTHING, PATH_LAYOUT, Marks
from sketchnet.drawing_env.script import LONGEST_UNFINISHED
from sketchnet.model.grammar import ROLES, grammar
from sketchnet.model.statements import FORMS, PATH, STROKED_ONLY
from sketchnet.model.vocabulary import (
    BACKGROUND,
    CHANNELS,
    COUNT,
    ID,
    LONGEST_PATH,
    NUMBERS,
    PAINTS,
    RANGES,
    STEPS,
    TURNS,
)

_WIDEST = 2 + 6 * LONGEST_PATH  # P
_WEIGHT, _FILL, _STROKE, _PAINT, _UNREAD = (_WIDEST + offset for offset in (0, 1, 5, 9, 10))
_VERTEX, _BEZIER, _CLOSE = (ID[word] for word in STEPS[:3])


class _Tables(NamedTuple):
    """What the grammar and the tokens mean, on a device; S states."""

    allowed: Tensor  # (S, V) bool
    follows: Tensor  # (S, V)
    column: Tensor  # (S,) where a number goes; _UNREAD for none, -1 for the next of the shape's
    value: Tensor  # (V,) what a token means: a number, a level, an angle's steps, a paint's place
    layout: Tensor  # (V,) of a shape's word, else NOTHING
    outlined: Tensor  # (V,) bool, words of kinds that cannot be filled


@cache
def _tables(device: torch.device) -> _Tables:
    g = grammar()
    places = dict.fromkeys((*RANGES, "start", "sweep"), -1) | {"weight": _WEIGHT, "paint": _PAINT}
    for part, first in (("ground", _FILL), ("fill", _FILL), ("stroke", _STROKE)):
        places |= {f"{part}-{channel}": first + place for place, channel in enumerate("rgba")}
    value = torch.zeros(COUNT)
    for span in (NUMBERS, TURNS, CHANNELS):
        value[span.tokens.start : span.tokens.stop] = torch.arange(span.low, span.high + 1)
    for place, word in enumerate(PAINTS):
        value[ID[word]] = place
    layout = torch.full((COUNT,), NOTHING)
    outlined = torch.zeros(COUNT, dtype=torch.bool)
    for kind in FORMS:
        layout[ID[kind]] = CODE[kind]
        outlined[ID[kind]] = kind in STROKED_ONLY
    layout[ID[PATH]] = PATH_LAYOUT
    column = torch.tensor([places.get(ROLES[role], _UNREAD) for role in g.roles])
    tables = (torch.from_numpy(g.allowed), torch.from_numpy(g.follows).long(), column)
    return _Tables(*(of.to(device) for of in (*tables, value, layout, outlined)))


class Readers:
    """What B programs have said so far of the statements they are in.

    Attributes:
        state: (B,) int64, the grammar's, before the next token.
        unfinished: (B, longest) int16, the tokens of a statement that is not whole, -1 after them.
    """

    def __init__(self, count: int, device: torch.device) -> None:
        self._tables = _tables(device)
        self.state = torch.full((count,), grammar().start, device=device)
        shape = (count, LONGEST_UNFINISHED)
        self.unfinished = torch.full(shape, -1, dtype=torch.int16, device=device)
        self._read = torch.zeros((count, _UNREAD + 1), device=device)
        self._layout = torch.full_like(self.state, NOTHING)
        self._tokens, self._place, self._cubics, self._numbers = (
            torch.zeros_like(self.state) for _ in range(4)
        )
        self._straight = torch.zeros((count, LONGEST_PATH), dtype=torch.bool, device=device)
        self._closed = torch.zeros_like(self.state, dtype=torch.bool)

    @property
    def allowed(self) -> Tensor:
        """Which tokens may come next, (B, V) bool."""
        return self._tables.allowed[self.state]

    def reset(self, rows: Tensor) -> None:
        """Begins some programs anew."""
        self.state[rows] = grammar().start
        self._forget(rows)

    def read(self, tokens: Tensor) -> Tensor:
        """Takes a token of each program, (B,) int64.

        Returns:
            (B,) bool, which of them the grammar allowed; the others change nothing.
        """
        t, state = self._tables, self.state
        valid = t.allowed[state, tokens]
        column = t.column[state]
        number = column < 0
        at = torch.where(number, self._place, column)
        at = torch.where(valid, at, _UNREAD)[:, None]
        self._read.scatter_(1, at, t.value[tokens][:, None])
        said = torch.where(valid, tokens, -1)
        step = number & valid
        self._place += step
        self._numbers += step
        vertex, bezier = said == _VERTEX, said == _BEZIER
        slot = self._cubics.clamp(max=LONGEST_PATH - 1)[:, None]
        self._straight.scatter_(1, slot, self._straight.gather(1, slot) | vertex[:, None])
        self._place += vertex * 4  # room for the controls that a straight line has not
        self._cubics += vertex | bezier
        self._closed |= said == _CLOSE
        layout = t.layout[tokens]
        self._layout = torch.where(valid & (layout != NOTHING), layout, self._layout)
        self._read[:, _PAINT] = torch.where(valid & t.outlined[tokens], 1.0, self._read[:, _PAINT])
        last = torch.where(valid, self._tokens, 0).clamp(max=LONGEST_UNFINISHED - 1)[:, None]
        kept = torch.where(valid[:, None], tokens[:, None].short(), self.unfinished.gather(1, last))
        self.unfinished.scatter_(1, last, kept)
        self._tokens += valid
        self.state = torch.where(valid, t.follows[state, tokens], state)
        return valid

    def take(self) -> tuple[Tensor, Marks, Tensor, Tensor]:
        """What is whole now, and forgotten after.

        Returns:
            Rows (N,) of shapes and the shapes; rows (G,) of backgrounds and their levels (G, 3).
        """
        whole = (self._tokens > 0) & (self.state == grammar().next)
        is_ground = self.unfinished[:, 0] == ID[BACKGROUND]
        rows, grounds = (whole & ~is_ground).nonzero()[:, 0], (whole & is_ground).nonzero()[:, 0]
        marks = self._marks(rows)
        levels = self._read[grounds, _FILL : _FILL + 3]
        self._forget(whole.nonzero()[:, 0])
        return rows, marks, grounds, levels

    def _marks(self, rows: Tensor) -> Marks:
        read, layout = self._read[rows], self._layout[rows]
        params = read[:, :_WIDEST]
        knots = params.view(len(rows), _WIDEST // 2, 2)  # a point, then three a cubic
        start, stop = knots[:, :-1:3], knots[:, 3::3]
        lean = (stop - start) / 3
        straight = (self._straight[rows] & (layout == PATH_LAYOUT)[:, None])[..., None]
        knots[:, 1::3] = torch.where(straight, start + lean, knots[:, 1::3])
        knots[:, 2::3] = torch.where(straight, stop - lean, knots[:, 2::3])
        paint = read[:, _PAINT]
        return Marks(
            layout=layout,
            params=params,
            fill=read[:, _FILL:_STROKE],
            stroke=read[:, _STROKE:_PAINT],
            filled=paint != 1,
            stroked=paint > 0,
            weight=read[:, _WEIGHT].long(),
            cubics=self._cubics[rows],
            closed=self._closed[rows],
            numbers=self._numbers[rows],
        )

    def _forget(self, rows: Tensor) -> None:
        self.unfinished[rows] = -1
        self._read[rows] = 0
        self._layout[rows] = NOTHING
        for of in (self._tokens, self._place, self._cubics, self._numbers):
            of[rows] = 0
        self._straight[rows] = False
        self._closed[rows] = False
