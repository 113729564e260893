"""What both agents share: settings, a network that judges instructions, and writing programs.

Legend: N machines, S = 184 slots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from sketchnet.corewar.batch import Batch
from sketchnet.corewar.episodes import Episodes, Memory
from sketchnet.corewar.machine import LENGTH, REGISTERS, STOP, Actions, Bytes, MachineError
from sketchnet.corewar.network import Judge
from sketchnet.corewar.rewards import Reward
from sketchnet.corewar.sight import action_of_slots

SCALE = 128.0
"""Rewards are divided by it: the farthest a register can be off, on the circle."""
CLIP = 10.0  # largest norm of a gradient

ACTION = action_of_slots()


AGENTS = ("dqn", "actor-critic")


@dataclass(frozen=True)
class AgentConfig:
    """An agent and how it learns.

    Attributes:
        agent: `dqn` or `actor-critic`.
        width: of the network.
        ahead: whether it sees how near one more instruction could bring each register.
        each: whether it tells every difference from a target apart, which helps with few targets,
            or sees smooth features of it alone, which helps with many.
        dueling: values of states beside advantages (DQN).
        rate: learning rate of Adam.
        discount: of later rewards, 0–1.
        batch: steps of an update drawn from memory.
        updates: a round of all machines, drawn from memory.
        memory: episodes kept.
        hindsight: share of the drawn steps whose target is one that was reached, 0–1 (DQN).
        exact: share of the drawn steps from programs that ended on their target, 0–1 (DQN).
        sync: updates between copies to the target network (DQN).
        explore: share of random instructions of the most daring machine, 0–1; those of the others
            fall to `explore_least`, evenly on a logarithmic scale (DQN).
        explore_least: above 0.
        entropy: weight of the policy's entropy (actor–critic).
        value: weight of the critic's loss (actor–critic).
        imitation: weight of imitating, as if they had been told to go there, programs that went
            somewhere (actor–critic).
    """

    agent: str = "dqn"
    width: int = 32
    ahead: bool = True
    each: bool = True
    dueling: bool = True
    rate: float = 2e-3
    discount: float = 1.0
    batch: int = 128
    updates: int = 5
    memory: int = 50_000
    hindsight: float = 0.8
    exact: float = 0.1
    sync: int = 100
    explore: float = 0.5
    explore_least: float = 0.02
    entropy: float = 0.02
    value: float = 0.5
    imitation: float = 0.0

    def __post_init__(self) -> None:
        if self.agent not in AGENTS:
            raise MachineError(f"agent '{self.agent}'; expected {' or '.join(AGENTS)}")
        for name in ("width", "batch", "updates", "memory", "sync"):
            if getattr(self, name) < 1:
                raise MachineError(f"{name} is {getattr(self, name)}; expected 1 or more")
        for name in ("discount", "hindsight", "exact", "explore", "explore_least"):
            if not 0 <= getattr(self, name) <= 1:
                raise MachineError(f"{name} is {getattr(self, name)}; expected 0 to 1")
        if not 0 < self.explore_least <= self.explore:
            raise MachineError("explore_least is above 0 and at most explore")


class Agent:
    """What both agents share: a network, its optimiser, and programs written greedily.

    Args:
        config: how it learns.
        reward: how steps are paid.
    """

    def __init__(self, config: AgentConfig, reward: Reward) -> None:
        self.config = config
        self.judge = Judge(
            config.width, ahead=config.ahead, each=config.each, dueling=config.dueling
        )
        self.optimizer = torch.optim.Adam(self.judge.parameters(), config.rate)
        self.memory = Memory(config.memory, reward)
        self.updates = 0

    @property
    def modules(self) -> dict[str, nn.Module]:
        """What a checkpoint keeps."""
        return {"judge": self.judge}

    def act(self, registers: Bytes, targets: Bytes, left: int, rng: np.random.Generator) -> Actions:
        """Instructions that explore. (N, 4) each → (N,)"""
        raise NotImplementedError

    def learn(self, episodes: Episodes, rng: np.random.Generator) -> dict[str, float]:
        """Learns from a round of programs; what happened, by name."""
        raise NotImplementedError

    def best(self, registers: Bytes, targets: Bytes, left: int) -> Actions:
        """The instructions that it thinks best. (N, 4) each → (N,)"""
        values = self.values(registers, targets, left)
        actions: Actions = ACTION[values.argmax(1)].numpy()
        return actions

    @torch.no_grad()
    def values(self, registers: Bytes, targets: Bytes, left: int) -> Tensor:
        """The values, or the logits, of all slots. (N, 4) each → (N, S + 1)"""
        told = torch.full((len(registers),), left)
        return self.judge.all(torch.from_numpy(registers), torch.from_numpy(targets), told)

    def improve(self, loss: Tensor) -> None:
        """One step of the optimiser."""
        self.optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.judge.parameters(), CLIP)
        self.optimizer.step()


def played(
    agent: Agent, batch: Batch, targets: Bytes, rng: np.random.Generator | None = None
) -> Episodes:
    """Programs that the agent writes, one for each target, all at once.

    Args:
        agent: who writes.
        batch: as many machines as targets.
        targets: (N, 4).
        rng: explores by it; greedy without.
    """
    batch.reset(targets)
    registers = np.zeros((len(targets), LENGTH + 1, REGISTERS), np.uint8)
    actions = np.full((len(targets), LENGTH), STOP)
    length = np.zeros(len(targets), np.int64)
    for step in range(LENGTH):
        left = LENGTH - step
        if rng is None:
            chosen = agent.best(batch.registers, targets, left)
        else:
            chosen = agent.act(batch.registers, targets, left, rng)
        actions[:, step] = np.where(batch.done, STOP, chosen)
        length += ~batch.done
        batch.step(chosen)
        registers[:, step + 1] = batch.registers
    return Episodes(registers, actions, length, targets)
