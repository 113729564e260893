"""Trains a compiler, its baseline or a painter of trees: `sketchnet train compiler CONFIG`.

The canvas after every statement is supervised, so that a compiler learns to execute. The compiler
paints every statement twice: on the true canvas before it, and on its own. Pairs are made as they
are needed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from sketchnet.compiler.baseline import Baseline
from sketchnet.compiler.evaluation import drawn, held_out, score, trees_of
from sketchnet.compiler.model import Compiler, centres, painted
from sketchnet.compiler.pairs import Traces, collate, traces
from sketchnet.compiler.tree_painter import TreePainter
from sketchnet.compiler.trees import Forest
from sketchnet.compiler.weights import AnyCompiler, build, fetch
from sketchnet.train.config import TrainConfig, start_folder
from sketchnet.train.examples import Sketches
from sketchnet.train.loop import Task, train_task
from sketchnet.train.processes import Processes
from sketchnet.train.updates import made_ahead

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

_SHOWN = 16  # held-out pictures on TensorBoard


class _Part(NamedTuple):
    """A batch, and its trees where the model reads them."""

    found: Traces
    trees: Forest | None

    def to(self, device: torch.device) -> _Part:
        """The same on a device."""
        return _Part(self.found.to(device), None if self.trees is None else self.trees.to(device))


def train(
    config: TrainConfig, *, resume: bool = False, tell: Callable[[str], None] = print
) -> AnyCompiler:
    """Trains a model and writes its weights to `config.out`; see `train_task`."""
    return train_task(_Compiling, config, resume, tell)


def batch_at(config: TrainConfig, sketches: Sketches, side: int, update: int, rank: int) -> Traces:
    """The traces of one update on one process: the same for the same arguments."""
    rng = np.random.default_rng((config.seed, rank, update))
    stream = traces(sketches, config.seed, rng, side, most=config.most)
    return collate([next(stream) for _ in range(config.batch)], config.pixels, rng)


def loss_of(model: AnyCompiler, batch: Traces, trees: Forest | None = None) -> Tensor:
    """Mean squared error of the canvases, at the batch's pixels or, of the baseline, at all."""
    real = batch.canvases.float() / 255  # (B, S + 1, 3, side, side)
    if isinstance(model, Baseline):
        seen: Tensor = model(batch.tokens, real.shape[1] - 1)
        return (seen - real).square().mean()
    place = batch.pixels[:, None, None].expand(-1, *real.shape[1:3], -1)
    wanted = real.flatten(3).gather(3, place)  # (B, S + 1, 3, Q)
    points = centres(real.shape[-1], real.shape[-2]).to(real.device)[batch.pixels]
    if isinstance(model, Compiler):
        numbers, reading = batch.read.numbers, batch.read.reading
        covers = model.covers(numbers, reading, points)
        told = painted(numbers, reading, covers, wanted[:, :-1])
        alone = painted(numbers, reading, covers)
        return (told - wanted).square().mean() + (alone - wanted).square().mean()
    assert trees is not None
    final: Tensor = model(trees, points)
    return (final - wanted[:, -1]).square().mean()


class _Compiling(Task[TrainConfig, _Part, AnyCompiler]):
    counted = "programs"
    sparse = True  # kinds of pieces and nodes that a batch lacks get no gradient

    def __init__(self, config: TrainConfig, group: Processes) -> None:
        super().__init__(config, group)
        if config.start:
            self.model = fetch(start_folder(config), group.device)
        else:
            self.model = build(config.model, config.sizes).to(group.device)
        self.loss = _Loss(self.model)
        side = self.model.config.side
        self.unseen = held_out(self.sketches, config.eval_pictures, side, 1, config.most)

    def batches(self, update: int) -> Iterator[_Part]:
        return made_ahead(self.batch, update, self.config.workers)

    def batch(self, update: int) -> _Part:
        side = self.model.config.side
        found = batch_at(self.config, self.sketches, side, update, self.group.rank)
        trees = None
        if isinstance(self.model, TreePainter):
            trees = trees_of(found, self.model.config.expanded)
        return _Part(found._replace(programs=[], pictures=[]), trees)

    def report(self, averaged: AnyCompiler, update: int, board: SummaryWriter | None) -> str:
        pictures = drawn(copy.deepcopy(averaged).cpu(), self.unseen)
        found = score(pictures, self.unseen)
        if board is not None:
            board.add_scalar("held-out/share", found.share, update)
            board.add_scalar("held-out/PSNR", found.psnr, update)
            real = np.concatenate([t.canvases[-1] for t in self.unseen[:_SHOWN]], 1) / 255
            seen = np.concatenate(list(pictures[:_SHOWN].transpose(0, 2, 3, 1)), 1)
            sheet = np.concatenate([real, seen.clip(0, 1)])
            board.add_image("held-out/real and seen", sheet, update, None, "HWC")
        told = f"held out error {found.share:.1%} of one colour's, PSNR {found.psnr:.1f} dB"
        return f"{update}: {told}"


class _Loss(nn.Module):
    """A model and its loss in one, as data parallelism wants it."""

    def __init__(self, model: AnyCompiler) -> None:
        super().__init__()
        self.model = model

    def forward(self, batch: _Part) -> Tensor:
        return loss_of(self.model, *batch)
