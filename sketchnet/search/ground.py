"""Pictures with shades; what lies behind all else, as a sky or a floor does, shaded itself.

Much of the picture may be hidden by what stands before it, so two pixels at a time say what the
shading could be, and that on which most of the others agree is taken (random sample consensus,
Fischler and Bolles 1981).

Legend: T trials, N samples of the picture, (3) colour channels.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Picture
from sketchnet.search.shapes import Paint, Shape, colour_of

_TRIALS, _SAMPLES = 200, 800
NEAR = 5 / 255
"""Of a channel, by which a pixel of a shaded area may be off."""

_LEAST = 0.3  # of the pixels, that the ground is seen in
_LEAST_SIDE = 12  # pixels
FAR = 20 / 255
"""Of a channel, from one end of a shaded area to the other: less is one colour."""

_MOST_OF_ONE = 0.6  # of the ground's pixels that may be near some one colour

_CALM = 24.0  # of 255, between neighbours where nothing ends
_ACROSS, _FAR_FROM_EDGES = 7, 15  # pixels, over which noise is averaged away; without edges
_BESIDE = np.array([[-1, 0, 0, 0, 0, 0, 0, 0, 1]], np.float32) / 8
_LEAST_SLOPE, _LEAST_SHARE = 0.3, 0.03
"""Of 255 a pixel, by which colours change at least; the share of a picture where they do."""

Floats = NDArray[np.float64]


def has_shades(target: Picture) -> bool:
    """Whether colours change slowly in some part of a picture, more than noise makes them.

    Args:
        target: (H, W, 3) float32 in 0–1.
    """
    pixels = np.ascontiguousarray(target * 255, np.float32)
    steps = cv2.morphologyEx(pixels, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).max(2)
    calm = cv2.erode((steps <= _CALM).astype(np.uint8), np.ones((_FAR_FROM_EDGES,) * 2, np.uint8))
    mean = cv2.blur(pixels, (_ACROSS, _ACROSS))
    slopes = [np.abs(cv2.filter2D(mean, -1, kernel)).max(2) for kernel in (_BESIDE, _BESIDE.T)]
    slowly = (np.maximum(*slopes) >= _LEAST_SLOPE) & (calm > 0)
    return bool(slowly.mean() >= _LEAST_SHARE)


def shaded_ground(target: Picture, extent: tuple[float, float]) -> Shape | None:
    """The whole canvas shaded as what lies behind everything is; None where that is one colour.

    Args:
        target: (H, W, 3) float32 in 0–1.
        extent: (width, height) of the canvas in picture pixels.
    """
    height, width, _ = target.shape
    if min(height, width) < _LEAST_SIDE:
        return None
    rng = np.random.default_rng(0)
    rows, columns = (rng.integers(0, size, _SAMPLES) for size in (height, width))
    colours = target[rows, columns].astype(np.float64)  # (N, 3)
    most, found = _LEAST, None
    ways: tuple[tuple[Paint, Floats], ...] = (
        ("down", (rows + 0.5) / height),
        ("across", (columns + 0.5) / width),
    )
    for paint, at in ways:
        ends, near = agreed(at, colours, rng)
        far = np.abs(ends[1] - ends[0]).max() >= FAR
        if near.mean() >= most and far and _share_of_one(colours[near]) <= _MOST_OF_ONE:
            most = near.mean()
            first, last = (colour_of(255 * np.clip(end, 0, 1)) for end in ends)
            found = Shape("rect", (0.0, 0.0, *extent), paint, 1.0, first, last)
    return found


def _share_of_one(colours: Floats) -> float:
    """The largest share of colours (N, 3) that are near some one of them."""
    return float((np.abs(colours - colours[:_TRIALS, None]).max(2) <= NEAR).mean(1).max())


def agreed(
    at: Floats, colours: Floats, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.bool_]]:
    """The colours (2, 3) at both ends that most samples agree on, and which these are (N,).

    Args:
        at: (N,) how far along, in 0–1.
        colours: (N, 3).
        rng: picks the trials.
    """
    one, other = rng.integers(0, len(at), (2, _TRIALS))
    apart = at[other] - at[one]
    fair = np.abs(apart) > 0.1
    one, other, apart = one[fair], other[fair], apart[fair]
    slope = (colours[other] - colours[one]) / apart[:, None]  # (T, 3)
    start = colours[one] - slope * at[one, None]
    off = np.abs(start[:, None] + at[:, None] * slope[:, None] - colours).max(2)  # (T, N)
    near = off[(off <= NEAR).sum(1).argmax()] <= NEAR
    shares = np.stack([1 - at[near], at[near]], 1)
    return np.linalg.lstsq(shares, colours[near], rcond=None)[0], near
