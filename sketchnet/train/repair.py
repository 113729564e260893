"""Trains a repair model: `sketchnet train repair CONFIG`.

Cross-entropy on the tokens of the right program's next statement, for pictures that a painter wrote
a program for which did not pass; what it wrote, and what came of it, is read beside.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from sketchnet.critic.judged import judged
from sketchnet.critic.model import Programs, gather
from sketchnet.critic.outcomes import Outcome
from sketchnet.critic.repair import Repairer, fetch_repairer, repairer_of
from sketchnet.model.batch import Batch
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.train.batches import collate
from sketchnet.train.config import HELD_OUT, start_folder
from sketchnet.train.cross_entropy import Smoothing
from sketchnet.train.examples import Example, drawings, steps_of
from sketchnet.train.loop import Task, train_task
from sketchnet.train.processes import Processes
from sketchnet.train.sampled import SampledTraining, load_sampled, painter_of

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


@dataclass(frozen=True)
class RepairTraining(SampledTraining):
    """How a repair model is trained; see `SampledTraining`, whose painter it begins as."""

    model: str = "repairer"
    truths: float = 0.125


def load_repair_training(path: Path, overrides: Sequence[str] = ()) -> RepairTraining:
    """Settings from a TOML file, and `key=value` over it; see `load_sampled`."""
    return load_sampled(RepairTraining, path, overrides)


class Failed(NamedTuple):
    """Steps of right programs, and what was written instead.

    Attributes:
        steps: B of them.
        programs: B that failed, for the same pictures.
        outcome: (B,) what came of them.
    """

    steps: Batch
    programs: Programs
    outcome: Tensor

    def to(self, device: torch.device) -> Failed:
        """The same on a device."""
        return Failed(self.steps.to(device), self.programs.to(device), self.outcome.to(device))


def train(
    config: RepairTraining, *, resume: bool = False, tell: Callable[[str], None] = print
) -> Repairer:
    """Trains a repair model and writes its weights to `config.out`; see `train_task`."""
    return train_task(_Repairing, config, resume, tell)


class Repaired(nn.Module):
    """A repair model and its loss in one, as data parallelism wants it.

    Args:
        model: that learns.
        smoothing: of the loss.
    """

    def __init__(self, model: Repairer, smoothing: Smoothing) -> None:
        super().__init__()
        self.model, self.smoothing = model, smoothing

    def forward(self, batch: Failed, reads: bool = True) -> Tensor:
        """Mean cross-entropy of the right tokens; also as if nothing had been read."""
        steps, painter = batch.steps, self.model.painter
        target, canvas = (pictures.float() / 255 for pictures in (steps.target, steps.canvas))
        told = self.model.read(batch.programs, batch.outcome)
        seen = self.model.look(target, canvas, told if reads else torch.zeros_like(told))
        roles = self.smoothing.roles[steps.states]
        logits, _ = painter.read(seen, painter.begin(seen), steps.inputs, roles)
        inside = steps.wanted >= 0
        return self.smoothing.loss(logits[inside], steps.wanted[inside], steps.states[inside])


class _Repairing(Task[RepairTraining, Failed, Repairer]):
    def __init__(self, config: RepairTraining, group: Processes) -> None:
        super().__init__(config, group)
        painter = painter_of(config, group.device)
        self.writer = TorchWriter(painter)
        if config.start:
            self.model = fetch_repairer(start_folder(config), group.device)
        else:
            self.model = repairer_of(painter)
        self.smoothing = Smoothing(config.spread, group.device)
        self.loss = Repaired(self.model, self.smoothing)

    @cached_property
    def unseen(self) -> Failed:
        """Steps for held-out pictures: a minute of writing, so not before they are asked for."""
        rng = np.random.default_rng(HELD_OUT)
        return self.batch(HELD_OUT, self.config.eval_pictures, rng).to(self.group.device)

    def batches(self, update: int) -> Iterator[Failed]:
        config = self.config
        for at in itertools.count(update):
            rng = np.random.default_rng((config.seed, self.group.rank, at))
            yield self.batch(config.seed, config.batch, rng)

    def batch(self, seed: int, count: int, rng: np.random.Generator) -> Failed:
        """So many steps for pictures whose programs did not pass."""
        config = self.config
        stream = drawings(self.sketches, seed, rng, config.most)
        examples: list[Example] = []
        tokens: list[list[int]] = []
        outcomes: list[int] = []
        pictures = max(-(-count // config.steps), 1)
        while len(examples) < count:
            some = list(islice(stream, pictures))
            found = judged(self.writer, iter(some), pictures, config.sampling, rng)
            for row, outcome in enumerate(found.outcome.tolist()):
                if outcome == Outcome.PASSED:
                    continue
                side = self.writer.side
                steps = list(steps_of(some[row], side, config.steps, rng, config.augment))
                length = int(found.programs.lengths[row])
                examples += steps
                tokens += [found.programs.tokens[row, :length].tolist()] * len(steps)
                outcomes += [outcome] * len(steps)
        targets = [example.target for example in examples[:count]]
        came = torch.tensor(outcomes[:count], dtype=torch.long)
        return Failed(collate(examples[:count]), gather(targets, tokens[:count]), came)

    @torch.no_grad()
    def report(self, averaged: Repairer, update: int, board: SummaryWriter | None) -> str:
        loss = Repaired(averaged, self.smoothing)
        figures = {"loss": float(loss(self.unseen)), "unread": float(loss(self.unseen, False))}
        if board is not None:
            for name, figure in figures.items():
                board.add_scalar(f"held-out/{name}", figure, update)
        told = f"{figures['loss']:.4g}, with nothing read {figures['unread']:.4g}"
        return f"{update}: held out loss {told}"
