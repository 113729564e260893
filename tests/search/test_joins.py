"""Outlines with round corners: drawn as the renderer does, and said where they show alone."""

from __future__ import annotations

import numpy as np
import pytest

import renderer
from sketchnet.search.emit import program_of
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import CORNERED, KINDS, Shape
from tests.search.scenes import random_shape

SIDE = 64
PAPER = (140.0, 200.0, 90.0)
NEXT_TO_NOTHING = 4 / 255


def outlined(kind: str, seed: int) -> Shape:
    drawn = random_shape(np.random.default_rng(seed), SIDE, kind, "both")
    return Shape(kind, drawn.params, "both", 6.0, (250.0, 40.0, 60.0), (20.0, 30.0, 80.0))


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if "both" in kind.paints])
@pytest.mark.parametrize("join", ["MITER", "ROUND"])
def test_a_canvas_turns_corners_as_the_renderer_does(kind: str, join: str) -> None:
    for seed in range(5):
        shape = outlined(kind, seed)
        program = program_of([shape], (SIDE, SIDE), PAPER, join)
        picture = renderer.render(program).astype(np.float32) / 255
        canvas = Canvas(picture, (1.0, 1.0), PAPER, hairlines=True, join=join)
        canvas.insert(0, shape)
        assert np.abs(canvas.picture() - picture).max() < NEXT_TO_NOTHING


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if "both" in kind.paints])
def test_kinds_without_corners_look_the_same_with_either_join(kind: str) -> None:
    pictures = []
    for join in ("MITER", "ROUND"):
        canvas = Canvas(np.zeros((SIDE, SIDE, 3), np.float32), (1.0, 1.0), PAPER, join=join)
        canvas.insert(0, outlined(kind, 1))
        pictures.append(canvas.picture())
    assert (np.abs(pictures[0] - pictures[1]).max() > NEXT_TO_NOTHING) == (kind in CORNERED)


def test_the_join_is_said_where_an_outline_has_corners_alone() -> None:
    box = outlined("rect", 0)
    bare = Shape("rect", box.params, "fill", 1.0, box.fill)

    def said(shapes: list[Shape], join: str) -> bool:
        program = program_of(shapes, (SIDE, SIDE), PAPER, join)
        return "strokeJoin(ROUND)" in renderer.export(program, "processing")

    assert said([bare, box], "ROUND")
    assert not said([bare, box], "MITER")
    assert not said([bare, outlined("ellipse", 0)], "ROUND")
