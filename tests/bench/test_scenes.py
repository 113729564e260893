"""Scenes of plain shapes are found again, and the table counts them rightly."""

from __future__ import annotations

import pytest

import renderer
from sketchnet.bench.scenes import NONE, ONE, OWN, THIN, Found, find, in_sight, outline_of, table

HEAD = "size(128, 128); background(240); fill(200, 40, 40);"


def test_most_scenes_are_found_again_exactly() -> None:
    found = list(find(6, seed=3, renders=4000, time=None))
    assert len(found) == 6
    assert sum(one.exact for one in found) >= 4
    assert sum(one.solved for one in found) >= 3


def test_what_is_wholly_hidden_is_not_in_the_answer() -> None:
    hidden = "circle(60, 60, 20); fill(20, 90, 200); rect(30, 30, 70, 70);"
    program = renderer.parse(HEAD + "noStroke();" + hidden)
    answer = in_sight(program, renderer.render(program))
    assert renderer.count_numbers(answer) == 4


@pytest.mark.parametrize(
    ("source", "outline"),
    [
        ("noStroke(); circle(60, 60, 20); rect(1, 2, 30, 40);", NONE),
        ("circle(60, 60, 20); rect(1, 2, 30, 40);", THIN),
        ("strokeWeight(3); circle(60, 60, 20); rect(1, 2, 30, 40);", ONE),
        ("strokeWeight(3); circle(60, 60, 20); stroke(250); rect(1, 2, 30, 40);", OWN),
    ],
)
def test_scenes_are_told_apart_by_their_outlines(source: str, outline: str) -> None:
    assert outline_of(renderer.run(renderer.parse(HEAD + source))) == outline


def test_the_table_counts_exact_and_solved_scenes() -> None:
    rows = [
        Found(NONE, 0.0, 7, 7, 1.0),
        Found(NONE, 0.4, 30, 7, 3.0),
        Found(THIN, 9.0, 30, 10, 5.0),
    ]
    lines = table(rows).splitlines()
    assert lines[2].startswith("| none | 2 | 2 | 1 |")
    assert lines[3].startswith("| thin and black | 1 | 0 | 0 |")
    assert lines[4].startswith("| all | 3 | 2 | 1 |")
