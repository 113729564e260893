"""A stack of shapes to a `Program`: the code a person reads.

Style is stated only where it changes, sizes are written as whole numbers where they are whole, and
angles as sums of Processing's own constants.
"""

from __future__ import annotations

from renderer.language.tree import (
    Binary,
    Call,
    Expression,
    Name,
    Number,
    Program,
    Statement,
    Unary,
)
from sketchnet.search.shapes import KINDS, Colour, Shape

_EIGHTHS = {1: "QUARTER_PI", 2: "HALF_PI", 4: "PI", 8: "TWO_PI"}


def program_of(shapes: list[Shape], size: tuple[int, int], background: Colour) -> Program:
    """The sketch that draws the shapes.

    Args:
        shapes: back to front.
        size: (width, height) of the canvas in pixels.
        background: RGB 0–255.
    """
    main: list[Statement] = [
        Call("size", [Number(size[0]), Number(size[1])]),
        Call("background", _colour(background)),
    ]
    pen = _Pen(main)
    for shape in shapes:
        pen.style(shape)
        main.extend(_statements(shape))
    return Program(main)


class _Pen:
    """The style as it stands, so that only changes are written."""

    def __init__(self, main: list[Statement]) -> None:
        self.main = main
        self.fill: list[Expression] | None = [Number(255)]
        self.stroke: list[Expression] | None = [Number(0)]
        self.weight = 1.0

    def style(self, shape: Shape) -> None:
        fills = shape.paint != "stroke"
        strokes = shape.paint != "fill"
        if fills and self.fill != _colour(shape.fill):
            self.fill = _colour(shape.fill)
            self.main.append(Call("fill", self.fill))
        if not fills and self.fill is not None and shape.kind != "line":
            self.fill = None
            self.main.append(Call("noFill", []))
        if strokes and self.stroke != _colour(shape.stroke):
            self.stroke = _colour(shape.stroke)
            self.main.append(Call("stroke", self.stroke))
        if not strokes and self.stroke is not None:
            self.stroke = None
            self.main.append(Call("noStroke", []))
        if strokes and self.weight != shape.weight:
            self.weight = shape.weight
            self.main.append(Call("strokeWeight", [_number(shape.weight)]))


def _number(value: float) -> Number:
    rounded = round(value, 3)
    return Number(int(rounded)) if rounded == int(rounded) else Number(rounded)


def _colour(colour: Colour) -> list[Expression]:
    r, g, b = (Number(min(max(round(channel), 0), 255)) for channel in colour)
    return [r] if r == g == b else [r, g, b]


def _statements(shape: Shape) -> list[Statement]:
    numbers: list[Expression] = [_number(value) for value in shape.params]
    match shape.kind:
        case "polygon":
            points = [numbers[i : i + 2] for i in range(0, len(numbers), 2)]
            return _outline([Call("vertex", point) for point in points])
        case "blob":
            points = [numbers[i : i + 2] for i in range(0, len(numbers), 2)]
            around = [points[-1], *points, points[0], points[1]]
            return _outline([Call("curveVertex", point) for point in around])
        case "arc" | "pie":
            start, stop = (int(value) for value in shape.params[4:])
            if stop > 8:  # past a full turn: say it from a negative start
                start, stop = start - 8, stop - 8
            args = [*numbers[:4], _angle(start), _angle(stop)]
            if shape.paint == "fill":
                args.append(Name("CHORD" if shape.kind == "arc" else "PIE"))
            return [Call("arc", args)]
        case "roundrect":
            return [Call("rect", numbers)]
    assert shape.kind in KINDS
    return [Call(shape.kind, numbers)]


def _outline(vertices: list[Statement]) -> list[Statement]:
    return [Call("beginShape", []), *vertices, Call("endShape", [Name("CLOSE")])]


def _angle(eighths: int) -> Expression:
    """An angle of so many eighths of a turn, in Processing's constants."""
    if eighths == 0:
        return Number(0)
    if eighths < 0:
        positive = _angle(-eighths)
        return Unary("-", positive)
    if eighths in _EIGHTHS:
        return Name(_EIGHTHS[eighths])
    if eighths == 7:
        return Binary("-", Name("TWO_PI"), Name("QUARTER_PI"))
    whole = 4 if eighths > 4 else 2
    return Binary("+", Name(_EIGHTHS[whole]), _angle(eighths - whole))
