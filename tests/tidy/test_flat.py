"""Flat art is drawn from its patches, cheaply, and every candidate is paid for."""

from __future__ import annotations

import numpy as np
import pytest

import renderer
import sketchnet
from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Rasterizer
from sketchnet.search.shapes import KINDS
from sketchnet.tidy.flat import cover_patches
from tests.tidy.again import assert_drawn_again

FLAT = """
size(96, 96);
background(255);
noStroke();
fill(200, 30, 30);
rect(10, 12, 40, 24);
fill(20, 90, 200);
circle(66, 60, 38);
fill(250, 220, 0);
ellipse(66, 60, 14, 22);
fill(0);
square(14, 62, 20);
"""


def canvas_of(pixels: np.ndarray) -> Canvas:
    return Canvas(pixels.astype(np.float32) / np.float32(255), (1.0, 1.0), (255.0, 255.0, 255.0))


def test_patches_of_plain_shapes_are_covered_by_those_shapes() -> None:
    shapes = cover_patches(canvas_of(renderer.render(FLAT)), tuple(KINDS), Budget(1000))
    found = {(shape.kind, shape.params) for shape in shapes}
    assert ("rect", (10.0, 12.0, 40.0, 24.0)) in found
    assert ("square", (14.0, 62.0, 20.0)) in found
    assert {"circle", "ellipse"} <= {shape.kind for shape in shapes}


def test_only_kinds_that_are_allowed_cover_patches() -> None:
    shapes = cover_patches(canvas_of(renderer.render(FLAT)), ("triangle", "quad"), Budget(1000))
    assert {shape.kind for shape in shapes} <= {"triangle", "quad"}


@pytest.mark.parametrize("most", [13, 60, 300])
def test_covering_takes_at_most_half_of_the_candidates_there_are(most: int) -> None:
    budget = Budget(most)
    cover_patches(canvas_of(renderer.render(FLAT)), tuple(KINDS), budget)
    assert budget.spent <= most / 2


def test_flat_art_is_exact_within_a_few_hundred_candidates() -> None:
    drawing = sketchnet.draw(renderer.render(FLAT), renders=500, method="search")
    assert drawing.renders <= 500
    assert drawing.score["rmse"] < 2


@pytest.mark.parametrize("renders", [1, 50, 400])
def test_no_shape_is_rasterized_that_renders_do_not_count(
    renders: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = 0
    masks = Rasterizer.masks

    def counted(self: Rasterizer, kind: str, params: np.ndarray, *rest: object) -> object:
        nonlocal drawn
        drawn += len(params)
        return masks(self, kind, params, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Rasterizer, "masks", counted)
    drawing = sketchnet.draw(renderer.render(FLAT), renders=renders, method="search")
    assert drawing.renders <= renders
    # What is kept is rasterized once more for its layer, and for each change of its place.
    assert drawn <= 3 * renders + 40


def test_outlines_that_cannot_fit_leave_candidates_for_those_that_do() -> None:
    source = """
        size(224, 224); background(255);
        fill(0); stroke(255, 255, 0); strokeWeight(3); rect(5, 34.5, 99.5, 61);
        fill(255, 255, 0); stroke(0, 128, 0); strokeWeight(4); circle(52.5, 59.5, 74);
        noStroke(); fill(128, 0, 128); circle(54, 57.5, 50.5);
        fill(255, 255, 0); circle(54, 57.5, 42.5);
    """
    assert_drawn_again(source, renders=1500, rmse=0.5)
