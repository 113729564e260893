"""Batches of every training move whole to a device, which a machine without one cannot show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import torch

from sketchnet.train import compiler, critic, reinforce, repair, writer
from sketchnet.train.config import CONFIGS, load_config
from sketchnet.train.critic import load_critic_training
from sketchnet.train.processes import Processes
from sketchnet.train.repair import load_repair_training
from sketchnet.train.rl_config import load_rl_config


def tensors_in(value: Any) -> Iterator[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from tensors_in(getattr(value, one.name))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from tensors_in(part)


@pytest.mark.parametrize(
    ("kind", "load", "name"),
    [
        (writer.Writing, load_config, "tiny"),
        (compiler._Compiling, load_config, "compiler/tiny"),
        (compiler._Compiling, load_config, "compiler/tree"),
        (reinforce._Reinforcing, load_rl_config, "rl/rl"),
        (critic._Foretelling, load_critic_training, "critic/tiny"),
        (repair._Repairing, load_repair_training, "repair/repair"),
    ],
)
def test_every_tensor_of_a_batch_moves(
    kind: Callable[..., Any], load: Callable[..., Any], name: str, tmp_path: Path
) -> None:
    small = ["batch=2", "eval_pictures=1", "workers=0", "most=3", "pixels=8", "device=cpu"]
    config = load(CONFIGS / f"{name}.toml", [f"out={tmp_path}", *small])
    batch = next(kind(config, Processes("cpu")).batches(0))
    before, after = (list(tensors_in(some)) for some in (batch, batch.to(torch.device("meta"))))
    assert [tensor.shape for tensor in before] == [tensor.shape for tensor in after] != []
    assert all(tensor.is_meta for tensor in after) and not any(tensor.is_meta for tensor in before)
