"""What a painter writes in the words of search, which knows other kinds, and angles by eighths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from sketchnet.model.statements import PATH, Picture, Statement
from sketchnet.search.shapes import KINDS, Colour, Paint, Shape

_EIGHTH = math.pi / 4
_NEAR = 0.06
"""Radians: an angle no farther from an eighth of a turn is meant to be one."""

_ARCS: dict[str, dict[Paint, str]] = {
    "arc": {"fill": "pie", "stroke": "arc", "both": "fan"},
    "arc-open": {"fill": "arc", "stroke": "arc", "both": "bow"},
    "arc-chord": {"fill": "arc", "both": "chord"},
    "arc-pie": {"fill": "pie", "both": "slice"},
}
"""Arcs by how they are closed and painted; those that are missing are paths."""

_BY_CORNERS = {3: "triangle", 4: "quad"}

Point = tuple[float, float]


def shapes_of(picture: Picture) -> list[Shape]:
    """The shapes that stand for a picture's statements, those that search has."""
    return [shape for statement in picture.statements for shape in shapes_for(statement)]


def shapes_for(statement: Statement) -> list[Shape]:
    """The shapes that stand for a statement: one, or none where search has nothing like it.

    A curve that is filled and stroked takes two, for it is filled to the line between its ends,
    where nothing is stroked. Strokes hide all: search knows no others.
    """
    kind, params = statement.kind, statement.params
    fills, strokes = statement.fill[3] > 0, statement.stroke[3] > 0
    paint: Paint = "both" if fills and strokes else "fill" if fills else "stroke"
    said: list[tuple[str, Sequence[float], Paint]] = []
    if kind == "point":
        disc = _shape("circle", (*params, statement.weight), "fill", statement)
        return [replace(disc, fill=disc.stroke, opacity=1.0)]
    if kind == "bezier":
        if fills:
            said.append(("path", _path([params[:2], *_points(params[2:])], closed=False), "fill"))
        if strokes:
            said.append((kind, params, "stroke"))
    elif kind == PATH:
        if fills or statement.segments[-1][0] == "Z":
            said.append((*_outline(statement), paint))
    elif kind in _ARCS:
        said.append((*_arc(statement, paint), paint))
    else:
        said.append((kind, params, paint if paint in KINDS[kind].paints else KINDS[kind].paints[0]))
    return [_shape(*one, statement) for one in said if _is_known(*one)]


def _is_known(kind: str, params: Sequence[float], paint: Paint) -> bool:
    """Whether search draws a kind so painted, with so many corners or curves."""
    known = KINDS.get(kind)
    if known is None or paint not in known.paints:
        return False
    least, most = known.vertices or (1, 1)
    return not known.vertices or least <= len(params) // len(known.roles) <= most


def _arc(statement: Statement, paint: Paint) -> tuple[str, tuple[float, ...]]:
    """Part of an ellipse: an arc where its angles are eighths or nothing else will do."""
    x, y, width, height, start, stop = statement.params
    known = _ARCS[statement.kind].get(paint)
    ends = round(start / _EIGHTH), round(stop / _EIGHTH)
    away = max(abs(start - ends[0] * _EIGHTH), abs(stop - ends[1] * _EIGHTH))
    turns = ends[1] - ends[0]
    opened = paint != "fill" and known in ("arc", "fan", "bow")
    if known is not None and (opened or (away <= _NEAR and 1 <= turns <= 7)):
        turns = min(max(turns, 1), 7)
        return known, (x, y, width, height, float(ends[0] % 8), float(ends[0] % 8 + turns))
    curve = _arc_points(x, y, width / 2, height / 2, start, stop)
    if statement.kind == "arc-pie":
        middle = x, y
        curve = [middle, middle, curve[0], *curve]
    return "path", _path(curve, closed=False)


def _arc_points(x: float, y: float, rx: float, ry: float, start: float, stop: float) -> list[Point]:
    """Part of an ellipse in cubics of a quarter at most: its start, then two handles and an end."""
    count = max(math.ceil((stop - start) / (math.pi / 2) - 1e-6), 1)
    step = (stop - start) / count
    reach = 4 / 3 * math.tan(step / 4)
    points = [(x + rx * math.cos(start), y + ry * math.sin(start))]
    for i in range(count):
        a, b = start + i * step, start + (i + 1) * step
        for turn, along in ((a, reach), (b, -reach), (b, 0.0)):
            cos, sin = math.cos(turn), math.sin(turn)
            points.append((x + rx * (cos - along * sin), y + ry * (sin + along * cos)))
    return points


def _path(points: Sequence[Sequence[float]], *, closed: bool) -> tuple[float, ...]:
    """A closed path of cubics by its start and then two handles and an end of each.

    Where the last does not end at the start, a line goes back.
    """
    first, last = points[0], points[-1]
    points = points[:-1] if closed else [*points, last, first]
    return tuple(value for point in points for value in point)


def _points(params: Sequence[float]) -> list[Point]:
    return list(zip(params[0::2], params[1::2], strict=True))


def _outline(statement: Statement) -> tuple[str, tuple[float, ...]]:
    """A path: its corners, or its curves where it has any."""
    segments = [segment for segment in statement.segments if len(segment) > 1]
    ends: list[Point] = [segment[-2:] for segment in segments]
    closed = len(ends) > 1 and ends[0] == ends[-1]
    if all(segment[0] != "C" for segment in segments):
        corners = ends[:-1] if closed else ends
        params = tuple(value for point in corners for value in point)
        return _BY_CORNERS.get(len(corners), "polygon"), params
    points = ends[:1]
    for segment, start, end in zip(segments[1:], ends, ends[1:], strict=False):
        points += _points(segment[1:]) if segment[0] == "C" else [start, end, end]
    return "path", _path(points, closed=closed)


def _shape(kind: str, params: Sequence[float], paint: Paint, statement: Statement) -> Shape:
    fill, stroke = (_opaque(colour) for colour in (statement.fill, statement.stroke))
    opacity = statement.fill[3] / 255 if paint in ("fill", "both") else 1.0
    return Shape(kind, tuple(map(float, params)), paint, statement.weight, fill, stroke, opacity)


def _opaque(colour: Sequence[int]) -> Colour:
    red, green, blue, _ = colour
    return float(red), float(green), float(blue)
