"""Models on disk: a folder with `model.safetensors` and `config.json`, which names its hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors.torch import load, save
from torch import nn

from sketchnet.model.captioner import Captioner, CaptionerConfig
from sketchnet.model.light import WeightsError, read_weights
from sketchnet.model.painter import Painter, PainterConfig
from sketchnet.model.vocabulary import COUNT

Model = Painter | Captioner

C = TypeVar("C")
M = TypeVar("M", bound=nn.Module)

_KINDS = ("painter", "captioner")


def build(kind: str, sizes: dict[str, Any]) -> Model:
    """A new model.

    Args:
        kind: `painter` or `captioner`.
        sizes: settings of its config that are not the default.

    Raises:
        WeightsError: there is no such model, or no such setting.
    """
    if kind not in _KINDS:
        raise WeightsError(f"no model '{kind}'; expected {' or '.join(_KINDS)}")
    if kind == "painter":
        return Painter(sized(kind, PainterConfig, sizes))
    return Captioner(sized(kind, CaptionerConfig, sizes))


def sized(kind: str, config: type[C], sizes: dict[str, Any]) -> C:
    """A model's config with some sizes that are not the default.

    Raises:
        WeightsError: there is no such size.
    """
    known = {one.name for one in fields(config)}  # type: ignore[arg-type]
    for name in sizes:
        if name not in known:
            raise WeightsError(f"{kind} has no size '{name}'; expected {', '.join(sorted(known))}")
    told = {name: tuple(size) if isinstance(size, list) else size for name, size in sizes.items()}
    return config(**told)


def fill(model: M, data: bytes, folder: Path) -> M:
    """A model with the weights of a file, ready to use.

    Args:
        model: of the same sizes.
        data: of the file.
        folder: it came from, for people.

    Raises:
        WeightsError: they are of another model.
    """
    try:
        model.load_state_dict({name: tensor.float() for name, tensor in load(data).items()})
    except RuntimeError as error:
        raise WeightsError(f"{folder}: weights of another model") from error
    return model.eval()


def store(model: Model, folder: Path, **facts: Any) -> None:
    """Writes a model, whole or not at all; weights are kept as 16-bit floats.

    Args:
        model: its weights.
        folder: made if need be.
        facts: what else `config.json` should say.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        name: tensor.detach().cpu().half().contiguous()
        for name, tensor in model.state_dict().items()
    }
    data = save(tensors)
    told = {
        "model": type(model).__name__.lower(),
        "sizes": asdict(model.config),
        "tokens": COUNT,
        "sha256": hashlib.sha256(data).hexdigest(),
        **facts,
    }
    for name, content in (
        ("model.safetensors", data),
        ("config.json", (json.dumps(told, indent=1) + "\n").encode()),
    ):
        part = folder / f"{name}.part"
        part.write_bytes(content)
        part.replace(folder / name)


def fetch(folder: Path, device: torch.device | str = "cpu") -> Model:
    """A model from its folder, ready to write.

    Raises:
        WeightsError: the files are missing, are not what their hash says, or fit no model here.
    """
    told, data = read_weights(folder)
    return fill(build(told["model"], told["sizes"]), data, folder).to(device)
