"""Results survive being written and read."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sketchnet.bench.errors import BenchError
from sketchnet.bench.rows import Score, Solution, append_rows, read_rows, write_rows
from tests.bench.fakes import score, solution


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    scores = [
        score(picture='a "cat", grey'),
        score(psnr=math.inf, ssim=None, renders=None, seed=None, time_limit=2.5),
    ]
    write_rows(path, Score, scores[:1])
    append_rows(path, scores[1:])
    assert read_rows(path, Score) == scores


def test_solutions_keep_never_apart_from_at_once(tmp_path: Path) -> None:
    path = tmp_path / "problems.csv"
    solutions = [solution(None), solution(0)]
    write_rows(path, Solution, solutions)
    assert [row.solved_at for row in read_rows(path, Solution)] == [None, 0]


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    write_rows(path, Score, [score()])
    with path.open("a") as file:
        file.write("mine,cat,0f,sketch")
    with pytest.raises(BenchError, match="line 3 is damaged"):
        read_rows(path, Score)


def test_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    write_rows(path, Solution, [])
    with pytest.raises(BenchError, match="another kind of table"):
        read_rows(path, Score)
