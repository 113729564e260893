"""Torch models as writers, on any device."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from sketchnet.model.captioner import Captioner
from sketchnet.model.painter import Painter
from sketchnet.model.writers import Floats, Ints, Pixels


class TorchWriter:
    """A `Writer` that computes with torch.

    Args:
        model: in evaluation, on its device.
    """

    def __init__(self, model: Painter | Captioner) -> None:
        self.model = model
        self.side = model.config.side
        self.sees_canvas = isinstance(model, Painter)
        self.device = model.head.plain.weight.device

    @torch.inference_mode()
    def look(self, targets: Pixels, canvases: Pixels) -> Any:
        """See `Writer`."""
        if isinstance(self.model, Painter):
            return self.model.look(self._pictures(targets), self._pictures(canvases))
        return self.model.look(self._pictures(targets))

    def begin(self, seen: Any) -> Any:
        """See `Writer`."""
        return self.model.begin(seen)

    @torch.inference_mode()
    def read(self, seen: Any, state: Any, tokens: Ints, roles: Ints) -> tuple[Floats, Any]:
        """See `Writer`."""
        words, meant = (torch.from_numpy(x)[:, None].to(self.device) for x in (tokens, roles))
        logits, state = self.model.read(seen, state, words, meant)
        return logits[:, 0].float().cpu().numpy(), state

    def rows(self, value: Any, index: Ints) -> Any:
        """See `Writer`."""
        places = torch.from_numpy(index).to(self.device)
        if isinstance(value, Tensor):
            return value[places]
        if isinstance(self.model, Captioner):  # an LSTM's state has its layers first
            return tuple(part[:, places] for part in value)
        return type(value)(*(part[places] for part in value))

    def _pictures(self, pictures: Pixels) -> Tensor:
        moved = torch.from_numpy(np.array(pictures, order="C")).to(self.device)
        return moved.permute(0, 3, 1, 2).float() / 255
