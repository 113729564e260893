"""Threads of the linear algebra beneath numpy: the search wants one."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[Any]:
    """Within it, numpy multiplies matrices in one thread; afterwards, in as many as before.

    The search's matrices are small: more threads than one wait for each other at twice the cost,
    and slow everything down where other programs run too.
    """
    limiter: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limiter


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    return ThreadpoolController()
