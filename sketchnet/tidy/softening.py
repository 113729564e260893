"""A picture of hard edges as soft shapes draw it, so that nothing is spent on the steps of an edge.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import Shape
from sketchnet.tidy.appearance import EVEN, ROUND
from sketchnet.tidy.composites import SAME, composite
from sketchnet.tidy.labels import Flags, labels_of, widened

_NEARLY_ALL = 0.998  # share of a picture that shapes draw where all of them fit


def softened(canvas: Canvas, shapes: Sequence[Shape]) -> Picture:
    """The picture as shapes draw it, where it differs by no more than the steps of a hard edge.

    A picture of hard edges is never drawn exactly by shapes of soft ones. What differs along edges,
    and has the colour drawn right beside it, is as good as right: nothing should be spent on it.
    Nor on what a path of tidy numbers is off along its own edge, by a part of a pixel.

    Args:
        canvas: of the picture; it is not drawn on.
        shapes: back to front.

    Returns:
        (H, W, 3) float32 in 0–1; the picture itself where its edges are soft, and others than
        another renderer would draw.
    """
    target = canvas.target
    labels = labels_of(target)
    picture = composite(canvas, shapes)
    paths = [shape for shape in shapes if shape.kind == "path"]
    if paths:
        target = np.where(_beside(canvas, paths, picture)[..., None], picture, target)
    if labels is None:
        return target
    if not labels.hard:
        even = _drawn_evenly(canvas, [shape for shape in shapes if shape.kind in ROUND], picture)
        return np.where(even[..., None], picture, target) if even.mean() > _NEARLY_ALL else target
    height, width, _ = target.shape
    framed = np.pad(picture, ((1, 1), (1, 1), (0, 0)), mode="edge")
    near = np.zeros((height, width), bool)
    for down in range(3):
        for right in range(3):
            beside = framed[down : down + height, right : right + width]
            near |= np.abs(beside - target).max(2) < SAME
    if near.mean() < _NEARLY_ALL:  # shapes that do not fit say nothing about edges
        return target
    return np.where(near[..., None], picture, target)


def _drawn_evenly(canvas: Canvas, rounds: Sequence[Shape], picture: Picture) -> Flags:
    """(H, W) where a picture is as drawn, but for what each renderer makes of round edges."""
    square = np.ones((3, 3), np.uint8)
    contrast = (cv2.dilate(picture, square) - cv2.erode(picture, square)).max(2)
    allowed = np.where(_edges(canvas, rounds), np.maximum(EVEN * contrast, SAME), SAME)
    return np.asarray(np.abs(canvas.target - picture).max(2) <= allowed)


def _beside(canvas: Canvas, paths: Sequence[Shape], picture: Picture) -> Flags:
    """(H, W) where a picture is as drawn but for an edge of paths that is off by less than a pixel.

    There the picture's colour is a mixture of those drawn in the pixels around.
    """
    square = np.ones((3, 3), np.uint8)
    low, high = cv2.erode(picture, square), cv2.dilate(picture, square)
    between = ((canvas.target >= low - SAME) & (canvas.target <= high + SAME)).all(2)
    return np.asarray(_edges(canvas, paths) & between)


def _edges(canvas: Canvas, shapes: Sequence[Shape]) -> Flags:
    """(H, W) where shapes end, and a pixel around."""
    edge = np.zeros(canvas.target.shape[:2], bool)
    for shape in shapes:
        layer = canvas.layer(shape)
        for part in shape.parts:
            mask = layer.mask(part)
            edge[layer.window.slices] |= (mask > 0) & (mask < 1)
    return widened(edge, 3)
