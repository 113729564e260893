"""The corpus as each runtime draws it, beside what we draw.

Skia, which draws for Chromium and (as tiny-skia) for resvg, cuts curves into few chords, moves
their ends to quarter rows and takes strokes up to one pixel wide for hairlines: at the canvas's own
size a round edge is off by up to 60 levels. So there is a second comparison, of pictures that both
sides draw four times as large and average down, where only what differs in shape or colour is left.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cairosvg
import numpy as np
import resvg_py
from PIL import Image

import renderer
from tests.conformance.sketches import Sketch
from tests.runtimes.p5 import render_p5
from tests.runtimes.processing import render_processing

FINE = 4
"""How many times larger the fine comparison draws."""


@dataclass(frozen=True)
class Runtime:
    """Something that draws one of our exports.

    Attributes:
        name: as in the table of results.
        needs: the key of `tests.runtimes.setup.RUNTIMES`, or "".
        density: 1, or `FINE` to draw that many times larger and average down.
        draw: exports to pictures, at `density` times the canvas's size.
        target: the dialect it reads.
    """

    name: str
    needs: str
    target: str
    density: int
    draw: Callable[[list[str]], list[np.ndarray]]

    def pictures(self, sketches: Sequence[Sketch]) -> list[np.ndarray]:
        """(H, W, 3) each: the runtime's picture, at the canvas's size."""
        drawn = self.draw([sketch.exported(self.target) for sketch in sketches])
        return [averaged(picture, self.density) for picture in drawn]

    def ours(self, sketches: Sequence[Sketch]) -> list[np.ndarray]:
        """(H, W, 3) each: our picture, made the same way."""
        return [our_picture(sketch, self.density) for sketch in sketches]


def our_picture(sketch: Sketch, density: int) -> np.ndarray:
    """(H, W, 3): our picture drawn `density` times as large and averaged down."""
    program = renderer.parse(sketch.source)
    scene = renderer.run(program)
    large = (scene.width * density, scene.height * density)
    return averaged(renderer.render_ops(scene, large if density > 1 else None), density)


def averaged(picture: np.ndarray, density: int) -> np.ndarray:
    """(H, W, 3) of (H·density, W·density, 3): the mean of each square of pixels."""
    if density == 1:
        return picture
    height, width, _ = picture.shape
    squares = picture.reshape(height // density, density, width // density, density, 3)
    return squares.mean(axis=(1, 3))


def _p5(version: str, density: int) -> Callable[[list[str]], list[np.ndarray]]:
    def draw(sources: list[str]) -> list[np.ndarray]:
        # The harness sets a density of 1 before setup(); p5.js resizes a canvas that is there.
        denser = rf"\1 pixelDensity({density});"
        dense = [re.sub(r"(createCanvas\(.*?\);)", denser, source, count=1) for source in sources]
        return render_p5(dense, version)

    return draw


def _by_cairosvg(sources: list[str]) -> list[np.ndarray]:
    return [_decoded(cairosvg.svg2png(bytestring=source.encode())) for source in sources]


def _by_resvg(sources: list[str]) -> list[np.ndarray]:
    return [
        _decoded(resvg_py.svg_to_bytes(svg_string=source, zoom=FINE, skip_system_fonts=True))
        for source in sources
    ]


def _decoded(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


RUNTIMES = (
    Runtime("p5.js 1", "p5", "p5js", 1, _p5("1", 1)),
    Runtime("p5.js 2", "p5", "p5js", 1, _p5("2", 1)),
    Runtime("Processing", "processing", "processing", 1, lambda s: render_processing(s, True)),
    Runtime("SVG", "", "svg", 1, _by_cairosvg),
)
"""At the canvas's own size. Processing draws strokes where they are asked for (see `snapping`)."""

FINE_RUNTIMES = (
    Runtime("p5.js 1 fine", "p5", "p5js", FINE, _p5("1", FINE)),
    Runtime("p5.js 2 fine", "p5", "p5js", FINE, _p5("2", FINE)),
    Runtime("SVG fine", "", "svg", FINE, _by_resvg),
)
"""Four times as large and averaged down."""
