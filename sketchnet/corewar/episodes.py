"""What agents learn from: whole programs that were written, and what their registers went through.

Legend: E episodes, B examples.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sketchnet.corewar.machine import LENGTH, REGISTERS, STOP, Actions, Bytes
from sketchnet.corewar.rewards import Reward


class Episodes(NamedTuple):
    """Programs from beginning to end.

    Attributes:
        registers: before each instruction and after the last, (E, 6, 4).
        actions: (E, 5); STOP also after the end.
        length: actions that were taken, STOP among them, 1 to 5; (E,).
        targets: (E, 4).
    """

    registers: Bytes
    actions: Actions
    length: npt.NDArray[np.int64]
    targets: Bytes


class Steps(NamedTuple):
    """Single steps, drawn from episodes. All (B, …)."""

    registers: Bytes
    targets: Bytes
    left: npt.NDArray[np.int64]
    actions: Actions
    after: Bytes
    rewards: npt.NDArray[np.float32]
    done: npt.NDArray[np.bool_]


class Memory:
    """The last episodes, and steps drawn from them, some with hindsight.

    Args:
        capacity: episodes.
        reward: how steps are paid.
    """

    def __init__(self, capacity: int, reward: Reward) -> None:
        self.reward = reward
        self.kept = Episodes(
            np.zeros((capacity, LENGTH + 1, REGISTERS), np.uint8),
            np.full((capacity, LENGTH), STOP),
            np.ones(capacity, np.int64),
            np.zeros((capacity, REGISTERS), np.uint8),
        )
        self.exact: npt.NDArray[np.bool_] = np.zeros(capacity, np.bool_)
        self.count = 0

    def add(self, episodes: Episodes) -> None:
        """Keeps episodes, in place of the oldest where there is no more room."""
        capacity = len(self.kept.length)
        places = (self.count + np.arange(len(episodes.length))) % capacity
        self.kept.registers[places] = episodes.registers
        self.kept.actions[places] = episodes.actions
        self.kept.length[places] = episodes.length
        self.kept.targets[places] = episodes.targets
        self.exact[places] = (episodes.registers[:, -1] == episodes.targets).all(1)
        self.count += len(places)

    def draw(
        self, batch: int, hindsight: float, rng: np.random.Generator, exact: float = 0.0
    ) -> Steps:
        """Random steps of random episodes.

        Args:
            batch: B.
            hindsight: of this share the target is replaced by registers that the program came to
                after the step (Andrychowicz et al., 2017, "Hindsight Experience Replay"), so that
                programs which missed their target teach how to reach another.
            rng: what they are drawn by.
            exact: this share comes from programs that ended on the target they were told, as soon
                as there are any, and keeps it.
        """
        kept = self.kept
        rows = rng.integers(0, min(self.count, len(kept.length)), batch)
        solved = np.flatnonzero(self.exact)
        first = round(exact * batch) if len(solved) else 0
        rows[:first] = rng.choice(solved, first) if first else rows[:first]
        length = kept.length[rows]
        step = rng.integers(0, length)
        later = rng.integers(step + 1, length + 1)
        targets = kept.targets[rows]
        replaced = (rng.random(batch) < hindsight) & (np.arange(batch) >= first)
        targets[replaced] = kept.registers[rows, later][replaced]
        before, after = kept.registers[rows, step], kept.registers[rows, step + 1]
        actions = kept.actions[rows, step]
        done = (actions == STOP) | (step == LENGTH - 1)
        far = self.reward.distance
        empty = far(np.zeros_like(targets), targets)
        paid = self.reward.paid(far(before, targets), far(after, targets), empty, done)
        return Steps(before, targets, LENGTH - step, actions, after, paid, done)
