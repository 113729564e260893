"""Trainings that are compared: each is done once, and goes on where it was left."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from sketchnet.train.checkpoint import CHECKPOINT


class _Training(Protocol):
    @property
    def out(self) -> str: ...


def trained(train: Callable[..., Any], config: _Training) -> Path:
    """Trains unless the folder of the weights says it is done; the folder.

    Args:
        train: of `sketchnet.train`, that takes `config`, `resume` and `tell`.
        config: what it is trained by.
    """
    folder = Path(config.out)
    done = folder / "done"
    if not done.exists():
        checkpoint = folder / CHECKPOINT
        train(config, resume=checkpoint.exists(), tell=lambda line: print(line, file=sys.stderr))
        done.touch()
    return folder
