"""Flat pictures of plain shapes come out as those shapes, also where they hide one another."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

import renderer
import sketchnet
from renderer.language.tree import For
from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS, numbers_of
from sketchnet.tidy.flat import cover_patches
from sketchnet.tidy.labels import labels_of, soft_of
from tests.tidy.again import assert_drawn_again

HEAD = "size(128, 128); background(130, 183, 14); noStroke();"
SCENES = {
    "a disc under a rectangle": "fill(85, 148, 160); circle(79, 96, 56); fill(100, 196, 152); "
    "rect(56, 63, 26, 25);",
    "a disc cut by the corner": "fill(71, 227, 64); circle(10, 10, 29);",
    "a rectangle under the corner of a square": "fill(20, 30, 90); rect(20, 30, 70, 40); "
    "fill(240, 220, 30); square(70, 50, 44);",
    "a bar behind a disc, seen at both sides": "fill(200, 20, 60); rect(10, 54, 108, 16); "
    "fill(250); circle(64, 62, 50);",
    "a triangle under an ellipse": "fill(10, 20, 130); triangle(20, 110, 64, 12, 108, 104); "
    "fill(250, 200, 90); ellipse(64, 90, 80, 34);",
    "four layers": "fill(127, 6, 110); triangle(45, 33, 85, 27, 65, 7); fill(71, 227, 64); "
    "circle(10, 10, 29); fill(85, 148, 160); circle(79, 96, 56); fill(100, 196, 152); "
    "rect(56, 63, 26, 25);",
}


def canvas_of(pixels: np.ndarray) -> Canvas:
    ground = tuple(float(v) for v in pixels[64, 127])
    return Canvas(pixels.astype(np.float32) / np.float32(255), (1.0, 1.0), ground)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SCENES)
def test_what_lies_under_another_shape_is_drawn_whole_and_exactly(name: str) -> None:
    source = HEAD + SCENES[name]
    target = renderer.render(source)
    drawing = sketchnet.draw(target, renders=2000, method="search")
    assert drawing.score["rmse"] < 0.2
    assert drawing.score["numbers"] <= renderer.count_numbers(renderer.parse(source))


@pytest.mark.parametrize("name", SCENES)
def test_whole_shapes_cost_few_candidates(name: str) -> None:
    source = HEAD + SCENES[name]
    budget = Budget(4000)
    canvas = canvas_of(renderer.render(source))
    shapes = cover_patches(canvas, tuple(KINDS), budget)
    most = renderer.count_numbers(renderer.parse(source))
    assert sum(map(numbers_of, shapes)) <= most
    assert budget.spent < 200


OUTLINED = {
    "a rectangle with Processing's own outline": "background(30); fill(120, 70, 30); "
    "rect(69, 26, 50, 68);",
    "a disc on a square, both outlined": "fill(200, 220, 90); square(20, 24, 60); "
    "fill(40, 90, 200); circle(84, 80, 50);",
    "thick outlines of one colour that run into each other": "stroke(60, 20, 90); "
    "strokeWeight(4); fill(250, 200, 90); triangle(20, 110, 64, 12, 108, 104); "
    "fill(90, 200, 170); ellipse(70, 84, 84, 40);",
    "outlines of two colours": "stroke(250); strokeWeight(3); fill(180, 40, 60); "
    "rect(16, 30, 70, 50); stroke(10, 40, 120); strokeWeight(2); fill(240, 230, 80); "
    "circle(84, 76, 56);",
    "a house": "fill(180, 120, 70); rect(30, 60, 68, 56); fill(160, 30, 30); "
    "triangle(20, 60, 64, 16, 108, 60); fill(90, 50, 20); rect(56, 84, 16, 32); "
    "fill(255, 255, 200); square(36, 70, 14); square(78, 70, 14);",
    "two eyes": "fill(255, 220, 120); circle(64, 64, 100); fill(255); ellipse(46, 56, 22, 28); "
    "ellipse(82, 56, 22, 28); fill(0); circle(48, 58, 10); circle(80, 58, 10);",
}


@pytest.mark.parametrize("name", OUTLINED)
def test_outlined_shapes_are_drawn_with_their_outlines_and_exactly(name: str) -> None:
    source = "size(128, 128); background(141, 180, 119);" + OUTLINED[name]
    assert_drawn_again(source, renders=6000, rmse=0.2)


def random_scene(rng: np.random.Generator, side: int) -> str:
    """Plain shapes at random places, some cut by the picture's edge, in colours far apart."""
    tones = [f"{r}, {g}, {b}" for r in (20, 130, 240) for g in (30, 200) for b in (60, 180)]
    tones = [tones[i] for i in rng.permutation(len(tones))]
    source = f"size({side}, {side}); background({tones[0]}); noStroke();"
    for tone in tones[1 : 1 + int(rng.integers(3, 6))]:
        x, y = rng.integers(0, side + 1, 2).tolist()
        w, h = rng.integers(side // 8, side // 2, 2).tolist()
        kind = rng.choice(["circle", "ellipse", "rect", "triangle"])
        said = {
            "circle": f"circle({x}, {y}, {w})",
            "ellipse": f"ellipse({x}, {y}, {w}, {h})",
            "rect": f"rect({x - w // 2}, {y - h // 2}, {w}, {h})",
            "triangle": f"triangle({x}, {y - h}, {x + w}, {y + h // 2}, {x - w}, {y + h})",
        }
        source += f"fill({tone}); {said[str(kind)]};"
    return source


def test_most_random_scenes_of_plain_shapes_are_exact_with_no_more_numbers() -> None:
    rng = np.random.default_rng(8)
    exact = 0
    for _ in range(10):
        source = random_scene(rng, 96)
        drawing = sketchnet.draw(renderer.render(source), renders=2000, method="search")
        most = 1.3 * renderer.count_numbers(renderer.parse(source))
        exact += drawing.score["rmse"] <= 1 and drawing.score["numbers"] <= most
    assert exact >= 7


def test_mixed_pixels_tell_how_much_of_them_a_shape_covers() -> None:
    target = renderer.render(HEAD + "fill(0, 0, 90); circle(60, 60, 41);")
    canvas = canvas_of(target)
    labels = labels_of(canvas.target)
    assert labels is not None
    label = int(labels.of[60, 60])
    soft, known = soft_of(canvas.target, labels, labels.of == label, label)
    alone = renderer.render("size(128, 128); background(0); noStroke(); circle(60, 60, 41);")
    assert known.all()
    assert np.abs(soft - alone[..., 0] / 255).max() < 0.02


def test_hard_edges_are_known_from_soft_ones() -> None:
    soft = canvas_of(renderer.render(HEAD + "fill(0, 0, 90); circle(60, 60, 41);")).target
    hard = np.where((soft[..., :1] < 0.25), soft[60, 60], soft[0, 0]).astype(np.float32)
    for picture, is_hard in ((soft, False), (hard, True)):
        labels = labels_of(picture)
        assert labels is not None
        assert labels.hard is is_hard


def test_a_chessboard_is_fitted_once_and_written_as_loops() -> None:
    source = """size(128, 128); background(240, 220, 180); noStroke(); fill(110, 70, 50);
    for (int y = 0; y < 128; y += 32) { for (int x = 0; x < 128; x += 32) {
    square(x + 16, y, 16); square(x, y + 16, 16); } }"""
    drawing = sketchnet.draw(renderer.render(source), renders=500, method="search")
    assert drawing.score["rmse"] == 0
    assert drawing.score["numbers"] <= 10
    assert drawing.renders <= 300
    assert any(isinstance(node, For) for node in drawing.program.main)


def test_a_jagged_disc_is_one_circle_and_its_steps_cost_nothing() -> None:
    jagged = Image.new("RGB", (128, 128), (240, 240, 230))
    ImageDraw.Draw(jagged).ellipse((30, 28, 98, 96), fill=(200, 40, 40))
    drawing = sketchnet.draw(np.array(jagged), renders=2000, method="search")
    assert drawing.score["numbers"] == 3
    assert "circle(" in drawing.code()
    assert drawing.score["rmse"] < 7


def test_what_hard_edges_hide_in_is_still_drawn() -> None:
    jagged = Image.new("RGB", (128, 128), (240, 240, 230))
    brush = ImageDraw.Draw(jagged)
    brush.ellipse((30, 28, 98, 96), fill=(200, 40, 40))
    brush.rectangle((60, 40, 64, 90), fill=(20, 20, 90))
    drawing = sketchnet.draw(np.array(jagged), renders=2000, method="search")
    np.testing.assert_allclose(drawing.image[60, 62], (20, 20, 90), atol=3)
    assert drawing.score["numbers"] <= 8
