"""Whole shapes from what can be seen of their outlines, on whole numbers where those fit.

A disc half hidden is still a disc, a rectangle under the corner of another still a rectangle:
shapes are fitted to the visible pieces of an outline alone, and go on where it is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sketchnet.tidy.cornered import convex
from sketchnet.tidy.curves import circle, circles, ellipse, ellipses, rounded
from sketchnet.tidy.edges import Array, Edges, Line, Sight
from sketchnet.tidy.rounds import arcs, roundrects

Whole = tuple[str, tuple[float, ...]]  # kind, parameters

_MOST_POINTS = 120
_FEWEST_POINTS = 5
_SPREAD = 0.4  # pixels by which the points of a rectangle's side may be off it
_UNDER = (2.0, 1.0, 0.0)  # pixels that a hidden side is put beyond what is seen
_MOST_HIDDEN = 3  # sides of a rectangle
_LEAST_CORNERED = 6  # numbers of a triangle
_STRONG = 6  # points of a line that is no accident
_ON_LINE = 0.08  # pixels from a straight piece within which points are of it
_CURVED = 8  # points that are of none where there are curves


def wholes(sight: Sight, slack: float, most: int, cut: bool = True) -> Iterator[list[Whole]]:
    """Shapes that the visible outline could be of, like ones together, the cheaper first.

    Args:
        sight: what can be seen of the shape, in picture pixels.
        slack: pixels that the outline may be off on the mean.
        most: numbers that a shape may have.
        cut: whether it may be a piece of an ellipse.
    """
    edges, lines, box = sight
    points = edges.points[:: -(-len(edges.points) // _MOST_POINTS)]
    if len(points) < _FEWEST_POINTS:
        return
    size = max(box[2] - box[0], box[3] - box[1])
    yield [("circle", p) for p in rounded(circle(points), circles, points, size, slack)]
    boxes = list(_boxes(edges, box))
    yield [whole for whole in boxes if whole[0] == "square"]
    yield [whole for whole in boxes if whole[0] == "rect"]
    yield [("ellipse", p) for p in rounded(ellipse(points), ellipses, points, size, slack)]
    if _are_curved(edges.points, lines):
        arcs_near = list(arcs(points, lines, size, slack)) if cut else []
        for zero in (False, True):  # which is one number more
            yield [(kind, p) for kinds, p in arcs_near if (p[4] == 0) is zero for kind in kinds]
        rects = [p for kind, p in _boxes(edges, box, cut=True) if kind == "rect"]
        yield [("roundrect", p) for p in roundrects(rects, points, slack)]
    if most < _LEAST_CORNERED:
        return
    strong = [line for line in lines if len(line.points) >= _STRONG]
    sides = [lines] if len(strong) == len(lines) else [lines, strong]
    found = [params for some in sides for params in convex(some, points, slack)]
    for count in sorted({len(params) for params in found}):
        kind = {6: "triangle", 8: "quad"}.get(count, "polygon")
        yield [(kind, params) for params in found if len(params) == count]


def _are_curved(points: Array, lines: Sequence[Line]) -> bool:
    """Whether some of the points (N, 2) of an outline are on none of its straight pieces."""
    straight = np.zeros(len(points), bool)
    for line in lines:
        if len(line.points) >= _STRONG:
            straight |= np.abs(points @ line.normal - line.offset) <= _ON_LINE
    return bool((~straight).sum() > _CURVED)


def _boxes(
    edges: Edges, box: tuple[float, float, float, float], cut: bool = False
) -> Iterator[Whole]:
    """Rectangles and squares with the sides that can be seen.

    Args:
        edges: of the outline.
        box: of what is visible.
        cut: whether its corners may be cut off.
    """
    sides: list[float | None] = []
    for axis, way in ((0, -1.0), (1, -1.0), (0, 1.0), (1, 1.0)):
        places = edges.points[edges.outward[:, axis] == way, axis]
        if cut and len(places):
            places = places[places * way >= (places * way).max() - _SPREAD]
        if not len(places):
            sides.append(None)
            continue
        middle = float(np.median(places))
        if float(np.quantile(np.abs(places - middle), 0.8)) > _SPREAD:
            return
        sides.append(middle)
    if sum(side is None for side in sides) > _MOST_HIDDEN:
        return
    for step in (1.0, 0.5):
        yield from _boxes_on(sides, box, step)


def _boxes_on(
    sides: Sequence[float | None], box: tuple[float, float, float, float], step: float
) -> Iterator[Whole]:
    for under in _UNDER:
        hidden = [box[0] - under, box[1] - under, box[2] + under, box[3] + under]
        left, top, right, bottom = (
            round((hide if side is None else side) / step) * step
            for side, hide in zip(sides, hidden, strict=True)
        )
        w, h = right - left, bottom - top
        if w < 1 or h < 1:
            continue
        yield "rect", (left, top, w, h)
        if w == h:
            yield "square", (left, top, w)
        # Where one way the end is hidden, it may be as long as the other way.
        side = w if (sides[0] is not None and sides[2] is not None) else h
        if (sides[0] is None or sides[2] is None) and (sides[1] is None or sides[3] is None):
            side = max(w, h)
        x = right - side if sides[0] is None and sides[2] is not None else left
        y = bottom - side if sides[1] is None and sides[3] is not None else top
        if w != h and any(value is None for value in sides):
            yield "square", (x, y, side)
        if None not in sides:
            break
