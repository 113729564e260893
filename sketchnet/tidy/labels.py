"""Which of a flat picture's colours each pixel has, and how much of a mixed one.

Legend: H, W the picture, K colours, N pixels.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Mask, Picture
from sketchnet.search.regions import solid_colours
from sketchnet.search.shapes import Colour, colour_of

_SAME = 0.5  # of 255, by which a pixel may be off its colour
_BLOCK = 2  # pixels a side of a block that every colour fills somewhere: lines of mixtures do not
_ROW, _STRAIGHT = 8, 0.7  # pixels of a row that is of a line; share of a colour in such rows
_FEW_LINES = 0.2  # share of a colour in thin lines, where it is that of areas
_UNMIXED = 8.0  # of 255, by which a pixel may be off a mixture of two colours
_BLUR = 5  # pixels a side of the square in which colours mix at an edge
_BEYOND = 0.06  # share by which a mixture may hold more than all of a colour
_HARD = 0.03  # share of the pixels along edges that are mixed, below which edges are hard

Flags = NDArray[np.bool_]


class Labels(NamedTuple):
    """A flat picture's colours.

    Attributes:
        colours: (K, 3) 0–255.
        of: (H, W) the index of each pixel's colour; −1 where it is a mixture.
        near: (K, H, W) whether there are pixels of a colour within two of each.
        hard: whether edges are steps from colour to colour, without mixtures.
        noise: pixels by which edges may be off, on the mean.
    """

    colours: NDArray[np.float32]
    of: NDArray[np.int64]
    near: NDArray[np.bool_]
    hard: bool
    noise: float = 0.0

    def window(self, box: tuple[slice, slice]) -> Labels:
        """The labels of a part of the picture."""
        return self._replace(of=self.of[box], near=self.near[(slice(None), *box)])

    def colour(self, index: int) -> Colour:
        """One of the colours."""
        return colour_of(np.round(self.colours[index].astype(np.float64)))


def labels_of(target: Picture, noise: float = 0.0) -> Labels | None:
    """The labels of a picture (H, W, 3) in 0–1; None where it has no plain areas."""
    height, width, _ = target.shape
    colours = solid_colours(target)
    if colours is None:
        return None
    pixels = target * np.float32(255)
    of = np.full((height, width), -1)
    kept: list[NDArray[np.float32]] = []
    for colour in colours:
        own = np.abs(pixels - colour).max(2) <= _SAME
        block = np.ones((_BLOCK, _BLOCK), np.uint8)
        if cv2.erode(own.astype(np.uint8), block, borderValue=0).any():
            of[own & (of < 0)] = len(kept)
            kept.append(colour)
    for index in _halves(of, kept):
        of[of == index] = -1
        kept.pop(index)
        of[of > index] -= 1
    if not kept:
        return None
    _without_halves(of, kept)
    near = np.stack([widened(of == index, _BLUR) for index in range(len(kept))])
    return Labels(np.stack(kept), of, near, _is_hard(of), noise)


def _halves(of: NDArray[np.int64], colours: list[NDArray[np.float32]]) -> list[int]:
    """Labels of what straight lines a pixel wide make of pixels that they cover half, last first.

    Two rows of such pixels are as good as a line twice as wide, but nobody draws that.
    """
    found: list[int] = []
    thin: list[bool] = []
    for index in range(len(colours)):
        own = (of == index).astype(np.uint8)
        square = cv2.erode(own, np.ones((_BLOCK + 1, _BLOCK + 1), np.uint8), borderValue=0)
        straight = _straight(own).sum() >= _STRAIGHT * own.sum()
        thin.append(bool(straight and not square.any()))
    grounds = [colour for colour, one in zip(colours, thin, strict=True) if not one]
    for index, colour in enumerate(colours):
        if thin[index] and _is_half(colour, grounds, colours):
            found.append(index)
    return found[::-1]


def _without_halves(of: NDArray[np.int64], colours: list[NDArray[np.float32]]) -> None:
    """Takes the label from straight lines a pixel wide that have but half of another's colour.

    Areas of that colour may lie elsewhere: among greys, halves are no rare colours.
    """
    for index, colour in enumerate(colours):
        own = (of == index).astype(np.uint8)
        block = np.ones((_BLOCK, _BLOCK), np.uint8)
        line = own * (cv2.morphologyEx(own, cv2.MORPH_OPEN, block) == 0).astype(np.uint8)
        others = [other for other in colours if other is not colour]
        few = 0 < line.sum() <= _FEW_LINES * own.sum()
        if few and _is_half(colour, others, others):
            near = cv2.dilate(_straight(line).astype(np.uint8), np.ones((3, 3), np.uint8))
            of[(line & near) > 0] = -1


def _straight(own: NDArray[np.uint8]) -> Flags:
    """(H, W) the pixels in a row, or one above the other, that are so many that it is a line."""
    shapes = (1, _ROW), (_ROW, 1)
    rows, columns = (cv2.morphologyEx(own, cv2.MORPH_OPEN, np.ones(s, np.uint8)) for s in shapes)
    return np.asarray((rows > 0) | (columns > 0))


def _is_half(
    colour: NDArray[np.float32],
    grounds: list[NDArray[np.float32]],
    colours: list[NDArray[np.float32]],
) -> bool:
    """Whether a colour is what one of some colours, or black or white, makes of one of others."""
    inks = [*colours, np.zeros(3, np.float32), np.full(3, 255, np.float32)]
    halves = [(ground + ink) / 2 for ground in grounds for ink in inks if (ink != ground).any()]
    return any(np.abs(half - colour).max() <= 1 for half in halves)


def _is_hard(of: NDArray[np.int64]) -> bool:
    edges = np.zeros(of.shape, bool)
    edges[:, 1:] |= of[:, 1:] != of[:, :-1]
    edges[1:] |= of[1:] != of[:-1]
    return bool((of[edges] < 0).sum() <= _HARD * max(int(edges.sum()), 1))


def widened(mask: Flags, side: int) -> Flags:
    """A mask with every pixel widened to a square of so many pixels a side."""
    return cv2.dilate(mask.astype(np.uint8), np.ones((side, side), np.uint8)) > 0


def slender(mask: Flags, across: int) -> Flags:
    """What of a mask is in no patch of so many pixels across."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (across, across))
    thick = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, disc)
    return np.asarray(mask & (cv2.dilate(thick, disc) == 0))


def soft_of(target: Picture, labels: Labels, mask: Flags, label: int) -> tuple[Mask, Flags]:
    """How much of each pixel some pixels of a colour and the edges around them cover.

    Args:
        target: (H, W, 3) in 0–1.
        labels: its colours.
        mask: (H, W) the pixels.
        label: their colour.

    Returns:
        (H, W) in 0–1, and (H, W) where that is known: not where more than two colours mix, nor
        where there is more of the same colour.
    """
    soft = mask.astype(np.float32)
    more = (labels.of == label) & ~mask
    known = ~widened(more, _BLUR) | mask
    rows, columns = np.nonzero(labels.of < 0)
    if not len(rows):
        return soft, known
    pixels = target[rows, columns] * np.float32(255)  # (N, 3)
    least = np.full(len(rows), np.inf, np.float32)
    share = np.zeros(len(rows), np.float32)
    for other, colour in enumerate(labels.colours):
        if other == label:
            continue
        beside = labels.near[other][rows, columns]
        if not beside.any():
            continue
        along = labels.colours[label] - colour
        part = (pixels - colour) @ along / np.maximum(along @ along, 1e-6)
        off = np.abs(pixels - colour - part[:, None] * along).max(1)
        better = beside & (off < least) & (part > -_BEYOND) & (part < 1 + _BEYOND)
        least[better], share[better] = off[better], part[better]
    near = widened(mask, _BLUR)[rows, columns]
    unmixed = least <= _UNMIXED
    soft[rows, columns] = np.where(near, np.clip(share, 0, 1), 0)
    # Further away it may be the end of a sharp corner.
    known[rows, columns] &= np.where(near, unmixed, ~unmixed | (share < _BEYOND))
    return soft, known


def mixtures(
    target: Picture, colours: NDArray[np.float32], near: NDArray[np.bool_], among: Flags
) -> Flags:
    """(H, W) pixels that are mixtures of two colours that are near, as those on soft edges are.

    Args:
        target: (H, W, 3) in 0–1.
        colours: (K, 3) 0–255.
        near: (K, H, W) where each is.
        among: (H, W) the pixels in question.
    """
    found = np.zeros(among.shape, bool)
    here = [index for index in range(len(colours)) if (near[index] & among).any()]
    for one, other in combinations(here, 2):
        rows, columns = np.nonzero(near[one] & near[other] & among & ~found)
        pixels = target[rows, columns] * np.float32(255)
        along = colours[one] - colours[other]
        part = (pixels - colours[other]) @ along / np.maximum(along @ along, 1e-6)
        off = np.abs(pixels - colours[other] - part[:, None] * along).max(1)
        mixed = (off <= _UNMIXED) & (part > -_BEYOND) & (part < 1 + _BEYOND)
        found[rows[mixed], columns[mixed]] = True
    return found
