"""Trains a critic of programs: `sketchnet train critic CONFIG`.

Cross-entropy on what came of programs that a painter samples, half blind, as they are needed; the
painter is the same throughout, so a batch is known by its update.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from sketchnet.critic.evaluation import held_out, measure
from sketchnet.critic.judged import Judged, Sampling, judged
from sketchnet.critic.model import Critic
from sketchnet.critic.outcomes import TOLERANCE, Outcome
from sketchnet.critic.weights import build, fetch_critic
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.weights import fetch
from sketchnet.train.config import PACKAGE, WEIGHTS, TrainConfig, checked
from sketchnet.train.examples import drawings
from sketchnet.train.loop import Loop, Task
from sketchnet.train.processes import Processes
from sketchnet.train.settings import ConfigError, read_settings
from sketchnet.train.sketches import load_sketches

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


@dataclass(frozen=True)
class CriticTraining(TrainConfig):
    """How a critic is trained; see also `TrainConfig`, whose `most` is of the pictures.

    Attributes:
        painter: who writes the programs: a folder, or `package` for its own.
        longest: statements that a program may have.
        slips: shares of the tokens that the grammar is left out of; programs take turns.
        temperature: of the samples.
        truths: share of the programs that are right ones, of their picture or of another.
        continued: share of the programs that begin as the right one.
        tolerance: RMSE up to which a program passes.
        early: weight of what is foretold before a program's end, each token as much as another,
            beside what is foretold there; 0 is CodeRL's critic.
    """

    model: str = "critic"
    painter: str = PACKAGE
    longest: int = 12
    slips: list[float] = field(default_factory=lambda: list(Sampling.slips))
    temperature: float = Sampling.temperature
    truths: float = Sampling.truths
    continued: float = Sampling.continued
    tolerance: float = TOLERANCE
    early: float = 0.5

    @property
    def sampling(self) -> Sampling:
        """How the programs come about."""
        return Sampling(
            self.longest,
            tuple(self.slips),
            self.temperature,
            self.truths,
            self.continued,
            self.tolerance,
            self.augment,
        )


def load_critic_training(path: Path, overrides: Sequence[str] = ()) -> CriticTraining:
    """Settings from a TOML file, and `key=value` over it; see `read_settings`.

    Raises:
        ConfigError: the file is missing or no TOML, or a setting is unknown, of another type, or
            makes no sense.
    """
    config = read_settings(CriticTraining, path, overrides)
    if config.model != "critic":
        raise ConfigError(f"{path}: model is {config.model}; expected critic")
    checked(replace(config, model="painter"), path)  # what holds for all trainings
    if not config.slips or not all(
        isinstance(slip, (int, float)) and 0 <= slip <= 1 for slip in config.slips
    ):
        raise ConfigError(f"{path}: slips; expected shares, 0 to 1")
    for name, low in (("temperature", 0), ("longest", 0), ("tolerance", 0)):
        if getattr(config, name) <= low:
            raise ConfigError(
                f"{path}: {name} is {getattr(config, name)}; expected more than {low}"
            )
    if config.early < 0:
        raise ConfigError(f"{path}: early is {config.early}; expected 0 or more")
    if min(config.truths, config.continued) < 0 or config.truths + config.continued > 1:
        raise ConfigError(f"{path}: truths and continued; expected shares of at most 1 together")
    return config


def train(
    config: CriticTraining, *, resume: bool = False, tell: Callable[[str], None] = print
) -> Critic:
    """Trains a critic and writes its weights to `config.out`; see `writer.train`."""
    with Processes(config.device) as group:
        return Loop(config, group, _Foretelling(config, group), tell).go(resume)


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


class _Foretelling(Task[Judged, Critic]):
    counted = "programs"

    def __init__(self, config: CriticTraining, group: Processes) -> None:
        self.config, self.group = config, group
        if config.threads:
            torch.set_num_threads(config.threads)
        torch.manual_seed(config.seed)
        self.sketches = load_sketches(config.sketches)
        painter = WEIGHTS / "painter" if config.painter == PACKAGE else Path(config.painter)
        self.writer = TorchWriter(fetch(painter, group.device))
        if not self.writer.sees_canvas:
            raise ConfigError(f"{painter}: a writer that is blind; expected a painter")
        if config.start:
            self.model = fetch_critic(Path(config.start), group.device)
        else:
            self.model = build(config.sizes).to(group.device)
        if self.model.config.side != self.writer.side:
            raise ConfigError(
                f"a critic of {self.model.config.side} pixels; expected {self.writer.side}"
            )
        self.loss = Foretold(self.model, config.early)
        count, how = config.eval_pictures, config.sampling
        self.unseen = held_out(self.writer, self.sketches, count, config.most, how)

    def batches(self, update: int) -> Iterator[Judged]:
        config = self.config
        for at in itertools.count(update):
            rng = np.random.default_rng((config.seed, self.group.rank, at))
            pictures = drawings(self.sketches, config.seed, rng, config.most)
            yield judged(self.writer, pictures, config.batch, config.sampling, rng)

    def moved(self, batch: Judged) -> Judged:
        return batch.to(self.group.device)

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
