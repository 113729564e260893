"""Many ToyCorewar environments in one: the batch form, as Gymnasium's vector environments are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from gymnasium import spaces
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from sketchnet.corewar.batch import OBSERVED, Batch
from sketchnet.corewar.machine import ACTIONS, Actions, Bytes, MachineError
from sketchnet.corewar.rewards import Reward
from sketchnet.corewar.tasks import Task, as_target

_Flags = npt.NDArray[np.bool_]


class ToyCorewarVectorEnv(VectorEnv[Bytes, Actions, npt.NDArray[Any]]):
    """As many machines as told; spaces, rewards and info are those of `ToyCorewarEnv`, batched.

    A program that has ended is begun anew by the next step, whose action and reward count as
    nothing there (`AutoresetMode.NEXT_STEP`). Episodes are numbered over all machines in the order
    in which they begin, so that fixed targets take turns as in a single environment.

    Args:
        num_envs: machines.
        task, targets, every, count, positive, circular, cumulative, bonus: as there.
    """

    metadata = {"autoreset_mode": AutoresetMode.NEXT_STEP, "render_modes": []}  # noqa: RUF012

    def __init__(
        self,
        num_envs: int = 1,
        *,
        task: str = "one",
        targets: Sequence[Sequence[int]] = (),
        every: int = 5,
        count: int = 0,
        positive: bool = True,
        circular: bool = True,
        cumulative: bool = True,
        bonus: float = 0.0,
    ) -> None:
        self.num_envs = num_envs
        self.task = Task(task, targets, every, count)
        self.batch = Batch(num_envs, Reward(positive, circular, cumulative, bonus))
        self.single_action_space = spaces.Discrete(ACTIONS)
        self.single_observation_space = spaces.Box(0, 255, (OBSERVED,), np.uint8)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self._fixed: Bytes | None = None
        self._episodes = 0

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[Bytes, dict[str, Any]]:
        """Begins all programs; `options={"target": …}` sets the target of all of them.

        Raises:
            MachineError: an option is unknown, its target is no four bytes, or there are many
                seeds: one makes all machines.
        """
        if seed is not None and not isinstance(seed, int):
            raise MachineError("many seeds; expected one, from which all machines follow")
        super().reset(seed=seed)
        unknown = set(options or ()) - {"target"}
        if unknown:
            raise MachineError(f"options {sorted(unknown)}; expected target alone")
        if seed is not None or self._episodes == 0:
            self._episodes = 0
            self._fixed = self.task.fixed(self.np_random)
        which = np.ones(self.num_envs, np.bool_)
        targets = self._next(which)
        if options and "target" in options:
            targets[:] = as_target(options["target"])
        self.batch.reset(targets, which)
        return self.batch.observed(), self._info(which)

    def step(
        self, actions: Actions
    ) -> tuple[Bytes, npt.NDArray[np.float32], _Flags, _Flags, dict[str, Any]]:
        """One step of every machine."""
        ended = self.batch.done.copy()
        rewards = self.batch.step(np.asarray(actions))
        if ended.any():
            self.batch.reset(self._next(ended), ended)
        return (
            self.batch.observed(),
            rewards,
            self.batch.done.copy(),
            np.zeros(self.num_envs, np.bool_),
            self._info(np.ones(self.num_envs, np.bool_)),
        )

    def _next(self, which: _Flags) -> Bytes:
        """The targets of the programs that begin, in the order of their machines."""
        numbers = self._episodes + np.arange(np.count_nonzero(which))
        self._episodes += len(numbers)
        return self.task.at(numbers, self._fixed, self.np_random)

    def _info(self, told: _Flags) -> dict[str, Any]:
        distance = self.batch.distance.copy()
        return {
            "distance": distance,
            "_distance": told,
            "solved": distance == 0,
            "_solved": told,
        }
