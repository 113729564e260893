"""What only mends the edge of another shape is left out, and nothing else."""

from __future__ import annotations

import numpy as np

import renderer
from sketchnet.search.budget import ANY, Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS, Shape
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.slivers import drop_slivers

PAPER = (255.0, 255.0, 255.0)
DISC = Shape("circle", (64.0, 64.0, 60.0), fill=(200.0, 40.0, 60.0))
SLIVER = Shape("rect", (60.0, 93.5, 9.0, 0.5), fill=(228.0, 148.0, 158.0))
MOON = Shape("circle", (24.0, 24.0, 20.0), fill=(228.0, 148.0, 158.0))


def judge_of(source: str, shapes: list[Shape]) -> Judge:
    picture = renderer.render(source).astype(np.float32) / np.float32(255)
    canvas = Canvas(picture, (1.0, 1.0), PAPER, hairlines=True)
    for shape in shapes:
        canvas.insert(len(canvas.layers), shape)
    return Judge(canvas, canvas.error(), None, tuple(KINDS), Budget(ANY))


HEAD = "size(128, 128); background(255); noStroke(); fill(200, 40, 60); circle(64, 64, 60);"


def test_a_sliver_in_a_mixture_of_colours_goes() -> None:
    judge = judge_of(HEAD, [DISC, SLIVER])
    drop_slivers(judge)
    assert [item.shapes for item in judge.items] == [(DISC,)]


def test_a_shape_in_a_colour_of_the_picture_stays() -> None:
    judge = judge_of(HEAD + "fill(228, 148, 158); circle(24, 24, 20);", [DISC, MOON])
    drop_slivers(judge)
    assert len(judge.items) == 2


def test_a_shape_that_is_missed_stays_whatever_its_colour() -> None:
    judge = judge_of(HEAD + "fill(250, 240, 60); circle(24, 24, 20);", [DISC, MOON])
    drop_slivers(judge)
    assert len(judge.items) == 2


def test_pictures_without_plain_areas_are_left_alone() -> None:
    rng = np.random.default_rng(0)
    canvas = Canvas(rng.random((64, 64, 3), np.float32), (1.0, 1.0), PAPER)
    canvas.insert(0, SLIVER)
    judge = Judge(canvas, canvas.error(), None, tuple(KINDS), Budget(ANY))
    drop_slivers(judge)
    assert len(judge.items) == 1
