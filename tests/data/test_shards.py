"""Pairs on disk."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import renderer
from renderer import ProgramError, SketchError
from sketchnet.cli import main
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


class StoppedError(Exception):
    pass


def test_a_stopped_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "PER_SHARD", 4)
    job = Job(SOURCE, 10, 1, 16)
    make(job, tmp_path / "whole", 1, lambda _: None)

    def stop(line: str) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        make(job, tmp_path / "part", 1, stop)
    told: list[str] = []
    make(job, tmp_path / "part", 1, told.append)
    assert told == ["shard-00001.tar of 3 shards", "shard-00002.tar of 3 shards"]
    assert _bytes(tmp_path / "part") == _bytes(tmp_path / "whole")


def test_missing_and_damaged_shards_alone_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "PER_SHARD", 4)
    job = Job(SOURCE, 10, 1, 16)
    make(job, tmp_path, 1, lambda _: None)
    whole = _bytes(tmp_path)
    damaged = bytearray(whole["shard-00000.tar"])
    damaged[700] ^= 1
    (tmp_path / "shard-00000.tar").write_bytes(damaged)
    (tmp_path / "shard-00002.tar").unlink()
    told: list[str] = []
    make(job, tmp_path, 1, told.append)
    assert told == [
        "shard-00000.tar is damaged and is made anew",
        "shard-00000.tar of 3 shards",
        "shard-00002.tar of 3 shards",
    ]
    assert _bytes(tmp_path) == whole


@pytest.mark.parametrize("manifest", ["{damaged", "[]", '{"shards": 3}'])
def test_all_is_made_anew_where_the_manifest_is_damaged(tmp_path: Path, manifest: str) -> None:
    job = Job(SOURCE, 3, 1, 16)
    make(job, tmp_path, 1, lambda _: None)
    whole = _bytes(tmp_path)
    (tmp_path / "manifest.json").write_text(manifest)
    told: list[str] = []
    make(job, tmp_path, 1, told.append)
    assert told[0] == "manifest.json is damaged, and all shards are made anew"
    assert _bytes(tmp_path) == whole


def test_a_sketch_that_failed_may_be_mended_and_made_in_the_same_folder(tmp_path: Path) -> None:
    with pytest.raises(ProgramError):
        make(Job("size(20, 20); circle(1 / 0, 9, 9);", 3, 1, 16), tmp_path, 1, lambda _: None)
    make(Job(SOURCE, 3, 1, 16), tmp_path, 1, lambda _: None)
    assert (tmp_path / "shard-00000.tar").exists()


def test_a_shard_that_the_manifest_does_not_know_is_made_anew(tmp_path: Path) -> None:
    job = Job(SOURCE, 3, 1, 16)
    make(job, tmp_path, 1, lambda _: None)
    whole = _bytes(tmp_path)
    (tmp_path / "manifest.json").unlink()
    make(job, tmp_path, 1, lambda _: None)
    assert _bytes(tmp_path) == whole


def test_the_files_of_a_pair_agree(tmp_path: Path) -> None:
    make(Job(SOURCE, 3, 1, 20), tmp_path, 1, lambda _: None)
    with tarfile.open(tmp_path / "shard-00000.tar") as tar:
        files = {name: tar.extractfile(name).read() for name in tar.getnames()}  # type: ignore[union-attr]
    assert sorted(files) == [f"{i:08d}.{kind}" for i in range(3) for kind in ("json", "pde", "png")]
    for index in range(3):
        code = files[f"{index:08d}.pde"].decode()
        picture = np.asarray(Image.open(io.BytesIO(files[f"{index:08d}.png"])))
        assert np.array_equal(renderer.render(code, (20, 20)), picture)
        facts = json.loads(files[f"{index:08d}.json"])
        assert facts == {"index": index, "numbers": 3, "statements": 1}


def test_pairs_of_another_seed_are_refused(tmp_path: Path) -> None:
    make(Job(SOURCE, 2, 1, 16), tmp_path, 1, lambda _: None)
    with pytest.raises(SketchError, match="made otherwise"):
        make(Job(SOURCE, 2, 2, 16), tmp_path, 1, lambda _: None)


def test_command_makes_pairs_and_refuses_a_missing_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sketch = tmp_path / "dot.pde"
    sketch.write_text(SOURCE)
    out = tmp_path / "out"
    assert main(["data", "make", str(sketch), "--count", "2", "-o", str(out)]) == 0
    assert (out / "manifest.json").exists()
    capsys.readouterr()
    assert main(["data", "make", str(tmp_path / "none.pde"), "--count", "2"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
