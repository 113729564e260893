"""The stack of shapes: its composites, its gains and its colours against a plain computation."""

from __future__ import annotations

import numpy as np
import pytest

from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS, Shape
from tests.search.scenes import random_shape, random_target


def plain_composite(canvas: Canvas) -> np.ndarray:
    """Every layer over the one below, without any cache."""
    picture = np.broadcast_to(np.array(canvas.background) / 255, canvas.target.shape).copy()
    for shape in canvas.shapes:
        layer = canvas.layer(shape)
        rows, columns = layer.window.slices
        cover = layer.cover()[..., None]
        picture[rows, columns] = picture[rows, columns] * (1 - cover) + layer.light()
    return picture


@pytest.fixture
def canvas() -> Canvas:
    rng = np.random.default_rng(3)
    canvas = Canvas(random_target(rng, 48), (1.0, 1.0), (200.0, 210.0, 220.0))
    for _ in range(6):
        canvas.insert(len(canvas.layers), random_shape(rng, 48))
    return canvas


def test_cached_composites_equal_a_fresh_one_after_any_edits(canvas: Canvas) -> None:
    rng = np.random.default_rng(4)
    for _ in range(60):
        index = int(rng.integers(len(canvas.layers)))
        canvas.above(int(rng.integers(len(canvas.layers) + 1)))  # fill the caches anywhere
        canvas.below(int(rng.integers(len(canvas.layers) + 1)))
        match int(rng.integers(3)):
            case 0:
                canvas.insert(index, random_shape(rng, 48))
            case 1:
                canvas.replace(index, random_shape(rng, 48))
            case _ if len(canvas.layers) > 2:
                canvas.remove(index)
        plain = plain_composite(canvas)
        np.testing.assert_allclose(canvas.picture(), plain, atol=2e-5)
        visible, light = canvas.above(0)
        through = visible[..., None] * np.array(canvas.background) / 255 + light
        np.testing.assert_allclose(through, plain, atol=2e-5)


def test_a_layer_is_worth_what_the_error_rises_by_without_it(canvas: Canvas) -> None:
    for index in range(len(canvas.layers)):
        before, worth = canvas.error(), canvas.worth(index)
        shape = canvas.remove(index)
        assert worth == pytest.approx(canvas.error() - before, rel=1e-3, abs=1e-2)
        canvas.insert(index, shape)


@pytest.mark.parametrize("kind", KINDS)
def test_a_predicted_gain_is_what_the_error_drops_by(canvas: Canvas, kind: str) -> None:
    rng = np.random.default_rng(5)
    for paint in KINDS[kind].paints:
        for index in (0, 3, len(canvas.layers)):
            shape = random_shape(rng, 48, kind, paint)
            place = canvas.place(index)
            scores = place(kind, np.array([shape.params]), paint, np.array([shape.weight]))
            if not np.isfinite(scores.gains[0]):
                continue
            before = canvas.error()
            drawn = Shape(
                kind,
                shape.params,
                paint,
                shape.weight,
                tuple(scores.fills[0]),
                tuple(scores.strokes[0]),
            )
            canvas.insert(index, drawn)
            assert before - canvas.error() == pytest.approx(scores.gains[0], rel=2e-3, abs=2e-2)
            canvas.remove(index)


def test_no_other_colour_gains_more_than_the_one_proposed(canvas: Canvas) -> None:
    shape = Shape("circle", (20.0, 24.0, 18.0))
    place = canvas.place(2)
    scores = place("circle", np.array([shape.params]), "fill", np.ones(1))
    rng = np.random.default_rng(6)
    for _ in range(50):
        colour = tuple(rng.uniform(0, 255, 3))
        before = canvas.error()
        canvas.insert(2, Shape("circle", shape.params, fill=colour))
        assert before - canvas.error() <= scores.gains[0] + 1e-2
        canvas.remove(2)


def test_solving_colours_never_raises_the_error(canvas: Canvas) -> None:
    for _ in range(5):
        before = canvas.error()
        canvas.solve_colours()
        assert canvas.error() <= before + 1e-3
        for shape in canvas.shapes:
            assert all(0 <= c <= 255 for c in (*shape.fill, *shape.stroke))


def test_solved_colours_are_those_the_target_was_painted_with() -> None:
    rng = np.random.default_rng(7)
    painted = Canvas(random_target(rng, 48), (1.0, 1.0), (250.0, 240.0, 230.0))
    shapes = [
        Shape("rect", (2.0, 2.0, 20.0, 40.0), fill=(200.0, 30.0, 40.0)),
        Shape("circle", (30.0, 24.0, 22.0), fill=(10.0, 60.0, 220.0)),
    ]
    for shape in shapes:
        painted.insert(len(painted.layers), shape)
    canvas = Canvas(painted.picture(), (1.0, 1.0), (0.0, 0.0, 0.0))
    for shape in shapes:
        canvas.insert(len(canvas.layers), Shape(shape.kind, shape.params))
    canvas.solve_colours()
    assert canvas.error() < 1e-3
    np.testing.assert_allclose(canvas.shapes[1].fill, (10, 60, 220), atol=0.5)


def test_a_palette_leaves_no_other_colour() -> None:
    rng = np.random.default_rng(8)
    palette = np.array([[0.0, 0, 0], [1, 1, 1], [0.8, 0.2, 0.2]])
    canvas = Canvas(random_target(rng, 48), (1.0, 1.0), (255.0, 255.0, 255.0), palette)
    for _ in range(5):
        canvas.insert(len(canvas.layers), random_shape(rng, 48))
    canvas.solve_colours()
    allowed = {tuple(row) for row in (palette * 255).tolist()}
    for shape in canvas.shapes:
        used = {"fill": [shape.fill], "stroke": [shape.stroke], "both": [shape.fill, shape.stroke]}
        assert set(used[shape.paint]) <= allowed
