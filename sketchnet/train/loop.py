"""The loop of every training: updates, checkpoints, an averaged model, and looks at held-out pairs.

A batch is known by its update, and a checkpoint holds the rest, so that `--resume` goes on exactly
as if training had never stopped. Under `torchrun` every process has a share of the pairs of its
own. What is trained, on what and by what loss, a `Task` says.
"""

from __future__ import annotations

import copy
import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, Self, TypeVar

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from sketchnet.model.weights import Storable, store
from sketchnet.train.checkpoint import CHECKPOINT, Checkpoint, new_folder
from sketchnet.train.config import TrainConfig
from sketchnet.train.packing import Stateful
from sketchnet.train.processes import Processes
from sketchnet.train.settings import ConfigError
from sketchnet.train.sketches import load_sketches

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

_CLIP = 1.0  # largest norm of a gradient
_LOST = "after {} updates the loss or the weights are no numbers; expected a smaller rate"


class Movable(Protocol):
    """What a batch is: something that can be on any device."""

    def to(self, device: torch.device) -> Self:
        """The same on a device."""


class Trained(Storable, Stateful, Protocol):
    """What a model is: a torch module that can be stored."""

    def parameters(self) -> Iterator[nn.Parameter]:
        """What learns."""

    def train(self) -> Self:
        """The same, learning."""

    def eval(self) -> Self:
        """The same, at work."""

    def cpu(self) -> Self:
        """The same on the CPU."""


C = TypeVar("C", bound=TrainConfig)
T = TypeVar("T", bound=Movable)
M = TypeVar("M", bound=Trained)


class Task(ABC, Generic[C, T, M]):
    """What is trained, on what, by what loss.

    Args:
        config: of the training; its seed is torch's from here on, and its threads are.
        group: the processes that train.

    Attributes:
        sketches: the data sketches of the settings, parsed.
        model: whose average is evaluated and written.
        loss: batch to loss; whatever trains is a part of it, the model above all.
        counted: what a batch is made of, for people.
        sparse: whether a batch may leave some parameters without a gradient.
    """

    model: M
    loss: nn.Module
    counted: ClassVar[str] = "examples"
    sparse: bool = False

    def __init__(self, config: C, group: Processes) -> None:
        self.config, self.group = config, group
        if config.threads:
            torch.set_num_threads(config.threads)
        torch.manual_seed(config.seed)
        self.sketches = load_sketches(config.sketches)

    @property
    def at_once(self) -> int:
        """What is counted, of an update on each process."""
        return self.config.batch

    @abstractmethod
    def batches(self, update: int) -> Iterator[T]:
        """Batches from an update on, without end."""

    @abstractmethod
    def report(self, averaged: M, update: int, board: SummaryWriter | None) -> str:
        """Looks at held-out pairs; a line that says how well the averaged model does."""


class Loop(Generic[C, T, M]):
    """Trains.

    Args:
        task: what is trained, on its group's device; for how long and how fast.
        tell: gets a line now and then, of the main process.
    """

    def __init__(self, task: Task[C, T, M], tell: Callable[[str], None]) -> None:
        config, group = task.config, task.group
        self.config, self.group, self.task = config, group, task
        self.tell = tell if group.main else lambda line: None
        task.model.train()
        self.averaged = copy.deepcopy(task.model).eval()
        self.trained = [p for p in task.loss.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self.trained, config.rate, betas=(0.9, 0.98), weight_decay=config.decay
        )
        self.update = 0
        self.seconds = 0.0
        self.out = Path(config.out)
        self.checkpoint = self.out / CHECKPOINT
        self.whole = Checkpoint(task.loss, self.averaged, self.optimizer, asdict(config))
        self.parallel = task.loss
        if group.world > 1:
            self.parallel = DistributedDataParallel(task.loss, find_unused_parameters=task.sparse)

    def go(self, resume: bool) -> M:
        """Trains to the end; the averaged model, on the CPU.

        Raises:
            ConfigError: there is nothing to resume, or it is of other settings.
        """
        config, task = self.config, self.task
        if resume:
            self.update, self.seconds = self.whole.load(self.checkpoint)
        board = board_in(self.out) if self.group.main else None
        count = sum(p.numel() for p in task.model.parameters())
        self.tell(f"{config.model}: {count:,} parameters, {self.group.told}")
        if self.update >= config.updates:
            self.tell(f"trained to the end already: {self.update} of {config.updates} updates")
        batches = task.batches(self.update)
        begun, since, losses = time.perf_counter(), self.update, [0.0, 0.0]
        while self.update < config.updates:
            losses[0] += self.step(next(batches))
            losses[1] += 1
            if not math.isfinite(losses[0]):
                raise ConfigError(_LOST.format(self.update))
            if self.update % config.log_every == 0:
                spent = time.perf_counter() - begun
                rate = (self.update - since) * task.at_once * self.group.world / spent
                mean = losses[0] / losses[1]
                self.tell(f"{self.update}: loss {mean:.5g}, {rate:.0f} {task.counted}/s")
                if board is not None:
                    board.add_scalar("loss", mean, self.update)
                    board.add_scalar(f"{task.counted} a second", rate, self.update)
                self.seconds += spent
                begun, since, losses = time.perf_counter(), self.update, [0.0, 0.0]
            last = self.update == config.updates
            if self.update % config.eval_every == 0 or last:
                if self.group.main:
                    self.tell(task.report(self.averaged, self.update, board))
                begun, since = time.perf_counter(), self.update
            if (self.update % config.save_every == 0 or last) and self.group.main:
                self.save()
        if board is not None:
            board.close()
        return self.averaged.cpu()

    def step(self, batch: T) -> float:
        """One update; the loss before it."""
        config, device = self.config, self.group.device
        for settings in self.optimizer.param_groups:
            settings["lr"] = learning_rate(config, self.update)
        half = config.precision == "bfloat16"
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            loss = self.parallel(batch.to(device))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.trained, _CLIP)
        self.optimizer.step()
        self.update += 1
        keep = min(config.average, self.update / (self.update + 10))
        with torch.no_grad():
            ours: list[Tensor] = list(self.averaged.parameters())
            theirs: list[Tensor] = list(self.task.model.parameters())
            torch._foreach_lerp_(ours, theirs, 1 - keep)
        return float(loss.detach())

    def save(self) -> None:
        """Writes the checkpoint and the averaged weights.

        Raises:
            ConfigError: the weights are no numbers any more; what was written before stays.
        """
        if not all(bool(p.half().isfinite().all()) for p in self.averaged.parameters()):
            raise ConfigError(_LOST.format(self.update))
        self.whole.save(self.checkpoint, self.update, self.seconds)
        told = {"updates": self.update, "seed": self.config.seed, "hours": self.seconds / 3600}
        store(self.averaged, self.out, trained=told)


def train_task(
    kind: Callable[[C, Processes], Task[C, T, M]],
    config: C,
    resume: bool,
    tell: Callable[[str], None],
) -> M:
    """Trains a kind of task and writes the weights to `config.out`.

    Args:
        kind: the task for settings, on the processes that train.
        config: what, on what and for how long.
        resume: goes on from the last checkpoint in `config.out`.
        tell: gets a line now and then.

    Returns:
        The averaged model, on the CPU.

    Raises:
        ConfigError: a setting makes no sense, or there is nothing to resume, or there is and it
            was not asked for, or it is of other settings.
        OutputError: `config.out` is no folder to write to.
        SketchError: a data sketch or the weights to start from are at fault.
    """
    if not resume:
        new_folder(Path(config.out))
    with Processes(config.device) as group:
        return Loop(kind(config, group), tell).go(resume)


def learning_rate(config: TrainConfig, update: int) -> float:
    """Up in a line over the warm-up, then down along a cosine to a fiftieth."""
    if update < config.warmup:
        return config.rate * (update + 1) / config.warmup
    share = (update - config.warmup) / max(config.updates - config.warmup, 1)
    return config.rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(share, 1))))


def board_in(folder: Path) -> SummaryWriter | None:
    """TensorBoard's writer in a folder, where it is installed."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        return None
    return SummaryWriter(folder / "tensorboard")
