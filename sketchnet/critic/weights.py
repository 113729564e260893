"""Critics on disk, in the same form as the painters: `model.safetensors` and `config.json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from sketchnet.critic.model import Critic, CriticConfig
from sketchnet.model.sizes import sized
from sketchnet.model.weights import fetch_as


def build(sizes: dict[str, Any]) -> Critic:
    """A new critic.

    Args:
        sizes: settings of `CriticConfig` that are not the default.

    Raises:
        WeightsError: there is no such setting, or it makes no sense.
    """
    return Critic(sized("critic", CriticConfig, sizes))


def fetch_critic(folder: Path, device: torch.device | str = "cpu") -> Critic:
    """A critic from its folder; see `fetch_as`."""
    return fetch_as({"critic": build}, "a critic", folder, device)
