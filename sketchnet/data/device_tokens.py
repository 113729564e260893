"""Statements in tensors as tokens: what `sketchnet.model.tokens` says of one, said of all at once.

How long a statement is, and where in it each number stands, hangs on its kind, its vertices and its
paint alone: a table made once says for each of these which number or word stands at each place, and
which state the grammar is in before it.

Legend: D drawings, S slots, P numbers of a shape, T the longest statement's tokens.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from sketchnet.data.device_forms import WIDEST
from sketchnet.data.device_shapes import LAYOUTS, Shapes
from sketchnet.model.grammar import grammar, roles_of, tokens_of
from sketchnet.model.statements import FORMS, PATH, STROKED_ONLY
from sketchnet.model.vocabulary import (
    ANGLES,
    CHANNELS,
    ID,
    LEVELS,
    NUMBERS,
    PAINTS,
    RANGES,
    STEPS,
    TURNS,
)

_STEP_ANGLE = math.tau / ANGLES
_VERTICES = WIDEST // 2
_WEIGHT, _FILL, _STROKE = WIDEST, WIDEST + 1, WIDEST + 5  # places of a statement's numbers
_WORDS = WIDEST + 9  # and of the words: its kind, paint, and those of a path
_VERTEX, _BEZIER, _CLOSE = (ID[word] for word in STEPS[:3])
_START, _SWEEP = 4, 5  # places of an arc's angles


class Written(NamedTuple):
    """Statements as they are written, (D, S, …) int64.

    Attributes:
        tokens: (D, S, T); -1 beyond the end.
        states: (D, S, T) the grammar's before each token, that before a statement beyond the end.
        levels: (D, S, P + 9) each number as its token means it: P of the shape, the weight, fill
            and stroke; colours in levels, angles in steps.
    """

    tokens: Tensor
    states: Tensor
    levels: Tensor


class _Tables(NamedTuple):
    """By variant: layout, vertices and paint, see `_variant`."""

    source: Tensor  # (variants, T) which number stands there, a word's id + _WORDS, or -1
    states: Tensor  # (variants, T)
    low: Tensor  # (layouts, P) the least number said
    high: Tensor  # (layouts, P)


def written(shapes: Shapes, unit: float) -> Written:
    """The tokens of shapes.

    Args:
        shapes: in pixels.
        unit: pixels of one unit.
    """
    tables = _tables(str(shapes.layout.device))
    arcs = _arcs(shapes.layout.device)[shapes.layout][..., None]
    low, high = tables.low[shapes.layout], tables.high[shapes.layout]
    numbers = (shapes.params / unit + 0.5).floor().clamp(low, high)
    start, stop = shapes.params[..., _START], shapes.params[..., _SWEEP]
    sweep = ((stop - start) / _STEP_ANGLE).round().clamp(1, ANGLES - 1)
    turns = torch.stack(((start / _STEP_ANGLE).round() % ANGLES, sweep), -1)
    rest = numbers[..., _SWEEP + 1 :]
    angled = torch.cat((numbers[..., :_START], turns, rest), -1)
    numbers = torch.where(arcs, angled, numbers)
    weight = (shapes.weight / unit + 0.5).floor().clamp(*RANGES["weight"])[..., None]
    colors = [(of * ((LEVELS - 1) / 255)).round() for of in (shapes.fill, shapes.stroke)]
    for color in colors:
        color[..., 3].clamp_(min=1)
    levels = torch.cat((numbers, weight, *colors), -1).long()

    first = torch.full_like(levels, CHANNELS.first)
    first[..., : WIDEST + 1] = NUMBERS.first - NUMBERS.low
    first[..., _START : _SWEEP + 1] += arcs * (TURNS.first - NUMBERS.first + NUMBERS.low)
    variant = _variant(shapes)
    source = tables.source[variant]  # (D, S, T)
    said = (levels + first).gather(2, source.clamp(0, _WORDS - 1))
    tokens = torch.where(source >= _WORDS, source - _WORDS, torch.where(source < 0, -1, said))
    return Written(tokens, tables.states[variant], levels)


def read_back(shapes: Shapes, levels: Tensor, unit: float) -> Shapes:
    """The shapes that tokens mean; `levels` as in `Written`, `unit` as in `written`."""
    params = levels[..., :WIDEST] * unit
    start = levels[..., _START] * _STEP_ANGLE
    angles = torch.stack((start, start + levels[..., _SWEEP] * _STEP_ANGLE), -1)
    angled = torch.cat((params[..., :_START], angles, params[..., _SWEEP + 1 :]), -1)
    arcs = _arcs(levels.device)[shapes.layout][..., None]
    return shapes._replace(
        params=torch.where(arcs, angled, params),
        weight=levels[..., _WEIGHT] * unit,
        fill=channels_of(levels[..., _FILL:_STROKE]),
        stroke=channels_of(levels[..., _STROKE:_WORDS]),
    )


def channels_of(levels: Tensor) -> Tensor:
    """The channel values 0–255 of levels, whole numbers in float32."""
    return (levels * 255 / (LEVELS - 1)).round()


def _variant(shapes: Shapes) -> Tensor:
    """Which row of the tables is a statement's: (D, S)."""
    paint = torch.where(shapes.filled & shapes.stroked, 2, shapes.stroked.long())
    return (shapes.layout * (_VERTICES + 1) + shapes.vertices) * len(PAINTS) + paint


def _arcs(device: torch.device) -> Tensor:
    """Which layouts are arcs: (layouts,) bool."""
    return torch.tensor([name.startswith("arc") for name in LAYOUTS], device=device)


@cache
def _tables(device: str) -> _Tables:
    """The tables on a device; rows of variants that no shape has are empty."""
    rows = [
        _row(layout, count, paint)
        for layout in LAYOUTS
        for count in range(_VERTICES + 1)
        for paint in PAINTS
    ]
    longest = max(map(len, rows))
    g = grammar()
    source = np.full((len(rows), longest), -1, np.int64)
    states = np.full((len(rows), longest), g.next, np.int64)
    for index, row in enumerate(rows):
        source[index, : len(row)] = row
        state = g.next
        for place, at in enumerate(row):
            states[index, place] = state
            # Where a number stands, any that is allowed leads on to the same state.
            token = at - _WORDS if at >= _WORDS else int(g.allowed[state].argmax())
            assert g.allowed[state, token]
            state = int(g.follows[state, token])
    bounds = np.zeros((2, len(LAYOUTS), WIDEST), np.float32)
    bounds[:] = np.array([RANGES["x"]], np.float32).T[..., None]
    for index, layout in enumerate(LAYOUTS):
        for place, role in enumerate(roles_of(layout) if layout in FORMS else []):
            if role in RANGES:
                legal = tokens_of(role)
                assert isinstance(legal, range)
                ends = NUMBERS.value(legal.start), NUMBERS.value(legal.stop - 1)
                bounds[:, index, place] = ends
    return _Tables(*(torch.from_numpy(of).to(device) for of in (source, states, *bounds)))


def _row(layout: str, count: int, paint: str) -> list[int]:
    """Where the tokens of a statement come from: places of numbers, and words' ids + `_WORDS`."""
    if layout in STROKED_ONLY and paint != PAINTS[1]:
        return []
    if count not in (range(3, _VERTICES + 1) if layout == "polygon" else (0,)):
        return []
    if layout in FORMS:
        row = [_WORDS + ID[layout], *range(len(FORMS[layout].parameters))]
    else:
        step, points = (_VERTEX, 1) if layout == "polygon" else (_BEZIER, 3)
        row = [_WORDS + ID[PATH], 0, 1]
        for place in range(2, 2 * count if layout == "polygon" else 14, 2 * points):
            row += [_WORDS + step, *range(place, place + 2 * points)]
        row.append(_WORDS + _CLOSE)
    if layout not in STROKED_ONLY:
        row.append(_WORDS + ID[paint])
    if paint != PAINTS[0]:
        row.append(_WEIGHT)
    if paint != PAINTS[1]:
        row += range(_FILL, _STROKE)
    if paint != PAINTS[0]:
        row += range(_STROKE, _WORDS)
    return row
