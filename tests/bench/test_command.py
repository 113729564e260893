"""`sketchnet bench` from the command line to its files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sketchnet.bench.rows import Score, Solution, read_rows
from sketchnet.bench.run import Plan, run_curve, run_problems
from sketchnet.bench.sets import find_pictures, find_problems
from tests.bench import fakes
from tests.cli.runner import run
from tests.pictures import png, two_halves


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    folder = tmp_path / "pets"
    folder.mkdir()
    (folder / "cat.png").write_bytes(png(two_halves()))
    (folder / "dog.png").write_bytes(png(two_halves(20, 30)))
    return folder


def test_a_folder_of_pictures_is_measured(pets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ["--numbers", "8,4", "--renders", 300, "--out", out, "--jobs", 2]
    result = run("bench", pets, *options, "--methods", "sketchnet,vtracer")
    assert result.code == 0, result.err
    assert "## pets: 2 pictures" in result.out.decode()
    assert result.out == (out / "summary.md").read_bytes()
    scores = read_rows(out / "results.csv", Score)
    assert sorted((s.picture, s.method, s.limit) for s in scores) == [
        (picture, method, limit)
        for picture in ("cat", "dog")
        for method in ("sketchnet", "vtracer")
        for limit in (4, 8)
    ]
    assert all(score.numbers <= score.limit for score in scores)
    for file in ("sheet-pets-1.png", "summary.csv", "drawings/pets/cat/sketchnet-4.pde"):
        assert (out / file).stat().st_size > 0
    assert (out / "drawings/pets/dog/vtracer-8.svg").is_file()
    assert len(result.err.splitlines()) == 9  # a line for each score and one for the files


def plan(pictures: list, folder: Path, **changes: object) -> Plan:
    values = {"limits": [5], "methods": ["sketchnet"], "jobs": 2, "draw": fakes.draw}
    return Plan(pictures=pictures, folder=folder, **(values | changes))


def test_resuming_measures_only_what_is_missing(pets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    pictures = find_pictures([str(pets)])
    run_curve(plan(pictures[:1], out), lambda line: None)
    said: list[str] = []
    run_curve(plan(pictures, out, resume=True), said.append)
    assert len(said) == 1 and "pets/dog" in said[0]
    assert [row.picture for row in read_rows(out / "results.csv", Score)] == ["cat", "dog"]


def test_results_of_other_settings_are_measured_again(pets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    pictures = find_pictures([str(pets)])
    run_curve(plan(pictures, out), lambda line: None)
    said: list[str] = []
    run_curve(plan(pictures, out, resume=True, seed=2), said.append)
    assert len(said) == 2
    assert {row.seed for row in read_rows(out / "results.csv", Score)} == {2}


def test_results_of_other_code_are_measured_again(
    pets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    pictures = find_pictures([str(pets)])
    run_curve(plan(pictures, out), lambda line: None)
    old = {row.version for row in read_rows(out / "results.csv", Score)}
    monkeypatch.setattr("sketchnet.bench.run.drawing_fingerprint", lambda: "0ddc0de0")
    said: list[str] = []
    run_curve(plan(pictures, out, resume=True), said.append)
    assert len(said) == 2
    new = {row.version for row in read_rows(out / "results.csv", Score)}
    assert len(old) == len(new) == 1 and old.isdisjoint(new)


def test_a_drawing_over_its_budget_fails_the_benchmark(pets: Path, tmp_path: Path) -> None:
    report = run_curve(
        plan(find_pictures([str(pets)]), tmp_path / "out", draw=fakes.overspend), lambda line: None
    )
    assert report.summary == ""
    assert len(report.faults) == 2
    assert "has 7 numbers; expected at most 5" in report.faults[0]


def test_a_picture_that_cannot_be_read_leaves_the_others_alone(pets: Path, tmp_path: Path) -> None:
    (pets / "bad.png").write_text("Dear diary,")
    options = ["--numbers", "0", "--renders", 64, "--out", tmp_path / "out"]
    result = run("bench", pets, *options, "--methods", "sketchnet")
    assert result.code == 1
    assert len(result.complaints) == 1 and "not a picture" in result.complaints[0]
    assert "## pets: 2 pictures" in result.out.decode()


def test_recorded_peers_need_no_run(tmp_path: Path) -> None:
    result = run("bench", "--methods", "recorded", "--numbers", "50", "--out", tmp_path / "out")
    assert result.code == 0, result.err
    tango, noto = result.out.decode().split("## noto")
    assert "| recorded-best | 33.1 |" in tango
    assert "| recorded-vtracer | 67.6 |" in noto


def test_problems_are_tried_and_drawn(tmp_path: Path) -> None:
    report = run_problems(plan(find_problems(["rainbow"], 2), tmp_path), lambda line: None)
    assert not report.faults
    assert "| rainbow | sketchnet | ≤5 | 2 |" in report.summary
    rows = read_rows(tmp_path / "problems.csv", Solution)
    assert [(row.picture, row.solved_at, row.renders) for row in sorted(rows, key=str)] == [
        ("000", None, fakes.RENDERS),
        ("001", None, fakes.RENDERS),
    ]
    assert {path.name for path in report.files} == {
        "problems.csv",
        "problems.md",
        "solved.csv",
        "sheet-rainbow-1.png",
    }


def test_a_problem_that_fails_counts_as_not_solved(tmp_path: Path) -> None:
    pictures = find_problems(["rainbow"], 2)
    spoilt = tmp_path / "spoilt.png"
    spoilt.write_text("Dear diary,")
    pictures = [pictures[0], replace(pictures[1], path=spoilt)]
    report = run_problems(plan(pictures, tmp_path / "out"), lambda line: None)
    assert len(report.faults) == 1
    assert "| rainbow | sketchnet | ≤5 | 2 | 0 |" in report.summary
    assert [row.picture for row in read_rows(tmp_path / "out/problems.csv", Solution)] == ["000"]
    assert "rainbow,sketchnet,5,2," in (tmp_path / "out/solved.csv").read_text()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--methods", "sketchnet,magic"], 2, "unknown method 'magic'"),
        (["--numbers", "50,many"], 2, "expected a whole number"),
        (["--problems", "--methods", "vtracer"], 2, "for our own methods"),
        (["--problems", "tango"], 1, "expected some of csg2da"),
        (["no-such-folder"], 1, "no such set"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(
    words: list[str], code: int, told: str, tmp_path: Path
) -> None:
    result = run("bench", *words, "--out", tmp_path / "out")
    assert result.code == code
    assert len(result.complaints) == 1 and told in result.complaints[0]
    assert not (tmp_path / "out").exists()
