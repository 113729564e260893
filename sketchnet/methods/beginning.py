"""What a search begins with: the plain shapes of a picture, where it has any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sketchnet.methods.asked import Begun, Request
from sketchnet.methods.between import between_pixels, missing
from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.regions import flat_colours
from sketchnet.search.setup import Pixels, background_of, own_picture, unit, working_pictures
from sketchnet.search.shapes import Shape, numbers_of
from sketchnet.search.stack import Painter
from sketchnet.tidy.composites import composite, is_exact, solved_error
from sketchnet.tidy.flat import cover_patches, plain_shapes
from sketchnet.tidy.pixels import pixel_shapes
from sketchnet.tidy.restoring import NOISE, restored
from sketchnet.tidy.see_through import see_through_shapes
from sketchnet.tidy.softening import softened

_NEEDLESS = 0.01  # of the error, by which it may rise where a painted shape is left out
_BESIDE_VEILS_SHARE = 0.1  # to see whether opaque ones say it with less
_BLOCKS_SHARE = 0.2  # of what is left, at most, to cover pixel art with
_OWN_PIXELS = 2 * 256 * 256  # of a picture of plain areas that is searched for in its own size
_MOST_PIXELS = 10 * 256 * 256  # of one that is looked at below noise in its own size
_LEAST_S = 1.0
"""Of search: with less, there is no time to look below noise; so many times as long, the larger."""

_AS_GOOD, _SLIGHT = 0.4, (6 / 255) ** 2
"""Of the squared error that noise has, that shapes below it may have; of a sample, in any case."""


def begun(asked: Request, working: Canvas, budget: Budget) -> Begun:
    """Shapes to begin with, back to front, and the canvas to go on with.

    That is one of its own size where the picture is small enough, and where the shapes are it, so
    that little is left to do: averaged down, its edges are softer than those of any shape.

    Args:
        asked: the picture and the limits.
        working: the canvas of the working size.
        budget: pays for every candidate.
    """
    own = own_picture(asked.target)
    canvas = working
    if own is not None:
        canvas = Canvas(own, (1.0, 1.0), asked.ground, working.palette, hairlines=True)
    flat = flat_colours(canvas.target) is not None
    exactly = cover_patches if flat else plain_shapes
    veiled = _veiled(asked, canvas, budget)
    rest = budget.part(_BESIDE_VEILS_SHARE) if veiled else budget
    start = exactly(canvas, asked.kinds, rest)
    if veiled:
        budget.spend(rest.spent)
        if not is_exact(canvas, start) or _numbers(veiled) <= _numbers(start):
            return Begun(veiled, canvas)
    short = _numbers(start) <= asked.numbers
    if not (short and is_exact(canvas, start)) and (blocks := _blocks(asked, canvas, budget)):
        return Begun(blocks, canvas)
    seen = canvas.target
    curved = any(shape.kind == "path" for shape in start) and not is_exact(canvas, start)
    if start:
        canvas.target = softened(canvas, start)
    if curved or not is_exact(canvas, start):
        plainer = between_pixels(asked, canvas, seen, budget, exactly)
        if plainer is not None and (not curved or _numbers(plainer.shapes) < _numbers(start)):
            return plainer
    small = canvas.target[..., 0].size <= _OWN_PIXELS
    if canvas is working or (start and (small or is_exact(canvas, start))):
        return Begun(start, canvas)
    if start:
        working.target = softened(working, start)
    return Begun(start, working)


def _veiled(asked: Request, canvas: Canvas, budget: Budget) -> list[Shape]:
    """Shapes that are the picture, some of them see-through; none where none is."""
    if asked.colours is not None:  # mixed, they would be others
        return []
    return see_through_shapes(canvas, asked.kinds, budget)


def _numbers(shapes: Sequence[Shape]) -> int:
    return sum(map(numbers_of, shapes))


def painted_beside(
    painter: Painter, canvas: Canvas, start: Sequence[Shape], budget: Budget
) -> list[Shape] | None:
    """What is nearest: shapes found in a picture, what a painter draws first, or these over that.

    Of what the painter draws below the shapes found only what matters is kept.

    Args:
        painter: of the same picture.
        canvas: of the picture, empty.
        start: the shapes found, back to front.
        budget: pays for every candidate.

    Returns:
        Shapes to begin with; None where nothing found is worth keeping beside the painter's.
    """
    if budget.over:
        return list(start)
    drawn, renders = painter.first(budget.left)
    budget.spend(renders)
    both = _needed(canvas, [*drawn, *start], len(drawn), budget)
    found, painted, beside = (solved_error(canvas, some) for some in (start, drawn, both))
    if start and beside < min(found, painted):
        return both
    return list(start) if found <= painted else None


def _needed(canvas: Canvas, shapes: Sequence[Shape], count: int, budget: Budget) -> list[Shape]:
    """Shapes without those among the first `count` that matter little; the canvas is empty then."""
    ground = canvas.background
    canvas.restore([canvas.layer(shape) for shape in shapes], ground)
    canvas.solve_colours()
    for index in reversed(range(count)):
        if not budget.affords(1):
            break
        budget.spend(1)
        if canvas.worth(index) <= _NEEDLESS * canvas.error():
            canvas.remove(index)
    kept = canvas.shapes
    canvas.restore([], ground)
    return kept


def under_noise(
    asked: Request, budget: Budget, palette: NDArray[np.float64] | None
) -> Begun | None:
    """Shapes that a noisy picture was before it was compressed or resized, and the canvas of that.

    None where it has no noise, or is no plain picture below, or these are not found.

    Args:
        asked: the picture and the limits.
        budget: pays for every candidate, with a small part of what it has.
        palette: (K, 3) in 0–1: the only colours allowed; any when None.
    """
    for noisy, scale in _sizes(asked.target):
        least = _LEAST_S * max(noisy[..., 0].size / _OWN_PIXELS, 1.0)
        if budget.seconds is not None and budget.seconds - budget.elapsed < least:
            return None
        clean = restored((noisy * 255).round().astype(np.uint8))
        if clean is not None:
            return _explained(asked, budget, palette, noisy, clean, scale)
    return None


def _sizes(target: Pixels) -> Iterator[tuple[Picture, tuple[float, float]]]:
    """The sizes at which a picture is looked at below noise, with the scale of each.

    Averaged down, one that was enlarged has sharp edges, and may pass for one without noise.
    """
    pixels = target[..., 0].size
    if pixels > _OWN_PIXELS:
        yield working_pictures(target)[-1]
    if pixels <= _MOST_PIXELS:
        yield unit(target), (1.0, 1.0)


def _explained(
    asked: Request,
    budget: Budget,
    palette: NDArray[np.float64] | None,
    noisy: Picture,
    clean: Pixels,
    scale: tuple[float, float],
) -> Begun | None:
    """Shapes that a restored picture is made of, and its canvas; None where they are not found."""
    seen = unit(clean)
    ground = background_of(clean) if palette is None else asked.ground
    canvas = Canvas(seen, scale, ground, palette, hairlines=True)
    start = plain_shapes(canvas, asked.kinds, budget, NOISE)
    drawn = composite(canvas, start)
    off, noise = (float(np.square(one - seen).mean()) for one in (drawn, noisy))
    if not start or off > max(_AS_GOOD * noise, _SLIGHT):
        return None
    canvas.target = np.where(missing(drawn, seen)[..., None], seen, drawn)
    return Begun(start, canvas)


def _blocks(asked: Request, canvas: Canvas, budget: Budget) -> list[Shape]:
    """Rectangles that are the picture, if it is pixel art and they are as few as asked for."""
    if canvas.rasterizer.scale != (1, 1):
        return []
    part = budget.part(_BLOCKS_SHARE)
    blocks = pixel_shapes(canvas, asked.kinds, asked.numbers, part)
    budget.spend(part.spent)
    most = asked.statements
    return blocks if most is None or len(blocks) <= most else []
