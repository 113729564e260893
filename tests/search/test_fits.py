"""Regions of a picture and the shapes proposed for them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sketchnet.search.conics import conics
from sketchnet.search.fits import fits
from sketchnet.search.regions import find_regions, flat_colours
from sketchnet.search.shapes import KINDS


def contour_of(mask: np.ndarray) -> np.ndarray:
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return contours[0].reshape(-1, 2).astype(np.float32) + 0.5


def disc(x: float, y: float, w: float, h: float, side: int = 96) -> np.ndarray:
    columns, rows = np.meshgrid(np.arange(side) + 0.5, np.arange(side) + 0.5)
    return ((columns - x) / (w / 2)) ** 2 + ((rows - y) / (h / 2)) ** 2 <= 1


def test_a_circle_is_found_from_the_part_of_it_that_shows() -> None:
    mask = disc(50, 46, 60, 60)
    mask[:, 62:] = False
    mask[:30] = False
    found = dict(conics(contour_of(mask)))
    np.testing.assert_allclose(found["circle"], [50, 46, 60], atol=1.5)


def test_an_ellipse_is_found_from_the_part_of_it_that_shows() -> None:
    mask = disc(48, 50, 80, 40)
    mask[:, 60:] = False
    found = dict(conics(contour_of(mask)))
    np.testing.assert_allclose(found["ellipse"], [48, 50, 80, 40], atol=4)


def test_a_box_is_no_circle() -> None:
    mask = np.zeros((64, 64), bool)
    mask[8:50, 10:56] = True
    assert not list(conics(contour_of(mask)))


@pytest.mark.parametrize("thickness", [2, 4, 7])
def test_a_frame_is_proposed_as_an_outline_of_its_thickness(thickness: int) -> None:
    picture = np.ones((80, 80, 3), np.float32)
    picture[20:60, 12:70] = 0
    picture[20 + thickness : 60 - thickness, 12 + thickness : 70 - thickness] = 1
    regions, _ = find_regions(picture, (1.0, 1.0), seed=0)
    half = thickness / 2
    exact = [12 + half, 20 + half, 58 - thickness, 40 - thickness]
    proposals = [p for region in regions for p in fits(region, tuple(KINDS))]
    frames = [p for p in proposals if p[0] == "rect" and p[2] == "stroke"]
    assert any(
        abs(weight - thickness) < 1 and np.abs(np.subtract(params, exact)).max() < 1
        for _, params, _, weight in frames
    )


def test_flat_art_is_told_from_pictures() -> None:
    rng = np.random.default_rng(1)
    flat = np.repeat([[1.0, 0, 0], [0, 0, 1.0]], 512, 0).reshape(32, 32, 3).astype(np.float32)
    colours = flat_colours(flat)
    assert colours is not None
    assert sorted(map(tuple, colours.tolist())) == [(0, 0, 255), (255, 0, 0)]
    assert flat_colours(rng.random((32, 32, 3)).astype(np.float32)) is None
