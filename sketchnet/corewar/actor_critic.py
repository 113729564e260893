"""An actor with a critic.

Legend: N machines, E episodes, S = 184 slots, B examples.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from sketchnet.corewar.agent import ACTION, SCALE, Agent
from sketchnet.corewar.episodes import Episodes
from sketchnet.corewar.machine import LENGTH, Actions, Bytes
from sketchnet.corewar.sight import slot_of_actions

_SLOT = slot_of_actions()


class ActorCritic(Agent):
    """Advantage actor–critic on whole programs: returns as they came, less the critic's value.

    Advantages are divided by their standard deviation over the round. With `imitation` it also
    learns, from memory, the instructions that led where programs went, towards that place.
    """

    def act(self, registers: Bytes, targets: Bytes, left: int, rng: np.random.Generator) -> Actions:
        logits = self.values(registers, targets, left).numpy()
        slots = (logits + rng.gumbel(size=logits.shape)).argmax(1)
        actions: Actions = ACTION.numpy()[slots]
        return actions

    def learn(self, episodes: Episodes, rng: np.random.Generator) -> dict[str, float]:
        config = self.config
        self.memory.add(episodes)
        rows, steps = np.nonzero(np.arange(LENGTH) < episodes.length[:, None])  # (B,)
        registers = torch.from_numpy(episodes.registers[rows, steps])
        targets = torch.from_numpy(episodes.targets[rows])
        left = torch.from_numpy(LENGTH - steps)
        slots = _SLOT[torch.from_numpy(episodes.actions[rows, steps])]
        returns = torch.from_numpy(self.returns(episodes)[rows, steps])

        logs = self.judge.all(registers, targets, left).log_softmax(1)  # (B, S + 1)
        values = self.judge.value(registers, targets, left)
        ahead = (returns - values).detach()
        ahead = ahead / (ahead.std() + 1e-3)
        actor = -(ahead * logs.gather(1, slots[:, None])[:, 0]).mean()
        critic = nn.functional.smooth_l1_loss(values, returns)
        entropy = -(logs.exp() * logs).sum(1).mean()
        loss = actor + config.value * critic - config.entropy * entropy
        self.improve(loss)
        told = {"loss/actor": actor, "loss/critic": critic, "entropy": entropy}
        if config.imitation > 0:
            for _ in range(config.updates):
                told["loss/imitation"] = self._imitate(rng)
        return {name: float(value.detach()) for name, value in told.items()}

    def returns(self, episodes: Episodes) -> npt.NDArray[np.float32]:
        """The discounted rewards from each step on, scaled; 0 after the end. (E, 5)"""
        far = self.memory.reward.distance(episodes.registers, episodes.targets[:, None])  # (E, 6)
        total = np.zeros((len(far), LENGTH), np.float32)
        following = np.zeros(len(far), np.float32)
        for step in reversed(range(LENGTH)):
            last = episodes.length == step + 1
            paid = self.memory.reward.paid(far[:, step], far[:, step + 1], far[:, 0], last)
            taken = step < episodes.length
            following = np.where(taken, paid / SCALE + self.config.discount * following, 0)
            total[:, step] = following
        return total

    def _imitate(self, rng: np.random.Generator) -> Tensor:
        config = self.config
        steps = self.memory.draw(config.batch, 1.0, rng)
        logs = self.judge.all(
            torch.from_numpy(steps.registers),
            torch.from_numpy(steps.targets),
            torch.from_numpy(steps.left),
        ).log_softmax(1)
        slots = _SLOT[torch.from_numpy(steps.actions)]
        loss = -logs.gather(1, slots[:, None]).mean()
        self.improve(config.imitation * loss)
        return loss
