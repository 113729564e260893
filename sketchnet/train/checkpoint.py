"""Everything a training needs to go on, in one safetensors file."""

from __future__ import annotations

from pathlib import Path

import torch

from sketchnet.outputs import make_folder
from sketchnet.train.packing import Stateful, pack, unpack, while_reading, write_packed
from sketchnet.train.settings import ConfigError

CHECKPOINT = "checkpoint.safetensors"
"""The file's name in the folder of a training."""


def new_folder(path: Path) -> None:
    """Makes the folder of a training that begins; one that is there loses nothing.

    Raises:
        ConfigError: a training has left its checkpoint there.
        OutputError: it is no folder to write to.
    """
    make_folder(path)
    if (path / CHECKPOINT).exists():
        raise ConfigError(
            f"{path}: a training is there already; expected --resume, which goes on with it, or "
            f"another out=…; to begin anew, remove {CHECKPOINT}"
        )


class Checkpoint:
    """A model in training, its average and its optimiser's moments.

    Args:
        model, averaged: written and read in place.
        optimizer: over `model.parameters()`.
    """

    def __init__(
        self, model: Stateful, averaged: Stateful, optimizer: torch.optim.Optimizer
    ) -> None:
        self.modules = {"model": model, "averaged": averaged}
        self.optimizer = optimizer

    def save(self, path: Path, update: int, seconds: float) -> None:
        """Writes the file, whole or not at all."""
        told = {"update": str(update), "seconds": str(seconds)}
        write_packed(path, pack(self.modules, self.optimizer), told)

    def load(self, path: Path) -> tuple[int, float]:
        """Reads the file; the updates done and the seconds spent.

        Raises:
            ConfigError: there is no such file, or it is of another model.
        """
        with while_reading(path, ConfigError, "model"):
            told, _ = unpack(path, self.modules, self.optimizer)
            return int(told["update"]), float(told["seconds"])
