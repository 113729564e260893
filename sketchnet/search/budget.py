"""How much a search may spend, and whom it tells how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

ANY = 1 << 60
"""Candidates, where nobody counts them."""

_PACE = 4000.0  # candidates a second, until it is known
_PACE_KNOWN = 1000  # candidates after which it is


@dataclass(slots=True)
class Budget:
    """Candidate drawings looked at, and seconds, whichever ends first.

    Attributes:
        renders: candidates that may be looked at.
        seconds: wall-clock time that may pass; None for no limit.
        stop: set from outside (Ctrl-C, a notebook's stop) to end with the best so far.
        patience: candidates that may be looked at in vain, see `found`.
        aside: candidates looked at beside, which count in the sum alone.
    """

    renders: int
    seconds: float | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    spent: int = 0
    started: float = field(default_factory=time.perf_counter)
    patience: int = ANY
    aside: int = 0
    _found_at: int = 0

    def found(self) -> None:
        """Notes that what was looked at was not in vain."""
        self._found_at = self.spent

    def spend(self, renders: int) -> None:
        """Notes candidates looked at."""
        self.spent += renders

    def part(self, share: float) -> Budget:
        """A budget of a share of what is left, to be spent beside this one."""
        seconds = None
        if self.seconds is not None:
            seconds = self.elapsed + share * max(self.seconds - self.elapsed, 0.0)
        return Budget(round(share * self.left), seconds, self.stop, started=self.started)

    @property
    def expected(self) -> float:
        """Candidates that the whole budget will pay for, by the pace so far where time counts."""
        if self.seconds is None:
            return self.renders
        pace = self.spent / self.elapsed if self.spent > _PACE_KNOWN else _PACE
        return min(self.renders, pace * self.seconds)

    @property
    def left(self) -> int:
        """Candidates that may still be looked at."""
        return max(self.renders - self.spent, 0)

    def affords(self, renders: int) -> bool:
        """Whether so many candidates may still be looked at."""
        return not self.over and self.left >= renders

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.started

    @property
    def fraction(self) -> float:
        """How much of the budget is gone, 0–1."""
        gone = self.spent / max(self.renders, 1)
        if self.seconds is not None:
            gone = max(gone, self.elapsed / max(self.seconds, 1e-9))
        return min(gone, 1.0)

    @property
    def over(self) -> bool:
        """Whether the search must end."""
        in_vain = self.spent - self._found_at > self.patience
        return in_vain or self.fraction >= 1 or self.stop.is_set()


Progress = Callable[[float, float], None]
"""Called with the fraction of the budget spent and the RMSE so far."""
