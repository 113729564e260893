"""Strokes without a fill come out as those strokes, also where they cross or end in one another."""

from __future__ import annotations

import pytest

import renderer
import sketchnet
from tests.tidy.again import assert_drawn_again

HEAD = "size(128, 128); background(255); noFill();"
SCENES = {
    "two squares that cross": "strokeWeight(5); rect(20, 20, 60, 60); rect(50, 50, 60, 60);",
    "two circles that cross": "strokeWeight(6); circle(50, 64, 60); circle(80, 64, 60);",
    "three circles that cross": "stroke(30, 60, 200); strokeWeight(4); circle(50, 50, 56); "
    "circle(78, 50, 56); circle(64, 78, 56);",
    "rings of many colours": "strokeWeight(4); stroke(0, 129, 200); circle(28, 40, 30); "
    "stroke(252, 177, 49); circle(46, 56, 30); stroke(0); circle(64, 40, 30); "
    "stroke(0, 166, 81); circle(82, 56, 30); stroke(238, 51, 78); circle(100, 40, 30);",
    "lines that meet": "strokeWeight(4); line(20, 100, 64, 20); line(64, 20, 108, 100);",
    "thick lines that cross": "strokeWeight(14); line(34, 34, 94, 94); line(94, 34, 34, 94);",
    "a bicycle": "strokeWeight(3); stroke(40); circle(34, 74, 50); circle(94, 74, 50); "
    "stroke(200, 40, 40); line(34, 74, 52, 40); line(52, 40, 84, 40); line(84, 40, 62, 74); "
    "line(62, 74, 34, 74); line(52, 40, 62, 74); line(84, 40, 94, 74);",
    "rings in rings": "stroke(200, 30, 30); strokeWeight(6); circle(64, 64, 20); "
    "circle(64, 64, 50); circle(64, 64, 80); circle(64, 64, 110);",
    "thin lines": "line(20, 100, 64, 20); line(64, 20, 108, 100); stroke(200, 0, 60); "
    "line(10, 110, 118, 104);",
    "a smile": "stroke(200, 30, 90); strokeWeight(7); arc(64, 60, 70, 60, 0, PI);",
    "curves that cross": "strokeWeight(3); bezier(10, 100, 50, 0, 80, 0, 118, 100); "
    "bezier(10, 20, 50, 120, 80, 120, 118, 20);",
    "a rainbow": "strokeWeight(6); stroke(255, 0, 0); arc(64, 100, 110, 110, PI, TWO_PI); "
    "stroke(255, 165, 0); arc(64, 100, 90, 90, PI, TWO_PI); stroke(0, 160, 0); "
    "arc(64, 100, 70, 70, PI, TWO_PI); stroke(0, 0, 255); arc(64, 100, 50, 50, PI, TWO_PI);",
    "a curve that turns": "strokeWeight(5); bezier(10, 90, 50, -30, 80, 160, 118, 30);",
    "curves of two colours": "strokeWeight(4); stroke(200, 30, 30); "
    "bezier(10, 100, 50, 0, 80, 0, 118, 100); stroke(30, 60, 200); "
    "bezier(10, 20, 50, 120, 80, 120, 118, 20);",
}


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("numbers", [40, 100])
def test_strokes_that_cross_are_drawn_as_written(name: str, numbers: int) -> None:
    source = HEAD + SCENES[name]
    drawing = sketchnet.draw(
        renderer.render(source), numbers=numbers, renders=20_000, method="search"
    )
    assert drawing.score["rmse"] < 0.3
    assert drawing.score["numbers"] <= renderer.count_numbers(renderer.parse(source))
    assert "fill(" not in drawing.code().replace("noFill(", "")


ON_FILLS = {
    "a ring across a card": "fill(255, 200, 0); strokeWeight(4); rect(20, 20, 60, 40); noFill(); "
    "circle(50, 70, 40);",
    "a clock": "stroke(40); strokeWeight(6); fill(250, 240, 200); circle(64, 64, 100); "
    "strokeWeight(4); line(64, 64, 64, 30); line(64, 64, 90, 76); noStroke(); fill(40); "
    "circle(64, 64, 8);",
    "a lattice of thin lines": "noStroke(); fill(250, 220, 120); rect(20, 20, 90, 90); stroke(0); "
    "line(20, 50, 110, 50); line(20, 80, 110, 80); line(64, 20, 64, 110);",
    "a mouth": "stroke(20); strokeWeight(3); fill(170, 180, 190); rect(24, 20, 80, 74); "
    "line(48, 70, 80, 70);",
}


@pytest.mark.parametrize("name", ON_FILLS)
def test_lines_that_lie_on_fills_leave_these_whole(name: str) -> None:
    source = "size(128, 128); background(255);" + ON_FILLS[name]
    assert_drawn_again(source, renders=20_000, rmse=0.3)


def test_bricks_share_their_mortar() -> None:
    source = "size(120, 80); background(200); fill(180, 70, 50); stroke(230); strokeWeight(2); "
    source += "for (int y = 0; y < 4; y++) { for (int x = -1; x < 4; x++) { "
    source += "rect(x * 40 + (y % 2) * 20, y * 20, 40, 20); } }"
    drawing = sketchnet.draw(renderer.render(source), renders=30_000, method="search")
    assert drawing.score["rmse"] < 1
    assert drawing.score["numbers"] <= 30
