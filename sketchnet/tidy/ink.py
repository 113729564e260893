"""The ink of a colour in a flat picture: what strokes without a fill are looked for in.

Legend: H, W the picture, h × w a window, N points on the ink's edges, S places across it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np

from sketchnet.search.layers import Layer
from sketchnet.search.masks import Mask
from sketchnet.tidy.edges import Array, Edges, Line, edges_of, falls, lines_of
from sketchnet.tidy.labels import Flags
from sketchnet.tidy.parts import Study

_AROUND = 6  # pixels around parts in which edges of theirs are looked for
_FEWEST = 8  # points of an edge
_THICKEST = 24.0  # pixels of a stroke
_STEP = 0.25  # pixels between places looked at across ink, and of a width
_BEYOND = 1.0  # pixels beyond its edges that ink is looked at, for they are soft
_COVERED, _BARE = 0.98, 0.02  # of a pixel
_WRONG = 0.5  # of a pixel, by which a stroke may go beyond the ink
_STRAYS = 0.03  # share of the points of its path that may lie beside the ink
_LIKE = 0.1  # of a pixel, by which the edge of a stroke may differ where it is seen
_SEEN = 0.4  # share of a stroke's edge where it must be seen: elsewhere ink runs into it
_MOST_BESIDE = 0.03  # of a pixel of its edge, on the mean, that a stroke may go beyond the ink
_CAPPED = 0.2  # of a pixel, that differences count for at most
_EXPLAINED = 0.02  # of a pixel that explaining all of the ink is worth
_LEAST_EXPLAINED = 4  # pixels


class Ink(NamedTuple):
    """Some parts of one colour.

    Attributes:
        mask: (H, W) the pixels of that colour alone.
        share: (H, W) how much of each pixel they and their soft edges cover.
        known: (H, W) where that is known.
        edges: where it ends.
        normals: (N, 2) outward there.
    """

    mask: Flags
    share: Mask
    known: Flags
    edges: Edges
    normals: Array

    def width(self) -> float:
        """Pixels across, where most of it is so wide; infinite where it has no usual width."""
        places = np.arange(-_BEYOND, _THICKEST, _STEP)
        at = self.edges.points[:, None] - places[:, None] * self.normals[:, None]  # (N, S, 2)
        height, width = self.mask.shape
        columns, rows = np.floor(at).astype(np.int64).transpose(2, 0, 1)
        inside = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
        columns, rows = columns.clip(0, width - 1), rows.clip(0, height - 1)
        known = inside & self.known[rows, columns]
        share = self.share[rows, columns]
        bare = (share < 0.5) | ~known
        bare[:, places < 1] = False  # its own edge
        last = bare.argmax(1)
        ends = bare.any(1) & known[np.arange(len(last)), last]
        if ends.sum() < _FEWEST:
            return math.inf
        across = places <= places[last][:, None] + _BEYOND
        found = (np.where(across, share, 0).sum(1) * _STEP)[ends]
        counts = np.bincount(np.round(found / _STEP).astype(np.int64))
        usual = float(np.convolve(counts, np.ones(5), "same").argmax()) * _STEP
        near = found[np.abs(found - usual) <= 2 * _STEP]
        return float(np.median(near)) if len(near) else math.inf

    def lines(self) -> list[Line]:
        """The straight pieces of its edges, those around its holes too."""
        return lines_of(self.share >= 0.5, self.edges, thin=True)

    def follows(self, points: Array) -> bool:
        """Whether points (N, 2) lie on ink, or where nothing is known."""
        height, width = self.mask.shape
        columns, rows = np.floor(points).astype(np.int64).T
        seen = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
        columns, rows = columns[seen], rows[seen]
        bare = (self.share[rows, columns] < 0.5) & self.known[rows, columns]
        return int(bare.sum()) <= _STRAYS * len(points)

    def off(self, layer: Layer, hidden: float) -> float:
        """How much a stroke differs from the ink, of a pixel of its edge; infinite if it misfits.

        It may not go beyond the ink; what ink it leaves may be of other strokes.

        Args:
            layer: the stroke.
            hidden: what a pixel of its edge counts where ink goes on, of a pixel.
        """
        rows = layer.window.slices
        cover, share, known = layer.cover(), self.share[rows], self.known[rows]
        beyond = np.clip(cover - share, 0, None) * known
        rim = known & _rim(cover)
        explained = int(((cover > _COVERED) & self.mask[rows]).sum())
        if rim.sum() < _FEWEST or explained < _LEAST_EXPLAINED or beyond.max() > _WRONG:
            return math.inf
        more = (share - cover)[rim]
        differs = np.abs(more)
        beside = float(beyond.sum()) / len(differs)
        if (differs <= _LIKE).mean() < _SEEN or beside > _MOST_BESIDE:
            return math.inf
        worth = _EXPLAINED * explained / max(int(self.mask.sum()), 1)
        counted = np.where(more > _LIKE, hidden, np.minimum(differs, _CAPPED))
        return beside + float(counted.mean()) - worth

    def explained(self, layer: Layer) -> Flags:
        """(H, W) the pixels that a layer draws."""
        return np.asarray(self.mask & (layer.spread(self.mask.shape) > _COVERED))


def ink_of(study: Study, parts: frozenset[int], free: Flags) -> Ink | None:
    """The ink that some parts of one colour are; None where too little of it can be seen.

    Args:
        study: the picture.
        parts: of one colour.
        free: (H, W) what nothing is known of.
    """
    mask = study.parts.mask(parts)
    share, known = study.soft(parts, free, _AROUND)
    edges = edges_of(share, known)
    if len(edges.points) < _FEWEST:
        return None
    columns, rows = np.floor(edges.points - 1e-6).astype(np.int64).T
    normals = falls(share)[rows, columns].astype(np.float64)
    normals /= np.maximum(np.hypot(*normals.T), 1e-6)[:, None]
    return Ink(mask, share, known, edges, normals)


def _rim(cover: Mask) -> Flags:
    """(h, w) the edge of a cover: pixels partly covered, and where there are none, those beside."""
    covered, bare = cover >= _COVERED, cover <= _BARE
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    by_bare, by_covered = (cv2.dilate(one.astype(np.uint8), cross) > 0 for one in (bare, covered))
    return np.asarray((covered & by_bare) | (bare & by_covered) | ~(covered | bare))
