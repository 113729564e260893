"""From a picture to a search over it: working size, grid, background and palette."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Picture
from sketchnet.search.regions import flat_colours, solid_colours
from sketchnet.search.shapes import Colour

Pixels = NDArray[np.uint8]

WORKING_SIDES = (64, 128, 256)
"""Longest sides, in pixels, of the pictures that search looks at, coarse to fine."""

_CLUSTERED, _PER_COLOUR = 1 << 18, 8
"""Pixels times colours that are clustered, at most; pixels for each colour, at least."""

_OWN_SIDE = 512
"""Longest side of a picture of plain areas that is looked at in its own size."""

_FINE_GRID_BELOW = 257

_LEAST_SHARE = 8
"""How many times the shorter side of a working picture may go into the longer, at most."""


def working_pictures(target: Pixels) -> list[tuple[Picture, tuple[float, float]]]:
    """The picture at its working sizes, coarse to fine, averaged down where it is larger.

    A very long picture is averaged less across than along, so that something of it is left.

    Args:
        target: (H, W, 3) uint8.

    Returns:
        For each size, (h, w, 3) float32 in 0–1 and the working pixels for one picture pixel.
    """
    pictures = []
    for side in WORKING_SIDES:
        pictures.append(averaged(target, side))
        if side >= max(target.shape[:2]):
            break
    return pictures[-1:] if flat_colours(pictures[-1][0]) is not None else pictures


def averaged(target: Pixels, side: int) -> tuple[Picture, tuple[float, float]]:
    """The picture averaged down until its longer side is `side`; as it is where it is no longer.

    Args:
        target: (H, W, 3) uint8.
        side: in pixels.

    Returns:
        (h, w, 3) float32 in 0–1 and the working pixels for one picture pixel.
    """
    height, width, _ = target.shape
    shrink = min(1.0, side / max(height, width))
    w, h = (max(min(long, side // _LEAST_SHARE), round(long * shrink)) for long in (width, height))
    small = target if shrink == 1 else cv2.resize(target, (w, h), interpolation=cv2.INTER_AREA)
    return unit(small.reshape(h, w, 3)), (w / width, h / height)


def own_picture(target: Pixels) -> Picture | None:
    """A picture of plain areas, (H, W, 3) float32 in 0–1, where its working pictures are smaller.

    None where they are not, where it is too large, and for other pictures.
    """
    side = max(target.shape[:2])
    picture = unit(target)
    small = side <= WORKING_SIDES[-1] or side > _OWN_SIDE
    return None if small or solid_colours(picture) is None else picture


def unit(picture: NDArray[np.integer[Any] | np.floating[Any]]) -> Picture:
    """A picture of 0–255 in 0–1."""
    return picture.astype(np.float32) / np.float32(255)


def grid_of(size: tuple[int, int]) -> float:
    """The step of tidy numbers in pixels: whole ones, halves in small pictures."""
    return 1.0 if max(size) >= _FINE_GRID_BELOW else 0.5


def background_of(target: Pixels) -> Colour:
    """The picture's own background: its most common colour along the border.

    Colours are counted in coarse bins, so that noise does not split one; the bin's median is the
    answer.
    """
    rim = max(1, min(target.shape[:2]) // 32)
    border = np.concatenate(
        [
            part.reshape(-1, 3)
            for part in (target[:rim], target[-rim:], target[:, :rim], target[:, -rim:])
        ]
    )
    bins = (border >> 4).astype(np.int64) @ np.array([256, 16, 1])
    values, counts = np.unique(bins, return_counts=True)
    common = border[bins == values[counts.argmax()]]
    r, g, b = np.median(common, axis=0).tolist()
    return round(r), round(g), round(b)


def palette_of(target: Pixels, colours: int, seed: int) -> NDArray[np.float64]:
    """At most so many colours that stand for a picture, (K, 3) whole numbers 0–255.

    Args:
        target: (H, W, 3) uint8.
        colours: K, at least 1.
        seed: of the clustering.
    """
    picture, _ = working_pictures(target)[-1]
    pixels = np.ascontiguousarray(picture.reshape(-1, 3))
    distinct = np.unique((pixels * 255).round().astype(np.uint8), axis=0)
    if len(distinct) <= colours:
        return distinct.astype(float)
    most = max(_CLUSTERED // colours, _PER_COLOUR * colours)
    if len(pixels) > most:  # a look at some of them is as good
        pixels = pixels[np.random.default_rng(seed).permutation(len(pixels))[:most]]
    cv2.setRNGSeed(seed)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 1e-4)
    _, _, centres = cv2.kmeans(pixels, colours, None, stop, 3, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    return np.unique((centres * 255).round(), axis=0)
