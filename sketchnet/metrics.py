"""How alike two pictures are: RMSE, PSNR and SSIM over RGB, 0–255."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sketchnet.images import Pixels

_WINDOW = 7
_C1 = (0.01 * 255) ** 2
_C2 = (0.03 * 255) ** 2
_ROWS_AT_ONCE = 256  # keeps the memory of 64 megapixels in bounds

_Floats = npt.NDArray[np.float64]


def rmse(image: Pixels, target: Pixels) -> float:
    """Root mean square error of two (H, W, 3) uint8 pictures, 0 (equal) to 255.

    Raises:
        ValueError: the pictures differ in shape.
    """
    _check(image, target)
    total = 0
    for rows in _strips(len(image), 0):
        # 255² × 3 channels × any row length we read stays far below 2⁶³.
        error = image[rows].astype(np.int32) - target[rows]
        total += int(np.sum(error * error, dtype=np.int64))
    return math.sqrt(total / image.size)


def psnr(image: Pixels, target: Pixels) -> float:
    """Peak signal-to-noise ratio in decibels; infinite for equal pictures.

    Raises:
        ValueError: the pictures differ in shape.
    """
    error = rmse(image, target)
    return 20.0 * math.log10(255.0 / error) if error else math.inf


def ssim(image: Pixels, target: Pixels) -> float:
    """Structural similarity of two (H, W, 3) uint8 pictures, 1 for equal ones.

    The mean over channels and over all whole 7×7 windows, uniform weights, sample covariance:
    what scikit-image's `structural_similarity(channel_axis=2, data_range=255)` gives. A picture
    with a side below 7 pixels has no such window; it gets the largest odd window that fits (and at
    one pixel, where nothing varies, only the brightness is compared).

    Source: Wang, Bovik, Sheikh, Simoncelli 2004, "Image quality assessment".

    Raises:
        ValueError: the pictures differ in shape.
    """
    _check(image, target)
    height, width, channels = image.shape
    side = min(_WINDOW, height, width)
    side -= 1 - side % 2
    total = 0.0
    for rows in _strips(height, side - 1):
        for channel in range(channels):
            x = image[rows, :, channel].astype(np.float64)
            y = target[rows, :, channel].astype(np.float64)
            total += float(_similarity(x, y, side).sum())
    return total / float(channels * (height - side + 1) * (width - side + 1))


def _similarity(x: _Floats, y: _Floats, side: int) -> npt.NDArray[np.float64]:
    """SSIM of every whole window: (H, W) each to (H - side + 1, W - side + 1)."""
    count = side * side
    # Sums of whole numbers are exact in doubles: no rounding between the windows.
    mean_x = _window_sums(x, side) / count
    mean_y = _window_sums(y, side) / count
    sample = count / (count - 1) if count > 1 else 0.0
    var_x = sample * (_window_sums(x * x, side) / count - mean_x * mean_x)
    var_y = sample * (_window_sums(y * y, side) / count - mean_y * mean_y)
    covariance = sample * (_window_sums(x * y, side) / count - mean_x * mean_y)
    above = (2 * mean_x * mean_y + _C1) * (2 * covariance + _C2)
    below = (mean_x * mean_x + mean_y * mean_y + _C1) * (var_x + var_y + _C2)
    quotient: npt.NDArray[np.float64] = above / below
    return quotient


def _window_sums(values: _Floats, side: int) -> _Floats:
    import cv2  # on use: scores are asked for after drawings only

    height, width = values.shape
    sums = cv2.boxFilter(values, cv2.CV_64F, (side, side), normalize=False)
    rim = side // 2
    return np.asarray(sums[rim : height - rim, rim : width - rim], np.float64)


def _strips(height: int, overlap: int) -> Iterator[slice]:
    """Slices of rows that overlap so that each window of `overlap + 1` rows is whole in one."""
    for start in range(0, height - overlap, _ROWS_AT_ONCE):
        yield slice(start, min(height, start + _ROWS_AT_ONCE + overlap))


def _check(image: Pixels, target: Pixels) -> None:
    if image.shape != target.shape or image.ndim != 3 or image.size == 0:
        raise ValueError(
            f"pictures of shapes {image.shape} and {target.shape}; expected the same (H, W, 3)"
        )
