"""How a shape's picture answers to its numbers: masks, and their slopes by central differences.

Coverage is exact area, so a difference over half a pixel each way is the slope averaged over that
pixel: smooth where a point derivative would jump, and true to what rounding will do later.

Legend: P movable numbers, h × w the window's pixels, K of them at edges.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Bytes, Mask, Rasterizer, Window, without
from sketchnet.search.shapes import KINDS, LEAST_SHADED, LEAST_WEIGHT, Shape

_REACH = 0.5
"""Half the width of a difference, in working pixels."""

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Slopes:
    """A shape's masks and how they change.

    Attributes:
        window: where both were drawn.
        pixels: (K,) flat indices in the window of the pixels that any number changes: edges.
        masks: coverage (h, w) of each part painted, in the order of `Shape.parts`.
        slopes: (P, K) of each part: change of coverage for a picture pixel of each number.
    """

    window: Window
    pixels: NDArray[np.intp]
    masks: list[Mask]
    slopes: list[Mask]


@lru_cache(maxsize=256)
def free_roles(kind: str, count: int) -> tuple[int, ...]:
    """Which of a shape's `count` parameters move smoothly: all but angles."""
    return tuple(i for i, role in enumerate(KINDS[kind].roles_of(count)) if role != "a")


def free_values(shape: Shape) -> Vector:
    """The P movable numbers of a shape: its parameters but angles, then its stroke weight."""
    values = [shape.params[i] for i in free_roles(shape.kind, len(shape.params))]
    return np.array([*values, shape.weight] if shape.outlined else values)


def with_values(shape: Shape, values: Vector) -> Shape:
    """The shape with other movable numbers, sizes at least half a pixel."""
    values = np.maximum(values, _least(shape, 0.5, LEAST_WEIGHT))
    params = list(shape.params)
    for i, value in zip(free_roles(shape.kind, len(params)), values.tolist(), strict=False):
        params[i] = value
    weight = float(values[-1]) if shape.outlined else shape.weight
    return replace(shape, params=tuple(params), weight=weight)


def _least(shape: Shape, size: float, weight: float) -> Vector:
    """(P,) the least that each movable number may be: sizes and the stroke's weight."""
    roles = KINDS[shape.kind].roles_of(len(shape.params))
    size = max(size, LEAST_SHADED) if shape.shaded else size
    bounds = {"w": size, "h": size, "r": 0.0}
    free = free_roles(shape.kind, len(shape.params))
    least = [bounds.get(roles[i], -np.inf) for i in free]
    return np.array([*least, weight] if shape.outlined else least)


def slopes_of(rasterizer: Rasterizer, shape: Shape) -> Slopes | None:
    """Draws a shape with each number a little less and a little more.

    Args:
        rasterizer: draws at the working scale.
        shape: what to draw, 1 + 2·P times.

    Returns:
        The slopes, or None when it lies off the canvas.
    """
    values = free_values(shape)
    step = _REACH / min(rasterizer.scale)
    around = np.repeat(values[None], 1 + 2 * len(values), 0)
    each = np.arange(len(values))
    around[1 + 2 * each, each] += step
    around[2 + 2 * each, each] -= step
    around = np.maximum(around, _least(shape, 0.05, 0.05))
    spans = around[1 + 2 * each, each] - around[2 + 2 * each, each]
    free = free_roles(shape.kind, len(shape.params))
    params = np.repeat(np.array(shape.params)[None], len(around), 0)
    params[:, free] = around[:, : len(free)]
    weights = around[:, -1] if shape.outlined else np.ones(len(around))
    window = rasterizer.window(shape.kind, params, float(weights.max()) if shape.outlined else 0.0)
    if not window.w or not window.h:
        return None
    drawn = [
        part.reshape(len(around), -1)
        for part in rasterizer.bytes(shape.kind, params, shape.paint, weights, window)
        if part is not None
    ]
    changed = np.zeros(drawn[0].shape[1], bool)
    for part in drawn:
        changed |= (part[1:] != part[0]).any(0)
    pixels = np.flatnonzero(changed)
    # A radius below 0 draws as 0 either way: it has no slope.
    per_unit = np.divide(1, spans, out=np.zeros_like(spans), where=spans > 0)
    per_unit = per_unit.astype(np.float32)[:, None]
    edges = _apart([part[1:, pixels] for part in drawn], shape)
    if rasterizer.hairlines:  # which have no slopes of their own
        first = shape.kind, params[:1], shape.paint, weights[:1], window, shape.opacity
        own = rasterizer.masks(*first)
        bases = [mask[0] for mask in own if mask is not None]
    else:
        bases = [
            base.reshape(window.h, window.w) for base in _apart([part[0] for part in drawn], shape)
        ]
    return Slopes(
        window,
        pixels,
        bases,
        [(edge[0::2] - edge[1::2]) * per_unit for edge in edges],
    )


def _apart(drawn: list[Bytes], shape: Shape) -> list[Mask]:
    """Coverage 0–1 of the parts, the fill without what the other hides of it."""
    first, *rest = (part.astype(np.float32) * np.float32(1 / 255) for part in drawn)
    if rest:
        first = without(first, rest[0], shape.paint)
    return [first if shape.opacity == 1 else first * np.float32(shape.opacity), *rest]


def renders_of(shape: Shape) -> int:
    """How many drawings `slopes_of` makes."""
    return 1 + 2 * (len(free_values(shape)))
