"""Models on disk: a folder with `model.safetensors` and `config.json`, which names its hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load, save

from sketchnet.model.captioner import Captioner, CaptionerConfig
from sketchnet.model.light import WeightsError, read_weights
from sketchnet.model.painter import Painter, PainterConfig
from sketchnet.model.vocabulary import COUNT

Model = Painter | Captioner

_CONFIGS: dict[str, type[PainterConfig] | type[CaptionerConfig]] = {
    "painter": PainterConfig,
    "captioner": CaptionerConfig,
}


def build(kind: str, sizes: dict[str, Any]) -> Model:
    """A new model.

    Args:
        kind: `painter` or `captioner`.
        sizes: settings of its config that are not the default.

    Raises:
        WeightsError: there is no such model, or no such setting.
    """
    if kind not in _CONFIGS:
        raise WeightsError(f"no model '{kind}'; expected {' or '.join(_CONFIGS)}")
    known = {one.name for one in fields(_CONFIGS[kind])}
    for name in sizes:
        if name not in known:
            raise WeightsError(f"{kind} has no size '{name}'; expected {', '.join(sorted(known))}")
    told: dict[str, Any] = {
        name: tuple(size) if isinstance(size, list) else size for name, size in sizes.items()
    }
    if kind == "painter":
        return Painter(PainterConfig(**told))
    return Captioner(CaptionerConfig(**told))


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
    model = build(told["model"], told["sizes"])
    try:
        model.load_state_dict({name: tensor.float() for name, tensor in load(data).items()})
    except RuntimeError as error:
        raise WeightsError(f"{folder}: weights of another model") from error
    return model.to(device).eval()
