"""A flat picture as connected pieces of one colour each, and which of them touch.

Legend: H, W the picture, P pieces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Picture
from sketchnet.tidy.labels import Labels

_LEAST_AREA = 6  # pixels of a piece
_MOST = 60  # pieces of a picture that is made of a few shapes
_TOUCH = 4  # pixels of edge that two pieces share that touch
_AROUND = 2  # pixels around a mixed one, whose pieces may be mixed in it
_LINE = 16  # pixels across, at most, of an outline between two pieces
_MIXED = 12.0  # of 255, by which a pixel may be off a mixture that it is taken for


@dataclass(frozen=True, eq=False)
class Mosaic:
    """The pieces.

    Attributes:
        of: (H, W) the piece of each pixel, −1 where it is mixed.
        nearest: (H, W) the piece that is nearest to each pixel.
        colours: (P, 3) 0–255.
        touching: of each piece those that touch it, and how many pixels of edge they share.
        across: the same of those that lie on the other side of an outline.
    """

    of: NDArray[np.int32]
    nearest: NDArray[np.int32]
    colours: NDArray[np.float64]
    touching: Mapping[int, Mapping[int, int]]
    across: Mapping[int, Mapping[int, int]]


def mosaic_of(labels: Labels) -> Mosaic | None:
    """The pieces of a flat picture; None where there are too many."""
    of = np.full(labels.of.shape, -1, np.int32)
    colours: list[NDArray[np.float64]] = []
    for label, colour in enumerate(labels.colours):
        own = (labels.of == label).astype(np.uint8)
        _, parts, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=4)
        for part in range(1, len(stats)):
            if stats[part, cv2.CC_STAT_AREA] >= _LEAST_AREA:
                of[parts == part] = len(colours)
                colours.append(colour.astype(np.float64))
        if len(colours) > _MOST:
            return None
    if len(colours) < 4:
        return None
    nearest = _filled(of)
    touching = _touching(nearest)
    return Mosaic(of, nearest, np.stack(colours), touching, _across(of, touching))


def _filled(of: NDArray[np.int32]) -> NDArray[np.int32]:
    """(H, W) the piece that is nearest to each pixel."""
    _, index = cv2.distanceTransformWithLabels(
        (of < 0).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.zeros(index.max() + 1, np.int32)
    places[index[of >= 0]] = of[of >= 0]
    return np.asarray(places[index])


def _touching(of: NDArray[np.int32]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    sides = ((of[:, 1:], of[:, :-1]), (of[1:], of[:-1]))
    pairs = np.concatenate(
        [np.stack([one[one != other], other[one != other]], 1) for one, other in sides]
    )
    some, counts = np.unique(np.sort(pairs, 1), axis=0, return_counts=True)
    for (one, other), count in zip(some.tolist(), counts.tolist(), strict=True):
        if count >= _TOUCH:
            found[one][other] = found[other][one] = count
    return found


def _across(
    of: NDArray[np.int32], touching: Mapping[int, Mapping[int, int]]
) -> dict[int, dict[int, int]]:
    """Pieces on both sides of slender ones."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for piece, others in touching.items():
        own = (of == piece).astype(np.uint8)
        if len(others) < 2 or cv2.distanceTransform(own, cv2.DIST_L2, 3).max() > _LINE / 2:
            continue
        for one, other in combinations(others, 2):
            found[one][other] = found[other][one] = min(others[one], others[other])
    return found


def repainted(
    mosaic: Mosaic,
    target: Picture,
    colours: NDArray[np.float64],
    changed: NDArray[np.bool_],
    lines: bool = False,
) -> Picture:
    """The picture with other colours for its pieces, and mixtures mixed of these.

    Args:
        mosaic: of the picture.
        target: (H, W, 3) in 0–1.
        colours: (P, 3) 0–255, the new ones.
        changed: (P,) whose are new; mixtures of others stay as they are.
        lines: whether pixels beside these that are no such mixtures, as those of thin lines, go
            half to the pieces on either side; else they stay.
    """
    picture = target.copy()
    pure = mosaic.of >= 0
    new = colours.astype(np.float32) / np.float32(255)
    pieces = mosaic.of[pure]
    picture[pure] = np.where(changed[pieces][:, None], new[pieces], picture[pure])
    beside = cv2.dilate(
        (pure & changed[mosaic.of]).astype(np.uint8), np.ones((2 * _AROUND + 1,) * 2, np.uint8)
    )
    rows, columns = np.nonzero((mosaic.of < 0) & (beside > 0))
    if not len(rows):
        return picture
    padded = np.pad(mosaic.of, _AROUND, constant_values=-1)
    side = 2 * _AROUND + 1
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side))
    around = np.sort(windows[rows, columns].reshape(len(rows), -1), 1)
    sets, which = np.unique(around, axis=0, return_inverse=True)
    for index, some in enumerate(sets):
        near = np.unique(some[some >= 0])
        pixels = np.flatnonzero(which.reshape(-1) == index)
        given = target[rows[pixels], columns[pixels]]
        mixed, known = _remixed(mosaic.colours, new, near, given.astype(np.float64) * 255)
        line = (new[near].min(0) + new[near].max(0)) / 2 if lines else given
        picture[rows[pixels], columns[pixels]] = np.where(known[:, None], mixed, line)
    return picture


def _remixed(
    old: NDArray[np.float64],
    new: NDArray[np.float32],
    near: NDArray[np.int32],
    pixels: NDArray[np.float64],
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Mixtures (N, 3) of two of some pieces' old colours, mixed of their new ones, in 0–1.

    And which of them (N,) are such.
    """
    least = np.abs(pixels - old[near[0]]).max(1)
    mixed = np.repeat(new[near[:1]], len(pixels), 0)
    for one, other in combinations(near.tolist(), 2):
        along = old[one] - old[other]
        share = np.clip((pixels - old[other]) @ along / max(along @ along, 1e-6), 0, 1)
        off = np.abs(pixels - old[other] - share[:, None] * along).max(1)
        better = off < least
        part = share[better, None].astype(np.float32)
        mixed[better] = np.round(255 * (part * new[one] + (1 - part) * new[other])) / 255
        least[better] = off[better]
    return mixed, least <= _MIXED
