"""Dueling double DQN with hindsight.

Legend: N machines, S = 184 slots, B examples.
"""

from __future__ import annotations

import copy

import numpy as np
import torch
from torch import nn

from sketchnet.corewar.agent import ACTION, SCALE, Agent, AgentConfig
from sketchnet.corewar.episodes import Episodes
from sketchnet.corewar.machine import STOP, Actions, Bytes, apply
from sketchnet.corewar.rewards import Reward


class DQN(Agent):
    """Double DQN (van Hasselt et al., 2016) with a dueling network (Wang et al., 2016).

    Every machine explores by its own share of random instructions, from hardly any to many, so
    that some follow the network nearly always and some hardly (Horgan et al., 2018).
    """

    def __init__(self, config: AgentConfig, reward: Reward) -> None:
        super().__init__(config, reward)
        self.target = copy.deepcopy(self.judge)

    @property
    def modules(self) -> dict[str, nn.Module]:
        return {"judge": self.judge, "target": self.target}

    def act(self, registers: Bytes, targets: Bytes, left: int, rng: np.random.Generator) -> Actions:
        config, count = self.config, len(registers)
        shares = np.geomspace(config.explore_least, config.explore, count)
        actions = self.best(registers, targets, left)
        return np.where(rng.random(count) < shares, rng.integers(0, STOP + 1, count), actions)

    def learn(self, episodes: Episodes, rng: np.random.Generator) -> dict[str, float]:
        self.memory.add(episodes)
        losses = [self._update(rng) for _ in range(self.config.updates)]
        return {"loss": float(np.mean(losses))}

    def _update(self, rng: np.random.Generator) -> float:
        config = self.config
        steps = self.memory.draw(config.batch, config.hindsight, rng, config.exact)
        registers, targets, after = (
            torch.from_numpy(part) for part in (steps.registers, steps.targets, steps.after)
        )
        left = torch.from_numpy(steps.left)
        wanted = torch.from_numpy(steps.rewards) / SCALE
        going = np.flatnonzero(~steps.done)
        if len(going):
            with torch.no_grad():
                then, goals, fewer = after[going], targets[going], left[going] - 1
                choice = ACTION[self.judge.all(then, goals, fewer).argmax(1)]
                further = torch.from_numpy(apply(then.numpy(), choice.numpy()))
                value = self.target.one(then, goals, fewer, further, choice == STOP)
                wanted[going] += config.discount * value
        stopped = torch.from_numpy(steps.actions == STOP)
        told = self.judge.one(registers, targets, left, after, stopped)
        loss = nn.functional.smooth_l1_loss(told, wanted)
        self.improve(loss)
        self.updates += 1
        if self.updates % config.sync == 0:
            self.target.load_state_dict(self.judge.state_dict())
        return float(loss.detach())
