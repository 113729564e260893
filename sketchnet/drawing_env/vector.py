"""`sketchnet/Draw-v0` many at once: a batch of canvases as Gymnasium's vector environment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy as np
import torch
from gymnasium.utils import seeding
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import batch_space
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from sketchnet.checks import is_whole
from sketchnet.drawing_env.actions import Ints
from sketchnet.drawing_env.batch import DrawBatch, Step, drawn, source_of
from sketchnet.drawing_env.environment import checked_mode, checked_options, space_told
from sketchnet.drawing_env.settings import settings_of
from sketchnet.drawing_env.spaces import Observation, action_space, observation_space
from sketchnet.drawing_env.targets import POOL, checked, checked_all, random_drawings

Arrays = NDArray[Any]


class DrawVectorEnv(gymnasium.vector.VectorEnv[Observation, Arrays, Arrays]):
    """Environments that draw side by side; see the README beside this file.

    One that ends is reset in the same step: what was seen last is in `final_obs`, what was known
    last in `final_info`.

    Args:
        num_envs: how many, 1 or more.
        targets: see `DrawEnv`; the random drawings are drawn by torch here.
        render_mode: see `DrawEnv`.
        device: where the canvases are; what is returned is numpy's, on the CPU.
        options: see `Settings`.

    Raises:
        ValueError: an option means nothing, a target has another shape, or there is no such device.
    """

    metadata = {  # noqa: RUF012  # as its base has it
        "render_modes": ["rgb_array"],
        "render_fps": 4,
        "autoreset_mode": AutoresetMode.SAME_STEP,
    }

    def __init__(
        self,
        num_envs: int = 1,
        targets: Sequence[ArrayLike] | Arrays | None = None,
        render_mode: str | None = None,
        device: str = "cpu",
        **options: Any,
    ) -> None:
        if num_envs < 1:
            raise ValueError(f"num_envs is {num_envs}; expected 1 or more")
        self.settings = settings_of(options)
        self.render_mode = checked_mode(render_mode)
        self.num_envs = num_envs
        self.single_action_space = action_space(self.settings)
        self.single_observation_space = observation_space(self.settings)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.batch = DrawBatch(num_envs, self.settings, _checked_device(device))
        self._targets: Tensor | None = None
        if targets is not None:
            self._targets = torch.from_numpy(checked_all(targets, self.settings.side))
        self._rngs = [seeding.np_random()[0] for _ in range(num_envs)]
        self._finished: dict[int, Ints] = {}

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[Observation, dict[str, Any]]:
        """Begins all episodes anew.

        Args:
            seed: of the first environment, the others' follow it; or one for each.
            options: `target`, one for all, (side, side, 3) uint8, or one for each.

        Raises:
            ValueError: a target has another shape, an option is unknown, or the seeds are not as
                many as the environments.
        """
        given = checked_options(options)
        count, side = self.num_envs, self.settings.side
        if isinstance(seed, int):
            seed = range(seed, seed + count)
        if seed is not None:
            if len(seed) != count:
                raise ValueError(f"{len(seed)} seeds; expected {count}")
            for place, own in enumerate(seed):
                if own is not None:
                    self._rngs[place] = seeding.np_random(own)[0]
        rows = torch.arange(count)
        if "target" in given:
            target = np.asarray(given["target"])
            found = checked_all(target, side) if target.ndim == 4 else checked(target, side)[None]
            if len(found) not in (1, count):
                raise ValueError(f"{len(found)} targets; expected 1 or {count}")
            targets = torch.from_numpy(np.ascontiguousarray(found)).expand(count, -1, -1, -1)
        else:
            targets = self._chosen(rows)
        self.batch.reset(rows.to(self.batch.device), targets)
        return self._observed(), self._info(torch.ones(count, dtype=torch.bool))

    def step(
        self, actions: Arrays
    ) -> tuple[Observation, NDArray[np.float64], Arrays, Arrays, dict[str, Any]]:
        """Takes an action in each environment, (num_envs, …) of the action space.

        Raises:
            ValueError: one of the actions is none.
        """
        if not self.action_space.contains(actions):
            raise ValueError(f"actions outside of {space_told(self.action_space)}")
        told = torch.from_numpy(np.asarray(actions, np.int64)).to(self.batch.device)
        step = self.batch.step(told)
        over = (step.terminated | step.truncated).nonzero()[:, 0].cpu()
        seen, info = self._observed(), self._info(step.valid)
        if len(over):
            seen, info = self._begun_anew(over, seen, info)
        return seen, *self._arrays(step), info

    def program(self, index: int) -> str:
        """The program that an environment has written so far, as Processing reads it.

        Raises:
            LookupError: there is no such environment.
        """
        return self.batch.program(self._checked_index(index))

    def finished_program(self, index: int) -> str:
        """The whole program of the episode that an environment has ended last.

        Raises:
            LookupError: it has ended none yet, or there is no such environment.
        """
        index = self._checked_index(index)
        if index not in self._finished:
            raise LookupError(f"environment {index} has ended no episode yet")
        return source_of(self._finished[index], self.settings)

    def _checked_index(self, index: int) -> int:
        if not is_whole(index) or not 0 <= index < self.num_envs:
            raise LookupError(f"environment {index!r}; expected 0 to {self.num_envs - 1}")
        return index

    def action_masks(self) -> NDArray[np.bool_]:
        """Which tokens are allowed next, (num_envs, tokens) bool.

        Raises:
            ValueError: actions are statements, all of which are allowed.
        """
        if self.batch.readers is None:
            raise ValueError("only tokens are masked; every statement is allowed")
        allowed: NDArray[np.bool_] = self.batch.readers.allowed.cpu().numpy()
        return allowed

    def render(self) -> tuple[Arrays, ...] | None:
        """Target and canvas side by side of each, where the mode asks for it."""
        if self.render_mode is None:
            return None
        both = torch.cat((self.batch.target, self.batch.canvas), 2)
        return tuple(both.cpu().numpy())

    def _chosen(self, rows: Tensor) -> Tensor:
        """A target for each of some environments, by the luck of its own."""
        if self._targets is None:
            self._targets = drawn(random_drawings(POOL), self.settings.side).cpu()
        count = len(self._targets)
        luck = [int(self._rngs[row].integers(count)) for row in rows.tolist()]
        return self._targets[luck]

    def _begun_anew(
        self, over: Tensor, seen: Observation, info: dict[str, Any]
    ) -> tuple[Observation, dict[str, Any]]:
        """Resets those that are over: what is seen and known then, with what was before."""
        ended = np.zeros(self.num_envs, np.bool_)
        ended[over.numpy()] = True
        last: NDArray[np.object_] = np.full(self.num_envs, None, object)
        for row in over.tolist():
            last[row] = {name: values[row].copy() for name, values in seen.items()}
            self._finished[row] = self.batch.actions(row)
        final = {name: of for name, of in info.items() if not name.startswith("_")}
        self.batch.reset(over.to(self.batch.device), self._chosen(over))
        seen, info = self._observed(), self._info(torch.ones(self.num_envs, dtype=torch.bool))
        for name, of in final.items():
            info[name] = np.where(ended.reshape(-1, *(1,) * (of.ndim - 1)), info[name], of)
        info |= {"final_obs": last, "_final_obs": ended}
        info |= {"final_info": final | {f"_{name}": ended for name in final}, "_final_info": ended}
        return seen, info

    def _observed(self) -> Observation:
        """Copies, so that what was returned before stays as it was."""
        parts = {"target": self.batch.target, "canvas": self.batch.canvas}
        seen: Observation = {name: of.contiguous().cpu().numpy() for name, of in parts.items()}
        if self.batch.readers is not None:
            seen["tokens"] = self.batch.readers.unfinished.clone().cpu().numpy()
        return seen

    def _info(self, valid: Tensor) -> dict[str, Any]:
        batch = self.batch
        parts = {"error": batch.error, "numbers": batch.numbers, "statements": batch.statements}
        found: dict[str, Any] = {name: of.clone().cpu().numpy() for name, of in parts.items()}
        if batch.readers is not None:
            found["valid"] = valid.cpu().numpy()
            found["action_mask"] = self.action_masks().astype(np.int8)
        everyone = np.ones(self.num_envs, np.bool_)
        return found | {f"_{name}": everyone.copy() for name in found}

    @staticmethod
    def _arrays(step: Step) -> tuple[NDArray[np.float64], Arrays, Arrays]:
        parts = (step.reward, step.terminated, step.truncated)
        reward, terminated, truncated = (of.cpu().numpy() for of in parts)
        return reward, terminated, truncated


def _checked_device(name: str) -> torch.device:
    try:
        device = torch.device(name)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError, TypeError) as error:
        raise ValueError(f"device is {name!r}; expected 'cpu', or 'cuda' where it is") from error
    return device
