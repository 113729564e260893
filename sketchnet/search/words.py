"""The words of emitted code: numbers, angles, the call of one shape, and style where it changes."""

from __future__ import annotations

from collections.abc import Callable

from renderer.language.tree import Binary, Call, Expression, Name, Number, Statement, Unary
from sketchnet.search.shapes import ARCS, KINDS, Colour, Shape, straight_pieces

_MODES = {"pie": "PIE", "slice": "PIE", "chord": "CHORD", "bow": "OPEN"}
"""How arcs are closed, where that is said; see `KINDS`."""

_EIGHTHS = {1: "QUARTER_PI", 2: "HALF_PI", 4: "PI", 8: "TWO_PI"}

Say = Callable[[Shape, int], Expression]
"""How a parameter of a shape is written, by its index."""


class Pen:
    """The style as it stands, so that only changes are written.

    Attributes:
        fill, stroke, weight: as last said; `unknown` where that depends on what ran before.
    """

    unknown = "unknown"

    def __init__(self) -> None:
        self.fill: list[Expression] | str | None = [Number(255)]
        self.stroke: list[Expression] | str | None = [Number(0)]
        self.weight: float | str = 1.0

    def copy(self) -> Pen:
        """A pen in the same state."""
        other = Pen()
        other.fill, other.stroke, other.weight = self.fill, self.stroke, self.weight
        return other

    def forget_changes(self, other: Pen) -> None:
        """Makes unknown whatever differs from another state."""
        for name in ("fill", "stroke", "weight"):
            if getattr(self, name) != getattr(other, name):
                setattr(self, name, self.unknown)

    def forget(self) -> None:
        """Makes everything unknown."""
        self.fill = self.stroke = self.weight = self.unknown

    def style(self, shape: Shape) -> list[Statement]:
        """What must be said before a shape is drawn."""
        said: list[Statement] = []
        fills = shape.paint != "stroke" and not shape.shaded
        strokes = shape.outlined
        if fills and self.fill != colour_of(shape.fill, shape.opacity):
            self.fill = colour_of(shape.fill, shape.opacity)
            said.append(Call("fill", self.fill))
        if shape.shaded:
            self.fill = self.unknown
        elif not fills and self.fill is not None and shape.kind != "line":
            self.fill = None
            said.append(Call("noFill", []))
        if strokes and self.stroke != colour_of(shape.stroke):
            self.stroke = colour_of(shape.stroke)
            said.append(Call("stroke", self.stroke))
        if not strokes and self.stroke is not None:
            self.stroke = None
            said.append(Call("noStroke", []))
        if strokes and self.weight != shape.weight:
            self.weight = shape.weight
            said.append(Call("strokeWeight", [number(shape.weight)]))
        return said


def number(value: float) -> Number:
    """A literal; whole numbers without a point."""
    rounded = round(value, 3)
    return Number(int(rounded)) if rounded == int(rounded) else Number(rounded)


def beside(name: str, offset: float) -> Expression:
    """`x`, `x + 5` or `x - 5`."""
    if offset == 0:
        return Name(name)
    return Binary("+" if offset > 0 else "-", Name(name), number(abs(offset)))


def moving(start: float, step: float) -> Expression:
    """`start + i * step`, without what is nothing."""
    if step == 0:
        return number(start)
    along: Expression = Binary("*", Name("i"), number(abs(step)))
    if start == 0 and step > 0:
        return along
    return Binary("+" if step > 0 else "-", number(start), along)


def colour_of(colour: Colour, opacity: float = 1.0) -> list[Expression]:
    """The arguments that say a colour: one for a gray, and one more where it is see-through."""
    r, g, b = (Number(min(max(round(channel), 0), 255)) for channel in colour)
    said: list[Expression] = [r] if r == g == b else [r, g, b]
    return said if opacity == 1 else [*said, opacity_of(opacity)]


def opacity_of(opacity: float) -> Number:
    """What is said of a colour that is see-through, after its channels."""
    return Number(round(255 * opacity))


def drawing(shape: Shape, say: Say) -> list[Statement]:
    """The statements that draw one shape, style aside."""
    said = [say(shape, i) for i in range(len(shape.params))]
    match shape.kind:
        case "polygon":
            points = [said[i : i + 2] for i in range(0, len(said), 2)]
            return _outline([Call("vertex", point) for point in points])
        case "blob":
            points = [said[i : i + 2] for i in range(0, len(said), 2)]
            around = [points[-1], *points, points[0], points[1]]
            return _outline([Call("curveVertex", point) for point in around])
        case "path":
            ends = [*said[2:], *said[:2]]
            straight = straight_pieces(shape.params)
            pieces: list[Statement] = [
                Call("vertex", ends[6 * i + 4 : 6 * i + 6])
                if line
                else Call("bezierVertex", ends[6 * i : 6 * i + 6])
                for i, line in enumerate(straight)
            ]
            # What is closed goes back to its start in a line by itself.
            return _outline([Call("vertex", said[:2]), *(pieces[:-1] if straight[-1] else pieces)])
        case kind if kind in ARCS:
            start, stop = (int(value) for value in shape.params[4:])
            if stop > 8:  # past a full turn: say it from a negative start
                start, stop = start - 8, stop - 8
            args = [*said[:4], angle(start), angle(stop)]
            mode = "CHORD" if (kind, shape.paint) == ("arc", "fill") else _MODES.get(kind)
            if mode is not None:
                args.append(Name(mode))
            return [Call("arc", args)]
        case "roundrect":
            return [Call("rect", said)]
    assert shape.kind in KINDS
    return [Call(shape.kind, said)]


def _outline(vertices: list[Statement]) -> list[Statement]:
    return [Call("beginShape", []), *vertices, Call("endShape", [Name("CLOSE")])]


def angle(eighths: int) -> Expression:
    """An angle of so many eighths of a turn, in Processing's constants."""
    if eighths == 0:
        return Number(0)
    if eighths < 0:
        positive = angle(-eighths)
        return Unary("-", positive)
    if eighths in _EIGHTHS:
        return Name(_EIGHTHS[eighths])
    if eighths == 7:
        return Binary("-", Name("TWO_PI"), Name("QUARTER_PI"))
    whole = 4 if eighths > 4 else 2
    return Binary("+", Name(_EIGHTHS[whole]), angle(eighths - whole))
