"""Words that may be many and options stand in any order; what is wrong is still one line."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from tests.cli.runner import run


@pytest.mark.parametrize("order", list(permutations(["--resume", "updates=7", "batch=0"])))
def test_settings_stand_on_both_sides_of_options(order: tuple[str, ...], tmp_path: Path) -> None:
    done = run("train", "painter", "tiny", f"out={tmp_path}", *order)
    assert done.code == 1
    assert done.err.splitlines() == done.complaints and "batch is 0" in done.err


def test_a_setting_after_resume_is_taken(tmp_path: Path) -> None:
    done = run("train", "painter", "tiny", "--resume", f"out={tmp_path}")
    assert done.code == 1 and f"{tmp_path}/checkpoint" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ["draw", "none.png", "-o", "a.png", "nothing.png"],
        ["draw", "-o", "a.png", "none.png", "nothing.png"],
    ],
)
def test_pictures_stand_on_both_sides_of_options(words: list[str]) -> None:
    done = run(*words)
    assert done.code == 2 and "several pictures cannot share" in done.err


@pytest.mark.parametrize(("command", "option"), [("eval", "--count"), ("bench", "--limit")])
def test_sets_stand_on_both_sides_of_options(command: str, option: str) -> None:
    before, after = run(command, "nowhere", option, "1"), run(command, option, "1", "nowhere")
    assert before == after and before.code == 1 and "nowhere" in before.complaints[0]


def test_after_two_hyphens_a_name_may_look_like_an_option() -> None:
    done = run("draw", "-o", "a.png", "--", "-none.png")
    assert done.code == 1 and done.complaints == ["sketchnet: -none.png: no such file"]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["train"], "the following arguments are required: model, CONFIG (see"),
        (["train", "painter", "--resume"], "the following arguments are required: CONFIG (see"),
        (["train", "painter", "tiny", "--fast"], "unrecognized arguments: --fast"),
        (["draw", "-o", "a.png"], "the following arguments are required: IMAGE"),
        (["eval", "csg", "--count"], "argument --count: expected one argument"),
    ],
)
def test_what_is_wrong_is_one_line(words: list[str], fault: str) -> None:
    done = run(*words)
    assert done.code == 2
    assert done.err.splitlines() == done.complaints and fault in done.err
