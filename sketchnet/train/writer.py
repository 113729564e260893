"""Trains a writer of programs, the painter or the captioner: `sketchnet train painter CONFIG`.

Cross-entropy on the tokens of the next statement (or, for the captioner, of the whole program), on
pairs made as they are needed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from sketchnet.model.batch import Batch
from sketchnet.model.painter import Painter
from sketchnet.model.weights import Model, build, fetch
from sketchnet.train.batches import Smoothing, batch_at, made_at
from sketchnet.train.config import TrainConfig
from sketchnet.train.held_out import HeldOut
from sketchnet.train.loop import Loop, Task
from sketchnet.train.processes import Processes
from sketchnet.train.sketches import load_sketches
from sketchnet.train.updates import made_ahead

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


def train(
    config: TrainConfig, *, resume: bool = False, tell: Callable[[str], None] = print
) -> Model:
    """Trains a model and writes its weights to `config.out`.

    Args:
        config: what, on what and for how long.
        resume: goes on from the last checkpoint in `config.out`.
        tell: gets a line now and then.

    Returns:
        The averaged model, on the CPU.

    Raises:
        ConfigError: a setting makes no sense, or there is nothing to resume.
        SketchError: a data sketch or the weights to start from are at fault.
    """
    with Processes(config.device) as group:
        return Loop(config, group, _Writing(config, group), tell).go(resume)


class _Writing(Task[Batch, Model]):
    def __init__(self, config: TrainConfig, group: Processes) -> None:
        self.config, self.group = config, group
        if config.threads:
            torch.set_num_threads(config.threads)
        torch.manual_seed(config.seed)
        self.sketches = load_sketches(config.sketches)
        if config.start:
            self.model = fetch(Path(config.start), group.device)
        else:
            self.model = build(config.model, config.sizes).to(group.device)
        self.loss = CrossEntropy(self.model, Smoothing(config.spread, group.device))
        self.held_out = HeldOut(config, self.sketches, self.model.config.side)

    def batches(self, update: int) -> Iterator[Batch]:
        config, rank, side = self.config, self.group.rank, self.model.config.side
        if config.made == "device":
            device = self.group.device
            return (made_at(config, side, at, rank, device) for at in itertools.count(update))
        make = partial(batch_at, config, self.sketches, side, rank=rank)
        return made_ahead(make, update, config.workers)

    def moved(self, batch: Batch) -> Batch:
        return Batch(*(part.to(self.group.device, non_blocking=True) for part in batch))

    def report(self, averaged: Model, update: int, board: SummaryWriter | None) -> str:
        return self.held_out.report(averaged, update, board)


class CrossEntropy(nn.Module):
    """A model and its loss in one, as data parallelism wants it."""

    def __init__(self, model: Model, smoothing: Smoothing) -> None:
        super().__init__()
        self.model, self.smoothing = model, smoothing

    def forward(self, batch: Batch) -> Tensor:
        """Mean cross-entropy of a batch's tokens."""
        logits = logits_of(self.model, batch, self.smoothing.roles)
        told = batch.wanted >= 0
        return self.smoothing.loss(logits[told], batch.wanted[told], batch.states[told])


def logits_of(model: Model, batch: Batch, roles: Tensor) -> Tensor:
    """(B, T, V): what a model says of every token, told those before it.

    Args:
        model: on the device of the batch.
        batch: B examples of T tokens.
        roles: (states,) of each of the grammar's states.
    """
    target, canvas = (pictures.float() / 255 for pictures in (batch.target, batch.canvas))
    if isinstance(model, Painter):
        seen = model.look(target, canvas)
        logits, _ = model.read(seen, model.begin(seen), batch.inputs, roles[batch.states])
    else:
        feature = model.look(target)
        logits, _ = model.read(feature, model.begin(feature), batch.inputs, roles[batch.states])
    return logits
