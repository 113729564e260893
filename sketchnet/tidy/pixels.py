"""Pixel art: a picture of few large pixels as rectangles, painted over one another, exactly.

Its pixels may be drawn as blocks. Rectangles are added from the back to the front, each time those
that make most pixels right; what they make wrong others put right again. Several ways are followed.

Legend: H, W the blocks, K colours, Y, X pairs of rows and of columns.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Colour, Shape, colour_of, numbers_of

_MOST_SIDE = 32  # blocks
_MOST_COLOURS = 16
_WIDEST = 8  # ways that are followed side by side,
_WIDTH_FOR = 2048  # over the blocks of the picture
_NEXT = 6  # rectangles that each goes on with
_NUMBER = 0.5  # right blocks that a number is worth

Ints = NDArray[np.int64]


class _Way(NamedTuple):
    """Rectangles painted so far.

    Attributes:
        drawn: (H, W) the colour that each block has.
        shapes: back to front.
        numbers: that these are written with.
    """

    drawn: Ints
    shapes: tuple[Shape, ...]
    numbers: int


def pixel_shapes(canvas: Canvas, kinds: tuple[str, ...], most: int, budget: Budget) -> list[Shape]:
    """Rectangles, back to front, that are a picture of few large pixels exactly.

    Args:
        canvas: of the picture at its own size; it is not drawn on.
        kinds: keys of `KINDS` that may be drawn.
        most: numbers that they may have.
        budget: pays for every painting that is gone on with.

    Returns:
        Nothing for other pictures, and where more numbers would be needed.
    """
    if "rect" not in kinds or canvas.palette is not None:
        return []
    pixels = np.round(canvas.target * 255).astype(np.int64)
    block = _block_of(pixels)
    blocks = pixels[::block, ::block]
    height, width, _ = blocks.shape
    if max(height, width) > _MOST_SIDE:
        return []
    colours, of = np.unique(blocks.reshape(-1, 3), axis=0, return_inverse=True)
    if len(colours) > _MOST_COLOURS:
        return []
    wanted = of.reshape(height, width)
    ground = np.flatnonzero((colours == np.array(canvas.background)).all(1))
    start = np.full_like(wanted, ground[0] if len(ground) else -1)
    painter = _Painter(
        wanted, [colour_of(c.astype(np.float64)) for c in colours], "square" in kinds
    )
    ways = [_Way(start, (), 0)]
    width_of_search = max(1, min(_WIDEST, _WIDTH_FOR // wanted.size))
    while ways:
        done = [way for way in ways if (way.drawn == wanted).all()]
        if done:
            best = min(done, key=lambda way: way.numbers)
            return [_scaled(shape, block) for shape in best.shapes]
        if not budget.affords(len(ways)):
            break
        budget.spend(len(ways))
        further = [after for way in ways for after in painter.further(way)]
        further = [way for way in further if way.numbers <= most]
        further.sort(key=lambda way: _NUMBER * way.numbers - int((way.drawn == wanted).sum()))
        known = {way.drawn.tobytes(): way for way in reversed(further)}
        ways = [way for way in further if known[way.drawn.tobytes()] is way][:width_of_search]
    return []


class _Painter:
    """Goes on with a painting by one rectangle.

    Args:
        wanted: (H, W) the colour that each block is to have.
        colours: all of them.
        squares: whether squares may be drawn.
    """

    def __init__(self, wanted: Ints, colours: list[Colour], squares: bool) -> None:
        self._wanted = wanted
        self._colours = colours
        self._squares = squares
        height, width = wanted.shape
        self._top, self._bottom = np.triu_indices(height + 1, 1)  # (Y,)
        self._left, self._right = np.triu_indices(width + 1, 1)  # (X,)
        across = self._right - self._left
        down = self._bottom - self._top
        square = (down[:, None] == across) & squares
        whole = (across == width) | (down == height)[:, None]
        self._prices = np.where(square | whole, 3.0, 4.0)  # (Y, X)

    def further(self, way: _Way) -> list[_Way]:
        """A painting with each of the rectangles that make most of it right."""
        right = way.drawn == self._wanted
        found: list[tuple[float, int, int, int]] = []
        for colour in np.unique(self._wanted[~right]).tolist():
            own = self._wanted == colour
            gain = (own & ~right).astype(np.float64) - (~own & right)
            sums = np.pad(gain.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
            rows = sums[self._bottom] - sums[self._top]
            worth = rows[:, self._right] - rows[:, self._left] - _NUMBER * self._prices
            for place in np.argpartition(-worth, min(_NEXT, worth.size - 1), axis=None)[:_NEXT]:
                y, x = divmod(int(place), worth.shape[1])
                found.append((float(worth[y, x]), colour, y, x))
        found.sort(key=lambda one: -one[0])
        return [self._painted(way, colour, y, x) for _, colour, y, x in found[:_NEXT]]

    def _painted(self, way: _Way, colour: int, y: int, x: int) -> _Way:
        top, bottom = int(self._top[y]), int(self._bottom[y])
        left, right = int(self._left[x]), int(self._right[x])
        drawn = way.drawn.copy()
        drawn[top:bottom, left:right] = colour
        params: tuple[float, ...] = (left, top, right - left, bottom - top)
        kind = "square" if self._squares and params[2] == params[3] else "rect"
        params = params[:3] if kind == "square" else params
        shape = Shape(kind, params, fill=self._colours[colour])
        return _Way(drawn, (*way.shapes, shape), way.numbers + numbers_of(shape))


def _block_of(pixels: Ints) -> int:
    """How many pixels a side the blocks have that a picture (H, W, 3) consists of."""
    height, width, _ = pixels.shape
    rows = np.flatnonzero((pixels[1:] != pixels[:-1]).any((1, 2))) + 1
    columns = np.flatnonzero((pixels[:, 1:] != pixels[:, :-1]).any((0, 2))) + 1
    return math.gcd(height, width, *rows.tolist(), *columns.tolist())


def _scaled(shape: Shape, by: int) -> Shape:
    params = tuple(float(value * by) for value in shape.params)
    return Shape(shape.kind, params, fill=shape.fill)
