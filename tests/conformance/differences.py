"""How far two pictures are apart, and how far they may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from tests.conformance.exceptions import EXCEPTIONS
from tests.conformance.runtimes import Runtime
from tests.conformance.sketches import Sketch

FAR = 32
"""A pixel is off when one of its channels differs by more levels than this."""


class Difference(NamedTuple):
    """How far two pictures are apart.

    Attributes:
        mean: mean absolute difference over pixels and channels, 0–255.
        off: percentage of pixels with a channel more than `FAR` levels off.
    """

    mean: float
    off: float

    def within(self, limit: Difference) -> bool:
        """Whether neither number exceeds the limit's."""
        return self.mean <= limit.mean and self.off <= limit.off

    def __str__(self) -> str:
        return f"{self.mean:6.2f} {self.off:5.2f}%"


LIMIT = Difference(1.0, 0.5)
FINE_LIMIT = Difference(0.75, 0.1)
"""For pictures drawn larger and averaged down."""


class Result(NamedTuple):
    """One sketch in one runtime."""

    sketch: str
    runtime: str
    difference: Difference
    limit: Difference
    reason: str  # of an exception, or ""

    @property
    def passed(self) -> bool:
        """Whether the pictures are close enough."""
        return self.difference.within(self.limit)

    def __str__(self) -> str:
        mark = "" if self.passed else f"  above {self.limit}"
        return f"{self.sketch:32} {self.runtime:16} {self.difference}{mark}"


def difference(ours: np.ndarray, theirs: np.ndarray) -> Difference:
    """How far two (H, W, 3) pictures are apart; infinitely far when their sizes differ."""
    if ours.shape != theirs.shape:
        return Difference(float("inf"), 100.0)
    levels = np.abs(ours.astype(np.float64) - theirs)
    return Difference(float(levels.mean()), float((levels.max(axis=-1) > FAR).mean() * 100))


def limit_of(sketch: str, runtime: Runtime) -> tuple[Difference, str]:
    """How far a sketch's pictures may be apart, and why when it is more than usual."""
    usual = LIMIT if runtime.density == 1 else FINE_LIMIT
    for exception in EXCEPTIONS:
        if sketch in exception.sketches and runtime.name in exception.runtimes:
            return Difference(exception.mean, exception.off), exception.reason
    return usual, ""


def results(
    runtime: Runtime,
    sketches: Sequence[Sketch],
    ours: Iterable[np.ndarray],
    theirs: Iterable[np.ndarray],
) -> list[Result]:
    """What came of comparing the corpus in one runtime."""
    return [
        Result(sketch.name, runtime.name, difference(mine, other), *limit_of(sketch.name, runtime))
        for sketch, mine, other in zip(sketches, ours, theirs, strict=True)
    ]
