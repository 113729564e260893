"""Thin strokes without a fill on plain areas: closed outlines, lines and arcs that may cross.

What runs around a face, or around some faces together, tells what an outline could be; what is left
of the ridges then is of lines, bends and curves.

Legend: H, W the picture, N points.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import partial
from itertools import takewhile

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Shape, has_size
from sketchnet.tidy.corners import closed
from sketchnet.tidy.hairlines import lines_among
from sketchnet.tidy.labels import Flags, Labels, widened
from sketchnet.tidy.ridges import Ridges, ridges_of
from sketchnet.tidy.threads import bent, curve, in_a_row
from sketchnet.tidy.tracks import bends, round_ones
from sketchnet.tidy.wholes import Whole, wholes
from sketchnet.tidy.wire_ends import WireTidier
from sketchnet.tidy.wire_fitting import EXPLAINED, ROUGHLY, WEIGHTS, Wire, WireFitter

_LEAST_INK, _MOSTLY_INK = 0.15, 0.5  # of what is no background, that thin strokes are
_LEAST_LEFT = 2000  # candidates, below which only pictures that are mostly of them are looked at
_SHARE, _LESS_SHARE = 0.6, 0.2  # of the budget, for them
_ANY = 1 << 10  # numbers
_FEWEST = 8  # points of a bend
_SLACK = 0.5  # pixels by which points may be off a path that is worth a look
_NOTHING = 0.02  # share of what is along an outline that it may leave
_CROSSED = 7  # pixels a side of the square around a stroke in which it may be crossed
_LONGEST_ROW = 1500  # points, beyond which strokes are too tangled for curves
_LEAST_ROW = 32  # points of a stroke that is worth a curve
_AROUND = 9  # pixels a side of the square around a face in which its outline runs
_LONG = 24.0  # pixels of a line that is looked for before all else: short ones may be of arcs


def wires(canvas: Canvas, labels: Labels, kinds: Container[str], budget: Budget) -> list[Shape]:
    """Thin strokes that lie on all else, the worthiest first.

    Args:
        canvas: of the picture; it is not drawn on.
        labels: its colours.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate, with a part of what it has: the larger, the more of the
            picture is of thin strokes.
    """
    ridges = ridges_of(canvas.target, labels)
    ink = _ink(canvas, ridges)
    if ink < _LEAST_INK or (ink < _MOSTLY_INK and budget.left < _LEAST_LEFT):
        return []
    part = budget.part(_SHARE if ink >= _MOSTLY_INK else _LESS_SHARE)
    fitter = WireFitter(canvas, ridges, kinds, part)
    _Finder(fitter).run()
    tidier = WireTidier(canvas, ridges.ground, fitter.found, part)
    tidier.even_out()
    tidier.close(kinds)
    budget.spend(part.spent)
    return tidier.found


def _ink(canvas: Canvas, ridges: Ridges) -> float:
    """How much of what is not background thin strokes are, 0–1."""
    unlike = np.abs(canvas.target - np.array(canvas.background) / 255).max(2)
    return float(np.square(ridges.ink).sum() / max(np.square(unlike).sum(), 1e-9))


class _Finder:
    """Where thin strokes may be, in the order in which they are looked for."""

    def __init__(self, fitter: WireFitter) -> None:
        self._fitter = fitter
        self._known: dict[bytes, tuple[int, Wire | None]] = {}

    def run(self) -> None:
        """Draws what it finds, what is whole before what is but a piece."""
        self._take_all(partial(self._bends, ("circle", "ellipse", "arc"), pieces=False))
        self._take_all(self._alone)
        self._take_all(self._curves)
        lines = self._lines(_LONG)
        lines += self._sides(lines)
        while True:  # what some cross or hide may be seen to be plainer then
            lines = self._still(lines)
            found = sorted([*self._outlines(), *lines], key=lambda wire: -wire.worth)
            if not any(map(self._fitter.take, found[:1])):
                break
            rest = takewhile(lambda wire: wire.shape.kind != "line", found[1:])
            list(takewhile(self._fitter.take, rest))
        self._take_all(partial(self._bends, ("circle", "ellipse")))
        self._fitter.explained = ROUGHLY  # with numbers that are not tidy
        self._take_all(partial(self._bends, ("circle", "ellipse")))
        self._fitter.explained = EXPLAINED
        self._take_all(partial(self._bends, ("arc",)))
        for line in self._lines():
            self._fitter.take(line)
        self._take_all(partial(self._curves, pieces=True))

    def _take_all(self, found: Callable[[], list[Wire]]) -> None:
        """Draws strokes as long as more are found then."""
        while list(filter(self._fitter.take, found())):
            pass

    def _bridged(self) -> Ridges:
        """What is left, and goes on where a stroke that is taken off has crossed it."""
        left = self._fitter.left
        return left._replace(thin=widened(left.thin, _CROSSED) & self._fitter.inked)

    def _outlines(self) -> list[Wire]:
        """Outlines around faces of the strokes that are left."""
        left = self._fitter.left
        found: dict[bytes, tuple[int, Wire | None]] = {}
        for face in self._bridged().faces(lambda: self._fitter.budget.over):
            if self._fitter.budget.over:
                break
            near = int(left.thin[widened(face, _AROUND)].sum())
            key = face.tobytes()
            known = self._known.get(key)
            found[key] = known if known and known[0] == near else (near, self._outline(face))
        self._known = found
        return [wire for _, wire in found.values() if wire is not None]

    def _alone(self) -> list[Wire]:
        """Outlines that explain all that is along them, and whose sides end at their corners."""
        return [wire for wire in self._outlines() if wire.left <= _NOTHING and not wire.going_on]

    def _sides(self, lines: Sequence[Wire]) -> list[Wire]:
        """Outlines whose sides some lines are."""
        found: list[Wire] = []
        for (kind, params), _ in closed([line.shape for line in lines]):
            shapes = [Shape(kind, params, "stroke", weight) for weight in WEIGHTS]
            fits = kind in self._fitter.kinds and has_size(shapes[0])
            if fits and self._fitter.budget.affords(len(shapes)):
                wire = self._fitter.moved(self._fitter.best(shapes))
                if wire is not None:
                    found.append(self._fitter.placed(wire))
        return found

    def _curves(self, pieces: bool = False) -> list[Wire]:
        """Cubics along open strokes, or along pieces of them."""
        found: list[Wire] = []
        paths = (points for points in self._bridged().paths() if len(points) <= _LONGEST_ROW)
        rows = [in_a_row(points) for points in paths if not self._fitter.budget.over]
        while rows and "bezier" in self._fitter.kinds and not self._fitter.budget.over:
            row = rows.pop(0)
            if len(row) < _LEAST_ROW or not bent(row):
                continue
            rough, off = curve(row / self._fitter.scale)
            wire: Wire | None = None
            if off <= _SLACK and self._fitter.budget.affords(len(WEIGHTS)):
                shapes = [Shape("bezier", rough, "stroke", weight) for weight in WEIGHTS]
                wire = self._fitter.moved(self._fitter.slid(self._fitter.best(shapes)))
            if wire is not None and self._fitter.places.is_free(wire.shape):
                found.append(wire)
            elif pieces and len(row) >= 2 * _LEAST_ROW:
                rows += [row[: len(row) // 2 + 1], row[len(row) // 2 :]]
        return found

    def _bends(self, kinds: Sequence[str], pieces: bool = True) -> list[Wire]:
        """Circles, ellipses or arcs that open strokes are, or that most of each is."""
        found: list[Wire] = []
        for points in self._fitter.left.paths():
            if self._fitter.budget.over:
                break
            near = points / self._fitter.scale
            for some in (near, round_ones(near)) if pieces else (near,):
                if len(some) < _FEWEST:
                    continue
                groups = ([one for one in alike if one[0] in kinds] for alike in bends(some))
                wire = self._fitter.plainest(groups)
                if wire is not None:
                    found.append(wire)
                    break
        return found

    def _still(self, found: Sequence[Wire]) -> list[Wire]:
        """Those of some strokes that explain what others leave."""
        self._fitter.budget.spend(len(found))
        tried = (self._fitter.placed(self._fitter.tried(wire.shape)) for wire in found)
        return [wire for wire in tried if wire.left <= 1 - self._fitter.explained]

    def _lines(self, least: float = 0.0) -> list[Wire]:
        """Straight lines of so many pixels at least."""
        if "line" not in self._fitter.kinds:
            return []
        fitter = self._fitter
        picture, free = fitter.picture.copy(), fitter.places.is_free
        lines = lines_among(fitter.canvas, picture, fitter.left.thin, fitter.budget, free, least)
        self._fitter.budget.spend(len(lines))
        return [self._fitter.tried(line) for line in lines]

    def _outline(self, face: Flags) -> Wire | None:
        """The outline around some pixels (H, W); None where no plain one is."""
        sight = self._fitter.left.around(face)
        if sight is None:
            return None
        placed = sight.placed((0, 0), self._fitter.scale)
        height, width = face.shape
        across, down = np.array([width, height]) / self._fitter.scale
        groups = wholes(placed, _SLACK, _ANY, cut=False)
        cornered = ([_cut(whole, across, down) for whole in alike] for alike in groups)
        return self._fitter.plainest(cornered)


def _cut(whole: Whole, across: float, down: float) -> Whole:
    """A rounded rectangle with the corners that lie beyond the frame out of sight; others as is."""
    kind, params = whole
    if kind != "roundrect":
        return whole
    x, y, w, h, radius = params
    left, top = (at - radius if at < 0 else at for at in (x, y))
    right = x + w + radius if x + w > across else x + w
    bottom = y + h + radius if y + h > down else y + h
    return kind, (left, top, right - left, bottom - top, radius)
