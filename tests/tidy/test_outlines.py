"""Outlines that hardly show: of the background's colour, hidden, or drawn by other renderers."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

import renderer
import sketchnet
from tests.tidy.again import assert_drawn_again

HEAD = "size(224, 224); background(255); strokeJoin(MITER); "
DISCS = "noStroke(); fill(#FFA500); ellipse(100, 112, 36, 54); "

SCENES = {
    "a ring on white, too thin for its colour to fill a square": HEAD
    + "fill(#FFFF00); noStroke(); rect(120, 60, 32, 64); noFill(); stroke(#0000FF); "
    "strokeWeight(2); ellipse(136, 180, 24, 64);",
    "a small box with an outline, which is no curve": HEAD
    + "fill(255); stroke(#FF0000); strokeWeight(2); rect(116, 68, 8, 40);",
    "an outline that the shape below another has": HEAD
    + "fill(#FF0000); stroke(#0000FF); strokeWeight(2); rect(81, 32, 60, 80); "
    "fill(#FFFF00); noStroke(); rect(56, 102, 90, 80);",
    "white boxes and discs with outlines over one another": HEAD
    + "fill(255); stroke(#0000FF); strokeWeight(2); rect(64, 93, 30, 24); "
    "fill(#800080); noStroke(); ellipse(79, 141, 24, 48); fill(#0000FF); stroke(#FF0000); "
    "strokeWeight(6); ellipse(109, 111, 30, 54); fill(#800080); noStroke(); "
    "ellipse(109, 156, 30, 36);",
    "a wide outline whose end is hidden far from its fill": HEAD
    + "fill(#FFFF00); stroke(#FFFF00); strokeWeight(6); rect(96, 48, 32, 56); fill(#008000); "
    "strokeWeight(4); ellipse(76, 140, 8, 56); fill(#800080); noStroke(); circle(116, 140, 72);",
    "an outline of the background's colour that cuts a box": HEAD
    + "fill(#0000FF); stroke(0); strokeWeight(2); rect(42, 92, 80, 90); "
    "fill(0); stroke(255); strokeWeight(4); ellipse(132, 112, 40, 70);",
    "a fill of a few pixels": HEAD
    + "fill(0); stroke(#FFA500); strokeWeight(6); rect(104, 108, 16, 8);",
}


@pytest.mark.parametrize("name", SCENES)
def test_shapes_with_outlines_are_drawn_whole_and_exactly(name: str) -> None:
    assert_drawn_again(SCENES[name], renders=6000, rmse=0.3)


def test_a_robots_face_does_not_become_outlines_of_its_features() -> None:
    """What lies as far from a mouth as the next line is no outline of it."""
    source = (
        "size(128, 128); background(255); fill(170, 180, 190); stroke(20); strokeWeight(3); "
        "rect(34, 20, 60, 44); fill(250, 240, 90); circle(50, 40, 14); circle(78, 40, 14); "
        "line(48, 56, 80, 56);"
    )
    assert_drawn_again(source, renders=6000, rmse=0.5)


def test_what_another_renderer_makes_of_round_edges_is_no_reason_for_more_shapes() -> None:
    resvg = pytest.importorskip("resvg_py")
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="224" height="224">'
        '<rect width="224" height="224" fill="white"/>'
        '<ellipse cx="100" cy="112" rx="18" ry="27" fill="#FFA500"/>'
        '<ellipse cx="133" cy="112" rx="9" ry="21" fill="#FFA500" stroke="#008000" '
        'stroke-width="2"/></svg>'
    )
    picture = Image.open(io.BytesIO(bytes(resvg.svg_to_bytes(svg_string=svg)))).convert("RGB")
    ours = renderer.render(
        HEAD + DISCS + "stroke(#008000); strokeWeight(2); ellipse(133, 112, 18, 42);"
    )
    assert np.abs(ours.astype(int) - np.asarray(picture)).max() > 10  # it is another renderer's
    drawing = sketchnet.draw(picture, method="search")
    assert drawing.score["numbers"] == 9
    assert drawing.score["rmse"] < 1
    assert drawing.score["renders"] < 2000
