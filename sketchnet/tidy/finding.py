"""Repetitions one after the other: each that is said changes what others there may be."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from sketchnet.tidy.judge import Judge

T = TypeVar("T")


def say_all(
    judge: Judge,
    candidates: Callable[[], Iterable[T]],
    key: Callable[[T], Hashable],
    become: Callable[[T], bool],
) -> None:
    """Says repetitions, the first of those there are first, until none is worth it.

    Args:
        judge: the drawing.
        candidates: those that there are in the drawing as it is, the likeliest first.
        key: what tells them apart, so that none is tried twice.
        become: says one, if that is worth it; whether it was.
    """
    failed: set[Hashable] = set()
    found = True
    while found and not judge.late:
        found = False
        for candidate in candidates():
            if judge.late:
                return
            if key(candidate) not in failed and become(candidate):
                found = True
                break
            failed.add(key(candidate))
