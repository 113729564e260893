"""Flat pictures that are larger than search looks at are taken apart at their own size."""

from __future__ import annotations

import pytest

import renderer
from sketchnet.search.setup import own_picture
from tests.tidy.again import assert_drawn_again

LANDSCAPE = """background(120, 190, 240); {} fill(90, 160, 60); rect(0, 150, width, 50);
fill(200, 60, 40); rect(110, 90, 90, 70); fill(120, 50, 30); triangle(100, 90, 210, 90, 155, 45);
fill(250, 220, 60); circle(270, 40, 44);"""
SCENES = {
    "a house": "size(320, 200);" + LANDSCAPE.format("noStroke();"),
    "a house with outlines, which meet the edge": "size(320, 200);" + LANDSCAPE.format(""),
    "thick strokes": "size(300, 120); background(255); strokeWeight(10); noFill(); "
    "line(20, 20, 80, 20); line(50, 20, 50, 100); ellipse(130, 60, 60, 80); "
    "line(190, 20, 190, 100); line(190, 100, 240, 100); line(260, 20, 260, 100); "
    "line(260, 60, 290, 20);",
    "mountains": "size(360, 360); background(20, 40, 90); noStroke(); fill(60, 70, 60); "
    "triangle(0, 300, 120, 140, 240, 300); fill(80, 90, 80); triangle(120, 300, 250, 180, 360, "
    "300); fill(30, 60, 30); rect(0, 300, width, 60);",
}


@pytest.mark.parametrize("name", SCENES)
def test_larger_pictures_are_exact_too(name: str) -> None:
    assert_drawn_again(SCENES[name], renders=4000, rmse=0.5)


def test_pictures_keep_their_size_if_they_are_flat_and_not_huge() -> None:
    flat = renderer.render(SCENES["a house"])
    found = own_picture(flat)
    assert found is not None and found.shape == flat.shape
    assert own_picture(flat[:100, :200]) is None  # search looks at all of its pixels anyway
    assert own_picture(flat.repeat(2, 0).repeat(2, 1)) is None
    source = "size(300, 90); for (int i = 0; i < 300; i++) { stroke(i % 256); line(i, 0, i, 90); }"
    assert own_picture(renderer.render(source)) is None
