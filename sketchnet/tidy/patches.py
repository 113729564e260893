"""Connected patches of one colour in a picture, and which of them look the same.

Legend: H, W the picture, h, w a patch's box, N pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Picture
from sketchnet.search.regions import Region, flat_colours
from sketchnet.search.shapes import Colour, colour_of

_CLUSTERS = 12  # colours that a picture which is not flat is cut into
_LEAST_AREA = 12  # pixels of a patch
_LEAST_SIDE = 2
_MOST = 150  # patches
_COLOURS = 8.0  # largest channel difference of like patches
_SIZE_SLACK = 1.5  # pixels by which like patches may differ in size
_SAME = 0.8  # share of two like patches, laid on one another, that they have in common
_FEWEST = 3  # of a group

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Patch:
    """A connected patch of one colour, its holes filled.

    Attributes:
        number: that tells it from the others, the largest patch having the least.
        x, y: corner of its box in working pixels.
        mask: (h, w) what of the box it covers, 0 or 1.
        region: the same for fitting.
        colour: RGB 0–255.
    """

    number: int
    x: int
    y: int
    mask: Mask
    region: Region
    colour: Colour

    @property
    def centre(self) -> NDArray[np.float64]:
        """(x, y) of its middle in working pixels."""
        rows, columns = np.nonzero(self.mask)
        return np.array([self.x + columns.mean(), self.y + rows.mean()])


def patches_of(target: Picture, scale: tuple[float, float]) -> Iterator[Patch]:
    """The patches of a picture, the largest first.

    Args:
        target: (H, W, 3) float32 in 0–1.
        scale: working pixels for one picture pixel, (x, y).
    """
    height, width, _ = target.shape
    labels = _labels(target).reshape(height, width)
    found = []
    for label in np.unique(labels).tolist():
        own = (labels == label).astype(np.uint8)
        # Fields of a chessboard touch at corners: neighbours are those that share a side.
        _, parts, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=4)
        for part, (x, y, w, h, _) in enumerate(stats[1:].tolist(), start=1):
            if min(w, h) < _LEAST_SIDE or (w, h) == (width, height):
                continue
            inside = (parts[y : y + h, x : x + w] == part).astype(np.uint8)
            (contour, *_), _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
            mask = np.zeros((h, w), np.uint8)
            cv2.drawContours(mask, [contour], -1, 1, cv2.FILLED)
            area = int(mask.sum())
            if area >= _LEAST_AREA:
                colour = np.median(target[y : y + h, x : x + w][inside > 0], axis=0) * 255
                corner = np.array([x + 0.5, y + 0.5])
                points = (contour.reshape(-1, 2) + corner) / np.array(scale)
                region = Region(points, area, float(inside.sum()) / area)
                found.append(Patch(0, x, y, mask, region, colour_of(np.round(colour))))
    found.sort(key=lambda patch: -patch.region.area)
    for number, patch in enumerate(found[:_MOST]):
        yield replace(patch, number=number * _MOST)


def _labels(picture: Picture) -> NDArray[np.int64]:
    """Colour indices (N,): the picture's very colours if it is flat, clusters else."""
    pixels = picture.reshape(-1, 3)
    colours = flat_colours(picture)
    if colours is None:
        distinct = np.unique((pixels * 31).astype(np.uint8), axis=0)
        if len(pixels) < _CLUSTERS:
            return np.zeros(len(pixels), np.int64)
        cv2.setRNGSeed(1)
        stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1e-3)
        _, labels, _ = cv2.kmeans(  # type: ignore[call-overload]
            np.ascontiguousarray(pixels),
            min(_CLUSTERS, len(distinct)),
            None,
            stop,
            1,
            cv2.KMEANS_PP_CENTERS,
        )
        return np.asarray(labels.ravel(), np.int64)
    distance = (colours**2).sum(1) - 2 * (pixels * np.float32(255)) @ colours.T
    return np.asarray(distance.argmin(1), np.int64)


def like_patches(patches: Sequence[Patch]) -> list[list[Patch]]:
    """Patches that look the same, three or more, each in one group at most."""
    left = list(patches)
    groups = []
    while left:
        first = left[0]
        group = [patch for patch in left if _alike(first, patch)]
        left = [patch for patch in left if all(patch is not other for other in group)]
        if len(group) >= _FEWEST:
            groups.append(group)
    return groups


def _alike(one: Patch, other: Patch) -> bool:
    if one is other:
        return True
    if np.abs(np.subtract(one.colour, other.colour)).max() > _COLOURS:
        return False
    if np.abs(np.subtract(one.mask.shape, other.mask.shape)).max() > _SIZE_SLACK:
        return False
    h, w = np.maximum(one.mask.shape, other.mask.shape)
    first, second = (np.zeros((h, w), np.uint8) for _ in range(2))
    first[: one.mask.shape[0], : one.mask.shape[1]] = one.mask
    second[: other.mask.shape[0], : other.mask.shape[1]] = other.mask
    return float((first & second).sum()) >= _SAME * float((first | second).sum())
