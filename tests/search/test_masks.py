"""What the search draws is what the renderer draws, thin strokes too."""

from __future__ import annotations

import numpy as np
import pytest

import renderer
from sketchnet.search.emit import program_of
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS, Shape
from tests.search.scenes import random_shape

SIDE = 64
PAPER = (140.0, 200.0, 90.0)


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if "both" in kind.paints])
@pytest.mark.parametrize("weight", [1.0, 2.0])
def test_a_canvas_with_hairlines_shows_what_the_renderer_draws(kind: str, weight: float) -> None:
    rng = np.random.default_rng(7)
    for _ in range(5):
        drawn = random_shape(rng, SIDE, kind, "both")
        shape = Shape(kind, drawn.params, "both", weight, (250.0, 40.0, 60.0), (20.0, 30.0, 80.0))
        picture = renderer.render(program_of([shape], (SIDE, SIDE), PAPER)).astype(np.float32) / 255
        canvas = Canvas(picture, (1.0, 1.0), PAPER, hairlines=True)
        canvas.insert(0, shape)
        assert np.abs(canvas.picture() - picture).max() < 2 / 255


def test_without_hairlines_a_thin_stroke_is_the_area_it_covers() -> None:
    line = Shape("line", (4.0, 4.0, 60.0, 44.0), "stroke", 1.0)
    inks = []
    for hairlines in (False, True):
        target = np.zeros((SIDE, SIDE, 3), np.float32)
        layer = Canvas(target, (1.0, 1.0), PAPER, hairlines=hairlines).layer(line)
        inks.append(float(layer.cover().sum()))
    length = float(np.hypot(56, 40))
    assert abs(inks[0] - length - np.pi / 4) < 1
    assert inks[1] < 0.95 * inks[0]  # Chromium's slanted hairlines have less ink


@pytest.mark.parametrize("kind", ["ellipse", "arc", "chord"])
def test_what_has_no_size_is_nothing(kind: str) -> None:
    rest = () if kind == "ellipse" else (0.0, 3.0)
    target = np.zeros((SIDE, SIDE, 3), np.float32)
    paint = "stroke" if "fill" not in KINDS[kind].paints else "fill"
    layer = Canvas(target, (1.0, 1.0), PAPER).layer(
        Shape(kind, (9.0, 9.0, 0.0, 20.0, *rest), paint)
    )
    assert layer.cover().max() == 0
