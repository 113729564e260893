"""Rows, grids and motifs that the picture itself shows, drawn at once in the place of guesses.

Search spends its numbers shape by shape, and paints a row of windows as a band with patches on it.
Here like patches of one colour are looked for in the picture; the plainest shape that fits them is
drawn at even steps on top of all, and whatever that hides goes.

Legend: h, w a patch's box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.fits import fits
from sketchnet.search.regions import Region, flat_colours
from sketchnet.search.setup import grid_of
from sketchnet.search.shapes import Colour, Shape, colour_of, numbers_of
from sketchnet.tidy.bodies import Body, body_of
from sketchnet.tidy.items import Item, moved, roles_of
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.lattices import lattices
from sketchnet.tidy.motifs import motifs
from sketchnet.tidy.simplify import grown
from sketchnet.tidy.trade import begin_anew, settle
from sketchnet.tidy.turns import readable

_CLUSTERS = 12  # colours that a picture which is not flat is cut into
_LEAST_AREA = 12  # working pixels of a patch
_LEAST_SIDE = 2
_MOST_PATCHES = 200
_COLOURS = 8.0  # largest channel difference of like patches
_SIZE_SLACK = 1.5  # working pixels by which like patches may differ in size
_SAME = 0.8  # share of two like patches, laid on one another, that they have in common
_FEWEST = 3
_ALONE = 5  # repetitions tried one by one where all together do not pay
_MISFIT = 0.25  # share of a patch that a shape for it may miss or paint beside
_UNMIXED = 0.06  # difference, of 1, from a mixture of two colours
_RING = 0.85  # share of a patch without its holes below which it is a ring
_UNDER = 0.15  # what a pixel counts that another patch will be drawn on
_REFINED = 6  # fits looked at closely
_PER_NUMBER = 0.015  # share of a patch that is worth a number more

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Patch:
    """A connected patch of one colour, its holes filled.

    Attributes:
        number: that tells it from the others, the largest patch having the least.
        x, y: corner of its box in working pixels.
        mask: (h, w) what of the box it covers, 0 or 1.
        region: the same for fitting.
        colour: RGB 0–255.
    """

    number: int
    x: int
    y: int
    mask: Mask
    region: Region
    colour: tuple[float, float, float]

    @property
    def centre(self) -> NDArray[np.float64]:
        """(x, y) of its middle in working pixels."""
        rows, columns = np.nonzero(self.mask)
        return np.array([self.x + columns.mean(), self.y + rows.mean()])


def find_patterns(judge: Judge, background: Colour, most: int) -> None:
    """Draws rows, grids and motifs of like patches where that pays, whatever it hides left out.

    Args:
        judge: the drawing.
        background: the picture's own.
        most: numbers that the drawing may have in all, as `numbers_of` counts.
    """
    patches = list(_patches(judge))
    later = _later(judge, patches)
    groups = _groups(patches)
    bodies = [body for group in groups for body in _bodies(judge, group, later)]
    repeated = list(_items(judge, bodies))
    if judge.late:
        return
    if flat_colours(judge.canvas.target.reshape(-1, 3)) is not None:
        among = {id(patch) for group in groups for patch in group}
        single = [body for p in patches if id(p) not in among for body in _bodies(judge, [p], later)]
        whole = [*repeated, *(Item((body.shape,)) for body in single)]
        whole.sort(key=_size, reverse=True)
        if begin_anew(judge, whole, background, most) or settle(judge, whole, most):
            return
    if repeated and not settle(judge, repeated, most) and len(repeated) > 1:
        for item in repeated[:_ALONE]:
            settle(judge, [item], most)


def _size(item: Item) -> float:
    body = body_of(0, item.shapes[0])
    return body.w * body.h


def _bodies(judge: Judge, group: Sequence[_Patch], later: NDArray[np.int64]) -> list[Body]:
    """The plainest shape for the first of like patches, and where it stands for the others."""
    shape = None if judge.late else _fitted(judge, group[0], later)
    if shape is None:
        return []
    places = (group[0].centre - [patch.centre for patch in group]) * -1
    places = places / np.array(judge.canvas.rasterizer.scale)
    return [
        body_of(group[0].number + i, moved(shape, round(2 * dx) / 2, round(2 * dy) / 2))
        for i, (dx, dy) in enumerate(places.tolist())
    ]


def _items(judge: Judge, bodies: Sequence[Body]) -> list[Item]:
    """Repetitions of bodies, each body in one at most, the larger shapes first."""
    left = list(bodies)
    found: list[Item] = []
    for finding in (_lattice_items, _motif_items):
        ways = next(finding(judge, left), None)
        while ways is not None and not judge.late:
            taken, items = ways
            left = [body for body in left if body not in taken]
            found.append(min(items, key=lambda item: judge.error_of([*judge.items, item])))
            ways = next(finding(judge, left), None)
    return sorted(found, key=_size, reverse=True)


def _lattice_items(judge: Judge, bodies: Sequence[Body]) -> Iterator[tuple[list[Body], list[Item]]]:
    for lattice in lattices(bodies):
        items = [i for i in lattice.items(lattice.cells[0].shape) if readable(judge, i)]
        if items:
            yield list(lattice.cells), items


def _motif_items(judge: Judge, bodies: Sequence[Body]) -> Iterator[tuple[list[Body], list[Item]]]:
    for motif in motifs(bodies):
        items = [item for item in motif.items() if readable(judge, item)]
        if items:
            yield [body for part in motif.parts for body in part], items


# -- like patches ---------------------------------------------------------------------------------


def _patches(judge: Judge) -> Iterator[_Patch]:
    """The patches of the picture that could be one of several, the largest first."""
    target = judge.canvas.target
    height, width, _ = target.shape
    labels = _labels(target.reshape(-1, 3)).reshape(height, width)
    found = []
    for label in np.unique(labels).tolist():
        own = (labels == label).astype(np.uint8)
        # Fields of a chessboard touch at corners: neighbours are those that share a side.
        _, parts, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=4)
        for part, (x, y, w, h, _) in enumerate(stats[1:].tolist(), start=1):
            if min(w, h) < _LEAST_SIDE or (w, h) == (width, height):
                continue
            inside = (parts[y : y + h, x : x + w] == part).astype(np.uint8)
            (contour, *_), _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
            mask = np.zeros((h, w), np.uint8)
            cv2.drawContours(mask, [contour], -1, 1, cv2.FILLED)
            area = int(mask.sum())
            if area >= _LEAST_AREA:
                colour = np.median(target[y : y + h, x : x + w][inside > 0], axis=0) * 255
                corner = np.array([x + 0.5, y + 0.5])
                points = (contour.reshape(-1, 2) + corner) / np.array(judge.canvas.rasterizer.scale)
                region = Region(points, area, float(inside.sum()) / area)
                found.append(_Patch(0, x, y, mask, region, colour_of(np.round(colour))))
    found.sort(key=lambda patch: -patch.region.area)
    for number, patch in enumerate(found[:_MOST_PATCHES]):
        yield replace(patch, number=number * _MOST_PATCHES)


def _labels(pixels: NDArray[np.float32]) -> NDArray[np.int64]:
    """Colour indices (N,): the picture's very colours if it is flat, clusters else."""
    colours = flat_colours(pixels)
    if colours is None:
        distinct = np.unique((pixels * 31).astype(np.uint8), axis=0)
        cv2.setRNGSeed(1)
        stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1e-3)
        _, labels, _ = cv2.kmeans(  # type: ignore[call-overload]
            np.ascontiguousarray(pixels),
            min(_CLUSTERS, len(distinct)),
            None,
            stop,
            1,
            cv2.KMEANS_PP_CENTERS,
        )
        return np.asarray(labels.ravel(), np.int64)
    distance = (colours**2).sum(1) - 2 * (pixels * np.float32(255)) @ colours.T
    return np.asarray(distance.argmin(1), np.int64)


def _groups(patches: Sequence[_Patch]) -> list[list[_Patch]]:
    """Patches that look the same, three or more, each in one group at most."""
    left = list(patches)
    groups = []
    while left:
        first = left[0]
        group = [patch for patch in left if _alike(first, patch)]
        left = [patch for patch in left if all(patch is not other for other in group)]
        if len(group) >= _FEWEST:
            groups.append(group)
    return groups


def _alike(one: _Patch, other: _Patch) -> bool:
    if one is other:
        return True
    if np.abs(np.subtract(one.colour, other.colour)).max() > _COLOURS:
        return False
    if np.abs(np.subtract(one.mask.shape, other.mask.shape)).max() > _SIZE_SLACK:
        return False
    h, w = np.maximum(one.mask.shape, other.mask.shape)
    first, second = (np.zeros((h, w), np.uint8) for _ in range(2))
    first[: one.mask.shape[0], : one.mask.shape[1]] = one.mask
    second[: other.mask.shape[0], : other.mask.shape[1]] = other.mask
    return float((first & second).sum()) >= _SAME * float((first | second).sum())


# -- a shape for them ---------------------------------------------------------------------------


def _later(judge: Judge, patches: Sequence[_Patch]) -> NDArray[np.int64]:
    """(H, W) the number of the smallest patch on each pixel, which is drawn last; −1 for none."""
    later = np.full(judge.canvas.target.shape[:2], -1, np.int64)
    for patch in patches:
        h, w = patch.mask.shape
        part = later[patch.y : patch.y + h, patch.x : patch.x + w]
        part[patch.mask > 0] = patch.number
    return later


def _fitted(judge: Judge, patch: _Patch, later: NDArray[np.int64]) -> Shape | None:
    """The plainest shape that covers a patch; None where none does."""
    grid = grid_of(judge.size)
    counts = np.where(later <= patch.number, np.float32(1), np.float32(_UNDER))
    wanted = _Wanted(judge, _soft(judge, patch), counts)
    scores: dict[Shape, float] = {}
    for kind, params, paint, weight in fits(patch.region, tuple(judge.kinds)):
        ring = patch.region.share < _RING
        if paint == "both" or (paint == "stroke" and kind not in ("line", "bezier") and not ring):
            continue
        base = Shape(kind, tuple(params), paint, weight, patch.colour, patch.colour)
        for by in (0.0, 0.5, 1.0):
            larger = grown(base, by)
            tidy = tuple(np.round(larger.params).tolist())
            shape = replace(larger, params=tidy, weight=max(round(weight + by), 1.0))
            if shape not in scores and not _thin(shape):
                scores[shape] = wanted.score(shape)
    best: dict[tuple[str, int], Shape] = {}  # of each kind, or one would crowd out others
    for shape in sorted(scores, key=lambda shape: scores[shape]):
        best.setdefault((shape.kind, len(shape.params)), shape)
    refined = [wanted.refined(shape, grid) for shape in list(best.values())[:_REFINED]]
    refined = [shape for shape in refined if wanted.misfit(shape) <= _MISFIT]
    return min(refined, key=wanted.score, default=None)


@dataclass(frozen=True)
class _Wanted:
    """What a shape is to cover.

    Attributes:
        judge: draws it.
        soft: (H, W) how much of each pixel.
        counts: (H, W) what each pixel counts: little where something else will lie on top.
    """

    judge: Judge
    soft: NDArray[np.float32]
    counts: NDArray[np.float32]

    def misfit(self, shape: Shape) -> float:
        """What it misses or paints beside, as a share of all."""
        layer = self.judge.layer(shape)
        part = layer.window.slices
        soft, counts = self.soft[part], self.counts[part]
        missed = float((self.soft * self.counts).sum()) - float((soft * counts).sum())
        off = float((np.abs(layer.cover() - soft) * counts).sum())
        return (off + missed) / max(float(self.soft.sum()), 1e-6)

    def score(self, shape: Shape) -> float:
        """The same with the price of its numbers; lower is better."""
        numbers = numbers_of(shape) + (shape.kind == "roundrect")
        return self.misfit(shape) + _PER_NUMBER * numbers

    def refined(self, shape: Shape, grid: float) -> Shape:
        """A shape with every number moved as long as that helps."""
        best = self.misfit(shape)
        for step in (1.0, 1.0, grid, grid):
            for i in range(len(shape.params) + (shape.paint == "stroke")):
                for by in (-step, step):
                    nudged = _nudged(shape, i, by)
                    misfit = best if _thin(nudged) else self.misfit(nudged)
                    if misfit < best - 1e-6:
                        best, shape = misfit, nudged
        return shape


def _nudged(shape: Shape, index: int, by: float) -> Shape:
    """A shape with one parameter moved, or its weight, whose index comes after theirs."""
    params = list(shape.params)
    if index == len(params):
        return replace(shape, weight=max(shape.weight + by, 1.0))
    if roles_of(shape)[index] != "a":
        params[index] += by
    return replace(shape, params=tuple(params))


def _thin(shape: Shape) -> bool:
    extents = [v for v, role in zip(shape.params, roles_of(shape), strict=True) if role in "wh"]
    return min(extents, default=1.0) < 1


def _soft(judge: Judge, patch: _Patch) -> NDArray[np.float32]:
    """(H, W) how much of each pixel a patch covers, its blurred edge told by the colours."""
    target = judge.canvas.target
    inside = np.zeros(target.shape[:2], np.uint8)
    h, w = patch.mask.shape
    inside[patch.y : patch.y + h, patch.x : patch.x + w] = patch.mask
    square = np.ones((3, 3), np.uint8)
    near = cv2.dilate(inside, square)
    ring = (cv2.dilate(near, square) - near).astype(np.float32)
    own = np.array(patch.colour, np.float32) / np.float32(255)
    # The colour around is that of the ring nearby: another one may border on the other side.
    weight = cv2.blur(ring, (5, 5))
    around = cv2.blur(target * ring[..., None], (5, 5)) / np.maximum(weight, 1e-6)[..., None]
    along = own - around
    share = ((target - around) * along).sum(2) / np.maximum((along * along).sum(2), 1e-6)
    # Only a mixture of the two colours is such an edge; beside a third one, edges stay as they are.
    off = np.abs(target - around - share[..., None] * along).max(2)
    edge = (near > cv2.erode(inside, square, borderValue=1)) & (off < _UNMIXED) & (weight > 0)
    soft = inside.astype(np.float32)
    soft[edge] = np.clip(share, 0, 1)[edge]
    return soft
