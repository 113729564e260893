"""What an agent sees of each instruction: the registers that it would leave, set beside the target.

The machine is run one instruction ahead, and of what that leaves it is told how near one more
instruction could bring each register. Instructions with the same outcome share a slot: for each
register that is changed, 46 values (20 loads, 4 copies, 10 sums, 12 differences; a register minus
itself is a load of 0).

Legend: N states, S = 184 slots, 4 registers. Everything is uint8, and differences wrap.
"""

from __future__ import annotations

from itertools import combinations_with_replacement, permutations
from typing import NamedTuple

import torch
from torch import Tensor

from sketchnet.corewar.machine import INSTRUCTIONS, LOADS, REGISTERS, STOP

_SUMS = tuple(combinations_with_replacement(range(REGISTERS), 2))
_DIFFERENCES = tuple(permutations(range(REGISTERS), 2))
VALUES = LOADS + REGISTERS + len(_SUMS) + len(_DIFFERENCES)
SLOTS = REGISTERS * VALUES
"""Different outcomes of an instruction; the slot after the last is STOP's."""
BINS = 16
"""Bins of how near a register can be brought."""

_EDGES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 80, 96, 112)
_BIN = torch.tensor([sum(edge <= far for edge in _EDGES) for far in range(256)], dtype=torch.int32)
_LOADED = torch.arange(LOADS, dtype=torch.uint8)
_SUM_OF = torch.tensor(_SUMS).T
_DIFFERENCE_OF = torch.tensor(_DIFFERENCES).T
# Of each register the three others, and the pairs among those.
_OTHERS = torch.tensor([[o for o in range(REGISTERS) if o != c] for c in range(REGISTERS)])
_SUM_OF_OTHERS = torch.tensor(list(combinations_with_replacement(range(REGISTERS - 1), 2))).T
_DIFFERENCE_OF_OTHERS = torch.tensor(list(permutations(range(REGISTERS - 1), 2))).T


class Sight(NamedTuple):
    """What is seen of some states, or of what instructions make of them.

    Attributes:
        off: each register minus its target, modulo 256; (…, 4) uint8.
        reach: the bin of how near one instruction can bring it; (…, 4) int32.
    """

    off: Tensor
    reach: Tensor


def slot_of_actions() -> Tensor:
    """The slot of every action. (225,)"""
    slots = []
    for name, a, b, c in INSTRUCTIONS:
        if name == "ld":
            slots.append(b * VALUES + a)
        elif name == "st":
            slots.append(b * VALUES + LOADS + a)
        elif name == "add":
            place = LOADS + REGISTERS + _SUMS.index((min(a, b), max(a, b)))
            slots.append(c * VALUES + place)
        elif a == b:
            slots.append(c * VALUES)
        else:
            place = LOADS + REGISTERS + len(_SUMS) + _DIFFERENCES.index((a, b))
            slots.append(c * VALUES + place)
    return torch.tensor([*slots, SLOTS])


def action_of_slots() -> Tensor:
    """The first action of every slot, STOP's the last. (185,)"""
    slots = slot_of_actions().tolist()
    return torch.tensor([*(slots.index(slot) for slot in range(SLOTS)), STOP])


def seen(registers: Tensor, targets: Tensor, *, ahead: bool) -> Sight:
    """States as they are. (N, 4) each → (N, 4)

    Args:
        registers, targets: uint8.
        ahead: whether to look one instruction on; otherwise `reach` is 0.
    """
    off = registers - targets
    if not ahead:
        return Sight(off, torch.zeros(off.shape, dtype=torch.int32))
    near = _apart(_values(registers)[..., None], targets[:, None]).amin(1)  # (N, 4)
    return Sight(off, _BIN[near.int()])


def seen_after_each(registers: Tensor, targets: Tensor, *, ahead: bool) -> Sight:
    """What the instructions of every slot would leave. (N, 4) each → (N, S, 4)

    Args:
        registers, targets: uint8.
        ahead: whether to look one more instruction on; otherwise `reach` is 0.
    """
    count = len(registers)
    values = _values(registers)  # (N, V)
    after = registers[:, None, None].repeat(1, REGISTERS, VALUES, 1)  # (N, 4, V, 4)
    for changed in range(REGISTERS):
        after[:, changed, :, changed] = values
    off = (after - targets[:, None, None]).view(count, SLOTS, REGISTERS)
    if not ahead:
        return Sight(off, torch.zeros(off.shape, dtype=torch.int32))
    goal = targets[:, None, None]  # (N, 1, 1, 4)
    # What is there whatever the new value is: loads, and what the other registers make.
    others = registers[:, _OTHERS]  # (N, 4, 3)
    made = torch.cat(
        [
            _LOADED.expand(count, REGISTERS, LOADS),
            others,
            others[..., _SUM_OF_OTHERS[0]] + others[..., _SUM_OF_OTHERS[1]],
            others[..., _DIFFERENCE_OF_OTHERS[0]] - others[..., _DIFFERENCE_OF_OTHERS[1]],
        ],
        -1,
    )  # (N, 4, 35)
    kept = _apart(made[..., None], goal).amin(2)  # (N, 4, 4)
    # And what the new value makes, alone, with itself and with each of the others.
    new = values[:, None, :, None].expand(count, REGISTERS, VALUES, 1)
    beside = others[:, :, None].expand(count, REGISTERS, VALUES, REGISTERS - 1)
    made = torch.cat([new, new + new, new + beside, new - beside, beside - new], -1)
    near = _apart(made[..., None], goal[:, None]).amin(3)  # (N, 4, V, 4)
    near = torch.minimum(near, kept[:, :, None])
    return Sight(off, _BIN[near.int()].view(count, SLOTS, REGISTERS))


def _values(registers: Tensor) -> Tensor:
    """What one instruction can put into a register. (N, 4) → (N, V)"""
    return torch.cat(
        [
            _LOADED.expand(len(registers), LOADS),
            registers,
            registers[:, _SUM_OF[0]] + registers[:, _SUM_OF[1]],
            registers[:, _DIFFERENCE_OF[0]] - registers[:, _DIFFERENCE_OF[1]],
        ],
        1,
    )


def _apart(values: Tensor, targets: Tensor) -> Tensor:
    """The distance on the circle, 0–128."""
    off = values - targets
    return torch.minimum(off, targets - values)
