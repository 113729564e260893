"""What is observed and what is done, as Gymnasium's spaces."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from sketchnet.drawing_env.actions import SIZES
from sketchnet.drawing_env.script import LONGEST_UNFINISHED
from sketchnet.drawing_env.settings import Settings
from sketchnet.model.vocabulary import COUNT

Observation = dict[str, NDArray[Any]]


def action_space(settings: Settings) -> spaces.Space[Any]:
    """All statements, or all tokens."""
    if settings.action == "token":
        return spaces.Discrete(COUNT)
    return spaces.MultiDiscrete(list(SIZES))


def observation_space(settings: Settings) -> spaces.Space[Observation]:
    """Target and canvas, (side, side, 3) uint8; where actions are tokens, those of the statement
    not finished yet, -1 after them.
    """
    side = settings.side
    parts: dict[str, spaces.Space[Any]] = {
        name: spaces.Box(0, 255, (side, side, 3), np.uint8) for name in ("target", "canvas")
    }
    if settings.action == "token":
        parts["tokens"] = spaces.Box(-1, COUNT - 1, (LONGEST_UNFINISHED,), np.int16)
    found: spaces.Space[Any] = spaces.Dict(parts)
    return found
