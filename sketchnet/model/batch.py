"""Steps of drawings side by side, as a writer of programs learns from them."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor


class Batch(NamedTuple):
    """Examples side by side; B examples, T tokens of the longest.

    Attributes:
        target, canvas: (B, 3, side, side) uint8.
        inputs: (B, T) the token before each.
        wanted: (B, T) the tokens to be written; -1 beyond the end.
        states: (B, T) the grammar's state before each.
    """

    target: Tensor
    canvas: Tensor
    inputs: Tensor
    wanted: Tensor
    states: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same on a device."""
        return Batch(*(part.to(device) for part in self))

    def some(self, rows: Tensor) -> Batch:
        """A few of the examples."""
        return Batch(*(part[rows] for part in self))
