"""Critics on disk, in the same form as the painters: `model.safetensors` and `config.json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from sketchnet.critic.model import Critic, CriticConfig
from sketchnet.model.light import WeightsError, read_weights
from sketchnet.model.weights import fill, sized


def build(sizes: dict[str, Any]) -> Critic:
    """A new critic.

    Args:
        sizes: settings of `CriticConfig` that are not the default.

    Raises:
        WeightsError: there is no such setting.
    """
    return Critic(sized("critic", CriticConfig, sizes))


def fetch_critic(folder: Path, device: torch.device | str = "cpu") -> Critic:
    """A critic from its folder.

    Raises:
        WeightsError: the files are missing, are not what their hash says, or are of another model.
    """
    told, data = read_weights(folder)
    if told.get("model") != "critic":
        raise WeightsError(f"{folder}: a {told.get('model')}; expected a critic")
    return fill(build(told["sizes"]), data, folder).to(device)
