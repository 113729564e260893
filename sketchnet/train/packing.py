"""Modules and the moments of their optimiser as named tensors, in one safetensors file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from renderer.errors import SketchError

_OPTIMIZER = "optimizer"
_HASH = "sha256"  # of all else in the file


class Stateful(Protocol):
    """What has tensors to be written and read back: a torch module."""

    def state_dict(self) -> Mapping[str, Tensor]:
        """Its tensors by name."""

    def load_state_dict(self, state_dict: Mapping[str, Tensor], /) -> Any:
        """Takes over such tensors."""


def pack(modules: Mapping[str, Stateful], optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    """The tensors of modules and of their optimiser, on the CPU; a name begins with whose it is."""
    tensors = {
        f"{name}.{key}": tensor.detach().cpu().contiguous()
        for name, module in modules.items()
        for key, tensor in module.state_dict().items()
    }
    for index, moments in optimizer.state_dict()["state"].items():
        for key, value in moments.items():
            tensors[f"{_OPTIMIZER}.{index}.{key}"] = torch.as_tensor(value).cpu().clone()
    return tensors


def write_packed(path: Path, tensors: dict[str, Tensor], told: dict[str, str]) -> None:
    """Writes tensors and what is told of them, whole or not at all."""
    part = path.with_suffix(".part")
    save_file(tensors, part, {**told, _HASH: _hash(tensors, told)})
    os.replace(part, path)


def unpack(
    path: Path, modules: Mapping[str, Stateful], optimizer: torch.optim.Optimizer
) -> tuple[dict[str, str], dict[str, dict[str, Tensor]]]:
    """Fills modules and their optimiser; what is told, and all tensors by whose they are.

    To be called `while_reading`, which says what is wrong with the file.
    """
    parts: dict[str, dict[str, Tensor]] = {}
    with safe_open(path, "pt") as file:
        told: dict[str, str] = file.metadata()
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - no mapping
    if told.pop(_HASH) != _hash(tensors, told):
        raise ValueError("its hash is another one")
    for key, tensor in tensors.items():
        name, _, rest = key.partition(".")
        parts.setdefault(name, {})[rest] = tensor
    for name, module in modules.items():
        module.load_state_dict(parts[name])
    moments: dict[int, dict[str, Tensor]] = {}
    for key, tensor in parts.get(_OPTIMIZER, {}).items():
        index, _, moment = key.partition(".")
        moments.setdefault(int(index), {})[moment] = tensor
    optimizer.load_state_dict({**optimizer.state_dict(), "state": moments})
    return told, parts


def _hash(tensors: Mapping[str, Tensor], told: Mapping[str, str]) -> str:
    """Of tensors and what is told of them, whatever their order."""
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(tensors[name].contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


@contextmanager
def while_reading(path: Path, fault: type[SketchError], whose: str) -> Iterator[None]:
    """Says what is wrong with a file to resume from.

    Args:
        path: of the file.
        fault: to raise.
        whose: what the file should hold, for people: "model".
    """
    if not path.exists():
        raise fault(f"{path}: no such checkpoint; expected one to resume from")
    try:
        yield
    except (SafetensorError, RuntimeError, KeyError, ValueError) as error:
        raise fault(f"{path}: of another {whose}, or damaged") from error
