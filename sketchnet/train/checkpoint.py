"""Everything a training needs to go on, in one safetensors file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from sketchnet.train.settings import ConfigError


class Stateful(Protocol):
    """What can be written to a file and read back: a torch module."""

    def state_dict(self) -> Mapping[str, Tensor]:
        """Its tensors by name."""

    def load_state_dict(self, state_dict: Mapping[str, Tensor], /) -> Any:
        """Takes over such tensors."""


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
        tensors = {
            f"{name}.{key}": tensor.detach().cpu().contiguous()
            for name, module in self.modules.items()
            for key, tensor in module.state_dict().items()
        }
        for index, moments in self.optimizer.state_dict()["state"].items():
            for key, value in moments.items():
                tensors[f"optimizer.{index}.{key}"] = torch.as_tensor(value).cpu().clone()
        part = path.with_suffix(".part")
        save_file(tensors, part, {"update": str(update), "seconds": str(seconds)})
        os.replace(part, path)

    def load(self, path: Path) -> tuple[int, float]:
        """Reads the file; the updates done and the seconds spent.

        Raises:
            ConfigError: there is no such file, or it is of another model.
        """
        if not path.exists():
            raise ConfigError(f"{path}: no such checkpoint; expected one to resume from")
        parts: dict[str, dict[str, Tensor]] = {}
        try:
            with safe_open(path, "pt") as file:
                told = file.metadata()
                for key in file.keys():  # noqa: SIM118 - it is no mapping
                    name, _, rest = key.partition(".")
                    parts.setdefault(name, {})[rest] = file.get_tensor(key)
            for name, module in self.modules.items():
                module.load_state_dict(parts[name])
            state = self.optimizer.state_dict()
            moments: dict[int, dict[str, Tensor]] = {}
            for key, tensor in parts.get("optimizer", {}).items():
                index, _, moment = key.partition(".")
                moments.setdefault(int(index), {})[moment] = tensor
            self.optimizer.load_state_dict({**state, "state": moments})
            return int(told["update"]), float(told["seconds"])
        except (SafetensorError, RuntimeError, KeyError, ValueError) as error:
            raise ConfigError(f"{path}: of another model, or damaged") from error
