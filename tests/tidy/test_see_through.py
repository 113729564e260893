"""Shapes that let something through come back as such, and nothing else is taken for one."""

from __future__ import annotations

import numpy as np
import pytest

import renderer
import sketchnet
from sketchnet.bench.sets import home
from sketchnet.metrics import rmse
from sketchnet.search.budget import Budget
from sketchnet.search.emit import program_of
from sketchnet.search.layers import Canvas
from sketchnet.search.setup import background_of, unit
from sketchnet.search.shapes import KINDS, Shape
from sketchnet.search.slopes import slopes_of
from sketchnet.tidy.labels import labels_of
from sketchnet.tidy.mosaic import mosaic_of, repainted
from sketchnet.tidy.see_through import see_through_shapes
from sketchnet.tidy.veils import veils_of

PLAIN = home().parent / "plain"
SEEN_THROUGH = ("see-through", "venn", "shadow", "overlapping-bars", "lens", "pane", "roofs")
OPAQUE = ("five-rings", "letters", "house", "bicycle", "nested-ellipses", "window", "histogram")
GLASS = Shape("circle", (30, 22, 24), "both", 3.0, (200, 40, 40), (20, 20, 90), opacity=100 / 255)


def canvas_of(pixels: np.ndarray) -> Canvas:
    return Canvas(unit(pixels), (1.0, 1.0), background_of(pixels), hairlines=True)


def test_search_sees_what_is_drawn() -> None:
    shapes = [Shape("rect", (10, 8, 25, 30), fill=(40, 160, 80)), GLASS]
    canvas = Canvas(np.zeros((45, 60, 3), np.float32), (1.0, 1.0), (250.0, 250.0, 250.0))
    canvas.restore([canvas.layer(shape) for shape in shapes], canvas.background)
    drawn = renderer.render(program_of(shapes, (60, 45), canvas.background))
    assert np.abs(255 * canvas.picture() - drawn).max() < 3


def test_the_slopes_of_what_is_seen_through_are_as_much_less() -> None:
    canvas = Canvas(np.zeros((45, 60, 3), np.float32), (1.0, 1.0), (250.0, 250.0, 250.0))
    opaque = slopes_of(canvas.rasterizer, Shape(GLASS.kind, GLASS.params, "both", 3.0))
    glass = slopes_of(canvas.rasterizer, GLASS)
    assert opaque is not None
    assert glass is not None
    assert np.allclose(glass.slopes[0], GLASS.opacity * opaque.slopes[0], atol=1e-6)
    assert np.allclose(glass.slopes[1], opaque.slopes[1])
    assert np.allclose(glass.masks[0], GLASS.opacity * opaque.masks[0], atol=1e-6)


@pytest.mark.parametrize("name", SEEN_THROUGH)
def test_see_through_shapes_come_back_with_no_more_numbers(name: str) -> None:
    code = (PLAIN / f"{name}.pde").read_text()
    picture = renderer.render(code)
    drawing = sketchnet.draw(picture)
    assert rmse(drawing.image, picture) <= 1
    assert drawing.score["numbers"] <= renderer.count_numbers(code)
    fills = [line for line in drawing.code().splitlines() if "fill(" in line]
    assert any(line.count(",") in (1, 3) for line in fills)  # with alpha


@pytest.mark.parametrize("name", OPAQUE)
def test_opaque_pictures_have_no_see_through_shapes(name: str) -> None:
    canvas = canvas_of(renderer.render((PLAIN / f"{name}.pde").read_text()))
    assert see_through_shapes(canvas, tuple(KINDS), Budget(2000)) == []
    assert canvas.shapes == []


def test_overlapping_bars_are_one_loop() -> None:
    picture = renderer.render((PLAIN / "overlapping-bars.pde").read_text())
    drawing = sketchnet.draw(picture)
    assert drawing.score["statements"] == 1
    assert "for (" in drawing.code()


def test_a_palette_is_not_mixed() -> None:
    picture = renderer.render((PLAIN / "venn.pde").read_text())
    drawing = sketchnet.draw(picture, palette=4, time=2)
    colours = np.unique(drawing.image.reshape(-1, 3), axis=0, return_counts=True)[1]
    assert (colours > 60).sum() <= 4
    assert all(line.count(",") in (0, 2) for line in drawing.code().splitlines() if "fill(" in line)


def test_what_lies_on_a_see_through_shape_stays_on_it() -> None:
    code = (PLAIN / "pane.pde").read_text()
    shapes = see_through_shapes(canvas_of(renderer.render(code)), tuple(KINDS), Budget(4000))
    assert [shape.opacity < 1 for shape in shapes] == [False, False, True, False]
    assert shapes[3].kind == "circle"
    assert shapes[2].opacity == pytest.approx(90 / 255, abs=2 / 255)


def test_limits_hold_for_see_through_shapes() -> None:
    picture = renderer.render((PLAIN / "venn.pde").read_text())
    drawing = sketchnet.draw(picture, numbers=6, renders=2000)
    assert drawing.score["numbers"] <= 6
    few = sketchnet.draw(picture, statements=2, renders=2000)
    assert few.score["statements"] <= 2
    boxes = sketchnet.draw(picture, shapes=("rect",), renders=2000)
    assert "circle" not in boxes.code()


def test_pieces_touch_where_they_share_an_edge() -> None:
    code = (
        "size(60, 60); background(255); noStroke(); fill(0); rect(0, 0, 30, 60); fill(200, 0, 0);"
    )
    labels = labels_of(unit(renderer.render(code + "rect(30, 0, 30, 30); circle(45, 45, 12);")))
    assert labels is not None
    mosaic = mosaic_of(labels)
    assert mosaic is not None
    by_size = np.argsort([-(mosaic.of == piece).sum() for piece in range(4)]).tolist()
    black, red, white, dot = by_size
    assert set(mosaic.touching[black]) == {red, white}
    assert set(mosaic.touching[dot]) == {white}
    assert not veils_of(mosaic)


def test_repainting_mixes_edges_of_the_new_colours() -> None:
    code = (
        "size(60, 60); background({}); noStroke(); fill({}); circle(30, 30, 40);"
        "fill(9); rect(2, 2, 8, 8); fill(99); rect(50, 2, 8, 8);"
    )
    given, wanted = (renderer.render(code.format(*two)) for two in ((255, 0), (255, 200)))
    labels = labels_of(unit(given))
    assert labels is not None
    mosaic = mosaic_of(labels)
    assert mosaic is not None
    disc = mosaic.of[30, 30]
    colours = mosaic.colours.copy()
    colours[disc] = 200
    changed = np.arange(len(colours)) == disc
    off = np.abs(255 * repainted(mosaic, unit(given), colours, changed) - wanted)
    assert off.max() <= 2
