"""What an environment of drawing is told when it is made, and what its steps are worth."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from sketchnet.checks import is_amount, is_whole

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
        if not is_whole(self.side) or not SMALLEST <= self.side <= LARGEST:
            raise ValueError(f"side is {self.side!r}; expected {SMALLEST} to {LARGEST} pixels")
        for name, values in (("action", Action), ("error", Measure)):
            known = get_args(values)
            if getattr(self, name) not in known:
                raise ValueError(
                    f"{name} is {getattr(self, name)!r}; expected {' or '.join(known)}"
                )
        most = self.max_steps
        if most is not None and (not is_whole(most) or most < 1):
            raise ValueError(f"max_steps is {most!r}; expected a whole number, 1 or more")
        for name in ("similarity", "price"):
            value = getattr(self, name)
            if not is_amount(value):
                raise ValueError(f"{name} is {value!r}; expected a number, 0 or more")

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


def settings_of(options: dict[str, Any]) -> Settings:
    """Settings by name.

    Raises:
        ValueError: one is unknown, or means nothing.
    """
    known = [field.name for field in fields(Settings)]
    if unknown := sorted(options.keys() - set(known)):
        raise ValueError(f"unknown option {unknown[0]!r}; expected {', '.join(known)}, targets")
    return Settings(**options)
