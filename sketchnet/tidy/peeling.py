"""A flat picture as whole shapes on one another: the topmost is found, taken off, and so on down.

What lies on top shows all of its outline, so that a plain shape fits it exactly. Once it is known,
what it covers may be anything: what lies below is fitted to the rest of its outline, as a whole.

Legend: H, W the picture.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Mask
from sketchnet.search.shapes import Shape, numbers_of
from sketchnet.tidy.edges import Edges, Line, edges_of, lines_of
from sketchnet.tidy.labels import Flags, Labels, soft_of, widened
from sketchnet.tidy.wholes import wholes

_OFF = (0.06, 0.25)
"""Pixels by which an outline may be off on the mean: of a shape that fits, of one worth a look."""

_HARD_OFF = (0.3, 0.6)
"""The same where edges are hard: every rasterizer draws them its own way."""

_WRONG = 0.5  # of a pixel: as far as one may be off where a shape fits
_NEARLY = 0.4  # pixels off up to which moving numbers may help
_LEAST_AREA = 4  # pixels of a part
_PRICE = 0.02  # pixels off that a number is worth
_ROUNDS = 3  # of moving numbers
_MOST_PARTS = 80
_TOGETHER = 4  # numbers that a shape for several parts saves for each further one
_CORNER = 2  # numbers of one
_AROUND = 3  # pixels around a part in which what is taken off matters


@dataclass(frozen=True, eq=False)
class Layered:
    """A shape and what can be seen of it.

    Attributes:
        shape: itself, filled.
        seen: (H, W) the pixels of its colour that it explains.
        cover: (H, W) how much of each pixel it covers.
        parts: the parts it explains.
    """

    shape: Shape
    seen: Flags
    cover: Mask
    parts: frozenset[int]


@dataclass(frozen=True, eq=False)
class _Part:
    """A connected part of one colour."""

    label: int
    mask: Flags
    area: int


def peeled(
    canvas: Canvas, labels: Labels, ground: int, kinds: Container[str], budget: Budget
) -> list[Layered]:
    """Whole shapes for the parts of a flat picture, back to front; none for what none fits.

    Args:
        canvas: of the picture; it is not drawn on.
        labels: the picture's.
        ground: the background's label; its largest part is no shape.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate.
    """
    peel = _Peel(canvas, labels, ground, kinds, budget)
    peel.run()
    return in_order(peel.found)


def in_order(found: Sequence[Layered]) -> list[Layered]:
    """Shapes back to front: what shows on another lies above it; else the first comes last."""
    left = list(found)[::-1]
    hidden = [[float(one.cover[other.seen].sum()) for other in left] for one in left]
    # Where shapes that only nearly fit claim pixels of each other, the greater claim decides.
    below = [
        {j for j in range(len(left)) if hidden[j][i] >= 1 and hidden[j][i] > hidden[i][j]}
        for i in range(len(left))
    ]
    order: list[int] = []
    while len(order) < len(left):  # the lowest is on top of nothing that is left
        open_ = [i for i in range(len(left)) if i not in order]
        order.append(min(open_, key=lambda i: len(below[i].difference(order))))
    return [left[i] for i in order]


class _Peel:
    """The search for whole shapes, from the top down."""

    def __init__(
        self,
        canvas: Canvas,
        labels: Labels,
        ground: int,
        kinds: Container[str],
        budget: Budget,
    ) -> None:
        self._canvas = canvas
        self._labels = labels
        self._ground = ground
        self._kinds = kinds
        self._budget = budget
        self._parts = _parts_of(labels)
        own = [i for i, part in enumerate(self._parts) if part.label == ground]
        self._base = max(own, key=lambda i: self._parts[i].area, default=None)
        self._left = {i for i in range(len(self._parts)) if i != self._base}
        self._gone = np.zeros(labels.of.shape, bool)
        self._known: dict[frozenset[int], tuple[int, Layered | None]] = {}
        self.found: list[Layered] = []

    def run(self) -> None:
        """Takes shapes off for as long as there are any."""
        while self._left and not self._budget.over:
            fits = list(self._fits())
            if fits:
                best = min(fits, key=self._rank)
                self._gone |= best.cover > 0
            else:  # what may lie below all that is left
                under = list(self._fits_below())
                if not under:
                    break
                best = min(under, key=self._rank)
            self.found.append(best)
            self._left -= best.parts
        self._join()

    def _rank(self, layered: Layered) -> tuple[bool, float, int]:
        """What is taken off first: a shape of few numbers, for many parts, that is large."""
        first = self._parts[min(layered.parts)]
        cost = numbers_of(layered.shape) - _TOGETHER * (len(layered.parts) - 1)
        return first.label == self._ground, cost, -int(layered.seen.sum())

    def _fits(self) -> Iterator[Layered]:
        for parts in self._groups():
            mask = self._mask(parts)
            near = int(self._gone[widened(mask, 2 * _AROUND + 1)].sum())
            if parts not in self._known or self._known[parts][0] != near:
                self._known[parts] = near, self._fit(parts, self._gone)
            found = self._known[parts][1]
            if found is not None:
                yield found

    def _fits_below(self) -> Iterator[Layered]:
        """Shapes that fit if all other parts that are left lie above them."""
        for parts in self._groups(single=False):
            label = self._parts[min(parts)].label
            if label == self._ground:
                continue
            others = [i for i in self._left if self._parts[i].label not in (label, self._ground)]
            above = self._mask(others) if others else np.zeros_like(self._gone)
            found = self._fit(parts, self._gone | widened(above, 3) & ~self._mask(parts))
            if found is not None:
                yield found

    def _groups(self, single: bool = True) -> Iterator[frozenset[int]]:
        """Parts of one colour that are one where nothing lies on them, and each alone."""
        by_label: dict[int, list[int]] = {}
        for index in sorted(self._left):
            by_label.setdefault(self._parts[index].label, []).append(index)
        for indices in by_label.values():
            linked: dict[int, list[int]] = {}
            if len(indices) > 1:
                space = (self._mask(indices) | self._gone).astype(np.uint8)
                _, joined = cv2.connectedComponents(space)
                for index in indices:
                    linked.setdefault(int(joined[self._parts[index].mask][0]), []).append(index)
            groups = [frozenset(group) for group in linked.values()]
            if single or len(indices) == 1:
                groups += [frozenset({index}) for index in indices]
            yield from dict.fromkeys(groups)

    def _mask(self, parts: Iterator[int] | Sequence[int] | frozenset[int]) -> Flags:
        mask = np.zeros(self._labels.of.shape, bool)
        for index in parts:
            mask |= self._parts[index].mask
        return mask

    # -- fitting ------------------------------------------------------------------------------

    def _fit(self, parts: frozenset[int], free: Flags, most: int = 1 << 10) -> Layered | None:
        """The plainest shape that covers some parts and else only what is free.

        Args:
            parts: of one colour.
            free: (H, W) what may be covered or not.
            most: numbers it may have.
        """
        mask = self._mask(parts)
        label = self._parts[min(parts)].label
        soft, known = soft_of(self._canvas.target, self._labels, mask, label)
        known &= ~free
        edges = edges_of(soft, known)
        if not len(edges.points):
            return None
        wanted = _Outline(self._canvas, soft, known, len(edges.points), self._labels.hard)
        tolerance, slack = _HARD_OFF if self._labels.hard else _OFF
        best: tuple[float, Shape] | None = None
        for alike in wholes(*self._scaled(edges, lines_of(mask, edges), mask), slack):
            shapes = [
                Shape(kind, params, fill=self._labels.colour(label))
                for kind, params in dict.fromkeys(alike)
                if kind in self._kinds
            ]
            shapes = [shape for shape in shapes if numbers_of(shape) <= most]
            if not shapes:
                continue
            dear = best is not None and numbers_of(shapes[0]) * _PRICE >= best[0]
            if dear or not self._budget.affords(len(shapes)):
                break
            offs = [self._off(wanted, shape) for shape in shapes]
            off, shape = min(zip(offs, shapes, strict=True), key=lambda pair: pair[0])
            if tolerance / 3 < off < max(_NEARLY, tolerance):
                off, shape = self._moved(wanted, off, shape)
            score = off + _PRICE * numbers_of(shape)
            if off <= tolerance and (best is None or score < best[0]):
                best = score, shape
        if best is None:
            return None
        return Layered(best[1], mask, wanted.cover(best[1]), parts)

    def _scaled(
        self, edges: Edges, lines: Sequence[Line], mask: Flags
    ) -> tuple[Edges, list[Line], tuple[float, float, float, float]]:
        """Edges, lines and the box of a mask in picture pixels."""
        sx, sy = self._canvas.rasterizer.scale
        scale = np.array([sx, sy])
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        box = (
            float(columns[0] / sx),
            float(rows[0] / sy),
            float((columns[-1] + 1) / sx),
            float((rows[-1] + 1) / sy),
        )
        return (
            Edges(edges.points / scale, edges.outward),
            [Line(line.angle, line.points / scale) for line in lines],
            box,
        )

    def _off(self, wanted: _Outline, shape: Shape) -> float:
        self._budget.spend(1)
        return wanted.off(shape)

    def _moved(self, wanted: _Outline, off: float, shape: Shape) -> tuple[float, Shape]:
        """A shape with its numbers moved by one, one at a time, as long as that helps."""
        for _ in range(_ROUNDS):
            near = [
                Shape(shape.kind, (*shape.params[:i], value + by, *shape.params[i + 1 :]))
                for i, value in enumerate(shape.params)
                for by in (-1.0, 1.0)
            ]
            near = [one.coloured("fill", shape.fill) for one in near if min(one.params[2:]) >= 1]
            if not near or not self._budget.affords(len(near)):
                break
            least, best = min(
                ((self._off(wanted, one), one) for one in near), key=lambda pair: pair[0]
            )
            if least >= off:
                break
            off, shape = least, best
        return off, shape

    # -- afterwards -----------------------------------------------------------------------------

    def _join(self) -> None:
        """Puts one shape in the place of two of a colour, or a plainer one in the place of one."""
        for index in sorted(self._left):  # what is left may be of a shape that is known
            for one in list(self.found):
                if self._parts[index].label == self._parts[min(one.parts)].label:
                    self._instead([one], more=frozenset({index}))
        for one, other in combinations(list(self.found), 2):
            if one.shape.fill == other.shape.fill:
                self._instead([one, other])
        for one in list(self.found):
            self._instead([one])

    def _instead(self, olds: Sequence[Layered], more: frozenset[int] = frozenset()) -> None:
        """Puts a plainer shape in the place of some, below whatever does not lie below them.

        Args:
            olds: shapes of one colour.
            more: parts that the shape covers besides, for which it may cost a corner more.
        """
        if self._budget.over or any(old not in self.found for old in olds):
            return
        parts = more.union(*(old.parts for old in olds))
        seen = self._mask(parts)
        free = np.zeros_like(seen)
        for other in self.found:
            if other not in olds and float(other.cover[seen].max()) == 0:
                free |= other.cover > 0
        most = sum(numbers_of(old.shape) for old in olds) + (_CORNER if more else -1)
        better = self._fit(parts, free, most) if most >= 3 else None
        if better is not None:
            self._left -= more
            places = [self.found.index(old) for old in olds]
            self.found[max(places)] = better
            self.found = [one for one in self.found if one not in olds]


class _Outline:
    """What a shape is to cover, and how far off it is."""

    def __init__(self, canvas: Canvas, soft: Mask, known: Flags, length: int, hard: bool) -> None:
        self._canvas = canvas
        self._soft = soft
        self._counts = known.astype(np.float32)
        self._all = float(np.vdot(soft, self._counts))
        self._length = length
        self._hard = hard

    def cover(self, shape: Shape) -> Mask:
        """(H, W) how much of each pixel a shape covers."""
        whole = np.zeros_like(self._soft)
        layer = self._canvas.layer(shape)
        whole[layer.window.slices] = layer.cover()
        return whole

    def off(self, shape: Shape) -> float:
        """Pixels by which a shape's outline is off on the mean, where it can be seen."""
        layer = self._canvas.layer(shape)
        cover = layer.cover()
        if self._hard:
            cover = (cover >= 0.5).astype(np.float32)
        rows = layer.window.slices
        soft, counts = self._soft[rows], self._counts[rows]
        wrong = np.abs(cover - soft) * counts
        if not self._hard and wrong.max(initial=0) > _WRONG:
            return math.inf
        return (float(wrong.sum()) + self._all - float(np.vdot(soft, counts))) / self._length


def _parts_of(labels: Labels) -> list[_Part]:
    """The connected parts of each colour, the largest first."""
    found = []
    for label in range(len(labels.colours)):
        own = (labels.of == label).astype(np.uint8)
        count, parts, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=4)
        for part in range(1, count):
            area = int(stats[part, cv2.CC_STAT_AREA])
            if area >= _LEAST_AREA:
                found.append(_Part(label, parts == part, area))
    found.sort(key=lambda part: -part.area)
    return found[:_MOST_PARTS]
