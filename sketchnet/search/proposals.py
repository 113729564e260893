"""Where on a canvas a new shape would pay, and which shapes to try there.

Legend: R regions, N pixels.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.climb import Proposal
from sketchnet.search.fits import fits
from sketchnet.search.layers import Canvas
from sketchnet.search.place import Place
from sketchnet.search.regions import Region, find_error_regions, find_regions

_ROUGH = 40  # regions of most error, looked at more closely
_CLOSE = 6  # regions whose shapes are proposed: half the best, half at random


class Proposer:
    """Proposes shapes for places on one canvas.

    Args:
        canvas: the stack; its target is cut into regions once.
        kinds: keys of `KINDS` that may be proposed.
        rng: source of randomness.
    """

    def __init__(self, canvas: Canvas, kinds: tuple[str, ...], rng: np.random.Generator) -> None:
        self._canvas = canvas
        self._kinds = kinds
        self._rng = rng
        self._seed = int(rng.integers(1 << 30))
        self._fits: dict[int, list[Proposal]] = {}

    @cached_property
    def _found(self) -> tuple[list[Region], NDArray[np.float32]]:
        """Regions and their masks, when first asked for: it takes long, on a fine canvas most."""
        return find_regions(self._canvas.target, self._canvas.rasterizer.scale, self._seed)

    def __call__(self, place: Place, most: int) -> list[Proposal]:
        """Shapes for a place: of regions of the picture, and of regions where it is wrong.

        Args:
            place: where in the stack the shape would go.
            most: how many proposals to return at most.
        """
        wrong = np.einsum("hwc,hwc->hw", place.residual, place.residual)
        proposals: list[Proposal] = []
        for region in find_error_regions(wrong, self._canvas.rasterizer.scale):
            proposals += fits(region, self._kinds)
        for index in self._promising(place, wrong):
            proposals += self._fits_of(index)
        if len(proposals) > most:  # another try will look at others
            chosen = self._rng.choice(len(proposals), most, replace=False)
            proposals = [proposals[i] for i in chosen]
        return proposals

    def _promising(self, place: Place, wrong: np.ndarray) -> list[int]:
        """Regions that would gain most if painted in one colour, and some others."""
        regions, cuts = self._found
        if not regions:
            return []
        energy = cuts @ wrong.ravel()  # (R,)
        rough = np.argsort(-energy)[:_ROUGH]
        height, width, _ = self._canvas.target.shape
        masks = cuts[rough].reshape(-1, height, width)
        gains, _ = place.best_colours(masks, self._canvas.rasterizer.whole)
        gains = np.maximum(gains, 0)
        chosen = list(np.argsort(-gains)[: _CLOSE // 2])
        total = gains.sum()
        if total > 0:
            chosen += list(self._rng.choice(len(gains), _CLOSE // 2, p=gains / total))
        return [int(rough[i]) for i in dict.fromkeys(chosen)]

    def _fits_of(self, index: int) -> list[Proposal]:
        """Shapes that stand for a region, computed once."""
        if index not in self._fits:
            self._fits[index] = list(fits(self._found[0][index], self._kinds))
        return self._fits[index]
