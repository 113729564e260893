"""Thin strokes without a fill on plain areas: closed outlines, lines and arcs that may cross.

What runs around a face, or around some faces together, tells what an outline could be; what is left
of the ridges then is of lines and arcs. Every stroke is drawn for real, in the colour that the
pixels it covers most have, and must explain what is there.

Legend: H, W the picture, h × w a window, N points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import product, takewhile
from typing import NamedTuple

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas, Layer
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import KINDS, Shape, colour_of, has_size, moved, numbers_of
from sketchnet.search.traces import along
from sketchnet.tidy.corners import closed
from sketchnet.tidy.edges import Array
from sketchnet.tidy.hairlines import likelier, lines_among
from sketchnet.tidy.judge import paint
from sketchnet.tidy.labels import Flags, Labels, widened
from sketchnet.tidy.ridges import Ridges, ridges_of
from sketchnet.tidy.threads import bent, curve, in_a_row
from sketchnet.tidy.tracks import bends, round_ones
from sketchnet.tidy.wholes import Whole, wholes

_WEIGHTS = (1.0, 2.0)  # picture pixels
_LEAST_INK = 16  # pixels
_ANY = 1 << 10  # numbers
_FEWEST = 8  # points of a bend
_SLACK = 0.5  # pixels by which points may be off a path that is worth a look
_CROSSED = 7  # pixels a side of the square around a stroke in which it may be crossed
_LEAST_ROW = 32  # points of a stroke that is worth a curve
_SLIDING = 9  # pixels a side of the square around a stroke in which it may slide
_SLIDES, _SLOPE, _DAMPING, _BOLDEST = 20, 0.1, 1e-2, 4.0
_WORTH_SLIDING = 0.85  # share that a stroke may leave before
_SHARES = (1.0, 0.3, 0.1)  # of a step, until it helps
_AROUND = 9  # pixels a side of the square around a face in which its outline runs
_BESIDE = 3  # pixels a side of the square around a stroke's pixels in which ink is of it
_HEAVY = 0.6  # of the most that it covers of a pixel, from which its colour is read
_CAPPED = 0.3  # of what it changes of a pixel it covers, squared, that a pixel counts for at most
_FIRST = 0.4  # share of that along a stroke that it takes away, before it is moved
_EXPLAINED, _ROUGHLY = 0.75, 0.5  # the same then, and where its numbers cannot be tidy
_SURE = 0.97  # the same, beyond which nothing less plain is looked at
_HIDDEN = 0.2  # share of it that may show ink where it is hidden: that of others
_SEEN = 0.4  # share of a stroke's pixels that must show ink
_LONG = 24.0  # pixels of a line that is looked for before all else: short ones may be of arcs
_LESS = 0.9  # times what the thinner stroke leaves, that a thicker one must
_LEAST_TAKEN = 0.1  # squared error that a stroke must take away
_STILL = 0.85  # share of what a stroke explained when first seen, that it must explain yet
_STEPS = (0.5, 1.0)  # pixels by which numbers move
_ROUNDS = 8
_CLOSING = 0.02  # of what all strokes gain, that it may cost to make one of some
_ROUNDINGS = 16  # of the four numbers of a line
_LEAST_GAIN = 1e-3  # of the error, that a number is moved for
_SIDE = 2.5  # pixels from a path to the areas beside it
_ALIKE = 0.8  # share of a path with the same area on both of its sides
_ON = (3.0, 4.5, 6.0, 7.5)  # pixels beyond a corner where ink tells that a side goes on
_GOING_ON = 3  # times that sides go on beyond corners, of an outline that is but lines
_BUT_LINES = 0.5  # times as much as it gains, that it is worth where some do
_UNCORNERED = ("circle", "ellipse", "line", "arc", "bezier")


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


def wires(canvas: Canvas, labels: Labels, kinds: Container[str], budget: Budget) -> list[Shape]:
    """Thin strokes that lie on all else, the worthiest first.

    Args:
        canvas: of the picture; it is not drawn on.
        labels: its colours.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate.
    """
    ridges = ridges_of(canvas.target, labels)
    if ridges.thin.sum() < _LEAST_INK:
        return []
    fitter = _Fitter(canvas, ridges, kinds, budget)
    fitter.run()
    fitter.even_out()
    fitter.close()
    return fitter.found


class _Fitter:
    """What is drawn so far.

    Args:
        canvas: of the picture.
        ridges: its thin strokes.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate.
    """

    def __init__(
        self, canvas: Canvas, ridges: Ridges, kinds: Container[str], budget: Budget
    ) -> None:
        self._canvas = canvas
        self._ridges = ridges
        self._kinds = kinds
        self._budget = budget
        self._scale = np.array(canvas.rasterizer.scale)
        self._ground = ridges.ground
        self.picture: Picture = ridges.ground.copy()
        self._inked = ridges.thin
        self.explained = _EXPLAINED
        self._insides: list[Flags] = []  # what found outlines go around
        self._known: dict[bytes, tuple[int, Wire | None]] = {}
        self.found: list[Shape] = []

    def run(self) -> None:
        """Draws what it finds, what is whole before what is but a piece."""
        self._take_all(partial(self.bends, ("circle", "ellipse", "arc"), pieces=False))
        self._take_all(self.curves)
        lines = self.lines(_LONG)
        lines += self.sides(lines)
        while True:  # what some cross or hide may be seen to be plainer then
            lines = self.still(lines)
            found = sorted([*self.outlines(), *lines], key=lambda wire: -wire.worth)
            if not any(map(self.take, found[:1])):
                break
            list(takewhile(self.take, takewhile(lambda wire: wire.shape.kind != "line", found[1:])))
        self._take_all(partial(self.bends, ("circle", "ellipse")))
        self.explained = _ROUGHLY  # with numbers that are not tidy
        self._take_all(partial(self.bends, ("circle", "ellipse")))
        self.explained = _EXPLAINED
        self._take_all(partial(self.bends, ("arc",)))
        for line in self.lines():
            self.take(line)
        self._take_all(partial(self.curves, pieces=True))

    def _take_all(self, found: Callable[[], list[Wire]]) -> None:
        """Draws strokes as long as more are found then."""
        while list(filter(self.take, found())):
            pass

    def take(self, wire: Wire) -> bool:
        """Draws a stroke, if most of what it explained is not drawn yet; whether it was."""
        now = self._tried(wire.shape)
        if now.gain < max(_STILL * wire.gain, _LEAST_TAKEN) or now.left > 1 - self.explained:
            return False
        self.found.append(now.shape)
        layer = self._canvas.layer(now.shape)
        rows = layer.window.slices
        cover = layer.mask("stroke")
        self.picture[rows] = self.picture[rows] * (1 - cover[..., None]) + layer.light()
        self._ridges = self._ridges.without(layer.spread(self._inked.shape) > 0)
        if "both" in KINDS[now.shape.kind].paints:
            inside = self._canvas.layer(replace(now.shape, paint="both"))
            self._insides.append(inside.spread(self._inked.shape) > 0)
        return True

    def outlines(self) -> list[Wire]:
        """Outlines around faces of the strokes that are left."""
        left = self._ridges
        # Where a stroke that is taken off has crossed another, that goes on.
        bridged = widened(left.thin, _CROSSED) & self._inked
        found: dict[bytes, tuple[int, Wire | None]] = {}
        for face in left._replace(thin=bridged).faces():
            near = int(left.thin[widened(face, _AROUND)].sum())
            key = face.tobytes()
            known = self._known.get(key)
            found[key] = known if known and known[0] == near else (near, self._outline(face))
        self._known = found
        return [wire for _, wire in found.values() if wire is not None]

    def sides(self, lines: Sequence[Wire]) -> list[Wire]:
        """Outlines whose sides some lines are."""
        found: list[Wire] = []
        for (kind, params), _ in closed([line.shape for line in lines]):
            shapes = [Shape(kind, params, "stroke", weight) for weight in _WEIGHTS]
            if kind in self._kinds and self._budget.affords(len(shapes)):
                wire = self._moved(self._best(shapes))
                if wire is not None:
                    found.append(self._placed(wire))
        return found

    def curves(self, pieces: bool = False) -> list[Wire]:
        """Cubics along open strokes, or along pieces of them."""
        found: list[Wire] = []
        rows = [in_a_row(points) for points in self._ridges.paths()]
        while rows and "bezier" in self._kinds and not self._budget.over:
            row = rows.pop(0)
            if len(row) < _LEAST_ROW or not bent(row):
                continue
            rough, off = curve(row / self._scale)
            wire: Wire | None = None
            if off <= _SLACK and self._budget.affords(len(_WEIGHTS)):
                shapes = [Shape("bezier", rough, "stroke", weight) for weight in _WEIGHTS]
                wire = self._moved(self._slid(self._best(shapes)))
            if wire is not None and self.is_free(wire.shape):
                found.append(wire)
            elif pieces and len(row) >= 2 * _LEAST_ROW:
                rows += [row[: len(row) // 2 + 1], row[len(row) // 2 :]]
        return found

    def bends(self, kinds: Sequence[str], pieces: bool = True) -> list[Wire]:
        """Circles, ellipses or arcs that open strokes are, or that most of each is."""
        found: list[Wire] = []
        for points in self._ridges.paths():
            if self._budget.over:
                break
            near = points / self._scale
            for some in (near, round_ones(near)) if pieces else (near,):
                if len(some) < _FEWEST:
                    continue
                groups = ([one for one in alike if one[0] in kinds] for alike in bends(some))
                wire = self._plainest(groups)
                if wire is not None:
                    found.append(wire)
                    break
        return found

    def still(self, found: Sequence[Wire]) -> list[Wire]:
        """Those of some strokes that explain what others leave."""
        self._budget.spend(len(found))
        tried = (self._placed(self._tried(wire.shape)) for wire in found)
        return [wire for wire in tried if wire.left <= 1 - self.explained]

    def lines(self, least: float = 0.0) -> list[Wire]:
        """Straight lines of so many pixels at least."""
        if "line" not in self._kinds:
            return []
        picture, thin = self.picture.copy(), self._ridges.thin
        lines = lines_among(self._canvas, picture, thin, self._budget, self.is_free, least)
        self._budget.spend(len(lines))
        return [self._tried(line) for line in lines]

    def _outline(self, face: Flags) -> Wire | None:
        """The outline around some pixels (H, W); None where no plain one is."""
        if self._budget.over:
            return None
        sight = self._ridges.around(face)
        if sight is None:
            return None
        placed = sight.placed((0, 0), self._scale)
        return self._plainest(wholes(placed, _SLACK, _ANY, cut=False))

    def _plainest(self, groups: Iterable[list[Whole]]) -> Wire | None:
        """The best of some strokes, groups of like ones, the plainer the first."""
        found: list[Wire] = []
        for alike in groups:
            shapes = [
                Shape(kind, params, "stroke", weight)
                for weight in _WEIGHTS
                for kind, params in dict.fromkeys(alike)
                if kind in self._kinds and "stroke" in KINDS[kind].paints
                if kind != "polygon"  # whose sides are lines
            ]
            if not shapes or not self._budget.affords(len(shapes)):
                continue
            best = self._best(shapes)
            if 1 - self.explained < best.left <= _WORTH_SLIDING:
                best = self._slid(best)
            wire = self._moved(best)
            if wire is not None and self.is_free(wire.shape):
                found.append(self._placed(wire))
                if wire.left <= 1 - _SURE:
                    break
        return max(found, key=lambda wire: wire.worth, default=None)

    def _slid(self, wire: Wire) -> Wire:
        """A stroke with all its numbers moved together down the slope, then made tidy."""
        shape = wire.shape
        drawn = self._canvas.layer(shape).spread(self._inked.shape) > 0
        near = widened(drawn, _SLIDING)
        target, below = self._canvas.target[near], self.picture[near]
        for _ in range(_SLIDES):
            values = np.array(shape.params)
            if not self._budget.affords(len(values) + 1):
                break
            self._budget.spend(len(values) + 1)
            light = np.array(shape.stroke, np.float32) / np.float32(255)

            def off(params: Array, shape: Shape = shape, light: Picture = light) -> Array:
                layer = self._canvas.layer(replace(shape, params=tuple(params.tolist())))
                cover = layer.spread(near.shape)[near][:, None]
                return np.ravel(below + cover * (light - below) - target).astype(np.float64)

            here = off(values)
            steps = _SLOPE * np.eye(len(values))
            slopes = np.stack([(off(values + by) - here) / _SLOPE for by in steps], 1)
            normal = slopes.T @ slopes + _DAMPING * np.eye(len(values))
            step = np.clip(np.linalg.solve(normal, slopes.T @ here), -_BOLDEST, _BOLDEST)
            for share in _SHARES:
                slid = self._tried(replace(shape, params=tuple((values - share * step).tolist())))
                if slid.left < wire.left:
                    break
            else:
                break
            wire, shape = slid, slid.shape
        tidied = [np.round(np.array(shape.params) * k) / k for k in (1, 2)]
        shapes = [replace(shape, params=tuple(params.tolist())) for params in tidied]
        return self._best(shapes) if self._budget.affords(2) else wire

    def _moved(self, wire: Wire) -> Wire | None:
        """A stroke with its numbers moved as long as that helps; None where it explains little."""
        if wire.left > 1 - _FIRST:
            return None
        for step in _STEPS:
            for _ in range(_ROUNDS):
                near = [one for one in moved(wire.shape, step) if has_size(one)]
                if wire.left <= 1e-3 or not self._budget.affords(len(near)):
                    break
                there = self._best(near)
                if there.left >= wire.left - _LEAST_GAIN:
                    break
                wire = there
        return wire if wire.left <= 1 - self.explained else None

    def _best(self, shapes: Sequence[Shape]) -> Wire:
        """The best of some strokes, each in its best colour."""
        self._budget.spend(len(shapes))
        tried = [self._tried(shape) for shape in shapes]
        thinnest = min(shape.weight for shape in shapes)
        return min(tried, key=lambda one: one.left / (1 if one.shape.weight == thinnest else _LESS))

    def even_out(self) -> None:
        """Puts lines on whole numbers where all strokes together are as near the picture then.

        Where one ends at another it cannot tell where by itself.
        """
        layers = [self._canvas.layer(one) for one in self.found]
        for index, line in enumerate(self.found):
            uneven = any(value % 1 for value in line.params)
            if line.kind != "line" or not uneven or not self._budget.affords(_ROUNDINGS):
                continue
            choices = product(*({math.floor(v), math.ceil(v)} for v in line.params))
            whole = [replace(line, params=tuple(map(float, ends))) for ends in choices]
            self._budget.spend(len(whole))
            tried = [self._canvas.layer(one) for one in whole]
            stacks = [[*layers[:index], one, *layers[index + 1 :]] for one in tried]
            errors = [self._error(stack) for stack in stacks]
            if min(errors) <= self._error(layers):
                best = int(np.argmin(errors))
                self.found[index], layers = whole[best], stacks[best]

    def close(self) -> None:
        """Makes one outline of lines that are its sides, where that is as near."""
        lines = [one for one in self.found if one.kind == "line"]
        for (kind, params), indices in closed(lines):
            sides = [lines[index] for index in indices]
            if kind not in self._kinds or not all(side in self.found for side in sides):
                continue
            if not self._budget.affords(2):
                break
            self._budget.spend(2)
            whole = replace(sides[0], kind=kind, params=params)
            found = [*(one for one in self.found if one not in sides), whole]
            before, after = (
                self._error([self._canvas.layer(one) for one in some])
                for some in (self.found, found)
            )
            if after <= before + _CLOSING * (self._error([]) - before):
                self.found = found

    def _error(self, layers: Sequence[Layer]) -> float:
        """The squared error of strokes."""
        picture = self._ground.copy()
        for layer in layers:
            paint(picture, layer, 0, 0)
        off = picture - self._canvas.target
        return float(np.vdot(off, off))

    def _tried(self, shape: Shape) -> Wire:
        """A stroke in its best colour, and what it explains."""
        layer = self._canvas.layer(shape)
        cover, window = layer.mask("stroke"), layer.window.slices
        drawn = cover > 0
        if (drawn & self._inked[window]).sum() < _SEEN * drawn.sum():
            return Wire(shape, 0.0, 1.0)
        near = drawn | (widened(drawn, _BESIDE) & self._ridges.thin[window])
        near &= ~self._hidden(drawn, window)
        rows, columns = np.nonzero(near)
        share = cover[rows, columns][:, None]  # (N, 1)
        rows, columns = rows + layer.window.y, columns + layer.window.x
        target, below = self._canvas.target[rows, columns], self.picture[rows, columns]
        heavy = share[:, 0] >= _HEAVY * share.max()
        full = (target - (1 - share) * below)[heavy] / share[heavy]
        colour = likelier(np.round(np.clip(np.median(full, 0), 0, 1).astype(np.float64) * 255))
        after = below + share * ((colour / 255).astype(np.float32) - below) - target
        apart = np.square((colour / 255) - np.median(below[heavy], 0)).sum()
        had, left = (
            float(np.minimum(np.square(off).sum(1), _CAPPED * apart).sum())
            for off in (below - target, after)
        )
        return Wire(shape.coloured("stroke", colour_of(colour)), had - left, left / max(had, 1e-9))

    def _hidden(self, drawn: Flags, window: tuple[slice, slice]) -> Flags:
        """(h, w) where outlines may hide a stroke: those inside which hardly any of it is seen."""
        hidden = np.zeros(drawn.shape, bool)
        for whole in self._insides:
            inside = whole[window]
            there = drawn & inside
            if there.any() and self._inked[window][there].mean() <= _HIDDEN:
                hidden |= inside & ~self._inked[window]
        return hidden

    def is_free(self, shape: Shape) -> bool:
        """Whether a stroke has the same area on both of its sides, and ends at its corners."""
        points = np.array(along(KINDS[shape.kind].trace, list(shape.params))) * self._scale
        ways = np.roll(points, -1, 0) - points
        lengths = np.hypot(*ways.T)
        points, ways = points[lengths > 1e-6], ways[lengths > 1e-6]
        ways = ways / np.hypot(*ways.T)[:, None]
        normals = np.stack([-ways[:, 1], ways[:, 0]], 1)
        inside, outside = (self._of(points + by * normals) for by in (-_SIDE, _SIDE))
        seen = (inside >= 0) & (outside >= 0)
        if not seen.any() or (inside == outside)[seen].mean() < _ALIKE:
            return False
        return shape.kind in _UNCORNERED or self._going_on(shape) < _GOING_ON

    def _of(self, points: Array) -> Array:
        """(N,) the labels at points (N, 2); −1 beyond the frame."""
        height, width = self._ridges.of.shape
        columns, rows = np.floor(points).astype(np.int64).T
        inside = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
        found = self._ridges.of[rows.clip(0, height - 1), columns.clip(0, width - 1)]
        return np.where(inside, found, -1)

    def _placed(self, wire: Wire) -> Wire:
        """The same, where it is known whether it is but lines."""
        cornered = wire.shape.kind not in _UNCORNERED
        return wire._replace(going_on=self._going_on(wire.shape)) if cornered else wire

    def _going_on(self, shape: Shape) -> int:
        """How often a side of an outline goes on beyond a corner."""
        corners = _corners(shape) * self._scale
        wide = widened(self._inked, 3)
        height, width = wide.shape
        count = 0
        for before, corner, after in zip(
            np.roll(corners, 1, 0), corners, np.roll(corners, -1, 0), strict=True
        ):
            for start in (before, after):
                way = (corner - start) / max(math.dist(corner, start), 1e-6)
                columns, rows = np.floor(corner + np.outer(_ON, way)).astype(np.int64).T
                inside = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
                count += bool(inside.all() and wide[rows, columns].all())
        return count


def _corners(shape: Shape) -> Array:
    """(N, 2) the corners of an outline that has some."""
    params = shape.params
    if shape.kind in ("rect", "square", "roundrect"):
        x, y, w = params[:3]
        h = w if shape.kind == "square" else params[3]
        return np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    return np.array(params).reshape(-1, 2)
