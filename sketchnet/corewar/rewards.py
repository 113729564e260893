"""What a program is worth: how far its registers are from the target's, and how that is paid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sketchnet.checks import is_amount
from sketchnet.corewar.machine import REGISTERS, Bytes, MachineError

Distances = npt.NDArray[np.int64]


def apart(registers: Bytes, targets: Bytes, circular: bool) -> Bytes:
    """The distance of each register from its target, 0–255, or 0–128 when circular; uint8.

    Args:
        registers, targets: of shapes that broadcast.
        circular: 255 and 0 are neighbours.
    """
    if circular:  # of the two ways around, which wrap
        around: Bytes = np.minimum(registers - targets, targets - registers)
        return around
    far: Bytes = np.maximum(registers, targets) - np.minimum(registers, targets)
    return far


@dataclass(frozen=True)
class Reward:
    """How a step is paid, from the sum over the registers of the distances to the target.

    Attributes:
        positive: what the step brought nearer; otherwise minus the distance after it.
        circular: distances modulo 256, so that 255 and 0 are neighbours.
        cumulative: paid at every step; otherwise at the end alone: of a positive reward what the
            whole program brought nearer, of a negative one minus the last distance.
        bonus: paid on top for a program that ends on the target; in units of distance.
    """

    positive: bool = True
    circular: bool = True
    cumulative: bool = True
    bonus: float = 0.0

    def __post_init__(self) -> None:
        for name in ("positive", "circular", "cumulative"):
            if not isinstance(getattr(self, name), (bool, np.bool_)):
                raise MachineError(f"{name} is {getattr(self, name)!r}; expected True or False")
        if not is_amount(self.bonus):
            raise MachineError(f"bonus is {self.bonus!r}; expected a number, 0 or more")

    def distance(self, registers: Bytes, targets: Bytes) -> Distances:
        """(N,) from (N, 4) each, or less: the last axis is summed."""
        far = apart(registers, targets, self.circular)
        total: Distances = far[..., 0].astype(np.int64)  # a sum over so short an axis is slow
        for register in range(1, REGISTERS):
            total = total + far[..., register]
        return total

    def paid(
        self,
        before: Distances,
        after: Distances,
        first: Distances,
        done: npt.NDArray[np.bool_],
    ) -> npt.NDArray[np.float32]:
        """The reward of a step. All (N,).

        Args:
            before, after: distances around the step.
            first: the distance of the empty program.
            done: whether the program ends with it.
        """
        if self.cumulative:
            told = before - after if self.positive else -after
        else:
            told = np.where(done, first - after if self.positive else -after, 0)
        paid: npt.NDArray[np.float64] = told + self.bonus * (done & (after == 0))
        return paid.astype(np.float32)
