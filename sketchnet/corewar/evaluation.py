"""How well an agent does: the programs that it thinks best, beside the best there are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sketchnet.corewar import oracle
from sketchnet.corewar.agent import Agent, played
from sketchnet.corewar.batch import Batch
from sketchnet.corewar.machine import Bytes
from sketchnet.corewar.rewards import Distances
from sketchnet.corewar.tasks import drawn

HELD_OUT = 7_919
"""Seed of the random targets that no training draws."""


class Found(NamedTuple):
    """Programs for some targets, and how good they are. All (N,).

    Attributes:
        distances: where the agent's programs end.
        best: where the oracle's do.
    """

    distances: Distances
    best: Distances

    @property
    def gap(self) -> float:
        """The mean distance beyond the oracle's."""
        return float((self.distances - self.best).mean())

    @property
    def solved(self) -> float:
        """The share of programs that end as near as any can."""
        return float((self.distances == self.best).mean())

    def __str__(self) -> str:
        return (
            f"distance {self.distances.mean():.2f}, oracle {self.best.mean():.2f}, "
            f"gap {self.gap:.2f}, as near as can be {self.solved:.0%}"
        )


def held_out(count: int) -> Bytes:
    """Random targets to judge by. (count, 4)"""
    return drawn(count, np.random.default_rng(HELD_OUT))


def found(agent: Agent, targets: Bytes) -> Found:
    """The programs that an agent writes greedily, beside the oracle's.

    Args:
        agent: who writes.
        targets: (N, 4).
    """
    reward = agent.memory.reward
    batch = Batch(len(targets), reward)
    played(agent, batch, targets)
    best = [oracle.distance(target, circular=reward.circular) for target in targets]
    return Found(batch.distance, np.array(best))
