"""Training on pairs made on the device: it trains, resumes exactly, and says what it cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from sketchnet.model.weights import fetch
from sketchnet.train.batches import made_at
from sketchnet.train.config import CONFIGS, TrainConfig, load_config
from sketchnet.train.settings import ConfigError
from sketchnet.train.writer import train
from tests.training import assert_same_weights, silent, stop

TINY = CONFIGS / "tiny.toml"
CPU = torch.device("cpu")


def settings(out: Path, *more: str) -> TrainConfig:
    made = [
        "made=device",
        "sketches={csg=0, shapes=1}",
        "batch=4",
        "eval_pictures=1",
        "augment=0.3",
    ]
    return load_config(TINY, [f"out={out}", "device=cpu", *made, *more])


def test_two_updates_move_the_weights_and_a_resumed_training_ends_alike(tmp_path: Path) -> None:
    whole = train(settings(tmp_path / "whole", "updates=2"), tell=silent)
    halves = settings(tmp_path / "halves", "updates=2", "save_every=1", "eval_every=1")
    stop(train, halves, "2:")  # before the second checkpoint
    after_one = fetch(tmp_path / "halves").state_dict()
    resumed = train(halves, resume=True, tell=silent)
    assert_same_weights(whole, resumed)
    assert not torch.equal(after_one["cells"], resumed.state_dict()["cells"])


def test_batches_differ_by_update_rank_and_seed_and_by_nothing_else(tmp_path: Path) -> None:
    config = settings(tmp_path)
    first, again = (made_at(config, 32, 5, 0, CPU) for _ in range(2))
    assert all(torch.equal(one, two) for one, two in zip(first, again, strict=True))
    others = [
        made_at(config, 32, 6, 0, CPU),
        made_at(config, 32, 5, 1, CPU),
        made_at(settings(tmp_path, "seed=1"), 32, 5, 0, CPU),
    ]
    for other in others:
        assert not torch.equal(first.target, other.target)


@pytest.mark.parametrize("setting", ["sketches={csg=1}", "model=captioner", "made=abroad"])
def test_what_a_device_cannot_make_is_refused(setting: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="made"):
        settings(tmp_path, setting)
