"""How near compilers come to the real pictures, by how long the programs are.

Errors are shares of the squared error of the best picture of one colour, each picture's mean: an
empty background has a small squared error too, and a share of 100 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sketchnet.compiler.baseline import Baseline
from sketchnet.compiler.model import Compiler, centres, draw
from sketchnet.compiler.pairs import Trace, Traces, collate, traces
from sketchnet.compiler.trees import Forest, forest, tree_of
from sketchnet.compiler.weights import AnyCompiler
from sketchnet.model.statements import program_of
from sketchnet.train.config import HELD_OUT
from sketchnet.train.examples import CANVAS, Sketches

_TOGETHER = 16  # pictures
_PEAK = 1e-6  # least squared error that a PSNR is taken of: 60 dB


@dataclass(frozen=True)
class Score:
    """How near a model comes to some pictures.

    Attributes:
        pictures: how many.
        share: mean squared error by that of the best pictures of one colour, both means.
        psnr: mean over the pictures, dB; of one without error 60.
    """

    pictures: int
    share: float
    psnr: float


def held_out(sketches: Sketches, count: int, side: int, least: int, most: int) -> list[Trace]:
    """Traces that no training has seen, of programs of so many statements."""
    rng = np.random.default_rng(HELD_OUT)
    return list(islice(traces(sketches, HELD_OUT, rng, side, least, most), count))


def trees_of(batch: Traces, expanded: bool) -> Forest:
    """A batch's programs as trees, with loops as they are written or expanded."""
    programs = (
        [program_of(picture, (CANVAS, CANVAS)) for picture in batch.pictures]
        if expanded
        else batch.programs
    )
    return forest([tree_of(program) for program in programs])


@torch.no_grad()
def pictures_of(model: AnyCompiler, batch: Traces) -> Tensor:
    """(B, 3, side, side): the last canvases as a model, on the CPU, sees them."""
    side = model.config.side
    if isinstance(model, Compiler):
        return draw(model, batch.read.numbers, batch.read.reading, (side, side))
    if isinstance(model, Baseline):
        pictures: Tensor = model(batch.tokens, batch.canvases.shape[1] - 1)
        return pictures[:, -1]
    points = centres(side, side).expand(len(batch.programs), -1, -1)
    seen: Tensor = model(trees_of(batch, model.config.expanded), points)
    return seen.unflatten(-1, (side, side))


def drawn(model: AnyCompiler, found: Sequence[Trace]) -> NDArray[np.float32]:
    """(n, 3, side, side): what a model draws of each."""
    rng = np.random.default_rng(0)
    parts = [
        pictures_of(model, collate(found[start : start + _TOGETHER], 1, rng)).numpy()
        for start in range(0, len(found), _TOGETHER)
    ]
    return np.concatenate(parts)


def score(pictures: NDArray[np.float32], found: Sequence[Trace]) -> Score:
    """How near pictures (n, 3, side, side), 0–1, come to the last canvases of traces."""
    errors, worst = [], []
    for picture, trace in zip(pictures, found, strict=True):
        real = trace.canvases[-1].astype(np.float32).transpose(2, 0, 1) / 255
        errors.append(float(np.square(picture.clip(0, 1) - real).mean()))
        worst.append(float(real.var((1, 2)).mean()))
    psnr = -10 * np.log10(np.maximum(errors, _PEAK))
    return Score(len(found), float(np.sum(errors) / max(np.sum(worst), _PEAK)), float(psnr.mean()))


def by_statements(
    pictures: NDArray[np.float32], found: Sequence[Trace], bins: Sequence[tuple[int, int]]
) -> list[tuple[str, Score]]:
    """Scores by how many statements a program has; bins are first and last, empty ones left out."""
    rows = []
    for low, high in bins:
        some = [i for i, t in enumerate(found) if low <= len(t.canvases) - 1 <= high]
        if some:
            name = f"{low}" if low == high else f"{low}–{high}"
            rows.append((name, score(pictures[some], [found[i] for i in some])))
    return rows


def table(names: Sequence[str], columns: Sequence[Sequence[tuple[str, Score]]]) -> str:
    """Scores of several models as Markdown; every column has the same rows."""
    head = ["statements", "pictures"]
    for name in names:
        head += [f"{name}: error, share", "PSNR, dB"]
    lines = [f"| {' | '.join(head)} |", "|---|" + "---:|" * (len(head) - 1)]
    for rows in zip(*columns, strict=True):
        cells = [rows[0][0], str(rows[0][1].pictures)]
        for _, one in rows:
            cells += [f"{one.share:.1%}", f"{one.psnr:.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
