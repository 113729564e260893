"""Training examples: a picture, a canvas part of the way there, and the statement that comes next.

The canvas is drawn with what the tokens say, most of it shaken, because at work the painter never
finds its canvas quite right either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cairo
import numpy as np
from numpy.typing import NDArray

import renderer
from renderer.ops import DrawOp, Style
from renderer.raster.cairo_raster import paint, pixels_of, render_scene
from sketchnet.data.augment import Augmentation
from sketchnet.data.pairs import concrete
from sketchnet.data.shaking import shaken
from sketchnet.model.statements import NotDrawnError, Picture, op_of, picture_of, scene_of
from sketchnet.model.tokens import decode, encode, ground_tokens, statement_tokens
from sketchnet.model.vocabulary import END, ID, SIDE

Pixels = NDArray[np.uint8]

CANVAS = 128
"""Side of the data sketches' canvases, in pixels."""

UNIT = CANVAS / SIDE


class Example(NamedTuple):
    """One step of a drawing.

    Attributes:
        target, canvas: (side, side, 3) uint8.
        tokens: (T,) int64: the tokens of the next statement, of the background for the first
            step, or `end`.
        first: whether the step is the first one.
    """

    target: Pixels
    canvas: Pixels
    tokens: NDArray[np.int64]
    first: bool


Sketches = Sequence[tuple[renderer.Program, float]]
"""Data sketches and how often to take each."""


def drawing(sketch: renderer.Program, seed: int, index: int) -> Picture | None:
    """The picture of a pair as statements on a canvas of `CANVAS` pixels; None if they cannot."""
    try:
        return picture_of(concrete(sketch, seed, index).scene)
    except NotDrawnError:
        return None


def drawings(
    sketches: Sketches, seed: int, rng: np.random.Generator, most: int
) -> Iterator[Picture]:
    """Drawings of at most `most` statements without end, of pairs picked by `rng`."""
    weights = np.array([weight for _, weight in sketches])
    while True:
        sketch = sketches[rng.choice(len(sketches), p=weights / weights.sum())][0]
        picture = drawing(sketch, seed, int(rng.integers(1 << 40)))
        if picture is not None and len(picture.statements) <= most:
            yield picture


def canvases(picture: Picture, side: int, steps: Sequence[int]) -> list[Pixels]:
    """The canvas before each of some steps of a drawing, ascending.

    Args:
        picture: on a canvas of `CANVAS` pixels.
        side: of the canvases returned, in pixels.
        steps: 0 is before the background, k + 1 before statement k.
    """
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, side, side)
    context = cairo.Context(surface)
    context.scale(side / CANVAS, side / CANVAS)
    context.set_source_rgb(1, 1, 1)
    context.paint()
    found = []
    for step in range(max(steps) + 1):
        if step == 1:
            paint(context, [DrawOp("background", (), Style(picture.background, None))])
        elif step:
            paint(context, [op_of(picture.statements[step - 2])])
        if step in steps:
            found.append(pixels_of(surface))
    return found


def target_of(
    picture: Picture, side: int, rng: np.random.Generator, augment: float = 0.0
) -> Pixels:
    """What is to be drawn, (side, side, 3) uint8.

    Args:
        picture: on a canvas of `CANVAS` pixels.
        side: in pixels.
        rng: of the augmentation.
        augment: how much it may look like a file rather than a rendering, 0–1.
    """
    target = render_scene(scene_of(picture, (CANVAS, CANVAS)), (side, side))
    if not augment:
        return target
    return Augmentation(strength=augment)(target, int(rng.integers(1 << 32)))


def steps_of(
    picture: Picture, side: int, count: int, rng: np.random.Generator, augment: float = 0.0
) -> Iterator[Example]:
    """Some steps of a drawing, in no order."""
    target = target_of(picture, side, rng, augment)
    written = shaken(decode(encode(picture, UNIT), UNIT), rng)
    sentences = steps_in_order(picture)
    chosen = sorted(rng.choice(len(sentences), min(count, len(sentences)), replace=False).tolist())
    for step, canvas in zip(chosen, canvases(written, side, chosen), strict=True):
        yield Example(target, canvas, np.array(sentences[step], np.int64), step == 0)


def steps_in_order(picture: Picture) -> list[list[int]]:
    """What is written at each step of a drawing: background, statements, `end`."""
    return [
        ground_tokens(picture.background),
        *(statement_tokens(statement, UNIT) for statement in picture.statements),
        [ID[END]],
    ]


def whole(picture: Picture, side: int, rng: np.random.Generator, augment: float = 0.0) -> Example:
    """A drawing as one example, for a model that never sees its canvas."""
    target = target_of(picture, side, rng, augment)
    tokens = np.array(encode(picture, UNIT), np.int64)
    return Example(target, np.full_like(target, 255), tokens, True)
