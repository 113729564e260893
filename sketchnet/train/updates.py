"""Batches by the number of their update, made ahead of their use by worker processes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TypeVar

from torch.utils.data import DataLoader, IterableDataset, get_worker_info

T = TypeVar("T")


class _Updates(IterableDataset[T]):
    def __init__(self, make: Callable[[int], T], update: int) -> None:
        self.make, self.update = make, update

    def __iter__(self) -> Iterator[T]:
        info = get_worker_info()
        worker, workers = (info.id, info.num_workers) if info else (0, 1)
        for update in itertools.count(self.update + worker, workers):
            yield self.make(update)


def made_ahead(make: Callable[[int], T], update: int, workers: int) -> Iterator[T]:
    """Batches from an update on, in order, without end.

    Args:
        make: the batch of an update; the same for the same number.
        update: the first.
        workers: processes that make them; none makes them here, when they are asked for.
    """
    return iter(DataLoader(_Updates(make, update), batch_size=None, num_workers=workers))
