"""Cubics along strokes of some width, which others may cross.

Legend: H, W the picture, N points, P numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from sketchnet.search.normal import Normal
from sketchnet.search.rounding import rounded_by
from sketchnet.search.shapes import Shape
from sketchnet.tidy.edges import Array
from sketchnet.tidy.ink import Ink
from sketchnet.tidy.labels import Flags, widened
from sketchnet.tidy.parts import Study
from sketchnet.tidy.settling import near_least
from sketchnet.tidy.sliding import SHARES, model_of, step
from sketchnet.tidy.threads import bent, curve, in_a_row
from sketchnet.tidy.wholes import Whole

_SLACK, _SLACKER = 0.4, 0.06  # pixels by which points may be off a curve, and more for its weight
_LEAST_ROW = 16  # points along a stroke that is worth a curve
_SHORTEST = 6.0  # times its weight, that a stroke is long: what is shorter is none
_CROSSED = 4.0  # times its weight, that a stroke may be hidden for where others cross it
_HEADING = 3.0  # times its weight, from which it is seen where it heads
_SLIDING = 9  # pixels a side of the square around a stroke in which it may slide
_DEEP = 0.1  # share of ink that may lie deeper than a stroke is
_HOPELESS = 0.25  # of a pixel that it covers, that a stroke may be off to begin with
_SLIDES, _LEAST_SLIDE = 20, 0.01  # steps at most; share of what is wrong that each must take away
_OTHERS = 0.3  # of a pixel, beyond which ink that the stroke leaves is of others
_GRIDS = ((1.0, 40), (0.5, 12))  # pixels, and how many ways to round a curve are looked at on each


def cubics(study: Study, ink: Ink, points: Array, weight: float) -> Iterator[list[Whole]]:
    """Cubics along an open stroke, or along pieces of it.

    Args:
        study: the picture.
        ink: what the stroke is seen by.
        points: (N, 2) about in its middle, in picture pixels.
        weight: the stroke's.
    """
    if "bezier" not in study.kinds or not _is_of_strokes(ink, weight):
        return
    rows = [in_a_row(points, _CROSSED * weight, _HEADING * weight)]
    while rows and not study.budget.over:
        row = rows.pop(0)
        if len(row) < _LEAST_ROW or not bent(row):
            continue
        rough, off = curve(row)
        if np.hypot(*np.diff(np.reshape(rough, (4, 2)), axis=0).T).sum() < _SHORTEST * weight:
            continue
        if off <= _SLACK + _SLACKER * weight:
            near = _slid(study, ink, Shape("bezier", rough, "stroke", weight))
            yield [("bezier", params) for params in near]
        else:
            rows += [row[: len(row) // 2 + 1], row[len(row) // 2 :]]


def _is_of_strokes(ink: Ink, weight: float) -> bool:
    """Whether hardly any ink lies deeper than strokes of a weight are, but where they cross."""
    depth = cv2.distanceTransform(ink.mask.astype(np.uint8), cv2.DIST_L2, 3)
    return bool((depth > weight / 2 + 1).sum() <= _DEEP * ink.mask.sum())


def _slid(study: Study, ink: Ink, shape: Shape) -> list[tuple[float, ...]]:
    """Tidy numbers near those of a stroke that is moved down the slope."""
    cost = 2 * len(shape.params) + 1 + len(SHARES)
    if not study.budget.affords(1 + cost):
        return []
    study.budget.spend(1)
    cover = study.canvas.layer(shape).spread(ink.mask.shape)
    near = widened(cover > 0, _SLIDING) & ink.known
    if np.square(cover - ink.share)[near & (cover > 0)].sum() > _HOPELESS * cover.sum():
        return []
    values, model = np.array(shape.params), None
    for others in (1.0, _OTHERS):
        if not study.budget.affords(2 * cost):
            break
        study.budget.spend(1)
        cover = study.canvas.layer(_with(shape, values)).spread(ink.mask.shape)
        values, model = _moved(study, ink, shape, values, near & (ink.share - cover <= others))
    if model is None:
        return []
    found: list[list[float]] = []
    for grid, most in _GRIDS:
        start = rounded_by(values, np.full(len(values), grid), model)
        found += near_least(values, start, grid, model)[:most].tolist()
    return [tuple(params) for params in found]


def _moved(
    study: Study, ink: Ink, shape: Shape, values: Array, counted: Flags
) -> tuple[Array, Normal]:
    """The numbers of a stroke where it differs least from ink, and the model about them.

    Args:
        study: the picture, whose budget affords two steps.
        ink: what the stroke is seen by.
        shape: the stroke.
        values: (P,) its numbers, to begin with.
        counted: (H, W) where it matters what differs.
    """
    wanted = ink.share[counted]

    def off(params: Array) -> Array:
        cover = study.canvas.layer(_with(shape, params)).spread(counted.shape)
        return (cover[counted] - wanted).astype(np.float64)

    cost = 2 * len(values) + 1
    least = float(np.square(off(values)).sum())
    for turn in range(_SLIDES):
        study.budget.spend(cost)
        model = model_of(values, off)
        if turn == _SLIDES - 1 or not study.budget.affords(cost + len(SHARES)):
            break
        for share in SHARES:
            study.budget.spend(1)
            there = values + share * step(model)
            left = float(np.square(off(there)).sum())
            if left < (1 - _LEAST_SLIDE) * least:
                break
        else:
            break
        values, least = there, left
    return values, model


def _with(shape: Shape, params: Array) -> Shape:
    return replace(shape, params=tuple(params.tolist()))
