"""Noisy pictures of plain areas as they were before; others are left alone."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image

import renderer
import sketchnet
from sketchnet.bench.sets import home
from sketchnet.data.augment import compressed
from sketchnet.metrics import rmse
from sketchnet.tidy.restoring import restored

SCENE = """
size(160, 120);
background(235, 240, 250);
noStroke();
fill(40, 120, 80);
rect(0, 90, 160, 30);
fill(220, 60, 50);
ellipse(60, 60, 70, 50);
fill(30, 40, 120);
triangle(100, 90, 150, 90, 125, 30);
"""


@pytest.fixture(scope="module")
def scene() -> np.ndarray:
    return renderer.render(SCENE)


@pytest.mark.parametrize("quality", [60, 75, 90])
def test_a_compressed_picture_is_nearer_to_what_it_was(scene: np.ndarray, quality: int) -> None:
    noisy = compressed(scene, quality)
    clean = restored(noisy)
    assert clean is not None
    assert rmse(clean, scene) < rmse(noisy, scene) / 2


def test_a_resized_picture_has_sharp_edges_again(scene: np.ndarray) -> None:
    small = np.asarray(Image.fromarray(scene).resize((120, 90), Image.Resampling.LANCZOS))
    wanted = renderer.render(renderer.parse(SCENE), size=(120, 90))
    clean = restored(small)
    assert clean is not None
    assert rmse(clean, wanted) < rmse(small, wanted)


def test_an_enlarged_picture_has_sharp_edges_again(scene: np.ndarray) -> None:
    large = np.asarray(Image.fromarray(scene).resize((320, 240), Image.Resampling.BICUBIC))
    wanted = renderer.render(renderer.parse(SCENE), size=(320, 240))
    clean = restored(large)
    assert clean is not None
    assert rmse(clean, wanted) < rmse(large, wanted) / 2


def test_a_plain_picture_is_drawn_as_before_it_was_enlarged() -> None:
    source = (home().parent / "plain" / "house.pde").read_text(encoding="utf-8")
    wanted = renderer.render(renderer.parse(source), size=(640, 400))
    small = Image.fromarray(renderer.render(source))
    large = np.asarray(small.resize((640, 400), Image.Resampling.BILINEAR))
    drawing = sketchnet.draw(large, renders=8000, method="search")
    assert rmse(drawing.image, wanted) < 1
    assert drawing.score["numbers"] <= 20


def test_limits_hold_under_noise(scene: np.ndarray) -> None:
    noisy = compressed(scene, 85)
    palette = [(255, 0, 0), (0, 255, 0), (0, 0, 68)]
    drawing = sketchnet.draw(noisy, renders=2000, palette=palette, method="search")
    said = re.findall(r"(?:background|fill|stroke)\((.*?)\);", drawing.code())
    assert said
    assert set(said) <= {"255, 0, 0", "0, 255, 0", "0, 0, 68"}
    few = sketchnet.draw(noisy, renders=2000, numbers=8, shapes="rect,ellipse", method="search")
    assert few.score["numbers"] <= 8
    assert "triangle" not in few.code()


def test_nothing_is_spent_on_noise(scene: np.ndarray) -> None:
    drawing = sketchnet.draw(compressed(scene, 85), renders=9000, method="search")
    assert drawing.score["numbers"] <= 14
    assert drawing.score["renders"] < 3000


def test_pictures_without_noise_are_left_alone(scene: np.ndarray) -> None:
    assert restored(scene) is None
    assert restored(np.full((40, 40, 3), 90, np.uint8)) is None


def test_pictures_that_shade_or_are_all_noise_are_left_alone() -> None:
    ramp = np.linspace(0, 255, 160).astype(np.uint8)
    shaded = np.repeat(np.tile(ramp, (120, 1))[..., None], 3, 2)
    rng = np.random.default_rng(1)
    assert restored(shaded) is None
    assert restored(compressed(shaded, 80)) is None
    assert restored(rng.integers(0, 256, (64, 64, 3), np.uint8)) is None
    assert restored(np.zeros((1, 1, 3), np.uint8)) is None


def test_a_resized_picture_is_drawn_plainly(scene: np.ndarray) -> None:
    small = np.asarray(Image.fromarray(scene).resize((120, 90), Image.Resampling.LANCZOS))
    drawing = sketchnet.draw(small, renders=6000, method="search")
    assert drawing.score["numbers"] <= 20
    assert drawing.score["statements"] <= 4


@pytest.mark.parametrize("apart", [12, 20, 30])
@pytest.mark.parametrize("wide", [2, 3, 4])
def test_narrow_stripes_of_nearly_one_colour_are_no_plain_picture(apart: int, wide: int) -> None:
    stripes = np.full((48, 48, 3), 120, np.uint8)
    stripes[:, np.arange(48) // wide % 2 == 1] += np.uint8(apart)
    for quality in (50, 75, 95):
        clean = restored(compressed(stripes, quality))
        assert clean is None or clean.shape == stripes.shape


def test_soft_pictures_are_left_alone() -> None:
    rng = np.random.default_rng(2)
    blobs = np.asarray(Image.fromarray(rng.integers(0, 256, (6, 6, 3), np.uint8)).resize((72, 72)))
    assert restored(compressed(blobs, 60)) is None


def test_specks_that_noise_leaves_are_no_shapes() -> None:
    bricks = (home().parent / "plain" / "bricks.pde").read_text(encoding="utf-8")
    drawing = sketchnet.draw(compressed(renderer.render(bricks), 85), renders=6000, method="search")
    assert drawing.score["rmse"] < 40
