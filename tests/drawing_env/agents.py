"""Environments with random agents in them, as the tests need them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.drawing_env.actions import SIZES
from sketchnet.drawing_env.environment import DrawEnv
from sketchnet.model.vocabulary import COUNT

MODES = ("statement", "token")


def noise(count: int, side: int, seed: int = 0) -> NDArray[np.uint8]:
    """Pictures that no program draws, so that no episode ends before its time."""
    return np.random.default_rng(seed).integers(0, 256, (count, side, side, 3), np.uint8)


class Seen(NamedTuple):
    """What came of one step."""

    observation: dict[str, Any]
    reward: float
    over: bool
    info: dict[str, Any]


def rollout(env: DrawEnv, steps: int, seed: int) -> Iterator[Seen]:
    """A random agent, masked where there are masks; episodes that end are begun anew."""
    env.action_space.seed(seed)
    observation, info = env.reset(seed=seed)
    yield Seen(observation, 0.0, False, info)
    for _ in range(steps):
        mask = info.get("action_mask")
        action = env.action_space.sample(mask)
        observation, reward, terminated, truncated, info = env.step(action)
        yield Seen(observation, float(reward), terminated or truncated, info)
        if terminated or truncated:
            observation, info = env.reset()
            yield Seen(observation, 0.0, False, info)


def actions_for(
    mode: str, count: int, rng: np.random.Generator, masks: NDArray[np.int8] | None
) -> NDArray[np.int64]:
    """Random actions of several environments; one token in ten is not allowed."""
    if mode == "statement":
        return rng.integers(0, SIZES, (count, len(SIZES)))
    assert masks is not None
    allowed = np.array([rng.choice(np.flatnonzero(mask)) for mask in masks])
    return np.where(rng.random(count) < 0.1, rng.integers(0, COUNT, count), allowed)
