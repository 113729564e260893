"""See-through shapes, taken off a flat picture one by one, so that what lies below is seen whole.

What lies under one is told by its colours (see `veils`), its shape by the outline of that; what is
left is a flat picture of opaque shapes, or one with fewer see-through ones.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.joint import refine
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.rounding import descend, round_jointly
from sketchnet.search.setup import grid_of
from sketchnet.search.shapes import Shape, colour_of, numbers_of
from sketchnet.tidy.composites import is_exact, squared_error
from sketchnet.tidy.flat import cover_patches
from sketchnet.tidy.labels import labels_of
from sketchnet.tidy.looks import coloured, made_alike
from sketchnet.tidy.mosaic import Mosaic, mosaic_of, repainted
from sketchnet.tidy.unveiling import unveiled
from sketchnet.tidy.veils import Order, Veil, longest_first, smallest_first, veils_of

_MOST = 8  # see-through shapes of a picture
_TRIED = 3  # of what could be one, at each step
_MOST_ABOVE = 8  # pieces of what lies on one, beside it
_LOOK_SHARE = 0.06  # of the budget, at most, to find out whether there are any
_SHARE = 0.4  # of what is left of that, at most, for each of these
_BELOW_SHARE = 0.15  # of the budget, at most, for what lies below them
_RIGHT = 0.97  # share of what lies under a see-through shape that it must cover, and hardly more
_NEAR = (10 / 255) ** 2  # squared error of a sample where shapes are but a little off
_STEPS = 8  # in which they are moved together
_UNDER, _ABOVE = (255.0, 255.0, 255.0), (255.0, 0.0, 0.0)
_POLISH = 4  # steps of 1/255 that opacities are looked at around what they seem to be


def see_through_shapes(canvas: Canvas, kinds: Sequence[str], budget: Budget) -> list[Shape]:
    """Shapes of a flat picture some of which are see-through; none where none is.

    Args:
        canvas: of the picture; it is not drawn on.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate, with a small part of what it has where there are none.

    Returns:
        Back to front: the picture, exactly, or nothing.
    """
    apart = _Apart(canvas, kinds, budget)
    ways = []
    for within in (False, True):
        ways += [apart.taken(order, within) for order in (longest_first, smallest_first)]
        if not any(ways):
            return []
    exact = [shapes for shapes in ways if shapes and is_exact(canvas, shapes)]
    fewest = min(exact, key=lambda shapes: sum(map(numbers_of, shapes)), default=[])
    return made_alike(canvas, fewest, budget)


class _Apart:
    """A picture being taken apart."""

    def __init__(self, canvas: Canvas, kinds: Sequence[str], budget: Budget) -> None:
        self.canvas = canvas
        self.kinds = kinds
        self.budget = budget
        self._look = budget.part(_LOOK_SHARE)
        self._done: set[tuple[Shape, ...]] = set()
        self._known: dict[tuple[bytes, frozenset[int]], Shape | None] = {}

    def taken(self, order: Order, within: bool) -> list[Shape]:
        """The picture's shapes, those that are see-through in an order; none if none is.

        Args:
            order: in which they are taken off.
            within: whether what is in the midst of one is taken to lie under it.
        """
        found: list[Shape] = []
        target = self.canvas.target
        while len(found) < _MOST and not self._look.over:
            one = self._one(target, order, within)
            if one is None:
                break
            shape, target = one
            found.append(shape)
        key = tuple(found)
        if not found or key in self._done:
            return []
        self._done.add(key)
        below = self._over(target, self.canvas.background)
        shapes = self._covered(below, self.budget.part(_BELOW_SHARE))
        for veil in reversed(found):
            shapes = _inserted(self.canvas, shapes, veil, self.budget)
        near = squared_error(self.canvas, shapes) <= _NEAR * self.canvas.target.size
        return shapes if is_exact(self.canvas, shapes) or not near else self._settled(shapes)

    def _covered(self, canvas: Canvas, budget: Budget) -> list[Shape]:
        """The shapes of a picture, with a budget that is part of the whole."""
        shapes = cover_patches(canvas, self.kinds, budget)
        self.budget.spend(budget.spent)
        return shapes

    def _settled(self, shapes: list[Shape]) -> list[Shape]:
        """Shapes that are a little off, moved together and rounded; the canvas is empty then."""
        canvas, ground = self.canvas, self.canvas.background
        canvas.restore([canvas.layer(shape) for shape in shapes], ground)
        canvas.solve_colours()
        refine(canvas, self.budget, _STEPS)
        height, width, _ = canvas.target.shape
        sx, sy = canvas.rasterizer.scale
        grid = grid_of((round(width / sx), round(height / sy)))
        round_jointly(canvas, grid, self.budget)
        descend(canvas, grid, self.budget)
        settled = canvas.shapes
        canvas.restore([], ground)
        return coloured(canvas, settled)

    def _over(self, target: Picture, background: tuple[float, float, float]) -> Canvas:
        return Canvas(target, self.canvas.rasterizer.scale, background, hairlines=True)

    def _one(self, target: Picture, order: Order, within: bool) -> tuple[Shape, Picture] | None:
        """A see-through shape on a picture, and the picture without it."""
        labels = labels_of(target)
        mosaic = None if labels is None else mosaic_of(labels)
        if mosaic is None:
            return None
        for veil in sorted(veils_of(mosaic), key=lambda one: order(mosaic, one))[:_TRIED]:
            veil = veil if within else replace(veil, within={})
            key = target.tobytes(), frozenset((*veil.beside, *veil.within))
            if key not in self._known:
                self._known[key] = self._shape(mosaic, target, veil)
            shape = self._known[key]
            if shape is not None:
                return shape, unveiled(veil, mosaic, target)
        return None

    def _shape(self, mosaic: Mosaic, target: Picture, veil: Veil) -> Shape | None:
        """The shape whose outline the pieces under it have; None where it is not one.

        What is neither under it nor beside it may lie on it, and hide some of its outline.
        """
        outside = set(veil.beside.values())
        under = {*veil.beside, *veil.within}
        beside = {other for piece in under for other in mosaic.touching[piece]}
        above = beside - under - outside
        if len(above) > _MOST_ABOVE:
            return None
        colours = np.zeros_like(mosaic.colours)
        colours[list(under)] = _UNDER
        colours[list(above)] = _ABOVE
        picture = repainted(mosaic, target, colours, np.ones(len(colours), bool), True)
        outline = self._over(picture, (0.0, 0.0, 0.0))
        part = self._look.part(_SHARE)
        shapes = self._covered(outline, part)
        self._look.spend(part.spent)
        white = [shape for shape in shapes if "fill" in shape.parts and min(shape.fill) > 250]
        if len(white) != 1:
            return None
        own = np.isin(mosaic.of, list(under))
        cover = outline.layer(replace(white[0], paint="fill")).spread(own.shape)
        bare = (picture.max(2) == 0) & (mosaic.of >= 0)
        if cover[own].mean() < _RIGHT or cover[bare].sum() > (1 - _RIGHT) * own.sum():
            return None
        opacity = round(255 * (1 - veil.through)) / 255
        # Its outline, if it has one, lies on it, and is found with all that is not see-through.
        return replace(white[0], paint="fill", fill=colour_of(veil.colour), opacity=opacity)


def _inserted(canvas: Canvas, shapes: list[Shape], veil: Shape, budget: Budget) -> list[Shape]:
    """The shapes with a see-through one over those that are seen through it, as it fits best."""
    below, above = list(shapes), list[Shape]()
    least = squared_error(canvas, [*below, veil])
    for shape in reversed(shapes):
        rest = [one for one in below if one is not shape]
        error = squared_error(canvas, [*rest, veil, shape, *above])
        if error < least:
            least, below, above = error, rest, [shape, *above]
    steps = range(-_POLISH, _POLISH + 1)
    alike = [replace(veil, opacity=veil.opacity + step / 255) for step in steps]
    budget.spend(1 + len(shapes) + len(alike))
    recoloured = (coloured(canvas, [*below, one, *above]) for one in alike)
    return min(recoloured, key=lambda some: squared_error(canvas, some))
