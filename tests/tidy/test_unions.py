"""Parts that are no plain shape come out as the few plain shapes that they are the union of."""

from __future__ import annotations

import pytest

import renderer
import sketchnet
from tests.tidy.again import assert_drawn_again

HEAD = "size(128, 128); background(255); noStroke(); fill(200, 30, 30); "
SCENES = {
    "a plus": "rect(50, 20, 28, 88); rect(20, 50, 88, 28);",
    "an angle": "rect(20, 20, 30, 80); rect(20, 70, 80, 30);",
    "stairs": "rect(20, 80, 90, 20); rect(40, 60, 70, 20); rect(60, 40, 50, 20);",
    "an arrow": "rect(10, 50, 60, 28); triangle(70, 30, 118, 64, 70, 98);",
    "a lollipop": "circle(64, 40, 50); rect(60, 60, 8, 60);",
    "a cloud": "circle(40, 70, 40); circle(64, 56, 52); circle(90, 70, 44);",
    "a fish": "ellipse(56, 64, 70, 44); triangle(85, 64, 118, 40, 118, 88);",
    "a tree": "triangle(64, 14, 30, 60, 98, 60); triangle(64, 40, 22, 90, 106, 90);",
    "a house under its door and its window": "rect(34, 60, 60, 50); triangle(24, 60, 104, 60, 64, "
    "24); fill(250, 240, 90); rect(56, 80, 16, 30); square(40, 66, 12);",
    "a car on its wheels": "rect(10, 50, 108, 26, 8); quad(32, 50, 46, 28, 84, 28, 100, 50); "
    "fill(30); circle(36, 76, 26); circle(92, 76, 26);",
}


@pytest.mark.parametrize("name", SCENES)
def test_unions_are_exact_with_no_more_numbers(name: str) -> None:
    source = HEAD + SCENES[name]
    assert_drawn_again(source, renders=2000, rmse=0.5)


def test_what_a_polygon_says_with_fewer_numbers_is_one() -> None:
    source = HEAD + "beginShape(); vertex(20, 30); vertex(64, 60); vertex(108, 30); "
    source += "vertex(108, 70); vertex(64, 100); vertex(20, 70); endShape(CLOSE);"
    drawing = sketchnet.draw(renderer.render(source), renders=2000, method="search")
    assert drawing.score["rmse"] < 0.5
    assert drawing.score["numbers"] <= 12
