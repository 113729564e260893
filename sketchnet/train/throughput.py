"""How fast a writer of programs trains beside the bare model, on any device.

`python -m sketchnet.train.throughput` prints it. Turns of whole updates (batches taken from the
workers that make them, the loss, its gradients, the optimiser, the average) and of forward and
backward alone, on the same batches, take turns.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from sketchnet.cli import Parser
from sketchnet.model.batch import Batch
from sketchnet.model.weights import Model
from sketchnet.tools import as_tool
from sketchnet.train.config import CONFIGS, TrainConfig, load_config
from sketchnet.train.loop import Loop
from sketchnet.train.processes import Processes
from sketchnet.train.writer import Writing

_WARM = 3  # updates that are not timed

Training = Loop[TrainConfig, Batch, Model]


def rates(loop: Training, updates: int, repeats: int) -> tuple[list[float], list[float]]:
    """Examples a second of each turn: of whole updates, and of forward and backward alone.

    Args:
        loop: of the training; it goes on.
        updates: of a turn, so many that those made ahead meanwhile do not count for much.
        repeats: turns of each.
    """
    batches = loop.task.batches(0)
    _taken(loop, batches, _WARM)
    whole, bare = [], []
    for _ in range(repeats):
        begun = time.perf_counter()
        kept = _taken(loop, batches, updates)
        whole.append(_rate(loop, updates, begun))
        begun = time.perf_counter()
        _forward_and_backward(loop, kept)
        bare.append(_rate(loop, updates, begun))
    return whole, bare


def _taken(loop: Training, batches: Iterator[Batch], updates: int) -> list[Batch]:
    kept = []
    for _ in range(updates):
        kept.append(next(batches))
        loop.step(kept[-1])
    return kept


def _forward_and_backward(loop: Training, batches: Sequence[Batch]) -> None:
    device = loop.group.device
    half = loop.config.precision == "bfloat16"
    for batch in batches:
        loop.optimizer.zero_grad(set_to_none=True)
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            loss = loop.task.loss(batch.to(device))
        loss.backward()
        float(loss.detach())  # waits for the device, as an update does


def _rate(loop: Training, updates: int, begun: float) -> float:
    return updates * loop.task.at_once / (time.perf_counter() - begun)


@as_tool
def main() -> None:
    """Prints both rates and their ratio."""
    parser = Parser(prog="python -m sketchnet.train.throughput", description=__doc__)
    parser.add_argument("settings", metavar="KEY=VALUE", nargs="*", help="in place of the file's")
    painter = CONFIGS / "painter.toml"
    parser.add_argument("--config", type=Path, default=painter, help="settings (the painter's)")
    parser.add_argument("--updates", type=int, default=20, help="of a turn (20)")
    parser.add_argument("--repeats", type=int, default=5, help="turns (5)")
    options = parser.parse_args()
    if min(options.updates, options.repeats) < 1:
        parser.error("--updates and --repeats are at least 1")
    config = load_config(options.config, options.settings)
    with Processes(config.device) as group:
        loop = Loop(Writing(config, group), lambda line: None)
        whole, bare = rates(loop, options.updates, options.repeats)
    ratios = np.array(whole) / np.array(bare)
    print(f"{config.model}, batches of {config.batch}, {config.precision}, {group.told}")
    print(f"training           {np.median(whole):7.0f} examples a second")
    print(f"forward, backward  {np.median(bare):7.0f}")
    print(f"ratio              {np.median(ratios):7.2f} ({ratios.min():.2f} to {ratios.max():.2f})")


if __name__ == "__main__":
    raise SystemExit(main())
