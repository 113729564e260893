"""Closed paths for the parts of a flat picture that no plainer shape fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.shapes import LEAST_WEIGHT, Shape, numbers_of, spared
from sketchnet.tidy.appearance import Appearance
from sketchnet.tidy.bands import band_of
from sketchnet.tidy.contours import turn_of
from sketchnet.tidy.covering import Fitter
from sketchnet.tidy.edges import Edges
from sketchnet.tidy.labels import Flags
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.parts import Study
from sketchnet.tidy.paths import paths
from sketchnet.tidy.settling import Settler

_AROUND = 3  # pixels around a part in which what is taken off matters
_OFF, _HARD_OFF, _LINED_OFF = (0.13, 0.22), (0.3, 0.8), (0.15, 0.22)
"""Pixels by which a path may be off on the mean, and before all its numbers are moved together;
the same where edges are hard, and of a path with an outline."""

_PRICE = 0.003  # pixels off that a number is worth

Off = Callable[[Shape], tuple[float, Shape]]
"""Tells how far off a shape is in its best colours, and the shape in these."""


class PathFitter:
    """Fits closed paths, and polygons of any form, to the parts of a flat picture.

    Args:
        study: the picture.
        share: of its budget that may be spent.
    """

    def __init__(self, study: Study, share: float) -> None:
        self._whole = study.budget
        self._share = share
        self._study = replace(study, budget=Budget(0))
        self._fitter = Fitter(self._study)
        self._known: dict[tuple[frozenset[int], bool], tuple[int, Layered | None]] = {}

    def fit(self, parts: frozenset[int], free: Flags, lined: bool) -> Layered | None:
        """The path of fewest numbers that some parts are of.

        Args:
            parts: of one colour, that can be seen whole or nearly so.
            free: (H, W) what may be covered or not.
            lined: whether they are the fill of one with an outline.
        """
        if not self._study.budget.renders:  # of what plainer shapes have left
            self._study = replace(self._study, budget=self._whole.part(self._share))
            self._fitter = Fitter(self._study)
        if self._study.budget.over:
            return None
        near = int(free[self._study.parts.box(parts, _AROUND)].sum())
        key = parts, lined
        if key not in self._known or self._known[key][0] != near:
            before = self._study.budget.spent
            found = self._outlined(parts, free) if lined else self._filled(parts, free)
            self._known[key] = near, found
            self._whole.spend(self._study.budget.spent - before)
        return self._known[key][1]

    def _filled(self, parts: frozenset[int], free: Flags) -> Layered | None:
        mask, label = self._study.parts.mask(parts), self._study.parts.label(parts)
        wanted, sight = self._fitter.seen(parts, free)
        points = sight.edges.points * self._study.canvas.rasterizer.scale
        fill = self._study.labels.colour(label)

        def off(shape: Shape) -> tuple[float, Shape]:
            shape = shape.coloured("fill", fill)
            return wanted.off(shape), shape

        offs = _HARD_OFF if self._study.labels.hard else _OFF
        start = Shape("path", (), fill=fill)
        settler = Settler(self._study, mask, label, free, 0.0)
        edges = sight.edges._replace(points=points)
        shape = self._cheapest(settler, self._likely(start, mask, edges, offs[1]), off, offs[0])
        return Layered(shape, mask, wanted.cover(shape), parts) if shape else None

    def _outlined(self, parts: frozenset[int], free: Flags) -> Layered | None:
        mask, label = self._study.parts.mask(parts), self._study.parts.label(parts)
        pixels, labels = self._study.canvas.target * np.float32(255), self._study.labels
        band = band_of(pixels, labels, mask, label, free)
        if band is None:
            return None
        wanted = Appearance(pixels, labels, mask, label, free, len(band.edges.points))

        def off(shape: Shape) -> tuple[float, Shape]:
            shape = shape.coloured("fill", wanted.fill)
            match = wanted.match(self._study.canvas.layer(shape))
            return match.off, match.shape

        scale = float(np.mean(self._study.canvas.rasterizer.scale))
        weight = max(float(round(band.width / scale - 0.5)), LEAST_WEIGHT)
        start = Shape("path", (), "both", weight, wanted.fill)
        settler = Settler(self._study, mask, label, free, band.width)
        likely = self._likely(start, mask, band.edges, _LINED_OFF[1])
        shape = self._cheapest(settler, likely, off, _LINED_OFF[0])
        if shape is None:
            return None
        return wanted.layered(self._study.canvas.layer(shape), parts, 0.0)

    def _likely(
        self, start: Shape, mask: Flags, edges: Edges, slack: float
    ) -> Iterator[list[Shape]]:
        """Paths and polygons along edges in pixels of the canvas, like ones together."""
        turn = turn_of(mask, edges)
        if turn is None:
            return
        for alike in paths(edges.points / self._study.canvas.rasterizer.scale, turn, slack):
            shapes = [replace(start, kind=kind, params=params) for kind, params in alike]
            if shapes[0].kind in self._study.kinds:
                yield shapes

    def _cheapest(
        self, settler: Settler, groups: Iterable[Sequence[Shape]], off: Off, most: float
    ) -> Shape | None:
        """The best of some shapes, moved to where they fit, numbers counted; None if none does."""
        best: tuple[float, Shape] | None = None
        for alike in groups:
            if best is not None and _PRICE * (numbers_of(alike[0]) - spared(alike[0])) >= best[0]:
                break
            settled = settler.settled(alike)
            if settled is None or not self._study.budget.affords(1):
                break
            self._study.budget.spend(1)
            far, shape = off(settled)
            score = far + _PRICE * (numbers_of(shape) - spared(shape))
            if far <= most and (best is None or score < best[0]):
                best = score, shape
        return best and best[1]
