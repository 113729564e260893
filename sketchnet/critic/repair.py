"""The repair model: a painter that reads a program that failed, and how, before it writes.

It is the painter it is made from until it has learnt more: what it reads is added to the state that
every statement begins with, by a layer that begins as nothing (CodeRL, Le et al. 2022, section 3.3,
"repair").

Legend: B pictures, T tokens of a failed program, H hidden units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from sketchnet.critic.model import Programs, gather
from sketchnet.critic.outcomes import Outcome
from sketchnet.model.painter import Painter, Seen
from sketchnet.model.sizes import PainterConfig, sized
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.weights import fetch_as
from sketchnet.model.writers import Pixels


@dataclass(frozen=True)
class RepairerConfig(PainterConfig):
    """Sizes of a repair model: those of its painter."""


class Repairer(nn.Module):
    """A painter, and what it makes of a program that failed."""

    def __init__(self, config: RepairerConfig) -> None:
        super().__init__()
        self.config = config
        self.painter = Painter(config)
        self.outcomes = nn.Embedding(len(Outcome), config.hidden)
        self.reader = nn.GRU(2 * config.embedding, config.hidden, batch_first=True)
        self.told = nn.Linear(config.hidden, config.hidden)
        nn.init.zeros_(self.told.weight)
        nn.init.zeros_(self.told.bias)

    def read(self, failed: Programs, outcome: Tensor) -> Tensor:
        """(B, H): what to begin statements with beside what is seen.

        Args:
            failed: B programs; their pictures are not looked at.
            outcome: (B,) what came of them.
        """
        painter = self.painter
        words = torch.cat([painter.tokens(failed.tokens), painter.roles(failed.roles)], -1)
        states, _ = self.reader(words, self.outcomes(outcome)[None].contiguous())  # (B, T, H)
        last = states[torch.arange(len(states), device=states.device), failed.lengths - 1]
        told: Tensor = self.told(last)
        return told

    def look(self, target: Tensor, canvas: Tensor, told: Tensor) -> Seen:
        """What the painter sees, (B, 3, side, side) each, 0–1, and what was `read`."""
        seen = self.painter.look(target, canvas)
        return seen._replace(first=seen.first + told)


class RepairWriter(TorchWriter):
    """A `Writer` that writes one failed program anew, in as many ways as there are rows.

    Args:
        model: in evaluation, on its device.
        tokens: of the program that failed.
        outcome: what came of it.
    """

    def __init__(self, model: Repairer, tokens: Sequence[int], outcome: Outcome) -> None:
        super().__init__(model.painter)
        blank = np.zeros((model.config.side, model.config.side, 3), np.uint8)
        failed = gather([blank], [tokens]).to(self.device)
        with torch.inference_mode():
            self.told = model.read(failed, torch.tensor([outcome], device=self.device))

    @torch.inference_mode()
    def look(self, targets: Pixels, canvases: Pixels) -> Any:
        """See `Writer`."""
        seen = super().look(targets, canvases)
        return seen._replace(first=seen.first + self.told)


def repairer_of(painter: Painter) -> Repairer:
    """A repair model that is a painter and has learnt nothing more, on the painter's device."""
    sizes = vars(painter.config)
    model = Repairer(RepairerConfig(**sizes))
    model.painter.load_state_dict(painter.state_dict())
    return model.to(painter.head.plain.weight.device)


def fetch_repairer(folder: Path, device: torch.device | str = "cpu") -> Repairer:
    """A repair model from its folder; see `fetch_as`."""
    return fetch_as({"repairer": _build}, "a repairer", folder, device)


def _build(sizes: dict[str, Any]) -> Repairer:
    return Repairer(sized("repairer", RepairerConfig, sizes))
