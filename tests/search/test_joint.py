"""Slopes, the steps they lead to, and what is left when numbers become tidy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sketchnet.search.budget import Budget
from sketchnet.search.joint import moved, put, refine, stack_normal, values_of
from sketchnet.search.layers import Canvas
from sketchnet.search.normal import normal_equations
from sketchnet.search.rounding import descend, on_grid, round_jointly
from sketchnet.search.shapes import KINDS, Shape
from sketchnet.search.slopes import free_values, renders_of, slopes_of, with_values
from tests.search.scenes import random_shape, random_target

SIDE = 48
WHITE = (255.0, 255.0, 255.0)

SCENE = [
    Shape("rect", (6.0, 8.0, 30.0, 14.0), "fill", 1.0, (200.0, 40.0, 30.0)),
    Shape("circle", (30.0, 30.0, 20.0), "both", 2.0, (40.0, 90.0, 200.0), (10.0, 10.0, 20.0)),
    Shape("triangle", (8.0, 44.0, 20.0, 24.0, 26.0, 42.0), "fill", 1.0, (30.0, 160.0, 60.0)),
    Shape("line", (4.0, 4.0, 44.0, 7.0), "stroke", 3.0, stroke=(90.0, 20.0, 120.0)),
]


def plenty() -> Budget:
    return Budget(10**9)


def picture_of(shapes: list[Shape]) -> np.ndarray:
    canvas = Canvas(np.zeros((SIDE, SIDE, 3), np.float32), (1.0, 1.0), WHITE)
    for shape in shapes:
        canvas.insert(len(canvas.layers), shape)
    return canvas.picture().copy()


@pytest.fixture
def canvas() -> Canvas:
    rng = np.random.default_rng(11)
    canvas = Canvas(random_target(rng, SIDE), (1.0, 1.0), (200.0, 210.0, 220.0))
    for _ in range(6):
        canvas.insert(len(canvas.layers), random_shape(rng, SIDE))
    canvas.solve_colours()
    return canvas


@pytest.mark.parametrize("kind", KINDS)
def test_slopes_are_the_change_of_coverage(canvas: Canvas, kind: str) -> None:
    rng = np.random.default_rng(7)
    for paint in KINDS[kind].paints:
        shape = replace(random_shape(rng, SIDE, kind, paint), weight=3.0)
        slopes = slopes_of(canvas.rasterizer, shape)
        assert slopes is not None
        values = free_values(shape)
        rows, columns = slopes.window.slices
        for k in range(len(values)):
            for part, slope in zip(shape.parts, slopes.slopes, strict=True):
                sides = []
                for way in (0.5, -0.5):
                    other = with_values(shape, values + way * np.eye(len(values))[k])
                    whole = np.zeros((SIDE, SIDE), np.float32)
                    layer = canvas.layer(other)
                    at = layer.window.slices
                    whole[at] = layer.mask(part)
                    sides.append(whole[rows, columns].ravel()[slopes.pixels])
                np.testing.assert_allclose(slope[k], sides[0] - sides[1], atol=0.02)


def test_a_radius_below_nothing_has_no_slope(canvas: Canvas) -> None:
    shape = Shape("roundrect", (6.0, 8.0, 30.0, 14.0, -0.5), "fill", 1.0, (200.0, 40.0, 30.0))
    slopes = slopes_of(canvas.rasterizer, shape)
    assert slopes is not None
    assert np.isfinite(slopes.slopes[0]).all()
    assert not slopes.slopes[0][-1].any()
    assert slopes.slopes[0][0].any()


@pytest.mark.parametrize("kind", KINDS)
def test_movable_numbers_go_out_and_come_back(kind: str) -> None:
    rng = np.random.default_rng(8)
    for paint in KINDS[kind].paints:
        shape = random_shape(rng, SIDE, kind, paint)
        values = free_values(shape)
        again = with_values(shape, values + 1)
        np.testing.assert_array_equal(free_values(again), values + 1)
        assert renders_of(shape) == 1 + 2 * len(values)


def test_colours_drop_out_of_the_normal_equations() -> None:
    rng = np.random.default_rng(9)
    jacobian = rng.normal(size=(3, 4, 60)).astype(np.float32)
    parts = rng.random((2, 60)).astype(np.float32)
    residual = rng.normal(size=(3, 60)).astype(np.float32)
    found = normal_equations(jacobian, np.arange(60), residual, parts)
    # The same by least squares over numbers and colours together.
    rows = [
        np.hstack([jacobian[c].T, *(parts.T * float(c == d) for d in range(3))]) for c in range(3)
    ]
    whole, *_ = np.linalg.lstsq(np.vstack(rows), residual.ravel(), rcond=None)
    np.testing.assert_allclose(np.linalg.solve(*found), whole[:4], rtol=2e-3, atol=2e-3)


def test_refining_never_raises_the_error(canvas: Canvas) -> None:
    before = canvas.error()
    reached = refine(canvas, plenty(), 6)
    assert reached == pytest.approx(canvas.error())
    assert reached < before * 0.9


def test_refining_spends_no_more_than_it_may(canvas: Canvas) -> None:
    budget = Budget(150)
    refine(canvas, budget, 50)
    assert 0 < budget.spent <= 150


def test_shapes_that_were_all_jogged_slide_back_together() -> None:
    rng = np.random.default_rng(10)
    canvas = Canvas(picture_of(SCENE), (1.0, 1.0), WHITE)
    jogged = [
        with_values(s, free_values(s) + rng.uniform(-2, 2, len(free_values(s)))) for s in SCENE
    ]
    start = put(canvas, jogged)
    assert refine(canvas, plenty(), 30) < start / 300
    np.testing.assert_allclose(values_of(canvas.shapes), values_of(SCENE), atol=0.35)


def test_rounding_finds_the_tidy_numbers_a_picture_was_made_of() -> None:
    canvas = Canvas(picture_of(SCENE), (1.0, 1.0), WHITE)
    put(canvas, [with_values(s, free_values(s) + 0.2) for s in SCENE])
    refine(canvas, plenty(), 20)
    round_jointly(canvas, 1.0, plenty())
    descend(canvas, 1.0, plenty())
    np.testing.assert_array_equal(values_of(canvas.shapes), values_of(SCENE))
    assert canvas.error() < 1e-3


@pytest.mark.parametrize("grid", [0.5, 1.0, 2.0])
def test_rounded_numbers_are_on_the_grid_and_no_worse_than_the_nearest(
    canvas: Canvas, grid: float
) -> None:
    refine(canvas, plenty(), 8)
    refined = canvas.shapes
    nearest = put(canvas, [on_grid(shape, grid) for shape in refined])
    put(canvas, refined)
    reached = round_jointly(canvas, grid, plenty())
    assert reached <= nearest * (1 + 1e-6)
    assert descend(canvas, grid, plenty()) <= reached * (1 + 1e-6)
    for shape in canvas.shapes:
        free = free_values(shape)
        positions = free if shape.paint == "fill" else free[:-1]
        np.testing.assert_allclose(positions % grid % grid, 0, atol=1e-9)


def test_a_line_whose_ends_meet_becomes_the_disc_that_was_seen() -> None:
    line = Shape("line", (20.0, 20.0, 20.1, 20.2), "stroke", 9.0, stroke=(1.0, 2.0, 3.0))
    assert on_grid(line, 1.0) == replace(
        line, kind="circle", params=(20.0, 20.0, 9.0), paint="fill", fill=(1.0, 2.0, 3.0)
    )


def test_a_stack_that_lies_off_the_canvas_has_finite_steps() -> None:
    canvas = Canvas(picture_of(SCENE), (1.0, 1.0), WHITE)
    put(canvas, [Shape("rect", (-90.0, -90.0, 10.0, 10.0)), *SCENE])
    normal = stack_normal(canvas)
    assert np.isfinite(normal.steps((1e-3, 1.0))).all()
    put(canvas, moved(canvas.shapes, values_of(canvas.shapes)))
