"""Thin strokes come out as they were written: Processing's own outlines, crossing or hidden."""

from __future__ import annotations

import numpy as np
import pytest

import renderer
import sketchnet
from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS, Shape
from sketchnet.tidy.labels import labels_of
from sketchnet.tidy.ridges import ridges_of
from sketchnet.tidy.wire_fitting import WireFitter
from sketchnet.tidy.wires import wires
from tests.tidy.again import assert_drawn_again

SCENES = {
    "Processing's defaults": "size(200, 200); rect(40, 40, 60, 80); ellipse(120, 120, 80, 50); "
    "line(10, 190, 190, 10);",
    "the same on white": "size(200, 200); background(255); rect(40, 40, 60, 80); "
    "ellipse(120, 120, 80, 50); line(10, 190, 190, 10);",
    "ellipses that cross": "size(160, 160); background(255); noFill(); stroke(30, 80, 200); "
    "strokeWeight(2); ellipse(80, 80, 120, 60); ellipse(80, 80, 60, 120); circle(80, 80, 40);",
    "circles in circles": "size(200, 200); background(250); noFill(); circle(100, 100, 30); "
    "circle(100, 100, 90); circle(100, 100, 120); circle(100, 100, 180);",
    "lines through one point": "size(200, 200); background(255); line(20, 100, 180, 100); "
    "line(100, 20, 100, 180); line(30, 40, 170, 160); line(40, 170, 160, 30);",
    "arches": "size(200, 200); background(255); noFill(); strokeWeight(2); "
    "arc(100, 100, 160, 160, PI, TWO_PI); arc(100, 100, 60, 60, PI, TWO_PI); "
    "line(10, 110, 190, 110);",
    "waves": "size(200, 200); background(255); noFill(); "
    "bezier(10, 100, 60, 20, 140, 180, 190, 100); bezier(10, 140, 60, 60, 140, 220, 190, 140);",
    "squares that cross": "size(160, 160); background(255); noFill(); square(20, 20, 60); "
    "square(30, 30, 60); square(40, 40, 60); square(50, 50, 60);",
    "three that cross on a dark ground": "size(160, 160); background(20, 30, 60); noFill(); "
    "stroke(180); ellipse(80, 60, 100, 60); rect(30, 70, 100, 60); "
    "triangle(20, 150, 80, 20, 140, 150);",
    "a house": "size(200, 200); background(230, 240, 255); rect(50, 90, 100, 80); "
    "triangle(40, 90, 100, 40, 160, 90); rect(90, 130, 20, 40); square(60, 105, 20); "
    "square(120, 105, 20);",
}


@pytest.mark.parametrize("name", SCENES)
def test_thin_strokes_are_drawn_as_written(name: str) -> None:
    assert_drawn_again(SCENES[name], renders=20_000, rmse=0.3)


def test_a_picture_without_thin_strokes_costs_nothing() -> None:
    picture = renderer.render(
        "size(64, 64); background(255); noStroke(); fill(200, 0, 0); rect(8, 8, 40, 30);"
    )
    target = picture.astype(np.float32) / 255
    labels = labels_of(target)
    assert labels is not None
    budget = Budget(1000)
    assert not wires(Canvas(target, (1.0, 1.0), (255, 255, 255)), labels, tuple(KINDS), budget)
    assert budget.spent == 0


@pytest.mark.parametrize("renders", [50, 400])
def test_no_more_candidates_are_looked_at_than_there_are(renders: int) -> None:
    picture = renderer.render(SCENES["ellipses that cross"])
    target = picture.astype(np.float32) / 255
    labels = labels_of(target)
    assert labels is not None
    budget = Budget(renders)
    canvas = Canvas(target, (1.0, 1.0), (255, 255, 255), hairlines=True)
    found = wires(canvas, labels, ("line", "circle"), budget)
    assert budget.spent <= renders + 30  # lines that others cross are looked at again
    assert {shape.kind for shape in found} <= {"line", "circle"}


def test_rings_off_the_grid_are_rings_yet() -> None:
    source = (
        "size(200, 200); background(250); noFill(); stroke(120, 0, 160); "
        "for (int i = 0; i < 8; i++) "
        "{ circle(100 + 40 * cos(i * PI / 4), 100 + 40 * sin(i * PI / 4), 80); }"
    )
    drawing = sketchnet.draw(renderer.render(source), renders=40_000, method="search")
    assert "rotate(TWO_PI / 8)" in drawing.code()


@pytest.mark.parametrize(
    "source",
    [
        "size(100, 12); background(255); noFill(); circle(14, -1, 98); circle(56, 14, 57); "
        "arc(66, 2, 138, 20, 0.66, 1.25); circle(97, 3, 81); line(97, 2, 20, 2);",
        "size(8, 60); background(255); noFill(); circle(-2, 10, 30); circle(10, 40, 25); "
        "line(0, 59, 8, 0);",
        "size(90, 60); background(255); noFill(); strokeWeight(3); line(5, 5, 80, 50); "
        "circle(45, 30, 40);",
    ],
)
def test_strokes_cut_by_the_frame_or_wider_are_drawn_too(source: str) -> None:
    drawing = sketchnet.draw(renderer.render(source), renders=4000, method="search")
    assert drawing.score["rmse"] < 50


def test_a_stroke_beyond_the_frame_explains_nothing() -> None:
    target = renderer.render(SCENES["circles in circles"]).astype(np.float32) / 255
    labels = labels_of(target)
    assert labels is not None
    canvas = Canvas(target, (1.0, 1.0), (250, 250, 250), hairlines=True)
    fitter = WireFitter(canvas, ridges_of(target, labels), tuple(KINDS), Budget(100))
    for params in ((-50.0, -50.0, 10.0), (100.0, 100.0, 900.0)):
        assert fitter.tried(Shape("circle", params, "stroke")).gain == 0


def test_strokes_without_ink_go_nowhere() -> None:
    target = renderer.render(SCENES["arches"]).astype(np.float32) / 255
    labels = labels_of(target)
    assert labels is not None
    found = ridges_of(target, labels)
    assert list(found.paths())
    assert not list(found._replace(ink=np.zeros_like(found.ink)).paths())


def test_curves_that_cross_are_one_curve_each() -> None:
    source = "size(160, 120); background(255); noFill(); strokeWeight(2); "
    source += (
        "bezier(10, 100, 60, 0, 100, 0, 150, 100); bezier(10, 20, 60, 120, 100, 120, 150, 20);"
    )
    drawing = sketchnet.draw(renderer.render(source), renders=20_000, method="search")
    assert drawing.score["rmse"] < 2
    assert drawing.score["numbers"] <= 17


@pytest.mark.parametrize(
    ("shapes", "numbers"),
    [
        ("rect(-20, 30, 80, 50); circle(150, 20, 60); triangle(60, 130, 100, 60, 140, 130);", 13),
        ("rect(-20, 30, 80, 50, 12); rect(100, 70, 40, 80); ellipse(90, 0, 70, 50);", 13),
    ],
)
def test_outlines_that_the_frame_cuts_are_outlines(shapes: str, numbers: int) -> None:
    source = f"size(160, 120); background(240); noFill(); {shapes}"
    drawing = sketchnet.draw(renderer.render(source), renders=20_000, method="search")
    assert drawing.score["rmse"] < 0.3
    assert drawing.score["numbers"] <= numbers
