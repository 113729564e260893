"""The one table of truth: every builtin of the language, its forms, kinds, units and ranges.

The checker, the interpreter, the printers, the counters, the reference and everything that
generates programs read this table; nothing else says what a builtin takes.

A form is a string of parameter names, `|` between alternatives: `"x y w h | x y w h radius"`.
A parameter's name without its digits names its `Kind`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

INT, FLOAT, BOOLEAN, COLOR, VOID, MODE = "int", "float", "boolean", "color", "void", "mode"
SAME = "same"  # a result type: int when every argument is int, else float

VALUE_TYPES = (INT, FLOAT, BOOLEAN, COLOR)

COORDINATE_LIMIT = 1_000_000.0
"""Largest distance from the origin, in pixels, that a shape may reach (cairo counts in 24.8)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What one argument means.

    Attributes:
        type: the type it must have (an int is a float where one is wanted).
        unit: for people: `pixels`, `radians`, `0–255`, …
        low, high: the values it may have; outside is an error when the program runs.
        modes: the constants it may be, when `type` is `mode`.
    """

    type: str
    unit: str
    low: float = -math.inf
    high: float = math.inf
    modes: tuple[str, ...] = ()


_PIXEL = Kind(FLOAT, "pixels", -COORDINATE_LIMIT, COORDINATE_LIMIT)
_CHANNEL = Kind(FLOAT, "0–255, clamped")
_NUMBER = Kind(FLOAT, "number")
_ANGLE = Kind(FLOAT, "radians, clockwise from the right")

KINDS: dict[str, Kind] = {
    "x": _PIXEL,
    "y": _PIXEL,
    "cx": _PIXEL,
    "cy": _PIXEL,
    "w": _PIXEL,
    "h": _PIXEL,
    "extent": _PIXEL,
    "radius": _PIXEL,
    "tl": _PIXEL,
    "tr": _PIXEL,
    "br": _PIXEL,
    "bl": _PIXEL,
    "weight": Kind(FLOAT, "pixels", 0, COORDINATE_LIMIT),
    "columns": Kind(INT, "pixels", 1, 16384),
    "rows": Kind(INT, "pixels", 1, 16384),
    "start": _ANGLE,
    "stop": _ANGLE,
    "angle": _ANGLE,
    "factor": Kind(FLOAT, "factor", -COORDINATE_LIMIT, COORDINATE_LIMIT),
    "gray": _CHANNEL,
    "red": _CHANNEL,
    "green": _CHANNEL,
    "blue": _CHANNEL,
    "alpha": Kind(FLOAT, "0 (clear) – 255 (opaque), clamped"),
    "color": Kind(COLOR, "a colour"),
    "rectmode": Kind(MODE, "mode", modes=("CORNER", "CORNERS", "CENTER", "RADIUS")),
    "ellipsemode": Kind(MODE, "mode", modes=("CENTER", "RADIUS", "CORNER", "CORNERS")),
    "cap": Kind(MODE, "mode", modes=("ROUND", "SQUARE", "PROJECT")),
    "join": Kind(MODE, "mode", modes=("MITER", "BEVEL", "ROUND")),
    "arcmode": Kind(MODE, "mode", modes=("OPEN", "CHORD", "PIE")),
    "close": Kind(MODE, "mode", modes=("CLOSE",)),
    "value": _NUMBER,
    "amount": _NUMBER,
    "n": _NUMBER,
    "low": _NUMBER,
    "high": _NUMBER,
    "seed": Kind(INT, "whole number"),
}

# Groups: what a call does. Numbers inside CANVAS and COLOUR calls are not geometry.
CANVAS, COLOUR, STYLE, SHAPE, VERTEX, TRANSFORM, MATH, RANDOM = (
    "canvas",
    "colour",
    "style",
    "shape",
    "vertex",
    "transform",
    "math",
    "random",
)
GROUPS = (CANVAS, COLOUR, STYLE, SHAPE, VERTEX, TRANSFORM, MATH, RANDOM)


@dataclass(frozen=True, slots=True)
class Builtin:
    """One builtin function.

    Attributes:
        name: as written in Processing.
        group: one of `GROUPS`.
        forms: the parameter names of each alternative.
        summary: what it does, one sentence.
        result: the type it returns.
        default: what holds before the first call, for canvas and style builtins.
    """

    name: str
    group: str
    forms: tuple[tuple[str, ...], ...]
    summary: str
    result: str = VOID
    default: str = ""

    @property
    def arities(self) -> tuple[int, ...]:
        """How many arguments it takes, ascending, each number once."""
        return tuple(sorted({len(form) for form in self.forms}))

    @property
    def usage(self) -> str:
        """Every form as a person writes it: `rect(x, y, w, h) or rect(x, y, w, h, radius)`."""
        return " or ".join(f"{self.name}({', '.join(form)})" for form in self.forms)


def kind_of(parameter: str) -> Kind:
    """The kind of a parameter by its name: digits at its end do not count."""
    return KINDS[parameter.rstrip("0123456789")]


def snake_case(name: str) -> str:
    """`strokeWeight` as `stroke_weight`: the name in Python and Ruby."""
    return "".join("_" + c.lower() if c.isupper() else c for c in name)


_COLOURS = "gray | gray alpha | red green blue | red green blue alpha | color | color alpha"


def _table() -> dict[str, Builtin]:
    rows: list[Builtin] = []

    def row(
        name: str, group: str, forms: str, summary: str, result: str = VOID, default: str = ""
    ) -> None:
        parsed = tuple(tuple(form.split()) for form in forms.split("|"))
        rows.append(Builtin(name, group, parsed, summary, result, default))

    row("size", CANVAS, "columns rows", "Makes the canvas; first in a sketch.", default="100, 100")
    row("background", CANVAS, _COLOURS, "Paints the whole canvas.", default="204")

    row("fill", COLOUR, _COLOURS, "Fills the shapes that follow.", default="255")
    row("noFill", COLOUR, "", "Leaves the shapes that follow unfilled.")
    row("stroke", COLOUR, _COLOURS, "Outlines the shapes that follow.", default="0")
    row("noStroke", COLOUR, "", "Leaves the shapes that follow without outline.")
    row(
        "color",
        COLOUR,
        "gray | gray alpha | red green blue | red green blue alpha",
        "A colour to keep in a variable.",
        COLOR,
    )

    row("strokeWeight", STYLE, "weight", "Width of outlines and lines.", default="1")
    row("strokeCap", STYLE, "cap", "How lines end.", default="ROUND")
    row("strokeJoin", STYLE, "join", "How outlines turn a corner.", default="MITER")
    row("rectMode", STYLE, "rectmode", "What rect's arguments mean.", default="CORNER")
    row("ellipseMode", STYLE, "ellipsemode", "What ellipse's arguments mean.", default="CENTER")

    row("point", SHAPE, "x y", "A dot as wide as the stroke, in the stroke's colour.")
    row("line", SHAPE, "x1 y1 x2 y2", "A straight line.")
    row("triangle", SHAPE, "x1 y1 x2 y2 x3 y3", "A triangle through three points.")
    row("quad", SHAPE, "x1 y1 x2 y2 x3 y3 x4 y4", "Four points, joined in order.")
    row(
        "rect",
        SHAPE,
        "x y w h | x y w h radius | x y w h tl tr br bl",
        "A rectangle; with corner radii, a rounded one.",
    )
    row("square", SHAPE, "x y extent", "A square.")
    row("ellipse", SHAPE, "x y w h", "An ellipse.")
    row("circle", SHAPE, "x y extent", "A circle by its diameter.")
    row(
        "arc",
        SHAPE,
        "x y w h start stop | x y w h start stop arcmode",
        "Part of an ellipse, clockwise from start to stop.",
    )
    row("bezier", SHAPE, "x1 y1 x2 y2 x3 y3 x4 y4", "A cubic Bézier curve from point 1 to 4.")
    row("curve", SHAPE, "x1 y1 x2 y2 x3 y3 x4 y4", "A Catmull-Rom curve from point 2 to 3.")

    row("beginShape", VERTEX, "", "Starts a shape of vertices.")
    row("vertex", VERTEX, "x y", "A straight edge to this point.")
    row("bezierVertex", VERTEX, "x2 y2 x3 y3 x4 y4", "A cubic Bézier edge to point 4.")
    row("quadraticVertex", VERTEX, "cx cy x3 y3", "A quadratic Bézier edge to point 3.")
    row("curveVertex", VERTEX, "x y", "A point of a Catmull-Rom curve.")
    row("endShape", VERTEX, " | close", "Draws the shape; CLOSE joins its ends.")

    row("pushMatrix", TRANSFORM, "", "Remembers the coordinate system.")
    row("popMatrix", TRANSFORM, "", "Returns to the one remembered last.")
    row("translate", TRANSFORM, "x y", "Moves the origin.")
    row("rotate", TRANSFORM, "angle", "Turns the axes clockwise.")
    row("scale", TRANSFORM, "factor | factor1 factor2", "Stretches the axes.")

    row("sin", MATH, "angle", "Sine.", FLOAT)
    row("cos", MATH, "angle", "Cosine.", FLOAT)
    row("tan", MATH, "angle", "Tangent.", FLOAT)
    row("atan2", MATH, "n1 n2", "Angle of the point (n2, n1), from -PI to PI.", FLOAT)
    row("sqrt", MATH, "n", "Square root.", FLOAT)
    row("pow", MATH, "n1 n2", "n1 to the power of n2.", FLOAT)
    row("abs", MATH, "n", "Distance from zero.", SAME)
    row("min", MATH, "n1 n2 | n1 n2 n3", "The least.", SAME)
    row("max", MATH, "n1 n2 | n1 n2 n3", "The greatest.", SAME)
    row("floor", MATH, "n", "The whole number at or below.", INT)
    row("ceil", MATH, "n", "The whole number at or above.", INT)
    row("round", MATH, "n", "The nearest whole number, halves up.", INT)
    row("constrain", MATH, "value low high", "The value kept between low and high.", SAME)
    row(
        "map",
        MATH,
        "value low1 high1 low2 high2",
        "The value carried from range 1 to range 2.",
        FLOAT,
    )
    row("lerp", MATH, "n1 n2 amount", "Between n1 (amount 0) and n2 (amount 1).", FLOAT)
    row("dist", MATH, "x1 y1 x2 y2", "Distance between two points.", FLOAT)
    row("radians", MATH, "n", "Degrees to radians.", FLOAT)
    row("degrees", MATH, "n", "Radians to degrees.", FLOAT)

    row(
        "random",
        RANDOM,
        "high | low high",
        "A random number below high, from Processing's own generator.",
        FLOAT,
    )
    row("randomSeed", RANDOM, "seed", "Starts the generator anew: same seed, same numbers.")
    return {builtin.name: builtin for builtin in rows}


BUILTINS: dict[str, Builtin] = _table()

CONSTANTS: dict[str, float] = {
    # Java's floats: the 32-bit values that Processing computes with.
    "PI": 3.1415927410125732,
    "TWO_PI": 6.2831854820251465,
    "HALF_PI": 1.5707963705062866,
    "QUARTER_PI": 0.7853981852531433,
}

CANVAS_NAMES = ("width", "height")
"""The int names that hold the canvas size."""

MODES: frozenset[str] = frozenset(mode for kind in KINDS.values() for mode in kind.modes)

OPERATORS: dict[str, int] = {
    # Binary operators and their binding power, as in Java.
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}
UNARY_POWER = 7
ASSIGNMENTS = ("=", "+=", "-=", "*=", "/=", "%=")

# fmt: off
RESERVED: frozenset[str] = frozenset((
    "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "color",
    "const", "continue", "default", "do", "double", "else", "enum", "extends", "false", "final",
    "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int",
    "interface", "long", "native", "new", "null", "package", "private", "protected", "public",
    "return", "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw",
    "throws", "transient", "true", "try", "void", "volatile", "while", "var",
))
"""Words of Java and Processing that cannot name a variable or a function."""
# fmt: on
