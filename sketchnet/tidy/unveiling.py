"""A flat picture without a see-through shape that lies on it.

Pieces of one colour are what they would be without it, and so are mixtures along their edges. Thin
lines have no piece: those among what lies under the shape do so, too, and are solved for; its own
outline lies on it, and keeps its colour, only that what it is mixed with along its inner side is
exchanged.

Legend: H, W the picture, P pieces, N pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Picture
from sketchnet.tidy.labels import Flags, widened
from sketchnet.tidy.mosaic import Mosaic, repainted
from sketchnet.tidy.veils import BEYOND, Veil

_AMONG = 5  # pixels a side of the square around one that says among what it lies
_INK_SHARE = 0.2  # of the pixels of an outline, that are least mixed with what is beside it
_FEWEST = 8  # pixels of an outline
_MIXED = 20.0  # of 255, by which one may be off a mixture with what is beside it


def unveiled(veil: Veil, mosaic: Mosaic, target: Picture) -> Picture:
    """The picture (H, W, 3) in 0–1 without a see-through shape.

    Args:
        veil: what is known of it.
        mosaic: of the picture.
        target: (H, W, 3) in 0–1.
    """
    colours = mosaic.colours.copy()
    changed = np.zeros(len(colours), bool)
    for piece, other in veil.beside.items():
        colours[piece] = mosaic.colours[other]
        changed[piece] = True
    for piece, colour in veil.within.items():
        colours[piece] = colour
        changed[piece] = True
    picture = repainted(mosaic, target, colours, changed)
    pure = mosaic.of >= 0
    under = widened(pure & changed[mosaic.of], _AMONG)
    beyond = widened(pure & ~changed[mosaic.of], _AMONG)
    lines = ~pure & (picture == target).all(2)
    _solve(picture, veil, lines & under & ~beyond)
    inner = lines & under & beyond & changed[mosaic.nearest]
    if inner.sum() >= _FEWEST:
        _exchange(picture, mosaic, colours, lines & under & beyond, inner)
    return picture


def _solve(picture: Picture, veil: Veil, lines: Flags) -> None:
    """Takes the shape off what of some pixels can lie under it."""
    clear = (255 * picture[lines] - (1 - veil.through) * veil.colour) / veil.through
    able = (clear.min(1) >= -BEYOND) & (clear.max(1) <= 255 + BEYOND)
    picture[lines] = np.where(able[:, None], np.clip(clear / 255, 0, 1), picture[lines])


def _exchange(
    picture: Picture, mosaic: Mosaic, colours: NDArray[np.float64], outline: Flags, inner: Flags
) -> None:
    """Exchanges what the inner side of an outline is mixed with.

    Args:
        picture: (H, W, 3) in 0–1, which is changed.
        mosaic: of the picture as it was.
        colours: (P, 3) 0–255 of the pieces without the shape.
        outline: (H, W) its pixels.
        inner: (H, W) those of them that are nearest to what lies under the shape.
    """
    pixels = picture[outline].astype(np.float64) * 255  # (N, 3)
    beside = mosaic.colours[mosaic.nearest[outline]]
    apart = np.abs(pixels - beside).max(1)
    ink = np.median(pixels[apart >= np.quantile(apart, 1 - _INK_SHARE)], axis=0)
    pieces = mosaic.nearest[inner]
    inside = picture[inner].astype(np.float64) * 255
    old, new = mosaic.colours[pieces], colours[pieces]
    along = ink - old
    share = ((inside - old) * along).sum(1) / np.maximum((along * along).sum(1), 1e-6)
    share = np.clip(share, 0, 1)[:, None]
    fits = np.abs(inside - old - share * along).max(1) <= _MIXED
    mixed = (inside + (1 - share) * (new - old)) / 255
    picture[inner] = np.where(fits[:, None], np.clip(mixed, 0, 1), picture[inner])
