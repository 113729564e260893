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
from sketchnet.search.shapes import Shape, colour_of, numbers_of
from sketchnet.tidy.bodies import Body, body_of
from sketchnet.tidy.items import Item, moved, roles_of
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.lattices import lattices
from sketchnet.tidy.motifs import motifs
from sketchnet.tidy.simplify import grown
from sketchnet.tidy.trade import settle
from sketchnet.tidy.turns import readable

_CLUSTERS = 12  # colours that a picture which is not flat is cut into
_LEAST_AREA = 12  # working pixels of a patch
_LEAST_SIDE = 2
_LARGEST = 0.3  # share of the picture beyond which a patch is a ground
_MOST_PATCHES = 200
_COLOURS = 8.0  # largest channel difference of like patches
_SIZE_SLACK = 1.5  # working pixels by which like patches may differ in size
_SAME = 0.8  # share of two like patches, laid on one another, that they have in common
_FEWEST = 3
_ALONE = 5  # repetitions tried one by one where all together do not pay
_MISFIT = 0.25  # share of a patch that a shape for it may miss or paint beside
_PER_NUMBER = 0.015  # share of a patch that is worth a number more

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Patch:
    """A connected patch of one colour, its holes filled.

    Attributes:
        x, y: corner of its box in working pixels.
        mask: (h, w) what of the box it covers, 0 or 1.
        region: the same for fitting.
        colour: RGB 0–255.
    """

    x: int
    y: int
    mask: Mask
    region: Region
    colour: tuple[float, float, float]


def find_patterns(judge: Judge, most: int) -> None:
    """Draws rows, grids and motifs of like patches where that pays, whatever it hides left out.

    Args:
        judge: the drawing.
        most: numbers that the drawing may have in all, as `numbers_of` counts.
    """
    bodies = []
    for group in _groups(list(_patches(judge))):
        if judge.late:
            return
        shape = _fitted(judge, group[0])
        if shape is None:
            continue
        sx, sy = judge.canvas.rasterizer.scale
        for patch in group:
            dx, dy = (patch.x - group[0].x) / sx, (patch.y - group[0].y) / sy
            bodies.append(body_of(len(bodies), moved(shape, round(2 * dx) / 2, round(2 * dy) / 2)))
    items = list(_items(judge, bodies))
    if items and not settle(judge, items, most):
        for item in items[: _ALONE if len(items) > 1 else 0]:
            settle(judge, [item], most)


def _items(judge: Judge, bodies: Sequence[Body]) -> Iterator[Item]:
    """Repetitions of bodies, each body in one at most, the larger shapes first."""
    left = list(bodies)
    found: list[tuple[float, Item]] = []
    for finding in (_best_lattice, _best_motif):
        while not judge.late:
            one = finding(judge, left)
            if one is None:
                break
            item, taken = one
            left = [body for body in left if body not in taken]
            found.append((max(body.w * body.h for body in taken), item))
    found.sort(key=lambda pair: -pair[0])
    yield from (item for _, item in found)


def _best_lattice(judge: Judge, bodies: Sequence[Body]) -> tuple[Item, list[Body]] | None:
    for lattice in lattices(bodies):
        items = [i for i in lattice.items(lattice.cells[0].shape) if readable(judge, i)]
        if items:
            best = min(items, key=lambda item: judge.error_of([*judge.items, item]))
            return best, list(lattice.cells)
    return None


def _best_motif(judge: Judge, bodies: Sequence[Body]) -> tuple[Item, list[Body]] | None:
    for motif in motifs(bodies):
        items = [item for item in motif.items() if readable(judge, item)]
        if items:
            best = min(items, key=lambda item: judge.error_of([*judge.items, item]))
            return best, [body for part in motif.parts for body in part]
    return None


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
            if min(w, h) < _LEAST_SIDE or w * h > _LARGEST * width * height:
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
                found.append(_Patch(x, y, mask, region, colour_of(np.round(colour))))
    found.sort(key=lambda patch: -patch.region.area)
    yield from found[:_MOST_PATCHES]


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


def _groups(patches: Sequence[_Patch]) -> Iterator[list[_Patch]]:
    """Patches that look the same, three or more, each in one group at most."""
    left = list(patches)
    while left:
        first = left[0]
        group = [patch for patch in left if _alike(first, patch)]
        left = [patch for patch in left if all(patch is not other for other in group)]
        if len(group) >= _FEWEST:
            yield group


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


def _fitted(judge: Judge, patch: _Patch) -> Shape | None:
    """The plainest shape that covers a patch; None where none does."""
    grid = grid_of(judge.size)
    softened = _soft(judge, patch)
    scores: dict[Shape, float] = {}
    for kind, params, paint, weight in fits(patch.region, tuple(judge.kinds)):
        if paint == "both":
            continue
        base = Shape(kind, tuple(params), paint, weight, patch.colour, patch.colour)
        for by in (0.0, 0.5, 1.0):
            for step in dict.fromkeys((1.0, grid)):
                larger = grown(base, by)
                tidy = tuple((np.round(np.array(larger.params) / step) * step).tolist())
                shape = replace(larger, params=tidy, weight=max(round(weight + by), 1.0))
                if shape not in scores and not _thin(shape):
                    misfit = _misfit(judge, patch, softened, shape)
                    if misfit <= _MISFIT:
                        scores[shape] = misfit + _PER_NUMBER * numbers_of(shape)
    return min(scores, key=lambda shape: scores[shape], default=None)


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
    ring = cv2.dilate(near, square) - near
    own = np.array(patch.colour, np.float32) / np.float32(255)
    around = np.median(target[ring > 0], axis=0) if ring.any() else 1 - own
    along = own - around
    share = (target - around) @ along / max(float(along @ along), 1e-6)
    edge = near - cv2.erode(inside, square, borderValue=1)
    soft = inside.astype(np.float32)
    soft[edge > 0] = np.clip(share, 0, 1)[edge > 0]
    return soft


def _misfit(
    judge: Judge, patch: _Patch, softened: NDArray[np.float32], shape: Shape
) -> float:
    """What a shape misses of a patch or paints beside it, as a share of the patch."""
    layer = judge.layer(shape)
    rows, columns = layer.window.slices
    part = softened[rows, columns]
    off = float(np.abs(layer.cover() - part).sum()) + float(softened.sum()) - float(part.sum())
    return off / patch.region.area
