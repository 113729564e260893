"""Trains a writer of programs, the painter or the captioner: `sketchnet train painter CONFIG`.

Cross-entropy on the tokens of the next statement (or, for the captioner, of the whole program), on
pairs made as they are needed. Under `torchrun` every process has a share of the pairs of its own.
A batch is known by its update, and checkpoints hold the rest, so that `--resume` goes on exactly as
if training had never stopped.
"""

from __future__ import annotations

import copy
import itertools
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from sketchnet.model.painter import Painter
from sketchnet.model.weights import Model, build, fetch, store
from sketchnet.train.batches import Batch, Smoothing, loader, made_at
from sketchnet.train.checkpoint import Checkpoint
from sketchnet.train.config import TrainConfig
from sketchnet.train.held_out import HeldOut
from sketchnet.train.processes import Processes
from sketchnet.train.sketches import load_sketches

_CLIP = 1.0  # largest norm of a gradient


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
        return _Run(config, group, tell).go(resume)


class _Run:
    def __init__(self, config: TrainConfig, group: Processes, tell: Callable[[str], None]) -> None:
        self.config, self.group = config, group
        self.tell = tell if group.main else lambda line: None
        if config.threads:
            torch.set_num_threads(config.threads)
        torch.manual_seed(config.seed)
        self.sketches = load_sketches(config.sketches)
        if config.start:
            self.model = fetch(Path(config.start))
        else:
            self.model = build(config.model, config.sizes)
        self.model.to(group.device).train()
        self.averaged = copy.deepcopy(self.model).eval()
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), config.rate, betas=(0.9, 0.98), weight_decay=config.decay
        )
        self.smoothing = Smoothing(config.spread, group.device)
        self.update = 0
        self.seconds = 0.0
        self.out = Path(config.out)
        self.runner = _Loss(self.model)
        self.parallel: nn.Module = self.runner
        if group.world > 1:
            self.parallel = DistributedDataParallel(self.runner)

    def go(self, resume: bool) -> Model:
        config = self.config
        if resume:
            self.load()
        self.out.mkdir(parents=True, exist_ok=True)
        held_out = HeldOut(config, self.sketches, self.model.config.side)
        writer = held_out.board(self.out) if self.group.main else None
        if self.group.main:
            count = sum(p.numel() for p in self.model.parameters())
            self.tell(f"{config.model}: {count:,} parameters, {self.group.told}")
        batches = self.batches()
        begun, since, losses = time.perf_counter(), self.update, [0.0, 0.0]
        while self.update < config.updates:
            batch = next(batches)
            loss = self.step(batch)
            losses[0] += loss
            losses[1] += 1
            if self.update % config.log_every == 0:
                spent = time.perf_counter() - begun
                rate = (self.update - since) * config.batch * self.group.world / spent
                mean = losses[0] / losses[1]
                self.tell(f"{self.update}: loss {mean:.4f}, {rate:.0f} examples/s")
                if writer is not None:
                    writer.add_scalar("loss", mean, self.update)
                    writer.add_scalar("examples a second", rate, self.update)
                self.seconds += spent
                begun, since, losses = time.perf_counter(), self.update, [0.0, 0.0]
            last = self.update == config.updates
            if self.update % config.eval_every == 0 or last:
                if self.group.main:
                    self.tell(held_out.report(self.averaged, self.update, writer))
                begun, since = time.perf_counter(), self.update
            if (self.update % config.save_every == 0 or last) and self.group.main:
                self.save()
        if writer is not None:
            writer.close()
        return self.averaged.cpu()

    def batches(self) -> Iterator[Batch]:
        config, side, rank = self.config, self.model.config.side, self.group.rank
        if config.made == "device":
            return (
                made_at(config, side, update, rank, self.group.device)
                for update in itertools.count(self.update)
            )
        return iter(loader(config, self.sketches, side, self.update, rank))

    def step(self, batch: Batch) -> float:
        """One update; the loss before it."""
        config, device = self.config, self.group.device
        for settings in self.optimizer.param_groups:
            settings["lr"] = learning_rate(config, self.update)
        moved = Batch(*(part.to(device, non_blocking=True) for part in batch))
        half = config.precision == "bfloat16"
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            loss = self.parallel(moved, self.smoothing)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), _CLIP)
        self.optimizer.step()
        self.update += 1
        keep = min(config.average, self.update / (self.update + 10))
        with torch.no_grad():
            ours: list[Tensor] = list(self.averaged.parameters())
            theirs: list[Tensor] = list(self.model.parameters())
            torch._foreach_lerp_(ours, theirs, 1 - keep)
        return float(loss.detach())

    def save(self) -> None:
        """Writes the checkpoint and the averaged weights."""
        whole = Checkpoint(self.model, self.averaged, self.optimizer)
        whole.save(self.out / "checkpoint.safetensors", self.update, self.seconds)
        told = {"updates": self.update, "seed": self.config.seed, "hours": self.seconds / 3600}
        store(self.averaged, self.out, trained=told)

    def load(self) -> None:
        """Goes back to the last checkpoint."""
        whole = Checkpoint(self.model, self.averaged, self.optimizer)
        self.update, self.seconds = whole.load(self.out / "checkpoint.safetensors")


class _Loss(nn.Module):
    """A model and its loss in one, as data parallelism wants it."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, batch: Batch, smoothing: Smoothing) -> Tensor:
        model = self.model
        target, canvas = (pictures.float() / 255 for pictures in (batch.target, batch.canvas))
        roles = smoothing.roles[batch.states]
        if isinstance(model, Painter):
            seen = model.look(target, canvas)
            logits, _ = model.read(seen, model.begin(seen), batch.inputs, roles)
        else:
            feature = model.look(target)
            logits, _ = model.read(feature, model.begin(feature), batch.inputs, roles)
        told = batch.wanted >= 0
        return smoothing.loss(logits[told], batch.wanted[told], batch.states[told])


def learning_rate(config: TrainConfig, update: int) -> float:
    """Up in a line over the warm-up, then down along a cosine to a fiftieth."""
    if update < config.warmup:
        return config.rate * (update + 1) / config.warmup
    share = (update - config.warmup) / max(config.updates - config.warmup, 1)
    return config.rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(share, 1))))
