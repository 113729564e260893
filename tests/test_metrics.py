"""The scores are the ones everybody else means by these names."""

from __future__ import annotations

import math

import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from sketchnet.metrics import psnr, rmse, ssim


def pair(height: int, width: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A smooth picture and a noisy copy, (height, width, 3) uint8."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    base = np.stack([x * 3 % 256, y * 5 % 256, (x + y) % 256], -1)
    noisy = np.clip(base + rng.normal(0, 25, base.shape), 0, 255)
    return base.astype(np.uint8), noisy.astype(np.uint8)


@pytest.mark.parametrize("shape", [(7, 7), (7, 40), (64, 48), (300, 33), (519, 7)])
def test_ssim_equals_scikit_image(shape: tuple[int, int]) -> None:
    for seed in range(3):
        a, b = pair(*shape, seed)
        expected = structural_similarity(a, b, channel_axis=2, data_range=255)
        assert ssim(a, b) == pytest.approx(expected, abs=1e-9)


def test_ssim_equals_scikit_image_on_flat_pictures() -> None:
    a, b = np.zeros((20, 20, 3), np.uint8), np.full((20, 20, 3), 255, np.uint8)
    expected = structural_similarity(a, b, channel_axis=2, data_range=255)
    assert ssim(a, b) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("shape", "window"), [((6, 50), 5), ((40, 4), 3), ((5, 5), 5)])
def test_ssim_of_a_thin_picture_takes_the_largest_window_that_fits(
    shape: tuple[int, int], window: int
) -> None:
    a, b = pair(*shape)
    expected = structural_similarity(a, b, channel_axis=2, data_range=255, win_size=window)
    assert ssim(a, b) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (2, 2), (30, 30)])
def test_equal_pictures_are_perfect(shape: tuple[int, int]) -> None:
    a, _ = pair(*shape)
    assert ssim(a, a.copy()) == 1.0
    assert rmse(a, a.copy()) == 0.0
    assert psnr(a, a.copy()) == math.inf


def test_ssim_of_one_pixel_compares_brightness() -> None:
    a, b = np.zeros((1, 1, 3), np.uint8), np.full((1, 1, 3), 255, np.uint8)
    assert 0 < ssim(a, b) < 0.001


def test_rmse_and_psnr_follow_their_definitions() -> None:
    a, b = pair(600, 31)
    expected = np.sqrt(np.mean((a.astype(float) - b) ** 2))
    assert rmse(a, b) == pytest.approx(expected, rel=1e-12)
    assert psnr(a, b) == pytest.approx(peak_signal_noise_ratio(a, b, data_range=255), rel=1e-9)


@pytest.mark.parametrize("score", [rmse, psnr, ssim])
def test_pictures_of_different_shapes_are_refused(score) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="same"):
        score(np.zeros((4, 4, 3), np.uint8), np.zeros((4, 5, 3), np.uint8))
