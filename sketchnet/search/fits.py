"""Shapes that stand for a region, to be fitted further."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.search.conics import conics
from sketchnet.search.regions import Region
from sketchnet.search.shapes import KINDS, Paint

_RING = 0.85  # a region with more than the rest of it missing is a ring
_THICKEST = 16.0  # picture pixels that an outline may be thick at first


def fits(region: Region, kinds: tuple[str, ...]) -> Iterator[tuple[str, list[float], Paint, float]]:
    """Shapes that stand for a region: (kind, parameters, paint, stroke weight).

    Args:
        region: what to fit.
        kinds: keys of `KINDS` allowed.
    """
    outline = region.contour.astype(np.float32)
    ring = region.share < _RING
    thickness = _thickness(region) if ring else 2.0
    for kind, params in _shapes(outline):
        if kind not in kinds:
            continue
        paints = KINDS[kind].paints
        if "fill" in paints:
            yield kind, params, "fill", 1.0
        if "both" in paints or ring:
            inner = _inset(kind, params, thickness)
            yield from ((kind, inner, paint, thickness) for paint in paints if paint != "fill")
    if "line" in kinds or "bezier" in kinds:
        yield from _strokes(outline, kinds)


def _thickness(region: Region) -> float:
    """How thick the line of a ring is, from its area and its outer boundary's length."""
    length = float(cv2.arcLength(region.contour.astype(np.float32), True))
    x, y = (region.contour.max(0) - region.contour.min(0) + 1).tolist()
    # The contour runs through pixel centres: half its length is missing from the area inside.
    area = region.share * float(cv2.contourArea(region.contour.astype(np.float32))) + length / 2
    root = math.sqrt(max(length**2 - 14 * area, 0.0))
    return float(min(max(2 * area / (length + root), 1.0), min(x, y) / 2, _THICKEST))


def _inset(kind: str, params: list[float], thickness: float) -> list[float]:
    """The same shape with its outline half the thickness further in."""
    roles = KINDS[kind].roles_of(len(params))
    if "w" in roles:
        cornered = kind in ("rect", "roundrect", "square")
        shift = {"w": -thickness, "h": -thickness}
        if cornered:
            shift |= {"x": thickness / 2, "y": thickness / 2}
        moved = [value + shift.get(role, 0.0) for value, role in zip(params, roles, strict=True)]
        thin = any(v <= 0 for v, role in zip(moved, roles, strict=True) if role in "wh")
        return params if thin else moved
    points = np.array(params).reshape(-1, 2)
    middle = (points.min(0) + points.max(0)) / 2
    shrunk = max(1 - thickness / max(float(np.ptp(points, 0).max()), 1.0), 0.2)
    inner: list[float] = ((points - middle) * shrunk + middle).ravel().tolist()
    return inner


def _shapes(outline: NDArray[np.float32]) -> Iterator[tuple[str, list[float]]]:
    yield from conics(outline)
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
