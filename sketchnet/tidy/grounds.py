"""Plain shapes before a shaded ground: the picture as it would be before a ground of one colour.

Where the ground is seen it becomes that colour. Along an edge between the two a pixel holds a share
of both, which the colour of the nearest pixel that is all shape tells, and its share of the ground
is exchanged alone (Smith and Blinn 1996: matting with both colours known).

Legend: H, W the picture; G the ground's pixels.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import Colour, Shape, colour_of
from sketchnet.tidy.composites import composite
from sketchnet.tidy.labels import Flags

_SAME = 3 / 255  # of a channel, by which a pixel of the ground may be off
_EDGE = 5  # pixels across, with the ground at its middle: what is farther is all shape
_WITHIN = 0.99  # of a pixel, that what is shaded covers
_STEPS = np.array([0.0, 0.5, 1.0])


def before_one_colour(canvas: Canvas, ground: Shape) -> tuple[Picture, Colour]:
    """The picture with one colour where it is shaded, (H, W, 3) in 0–1, and that colour.

    Args:
        canvas: of the picture.
        ground: what is shaded: the whole canvas, or a rect.
    """
    target, shaded = canvas.target, composite(canvas, [ground])
    within = canvas.layer(ground).spread(target.shape[:2]) > _WITHIN
    behind = (np.abs(target - shaded).max(2) <= _SAME) & within
    edges = _around(behind) & ~behind & within
    colour = _unlike(target[~behind & ~edges])
    plain = target.copy()
    plain[behind] = colour
    if edges.any() and not (behind | edges).all():
        nearest = _nearest(~(behind | edges))[edges]
        whole = target.reshape(-1, 3)[nearest]  # (N, 3) the shape beside each pixel
        towards = whole - shaded[edges]
        covered = ((target[edges] - shaded[edges]) * towards).sum(1) / (
            np.square(towards).sum(1) + 1e-9
        )
        hidden = np.clip(covered, 0, 1)[:, None]
        mixed = hidden * whole + (1 - hidden) * shaded[edges]
        fits = np.abs(mixed - target[edges]).max(1) <= 3 * _SAME
        rows, columns = np.nonzero(edges)
        mixture = (hidden * whole + (1 - hidden) * colour)[fits]
        plain[rows[fits], columns[fits]] = np.round(mixture * 255) / 255
    return plain, colour_of(255 * colour.astype(np.float64))


def _around(flags: Flags) -> Flags:
    """Flags and all around them."""
    window = np.ones((_EDGE, _EDGE), np.uint8)
    return np.asarray(cv2.dilate(flags.astype(np.uint8), window), bool)


def _nearest(flags: Flags) -> NDArray[np.intp]:
    """(H, W) flat index of the nearest flagged pixel."""
    _, labels = cv2.distanceTransformWithLabels(
        (~flags).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.zeros(labels.max() + 1, np.intp)
    places[labels[flags]] = np.flatnonzero(flags)
    return np.asarray(places[labels])


def _unlike(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """The colour that is farthest from all of some (N, 3)."""
    choices = np.stack(np.meshgrid(_STEPS, _STEPS, _STEPS), -1).reshape(-1, 3).astype(np.float32)
    if not len(colours):
        return np.asarray(choices[0])
    some = np.unique(np.round(colours * 16), axis=0) / 16
    away = np.square(choices[:, None] - some[None]).sum(2).min(1)
    return np.asarray(choices[away.argmax()])
