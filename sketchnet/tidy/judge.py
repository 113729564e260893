"""Renders what a change would draw, and lets it pass or not.

A change is drawn for real, but only inside the window where anything differs, on top of what lies
below the first shape that differs.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from renderer.language.measure import count_numbers
from sketchnet.search.budget import Budget
from sketchnet.search.emit import program_of
from sketchnet.search.layers import Canvas, Layer
from sketchnet.search.masks import Picture, Window
from sketchnet.search.regions import flat_colours
from sketchnet.search.shapes import Colour, Shape
from sketchnet.tidy.items import Item, sayable

_LEAST_LEVEL = (5 / 255) ** 2  # squared error of a sample


class Judge:
    """The drawing as it stands, and what it may cost to change it.

    Args:
        canvas: the picture to compare with, and the shapes to begin with.
        bound: squared error (0–1 units, summed over samples) that no change may pass.
        deadline: `time.perf_counter()` after which nothing should be tried any more; None for
            never.
        kinds: kinds of shapes that may be drawn.
        budget: pays for every candidate looked at.
    """

    def __init__(
        self,
        canvas: Canvas,
        bound: float,
        deadline: float | None,
        kinds: Sequence[str],
        budget: Budget,
    ) -> None:
        self.canvas = canvas
        self.bound = bound
        self.deadline = deadline
        self.kinds = frozenset(kinds)
        self.budget = budget
        self.items = [Item((shape,)) for shape in canvas.shapes]
        self.background = canvas.background
        self.error = 0.0
        self._known: dict[Shape, Layer] = {}
        self._layers: list[Layer] = []
        self._below: list[Picture] = []
        self._begin()

    @property
    def late(self) -> bool:
        """Whether time is up, or everything spent that may be looked at."""
        over = self.deadline is not None and time.perf_counter() > self.deadline
        return over or self.budget.over

    @cached_property
    def flat(self) -> bool:
        """Whether the picture is flat art."""
        return flat_colours(self.canvas.target) is not None

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the drawing in its own pixels."""
        height, width, _ = self.canvas.target.shape
        sx, sy = self.canvas.rasterizer.scale
        return round(width / sx), round(height / sy)

    @property
    def level(self) -> float:
        """The squared error that shares of it are allowed of; more than none for exact drawings."""
        return max(self.error, _LEAST_LEVEL * self.canvas.target.size)

    def numbers_of(self, items: Sequence[Item]) -> int:
        """The numbers that a drawing made of these items would be written with."""
        return count_numbers(program_of(items, self.size, self.background, self.canvas.join))

    # -- trying -----------------------------------------------------------------------------

    def error_of(self, items: Sequence[Item]) -> float:
        """The squared error of the drawing, were it made of these items."""
        if not all(map(sayable, items)):
            return math.inf
        return self._try(self._layers_of(items))

    def attempt(self, items: Sequence[Item], rise: float | None = None) -> bool:
        """Makes the drawing of these items, unless the error then passes the bound.

        Args:
            items: the whole drawing.
            rise: most that the error may rise by; None for up to the bound.
        """
        if not all(map(sayable, items)):
            return False
        layers = self._layers_of(items)
        error = self._try(layers)
        limit = self.bound if rise is None else min(self.bound, self.error + rise)
        if error > max(limit, self.error):
            return False
        self._settle(items, layers, error)
        return True

    def attempt_at(self, index: int, *instead: Item, rise: float | None = None) -> bool:
        """Puts items in the place of one, unless the error then passes the bound."""
        items = [*self.items[:index], *instead, *self.items[index + 1 :]]
        return self.attempt(items, rise)

    def restore(self, items: Sequence[Item], background: Colour) -> None:
        """Makes the drawing what it was."""
        self.items, self.background = list(items), background
        self._begin()

    def recolour(self, items: Sequence[Item], background: Colour) -> bool:
        """Takes items that differ in colours alone, and a background, if the bound allows."""
        before, error = (self.items, self.background), self.error
        self.restore(items, background)
        if self.error <= max(self.bound, error):
            return True
        self.restore(*before)
        return False

    # -- drawing ----------------------------------------------------------------------------

    @property
    def layers(self) -> list[Layer]:
        """What is drawn, back to front."""
        return self._layers

    def picture(self) -> Picture:
        """The drawing at the working size, (H, W, 3) float32 in 0–1; not to be written to."""
        return self._composite(len(self._layers))

    def layer(self, shape: Shape) -> Layer:
        """A shape rasterized, at most once for all its colours."""
        layer = self._known.get(shape)
        if layer is None:
            bare = replace(shape, fill=(0.0, 0.0, 0.0), stroke=(0.0, 0.0, 0.0))
            known = self._known.get(bare)
            if known is None:
                known = self._known[bare] = _trimmed(self.canvas.layer(bare))
            layer = self._known[shape] = known._replace(shape=shape)
        return layer

    def _layers_of(self, items: Sequence[Item]) -> list[Layer]:
        layers = []
        for item in items:
            layers += [self.layer(shape) for shape in item.drawn()]
        return layers

    def _ground(self) -> Picture:
        unit = np.array(self.background, np.float32) / np.float32(255)
        return np.broadcast_to(unit, self.canvas.target.shape).copy()

    def _begin(self) -> None:
        self._below = [self._ground()]
        self._layers = self._layers_of(self.items)
        difference = self._composite(len(self._layers)) - self.canvas.target
        self.error = float(np.vdot(difference, difference))

    def _settle(self, items: Sequence[Item], layers: list[Layer], error: float) -> None:
        same = _same(self._layers, layers)
        del self._below[same + 1 :]
        self.items, self._layers, self.error = list(items), layers, error

    def _composite(self, count: int) -> Picture:
        """The background and the lowest `count` layers, (H, W, 3)."""
        while len(self._below) <= count:
            picture = self._below[-1].copy()
            paint(picture, self._layers[len(self._below) - 1], 0, 0)
            self._below.append(picture)
        return self._below[count]

    def _try(self, layers: list[Layer]) -> float:
        old = self._layers
        low = _same(old, layers)
        if low == len(old) == len(layers):
            return self.error
        if not self.budget.affords(1):
            return math.inf  # what nobody looked at does not pass
        self.budget.spend(1)
        top = _same(old[low:][::-1], layers[low:][::-1])
        changed = old[low : len(old) - top] + layers[low : len(layers) - top]
        x0 = min(layer.window.x for layer in changed)
        y0 = min(layer.window.y for layer in changed)
        x1 = max(layer.window.x + layer.window.w for layer in changed)
        y1 = max(layer.window.y + layer.window.h for layer in changed)
        target = self.canvas.target[y0:y1, x0:x1]
        before = self._composite(len(old))[y0:y1, x0:x1] - target
        picture = self._composite(low)[y0:y1, x0:x1].copy()
        for layer in layers[low:]:
            paint(picture, layer, x0, y0)
        after = picture - target
        rise = float(np.einsum("hwc,hwc->", after, after) - np.einsum("hwc,hwc->", before, before))
        return max(self.error + rise, 0.0)


def paint(picture: Picture, layer: Layer, x0: int, y0: int) -> None:
    """Paints a layer over a part of the picture whose corner is (x0, y0)."""
    window = layer.window
    left, top = max(window.x, x0), max(window.y, y0)
    right = min(window.x + window.w, x0 + picture.shape[1])
    bottom = min(window.y + window.h, y0 + picture.shape[0])
    if left >= right or top >= bottom:
        return
    part = picture[top - y0 : bottom - y0, left - x0 : right - x0]
    inside = slice(top - window.y, bottom - window.y), slice(left - window.x, right - window.x)
    masks = [layer.mask(name)[inside][..., None] for name in layer.shape.parts]
    colours = [
        np.array(getattr(layer.shape, name), np.float32) / np.float32(255)
        for name in layer.shape.parts
    ]
    if len(masks) == 1:
        part += masks[0] * (colours[0] - part)
    else:
        part *= 1 - masks[0] - masks[1]
        part += masks[0] * colours[0]
        part += masks[1] * colours[1]


def _trimmed(layer: Layer) -> Layer:
    """A layer in the smallest window that holds what it covers."""
    cover = layer.cover()
    rows, columns = np.flatnonzero(cover.any(1)), np.flatnonzero(cover.any(0))
    if not len(rows):
        rows = columns = np.zeros(1, np.int64)
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    window = layer.window
    return layer._replace(
        window=Window(
            int(window.x + left), int(window.y + top), int(right - left), int(bottom - top)
        ),
        fill=None if layer.fill is None else layer.fill[top:bottom, left:right],
        stroke=None if layer.stroke is None else layer.stroke[top:bottom, left:right],
    )


def _same(first: Sequence[Layer], second: Sequence[Layer]) -> int:
    """How many layers two stacks have in common from the beginning."""
    count = 0
    for a, b in zip(first, second, strict=False):
        if a.shape is not b.shape and a.shape != b.shape:
            break
        count += 1
    return count
