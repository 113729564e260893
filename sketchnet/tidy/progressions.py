"""Shapes that stand alone and go on from one another: numbers on straight lines over the turns."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.shapes import Shape
from sketchnet.tidy.bodies import bodies_of
from sketchnet.tidy.items import roles_of
from sketchnet.tidy.judge import Judge

_FEWEST = 4  # turns of such a loop
_OFF = 1.5  # pixels by which a parameter may differ from the line through those before
_OFF_COLOUR = 6.0  # of 255
_NEAREST = 24  # shapes that may come after one
_EVEN = {"square": "rect", "circle": "ellipse"}
_REVERSIBLE = ("line", "bezier")  # kinds that may be said from either end

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class One:
    """A shape that stands alone: its item's index, and all its numbers, colours last."""

    index: int
    shape: Shape
    numbers: Numbers


def progressions(judge: Judge) -> list[list[One]]:
    """Shapes that go on from one another, the longest rows first."""
    groups: dict[Hashable, list[One]] = {}
    for body in bodies_of(judge):
        for shape in _said(body.shape, judge.kinds):
            angles = [
                p for p, role in zip(shape.params, roles_of(shape), strict=True) if role == "a"
            ]
            look = shape.paint, shape.weight, shape.opacity
            key = shape.kind, len(shape.params), *look, tuple(angles)
            colours = [channel for colour in shape.colours for channel in colour]
            one = One(body.index, shape, np.array([*shape.params, *colours]))
            groups.setdefault(key, []).append(one)
    found: dict[frozenset[int], list[One]] = {}
    for group in groups.values():
        for row in _rows_among(group):
            found.setdefault(frozenset(one.index for one in row), row)
    return sorted(found.values(), key=lambda row: (-len(row), [one.index for one in row]))


def _said(shape: Shape, kinds: Container[str]) -> Iterator[Shape]:
    """A shape, the same from its other end, and as what need not be as high as wide."""
    yield shape
    if _EVEN.get(shape.kind) in kinds:
        x, y, extent = shape.params
        yield replace(shape, kind=_EVEN[shape.kind], params=(x, y, extent, extent))
    if shape.kind in _REVERSIBLE:
        points = np.array(shape.params).reshape(-1, 2)
        yield replace(shape, params=tuple(points[::-1].ravel().tolist()))


def _rows_among(group: Sequence[One]) -> Iterator[list[One]]:
    """Rows of shapes that have the same numbers, and stand in turn on straight lines."""
    if len(group) < _FEWEST:
        return
    every = np.array([one.numbers for one in group])
    indices = np.array([one.index for one in group])
    count = len(group[0].shape.params)
    slack = np.full(every.shape[1], _OFF)
    slack[count:] = _OFF_COLOUR
    for first in range(len(group)):
        order = np.argsort(np.abs(every - every[first]).sum(1))
        for second in order[indices[order] != indices[first]][:_NEAREST].tolist():
            row = _row(every, indices, slack, first, second)
            if len(row) >= _FEWEST:
                yield [group[i] for i in row]


def _row(
    every: Numbers, indices: NDArray[np.int64], slack: Numbers, first: int, second: int
) -> list[int]:
    """The longest row that begins with two."""
    row = [first, second]
    while True:
        ahead = every[row[-1]] + (every[row[-1]] - every[first]) / (len(row) - 1)
        off = np.abs(every - ahead)
        near = (off <= slack).all(1) & ~np.isin(indices, indices[row])
        if not near.any():
            return row
        row.append(int(np.where(near, off.sum(1), np.inf).argmin()))
