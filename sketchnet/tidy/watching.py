"""Looks on while drawings are tidied: for measuring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from renderer.language.tree import Program


@dataclass(frozen=True, slots=True)
class Tidied:
    """What tidying was given.

    Attributes:
        before: the program without it.
        seconds: wall time it took.
    """

    before: Program
    seconds: float


_watcher: ContextVar[Callable[[Tidied], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Callable[[Tidied], None]) -> Iterator[None]:
    """Calls a function after every tidying inside the block."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def tell(before: Program, seconds: float) -> None:
    """Tells whoever is watching."""
    watcher = _watcher.get()
    if watcher is not None:
        watcher(Tidied(before, seconds))
