"""What the painter writes: one shape with its style, complete in itself.

A `Statement` lies between the operations of a run program and the tokens of a model. Loops are
unrolled and transforms are gone; style is said with every shape, and is written down as code only
where it changes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from renderer.errors import SketchError
from renderer.language.builtins import BUILTINS
from renderer.language.tree import Call, Expression, Name, Number, Program
from renderer.language.tree import Statement as Node
from renderer.ops import RGBA, DrawOp, Matrix, Scene, Segment, Style

CLEAR: RGBA = (0, 0, 0, 0)
"""The colour of a fill or stroke that is not painted."""

PATH = "path"
_ARCS = {"arc": "DEFAULT", "arc-open": "OPEN", "arc-chord": "CHORD", "arc-pie": "PIE"}
_MODES = {mode: kind for kind, mode in _ARCS.items()}


class Form(NamedTuple):
    """How a kind of statement is written: a builtin, its parameters by name, and its mode."""

    builtin: str
    parameters: tuple[str, ...]
    mode: str = ""


def _forms() -> dict[str, Form]:
    """The kinds of fixed length, from the table of builtins."""
    forms = {}
    for name in ("point", "line", "triangle", "quad", "square", "ellipse", "circle", "bezier"):
        forms[name] = Form(name, BUILTINS[name].forms[0])
    plain, rounded, _ = BUILTINS["rect"].forms
    forms["rect"], forms["roundrect"] = Form("rect", plain), Form("rect", rounded)
    for kind, mode in _ARCS.items():
        forms[kind] = Form("arc", BUILTINS["arc"].forms[0], "" if mode == "DEFAULT" else mode)
    return forms


FORMS: dict[str, Form] = _forms()
"""Every kind but `PATH`, which has any number of vertices."""

STROKED_ONLY = ("point", "line")
"""The kinds that cannot be filled."""


class Statement(NamedTuple):
    """One shape.

    Attributes:
        kind: a key of `FORMS`, or `PATH`.
        params: the arguments of its builtin, in pixels and radians; empty for a path.
        fill, stroke: colours, `CLEAR` where not painted.
        weight: of the stroke, in pixels.
        segments: of a path: its vertices, as `renderer.ops` has them.
    """

    kind: str
    params: tuple[float, ...]
    fill: RGBA
    stroke: RGBA
    weight: float = 1.0
    segments: tuple[Segment, ...] = ()


class Picture(NamedTuple):
    """A drawn picture as a list: its background colour and its statements, back to front."""

    background: RGBA
    statements: tuple[Statement, ...]


class NotDrawnError(SketchError):
    """A program uses what statements cannot say."""


def picture_of(scene: Scene) -> Picture:
    """The statements that draw a scene.

    Raises:
        NotDrawnError: a see-through background, four different corner radii, caps or joins of
            their own, or an ellipse or rounded rectangle under a turning or shearing transform.
    """
    background = (204, 204, 204, 255)
    statements: list[Statement] = []
    for op in scene.ops:
        if op.kind == "background":
            assert op.style.fill is not None
            background = op.style.fill
            statements.clear()
            continue
        if op.style.cap != "ROUND" or op.style.join != "MITER":
            raise NotDrawnError(f"{op.kind}: a cap or join of its own")
        statement = _statement(op)
        if statement is not None:
            statements.append(statement)
    return Picture(background, tuple(statements))


def _statement(op: DrawOp) -> Statement | None:
    """One operation; None for one that paints nothing."""
    args = op.args
    kind = op.kind
    segments: tuple[Segment, ...] = ()
    if kind == "polygon":
        kind = "triangle" if len(args) == 6 else "quad"
    elif kind == "ellipse":
        x, y, rx, ry = args
        kind, args = ("circle", (x, y, 2 * rx)) if rx == ry else ("ellipse", (x, y, 2 * rx, 2 * ry))
    elif kind == "rect":
        x, y, w, h, *radii = args
        if len(set(radii)) > 1:
            raise NotDrawnError("rect: corner radii that differ")
        if radii and radii[0] > 0:
            kind, args = "roundrect", (x, y, w, h, radii[0])
        else:
            kind, args = ("square", (x, y, w)) if w == h else ("rect", (x, y, w, h))
    elif kind == "arc":
        x, y, rx, ry, start, stop, mode = args
        kind, args = _MODES[mode], (x, y, 2 * rx, 2 * ry, start, stop)
    elif kind == "path":
        segments, args = args, ()
        if [segment[0] for segment in segments] == ["M", "C"]:
            kind, args, segments = "bezier", (*segments[0][1:], *segments[1][1:]), ()
    style = op.style
    fill = style.fill if style.fill is not None and kind not in STROKED_ONLY else CLEAR
    stroke = style.stroke if style.stroke is not None and style.weight > 0 else CLEAR
    if fill[3] == stroke[3] == 0:
        return None
    statement = Statement(kind, tuple(map(float, args)), fill, stroke, style.weight, segments)
    return statement if op.matrix is None else _carried(statement, op.matrix)


def _carried(statement: Statement, matrix: Matrix) -> Statement:
    """The same shape without its transform."""
    xx, yx, xy, yy, x0, y0 = matrix
    factor = math.sqrt(abs(xx * yy - xy * yx))

    def at(x: float, y: float) -> tuple[float, float]:
        return xx * x + xy * y + x0, yx * x + yy * y + y0

    def along(values: Sequence[float]) -> tuple[float, ...]:
        return tuple(z for i in range(0, len(values), 2) for z in at(values[i], values[i + 1]))

    similar = abs(xx * xy + yx * yy) < 1e-6 and abs(math.hypot(xx, yx) - math.hypot(xy, yy)) < 1e-6
    kind, p = statement.kind, statement.params
    if statement.stroke[3] and not similar:
        raise NotDrawnError(f"{kind}: a stroke that is stretched")
    carried = statement._replace(weight=statement.weight * factor)
    if kind == PATH:
        segments = tuple((name, *along(rest)) for name, *rest in statement.segments)
        return carried._replace(segments=segments)
    if kind in ("point", "line", "triangle", "quad", "bezier"):
        return carried._replace(params=along(p))
    upright = xy == yx == 0
    if kind in ("rect", "square") and not upright:
        x, y, w, h = (*p, p[2]) if kind == "square" else p
        corners = along((x, y, x + w, y, x + w, y + h, x, y + h))
        return carried._replace(kind="quad", params=corners)
    if kind == "circle" and similar:
        return carried._replace(params=(*at(p[0], p[1]), p[2] * factor))
    if not upright or (kind.startswith("arc") and (xx < 0 or yy < 0)):
        raise NotDrawnError(f"{kind}: under a transform that turns it")
    x, y = at(p[0], p[1])
    w, h = p[2] * xx, p[-1 if kind in ("square", "circle") else 3] * yy
    if kind in ("circle", "ellipse"):
        return _oval(carried, x, y, abs(w), abs(h))
    if kind.startswith("arc"):
        return carried._replace(params=(x, y, w, h, *p[4:]))
    box = (min(x, x + w), min(y, y + h), abs(w), abs(h))
    if kind == "roundrect":
        if not similar:
            raise NotDrawnError("rect: rounded corners that are stretched")
        return carried._replace(params=(*box, p[4] * factor))
    if box[2] == box[3]:
        return carried._replace(kind="square", params=box[:3])
    return carried._replace(kind="rect", params=box)


def _oval(statement: Statement, x: float, y: float, w: float, h: float) -> Statement:
    if w == h:
        return statement._replace(kind="circle", params=(x, y, w))
    return statement._replace(kind="ellipse", params=(x, y, w, h))


# -- back to operations and to code ---------------------------------------------------------------


def op_of(statement: Statement) -> DrawOp:
    """The operation that draws a statement."""
    kind, p = statement.kind, statement.params
    style = Style(
        statement.fill if statement.fill[3] else None,
        statement.stroke if statement.stroke[3] else None,
        statement.weight,
    )
    if kind in ("triangle", "quad"):
        return DrawOp("polygon", p, style)
    if kind in ("circle", "ellipse"):
        return DrawOp("ellipse", (p[0], p[1], p[2] / 2, p[-1] / 2), style)
    if kind in ("rect", "square"):
        return DrawOp("rect", (p[0], p[1], p[2], p[-1]), style)
    if kind == "roundrect":
        radius = min(p[4], p[2] / 2, p[3] / 2)
        return DrawOp("rect", (*p[:4], *([radius] * 4 if radius > 0 else [])), style)
    if kind in _ARCS:
        arc = (p[0], p[1], p[2] / 2, p[3] / 2, p[4], p[5], _ARCS[kind])
        return DrawOp("arc", arc, style)
    if kind == "bezier":
        return DrawOp("path", (("M", *p[:2]), ("C", *p[2:])), style)
    if kind == PATH:
        return DrawOp("path", statement.segments, style)
    return DrawOp(kind, p, style)


def scene_of(picture: Picture, size: tuple[int, int]) -> Scene:
    """The scene that a picture's statements draw on a canvas of (width, height) pixels."""
    ground = DrawOp("background", (), Style(picture.background, None))
    return Scene(*size, [ground, *map(op_of, picture.statements)])


def program_of(picture: Picture, size: tuple[int, int]) -> Program:
    """The sketch that a picture's statements are on a canvas of (width, height) pixels."""
    body: list[Node] = [
        Call("size", [Number(size[0]), Number(size[1])]),
        Call("background", _colour((*picture.background[:3], 255))),
    ]
    pen: dict[str, object] = {"fill": (255,) * 4, "stroke": (0, 0, 0, 255), "strokeWeight": 1.0}

    def say(name: str, value: object, call: Call) -> None:
        if pen[name] != value:
            pen[name] = value
            body.append(call)

    for statement in picture.statements:
        for name, colour, none in (
            ("fill", statement.fill, "noFill"),
            ("stroke", statement.stroke, "noStroke"),
        ):
            if colour[3]:
                say(name, colour, Call(name, _colour(colour)))
            elif not (name == "fill" and statement.kind in STROKED_ONLY):
                say(name, None, Call(none, []))
        if statement.stroke[3]:
            weight = Call("strokeWeight", [_number(statement.weight)])
            say("strokeWeight", statement.weight, weight)
        body += _calls(statement)
    return Program(body, [])


def _calls(statement: Statement) -> Iterable[Node]:
    if statement.kind != PATH:
        form = FORMS[statement.kind]
        args: list[Expression] = [
            _number(value, 4 if name in ("start", "stop") else 2)
            for name, value in zip(form.parameters, statement.params, strict=True)
        ]
        return [Call(form.builtin, [*args, *([Name(form.mode)] if form.mode else [])])]
    calls: list[Node] = [Call("beginShape", [])]
    closed = statement.segments[-1][0] == "Z"
    for name, *values in statement.segments[: -1 if closed else None]:
        calls.append(Call("bezierVertex" if name == "C" else "vertex", [*map(_number, values)]))
    return [*calls, Call("endShape", [Name("CLOSE")] if closed else [])]


def _number(value: float, digits: int = 2) -> Expression:
    value = round(value, digits)
    return Number(int(value) if value == int(value) else value)


def _colour(colour: RGBA) -> list[Expression]:
    red, green, blue, alpha = colour
    rest = [] if alpha == 255 else [alpha]
    channels = [red] if red == green == blue else [red, green, blue]
    return [Number(value) for value in (*channels, *rest)]
