"""Tiny pictures and pixel art are drawn exactly, pixel by pixel where need be."""

from __future__ import annotations

import numpy as np
import pytest

import renderer
import sketchnet
from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS
from sketchnet.tidy.pixels import pixel_shapes

INKS = {
    ".": (255, 255, 255),
    "#": (20, 20, 40),
    "r": (220, 30, 40),
    "y": (250, 220, 60),
    "b": (40, 90, 220),
}
ART = {
    "a pixel": ("r", 0),
    "four pixels": ("r. .b", 6),
    "a column": ("r.. r..", 4),
    "a pixel in the middle": ("..... ..... ..r.. ..... .....", 3),
    "a face": ("yyyyy y#y#y yyyyy y###y yyyyy", 10),
    "a heart": (".rr..rr. rrrrrrrr rrrrrrrr rrrrrrrr .rrrrrr. ..rrrr.. ...rr... ........", 24),
    "a flag": ("bbbb.... bbbb.... bbbb.... ........ rrrrrrrr rrrrrrrr", 9),
    "an invader": (
        "..#.....#.. ...#...#... ..#######.. .##.###.##. ########### #.#######.# "
        "#.#.....#.# ...##.##...",
        54,
    ),
}


def picture_of(art: str, block: int = 1) -> np.ndarray:
    rows = np.array([[INKS[ink] for ink in row] for row in art.split()], np.uint8)
    return rows.repeat(block, 0).repeat(block, 1)


@pytest.mark.parametrize("name", ART)
def test_pixel_art_is_exact_with_few_numbers(name: str) -> None:
    art, most = ART[name]
    drawing = sketchnet.draw(picture_of(art), method="search")
    assert drawing.score["rmse"] == 0
    assert drawing.score["numbers"] <= most
    assert drawing.renders < 3000


def test_pixels_may_be_blocks() -> None:
    art, most = ART["a heart"]
    drawing = sketchnet.draw(picture_of(art, 5), renders=3000, method="search")
    assert drawing.score["rmse"] == 0
    assert drawing.score["numbers"] <= most


def shapes_of(picture: np.ndarray, most: int, kinds: tuple[str, ...] = tuple(KINDS)) -> list[str]:
    unit = picture.astype(np.float32) / np.float32(255)
    canvas = Canvas(unit, (1.0, 1.0), (255.0, 255.0, 255.0))
    return [shape.kind for shape in pixel_shapes(canvas, kinds, most, Budget(1000))]


def test_pixels_are_left_alone_where_numbers_or_rectangles_are_missing() -> None:
    face = picture_of(ART["a face"][0])
    assert len(shapes_of(face, 20)) >= 4
    assert set(shapes_of(face, 40, ("rect",))) == {"rect"}
    assert not shapes_of(face, 8)
    assert not shapes_of(face, 40, ("circle",))


def test_large_pictures_and_many_colours_are_no_pixel_art() -> None:
    speck = np.full((90, 90, 3), 255, np.uint8)
    speck[40, 31] = 0
    assert not shapes_of(speck, 100)
    many = np.arange(75, dtype=np.uint8).reshape(5, 5, 3)
    assert not shapes_of(many, 100)


def test_tiny_pictures_of_round_shapes_stay_round() -> None:
    source = "size(16, 16); background(255); noStroke(); fill(200, 0, 0); circle(8, 8, 12); "
    source += "fill(0); rect(7, 2, 2, 3);"
    drawing = sketchnet.draw(renderer.render(source), method="search")
    assert drawing.score["rmse"] < 0.5
    assert drawing.score["numbers"] == 7
