"""A flat picture as whole shapes on one another: the topmost is found, taken off, and so on down.

What lies on top shows all of its outline, so that a plain shape fits it exactly. Once it is known,
what it covers may be anything: what lies below is fitted to the rest of its outline, as a whole.

Legend: H, W the picture.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Container, Iterator, Sequence
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
_PRICE, _HARD_PRICE = 0.02, 0.05  # pixels off that a number is worth
_ROUNDS = 3  # of moving numbers
_MOST_PARTS = 80
_TOGETHER = 4  # numbers that a shape for several parts saves for each further one
_CORNER = 2  # numbers of one
_FARTHEST = 16  # pixels around parts in which edges of theirs are looked for
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
    box: tuple[int, int, int, int]  # x0, y0, x1, y1


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
        while self._of_ground(self._left, False) and not self._budget.over:
            fits = list(self._fits(ground=False)) or list(self._fits(ground=True))
            if fits:
                for best in self._apart(sorted(fits, key=self._rank)):
                    self._gone |= best.cover > 0
                    self._take(best)
            else:  # what may lie below all that is left
                under = list(self._fits_below())
                if not under:
                    break
                self._take(min(under, key=self._rank))
        self._join()

    def _take(self, best: Layered) -> None:
        self.found.append(best)
        self._left -= best.parts

    def _of_ground(self, parts: set[int], ground: bool) -> set[int]:
        """Those of some parts that have the background's colour, or those that have not."""
        return {i for i in parts if (self._parts[i].label == self._ground) is ground}

    def _rank(self, layered: Layered) -> tuple[int, int]:
        """What is taken off first: a shape of few numbers, for many parts, that is large."""
        cost = numbers_of(layered.shape) - _TOGETHER * (len(layered.parts) - 1)
        return cost, -int(layered.seen.sum())

    def _apart(self, fits: Sequence[Layered]) -> Iterator[Layered]:
        """The first of some fits, and those that are as plain and lie elsewhere."""
        taken = np.zeros_like(self._gone)
        for fit in fits:
            if self._rank(fit)[0] > self._rank(fits[0])[0]:
                break
            cover = widened(fit.cover > 0, 2 * _AROUND + 1)
            if not (cover & taken).any():
                taken |= cover
                yield fit

    def _fits(self, ground: bool) -> Iterator[Layered]:
        for parts in self._groups(self._of_ground(self._left, ground)):
            near = int(self._gone[self._box(parts, _AROUND)].sum())
            if parts not in self._known or self._known[parts][0] != near:
                self._known[parts] = near, self._fit(parts, self._gone)
            found = self._known[parts][1]
            if found is not None:
                yield found

    def _fits_below(self) -> Iterator[Layered]:
        """Shapes that fit if all other parts that are left lie above them."""
        for parts in self._groups(self._of_ground(self._left, False), single=False):
            label = self._parts[min(parts)].label
            others = [i for i in self._left if self._parts[i].label not in (label, self._ground)]
            above = self._mask(others) if others else np.zeros_like(self._gone)
            found = self._fit(parts, self._gone | widened(above, 3) & ~self._mask(parts))
            if found is not None:
                yield found

    def _groups(self, among: set[int], single: bool = True) -> Iterator[frozenset[int]]:
        """Parts of one colour that are one where nothing lies on them, and each alone."""
        by_label: dict[int, list[int]] = {}
        for index in sorted(among):
            by_label.setdefault(self._parts[index].label, []).append(index)
        for indices in by_label.values():
            linked: dict[int, list[int]] = {}
            if len(indices) > 1 and self._gone.any():
                space = (self._mask(indices) | self._gone).astype(np.uint8)
                _, joined = cv2.connectedComponents(space, connectivity=4)
                for index in indices:
                    linked.setdefault(int(joined[self._parts[index].mask][0]), []).append(index)
            groups = [frozenset(group) for group in linked.values()]
            if single or len(indices) == 1:
                groups += [frozenset({index}) for index in indices]
            yield from dict.fromkeys(groups)

    def _mask(self, parts: Collection[int]) -> Flags:
        mask = np.zeros(self._labels.of.shape, bool)
        for index in parts:
            mask |= self._parts[index].mask
        return mask

    def _box(self, parts: Collection[int], around: int) -> tuple[slice, slice]:
        """Rows and columns of the box around parts, and so many pixels more on every side."""
        corners = np.array([self._parts[index].box for index in parts])
        (x0, y0), (x1, y1) = corners[:, :2].min(0) - around, corners[:, 2:].max(0) + around
        return slice(max(int(y0), 0), int(y1)), slice(max(int(x0), 0), int(x1))

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
        box = self._box(parts, _FARTHEST)
        near, sure = soft_of(self._canvas.target[box], self._labels.window(box), mask[box], label)
        known = (self._labels.of >= 0) & (self._labels.of != label) & ~free
        soft = np.zeros(mask.shape, np.float32)
        soft[box] = near
        known[box] = sure & ~free[box]
        edges = edges_of(near, known[box])
        if not len(edges.points):
            return None
        lines = lines_of(mask[box], edges)
        seen = self._scaled(edges, lines, parts, (box[1].start, box[0].start))
        wanted = _Outline(self._canvas, soft, known, len(edges.points), self._labels.hard)
        tolerance, slack = _HARD_OFF if self._labels.hard else _OFF
        price = _HARD_PRICE if self._labels.hard else _PRICE
        best: tuple[float, Shape] | None = None
        for alike in wholes(*seen, slack, most):
            shapes = [
                Shape(kind, params, fill=self._labels.colour(label))
                for kind, params in dict.fromkeys(alike)
                if kind in self._kinds
            ]
            shapes = [shape for shape in shapes if numbers_of(shape) <= most]
            if not shapes:
                continue
            dear = best is not None and numbers_of(shapes[0]) * price >= best[0]
            if dear or not self._budget.affords(len(shapes)):
                break
            offs = [self._off(wanted, shape) for shape in shapes]
            off, shape = min(zip(offs, shapes, strict=True), key=lambda pair: pair[0])
            if tolerance / 3 < off < max(_NEARLY, tolerance):
                off, shape = self._moved(wanted, off, shape)
            score = off + price * numbers_of(shape)
            if off <= tolerance and (best is None or score < best[0]):
                best = score, shape
        if best is None:
            return None
        return Layered(best[1], mask, wanted.cover(best[1]), parts)

    def _scaled(
        self, edges: Edges, lines: Sequence[Line], parts: Collection[int], corner: tuple[int, int]
    ) -> tuple[Edges, list[Line], tuple[float, float, float, float]]:
        """Edges and lines of a window with this corner, and the box of parts, in picture pixels."""
        scale = np.array(self._canvas.rasterizer.scale)
        rows, columns = self._box(parts, 0)
        x0, y0 = (np.array((columns.start, rows.start)) / scale).tolist()
        x1, y1 = (np.array((columns.stop, rows.stop)) / scale).tolist()
        return (
            Edges((edges.points + corner) / scale, edges.outward),
            [Line(line.angle, (line.points + corner) / scale) for line in lines],
            (x0, y0, x1, y1),
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
        if not self._linked(seen | free, parts):
            return
        most = sum(numbers_of(old.shape) for old in olds) + (_CORNER if more else -1)
        better = self._fit(parts, free, most) if most >= 3 else None
        if better is not None:
            self._left -= more
            places = [self.found.index(old) for old in olds]
            self.found[max(places)] = better
            self.found = [one for one in self.found if one not in olds]

    def _linked(self, space: Flags, parts: frozenset[int]) -> bool:
        """Whether parts are one in a space that is more than themselves."""
        box = self._box(parts, _AROUND)
        if int(space[box].sum()) == sum(self._parts[index].area for index in parts):
            return False
        _, joined = cv2.connectedComponents(space.astype(np.uint8), connectivity=4)
        return len({int(joined[self._parts[index].mask][0]) for index in parts}) == 1


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
                x, y, w, h = stats[part, :4].tolist()
                found.append(_Part(label, parts == part, area, (x, y, x + w, y + h)))
    found.sort(key=lambda part: -part.area)
    return found[:_MOST_PARTS]
