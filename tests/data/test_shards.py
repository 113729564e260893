"""Pairs on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer import SketchError
from sketchnet.data import shards
from sketchnet.data.shards import Job, make

SOURCE = "size(16, 16); background(255); fill(random(255)); circle(8, random(16), 6);"


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_workers_change_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "PER_SHARD", 4)
    job = Job(SOURCE, 10, 1, 16)
    make(job, tmp_path / "one", 1, lambda _: None)
    make(job, tmp_path / "two", 2, lambda _: None)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")
    assert len(_bytes(tmp_path / "one")) == 5


def test_a_stopped_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "PER_SHARD", 4)
    job = Job(SOURCE, 10, 1, 16)
    make(job, tmp_path, 1, lambda _: None)
    whole = _bytes(tmp_path)
    (tmp_path / "shard-00001.tar").unlink()
    (tmp_path / "manifest.json").unlink()
    told: list[str] = []
    make(job, tmp_path, 1, told.append)
    assert len(told) == 1
    assert _bytes(tmp_path) == whole


def test_pairs_of_another_seed_are_refused(tmp_path: Path) -> None:
    make(Job(SOURCE, 2, 1, 16), tmp_path, 1, lambda _: None)
    with pytest.raises(SketchError, match="made otherwise"):
        make(Job(SOURCE, 2, 2, 16), tmp_path, 1, lambda _: None)
