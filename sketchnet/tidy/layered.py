"""Whole shapes that lie on one another, and which lies on which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from sketchnet.search.masks import Mask
from sketchnet.search.shapes import Shape
from sketchnet.tidy.labels import Flags

_SOFT = 0.05  # of a pixel
_SHARED = 8  # pixels of two rims that are no mere crossing


@dataclass(frozen=True, eq=False)
class Layered:
    """A shape and what can be seen of it.

    Attributes:
        shape: itself.
        seen: (H, W) the pixels of its colours that it explains.
        cover: (H, W) how much of each pixel it covers.
        parts: the parts it explains.
        sure: whether it is known to be exact, as far as it can be seen.
        blank: how many of `seen` have the background's colour, and need no explanation.
    """

    shape: Shape
    seen: Flags
    cover: Mask
    parts: frozenset[int]
    sure: bool = False
    blank: int = 0


def is_flush(layered: Layered, others: Sequence[Layered]) -> bool:
    """Whether a shape ends where others on it do, so that it would show at their soft edges."""
    rim = _rim_of(layered)
    return any(int((rim & _rim_of(other)).sum()) > _SHARED for other in others)


def _rim_of(layered: Layered) -> Flags:
    """(H, W) the pixels that a shape covers in part."""
    return (layered.cover > _SOFT) & (layered.cover < 1 - _SOFT)


def shapes_of(layered: Sequence[Layered]) -> list[Shape]:
    """The shapes themselves."""
    return [one.shape for one in layered]


def in_order(found: Sequence[Layered]) -> list[Layered]:
    """Shapes back to front: what shows on another lies above it; else the first comes last."""
    left = list(found)[::-1]
    covers, sights = [_box(one.cover > 0) for one in left], [_box(one.seen) for one in left]
    hidden = [
        [
            float(one.cover[other.seen].sum()) if _meet(covers[i], sights[j]) else 0.0
            for j, other in enumerate(left)
        ]
        for i, one in enumerate(left)
    ]
    # Where shapes that only nearly fit claim pixels of each other, the greater claim decides.
    below = [
        {j for j in range(len(left)) if hidden[j][i] >= 1 and hidden[j][i] > hidden[i][j]}
        for i in range(len(left))
    ]
    order: list[int] = []
    while len(order) < len(left):  # the lowest is on top of nothing that is left
        open_ = [i for i in range(len(left)) if i not in order]
        order.append(min(open_, key=lambda i: len(below[i].difference(order))))
    return [left[i] for i in order]


def _box(pixels: Flags) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 of what is set of some pixels (H, W)."""
    x, y, w, h = cv2.boundingRect(pixels.astype(np.uint8))
    return x, y, x + w, y + h


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two boxes share a pixel."""
    across = min(one[2], other[2]) > max(one[0], other[0])
    return across and min(one[3], other[3]) > max(one[1], other[1])
