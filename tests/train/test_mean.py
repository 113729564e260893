"""The mean of painters: of their weights, and only of like ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from sketchnet.model.folders import WeightsError
from sketchnet.model.weights import build, fetch, store
from sketchnet.train.mean import mean_of

SMALL = {"side": 32, "width": 8, "hidden": 24}


def stored(folder: Path, seed: int, **sizes: int) -> Path:
    torch.manual_seed(seed)
    store(build("painter", SMALL | sizes), folder)
    return folder


def test_weights_are_the_means_of_those_given(tmp_path: Path) -> None:
    one, other = stored(tmp_path / "one", 1), stored(tmp_path / "other", 2)
    out = tmp_path / "mean"
    command = [sys.executable, "-m", "sketchnet.train.mean", one, other, "-o", out]
    subprocess.run(command, check=True)
    states = [fetch(folder).state_dict() for folder in (one, other, out)]
    for name, found in states[2].items():
        wanted = (states[0][name] + states[1][name]) / 2
        assert torch.allclose(found, wanted, atol=2e-3), name


def test_painters_of_other_sizes_have_no_mean(tmp_path: Path) -> None:
    one, other = stored(tmp_path / "one", 1), stored(tmp_path / "other", 1, hidden=32)
    with pytest.raises(WeightsError, match="expected one of its sizes"):
        mean_of([one, other])


def test_a_mean_is_of_several_painters(tmp_path: Path) -> None:
    one = stored(tmp_path / "one", 1)
    for folders in ([one], [one, one], [one, tmp_path / "." / "one"]):
        with pytest.raises(WeightsError, match="two folders or more, all of them different"):
            mean_of(folders)
