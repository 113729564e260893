"""Regions of one colour in a picture: where proposals come from.

Legend: R regions, N pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

_COLOURS = (3, 6, 12, 24)
_LEAST_AREA = 4  # pixels
_MOST = 240  # regions

_FLAT_COLOURS = 32
_FLAT_SHARE = 0.85
"""A picture is flat art when so few colours, exactly as they are, make up so much of it."""

_SMALL_AREA = 12  # pixels of a colour that fills a square of two somewhere in flat art

_SOLID_COLOURS = 16
_PLAIN_COLOURS = 64
_SOLID_SHARE = 0.8
"""It has plain areas when so few do that fill a square of two pixels: mixtures seldom do."""


@dataclass(frozen=True, slots=True)
class Region:
    """A connected patch of similar colour, holes filled.

    Attributes:
        contour: (n, 2) its outer boundary, in picture pixels.
        area: pixels of the working picture inside the contour.
        share: how much of that is the patch itself; the rest are holes.
    """

    contour: NDArray[np.float64]
    area: float
    share: float


class Cut(NamedTuple):
    """A filled patch cut out of its picture.

    Attributes:
        x, y: the corner of its box, in pixels of the working picture.
        mask: (h, w) zeros and ones.
    """

    x: int
    y: int
    mask: NDArray[np.uint8]

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns of its box, to index an (H, W) array."""
        h, w = self.mask.shape
        return slice(self.y, self.y + h), slice(self.x, self.x + w)


def find_regions(
    picture: NDArray[np.float32], scale: tuple[float, float], seed: int
) -> tuple[list[Region], NDArray[np.float32]]:
    """Patches of similar colour at several granularities, without repeats.

    Args:
        picture: (H, W, 3) float32 in 0–1.
        scale: working pixels for one picture pixel, (x, y).
        seed: of the colour clustering.

    Returns:
        The regions, largest first, and their filled masks (R, N).
    """
    height, width, _ = picture.shape
    found: dict[tuple[int, ...], tuple[Region, Cut]] = {}
    for labels in _labellings(picture, seed):
        labels = labels.reshape(height, width)
        for colour in range(labels.max() + 1):
            for region, cut in _patches((labels == colour).astype(np.uint8), scale):
                h, w = cut.mask.shape
                # Patches of two granularities that agree to a few pixels are one.
                key = (cut.x // 2, cut.y // 2, w // 3, h // 3, int(math.log(region.area) * 4))
                found.setdefault(key, (region, cut))
    ranked = sorted(found.values(), key=lambda item: -item[0].area)[:_MOST]
    masks = np.zeros((len(ranked), height, width), np.float32)
    for whole, (_, cut) in zip(masks, ranked, strict=True):
        whole[cut.slices] = cut.mask
    return [region for region, _ in ranked], masks.reshape(-1, height * width)


def _labellings(picture: NDArray[np.float32], seed: int) -> Iterator[NDArray[np.int32]]:
    """Colour indices (N,) of the pixels: the picture's very colours if it is flat, clusters."""
    pixels = picture.reshape(-1, 3)
    colours = flat_colours(picture)
    if colours is not None:
        distance = (colours**2).sum(1) - 2 * (pixels * np.float32(255)) @ colours.T
        yield distance.argmin(1).astype(np.int32)
    distinct = len(np.unique((pixels * 31).astype(np.int64) @ np.array([1024, 32, 1])))
    cv2.setRNGSeed(seed)
    for clusters in _COLOURS:
        if clusters > max(distinct, 2) or clusters > len(pixels):
            break
        stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1e-3)
        samples = np.ascontiguousarray(pixels)
        _, labels, _ = cv2.kmeans(samples, clusters, None, stop, 1, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
        yield labels.ravel()


def flat_colours(picture: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """The (K, 3) colours, 0–255, of flat art; None where a picture (H, W, 3) in 0–1 is none."""
    return _Colours(picture).flat()


def solid_colours(picture: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """The (K, 3) colours, 0–255, of a picture (H, W, 3) of plain areas; None for any other.

    Where there are many edges, mixtures along them may be so many that it does not count as flat.
    """
    colours = _Colours(picture)
    flat = colours.flat()
    return colours.solid() if flat is None else flat


def plain_colours(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """The (K, 3) colours, 0–255, of plain areas of a picture (H, W, 3), the more the first."""
    return _Colours(picture).plain()


class _Colours:
    """The colours of a picture (H, W, 3) in 0–1 that so many pixels have that it is no accident."""

    def __init__(self, picture: NDArray[np.float32]) -> None:
        self._of = np.round(picture * 255).astype(np.int64) @ np.array([65536, 256, 1])
        self._codes, self._counts = np.unique(self._of, return_counts=True)
        self._many = self._counts >= max(4, self._of.size // 2000)

    def flat(self) -> NDArray[np.float32] | None:
        """Those colours, if few make up a flat picture, and those of its small areas."""
        few = self._few(self._many, _FLAT_COLOURS, _FLAT_SHARE)
        if few is None:
            return None
        small = self._in_squares() & (self._counts >= _SMALL_AREA)
        return self._few(self._many | small, _FLAT_COLOURS, _FLAT_SHARE, few)

    def solid(self) -> NDArray[np.float32] | None:
        """Those that fill a square of two pixels somewhere, if few make up the picture."""
        return self._few(self._solid(), _SOLID_COLOURS, _SOLID_SHARE)

    def plain(self) -> NDArray[np.float32]:
        """Those, whatever share of the picture they make up, the more frequent first."""
        solid = self._solid()
        often = np.argsort(-self._counts[solid], kind="stable")[:_PLAIN_COLOURS]
        return _channels(self._codes[solid][often])

    def _solid(self) -> NDArray[np.bool_]:
        return np.asarray(self._many & self._in_squares())

    def _in_squares(self) -> NDArray[np.bool_]:
        """(K,) whether a colour fills a square of two pixels somewhere."""
        of, here = self._of, self._of[1:, 1:]
        alike = (here == of[:-1, 1:]) & (here == of[1:, :-1]) & (here == of[:-1, :-1])
        return np.asarray(np.isin(self._codes, here[alike]))

    def _few(
        self,
        which: NDArray[np.bool_],
        most: int,
        share: float,
        otherwise: NDArray[np.float32] | None = None,
    ) -> NDArray[np.float32] | None:
        if which.sum() > most or self._counts[which].sum() < share * self._of.size:
            return otherwise
        return _channels(self._codes[which])


def _channels(codes: NDArray[np.int64]) -> NDArray[np.float32]:
    """(K, 3) red, green and blue of colours written as one number each (K,)."""
    return np.stack([codes >> 16, (codes >> 8) & 255, codes & 255], 1).astype(np.float32)


def find_error_regions(
    wrong: NDArray[np.float32], scale: tuple[float, float], most: int = 3
) -> list[Region]:
    """Connected patches where the error stands out, the heaviest first.

    Args:
        wrong: (H, W) squared error of each pixel.
        scale: working pixels for one picture pixel, (x, y).
        most: how many to return.
    """
    heavy: list[tuple[float, Region]] = []
    for factor in (1.0, 4.0):
        threshold = factor * float(wrong.mean())
        for region, box in _patches((wrong > threshold).astype(np.uint8), scale):
            heavy.append((float(wrong[box.slices][box.mask.astype(bool)].sum()), region))
    heavy.sort(key=lambda item: -item[0])
    return [region for _, region in heavy[:most]]


def _patches(patch: NDArray[np.uint8], scale: tuple[float, float]) -> Iterator[tuple[Region, Cut]]:
    """The connected patches of a mask (H, W) of zeros and ones, holes filled."""
    contours, _ = cv2.findContours(patch, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if w * h < _LEAST_AREA:
            continue
        mask = np.zeros((h, w), np.uint8)
        cv2.drawContours(mask, [contour], -1, 1, cv2.FILLED, offset=(-x, -y))
        area = cv2.countNonZero(mask)
        if area < _LEAST_AREA:
            continue
        box = (slice(y, y + h), slice(x, x + w))
        share = cv2.countNonZero(mask & patch[box]) / area
        # A pixel's contour runs through its centre, half a pixel inside its edge.
        outline = (contour.reshape(-1, 2) + 0.5) / np.array(scale)
        yield Region(outline, float(area), share), Cut(x, y, mask)
