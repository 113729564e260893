"""What an environment of drawing is told when it is made, and what its steps are worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

Action = Literal["statement", "token"]
Measure = Literal["rmse", "mse"]

STATEMENTS = 24
"""Steps of an episode where an action is a statement, unless told otherwise."""

TOKENS = 400
"""Steps of an episode where an action is a token, unless told otherwise."""

SMALLEST, LARGEST = 8, 1024


@dataclass(frozen=True)
class Settings:
    """Options of `sketchnet/Draw-v0`.

    Attributes:
        side: of target and canvas in pixels, 8 to 1024.
        action: one action is a whole statement, or one token.
        max_steps: actions after which an episode is truncated; None for 24 statements or 400
            tokens.
        error: what is lowered: root mean square error, or mean square error, of channels 0–1.
        similarity: paid once, at the end of an episode, for 1 less the error.
        price: of each number in the program's geometry, taken when it is written.
    """

    side: int = 64
    action: Action = "statement"
    max_steps: int | None = None
    error: Measure = "rmse"
    similarity: float = 0.0
    price: float = 0.0

    def __post_init__(self) -> None:
        if not SMALLEST <= self.side <= LARGEST:
            raise ValueError(f"side is {self.side}; expected {SMALLEST} to {LARGEST} pixels")
        for name, values in (("action", Action), ("error", Measure)):
            known = get_args(values)
            if getattr(self, name) not in known:
                raise ValueError(
                    f"{name} is {getattr(self, name)!r}; expected {' or '.join(known)}"
                )
        if self.max_steps is not None and self.max_steps < 1:
            raise ValueError(f"max_steps is {self.max_steps}; expected 1 or more")
        for name in ("similarity", "price"):
            if not 0 <= getattr(self, name) < math.inf:
                raise ValueError(f"{name} is {getattr(self, name)}; expected 0 or more")

    @property
    def steps(self) -> int:
        """Actions of the longest episode."""
        if self.max_steps is not None:
            return self.max_steps
        return STATEMENTS if self.action == "statement" else TOKENS

    @property
    def scale(self) -> float:
        """The sum of squared errors over pixels and channels, in 0–255, that is an error of 1."""
        return float(self.side * self.side * 3 * 255 * 255)
