"""What a painter writes in the words of search, which draws without alpha and knows fewer kinds."""

from __future__ import annotations

import math

from sketchnet.model.statements import PATH, Picture, Statement
from sketchnet.search.shapes import KINDS, Paint, Shape

_EIGHTH = math.pi / 4
_ARC_KINDS = {"arc": "pie", "arc-pie": "pie", "arc-chord": "arc", "arc-open": "arc"}


def shapes_of(picture: Picture) -> list[Shape]:
    """The shapes that stand for a picture's statements, those that search has."""
    found = map(shape_of, picture.statements)
    return [shape for shape in found if shape is not None]


def shape_of(statement: Statement) -> Shape | None:
    """The shape that stands for a statement; None where search has nothing like it.

    Alpha is left out: search finds the colours itself.
    """
    kind, params = statement.kind, statement.params
    fills, strokes = statement.fill[3] > 0, statement.stroke[3] > 0
    paint: Paint = "both" if fills and strokes else "fill" if fills else "stroke"
    weight = statement.weight
    if kind == "point":
        kind, params, paint = "circle", (*params, weight), "fill"
        return _shape(kind, params, paint, 1.0, statement.stroke, statement.stroke)
    if kind in _ARC_KINDS:
        kind = _ARC_KINDS[kind] if fills else "arc"
        start, stop = round(params[4] / _EIGHTH), round(params[5] / _EIGHTH)
        turns = min(max(stop - start, 1), 7)
        params = (*params[:4], float(start % 8), float(start % 8 + turns))
        paint = "fill" if fills else "stroke"
    elif kind == PATH:
        if paint == "stroke" and statement.segments[-1][0] != "Z":
            return None
        kind, params = _outline(statement)
    if kind not in KINDS:
        return None
    if paint not in KINDS[kind].paints:
        paint = KINDS[kind].paints[0]
    return _shape(kind, params, paint, weight, statement.fill, statement.stroke)


def _outline(statement: Statement) -> tuple[str, tuple[float, ...]]:
    """A path by the points it goes through."""
    points = [segment[-2:] for segment in statement.segments if len(segment) > 1]
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    curved = any(segment[0] == "C" for segment in statement.segments)
    params = tuple(value for point in points for value in point)
    kinds = {3: "triangle", 4: "quad"} if not curved else {}
    name = kinds.get(len(points), "blob" if curved else "polygon")
    least, most = KINDS[name].vertices or (0, 99)
    return (name, params) if least <= len(points) <= most else ("", params)


def _shape(
    kind: str,
    params: tuple[float, ...],
    paint: Paint,
    weight: float,
    fill: tuple[int, ...],
    stroke: tuple[int, ...],
) -> Shape:
    colours = [(float(r), float(g), float(b)) for r, g, b, _ in (fill, stroke)]
    return Shape(kind, tuple(map(float, params)), paint, weight, *colours)
