"""Boxes on a plain ground that are shaded down or across, as cards and buttons are."""

from __future__ import annotations

import cv2
import numpy as np

from sketchnet.search.ground import FAR, NEAR, Floats, agreed
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Paint, Shape, colour_of

_MOST = 12  # boxes
_LEAST_SIDE = 12  # pixels
_SEEN = 0.4  # share of a box in which its shading is seen
_FULL = 0.8  # share of the box around them that connected pixels fill
_WHOLE = 0.95  # of the canvas
_SAMPLES = 800
_GROUND = 1.5 / 255  # of a channel, by which a pixel of the ground may be off


def shaded_boxes(canvas: Canvas) -> list[Shape]:
    """Shaded rects on a canvas's background, in pixels of the picture."""
    off = np.abs(canvas.target - np.array(canvas.background, np.float32) / 255).max(2)
    rest = (off > _GROUND).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=4)
    rng = np.random.default_rng(0)
    found: list[Shape] = []
    for x, y, w, h, area in stats[1:].tolist():
        part = w * h < _WHOLE * off.size  # of all, it is a ground
        if part and min(w, h) >= _LEAST_SIDE and area >= _FULL * w * h and len(found) < _MOST:
            shape = _shaded(canvas, (x, y, w, h), rng)
            if shape is not None:
                found.append(shape)
    return found


def _shaded(
    canvas: Canvas, box: tuple[int, int, int, int], rng: np.random.Generator
) -> Shape | None:
    """A rect that shades most of a box (x, y, w, h) of working pixels; None where none does."""
    x, y, w, h = box
    rows, columns = rng.integers(0, h, _SAMPLES), rng.integers(0, w, _SAMPLES)
    colours = canvas.target[y + rows, x + columns].astype(np.float64)
    ways: tuple[tuple[Paint, Floats], ...] = (
        ("down", (rows + 0.5) / h),
        ("across", (columns + 0.5) / w),
    )
    most, found = _SEEN, None
    sx, sy = canvas.rasterizer.scale
    params = tuple(float(round(v)) for v in (x / sx, y / sy, w / sx, h / sy))
    for paint, at in ways:
        ends, near = agreed(at, colours, rng)
        far = np.abs(ends[1] - ends[0]).max() >= FAR
        one = (np.abs(colours - np.median(colours, 0)).max(1) <= NEAR).mean()
        if far and near.mean() >= max(most, one):
            most = float(near.mean())
            first, last = (colour_of(255 * np.clip(end, 0, 1)) for end in ends)
            found = Shape("rect", params, paint, 1.0, first, last)
    return found
