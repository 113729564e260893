"""Plain pictures under the noise of a file: compressed, they have no plain colours left.

Legend: H, W the picture, K colours, N pixels.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOISE = 0.08
"""Pixels by which edges of a picture that was restored are off, on the mean."""

_CALM = 24  # of 255, between pixels that touch, in a plain area
_APART, _THIN_APART = 14.0, 45.0
"""Of 255, around a colour: of areas, and of lines that are all edge."""

_LEAST_AREA = 12  # pixels of a colour, and
_LEAST_SHARE = 0.0005  # share of the picture
_COLOURS = 24
_PLAIN_SHARE = 0.5  # share of the pixels that are calm
_DRIFT, _LEAST_DRIFT = 3.0, 0.5  # of 255, root mean square, by which areas may shade, or do not
_DRIFT_SHARE = 0.8  # of what pixels are off, where it is noise
_SQUARE = 7  # pixels a side of a square over which noise is averaged away
_BESIDE = 9  # pixels a side of the square around what is not calm, in which there is noise
_UNMIXED = 30.0  # of 255, by which a pixel may be off a mixture of two colours
_AROUND = 5  # pixels a side of the square in which colours mix at an edge
_LIKE, _SPECK = 40.0, 12
"""Of 255, by which colours differ that noise may take for each other; pixels of a speck of it."""

_HUE = 0.6  # what hue counts for, beside lightness
_BLEEDING = 0.4  # share by which hues may run into each other at edges
_FINER = 8  # times, an edge is found in a pixel
_TILE, _FRAME = 32, 2  # pixels a side that are looked at together; and around
_FEW = 0.01  # share of the pixels that nothing explains
_CLEAN = 0.9  # share of the pixels that have their colour exactly where there is no noise


def restored(target: Pixels) -> Pixels | None:
    """A picture of plain areas that a noisy one is, as far as anybody sees.

    Args:
        target: (H, W, 3) uint8.

    Returns:
        (H, W, 3) uint8; None where the picture has no plain areas, or has no noise.
    """
    low, high = _extremes(target)
    calm = (high - low).max(2) <= _CALM
    if calm.mean() < _PLAIN_SHARE:
        return None
    pixels = target.astype(np.float32)
    colours = _colours(cv2.medianBlur(target, 3)[calm], _APART, calm.size)
    if not 1 <= len(colours) <= _COLOURS:
        return None
    of = _nearest(pixels, colours)
    inside = calm & _even(of)
    off = pixels - colours[of]
    edge = inside & (cv2.dilate((~calm).astype(np.uint8), _square(_BESIDE)) > 0)
    if (np.abs(off[edge]).max(1) <= 0.5).mean() >= _CLEAN or _drifts(off, inside):
        return None
    settled = _settled(target, colours, inside)
    inks = _colours(target[settled.lost], _THIN_APART, calm.size)
    if len(inks):
        colours = np.concatenate([colours, inks])
        if len(colours) > _COLOURS:
            return None
        settled = _settled(target, colours, inside)
    if settled.lost.mean() > _FEW:
        return None
    return _sharpened(_without_specks(settled, colours), colours.round())


def _extremes(picture: Pixels) -> tuple[Ints, Ints]:
    """(H, W, 3) the least and the most of each channel in the pixels around."""
    square = _square(3)
    return cv2.erode(picture, square).astype(np.int64), cv2.dilate(picture, square).astype(np.int64)


def _colours(pixels: Pixels, apart: float, area: int) -> Floats:
    """(K, 3) the colours that pixels (N, 3) gather around, the commonest first."""
    left = pixels.astype(np.int64)
    least = max(_LEAST_AREA, round(_LEAST_SHARE * area))
    found: list[Floats] = []
    while len(left) >= least and len(found) <= _COLOURS:
        codes = (left >> 3) @ np.array([1024, 32, 1])
        _, first, counts = np.unique(codes, return_index=True, return_counts=True)
        centre = left[first[counts.argmax()]]
        for _ in range(3):
            near = np.abs(left - centre).max(1) <= apart
            centre = np.median(left[near], axis=0)
        if near.sum() >= least:
            found.append(centre.astype(np.float32))
        left = left[~near]
    return np.array(found, np.float32).reshape(-1, 3)


def _drifts(off: Floats, inside: Flags) -> bool:
    """Whether what areas are off their colours is no noise: they shade into each other."""
    weight = inside[..., None].astype(np.float32)
    all_, known = (cv2.blur(one, (_SQUARE, _SQUARE)) for one in (off * weight, weight))
    drift = all_ / np.maximum(known[..., None], 1e-3)
    drifting, noise = (float(np.sqrt(np.square(one[inside]).mean())) for one in (drift, off))
    return drifting > min(_DRIFT, max(_DRIFT_SHARE * noise, _LEAST_DRIFT))


class _Settled(NamedTuple):
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


def _settled(target: Pixels, colours: Floats, inside: Flags) -> _Settled:
    """What each pixel is of: of the colour of the area it is in, or of two that are around."""
    pixels = _seen(target)
    colours = _seen(colours.round().astype(np.uint8)[None])[0]
    of = _nearest(pixels, colours)
    square = _square(3)
    near = np.abs(pixels - colours[of]).max(2)
    core = np.zeros(of.shape, bool)
    for index in range(len(colours)):
        own = (of == index) & (near <= 2 * _APART)
        core |= cv2.dilate((inside & own).astype(np.uint8), square).astype(bool) & own
    *_, off = _mixed(pixels, colours, of, core)
    core |= (off > _UNMIXED) & (near <= 2 * _APART)
    first, second, share, off = _mixed(pixels, colours, of, core)
    lost = ~core & (off > _UNMIXED) & (near > _UNMIXED)
    mixed = ~core & (off <= np.maximum(_UNMIXED, near))
    share = np.where(mixed, share, 1)
    return _Settled(np.where(mixed, first, of), np.where(mixed, second, of), share, lost)


def _mixed(
    pixels: Floats, colours: Floats, of: Ints, core: Flags
) -> tuple[Ints, Ints, Floats, Floats]:
    """(H, W) each: the two colours around that mix to a pixel not in `core`, the more the first,
    how much of that, and how far off the mixture is.
    """
    first, second = of.copy(), of.copy()
    share, least = np.ones(of.shape, np.float32), np.full(of.shape, np.inf, np.float32)
    block = _square(_AROUND)
    near = [
        cv2.dilate(((of == index) & core).astype(np.uint8), block) > 0
        for index in range(len(colours))
    ]
    for one, other in combinations(range(len(colours)), 2):
        rows, columns = np.nonzero(near[one] & near[other] & ~core)
        if not len(rows):
            continue
        along = colours[one] - colours[other]
        seen = pixels[rows, columns]
        part = np.clip((seen - colours[other]) @ along / np.maximum(along @ along, 1e-6), 0, 1)
        off = np.abs(seen - colours[other] - part[:, None] * along).max(1)
        off -= _BLEEDING * np.abs(along[1:]).max()
        better = off < least[rows, columns]
        rows, columns, part = rows[better], columns[better], part[better]
        least[rows, columns] = off[better]
        first[rows, columns] = np.where(part >= 0.5, one, other)
        second[rows, columns] = np.where(part >= 0.5, other, one)
        share[rows, columns] = np.maximum(part, 1 - part)
    return first, second, share, least


def _without_specks(settled: _Settled, colours: Floats) -> _Settled:
    """The same without what is but noise around edges: specks of nearly the colour around them."""
    first, second, share = settled.first.copy(), settled.second.copy(), settled.share.copy()
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
            mask = (of[rows] == speck).astype(np.uint8)
            if area > _SPECK and cv2.erode(mask, _square(_AROUND), borderValue=0).any():
                continue
            around = (cv2.dilate(mask, _square(3)) > 0) & (mask == 0)
            nearest = int(np.bincount(first[rows][around], minlength=len(colours)).argmax())
            if like[nearest]:
                there = mask > 0
                first[rows][there] = second[rows][there] = nearest
                share[rows][there] = 1
    return settled._replace(first=first, second=second, share=share)


def _sharpened(settled: _Settled, colours: Floats) -> Pixels:
    """(H, W, 3) the picture with edges as sharp as shapes have them, where the two shares cross."""
    height, width = settled.share.shape
    picture = colours[settled.first]
    for y in range(0, height, _TILE):
        for x in range(0, width, _TILE):
            if (settled.share[y : y + _TILE, x : x + _TILE] == 1).all():
                continue
            left, top = max(x - _FRAME, 0), max(y - _FRAME, 0)
            box = slice(top, y + _TILE + _FRAME), slice(left, x + _TILE + _FRAME)
            fine = _fine(settled.first[box], settled.second[box], settled.share[box])
            h, w = settled.share[box].shape
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


def _seen(picture: Pixels) -> Floats:
    """(H, W, 3) a picture's lightness and hue as files keep them: the hue at half the size."""
    apart = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb).astype(np.float32)
    apart[..., 1:] *= _HUE
    return apart


def _square(side: int) -> Pixels:
    """What reaches so many pixels across, for the operations of OpenCV."""
    return np.ones((side, side), np.uint8)


def _nearest(pixels: Floats, colours: Floats) -> Ints:
    """(H, W) the index of the colour that each pixel is nearest to."""
    distance = np.square(colours).sum(1) - 2 * pixels @ colours.T
    return np.asarray(distance.argmin(-1))


def _even(of: Ints) -> Flags:
    """(H, W) the pixels around which all have their label."""
    same = of.astype(np.uint8)
    square = _square(3)
    return np.asarray(cv2.erode(same, square) == cv2.dilate(same, square))
