"""What tests of all trainings ask: to be quiet, to stop, to go on, and to end the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import nn

from sketchnet.train.config import TrainConfig


class _Stop(Exception):
    pass


def silent(line: str) -> None:
    """Gets a line and says nothing."""
    del line


def stop(train: Callable[..., Any], config: TrainConfig, at: str) -> None:
    """Trains until a line that begins so is told."""

    def tell(line: str) -> None:
        if line.startswith(at):
            raise _Stop

    with pytest.raises(_Stop):
        train(config, tell=tell)


def assert_same_weights(one: nn.Module, two: nn.Module) -> None:
    """To the bit."""
    others = two.state_dict()
    assert one.state_dict().keys() == others.keys()
    for name, tensor in one.state_dict().items():
        assert torch.equal(tensor, others[name]), name


def assert_resumes_exactly(
    train: Callable[..., nn.Module], config: TrainConfig, at: str = "3: loss"
) -> None:
    """Training that stops and goes on ends as one that never stopped, looked or saved between.

    Args:
        train: of the kind of model.
        config: that leaves a checkpoint before it tells `at`.
        at: how the line begins at which it stops.
    """
    last = config.updates
    plain = replace(config, save_every=last, eval_every=last, log_every=last)
    whole = train(replace(plain, out=f"{config.out}-whole"), tell=silent)
    stop(train, config, at)
    assert_same_weights(whole, train(config, resume=True, tell=silent))
