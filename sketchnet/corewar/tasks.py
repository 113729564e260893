"""Which target each episode has: one, two or four fixed ones in turn, or random ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sketchnet.checks import is_whole
from sketchnet.corewar.machine import REGISTERS, Bytes, MachineError

FIXED: dict[str, tuple[tuple[int, ...], ...]] = {
    "one": ((0, 10, 30, 250),),
    "two": ((0, 10, 30, 250), (17, 0, 12, 29)),
    "four": ((0, 5, 10, 25), (255, 20, 255, 1), (0, 10, 30, 250), (17, 0, 12, 29)),
}
"""Tasks by name, beside `random`; all of these targets have exact programs."""
SINGLES = (*FIXED["four"], (4, 14, 18, 238))
"""The targets that are commonly tried one by one."""
PAIRS = (
    FIXED["two"],
    ((0, 10, 30, 250), (4, 14, 18, 238)),
    ((0, 5, 10, 25), (255, 20, 255, 1)),
)
"""The pairs that are commonly tried."""
UNSOLVABLE = (5, 129, 255, 0)
"""A target that no program reaches; the nearest end 2 away, on the circle."""
RANDOM = "random"


@dataclass(frozen=True)
class Task:
    """The targets, and when each is asked for.

    Attributes:
        name: `one`, `two`, `four`, `random`, or `own` with `targets`.
        targets: four bytes each, when the task is one's own.
        every: episodes of a target before the next one's turn, when they are fixed.
        count: of a random task, how many targets are drawn at the beginning, to take turns as
            fixed ones do; 0 draws one for every episode.
    """

    name: str = "one"
    targets: Sequence[Sequence[int]] = field(default=())
    every: int = 5
    count: int = 0

    def __post_init__(self) -> None:
        if self.name not in (*FIXED, RANDOM, "own"):
            raise MachineError(
                f"task '{self.name}'; expected {', '.join(FIXED)}, random, or own with targets"
            )
        if not isinstance(self.targets, (Sequence, np.ndarray)):
            raise MachineError(f"targets is {self.targets!r}; expected targets of four bytes each")
        if (self.name == "own") != (len(self.targets) > 0):
            raise MachineError(
                f"{len(self.targets)} targets with task {self.name}; "
                "expected some with task own, and none with others"
            )
        if not is_whole(self.every) or self.every < 1:
            raise MachineError(f"every is {self.every!r}; expected a whole number, 1 or more")
        if not is_whole(self.count) or self.count < 0:
            raise MachineError(f"count is {self.count!r}; expected a whole number, 0 or more")
        if self.count and self.name != RANDOM:
            raise MachineError(f"count is {self.count}; expected 0 but with task random")
        for target in self.targets:
            as_target(target)

    def fixed(self, rng: np.random.Generator) -> Bytes | None:
        """The targets that take turns, (T, 4); None where every episode has its own."""
        if self.name != RANDOM:
            return np.array([as_target(target) for target in self.targets or FIXED[self.name]])
        return drawn(self.count, rng) if self.count else None

    def at(
        self, episodes: npt.NDArray[np.int64], fixed: Bytes | None, rng: np.random.Generator
    ) -> Bytes:
        """The targets of some episodes, by their numbers. (N,) → (N, 4)"""
        if fixed is None:
            return drawn(len(episodes), rng)
        return fixed[episodes // self.every % len(fixed)]


def drawn(count: int, rng: np.random.Generator) -> Bytes:
    """Random targets, every byte as likely. (count, 4)"""
    return rng.integers(0, 256, (count, REGISTERS), dtype=np.uint8)


def as_target(values: Sequence[int] | Bytes) -> Bytes:
    """Four bytes, checked. (4,)

    Raises:
        MachineError: there are more or fewer, or one is no byte.
    """
    numbers = np.array(values, dtype=object)
    whole = numbers.shape == (REGISTERS,) and all(map(is_whole, numbers))
    if not whole or not all(0 <= number < 256 for number in numbers):
        raise MachineError(f"target {values!r}; expected {REGISTERS} whole numbers of 0 to 255")
    return numbers.astype(np.uint8)
