"""Circles and ellipses through pieces of a contour: what a cut or half hidden disc shows of itself.

Legend: K points of a contour, in picture pixels; J pieces of it, fitted side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_PIECES = 6  # where on the contour a piece of a circle may begin
_ROUNDS = 3  # of fitting what lies near the last fit
_NEAR = 0.8  # pixels from the curve that still count as on it
_ENOUGH = 0.3  # share of the contour that must be on it
_GROWN = 0.5  # a pixel's contour runs half a pixel inside its edge
_MOST_POINTS = 240


def conics(outline: NDArray[np.float32]) -> Iterator[tuple[str, list[float]]]:
    """The circle and the ellipse, upright, that most of a contour lies on.

    Args:
        outline: (K, 2) closed contour through pixel centres.

    Yields:
        `("circle", [x, y, diameter])` and `("ellipse", [x, y, width, height])`, where one is found.
    """
    points = outline[:: -(-len(outline) // _MOST_POINTS)].astype(np.float64)
    count = len(points)
    if count < 4 * _PIECES:
        return
    middle, scale = points.mean(0), max(float(np.ptp(points, 0).max()), 1.0)
    x, y = ((points - middle) / scale).T
    starts = np.arange(_PIECES) * count // _PIECES
    places = (np.arange(count) - starts[:, None]) % count
    for kind, length in (("circle", count // 3), ("ellipse", count // 2)):
        near = places < length  # (J, K)
        terms = _terms(x, y, round_=kind == "circle")
        for _ in range(_ROUNDS):
            shapes = _fit(terms, near.astype(np.float64))
            near = _distance(x, y, shapes) < _NEAR / scale
        best = int(near.sum(1).argmax())
        if near[best].sum() < _ENOUGH * count:
            continue
        cx, cy, a, b = (shapes[best] * scale).tolist()
        size = [2 * (a + _GROWN)] if kind == "circle" else [2 * (a + _GROWN), 2 * (b + _GROWN)]
        yield kind, [cx + middle[0], cy + middle[1], *size]


class _Terms(NamedTuple):
    """What every fit to the same points is made of, C coefficients each.

    A circle is x² + y² = 2·cx·x + 2·cy·y + k, an ellipse x² + r·y² = 2·cx·x + 2·r·cy·y + k.

    Attributes:
        products: (K, C·C) of each two terms.
        moments: (K, C) of each with what they should add up to.
    """

    products: Array
    moments: Array


def _terms(x: Array, y: Array, round_: bool) -> _Terms:
    """The terms of points (K,) about the origin, of size 1: for circles, or for ellipses."""
    columns = [x, y, np.ones_like(x)] if round_ else [x, y, np.ones_like(x), -y * y]
    design = np.stack(columns, 1)  # (K, C)
    wanted = x * x + y * y if round_ else x * x
    products = (design[:, :, None] * design[:, None]).reshape(len(x), -1)
    return _Terms(products, design * wanted[:, None])


def _fit(terms: _Terms, weights: Array) -> Array:
    """(J, 4) x, y, half width, half height of algebraic least-squares fits; nan where none is.

    Args:
        terms: of the points.
        weights: (J, K) how much each point counts in each fit.
    """
    size = terms.moments.shape[1]
    gram = (weights @ terms.products).reshape(-1, size, size) + 1e-9 * np.eye(size)
    moment = weights @ terms.moments
    solved = np.linalg.solve(gram, moment[..., None])[..., 0]  # (J, C)
    ratio = np.ones(len(solved)) if size == 3 else solved[:, 3]
    ratio = np.where((ratio > 0.02) & (ratio < 50), ratio, np.nan)
    cx, cy = solved[:, 0] / 2, solved[:, 1] / (2 * ratio)
    square = solved[:, 2] + cx * cx + ratio * cy * cy
    a = np.sqrt(np.where((square > 1e-6) & (square < 25), square, np.nan))
    return np.stack([cx, cy, a, a / np.sqrt(ratio)], 1)


def _distance(x: Array, y: Array, shapes: Array) -> Array:
    """(J, K) how far points are from ellipses, to first order; nan where there is none."""
    cx, cy, a, b = shapes.T[..., None]
    u, v = (x - cx) / a, (y - cy) / b
    slope = 2 * np.sqrt((u / a) ** 2 + (v / b) ** 2)
    return np.asarray(np.abs(u * u + v * v - 1) / np.maximum(slope, 1e-9))
