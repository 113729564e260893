"""Fitting one thin stroke: drawn for real, in the colour that the pixels it covers most have.

It must explain what is there, but for what crosses it and what outlines on it may hide.

Legend: H, W the picture, h × w a window, N pixels.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import KINDS, Shape, colour_of, has_size, numbers_of
from sketchnet.search.shapes import moved as nearby
from sketchnet.tidy.composites import SAME
from sketchnet.tidy.edges import Array
from sketchnet.tidy.hairlines import likelier
from sketchnet.tidy.judge import paint
from sketchnet.tidy.labels import Flags, widened
from sketchnet.tidy.ridges import Ridges
from sketchnet.tidy.sliding import SHARES, model_of, step
from sketchnet.tidy.wholes import Whole
from sketchnet.tidy.wire_places import Places

WEIGHTS = (1.0, 2.0)
"""Of thin strokes, in picture pixels."""

EXPLAINED, ROUGHLY = 0.75, 0.5
"""Share of the error along a stroke that it must take away; where its numbers cannot be tidy."""

_SLIDING = 9  # pixels a side of the square around a stroke in which it may slide
_SLIDES = 20
_WORTH_SLIDING = 0.85  # share that a stroke may leave before
_BESIDE = 3  # pixels a side of the square around a stroke's pixels in which ink is of it
_HEAVY = 0.6  # of the most that it covers of a pixel, from which its colour is read
_CAPPED = 0.3  # of what it changes of a pixel it covers, squared, that a pixel counts for at most
_FIRST = 0.4  # share of that along a stroke that it takes away, before it is moved
_SURE = 0.97  # the same, beyond which nothing less plain is looked at
_OWN = 0.1  # share of a stroke's pixels that may be of an area of its colour
_HIDDEN = 0.2  # share of it that may show ink where it is hidden: that of others
_SEEN = 0.4  # share of a stroke's pixels that must show ink
_LESS = 0.9  # times what the thinner stroke leaves, that a thicker one must
_LEAST_TAKEN = 0.1  # squared error that a stroke must take away
_STILL = 0.85  # share of what a stroke explained when first seen, that it must explain yet
_STEPS = (0.5, 1.0)  # pixels by which numbers move
_ROUNDS = 8
_LEAST_GAIN = 1e-3  # of the error, that a number is moved for
_BUT_LINES = 0.5  # times as much as it gains, that it is worth where some do


class Wire(NamedTuple):
    """A stroke and how well it explains what is there.

    Attributes:
        shape: itself.
        gain: the capped squared error that it takes away.
        left: share of it that it leaves.
        going_on: how often a side goes on beyond a corner.
    """

    shape: Shape
    gain: float
    left: float
    going_on: int = 0

    @property
    def worth(self) -> float:
        """What it gains for a number; less where it may be but lines."""
        sure = (1 - self.left) * (_BUT_LINES if self.going_on else 1.0)
        return self.gain * sure / numbers_of(self.shape)


class WireFitter:
    """Fits thin strokes to what is left of the ridges, and knows what is drawn so far.

    Args:
        canvas: of the picture; it is not drawn on.
        ridges: its thin strokes.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate.

    Attributes:
        left: the ridges that no stroke explains yet.
        picture: (H, W, 3) what is drawn.
        explained: share of what is along it that a stroke must explain.
        found: the strokes drawn.
    """

    def __init__(
        self, canvas: Canvas, ridges: Ridges, kinds: Container[str], budget: Budget
    ) -> None:
        self.canvas = canvas
        self.kinds = kinds
        self.budget = budget
        self.left = ridges
        self.picture: Picture = ridges.ground.copy()
        self.explained = EXPLAINED
        self.found: list[Shape] = []
        self.scale = np.array(canvas.rasterizer.scale)
        self.inked = ridges.thin
        self.places = Places(ridges, self.scale)
        self._insides: list[Flags] = []  # what found outlines go around

    def take(self, wire: Wire) -> bool:
        """Draws a stroke, if most of what it explained is not drawn yet; whether it was."""
        now = self.tried(wire.shape)
        if now.gain < max(_STILL * wire.gain, _LEAST_TAKEN) or now.left > 1 - self.explained:
            return False
        self.found.append(now.shape)
        layer = self.canvas.layer(now.shape)
        paint(self.picture, layer, 0, 0)
        self.left = self.left.without(layer.spread(self.inked.shape) > 0)
        if "both" in KINDS[now.shape.kind].paints:
            inside = self.canvas.layer(replace(now.shape, paint="both"))
            self._insides.append(inside.spread(self.inked.shape) > 0)
        return True

    def plainest(self, groups: Iterable[list[Whole]]) -> Wire | None:
        """The best of some strokes, groups of like ones, the plainer the first."""
        found: list[Wire] = []
        for alike in groups:
            shapes = [
                Shape(kind, params, "stroke", weight)
                for weight in WEIGHTS
                for kind, params in dict.fromkeys(alike)
                if kind in self.kinds and "stroke" in KINDS[kind].paints
                if kind != "polygon"  # whose sides are lines
            ]
            if not shapes or not self.budget.affords(len(shapes)):
                continue
            best = self.best(shapes)
            if 1 - self.explained < best.left <= _WORTH_SLIDING:
                best = self.slid(best)
            wire = self.moved(best)
            if wire is not None and self.places.is_free(wire.shape):
                found.append(self.placed(wire))
                if wire.left <= 1 - _SURE:
                    break
        return max(found, key=lambda wire: wire.worth, default=None)

    def best(self, shapes: Sequence[Shape]) -> Wire:
        """The best of some strokes, each in its best colour."""
        self.budget.spend(len(shapes))
        tried = [self.tried(shape) for shape in shapes]
        thinnest = min(shape.weight for shape in shapes)
        return min(tried, key=lambda one: one.left / (1 if one.shape.weight == thinnest else _LESS))

    def moved(self, wire: Wire) -> Wire | None:
        """A stroke with its numbers moved as long as that helps; None where it explains little."""
        if wire.left > 1 - _FIRST:
            return None
        for by in _STEPS:
            for _ in range(_ROUNDS):
                near = [one for one in nearby(wire.shape, by) if has_size(one)]
                if wire.left <= 1e-3 or not self.budget.affords(len(near)):
                    break
                there = self.best(near)
                if there.left >= wire.left - _LEAST_GAIN:
                    break
                wire = there
        return wire if wire.left <= 1 - self.explained else None

    def slid(self, wire: Wire) -> Wire:
        """A stroke with all its numbers moved together down the slope, then made tidy."""
        shape = wire.shape
        drawn = self.canvas.layer(shape).spread(self.inked.shape) > 0
        near = widened(drawn, _SLIDING)
        target, below = self.canvas.target[near], self.picture[near]
        for _ in range(_SLIDES):
            values = np.array(shape.params)
            if not self.budget.affords(2 * len(values) + 1):
                break
            self.budget.spend(2 * len(values) + 1)
            light = np.array(shape.stroke, np.float32) / np.float32(255)

            def off(params: Array, shape: Shape = shape, light: Picture = light) -> Array:
                layer = self.canvas.layer(replace(shape, params=tuple(params.tolist())))
                cover = layer.spread(near.shape)[near][:, None]
                return np.ravel(below + cover * (light - below) - target).astype(np.float64)

            ahead = step(model_of(values, off))
            for share in SHARES:
                there = replace(shape, params=tuple((values + share * ahead).tolist()))
                slid = self.tried(there) if has_size(there) else wire
                if slid.left < wire.left:
                    break
            else:
                break
            wire, shape = slid, slid.shape
        tidied = [np.round(np.array(shape.params) * k) / k for k in (1, 2)]
        shapes = [replace(shape, params=tuple(params.tolist())) for params in tidied]
        shapes = [one for one in shapes if has_size(one)]
        return self.best(shapes) if shapes and self.budget.affords(len(shapes)) else wire

    def tried(self, shape: Shape) -> Wire:
        """A stroke in its best colour, and what it explains."""
        layer = self.canvas.layer(shape)
        cover, window = layer.mask("stroke"), layer.window.slices
        drawn = cover > 0
        seen = int((drawn & self.inked[window]).sum())
        if not seen or seen < _SEEN * drawn.sum():
            return Wire(shape, 0.0, 1.0)
        near = drawn | (widened(drawn, _BESIDE) & self.left.thin[window])
        near &= ~self._hidden(drawn, window)
        rows, columns = np.nonzero(near)
        share = cover[rows, columns][:, None]  # (N, 1)
        rows, columns = rows + layer.window.y, columns + layer.window.x
        target, below = self.canvas.target[rows, columns], self.picture[rows, columns]
        heavy = share[:, 0] >= _HEAVY * share.max()
        full = (target - (1 - share) * below)[heavy] / share[heavy]
        colour = likelier(np.round(np.clip(np.median(full, 0), 0, 1).astype(np.float64) * 255))
        unit = (colour / 255).astype(np.float32)
        alike = np.abs(self.left.ground[rows, columns] - unit).max(1) < SAME
        if (alike & self.left.area[rows, columns])[share[:, 0] > 0].mean() > _OWN:
            return Wire(shape, 0.0, 1.0)  # a stroke so wide that areas are of it
        after = below + share * (unit - below) - target
        apart = np.square((colour / 255) - np.median(below[heavy], 0)).sum()
        had, left = (
            float(np.minimum(np.square(off).sum(1), _CAPPED * apart).sum())
            for off in (below - target, after)
        )
        return Wire(shape.coloured("stroke", colour_of(colour)), had - left, left / max(had, 1e-9))

    def placed(self, wire: Wire) -> Wire:
        """The same, where it is known whether it is but lines."""
        return wire._replace(going_on=self.places.going_on(wire.shape))

    def _hidden(self, drawn: Flags, window: tuple[slice, slice]) -> Flags:
        """(h, w) where outlines may hide a stroke: those inside which hardly any of it is seen."""
        hidden = np.zeros(drawn.shape, bool)
        for whole in self._insides:
            inside = whole[window]
            there = drawn & inside
            if there.any() and self.inked[window][there].mean() <= _HIDDEN:
                hidden |= inside & ~self.inked[window]
        return hidden
