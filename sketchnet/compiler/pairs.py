"""Execution traces: programs of data sketches with the canvas after every statement.

Legend: B programs, S statements of the longest, Q pixels looked at of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

import renderer
from sketchnet.compiler.reading import Read, read
from sketchnet.data.pairs import concrete
from sketchnet.model.statements import NotDrawnError, Picture, picture_of
from sketchnet.model.tokens import encode
from sketchnet.train.examples import CANVAS, UNIT, Sketches, canvases
from sketchnet.train.settings import ConfigError

_MOST_MISSED = 2_000  # pairs in a row of too few or too many statements


class Trace(NamedTuple):
    """A program and what it paints.

    Attributes:
        program: as it is written, loops and functions unexpanded.
        picture: its statements, on a canvas of `CANVAS` pixels.
        canvases: (statements + 1, side, side, 3) uint8: after the background and each statement.
    """

    program: renderer.Program
    picture: Picture
    canvases: NDArray[np.uint8]


class Traces(NamedTuple):
    """Traces side by side.

    Attributes:
        programs: as they are written.
        pictures: their statements.
        read: the same as the compiler reads them, in pixels of the canvases.
        tokens: (B, T) the same as the painter writes them, -1 beyond the end.
        canvases: (B, S + 1, 3, side, side) uint8; a shorter program keeps its last.
        lengths: (B,) statements of each.
        pixels: (B, Q) which pixels training looks at, row by row.
    """

    programs: list[renderer.Program]
    pictures: list[Picture]
    read: Read
    tokens: Tensor
    canvases: Tensor
    lengths: Tensor
    pixels: Tensor

    def to(self, device: torch.device) -> Traces:
        """The same on a device."""
        tensors = (part.to(device) for part in self[3:])
        return Traces(self.programs, self.pictures, self.read.to(device), *tensors)


def traces(
    sketches: Sketches,
    seed: int,
    rng: np.random.Generator,
    side: int,
    least: int = 1,
    most: int = 10,
) -> Iterator[Trace]:
    """Traces without end of programs with so many statements, of pairs picked by `rng`.

    Raises:
        ConfigError: the sketches make no such programs.
    """
    weights = np.array([weight for _, weight in sketches])
    missed = 0
    while missed < _MOST_MISSED:
        missed += 1
        sketch = sketches[rng.choice(len(sketches), p=weights / weights.sum())][0]
        pair = concrete(sketch, seed, int(rng.integers(1 << 40)))
        try:
            picture = picture_of(pair.scene)
            encode(picture, UNIT)
        except NotDrawnError:
            continue
        if least <= len(picture.statements) <= most:
            missed = 0
            steps = range(1, len(picture.statements) + 2)
            yield Trace(pair.program, picture, np.stack(canvases(picture, side, steps)))
    raise ConfigError(
        f"no program of {least} to {most} statements among {_MOST_MISSED:,} of these sketches; "
        "expected some"
    )


def collate(found: Sequence[Trace], pixels: int, rng: np.random.Generator) -> Traces:
    """Traces side by side, with so many pixels chosen of each.

    Half of the pixels are anywhere, half are where some canvas has an edge: that is where a
    compiler can be wrong.
    """
    side = found[0].canvases.shape[1]
    most = max(len(trace.canvases) for trace in found)
    painted = np.stack(
        [np.pad(t.canvases, [(0, most - len(t.canvases)), *[(0, 0)] * 3], "edge") for t in found]
    )
    chosen = np.stack([_chosen(trace.canvases, pixels, rng) for trace in found])
    rows = [encode(trace.picture, UNIT) for trace in found]
    tokens = np.full((len(rows), max(map(len, rows))), -1, np.int64)
    for index, row in enumerate(rows):
        tokens[index, : len(row)] = row
    return Traces(
        [trace.program for trace in found],
        [trace.picture for trace in found],
        read([trace.picture for trace in found], side / CANVAS),
        torch.from_numpy(tokens),
        torch.from_numpy(painted).permute(0, 1, 4, 2, 3).contiguous(),
        torch.tensor([len(trace.canvases) - 1 for trace in found]),
        torch.from_numpy(chosen),
    )


def _chosen(canvases: NDArray[np.uint8], count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    plain = canvases.astype(np.int16)
    edge = np.zeros(canvases.shape[1:3], bool)
    down = np.abs(np.diff(plain, axis=1)).max((0, 3)) > 8
    right = np.abs(np.diff(plain, axis=2)).max((0, 3)) > 8
    edge[1:] |= down
    edge[:-1] |= down
    edge[:, 1:] |= right
    edge[:, :-1] |= right
    where = np.flatnonzero(edge)
    anywhere = rng.integers(edge.size, size=count - count // 2)
    there = (
        rng.choice(where, count // 2) if len(where) else rng.integers(edge.size, size=count // 2)
    )
    return np.concatenate([anywhere, there])
