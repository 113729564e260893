"""Regions of one colour in a picture, and shapes that fit them: where proposals come from.

Legend: R regions, N pixels; contours are in working pixels, shapes in picture pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.shapes import KINDS, Paint

_COLOURS = (3, 6, 12, 24)
_LEAST_AREA = 4
_MOST = 240


@dataclass(frozen=True, slots=True)
class Region:
    """A connected patch of similar colour, holes filled.

    Attributes:
        contour: (n, 2) its outer boundary, in picture pixels.
        area: pixels of the working picture inside the contour.
        share: how much of that is the patch itself; the rest are holes.
    """

    contour: NDArray[np.float64]
    area: float
    share: float


def find_regions(
    picture: NDArray[np.float32], scale: tuple[float, float], rng: np.random.Generator
) -> tuple[list[Region], NDArray[np.float32]]:
    """Patches of similar colour at several granularities, without repeats.

    Args:
        picture: (H, W, 3) float32 in 0–1.
        scale: working pixels for one picture pixel, (x, y).
        rng: seeds the colour clustering.

    Returns:
        The regions, largest first, and their filled masks (R, N).
    """
    height, width, _ = picture.shape
    pixels = np.ascontiguousarray(picture.reshape(-1, 3))
    distinct = len(np.unique((pixels * 31).astype(np.uint8), axis=0))
    cv2.setRNGSeed(int(rng.integers(1 << 30)))
    found: dict[tuple[int, ...], tuple[Region, NDArray[np.uint8]]] = {}
    for colours in _COLOURS:
        if colours > max(distinct, 2) or colours > len(pixels):
            break
        stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1e-3)
        _, labels, _ = cv2.kmeans(pixels, colours, None, stop, 1, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
        labels = labels.reshape(height, width)
        for colour in range(colours):
            for region, mask in _patches((labels == colour).astype(np.uint8), scale):
                x, y, w, h = cv2.boundingRect(mask)
                # Patches of two granularities that agree to a few pixels are one.
                key = (x // 2, y // 2, w // 3, h // 3, int(math.log(region.area) * 4))
                found.setdefault(key, (region, mask))
    ranked = sorted(found.values(), key=lambda item: -item[0].area)[:_MOST]
    masks = np.array([mask.ravel() for _, mask in ranked], np.float32).reshape(-1, height * width)
    return [region for region, _ in ranked], masks


def find_error_regions(
    wrong: NDArray[np.float32], scale: tuple[float, float], most: int = 4
) -> list[Region]:
    """Connected patches where the error stands out, the heaviest first.

    Args:
        wrong: (H, W) squared error of each pixel.
        scale: working pixels for one picture pixel, (x, y).
        most: how many to return.
    """
    heavy: list[tuple[float, Region]] = []
    for factor in (1.0, 4.0):
        threshold = factor * float(wrong.mean())
        for region, mask in _patches((wrong > threshold).astype(np.uint8), scale):
            heavy.append((float(wrong[mask.astype(bool)].sum()), region))
    heavy.sort(key=lambda item: -item[0])
    return [region for _, region in heavy[:most]]


def _patches(
    patch: NDArray[np.uint8], scale: tuple[float, float]
) -> Iterator[tuple[Region, NDArray[np.uint8]]]:
    contours, _ = cv2.findContours(patch, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for contour in contours:
        mask = np.zeros_like(patch)
        cv2.drawContours(mask, [contour], -1, 1, cv2.FILLED)
        area = float(mask.sum())
        if area < _LEAST_AREA:
            continue
        share = float((mask & patch).sum()) / area
        # A pixel's contour runs through its centre, half a pixel inside its edge.
        outline = (contour.reshape(-1, 2) + 0.5) / np.array(scale)
        yield Region(outline, area, share), mask


def fits(region: Region, kinds: tuple[str, ...]) -> Iterator[tuple[str, list[float], Paint, float]]:
    """Shapes that stand for a region: (kind, parameters, paint, stroke weight).

    Args:
        region: what to fit.
        kinds: keys of `KINDS` allowed.
    """
    outline = region.contour.astype(np.float32)
    for kind, params in _shapes(outline):
        if kind not in kinds:
            continue
        paints = KINDS[kind].paints
        if "fill" in paints:
            yield kind, params, "fill", 1.0
        thickness = max(1.0, 2 * region.area * region.share / max(len(outline), 1))
        if "stroke" in paints and region.share < 0.75:  # a ring
            yield kind, params, "stroke", min(thickness, 12.0)
        if "both" in paints:
            yield kind, params, "both", 2.0
    if "line" in kinds or "bezier" in kinds:
        yield from _strokes(outline, kinds)


def _shapes(outline: NDArray[np.float32]) -> Iterator[tuple[str, list[float]]]:
    x0, y0 = (outline.min(0) - 0.5).tolist()
    x1, y1 = (outline.max(0) + 0.5).tolist()
    w, h = x1 - x0, y1 - y0
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    mean = math.sqrt(w * h)
    yield "circle", [cx, cy, mean]
    yield "ellipse", [cx, cy, w, h]
    yield "rect", [x0, y0, w, h]
    yield "roundrect", [x0, y0, w, h, mean / 5]
    yield "square", [cx - mean / 2, cy - mean / 2, mean]
    for start in (0, 2, 4, 6):
        yield "arc", _half(x0, y0, w, h, start)
        corner = [x0 if start in (0, 6) else x1, y0 if start in (0, 2) else y1]
        yield "pie", [*corner, 2 * w, 2 * h, start, start + 2]
    if len(outline) < 3:
        return
    box = cv2.boxPoints(cv2.minAreaRect(outline))
    yield "quad", box.ravel().tolist()
    yield "triangle", _largest_triangle(outline).ravel().tolist()
    length = cv2.arcLength(outline, True)
    seen = set()
    for tolerance in (0.1, 0.06, 0.04, 0.025, 0.015, 0.01):
        polygon = cv2.approxPolyDP(outline, tolerance * length, True).reshape(-1, 2)
        n = len(polygon)
        if n in seen or not 3 <= n <= 12:
            continue
        seen.add(n)
        yield {3: "triangle", 4: "quad"}.get(n, "polygon"), polygon.ravel().tolist()
    for n in (4, 5, 6, 8):
        if len(outline) > 2 * n:
            yield (
                "blob",
                outline[np.linspace(0, len(outline), n, endpoint=False, dtype=int)]
                .ravel()
                .tolist(),
            )


def _largest_triangle(outline: NDArray[np.float32]) -> NDArray[np.float32]:
    """The (3, 2) triangle of greatest area among corners of the convex hull."""
    hull = cv2.convexHull(outline).reshape(-1, 2).astype(np.float32)
    hull = hull[np.linspace(0, len(hull), min(len(hull), 14), endpoint=False, dtype=int)]
    if len(hull) < 3:
        return outline[:3]
    a, b, c = np.array(list(combinations(range(len(hull)), 3))).T
    ab, ac = hull[b] - hull[a], hull[c] - hull[a]
    best = np.abs(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]).argmax()
    return hull[[a[best], b[best], c[best]]]


def _half(x0: float, y0: float, w: float, h: float, start: int) -> list[float]:
    """Half an ellipse that fills a box, its arc from `start` eighths on."""
    match start:
        case 0:  # below
            return [x0 + w / 2, y0, w, 2 * h, 0, 4]
        case 2:  # left
            return [x0 + w, y0 + h / 2, 2 * w, h, 2, 6]
        case 4:  # above
            return [x0 + w / 2, y0 + h, w, 2 * h, 4, 8]
        case _:  # right
            return [x0, y0 + h / 2, 2 * w, h, 6, 10]


def _strokes(
    outline: NDArray[np.float32], kinds: tuple[str, ...]
) -> Iterator[tuple[str, list[float], Paint, float]]:
    (cx, cy), (w, h), angle = cv2.minAreaRect(outline)
    turn = math.radians(angle) + (0 if w >= h else math.pi / 2)
    long, thick = max(w, h), max(1.0, min(w, h))
    dx, dy = math.cos(turn) * (long - thick) / 2, math.sin(turn) * (long - thick) / 2
    if "line" in kinds:
        yield "line", [cx - dx, cy - dy, cx + dx, cy + dy], "stroke", thick
    if "bezier" in kinds:
        for bend in (-0.5, 0.5):
            bx, by = -dy * bend, dx * bend
            yield (
                "bezier",
                [
                    *(cx - dx, cy - dy, cx - dx / 3 + bx, cy - dy / 3 + by),
                    *(cx + dx / 3 + bx, cy + dy / 3 + by, cx + dx, cy + dy),
                ],
                "stroke",
                max(1.0, thick / 2),
            )
