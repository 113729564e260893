"""How plain the numbers of a drawing are: round, and few different positions and sizes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sketchnet.search.shapes import ROUND, Shape
from sketchnet.tidy.items import Item, roles_of

BOXED = ("rect", "roundrect", "square")
"""Kinds that stand by their upper left corner."""

_LINE = 1.0  # what each distinct position costs, in roundness
_CENTRE = 0.4
_EXTENT = 0.7  # and each distinct size


def untidiness(items: Sequence[Item], size: tuple[float, float]) -> float:
    """How far from plain the numbers of a drawing are: lower is plainer."""
    xs: set[float] = {0.0, size[0]}
    ys: set[float] = {0.0, size[1]}
    centres: set[tuple[int, float]] = set()
    extents: set[float] = set()
    total = 0.0
    for item in items:
        for shape in item.shapes:
            rough, own = _of_shape(shape, size)
            total += rough
            xs |= own[0]
            ys |= own[1]
            centres |= own[2]
            extents |= own[3]
        total += sum(_roughness(abs(v)) for step in item.steps for v in (step.dx, step.dy))
    return total + _LINE * (len(xs) + len(ys)) + _CENTRE * len(centres) + _EXTENT * len(extents)


Marks = tuple[frozenset[float], frozenset[float], frozenset[tuple[int, float]], frozenset[float]]


@lru_cache(maxsize=4096)
def _of_shape(shape: Shape, size: tuple[float, float]) -> tuple[float, Marks]:
    """Roughness of a shape's numbers; its lines (x, y), its centres, its extents."""
    roles = roles_of(shape)
    p = shape.params
    rough = 0.0
    for value, role in zip(p, roles, strict=True):
        full = size[0] if role in "xw" else size[1]
        if role != "a" and value not in (full, full / 2):
            rough += _roughness(abs(value))
    xs = {value for value, role in zip(p, roles, strict=True) if role == "x"}
    ys = {value for value, role in zip(p, roles, strict=True) if role == "y"}
    extents = {value for value, role in zip(p, roles, strict=True) if role in "wh"}
    centres: set[tuple[int, float]] = set()
    if shape.kind in BOXED:
        height = p[2] if shape.kind == "square" else p[3]
        xs.add(p[0] + p[2])
        ys.add(p[1] + height)
        centres = {(0, p[0] + p[2] / 2), (1, p[1] + height / 2)}
    elif shape.kind in ROUND:
        centres = {(0, p[0]), (1, p[1])}
    else:
        centres = {(0, (min(xs) + max(xs)) / 2), (1, (min(ys) + max(ys)) / 2)}
    return rough, (frozenset(xs), frozenset(ys), frozenset(centres), frozenset(extents))


def landmarks(items: Sequence[Item]) -> tuple[set[float], set[float], set[float]]:
    """Positions (x, y) and extents that shapes have now."""
    xs: set[float] = set()
    ys: set[float] = set()
    extents: set[float] = set()
    for item in items:
        for shape in item.shapes:
            _, own = _of_shape(shape, (0.0, 0.0))
            xs |= own[0]
            ys |= own[1]
            extents |= own[3]
    return xs, ys, extents


def _roughness(value: float) -> float:
    """0 for tens, more for what is less round."""
    if value % 10 == 0:
        return 0.0
    if value % 5 == 0:
        return 0.5
    if value % 1 == 0:
        return 1.2 if value % 2 else 1.0
    return 2.5
