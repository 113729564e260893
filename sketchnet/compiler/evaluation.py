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
from sketchnet.images import Pixels
from sketchnet.model.folders import WeightsError
from sketchnet.model.statements import program_of
from sketchnet.train.config import HELD_OUT
from sketchnet.train.examples import CANVAS, Sketches
from sketchnet.train.settings import ConfigError

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
    return seen.view(*seen.shape[:-1], side, side)


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


_SHORT = 10  # statements of the longest programs that compilers are trained on
_SHOWN = 12  # pictures of a sheet


def report(models: Sequence[AnyCompiler], sketches: Sketches, count: int, most: int) -> str:
    """Scores of several models as Markdown, by how many statements a program has.

    Args:
        models: of one side.
        sketches: what programs are made of.
        count: programs of at most ten statements, and as many of more.
        most: statements of the longest.

    Raises:
        WeightsError: the models' pictures are of several sizes.
        ConfigError: the sketches make no programs of at most ten statements.
    """
    side = _side(models)
    short, long = (1, min(most, _SHORT)), (_SHORT + 1, most)
    parts: list[tuple[list[tuple[int, int]], list[Trace]]] = []
    few = held_out(sketches, count, side, *short)
    parts.append(([(n, n) for n in range(1, short[1] + 1)] + [short], few))
    none = ""
    if most > _SHORT:
        try:
            parts.append(([long], held_out(sketches, count, side, *long)))
        except ConfigError as error:
            none = f"\n{str(error).partition(';')[0]}\n"
    head = ["statements", "pictures"]
    for model in models:
        head += [f"{_name(model)}: error, share", "PSNR, dB"]
    lines = [f"| {' | '.join(head)} |", "|---|" + "---:|" * (len(head) - 1)]
    for bins, found in parts:
        pictures = [drawn(model, found) for model in models]
        for low, high in bins:
            some = [i for i, t in enumerate(found) if low <= len(t.canvases) - 1 <= high]
            if not some:
                continue
            cells = [f"{low}" if low == high else f"{low}–{high}", str(len(some))]
            for each in pictures:
                one = score(each[some], [found[i] for i in some])
                cells += [f"{one.share:.1%}", f"{one.psnr:.1f}"]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n" + none


def sheet(models: Sequence[AnyCompiler], sketches: Sketches, most: int) -> Pixels:
    """(H, W, 3) uint8: real pictures, and under them what each model draws."""
    found = held_out(sketches, _SHOWN, _side(models), 1, most)
    rows = [np.concatenate([trace.canvases[-1] for trace in found], 1)]
    for model in models:
        row = np.concatenate(list(drawn(model, found).transpose(0, 2, 3, 1)), 1)
        rows.append((row.clip(0, 1) * 255).round().astype(np.uint8))
    return np.concatenate(rows)


def _side(models: Sequence[AnyCompiler]) -> int:
    sides = {model.config.side for model in models}
    if len(sides) > 1:
        raise WeightsError(f"models of {sorted(sides)} pixels; expected one size")
    return sides.pop()


def _name(model: AnyCompiler) -> str:
    if isinstance(model, Compiler):
        return "compiler"
    if isinstance(model, Baseline):
        return "baseline"
    return "tree, expanded" if model.config.expanded else "tree"
