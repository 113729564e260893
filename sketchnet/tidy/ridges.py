"""Where thin strokes run over plain areas, before it is known what they are.

A stroke a pixel or two wide has its own colour in hardly a pixel, so that no area is of it. But the
areas end at it, on both of its sides, and what is between differs from both.

Legend: H, W the picture, K colours, N points, S pixels on the way across a stroke.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Mask, Picture
from sketchnet.tidy.composites import SAME
from sketchnet.tidy.edges import Edges, Sight, falls, lines_of
from sketchnet.tidy.labels import Flags, Labels, mixtures, slender, widened

_THICK = 9  # pixels across what is no thin stroke, nor where some of them meet
_CLOSED = 5  # pixels across what lies between two faces
_MOSTLY = 0.2  # share of what hangs together that is so wide
_NEAR = 5  # pixels a side of the square around an area's core that is of it as well
_ACROSS = 6  # pixels from side to side, at most
_FACING = 0.7  # cosine of the angle between a normal and the axis along which a path is measured
_LIKE = (0.6, 1.6)  # times the usual ink across a stroke; where others meet it, there is more
_LEAST_PATH, _MOST_RUN = 12, 4  # pixels of a path, and of one row of it that tells where it is
_FEWEST = 8  # points of a path
_WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1))
_MOST_CUT = 0.4  # of a picture, that what a shape cut by its edge goes around may be
_LEAST_FACE, _MOST_FACES = 8, 24  # pixels, and how many
_TOGETHER = 4  # faces that one outline goes around, at most
_MOST_UNIONS = 400
_CONVEX = 0.93  # share of its hull that what an outline goes around fills


class Ridges(NamedTuple):
    """Thin strokes of any colour.

    Attributes:
        ground: (H, W, 3) in 0–1, what would be seen without them.
        of: (H, W) the label of the area that each pixel is of, or is nearest to.
        area: (H, W) what is of an area.
        thin: (H, W) what they colour.
        ink: (H, W) by how much of 1 they change the ground, the channel that differs most; 0
            elsewhere.
    """

    ground: Picture
    of: NDArray[np.int64]
    area: Flags
    thin: Flags
    ink: Mask

    def without(self, gone: Flags) -> Ridges:
        """Those beside some pixels (H, W)."""
        return self._replace(thin=self.thin & ~gone, ink=np.where(gone, 0, self.ink))

    def around(self, face: Flags) -> Sight | None:
        """The path of the stroke around some pixels (H, W); None where too little is seen.

        In every row and column its middle is that of its ink, exactly where it is straight.
        """
        slopes = falls(face)
        height, width = face.shape
        found: list[tuple[NDArray[np.float64], ...]] = []
        for dx, dy in _WAYS:
            rows, columns = np.nonzero(face & ~_moved(face, -dx, -dy))
            steps = np.arange(1, _ACROSS + 2)
            down = rows[:, None] + dy * steps
            right = columns[:, None] + dx * steps  # (N, S)
            inside = (down >= 0) & (right >= 0) & (down < height) & (right < width)
            down, right = down.clip(0, height - 1), right.clip(0, width - 1)
            thin = self.thin[down, right] & inside
            run = np.logical_and.accumulate(thin, axis=1)
            normals = slopes[rows, columns]
            normals = normals / np.maximum(np.hypot(*normals.T), 1e-6)[:, None]
            facing = normals @ np.array([dx, dy], np.float32)
            ends = run[:, 0] & ~run[:, -1] & (facing >= _FACING)
            ink = np.where(run, self.ink[down, right], 0)
            mass = ink.sum(1)
            ends &= mass > 0
            middle = (ink * (steps - 0.5)).sum(1) / np.maximum(mass, 1e-9)
            points = np.stack([columns + 0.5, rows + 0.5], 1)
            points = points + (middle + 0.5)[:, None] * np.array([dx, dy])
            outward = np.tile(np.array([dx, dy], np.float64), (len(rows), 1))
            found.append((points[ends], outward[ends], (mass * facing)[ends]))
        points, outward, mass = (np.concatenate(part) for part in zip(*found, strict=True))
        if len(points) < _FEWEST:
            return None
        usual = mass / np.median(mass)
        like = (usual >= _LIKE[0]) & (usual <= _LIKE[1])
        if like.sum() < _FEWEST:
            return None
        edges = Edges(points[like], outward[like])
        low, high = edges.points.min(0), edges.points.max(0)
        x, y, w, h = cv2.boundingRect(face.astype(np.uint8))
        box = (  # as far as the frame, where that cuts it
            0.0 if x == 0 else float(low[0]),
            0.0 if y == 0 else float(low[1]),
            float(face.shape[1] if x + w == face.shape[1] else high[0]),
            float(face.shape[0] if y + h == face.shape[0] else high[1]),
        )
        return Sight(edges, lines_of(widened(face, 3), edges), box)

    def paths(self) -> Iterator[NDArray[np.float64]]:
        """(N, 2) points in the middle of strokes that hang together, in pixels."""
        count, labels, stats, _ = cv2.connectedComponentsWithStats(
            self.thin.astype(np.uint8), connectivity=8
        )
        for index in np.argsort(-stats[1:count, cv2.CC_STAT_AREA], kind="stable").tolist():
            x, y, w, h, area = stats[index + 1].tolist()
            if area < _LEAST_PATH:
                return
            box = slice(y, y + h), slice(x, x + w)
            ink = np.where(labels[box] == index + 1, self.ink[box], 0)
            points = np.concatenate([_middles(ink), _middles(ink.T)[:, ::-1]]) + np.array([x, y])
            if len(points) >= _FEWEST:
                yield points

    def faces(self, stop: Callable[[], bool] = lambda: False) -> Iterator[Flags]:
        """(H, W) what strokes may go around: faces, filled, one by one, then some together.

        Args:
            stop: whether there is no time for more.
        """
        height, width = self.thin.shape
        count, labels, stats, _ = cv2.connectedComponentsWithStats(
            (~self.thin).astype(np.uint8), connectivity=4
        )
        framed = np.zeros(count, bool)
        faces: list[Flags] = []
        cut: list[Flags] = []
        for index in np.argsort(-stats[1:, cv2.CC_STAT_AREA], kind="stable").tolist():
            x, y, w, h, area = stats[index + 1].tolist()
            framed[index + 1] = x == 0 or y == 0 or x + w == width or y + h == height
            if framed[index + 1]:
                if _LEAST_FACE <= area <= _MOST_CUT * height * width:
                    cut.append(_filled(labels == index + 1))
            elif area >= _LEAST_FACE and len(faces) < _MOST_FACES:
                faces.append(_filled(labels == index + 1))
        yield from faces
        yield from cut[:_MOST_FACES]
        inner = ~(framed[labels] & ~self.thin)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_CLOSED, _CLOSED))
        count, whole = cv2.connectedComponents(inner.astype(np.uint8), connectivity=8)
        for index in range(1, count):  # the outline of all that hangs together
            open_ = ((whole == index) & ~self.thin).astype(np.uint8)
            if open_.any():
                yield _filled(cv2.morphologyEx(open_, cv2.MORPH_CLOSE, kernel) > 0)
        wide = [widened(face, _ACROSS + 1) for face in faces]
        pairs = combinations(range(len(faces)), 2)
        beside = {frozenset((i, j)) for i, j in pairs if (wide[i] & wide[j]).any()}
        groups = {frozenset((i,)) for i in range(len(faces))}
        done = 0
        for _ in range(_TOGETHER - 1):
            larger = {one | pair for one in groups for pair in beside if len(one & pair) == 1}
            for group in sorted(larger, key=sorted):
                if done == _MOST_UNIONS or stop():
                    return
                done += 1
                together = np.logical_or.reduce([faces[i] for i in group]).astype(np.uint8)
                closed = cv2.morphologyEx(together, cv2.MORPH_CLOSE, kernel)
                hull = cv2.convexHull(np.concatenate(_contours(closed > 0)))
                if closed.sum() >= _CONVEX * cv2.contourArea(hull):
                    yield _filled(closed > 0)
            groups = larger


def ridges_of(target: Picture, labels: Labels) -> Ridges:
    """The thin strokes of a picture (H, W, 3) in 0–1.

    Args:
        target: the picture.
        labels: its colours.
    """
    near = np.zeros((len(labels.colours), *labels.of.shape), bool)
    square = np.ones((3, 3), np.uint8)
    area = np.zeros(labels.of.shape, bool)
    for index in range(len(labels.colours)):
        own = (labels.of == index).astype(np.uint8)
        near[index] = widened(cv2.morphologyEx(own, cv2.MORPH_OPEN, square) > 0, _NEAR)
        area |= near[index] & (own > 0)
    of = _nearest(labels.of, area)
    ground = labels.colours[of] / np.float32(255)
    differs = np.abs(target - ground).max(2)
    wrong = ~area & (differs > SAME)
    wrong &= ~mixtures(target, labels.colours, near, wrong)
    thin = slender(wrong, _THICK) & ~_wide(wrong)
    return Ridges(ground, of, area, thin, np.where(thin, differs, 0).astype(np.float32))


def _middles(ink: Mask) -> NDArray[np.float64]:
    """(N, 2) the middles of the ink in each run of a few pixels in a row."""
    padded = np.pad(ink, 1)
    there = padded > 0
    starts = there & ~np.roll(there, 1, 1)
    run = np.cumsum(starts.ravel()).reshape(there.shape) * there  # 0 is none
    rows, columns = np.nonzero(there)
    of, heavy = run[rows, columns], padded[rows, columns].astype(np.float64)
    length = np.bincount(of)
    mass = np.maximum(np.bincount(of, heavy), 1e-9)
    across = np.bincount(of, heavy * (columns - 0.5)) / mass
    down = np.bincount(of, heavy * (rows - 0.5)) / mass
    short = (length > 0) & (length <= _MOST_RUN)
    short[:1] = False
    return np.stack([across, down], 1)[short]


def _wide(wrong: Flags) -> Flags:
    """(H, W) what hangs together and is mostly wider than a thin stroke."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_CLOSED, _CLOSED))
    core = cv2.morphologyEx(wrong.astype(np.uint8), cv2.MORPH_OPEN, disc) > 0
    count, of = cv2.connectedComponents(wrong.astype(np.uint8), connectivity=8)
    share = np.bincount(of[core], minlength=count) / np.bincount(of.ravel(), minlength=count)
    return np.asarray(wrong & (share[of] > _MOSTLY))


def _nearest(of: NDArray[np.int64], area: Flags) -> NDArray[np.int64]:
    """(H, W) the labels of the nearest pixels of an area."""
    if not area.any():
        return np.maximum(of, 0)
    _, nearest = cv2.distanceTransformWithLabels(
        (~area).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    label = np.zeros(int(nearest.max()) + 1, np.int64)
    label[nearest[area]] = of[area]
    return np.asarray(label[nearest])


def _moved(mask: Flags, dx: int, dy: int) -> Flags:
    """A mask moved, with nothing coming in from beyond the frame."""
    moved = np.zeros_like(mask)
    height, width = mask.shape
    there = slice(max(dy, 0), height + min(dy, 0)), slice(max(dx, 0), width + min(dx, 0))
    here = slice(max(-dy, 0), height - max(dy, 0)), slice(max(-dx, 0), width - max(dx, 0))
    moved[there] = mask[here]
    return moved


def _filled(face: Flags) -> Flags:
    """A mask with its holes filled."""
    filled = np.zeros(face.shape, np.uint8)
    cv2.drawContours(filled, _contours(face), -1, 1, cv2.FILLED)
    return filled > 0


def _contours(face: Flags) -> list[NDArray[np.int32]]:
    """(n, 1, 2) the outer contours of a mask."""
    contours, _ = cv2.findContours(face.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return [np.asarray(contour, np.int32) for contour in contours]
