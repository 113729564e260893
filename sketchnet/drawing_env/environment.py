"""`sketchnet/Draw-v0`: one picture to draw, one program to draw it with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import gymnasium
import numpy as np
from numpy.typing import ArrayLike, NDArray

from sketchnet.drawing_env.canvas import Canvas, drawn
from sketchnet.drawing_env.script import LONGEST_UNFINISHED, Script
from sketchnet.drawing_env.settings import settings_of
from sketchnet.drawing_env.spaces import Observation, action_space, observation_space
from sketchnet.drawing_env.targets import POOL, Pixels, checked, checked_all, random_drawings
from sketchnet.model.grammar import grammar

OPTIONS = {"target"}
"""What `reset(options=…)` may hold."""


class DrawEnv(gymnasium.Env[Observation, Any]):
    """Draw a picture by writing a program, an action at a time; see the README beside this file.

    Args:
        targets: pictures to choose from, (side, side, 3) uint8 each; None for random drawings.
        render_mode: None or `rgb_array`.
        options: see `Settings`.

    Raises:
        ValueError: an option means nothing, or a target has another shape.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 4}  # noqa: RUF012  # as its base has it

    def __init__(
        self,
        targets: Sequence[ArrayLike] | NDArray[np.uint8] | None = None,
        render_mode: str | None = None,
        **options: Any,
    ) -> None:
        self.settings = settings_of(options)
        self.render_mode = checked_mode(render_mode)
        self.action_space = action_space(self.settings)
        self.observation_space = observation_space(self.settings)
        self._targets = None if targets is None else checked_all(targets, self.settings.side)
        self._canvas = Canvas(self.settings.side)
        self._script = Script(self.settings)
        self._target = self._canvas.pixels
        self._steps = 0
        self._error = 0.0
        self._ended = True

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """An empty canvas, and a target: `options["target"]`, or one of the targets at random.

        Raises:
            ValueError: the target has another shape, or an option is unknown.
        """
        super().reset(seed=seed)
        given = checked_options(options)
        if "target" in given:
            self._target = checked(given["target"], self.settings.side)
        else:
            pool = self._pool()
            self._target = pool[self.np_random.integers(len(pool))]
        self._canvas = Canvas(self.settings.side)
        self._script = Script(self.settings)
        self._steps = 0
        self._ended = False
        self._error = self._measured()
        return self._observed(), self._info()

    def step(self, action: Any) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Takes an action of the action space.

        Raises:
            ValueError: the action is none, or the drawing has ended, or was never begun.
        """
        if self._ended:
            raise ValueError("the drawing has ended; expected reset()")
        if not self.action_space.contains(action):
            raise ValueError(f"action {action} is outside of {space_told(self.action_space)}")
        numbers, error = self._script.numbers, self._error
        ops = self._script.write(action)
        if ops:
            self._canvas.paint(ops)
            self._error = self._measured()
        self._steps += 1
        reward = error - self._error - self.settings.price * (self._script.numbers - numbers)
        terminated = self._script.ended or self._error == 0
        truncated = not terminated and self._steps >= self.settings.steps
        info = self._info()
        self._ended = terminated or truncated
        if self._ended:
            reward += self.settings.similarity * (1 - self._error)
            info["program"] = self.program
        return self._observed(), reward, terminated, truncated, info

    def render(self) -> Pixels | None:
        """Target and canvas side by side, (side, 2 · side, 3) uint8, where the mode asks for it."""
        if self.render_mode is None:
            return None
        return np.hstack([self._target, self._canvas.pixels])

    @property
    def program(self) -> str:
        """The program so far as Processing reads it."""
        return self._script.source

    def action_masks(self) -> NDArray[np.bool_]:
        """Which tokens are allowed next, (tokens,) bool.

        Raises:
            ValueError: actions are statements, all of which are allowed.
        """
        if self.settings.action != "token":
            raise ValueError("only tokens are masked; every statement is allowed")
        allowed: NDArray[np.bool_] = grammar().allowed[self._script.state]
        return allowed.copy()

    def _pool(self) -> Pixels:
        if self._targets is None:
            whole = replace(self.settings, action="statement")
            self._targets = np.stack([drawn(actions, whole) for actions in random_drawings(POOL)])
        return self._targets

    def _measured(self) -> float:
        share = self._canvas.squared_error(self._target) / self.settings.scale
        return math.sqrt(share) if self.settings.error == "rmse" else share

    def _observed(self) -> Observation:
        seen: Observation = {"target": self._target.copy(), "canvas": self._canvas.pixels.copy()}
        if self.settings.action == "token":
            seen["tokens"] = np.full(LONGEST_UNFINISHED, -1, np.int16)
            unfinished = self._script.unfinished
            seen["tokens"][: len(unfinished)] = unfinished
        return seen

    def _info(self) -> dict[str, Any]:
        info: dict[str, Any] = {
            "error": self._error,
            "numbers": self._script.numbers,
            "statements": len(self._script.picture.statements),
        }
        if self.settings.action == "token":
            info["valid"] = self._script.valid
            info["action_mask"] = self.action_masks().astype(np.int8)
        return info


def checked_mode(mode: str | None) -> str | None:
    """A render mode that there is.

    Raises:
        ValueError: there is no such mode.
    """
    if mode not in (None, "rgb_array"):
        raise ValueError(f"render_mode is {mode!r}; expected None or 'rgb_array'")
    return mode


def space_told(space: gymnasium.Space[Any]) -> str:
    """An action space in one line."""
    return f"the action space, {' '.join(repr(space).split())}"


def checked_options(options: dict[str, Any] | None) -> dict[str, Any]:
    """Options of a reset, none of them unknown.

    Raises:
        ValueError: an option is unknown.
    """
    given = options or {}
    if not isinstance(given, dict):
        raise ValueError(f"options is {options!r}; expected a dictionary, {{'target': picture}}")
    if unknown := sorted(given.keys() - OPTIONS):
        raise ValueError(f"unknown option {unknown[0]!r}; expected 'target'")
    return given
