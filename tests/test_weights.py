"""All weights that come with the package: small enough to ship, and told by their cards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sketchnet.train.config import WEIGHTS

_LARGEST = 16 << 20  # bytes of a file
_FOLDERS = sorted(path for path in WEIGHTS.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_every_file_of_the_weights_is_small_enough_to_ship(folder: Path) -> None:
    assert all(path.stat().st_size <= _LARGEST for path in folder.iterdir())


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_the_card_tells_the_hash_and_the_updates_of_these_weights(folder: Path) -> None:
    told = json.loads((folder / "config.json").read_text())
    card = (folder / "README.md").read_text()
    assert told["sha256"] in card
    if "trained" in told:  # a mean of several was not trained itself
        assert f"{told['trained']['updates']:,}" in card
