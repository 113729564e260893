"""Which colours the pixels of a noisy picture are mixed of, and the picture that these make.

Files keep hues at half the size of lightness, so that at edges hues run into each other: they say
less of a mixture than lightness does.

Legend: H, W the picture, K colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.setup import Pixels
from sketchnet.tidy.labels import Flags, widened

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_OWN = 28.0  # of 255, by which a pixel may be off its colour
_UNMIXED = 30.0  # of 255, by which a pixel may be off a mixture of two colours
_AROUND = 5  # pixels a side of the square in which colours mix at an edge
_LIKE, _SPECK = 40.0, 12
"""Of 255, by which colours differ that noise may take for each other; pixels of a speck of it."""

_HUE = 0.6  # what hue counts for, beside lightness
_BLEEDING = 0.4  # share by which hues may run into each other at edges
_FINER = 8  # times, an edge is found in a pixel
_TILE, _FRAME = 32, 2  # pixels a side that are looked at together; and around


class Mixtures(NamedTuple):
    """Which colours each pixel is of: so much of the first, the rest of the second.

    Attributes:
        first, second: (H, W) labels.
        share: (H, W) of the first, 0.5 to 1.
        lost: (H, W) pixels that nothing explains.
    """

    first: Ints
    second: Ints
    share: Floats
    lost: Flags


def unmixed(pixels: Floats, colours: Floats, inside: Flags) -> Mixtures:
    """What each pixel is of: of the colour of the area it is in, or of two that are around.

    Args:
        pixels: (H, W, 3) lightness and hue.
        colours: (K, 3) 0–255, those of the picture without noise.
        inside: (H, W) pixels in plain areas.
    """
    colours = lightness_and_hue(colours.round().astype(np.uint8)[None])[0]
    of = nearest_of(pixels, colours)
    near = np.abs(pixels - colours[of]).max(2)
    core = np.zeros(of.shape, bool)
    for index in range(len(colours)):
        own = (of == index) & (near <= _OWN)
        core |= widened(inside & own, 3) & own
    *_, off = _mixed(pixels, colours, of, core)
    core |= (off > _UNMIXED) & (near <= _OWN)
    first, second, share, off = _mixed(pixels, colours, of, core)
    lost = ~core & (off > _UNMIXED) & (near > _UNMIXED)
    mixed = ~core & (off <= np.maximum(_UNMIXED, near))
    share = np.where(mixed, share, 1)
    return Mixtures(np.where(mixed, first, of), np.where(mixed, second, of), share, lost)


def _mixed(
    pixels: Floats, colours: Floats, of: Ints, core: Flags
) -> tuple[Ints, Ints, Floats, Floats]:
    """(H, W) each: the two colours around that mix to a pixel not in `core`, the more the first,
    how much of that, and how far off the mixture is.
    """
    first, second = of.copy(), of.copy()
    share, least = np.ones(of.shape, np.float32), np.full(of.shape, np.inf, np.float32)
    near = [widened((of == index) & core, _AROUND) for index in range(len(colours))]
    open_ = np.nonzero(~core)
    beside, every = [one[open_] for one in near], pixels[open_]
    for one, other in combinations(range(len(colours)), 2):
        both = beside[one] & beside[other]
        if not both.any():
            continue
        rows, columns = open_[0][both], open_[1][both]
        along = colours[one] - colours[other]
        seen = every[both]
        part = np.clip((seen - colours[other]) @ along / np.maximum(along @ along, 1e-6), 0, 1)
        apart = np.abs(seen - colours[other] - part[:, None] * along)
        apart[:, 1:] -= _BLEEDING * np.abs(along[1:]).max()
        off = apart.max(1)
        better = off < least[rows, columns]
        rows, columns, part = rows[better], columns[better], part[better]
        least[rows, columns] = off[better]
        first[rows, columns] = np.where(part >= 0.5, one, other)
        second[rows, columns] = np.where(part >= 0.5, other, one)
        share[rows, columns] = np.maximum(part, 1 - part)
    return first, second, share, least


def _specks(first: Ints, colours: Floats) -> Iterator[tuple[int, int, tuple[slice, slice], Flags]]:
    """What is but noise around edges: specks of nearly the colour around them.

    Yields:
        The colour of each, that around it, rows and columns, and which of these pixels it is.
    """
    apart = np.abs(colours[:, None] - colours).max(2)
    for index in range(len(colours)):
        like = (apart[index] <= _LIKE) & (apart[index] > 0)
        if not like.any():
            continue
        own = (first == index).astype(np.uint8)
        count, of, boxes, _ = cv2.connectedComponentsWithStats(own, connectivity=8)
        for speck in range(1, count):
            x, y, w, h, area = boxes[speck]
            rows = slice(max(y - 1, 0), y + h + 1), slice(max(x - 1, 0), x + w + 1)
            mask = of[rows] == speck
            block = np.ones((_AROUND, _AROUND), np.uint8)
            if area > _SPECK and cv2.erode(mask.astype(np.uint8), block, borderValue=0).any():
                continue
            around = widened(mask, 3) & ~mask
            nearest = int(np.bincount(first[rows][around], minlength=len(colours)).argmax())
            if like[nearest]:
                yield index, nearest, rows, mask


def but_specks(mixtures: Mixtures, colours: Floats) -> list[bool]:
    """(K,) whether there is more of a colour than specks."""
    area = np.bincount(mixtures.first.ravel(), minlength=len(colours))
    for index, _, _, mask in _specks(mixtures.first, colours):
        area[index] -= mask.sum()
    return [bool(one > 0) for one in area]


def without_specks(mixtures: Mixtures, colours: Floats) -> Mixtures:
    """The same where specks have the colour around them."""
    first, second, share = mixtures.first.copy(), mixtures.second.copy(), mixtures.share.copy()
    for _, nearest, rows, mask in _specks(mixtures.first, colours):
        first[rows][mask] = second[rows][mask] = nearest
        share[rows][mask] = 1
    return mixtures._replace(first=first, second=second, share=share)


def sharpened(mixtures: Mixtures, colours: Floats) -> Pixels:
    """(H, W, 3) the picture with edges as sharp as shapes have them, where the two shares cross."""
    height, width = mixtures.share.shape
    picture = colours[mixtures.first]
    for y in range(0, height, _TILE):
        for x in range(0, width, _TILE):
            if (mixtures.share[y : y + _TILE, x : x + _TILE] == 1).all():
                continue
            left, top = max(x - _FRAME, 0), max(y - _FRAME, 0)
            box = slice(top, y + _TILE + _FRAME), slice(left, x + _TILE + _FRAME)
            fine = _fine(mixtures.first[box], mixtures.second[box], mixtures.share[box])
            h, w = mixtures.share[box].shape
            tile = cv2.resize(colours[fine], (w, h), interpolation=cv2.INTER_AREA)
            inner = slice(y - top, y - top + _TILE), slice(x - left, x - left + _TILE)
            picture[y : y + _TILE, x : x + _TILE] = tile[inner]
    return picture.round().astype(np.uint8)


def _fine(first: Ints, second: Ints, share: Floats) -> Ints:
    """The colours of a tile, `_FINER` times as large: each where there is most of it."""
    every = np.unique([first, second])
    shares = np.stack([(first == one) * share + (second == one) * (1 - share) for one in every])
    fine = [
        cv2.resize(one, None, fx=_FINER, fy=_FINER, interpolation=cv2.INTER_CUBIC)
        for one in shares.astype(np.float32)
    ]
    return np.asarray(every[np.argmax(fine, axis=0)])


def lightness_and_hue(picture: Pixels) -> Floats:
    """(H, W, 3) a picture's lightness and hue as files keep them: the hue at half the size."""
    apart = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb).astype(np.float32)
    apart[..., 1:] *= _HUE
    return apart


def nearest_of(pixels: Floats, colours: Floats) -> Ints:
    """(H, W) the index of the colour that each pixel is nearest to."""
    distance = np.square(colours).sum(1) - 2 * pixels @ colours.T
    return np.asarray(distance.argmin(-1))
