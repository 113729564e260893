"""The plainest shape that covers a patch of a picture, blurred edges included.

Legend: H, W the picture.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.budget import Budget
from sketchnet.search.fits import fits
from sketchnet.search.masks import Mask, Picture, Rasterizer
from sketchnet.search.regions import Region
from sketchnet.search.setup import grid_of
from sketchnet.search.shapes import KINDS, LEAST_WEIGHT, Paint, Shape, numbers_of
from sketchnet.tidy.items import is_thin, roles_of
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.patches import Patch
from sketchnet.tidy.simplify import grown
from sketchnet.tidy.spines import spine

_MISFIT = 0.25  # share of a patch that a shape for it may miss or paint beside
_EXACTLY, _NEARLY = 0.01, 0.05  # pixels by which a boundary is off where a shape fits
_GROWTHS = (0.0, 0.5, 1.0)  # pixels by which shapes are tried larger than the patch
_FAR = 4.0  # times what a boundary is off on the mean, as far as a number may be off
_HOPE = 8.0  # times that moving numbers may lower a misfit
_UNMIXED = 0.06  # difference, of 1, from a mixture of two colours
_RING = 0.85  # share of a patch without its holes below which it is a ring
_UNDER = 0.15  # what a pixel counts that another patch will be drawn on
_LEAST_GAIN = 1e-4  # of a patch, that a number must be moved for
_MOVES = 8  # of numbers, at each step
_MOVED = 8  # numbers of a shape, beyond which it is left as it is
_REFINED = 5  # fits looked at closely
_PER_NUMBER = 0.003  # share of a patch that is worth a number more


def drawn_last(judge: Judge, patches: Sequence[Patch]) -> NDArray[np.int64]:
    """(H, W) the number of the smallest patch on each pixel, which is drawn last; −1 for none."""
    later = np.full(judge.canvas.target.shape[:2], -1, np.int64)
    for patch in patches:
        h, w = patch.mask.shape
        part = later[patch.y : patch.y + h, patch.x : patch.x + w]
        part[patch.mask > 0] = patch.number
    return later


def fitted(
    judge: Judge, patch: Patch, later: NDArray[np.int64], quick: bool = False
) -> Shape | None:
    """The plainest shape that covers a patch; None where none does.

    Args:
        judge: whose picture, kinds and budget count.
        patch: to be covered.
        later: see `drawn_last`.
        quick: takes edges for sharp, and what nearly fits for good.
    """
    growths, exact = (_GROWTHS[:1], _NEARLY) if quick else (_GROWTHS, _EXACTLY)
    grid = grid_of(judge.size)
    counts = np.where(later <= patch.number, np.float32(1), np.float32(_UNDER))
    rasterizer = judge.canvas.rasterizer
    wanted = _Wanted(rasterizer, _soft(judge.canvas.target, patch), counts, judge.budget)
    ranked: list[tuple[float, float, Shape]] = []
    longest = math.inf  # what a shape may cost
    for alike in sorted(_candidates(patch, judge.kinds, growths), key=lambda one: _price(one[0])):
        if judge.late:
            return None
        if _price(alike[0]) > longest or not judge.budget.affords(len(alike)):
            break
        misfits = wanted.misfits(alike)
        best = misfits.index(min(misfits))
        ranked.append((misfits[best] + _price(alike[best]), misfits[best], alike[best]))
        if wanted.off(misfits[best]) <= exact:
            longest = _price(alike[best])
    ranked.sort(key=lambda one: one[0])
    found: tuple[float, Shape] | None = None
    for score, misfit, shape in ranked[:_REFINED]:
        hope = misfit / _HOPE if quick else 0.0
        if judge.late or (found and hope + _price(shape) >= found[0]):
            continue
        if len(shape.params) <= _MOVED and wanted.off(misfit) > exact:
            first = _FAR * wanted.off(misfit) if quick else math.inf
            misfit, shape = wanted.refined(misfit, shape, grid, first)
            score = misfit + _price(shape)
        if misfit <= _MISFIT and (found is None or score < found[0]):
            found = score, shape
    return found and found[1]


def _candidates(patch: Patch, kinds: Container[str], growths: Sequence[float]) -> list[list[Shape]]:
    """Shapes of every kind that could cover a patch, on whole numbers, like ones together."""
    found: dict[tuple[str, int, Paint], list[Shape]] = {}
    ring = patch.region.share < _RING
    for kind, params, paint, weight in _fits(patch.region):
        if kind == "line":
            weight += not any(growths)  # the contour runs through pixel centres
        hollow = paint == "stroke" and kind not in ("line", "bezier") and not ring
        if kind not in kinds or paint == "both" or hollow:
            continue
        alike = found.setdefault((kind, len(params), paint), [])
        for by in growths:
            larger = grown(Shape(kind, tuple(params), paint, weight), by)
            shape = Shape(
                kind,
                tuple(np.round(larger.params).tolist()),
                paint,
                max(round(weight + by), LEAST_WEIGHT) if paint == "stroke" else 1.0,
            ).coloured("stroke" if paint == "stroke" else "fill", patch.colour)
            if shape not in alike and not is_thin(shape):
                alike.append(shape)
    return [alike for alike in found.values() if alike]


def _fits(region: Region) -> Iterator[tuple[str, list[float], Paint, float]]:
    """Shapes that stand for a region: (kind, parameters, paint, stroke weight)."""
    yield from fits(region, tuple(KINDS))
    curve = spine(region.contour.astype(np.float32))
    if curve is not None:
        yield "bezier", curve[0], "stroke", curve[1]


class _Wanted:
    """What a shape is to cover.

    Args:
        rasterizer: draws candidates.
        soft: (H, W) how much of each pixel.
        counts: (H, W) what each pixel counts: little where something else will lie on top.
        budget: pays for every candidate.
    """

    def __init__(self, rasterizer: Rasterizer, soft: Mask, counts: Mask, budget: Budget) -> None:
        self._rasterizer = rasterizer
        self._budget = budget
        self._soft = soft
        self._counts = counts
        self._all = float(np.vdot(soft, counts))
        self._area = max(float(soft.sum()), 1e-6)

    def misfits(self, shapes: Sequence[Shape]) -> list[float]:
        """What shapes of one kind miss or paint beside, as shares of all."""
        first = shapes[0]
        params = np.array([shape.params for shape in shapes])
        weights = np.array([shape.weight for shape in shapes])
        reach = float(weights.max()) if first.paint == "stroke" else 0.0
        window = self._rasterizer.window(first.kind, params, reach)
        if not window.w or not window.h:
            return [1.0] * len(shapes)
        self._budget.spend(len(shapes))
        fill, stroke = self._rasterizer.masks(first.kind, params, first.paint, weights, window)
        covers = stroke if fill is None else fill
        assert covers is not None
        soft, counts = self._soft[window.slices], self._counts[window.slices]
        off = np.einsum("bhw,hw->b", np.abs(covers - soft), counts)
        missed = self._all - float(np.vdot(soft, counts))
        return [(value + missed) / self._area for value in off.tolist()]

    def off(self, misfit: float) -> float:
        """How many pixels a boundary is off on the mean, that of a square of the same area."""
        return misfit * math.sqrt(self._area) / 4

    def refined(
        self, misfit: float, shape: Shape, grid: float, farthest: float
    ) -> tuple[float, Shape]:
        """A shape with its numbers moved, one at a time, as long as that helps; and its misfit."""
        best = misfit
        for step in sorted({1.0, 2.0, grid}, reverse=True):
            for _ in range(_MOVES if step <= max(farthest, grid) else 0):
                nudged = [
                    other
                    for i in range(len(shape.params) + (shape.paint == "stroke"))
                    for by in (-step, step)
                    if (other := _nudged(shape, i, by)) != shape and not is_thin(other)
                ]
                if not self._budget.affords(len(nudged)):
                    return best, shape
                found = self.misfits(nudged)
                if min(found) > best - _LEAST_GAIN:
                    break
                best = min(found)
                shape = nudged[found.index(best)]
        return best, shape


def _price(shape: Shape) -> float:
    """What the numbers of a shape are worth."""
    return _PER_NUMBER * (numbers_of(shape) + (shape.kind == "roundrect"))


def _nudged(shape: Shape, index: int, by: float) -> Shape:
    """A shape with one parameter moved, or its weight, whose index comes after theirs."""
    params = list(shape.params)
    if index == len(params):
        return replace(shape, weight=max(shape.weight + by, 1.0))
    if roles_of(shape)[index] != "a":
        params[index] += by
    return replace(shape, params=tuple(params))


def _soft(target: Picture, patch: Patch) -> Mask:
    """(H, W) how much of each pixel a patch covers, its blurred edge told by the colours."""
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
