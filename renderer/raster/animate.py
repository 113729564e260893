"""The drawing being made: frames of a scene, and an animated GIF of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import cairo
from PIL import Image

from renderer.ops import Scene
from renderer.raster.cairo_raster import Pixels, paint, pixels_of

_LAST_FRAME_MS = 1500


def frames(scene: Scene, size: tuple[int, int] | None = None, most: int = 120) -> Iterator[Pixels]:
    """The canvas after every operation, the finished picture last.

    Args:
        scene: a canvas and its operations.
        size: (width, height) to scale to; the canvas's own size when None.
        most: a longer drawing is shown several operations at a time.

    Yields:
        (H, W, 3) uint8 each.
    """
    width, height = size or (scene.width, scene.height)
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, width, height)
    context = cairo.Context(surface)
    context.scale(width / scene.width, height / scene.height)
    ops = scene.ops
    stride = max(1, -(-len(ops) // most))
    for start in range(0, len(ops), stride):
        paint(context, ops[start : start + stride])
        yield pixels_of(surface)


def save_gif(
    scene: Scene,
    path: str | Path | BinaryIO,
    size: tuple[int, int] | None = None,
    seconds: float = 4.0,
) -> None:
    """Writes a looping GIF of the drawing being made; the finished picture stays a while longer."""
    pictures = [Image.fromarray(frame) for frame in frames(scene, size)]
    # One palette for all, from the finished picture, or its colours would flicker.
    palette = pictures[-1].quantize(256)
    shown = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    step = max(20, round(seconds * 1000 / len(shown)))
    durations = [step] * (len(shown) - 1) + [_LAST_FRAME_MS]
    shown[0].save(
        path,
        format="GIF",
        save_all=True,
        append_images=shown[1:],
        duration=durations,
        loop=0,
        disposal=1,
    )
