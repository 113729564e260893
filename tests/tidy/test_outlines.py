"""Outlines that hardly show: of the background's colour, hidden, or drawn by other renderers."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

import renderer
import sketchnet
from sketchnet.tidy.bands import band_of
from sketchnet.tidy.labels import labels_of
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


FEW_LOOKS = {
    "three discs, two with outlines, over one another": HEAD
    + "fill(#008000); noStroke(); circle(144, 112, 52); fill(#0000FF); stroke(#FF0000); "
    "strokeWeight(2); ellipse(180, 116, 60, 52); fill(#FF0000); stroke(#FFA500); "
    "ellipse(148, 84, 76, 60);",
    "outlines of so many and a half pixels": HEAD
    + "fill(#FFA500); stroke(#000000); strokeWeight(2.5); ellipse(164, 60, 60, 48); "
    "fill(#FF0000); stroke(#800080); strokeWeight(3.5); ellipse(136, 108, 30, 54); "
    "fill(#0000FF); stroke(#00FF00); strokeWeight(4.5); ellipse(70, 150, 54, 36);",
    "a white disc with an outline on others": HEAD
    + "fill(#008000); stroke(#FF0000); strokeWeight(2); ellipse(164, 180, 68, 24); "
    "fill(#0000FF); stroke(#800080); ellipse(172, 204, 16, 60); fill(255); strokeWeight(4); "
    "ellipse(148, 168, 68, 52);",
}


@pytest.mark.parametrize("name", FEW_LOOKS)
def test_discs_with_outlines_take_few_candidates(name: str) -> None:
    """What lies on top is looked at first, and the width of an outline is measured."""
    assert_drawn_again(FEW_LOOKS[name], renders=1000, rmse=0.5)


def test_an_outlined_disc_that_others_hide_is_no_disc_without_outline() -> None:
    """An outline that is right but where something lies on it is one; its disc waits."""
    source = (
        HEAD + "fill(#0000FF); stroke(#FF0000); strokeWeight(6); ellipse(109, 111, 30, 54); "
        "fill(#800080); noStroke(); ellipse(109, 156, 30, 36);"
    )
    assert_drawn_again(source, renders=1000, rmse=0.3)


@pytest.mark.parametrize("weight", [2.5, 3, 4.5, 6])
def test_the_width_of_an_outline_is_known_to_a_fraction_of_a_pixel(weight: float) -> None:
    pixels = renderer.render(
        f"size(120, 120); background(255); fill(#FFA500); stroke(#0000FF); "
        f"strokeWeight({weight}); ellipse(61, 58, 70.5, 52);"
    ).astype(np.float32)
    labels = labels_of(pixels / 255)
    assert labels is not None
    fill = int(np.abs(labels.colours - (255, 165, 0)).max(1).argmin())
    free = np.zeros(labels.of.shape, bool)
    band = band_of(pixels, labels, labels.of == fill, fill, free)
    assert band is not None
    assert band.line is not None
    assert abs(band.line - weight) < 0.1


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
