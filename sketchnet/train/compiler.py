"""Trains a compiler, its baseline or a painter of trees: `sketchnet train compiler CONFIG`.

The canvas after every statement is supervised, so that a compiler learns to execute. The compiler
paints every statement twice: on the true canvas before it, and on its own. Pairs are made as they
are needed; a batch is known by its update, and checkpoints hold the rest, so that `--resume` goes
on exactly as if training had never stopped.
"""

from __future__ import annotations

import copy
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from sketchnet.compiler.baseline import Baseline
from sketchnet.compiler.evaluation import drawn, held_out, score, trees_of
from sketchnet.compiler.model import Compiler, centres, painted
from sketchnet.compiler.pairs import Traces, collate, traces
from sketchnet.compiler.trees import Forest
from sketchnet.compiler.weights import AnyCompiler, build, fetch
from sketchnet.model.weights import store
from sketchnet.train.checkpoint import Checkpoint
from sketchnet.train.config import TrainConfig
from sketchnet.train.examples import Sketches
from sketchnet.train.held_out import HeldOut
from sketchnet.train.processes import Processes
from sketchnet.train.sketches import load_sketches
from sketchnet.train.writer import learning_rate

_CLIP = 1.0  # largest norm of a gradient


def train(
    config: TrainConfig, *, resume: bool = False, tell: Callable[[str], None] = print
) -> AnyCompiler:
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


class _Stream(IterableDataset[tuple[Traces, Forest | None]]):
    def __init__(
        self, config: TrainConfig, sketches: Sketches, sizes: Any, update: int, rank: int
    ) -> None:
        self.config, self.sketches, self.sizes = config, sketches, sizes
        self.update, self.rank = update, rank

    def __iter__(self) -> Iterator[tuple[Traces, Forest | None]]:
        info = get_worker_info()
        worker, workers = (info.id, info.num_workers) if info else (0, 1)
        for update in itertools.count(self.update + worker, workers):
            batch = batch_at(self.config, self.sketches, self.sizes.side, update, self.rank)
            trees = None
            if self.config.model == "tree":
                trees = trees_of(batch, self.sizes.expanded)
            yield batch._replace(programs=[], pictures=[]), trees


class _Loss(nn.Module):
    """A model and its loss in one, as data parallelism wants it."""

    def __init__(self, model: AnyCompiler) -> None:
        super().__init__()
        self.model = model

    def forward(self, batch: Traces, trees: Forest | None) -> Tensor:
        return loss_of(self.model, batch, trees)


class _Run:
    def __init__(self, config: TrainConfig, group: Processes, tell: Callable[[str], None]) -> None:
        self.config, self.group = config, group
        self.tell = tell if group.main else lambda line: None
        if config.threads:
            torch.set_num_threads(config.threads)
        torch.manual_seed(config.seed)
        self.sketches = load_sketches(config.sketches)
        self.model = (
            fetch(Path(config.start)) if config.start else build(config.model, config.sizes)
        )
        self.model.to(group.device).train()
        self.averaged = copy.deepcopy(self.model).eval()
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), config.rate, betas=(0.9, 0.98), weight_decay=config.decay
        )
        self.update = 0
        self.seconds = 0.0
        self.out = Path(config.out)
        self.parallel: nn.Module = _Loss(self.model)
        if group.world > 1:
            # Kinds of pieces and nodes that a batch lacks get no gradient on that process.
            self.parallel = DistributedDataParallel(self.parallel, find_unused_parameters=True)

    def go(self, resume: bool) -> AnyCompiler:
        config, side = self.config, self.model.config.side
        if resume:
            self.load()
        self.out.mkdir(parents=True, exist_ok=True)
        unseen = held_out(self.sketches, config.eval_pictures, side, 1, config.most)
        writer = HeldOut.board(self.out) if self.group.main else None
        count = sum(p.numel() for p in self.model.parameters())
        self.tell(f"{config.model}: {count:,} parameters, {self.group.told}")
        stream = _Stream(config, self.sketches, self.model.config, self.update, self.group.rank)
        batches = iter(DataLoader(stream, batch_size=None, num_workers=config.workers))
        begun, since, losses = time.perf_counter(), self.update, [0.0, 0.0]
        while self.update < config.updates:
            losses[0] += self.step(*next(batches))
            losses[1] += 1
            if self.update % config.log_every == 0:
                spent = time.perf_counter() - begun
                rate = (self.update - since) * config.batch * self.group.world / spent
                mean = losses[0] / losses[1]
                self.tell(f"{self.update}: loss {mean:.5f}, {rate:.0f} programs/s")
                if writer is not None:
                    writer.add_scalar("loss", mean, self.update)
                    writer.add_scalar("programs a second", rate, self.update)
                self.seconds += spent
                begun, since, losses = time.perf_counter(), self.update, [0.0, 0.0]
            last = self.update == config.updates
            if (self.update % config.eval_every == 0 or last) and self.group.main:
                on_cpu = copy.deepcopy(self.averaged).cpu()
                pictures = drawn(on_cpu, unseen)
                found = score(pictures, unseen)
                told = f"held out error {found.share:.1%} of one colour's, PSNR {found.psnr:.1f} dB"
                self.tell(f"{self.update}: {told}")
                if writer is not None:
                    writer.add_scalar("held-out/share", found.share, self.update)
                    writer.add_scalar("held-out/PSNR", found.psnr, self.update)
                    real = np.concatenate([t.canvases[-1] for t in unseen[:16]], 1) / 255
                    seen = np.concatenate(list(pictures[:16].transpose(0, 2, 3, 1)), 1)
                    sheet = np.concatenate([real, seen.clip(0, 1)])
                    writer.add_image("held-out/real and seen", sheet, self.update, None, "HWC")
                begun, since = time.perf_counter(), self.update
            if (self.update % config.save_every == 0 or last) and self.group.main:
                self.save()
        if writer is not None:
            writer.close()
        return self.averaged.cpu()

    def step(self, batch: Traces, trees: Forest | None) -> float:
        """One update; the loss before it."""
        config = self.config
        for settings in self.optimizer.param_groups:
            settings["lr"] = learning_rate(config, self.update)
        loss = self.parallel(*self.moved(batch, trees))
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

    def moved(self, batch: Traces, trees: Forest | None) -> tuple[Traces, Forest | None]:
        """A batch on the device that trains."""
        device = self.group.device
        if device.type == "cpu":
            return batch, trees
        read = batch.read._replace(
            reading=batch.read.reading.to(device), numbers=batch.read.numbers.to(device)
        )
        tokens, canvases, pixels = (
            part.to(device) for part in (batch.tokens, batch.canvases, batch.pixels)
        )
        batch = batch._replace(read=read, tokens=tokens, canvases=canvases, pixels=pixels)
        return batch, None if trees is None else trees.to(device)

    def save(self) -> None:
        """Writes the checkpoint and the averaged weights."""
        whole = Checkpoint(self.model, self.averaged, self.optimizer)
        whole.save(self.out / "checkpoint.safetensors", self.update, self.seconds)
        told = {"updates": self.update, "seed": self.config.seed, "hours": self.seconds / 3600}
        model: Any = self.averaged
        store(model, self.out, trained=told)

    def load(self) -> None:
        """Goes back to the last checkpoint."""
        whole = Checkpoint(self.model, self.averaged, self.optimizer)
        self.update, self.seconds = whole.load(self.out / "checkpoint.safetensors")
