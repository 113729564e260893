"""SVGs to pixels: one rasterizer for every tool that writes them."""

from __future__ import annotations

import io

import numpy as np

from sketchnet.bench.errors import BenchError
from sketchnet.images import Pixels


def rasterize(svg: str, size: tuple[int, int]) -> Pixels:
    """The picture an SVG draws on white.

    Args:
        svg: its text.
        size: (width, height) in pixels to fill.

    Returns:
        (H, W, 3) uint8, RGB.

    Raises:
        BenchError: the text is no SVG that resvg can draw.
    """
    import resvg_py
    from PIL import Image

    width, height = size
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=svg,
            background="#ffffff",
            width=width,
            height=height,
            skip_system_fonts=True,
        )
    except ValueError as error:
        raise BenchError(f"resvg cannot draw the SVG: {error}") from error
    with Image.open(io.BytesIO(bytes(png))) as image:
        pixels = np.array(image.convert("RGB"))
    if pixels.shape != (height, width, 3):
        got = f"{pixels.shape[1]}×{pixels.shape[0]}"
        raise BenchError(f"resvg drew {got} pixels; expected {width}×{height}")
    return pixels
