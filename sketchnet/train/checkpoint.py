"""Everything a training needs to go on, in one safetensors file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from sketchnet.outputs import make_folder
from sketchnet.train.packing import Stateful, pack, unpack, while_reading, write_packed
from sketchnet.train.settings import ConfigError

CHECKPOINT = "checkpoint.safetensors"
"""The file's name in the folder of a training."""

_MAY_CHANGE = (
    *("out", "updates", "workers", "threads", "device"),
    *("log_every", "eval_every", "save_every", "eval_pictures"),
)
"""Settings that may be others when a training goes on; with all others it would be another one."""


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
        settings: of the training; JSON's types.
    """

    def __init__(
        self,
        model: Stateful,
        averaged: Stateful,
        optimizer: torch.optim.Optimizer,
        settings: Mapping[str, Any],
    ) -> None:
        self.modules = {"model": model, "averaged": averaged}
        self.optimizer = optimizer
        self.settings = settings

    def save(self, path: Path, update: int, seconds: float) -> None:
        """Writes the file, whole or not at all."""
        settings = json.dumps(self.settings, sort_keys=True)
        told = {"update": str(update), "seconds": str(seconds), "settings": settings}
        write_packed(path, pack(self.modules, self.optimizer), told)

    def load(self, path: Path) -> tuple[int, float]:
        """Reads the file; the updates done and the seconds spent.

        Raises:
            ConfigError: there is no such file, or it is of another model or of other settings.
        """
        with while_reading(path, ConfigError, "model"):
            told, _ = unpack(path, self.modules, self.optimizer)
            update, seconds = int(told["update"]), float(told["seconds"])
            before = json.loads(told["settings"])
        for name, now in json.loads(json.dumps(self.settings)).items():
            if name not in _MAY_CHANGE and before.get(name, now) != now:
                raise ConfigError(
                    f"{path}: begun with {name}={before[name]}, not {now}; expected the same, or "
                    "another out=… without --resume"
                )
        return update, seconds
