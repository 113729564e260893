"""Shapes that are far off are moved into place, and said in words that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

import renderer
from sketchnet.search.budget import ANY, Budget
from sketchnet.search.climb import Climber, Space
from sketchnet.search.emit import program_of
from sketchnet.search.layers import Canvas
from sketchnet.search.pyramid import moved_into_place
from sketchnet.search.rewording import reword
from sketchnet.search.setup import averaged
from sketchnet.search.shapes import Shape
from tests.search.scenes import random_shape, random_target

SIDE = 128
WHITE = (255.0, 255.0, 255.0)
RED, BLUE = (200.0, 40.0, 30.0), (40.0, 90.0, 200.0)
CARD = Shape("rect", (16.0, 20.0, 40.0, 30.0), "fill", 1.0, RED)
BALL = Shape("circle", (64.0, 66.0, 30.0), "fill", 1.0, BLUE)
SIZES = (16, 32, 64, 128)


def drawn(shapes: Sequence[Shape], size: tuple[int, int] = (SIDE, SIDE)) -> np.ndarray:
    return renderer.render(program_of(shapes, size, WHITE))


def root(canvas: Canvas) -> float:
    return 255 * float(np.sqrt(canvas.error() / canvas.target.size))


def climber(most: int = ANY) -> Climber:
    return Climber(Space(0.5, (SIDE, SIDE)), np.random.default_rng(0), Budget(most))


def test_shapes_that_are_far_off_are_moved_there_on_small_pictures_first() -> None:
    true = [
        Shape("ellipse", (40.0, 40.0, 44.0, 30.0), "fill", 1.0, RED),
        Shape("quad", (70.0, 70.0, 110.0, 64.0, 116.0, 100.0, 76.0, 112.0), "fill", 1.0, BLUE),
        Shape("line", (20.0, 110.0, 60.0, 84.0), "stroke", 4.0, stroke=(0.0, 0.0, 0.0)),
    ]
    off = [
        replace(true[0], params=(52.0, 28.0, 50.0, 24.0)),
        replace(true[1], params=(82.0, 58.0, 122.0, 52.0, 128.0, 88.0, 88.0, 100.0)),
        replace(true[2], params=(32.0, 98.0, 72.0, 72.0)),
    ]
    target = drawn(true)
    at_once = moved_into_place(off, target, SIZES[-1:], 30)
    by_and_by = moved_into_place(off, target, SIZES, 30)
    assert root(by_and_by) < 0.5 < 5 < root(at_once)
    for found, one in zip(by_and_by.shapes, true, strict=True):
        assert found.params == pytest.approx(one.params, abs=0.3)


def test_the_last_picture_is_the_first_that_is_as_large_as_the_target() -> None:
    target = drawn([CARD, BALL])
    assert moved_into_place([CARD], target, SIZES, 1).target.shape == (SIDE, SIDE, 3)
    assert moved_into_place([CARD], target, (16, 32), 1).target.shape == (32, 32, 3)
    assert moved_into_place([], target, SIZES, 1).shapes == []
    long = drawn([CARD], (400, 20))
    assert moved_into_place([CARD], long, (16, 64), 2).target.shape == (8, 64, 3)
    small = drawn([CARD], (60, 60))
    assert moved_into_place([CARD], small, SIZES, 1).target.shape == (60, 60, 3)


@pytest.mark.parametrize(
    ("true", "said"),
    [
        (
            Shape("quad", (20.0, 30.0, 70.0, 18.0, 78.0, 60.0, 28.0, 72.0), "fill", 1.0, RED),
            Shape("rect", (24.0, 22.0, 48.0, 44.0), "fill", 1.0, RED),
        ),
        (
            Shape("circle", (48.0, 50.0, 44.0), "both", 6.0, RED, BLUE),
            Shape("ellipse", (46.0, 52.0, 48.0, 40.0), "fill", 1.0, RED),
        ),
        (
            Shape("triangle", (20.0, 70.0, 46.0, 16.0, 76.0, 66.0), "fill", 1.0, RED),
            Shape("circle", (48.0, 50.0, 46.0), "fill", 1.0, BLUE),
        ),
    ],
    ids=lambda shape: shape.kind,
)
def test_a_shape_in_the_wrong_words_is_said_in_the_right_ones(true: Shape, said: Shape) -> None:
    target = drawn([true])
    moved = moved_into_place([said], target, SIZES[:3], 30)
    assert root(moved) > 6
    reword(moved, climber())
    assert root(moved) < 1
    assert len(moved.shapes) == 1


def test_the_error_never_rises_and_no_shape_comes_or_goes() -> None:
    rng = np.random.default_rng(3)
    for _ in range(3):
        shapes = [random_shape(rng, SIDE) for _ in range(4)]
        target = (random_target(rng, SIDE) * 255).astype(np.uint8)
        canvas = Canvas(*averaged(target, 32), WHITE)
        canvas.restore([canvas.layer(shape) for shape in shapes], WHITE)
        canvas.solve_colours()
        before = canvas.error()
        reword(canvas, climber())
        assert canvas.error() <= before
        assert len(canvas.layers) == 4


def test_what_is_exact_and_what_may_cost_nothing_stays_as_it_is() -> None:
    for target, budget in ((drawn([CARD]), ANY), (drawn([BALL]), 0)):
        canvas = Canvas(*averaged(target, SIDE), WHITE)
        canvas.restore([canvas.layer(CARD)], WHITE)
        canvas.solve_colours()
        reword(canvas, climber(budget))
        assert canvas.shapes[0].params == pytest.approx(CARD.params, abs=0.01)
        assert canvas.shapes[0].kind == "rect"
