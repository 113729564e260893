"""Thin strokes lie midway between the area they cover and the hairline a browser draws."""

from __future__ import annotations

import math

import cairo
import numpy as np
import pytest

import renderer
from renderer.raster.hairline import thickness

HALF_DISC = math.pi / 8


def ink(code: str, size: int = 60) -> np.ndarray:
    """(H, W), 0–1: how much black a sketch puts on a white canvas."""
    paper = f"size({size}, {size}); background(255); noFill(); "
    return 1 - renderer.render(paper + code)[..., 0] / 255


def test_level_lines_keep_the_ink_of_their_area() -> None:
    drawn = ink("strokeCap(SQUARE); line(10, 20.25, 50, 20.25);")
    expected = np.zeros_like(drawn)
    expected[19, 10:50], expected[20, 10:50] = 0.25, 0.75
    np.testing.assert_allclose(drawn, expected, atol=0.01)


def test_diagonal_lines_lose_half_of_what_a_hairline_loses() -> None:
    drawn = ink("strokeCap(SQUARE); line(10, 10, 50, 50);")
    area = 40 * math.sqrt(2)
    assert drawn.sum() == pytest.approx((area + 40) / 2, rel=0.02)
    assert drawn[30, 30] > 0.9


def test_thinner_lines_are_fainter_in_proportion() -> None:
    whole, half = (
        ink(f"strokeWeight({weight}); strokeCap(SQUARE); line(5, 8, 55, 41);").sum()
        for weight in (1, 0.5)
    )
    assert half == pytest.approx(whole / 2, rel=0.02)


def test_caps_lengthen_open_lines_only() -> None:
    reach = {
        cap: ink(f"strokeCap({cap}); line(10, 20.5, 40, 20.5);").sum() - 30
        for cap in ("SQUARE", "ROUND", "PROJECT")
    }
    assert reach["SQUARE"] == pytest.approx(0, abs=0.02)
    assert reach["ROUND"] == pytest.approx(2 * HALF_DISC, abs=0.1)
    assert reach["PROJECT"] == pytest.approx(1, abs=0.05)
    closed = [ink(f"strokeCap({cap}); triangle(9, 9, 50, 20, 20, 50);") for cap in reach]
    assert (closed[0] == closed[1]).all() and (closed[0] == closed[2]).all()


def test_turned_lines_of_weight_one_are_no_hairlines() -> None:
    assert thickness(cairo.Matrix(), 1) == 1
    assert thickness(cairo.Matrix(), 1.01) is None
    assert thickness(cairo.Matrix.init_rotate(0.5), 1) is None
    assert thickness(cairo.Matrix(0.5, 0, 0, 0.25), 1) == pytest.approx(0.375)


def test_a_line_far_beyond_the_canvas_is_the_same_on_it() -> None:
    near = ink("line(-30, 12.3, 90, 12.3 + 60);")
    far = ink("line(-3000, 12.3 - 1485, 9000, 12.3 + 4515);")
    np.testing.assert_allclose(near, far, atol=0.02)


def test_thin_strokes_off_the_canvas_leave_it_empty() -> None:
    assert ink("circle(-500, 900, 60); line(-9, -9, -2, 80); point(90, 90);").sum() == 0
