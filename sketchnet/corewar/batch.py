"""Many machines that are written programs at once, in NumPy: what agents train on.

Legend: N machines.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sketchnet.corewar.machine import LENGTH, REGISTERS, STOP, Actions, Bytes, apply
from sketchnet.corewar.rewards import Distances, Reward

OBSERVED = 2 * REGISTERS + LENGTH
"""Bytes of an observation: the registers, the target's, and the program."""


class Batch:
    """Machines in lockstep: every step appends one instruction to each that is not done.

    A program has no jumps, so that its registers after one more instruction are those that a rerun
    from zero would leave; only the new instruction is run.

    Args:
        count: N.
        reward: how steps are paid.

    Attributes:
        registers, targets: (N, 4).
        program: (N, 5), the action plus one of each instruction, 0 where none is yet.
        length: instructions, (N,).
        done: whether the program has ended, (N,).
        distance: from the target, (N,).
    """

    def __init__(self, count: int, reward: Reward) -> None:
        self.reward = reward
        self.registers: Bytes = np.zeros((count, REGISTERS), np.uint8)
        self.targets: Bytes = np.zeros((count, REGISTERS), np.uint8)
        self.program: Bytes = np.zeros((count, LENGTH), np.uint8)
        self.length: npt.NDArray[np.int64] = np.zeros(count, np.int64)
        self.done: npt.NDArray[np.bool_] = np.ones(count, np.bool_)
        self.distance: Distances = np.zeros(count, np.int64)
        self._first: Distances = np.zeros(count, np.int64)
        self._rows = np.arange(count)

    def reset(self, targets: Bytes, which: npt.NDArray[np.bool_] | None = None) -> None:
        """Empties the programs, of all or of those told, and sets their targets.

        Args:
            targets: (N, 4), or as many as are emptied.
            which: (N,).
        """
        rows = self._rows if which is None else np.flatnonzero(which)
        self.registers[rows] = 0
        self.targets[rows] = targets
        self.program[rows] = 0
        self.length[rows] = 0
        self.done[rows] = False
        self._first[rows] = self.reward.distance(np.zeros_like(targets), targets)
        self.distance[rows] = self._first[rows]

    def step(self, actions: Actions) -> npt.NDArray[np.float32]:
        """Appends an instruction to each program, or ends it; the rewards, (N,).

        Args:
            actions: (N,) 0–224; those of programs that have ended count as nothing.
        """
        going = ~self.done
        writing = going & (actions != STOP)
        before = self.distance
        self.registers = apply(self.registers, np.where(going, actions, STOP))
        self.distance = self.reward.distance(self.registers, self.targets)
        rows = self._rows[writing]
        self.program[rows, self.length[rows]] = actions[rows] + 1
        self.length += writing
        self.done = self.done | (actions == STOP) | (self.length == LENGTH)
        paid = self.reward.paid(before, self.distance, self._first, self.done)
        return np.where(going, paid, np.float32(0))

    def observed(self) -> Bytes:
        """The registers, the target's and the program, side by side. (N, 13)"""
        return np.concatenate([self.registers, self.targets, self.program], 1)
