"""Pictures whose outlines turn round corners, or whose edges lie between the steps of the grid."""

from __future__ import annotations

import re

import numpy as np
import pytest

import renderer
import sketchnet
from sketchnet.drawing import Drawing
from tests.tidy.again import assert_drawn_again

HEAD = "size(128, 128); background(255); "
ROUND = HEAD + "strokeJoin(ROUND); stroke(51); "

ON_GRID = {
    "two outlined quads and a plus": ROUND
    + "strokeWeight(6); fill(179); quad(15, 78, 60, 78, 84, 112, 6, 112); fill(127); "
    "quad(55, 58, 105, 58, 122, 92, 46, 92); strokeWeight(13); line(34, 18, 34, 62); "
    "line(12, 40, 56, 40);",
    "a house": ROUND + "strokeWeight(6); fill(220, 80, 60); triangle(20, 60, 64, 20, 108, 60); "
    "fill(240, 220, 180); rect(30, 60, 68, 50); fill(90, 60, 30); rect(54, 80, 20, 30);",
    "hollow shapes": ROUND
    + "strokeWeight(8); noFill(); rect(20, 30, 88, 70); triangle(40, 80, 64, 50, 88, 80);",
}

BETWEEN = {
    "a plus": HEAD + "stroke(51); strokeWeight(13.07); line(34.13, 18.3, 34.13, 62.37); "
    "line(12.1, 40.33, 56.3, 40.33);",
    "two outlined quads": ROUND
    + "strokeWeight(6.3); fill(179); quad(15.2, 78.3, 60.4, 78.3, 84.3, 112.2, 6.2, 112.2); "
    "fill(127); quad(55.3, 58.3, 105.4, 58.3, 122.2, 92.4, 46.3, 92.4);",
    "an arrowhead": ROUND
    + "strokeWeight(10.67); line(32.1, 80.2, 64.07, 48.15); line(64.07, 48.15, 96.13, 80.2);",
    "a disc between lines": HEAD
    + "stroke(32, 48, 64); strokeWeight(10.67); noFill(); circle(64.2, 64.2, 42.8); "
    "line(5.4, 64.2, 37.3, 64.2); line(91.1, 64.2, 122.8, 64.2);",
}


@pytest.mark.parametrize("name", ON_GRID)
def test_outlines_with_round_corners_are_drawn_again(name: str) -> None:
    assert_drawn_again(ON_GRID[name], renders=40_000, rmse=0.5)


def drawn(name: str, **settings: int) -> Drawing:
    target = renderer.render(renderer.parse(BETWEEN[name]))
    return sketchnet.draw(target, method="search", numbers=100, **settings)


@pytest.mark.parametrize("name", BETWEEN)
def test_edges_between_the_steps_of_the_grid_are_drawn_on_it(name: str) -> None:
    """As a person would: nothing is added to make up for parts of a pixel."""
    drawing = drawn(name)
    source = renderer.parse(BETWEEN[name])
    assert renderer.count_numbers(drawing.program) <= renderer.count_numbers(source) + 2
    literals = [float(found) for found in re.findall(r"\d+\.?\d*", drawing.code())]
    assert all(2 * value == int(2 * value) for value in literals)
    rough = np.abs(drawing.image.astype(int) - drawing.target).max(2)
    assert (rough > 150).mean() < 0.002  # no pixel is off by more than the edges are
    assert drawing.score["rmse"] < 7


def test_level_corners_stay_level() -> None:
    code = drawn("two outlined quads").code()
    for found in re.findall(r"quad\((.*?)\)", code):
        rows = [float(value) for value in found.split(", ")][1::2]
        assert rows[0] == rows[1] < rows[2] == rows[3]


def test_limits_are_kept() -> None:
    drawing = drawn("two outlined quads", statements=1)
    assert renderer.count_statements(drawing.program) == 1
