"""Strokes without a fill: closed outlines, lines and arcs of one colour that may cross each other.

A stroke has one width, so that half of that inward from its edges lies its path, whose points tell
what it is: those around a hole, or some holes together, a closed outline; those between two
parallel edges a line.

Legend: H, W the picture, N points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sketchnet.search.shapes import (
    KINDS,
    LEAST_WEIGHT,
    Colour,
    Shape,
    has_size,
    moved,
    numbers_of,
)
from sketchnet.search.traces import along
from sketchnet.tidy.curves import circle, circles, rounded
from sketchnet.tidy.edges import Array, Edges, Line, Sight, lines_of
from sketchnet.tidy.ink import Ink, ink_of
from sketchnet.tidy.labels import Flags
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.parts import Study
from sketchnet.tidy.strands import cubics
from sketchnet.tidy.tracks import bars, bends, knots, unions
from sketchnet.tidy.wholes import Whole, wholes

_SLACK = 0.4  # pixels by which points may be off a path that is worth a look
_OFF = 0.06  # of a pixel of its edge, that a stroke may differ
_PRICE = 0.004  # of that, that a number is worth
_NEARLY = 0.15  # of that, up to which moving numbers may help
_EXACT = 0.01  # of that, beyond which other strokes are looked at
_LESS_PLAIN = 0.01  # of that, by which what is less plain must be better
_LEAST_GAIN = 0.005  # of that, that a number is moved for
_WHERE_MET, _ELSEWHERE = 0.05, 0.2  # of a pixel, that an edge counts where ink goes on
_ANY = 1 << 10  # numbers
_LIKE_WEIGHT = 1.0  # pixels by which the width of a stroke may be off that of another
_UNSURE = 0.3  # pixels by which a width may be misjudged
_ALL = 0.9  # share of some ink, beyond which nothing else is looked for
_FEWEST = 5  # points around a hole
_ROUNDS = 8  # of moving numbers
_STEPS = (0.5, 1.0)  # pixels by which they move


class _Alike(NamedTuple):
    """Shapes of one kind that a stroke may be.

    Attributes:
        shapes: kinds and parameters.
        hidden: what a pixel of its edge counts where ink goes on, of a pixel.
    """

    shapes: list[Whole]
    hidden: float = _ELSEWHERE


class StrokeFitter:
    """Fits strokes without a fill to the parts of a flat picture.

    Args:
        study: the picture.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._off, self._exact = (off + study.labels.noise for off in (_OFF, _EXACT))
        self._scale = float(np.mean(study.canvas.rasterizer.scale))

    def fits(
        self, parts: frozenset[int], free: Flags, known: Sequence[Shape] = ()
    ) -> list[Layered]:
        """Strokes that draw some of what some parts of one colour show.

        Args:
            parts: of one colour.
            free: (H, W) what may be covered or not.
            known: strokes that others may begin or end at.
        """
        if self._study.budget.over:  # looking alone takes long
            return []
        ink = ink_of(self._study, parts, free)
        if ink is None or not math.isfinite(width := ink.width()):
            return []
        colour = self._study.labels.colour(self._study.parts.label(parts))
        drawn = [one.weight for one in known if one.stroke == colour]
        weights = _weights(width / self._scale, drawn)
        found = list(self._knots(ink, width, colour))
        for groups in self._paths(ink, width, weights, free, known):
            if self._study.budget.over:
                break
            shape = self._plainest(ink, groups, weights)
            if shape is not None:
                found.append(self._layered(ink, shape.coloured("stroke", colour)))
                if found[-1].seen.sum() >= _ALL * ink.mask.sum():
                    break
        return found

    def _knots(self, ink: Ink, width: float, colour: Colour) -> Iterator[Layered]:
        """Discs that strokes run into."""
        for points in knots(ink.share, width, ink.edges.points):
            near = points / self._scale
            size = float(np.ptp(near, 0).max())
            shapes = [
                Shape("circle", params, "fill", fill=colour)
                for params in rounded(circle(near), circles, near, size, _SLACK)
            ]
            if shapes and "circle" in self._study.kinds and self._study.budget.affords(len(shapes)):
                off, shape = self._best(ink, shapes, _WHERE_MET)
                if off <= self._off:
                    yield self._layered(ink, shape)

    def _layered(self, ink: Ink, shape: Shape) -> Layered:
        """A shape and what of the ink it explains."""
        layer = self._study.canvas.layer(shape)
        seen, cover = ink.explained(layer), layer.spread(ink.mask.shape)
        sure = ink.off(layer, hidden=0.0) <= self._exact
        return Layered(shape, seen, cover, frozenset(), sure)

    def _plainest(
        self, ink: Ink, groups: Iterable[_Alike], weights: Sequence[float]
    ) -> Shape | None:
        """The best stroke of some weight, numbers counted; None where none fits."""
        best: tuple[float, Shape] | None = None
        for alike in groups:
            shapes = [
                Shape(kind, params, "stroke", weight)
                for kind, params in dict.fromkeys(alike.shapes)
                if kind in self._study.kinds and self._may_be(ink, kind, params)
                for weight in weights
            ]
            if not shapes or not self._study.budget.affords(len(shapes)):
                continue
            off, shape = self._moved(ink, shapes, alike.hidden)
            score = off + _PRICE * numbers_of(shape)
            if off <= self._off and (best is None or score < best[0] - _LESS_PLAIN):
                best = score, shape
            if off <= self._exact:
                break
        return best and best[1]

    def _may_be(self, ink: Ink, kind: str, params: tuple[float, ...]) -> bool:
        """Whether a stroke of this path could be of some ink."""
        if "stroke" not in KINDS[kind].paints:
            return False
        points = np.array(along(KINDS[kind].trace, list(params)))
        return ink.follows(points * self._study.canvas.rasterizer.scale)

    def _paths(
        self,
        ink: Ink,
        width: float,
        weights: Sequence[float],
        free: Flags,
        known: Sequence[Shape],
    ) -> Iterator[Iterator[_Alike]]:
        """What strokes could be: for each, groups of like shapes, the plainer first."""
        for around in unions(np.where(free, np.float32(1), ink.share), width):
            sight = self._around(ink, around, width)
            if sight is not None:
                yield (_Alike(alike) for alike in wholes(sight, _SLACK, _ANY, cut=False))
        lines = [np.array(one.params) * self._scale for one in known if one.kind == "line"]
        hubs = [one.params[:2] for one in known if one.kind == "circle" and one.paint == "fill"]
        lines += [np.array([*hub, *hub]) * self._scale for hub in hubs]
        for groups in bars(ink.lines(), width, lines):
            # Ink goes on at both ends where they meet others; elsewhere that is a misfit.
            met = (_WHERE_MET, _ELSEWHERE, _ELSEWHERE)
            tidied = (
                [("line", params) for params in _tidy(np.array(alike) / self._scale)]
                for alike in groups
            )
            yield (_Alike(alike, at) for alike, at in zip(tidied, met, strict=True))
        points = (ink.edges.points - width / 2 * ink.normals) / self._scale
        yield (_Alike(alike) for alike in bends(points))
        weight = min(weights, key=lambda one: abs(one - width / self._scale))
        yield (_Alike(alike) for alike in cubics(self._study, ink, points, weight))

    def _around(self, ink: Ink, around: Flags, width: float) -> Sight | None:
        """The path around some pixels (H, W), seen from inside, in picture pixels."""
        points, normals = ink.edges.points, -ink.normals  # outward, seen from a hole
        height, size = around.shape

        def held(by: float) -> Flags:
            columns, rows = np.floor(points + by * normals).astype(np.int64).T
            return np.asarray(around[rows.clip(0, height - 1), columns.clip(0, size - 1)])

        rim = held(-1.0) & ~held(width / 2 + 0.5)
        if rim.sum() < _FEWEST:
            return None
        edges = Edges(points[rim], -ink.edges.outward[rim])
        lines = lines_of(around, edges)
        moved = Edges(edges.points + width / 2 * normals[rim], edges.outward)
        lines = [Line(line.angle, line.points + width / 2 * line.normal) for line in lines]
        low, high = moved.points.min(0), moved.points.max(0)
        box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        scale = np.array(self._study.canvas.rasterizer.scale)
        return Sight(moved, lines, box).placed((0, 0), scale)

    def _moved(self, ink: Ink, shapes: list[Shape], hidden: float) -> tuple[float, Shape]:
        """The best of some strokes, its numbers moved as long as that helps, and how far off."""
        off, shape = self._best(ink, shapes, hidden)
        for by in _STEPS:
            for _ in range(_ROUNDS):
                near = [one for one in _near(shape, by) if has_size(one)]
                if off <= self._exact or off > _NEARLY or not self._study.budget.affords(len(near)):
                    return off, shape
                least, there = self._best(ink, near, hidden)
                if least >= off - _LEAST_GAIN:
                    break
                off, shape = least, there
        return off, shape

    def _best(self, ink: Ink, shapes: list[Shape], hidden: float) -> tuple[float, Shape]:
        self._study.budget.spend(len(shapes))
        offs = [ink.off(self._study.canvas.layer(shape), hidden) for shape in shapes]
        return min(zip(offs, shapes, strict=True), key=lambda pair: pair[0])


def _weights(width: float, drawn: Sequence[float]) -> list[float]:
    """Weights that a stroke so wide may have, in picture pixels: where it can, one seen before."""
    like = sorted({weight for weight in drawn if abs(weight - width) <= _LIKE_WEIGHT})
    near = sorted({round(width - _UNSURE), round(width + _UNSURE)})
    return like or [max(float(weight), LEAST_WEIGHT) for weight in near]


def _tidy(params: Array) -> Iterator[tuple[float, ...]]:
    """Numbers of shapes (B, P) on whole ones, and on halves."""
    for whole in (*np.round(params).tolist(), *(np.round(2 * params) / 2).tolist()):
        yield tuple(whole)


def _near(shape: Shape, step: float) -> Iterator[Shape]:
    """A stroke with one of its coordinates, extents, or its weight, a step less or more."""
    yield from moved(shape, step)
    for weight in (shape.weight - step, shape.weight + step):
        if weight >= LEAST_WEIGHT:
            yield replace(shape, weight=weight)
