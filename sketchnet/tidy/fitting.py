"""The plainest shape that covers a patch of a picture, blurred edges included.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.fits import fits
from sketchnet.search.layers import Picture
from sketchnet.search.masks import Mask, Rasterizer
from sketchnet.search.setup import grid_of
from sketchnet.search.shapes import Shape, numbers_of
from sketchnet.tidy.items import is_thin, roles_of
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.patches import Patch
from sketchnet.tidy.simplify import grown

_MISFIT = 0.25  # share of a patch that a shape for it may miss or paint beside
_FITS = 0.02  # the same, for a fit that is hardly worth another
_UNMIXED = 0.06  # difference, of 1, from a mixture of two colours
_RING = 0.85  # share of a patch without its holes below which it is a ring
_UNDER = 0.15  # what a pixel counts that another patch will be drawn on
_LEAST_GAIN = 1e-4  # of a patch, that a number must be moved for
_REFINED = 5  # fits looked at closely
_PER_NUMBER = 0.006  # share of a patch that is worth a number more


def drawn_last(judge: Judge, patches: Sequence[Patch]) -> NDArray[np.int64]:
    """(H, W) the number of the smallest patch on each pixel, which is drawn last; −1 for none."""
    later = np.full(judge.canvas.target.shape[:2], -1, np.int64)
    for patch in patches:
        h, w = patch.mask.shape
        part = later[patch.y : patch.y + h, patch.x : patch.x + w]
        part[patch.mask > 0] = patch.number
    return later


def fitted(judge: Judge, patch: Patch, later: NDArray[np.int64]) -> Shape | None:
    """The plainest shape that covers a patch; None where none does."""
    grid = grid_of(judge.size)
    counts = np.where(later <= patch.number, np.float32(1), np.float32(_UNDER))
    rasterizer = judge.canvas.rasterizer
    wanted = _Wanted(rasterizer, _soft(judge.canvas.target, patch), counts)
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
            if shape not in scores and not is_thin(shape):
                scores[shape] = wanted.score(shape)
    best: dict[tuple[str, int], Shape] = {}  # of each kind, or one would crowd out others
    for shape in sorted(scores, key=lambda shape: scores[shape]):
        best.setdefault((shape.kind, len(shape.params)), shape)
    found: Shape | None = None
    for shape in list(best.values())[:_REFINED]:
        if found is not None and numbers_of(shape) >= numbers_of(found):
            if wanted.misfit(found) <= _FITS:
                continue  # as good as can be, and as short
        shape = wanted.refined(shape, grid)
        if wanted.misfit(shape) <= _MISFIT:
            found = min((found or shape, shape), key=wanted.score)
    return found


class _Wanted:
    """What a shape is to cover.

    Args:
        rasterizer: draws candidates.
        soft: (H, W) how much of each pixel.
        counts: (H, W) what each pixel counts: little where something else will lie on top.
    """

    def __init__(self, rasterizer: Rasterizer, soft: Mask, counts: Mask) -> None:
        self._rasterizer = rasterizer
        self._soft = soft
        self._counts = counts
        self._all = float(np.vdot(soft, counts))
        self._area = max(float(soft.sum()), 1e-6)

    def misfit(self, shape: Shape) -> float:
        """What it misses or paints beside, as a share of all."""
        params, weights = np.array([shape.params]), np.array([shape.weight])
        reach = shape.weight if shape.paint == "stroke" else 0.0
        window = self._rasterizer.window(shape.kind, params, reach)
        if not window.w or not window.h:
            return 1.0
        fill, stroke = self._rasterizer.masks(shape.kind, params, shape.paint, weights, window)
        cover = stroke if fill is None else fill
        assert cover is not None
        soft, counts = self._soft[window.slices], self._counts[window.slices]
        off = float(np.vdot(np.abs(cover[0] - soft), counts))
        return (off + self._all - float(np.vdot(soft, counts))) / self._area

    def score(self, shape: Shape) -> float:
        """The same with the price of its numbers; lower is better."""
        numbers = numbers_of(shape) + (shape.kind == "roundrect")
        return self.misfit(shape) + _PER_NUMBER * numbers

    def refined(self, shape: Shape, grid: float) -> Shape:
        """A shape with every number moved as long as that helps."""
        best = self.misfit(shape)
        for step in (1.0, 1.0, grid, grid):
            before = shape
            for i in range(len(shape.params) + (shape.paint == "stroke")):
                for by in (-step, step):
                    nudged = _nudged(shape, i, by)
                    misfit = best if nudged == shape or is_thin(nudged) else self.misfit(nudged)
                    if misfit < best - _LEAST_GAIN:
                        best, shape = misfit, nudged
                        break
            if shape == before and step == grid:
                break
        return shape


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
