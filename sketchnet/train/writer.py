"""Trains a writer of programs, the painter or the captioner: `sketchnet train painter CONFIG`.

Cross-entropy on the tokens of the next statement (or, for the captioner, of the whole program), on
pairs made as they are needed; of a painter, also the picture of what it says (`image`).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

from sketchnet.compiler.weights import fetch_compiler
from sketchnet.model.batch import Batch
from sketchnet.model.weights import Model, build, fetch
from sketchnet.train.batches import batch_at, made_at
from sketchnet.train.config import TrainConfig, start_folder
from sketchnet.train.cross_entropy import CrossEntropy, Smoothing
from sketchnet.train.held_out import HeldOut
from sketchnet.train.image_loss import ImageLoss, WithImage
from sketchnet.train.loop import Task, train_task
from sketchnet.train.processes import Processes
from sketchnet.train.settings import ConfigError
from sketchnet.train.updates import made_ahead

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


def train(
    config: TrainConfig, *, resume: bool = False, tell: Callable[[str], None] = print
) -> Model:
    """Trains a model and writes its weights to `config.out`; see `train_task`."""
    return train_task(Writing, config, resume, tell)


class Writing(Task[TrainConfig, Batch, Model]):
    """What is learnt: the next statement of a drawing, or for a captioner its whole program."""

    def __init__(self, config: TrainConfig, group: Processes) -> None:
        super().__init__(config, group)
        if config.start:
            self.model = fetch(start_folder(config), group.device)
        else:
            self.model = build(config.model, config.sizes).to(group.device)
        side = self.model.config.side
        entropy = CrossEntropy(self.model, Smoothing(config.spread, group.device))
        self.loss: nn.Module = entropy
        if config.image != "none":
            self.sparse = True  # of the compiler's, those of kinds that a batch lacks
            image = _image_loss(config, side, group.device)
            self.loss = WithImage(entropy, image, config.image_weight)
        self.held_out = HeldOut(config, self.sketches, self.model.config.side)

    def batches(self, update: int) -> Iterator[Batch]:
        config, rank, side = self.config, self.group.rank, self.model.config.side
        if config.made == "device":
            device = self.group.device
            return (made_at(config, side, at, rank, device) for at in itertools.count(update))
        make = partial(batch_at, config, self.sketches, side, rank=rank)
        return made_ahead(make, update, config.workers)

    def report(self, averaged: Model, update: int, board: SummaryWriter | None) -> str:
        return self.held_out.report(averaged, update, board)


def _image_loss(config: TrainConfig, side: int, device: torch.device) -> ImageLoss:
    if config.image == "rasterizer":
        return ImageLoss(side)
    compiler = fetch_compiler(Path(config.compiler) if config.compiler else None).to(device)
    if compiler.config.side != side:
        raise ConfigError(f"a compiler of {compiler.config.side} pixels; expected {side}")
    after = None if config.joint >= 1 else round(config.joint * config.updates)
    return ImageLoss(side, compiler, config.pixels, after)
