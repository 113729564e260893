"""The network of both agents: how good each instruction is, from what it would leave.

Every register is seen by how far it is off its target and how near one more instruction could bring
it, through one table for all registers; what is summed over them goes through a hidden layer. So
the network treats the registers alike, as the machine does.

Legend: N states, S = 184 slots, D width, 4 registers.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from sketchnet.corewar.machine import LENGTH
from sketchnet.corewar.sight import BINS, SLOTS, Sight, seen, seen_after_each

_LEVELS = (0, 1, 2, 4, 8, 16, 32, 64)


class Judge(nn.Module):
    """Values of states, and of every instruction in them.

    The value of an instruction is that of the state plus its advantage over one that changes
    nothing, which is what dueling networks subtract here: unlike the mean over all instructions it
    costs one look, not 184.

    Args:
        width: D.
        ahead: whether to see how near one more instruction could bring each register.
        each: whether every difference from a target has numbers of its own beside smooth features
            of it, so that the values of a few targets can be told apart to the last unit.
        dueling: otherwise the value of the state is left out.
    """

    def __init__(
        self, width: int = 32, *, ahead: bool = True, each: bool = True, dueling: bool = True
    ) -> None:
        super().__init__()
        self.ahead, self.dueling = ahead, dueling
        off = np.arange(256)
        signed = np.where(off < 128, off, off - 256)
        far = np.abs(signed)
        levels = [far <= level for level in _LEVELS]
        scales = [signed / 128, far / 128, np.log2(1 + far) / 7]
        features = np.stack([*levels, *scales], 1).astype(np.float32)
        self.features: Tensor
        self.register_buffer("features", torch.from_numpy(features), persistent=False)
        self.off = nn.Linear(features.shape[1], width)
        self.each = nn.Embedding(256, width) if each else None
        if self.each is not None:
            nn.init.normal_(self.each.weight, std=0.1)
        self.reach = nn.Embedding(BINS, width)
        self.left = nn.Embedding(LENGTH + 1, width)
        for table in (self.reach, self.left):
            nn.init.normal_(table.weight, std=0.3)
        self.hidden = nn.Linear(width, width)
        self.advantage = nn.Linear(width, 1)
        self.state = nn.Linear(width, 2)  # its value, and STOP's

    def all(self, registers: Tensor, targets: Tensor, left: Tensor) -> Tensor:
        """The value of every slot's instruction, STOP's the last. → (N, S + 1)

        Args:
            registers, targets: (N, 4) uint8.
            left: instructions that may still be written, (N,), 1 to 5.
        """
        table = self._table()
        sight = seen_after_each(registers, targets, ahead=self.ahead)
        advantages = self._advantage(table, sight, left[:, None] - 1)  # (N, S)
        base, stop = self._state(table, registers, targets, left)
        values = torch.cat([base[:, None] + advantages, stop[:, None]], 1)
        assert values.shape[1] == SLOTS + 1
        return values

    def one(
        self, registers: Tensor, targets: Tensor, left: Tensor, after: Tensor, stopped: Tensor
    ) -> Tensor:
        """The value of one instruction each: what `all` says of its slot. → (N,)

        Args:
            registers, targets, left: as there.
            after: the registers it leaves, (N, 4) uint8.
            stopped: whether it is STOP, (N,).
        """
        table = self._table()
        base, stop = self._state(table, registers, targets, left)
        sight = seen(after, targets, ahead=self.ahead)
        return torch.where(stopped, stop, base + self._advantage(table, sight, left - 1))

    def value(self, registers: Tensor, targets: Tensor, left: Tensor) -> Tensor:
        """The value of states. → (N,)"""
        sight = seen(registers, targets, ahead=self.ahead)
        value: Tensor = self._head(self._table(), sight, left)[:, 0]
        return value

    def _table(self) -> Tensor:
        """What a register looks like, by off and reach. (256 · bins, D)"""
        off = self.off(self.features)  # (256, D)
        if self.each is not None:
            off = off + self.each.weight
        table: Tensor = (off[:, None] + self.reach.weight).relu().flatten(0, 1)
        return table

    def _look(self, table: Tensor, sight: Sight, left: Tensor) -> Tensor:
        rows = sight.off.int() * BINS + sight.reach  # (…, 4)
        summed = nn.functional.embedding_bag(rows.reshape(-1, rows.shape[-1]), table, mode="sum")
        looks: Tensor = (summed.view(*rows.shape[:-1], -1) + self.left(left)).relu()
        return looks  # (…, D)

    def _head(self, table: Tensor, sight: Sight, left: Tensor) -> Tensor:
        told: Tensor = self.state(self._look(table, sight, left))
        return told

    def _advantage(self, table: Tensor, sight: Sight, left: Tensor) -> Tensor:
        hidden = self.hidden(self._look(table, sight, left)).relu()
        told: Tensor = self.advantage(hidden)[..., 0]
        return told

    def _state(
        self, table: Tensor, registers: Tensor, targets: Tensor, left: Tensor
    ) -> tuple[Tensor, Tensor]:
        """What is added to advantages, and STOP's value. (N,) each"""
        sight = seen(registers, targets, ahead=self.ahead)
        value, stop = self._head(table, sight, left).unbind(-1)
        if not self.dueling:
            return torch.zeros_like(value), stop
        idle = self._advantage(table, sight, left - 1)
        return value - idle, value + stop
