"""Where pictures come from, and that they are the ones that were measured."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from sketchnet.bench.errors import BenchError
from sketchnet.bench.sets import (
    PROBLEM_SETS,
    Picture,
    find_pictures,
    find_problems,
    home,
    manifest,
)
from tests.pictures import png, two_halves


def names(pictures: list[Picture]) -> list[tuple[str, str]]:
    return [(picture.set_name, picture.name) for picture in pictures]


def folder_of(path: Path, *files: str) -> Path:
    path.mkdir(parents=True)
    for file in files:
        (path / file).write_bytes(png(two_halves()))
    return path


def test_every_picture_is_the_one_in_the_manifest() -> None:
    rows = manifest()
    assert {(row["set"], row["name"]) for row in rows} == set(names(find_pictures([])))
    assert len(rows) == 48
    for row in rows:
        data = (home() / "pictures" / row["set"] / f"{row['name']}.png").read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"], row["name"]
        assert row["licence"] in ("public domain", "OFL-1.1")


def test_every_set_is_whole() -> None:
    pictures, problems = find_pictures([]), find_problems([])
    assert Counter(p.set_name for p in pictures) == {"tango": 24, "noto": 24}
    assert Counter(p.set_name for p in problems) == dict.fromkeys(PROBLEM_SETS, 64)


def test_limit_takes_the_first_of_each_set() -> None:
    limited = names(find_pictures(["noto", "tango"], 2))
    assert limited == [
        ("noto", "1F34E"),
        ("noto", "1F361"),
        ("tango", "application-x-executable"),
        ("tango", "applications-multimedia"),
    ]


def test_a_folder_is_a_set_of_its_pictures(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "pets", "dog.png", "cat.png", "cat.JPG", ".hidden.png")
    (folder / "notes.txt").write_text("cats")
    (folder / "more.png").mkdir()
    pictures = find_pictures([str(folder)])
    # Those that share a stem keep their suffix.
    assert names(pictures) == [("pets", "cat.JPG"), ("pets", "cat.png"), ("pets", "dog")]
    assert not any(picture.bundled for picture in pictures)


def test_a_digest_changes_with_the_picture(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "pets", "cat.png")
    before = find_pictures([str(folder)])[0].digest
    (folder / "cat.png").write_bytes(png(two_halves(5, 5)))
    assert find_pictures([str(folder)])[0].digest != before


def test_sets_of_one_name_are_refused(tmp_path: Path) -> None:
    folders = [folder_of(tmp_path / place / "pets", "cat.png") for place in "ab"]
    with pytest.raises(BenchError, match="2 sets are called 'pets'"):
        find_pictures([str(folder) for folder in folders])


def test_what_is_no_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="no such set; expected tango, noto or a folder"):
        find_pictures(["tengo"])
    with pytest.raises(BenchError, match="no pictures"):
        find_pictures([str(folder_of(tmp_path / "empty"))])
    with pytest.raises(BenchError, match="no problems 'tango'"):
        find_problems(["tango"])
