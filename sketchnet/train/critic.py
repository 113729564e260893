"""Trains a critic of programs: `sketchnet train critic CONFIG`.

Cross-entropy on what came of programs that a painter samples, half blind, as they are needed; the
painter is the same throughout, so a batch is known by its update.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from sketchnet.critic.evaluation import held_out, measure
from sketchnet.critic.judged import Judged, judged
from sketchnet.critic.model import Critic
from sketchnet.critic.outcomes import Outcome
from sketchnet.critic.weights import build, fetch_critic
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.train.config import start_folder
from sketchnet.train.examples import drawings
from sketchnet.train.loop import Task, train_task
from sketchnet.train.processes import Processes
from sketchnet.train.sampled import SampledTraining, load_sampled, painter_of
from sketchnet.train.settings import ConfigError

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


@dataclass(frozen=True)
class CriticTraining(SampledTraining):
    """How a critic is trained; see also `SampledTraining`.

    Attributes:
        early: weight of what is foretold before a program's end, each token as much as another,
            beside what is foretold there; 0 is CodeRL's critic.
    """

    model: str = "critic"
    early: float = 0.5


def load_critic_training(path: Path, overrides: Sequence[str] = ()) -> CriticTraining:
    """Settings from a TOML file, and `key=value` over it; see `load_sampled`."""
    config = load_sampled(CriticTraining, path, overrides)
    if config.early < 0:
        raise ConfigError(f"{path}: early is {config.early}; expected 0 or more")
    return config


def train(
    config: CriticTraining, *, resume: bool = False, tell: Callable[[str], None] = print
) -> Critic:
    """Trains a critic and writes its weights to `config.out`; see `train_task`."""
    return train_task(_Foretelling, config, resume, tell)


class Foretold(nn.Module):
    """A critic and its loss in one, as data parallelism wants it.

    Args:
        critic: that learns.
        early: weight of what is foretold before the end.
    """

    def __init__(self, critic: Critic, early: float) -> None:
        super().__init__()
        self.critic, self.early = critic, early

    def forward(self, batch: Judged) -> Tensor:
        """Mean cross-entropy of what came of the programs."""
        programs, outcome = batch
        logits: Tensor = self.critic(programs)
        loss = nn.functional.cross_entropy(self.critic.last(logits, programs.lengths), outcome)
        if not self.early:
            return loss
        places = torch.arange(logits.shape[1], device=logits.device)
        inside = places < programs.lengths[:, None]  # (B, T)
        came = outcome[:, None].expand_as(inside)[inside]
        return loss + self.early * nn.functional.cross_entropy(logits[inside], came)


class _Foretelling(Task[CriticTraining, Judged, Critic]):
    counted = "programs"

    def __init__(self, config: CriticTraining, group: Processes) -> None:
        super().__init__(config, group)
        self.writer = TorchWriter(painter_of(config, group.device))
        if config.start:
            self.model = fetch_critic(start_folder(config), group.device)
        else:
            self.model = build(config.sizes).to(group.device)
        if self.model.config.side != self.writer.side:
            raise ConfigError(
                f"a critic of {self.model.config.side} pixels; expected {self.writer.side}, as its "
                f"painter: sizes.side={self.writer.side}"
            )
        self.loss = Foretold(self.model, config.early)

    @cached_property
    def unseen(self) -> list[Judged]:
        """Programs for held-out pictures: a minute of writing, so not before they are asked for."""
        config = self.config
        count, how = config.eval_pictures, config.sampling
        return held_out(self.writer, self.sketches, count, config.most, how)

    def batches(self, update: int) -> Iterator[Judged]:
        config = self.config
        for at in itertools.count(update):
            rng = np.random.default_rng((config.seed, self.group.rank, at))
            pictures = drawings(self.sketches, config.seed, rng, config.most)
            yield judged(self.writer, pictures, config.batch, config.sampling, rng)

    def report(self, averaged: Critic, update: int, board: SummaryWriter | None) -> str:
        found = measure(averaged, self.unseen)
        figures = {"accuracy": found.accuracy, "calibration error": found.error}
        for one, (count, share) in zip(Outcome, found.each, strict=True):
            if count:
                figures[one.told] = share
        if board is not None:
            for name, figure in figures.items():
                board.add_scalar(f"held-out/{name}", figure, update)
        told = ", ".join(f"{name} {figure:.0%}" for name, figure in figures.items())
        return f"{update}: held out {told}; the commonest {found.commonest:.0%}"
