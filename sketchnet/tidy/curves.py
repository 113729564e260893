"""Circles and ellipses near points of an outline, on whole numbers where those fit.

Legend: N points, C candidates, P parameters.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from sketchnet.tidy.edges import Array

Distance = Callable[[Array, Array], Array]  # (C, P), (N, 2) → (C, N)

_KEPT = 3  # roundings of a curve that are looked at
_STEADY = 1e-6
_ROUNDS = 8  # of fitting a curve
_HALF = 0.02  # pixels further off that halves must be better than whole numbers


def circles(params: Array, points: Array) -> Array:
    """(C, N) how far points (N, 2) are from circles (C, 3) x, y, diameter."""
    away = points[None] - params[:, None, :2]
    return np.asarray(np.abs(np.hypot(away[..., 0], away[..., 1]) - params[:, 2:] / 2))


def ellipses(params: Array, points: Array) -> Array:
    """(C, N) how far points (N, 2) are, nearly, from ellipses (C, 4) x, y, width, height."""
    half = np.maximum(params[:, None, 2:] / 2, 0.25)
    unit = (points[None] - params[:, None, :2]) / half
    slope = 2 * np.hypot(unit[..., 0] / half[..., 0], unit[..., 1] / half[..., 1])
    return np.asarray(np.abs((unit**2).sum(2) - 1) / np.maximum(slope, 1e-9))


def circle(points: Array) -> Array:
    """(3,) x, y, diameter near points."""
    middle = points.mean(0)
    x, y = (points - middle).T
    design = np.stack([x, y, np.ones_like(x)], 1)
    found, *_ = np.linalg.lstsq(design, x * x + y * y, rcond=None)
    radius = math.sqrt(max(found[2] + (found[0] ** 2 + found[1] ** 2) / 4, 0.25))
    start = np.array([found[0] / 2 + middle[0], found[1] / 2 + middle[1], 2 * radius])
    return descended(start, circles, points)


def ellipse(points: Array) -> Array:
    """(4,) x, y, width, height near points."""
    middle = points.mean(0)
    scale = max(float(np.ptp(points, 0).max()), 1.0)
    x, y = ((points - middle) / scale).T
    design = np.stack([x, y, np.ones_like(x), -y * y], 1)
    found, *_ = np.linalg.lstsq(design, x * x, rcond=None)
    ratio = min(max(float(found[3]), 0.02), 50.0)
    cx, cy = found[0] / 2, found[1] / (2 * ratio)
    across = math.sqrt(max(float(found[2] + cx * cx + ratio * cy * cy), 1e-4))
    start = np.array([cx, cy, 2 * across, 2 * across / math.sqrt(ratio)]) * scale
    start[:2] += middle
    return descended(start, ellipses, points)


def descended(start: Array, distance: Distance, points: Array) -> Array:
    """Parameters moved to where the squared distances are least."""
    best, least = start, float(np.square(distance(start[None], points)).sum())
    for _ in range(_ROUNDS):
        around = np.concatenate([best[None], best + 1e-3 * np.eye(len(best))])
        signed = distance(around, points)
        off = signed[0]
        slopes = (signed[1:] - off) / 1e-3  # (P, N): |d| has the slope of d up to its sign
        matrix = slopes @ slopes.T
        matrix[np.diag_indices_from(matrix)] *= 1 + 1e-3
        matrix[np.diag_indices_from(matrix)] += _STEADY
        there = best - np.linalg.solve(matrix, slopes @ off)
        error = float(np.square(distance(there[None], points)).sum())
        if not error < least * (1 - 1e-4):
            break
        best, least = there, error
    return best


def rounded(
    fit: Array, distance: Distance, points: Array, size: float, slack: float
) -> Iterator[tuple[float, ...]]:
    """The tidy parameters near a fit that the points lie on best."""
    if not np.isfinite(fit).all() or fit[2:].max() > 8 * size or fit[2:].min() < 1:
        return
    count = len(fit)
    if float(distance(fit[None], points).mean()) > slack:
        return
    whole = np.round(fit) + np.array(list(product((-1.0, 0.0, 1.0), repeat=count)))
    half = np.round(2 * fit) / 2 + np.array(list(product((-0.5, 0.0, 0.5), repeat=count)))
    candidates = np.concatenate([whole, half])
    candidates = candidates[candidates[:, 2:].min(1) >= 1]
    costs = distance(candidates, points).mean(1) + _HALF * (candidates % 1 != 0).any(1)
    for index in np.argsort(costs, kind="stable")[:_KEPT]:
        yield tuple(candidates[index].tolist())
