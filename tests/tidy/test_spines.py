"""The middle of a long thin region is found as a curve."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

import renderer
from sketchnet.tidy.spines import spine


def outline_of(source: str) -> np.ndarray:
    """The longest outline of what a sketch draws in black on white."""
    ink = (renderer.render(source)[..., 0] < 128).astype(np.uint8)
    contours, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    longest = max(contours, key=len)
    return longest.reshape(-1, 2).astype(np.float32) + np.float32(0.5)


@pytest.mark.parametrize(
    ("curve", "weight"),
    [
        ((20, 90, 40, 20, 90, 20, 110, 90), 5),
        ((15, 30, 50, 100, 80, 10, 112, 70), 4),
        ((20, 20, 60, 20, 70, 70, 100, 100), 7),
    ],
)
def test_a_drawn_curve_is_found_again(curve: tuple[int, ...], weight: int) -> None:
    head = "size(128, 128); background(255); noFill(); "
    said = ", ".join(map(str, curve))
    drawn = f"{head} strokeWeight({weight}); bezier({said});"
    found = spine(outline_of(drawn))
    assert found is not None
    params, thick = found
    assert abs(thick - weight) < 0.8
    again = f"{head} strokeWeight({weight}); bezier({', '.join(f'{v:.2f}' for v in params)});"
    difference = np.abs(renderer.render(again).astype(int) - renderer.render(drawn))[..., 0]
    ink = (255 - renderer.render(drawn)[..., 0].astype(int)).sum()
    assert difference.sum() < 0.3 * ink


def test_a_disc_has_no_spine() -> None:
    disc = "size(128, 128); background(255); noStroke(); fill(0); circle(64, 64, 60);"
    assert spine(outline_of(disc)) is None


def test_a_few_points_have_no_spine() -> None:
    assert spine(np.array([[1, 1], [9, 1], [9, 2]], np.float32)) is None
