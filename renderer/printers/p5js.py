"""Programs as complete p5.js sketches (1.x and 2.x), which draw the same picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from renderer.language.builtins import COLOR, CONSTANTS
from renderer.language.tree import (
    Assign,
    Binary,
    Call,
    Comment,
    Declare,
    Expression,
    For,
    Function,
    HexColor,
    Name,
    Number,
    Program,
    Statement,
    Unary,
)
from renderer.printers.common import ATOM
from renderer.printers.facts import calls, is_pure, starts_with_background
from renderer.printers.names import JAVASCRIPT_NAMES
from renderer.printers.p5js_helpers import HELPERS, NEEDS
from renderer.printers.pairs import keeps_style
from renderer.printers.processing import BracePrinter
from renderer.printers.translate import Translator

_TURN = CONSTANTS["TWO_PI"]
_MATRIX = {"pushMatrix": "push", "popMatrix": "pop"}
_MATRIX_ALONE = {"pushMatrix": "saveMatrix", "popMatrix": "restoreMatrix"}
_CURVED = ("bezierVertex", "quadraticVertex", "curveVertex")
_VERTICES = {
    "beginShape": "startShape",
    "vertex": "lineVertex",
    "bezierVertex": "cubicVertex",
    "quadraticVertex": "quadVertex",
    "curveVertex": "knotVertex",
}
"""The helpers that draw shapes of which any has a curved edge."""


def print_p5js(program: Program) -> str:
    """A program as a p5.js sketch with its own `setup()`.

    Raises:
        CheckError: the program means nothing.
    """
    return _P5js(program).text()


class _P5js(Translator, BracePrinter):
    taken: ClassVar[frozenset[str]] = JAVASCRIPT_NAMES | frozenset(HELPERS)
    compound: ClassVar[frozenset[str]] = frozenset(("+=", "-=", "*=", "/=", "%="))
    spelling: ClassVar[Mapping[str, str]] = {"==": "===", "!=": "!=="}

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.keeps_style = keeps_style(program)
        self.curved = any(call.name in _CURVED for call in calls(program))
        self.opaque = all(_is_opaque(call) for call in calls(program) if call.name == "color")
        self.opaque &= all(
            node.value is not None
            for node in program.globals_
            if isinstance(node, Declare) and node.type == COLOR
        )

        modes = [call.args[0] for call in calls(program) if call.name == "ellipseMode"]
        self.between_corners = Name("CORNERS") in modes
        self.from_corners = self.between_corners or Name("CORNER") in modes
        self.follows_mode = any(
            self.is_cornered_arc(call) or self.is_signed_ellipse(call) for call in calls(program)
        )

    def text(self) -> str:
        late = self.global_variables()
        if self.program.globals_:
            self.out.add("")
        self.setup(late)
        for function in self.program.functions:
            self.out.add("")
            self.function(function)
        text = self.out.text()
        return text + "".join(f"\n{HELPERS[name]}" for name in HELPERS if name in self.used)

    def global_variables(self) -> list[Declare]:
        """Declares the globals; those whose values need p5.js get them in `setup`."""
        late: list[Declare] = []
        before: Statement | None = None
        self.in_globals = True
        for node in self.program.globals_:
            if isinstance(node, Comment):
                self.comment(node, before, first=False)
            elif isinstance(node, Declare):
                unset_color = node.type == COLOR and node.value is None
                if unset_color or self.needs_setup(node, {one.name for one in late}):
                    late.append(node)
                    self.out.add(f"let {self.names.declare(node.name, node.type)};")
                else:
                    self.out.add(self.declare(node) + ";")
            before = node
        self.in_globals = False
        return late

    def setup(self, late: list[Declare]) -> None:
        head, rest = self.opening()
        self.out.add("function setup() {")
        self.out.level += 1
        with self.scope():
            self.statements(head, opened=True)
            if not starts_with_background(self.program):
                self.out.add("background(204);")
            self.in_globals = True
            for node in late:
                value = node.value or self.make(Call("color", [Number(0)]), COLOR)
                text = self.stored(value, node.name, node.type)
                self.out.add(f"{self.name(node.name)} = {text};")
            self.in_globals = False
            self.statements(rest)
        self.out.level -= 1
        self.out.add("}")

    # -- statements -------------------------------------------------------------------------

    def function(self, node: Function) -> None:
        with self.scope():
            parameters = [self.names.declare(p.name, p.type, True) for p in node.parameters]
            name = self.names.function(node.name)
            self.out.add(f"function {name}({', '.join(parameters)}) {{")
            self.block(node.body)
            self.out.add("}")

    def block(self, statements: list[Statement]) -> None:
        with self.scope():
            super().block(statements)

    def statement(self, node: Statement) -> None:
        if isinstance(node, For):
            with self.scope():
                super().statement(node)
        else:
            super().statement(node)

    def declare(self, node: Declare) -> str:
        # The value comes first: it cannot see the name.
        value = "" if node.value is None else f" = {self.stored(node.value, node.name, node.type)}"
        name = self.names.declare(node.name, node.type)
        if node.value is None and len(self.names.scopes) == 1:
            value = " = false" if node.type == "boolean" else " = 0"
        return f"let {name}{value}"

    def assign(self, node: Assign) -> str:
        return self.assignment(node)

    # -- expressions ------------------------------------------------------------------------

    def divided(self, left: Expression, right: Expression) -> tuple[str, int]:
        return f"Math.trunc({self.infix('/', left, right)[0]})", ATOM

    def whole(self, node: Expression) -> str:
        return f"Math.trunc({self.expression(node)})"

    def single(self, text: str) -> str:
        return f"Math.fround({text})"

    def hex_color(self, digits: str) -> str:
        return f"color('#{digits}')"

    def binary(self, node: Binary) -> tuple[str, int]:
        if node.op in ("==", "!=") and self.type_of(node.left) == COLOR:
            left, right = (f"String({self.expression(side)})" for side in (node.left, node.right))
            return f"{left} {self.spelling[node.op]} {right}", self.powers[node.op]
        return super().binary(node)

    def own_call(self, node: Call) -> tuple[str, int]:
        name, args = node.name, node.args
        if name == "size":
            return f"createCanvas({self.arguments(args)})", ATOM
        if name == "random":
            name = self.use("randomBelow" if len(args) == 1 else "randomBetween")
        elif name == "randomSeed":
            name = self.use("seedRandom")
        elif name in _MATRIX:
            name = _MATRIX[name] if self.keeps_style else self.use(_MATRIX_ALONE[name])
        elif name == "curve":
            name = self.use("curveThrough")
        elif name in _VERTICES and self.curved:
            name = self.use(_VERTICES[name])
        elif self.is_cornered_arc(node):
            name = self.use("corneredArc")
        elif name == "arc" and not _is_plain_arc(node):
            name = self.use("stretchedArc")
        elif self.is_signed_ellipse(node):
            name = self.use("signedEllipse" if name == "ellipse" else "signedCircle")
        elif name == "ellipseMode" and self.follows_mode:
            name = self.use("setEllipseMode")
        elif name in ("fill", "stroke", "background") and self.type_of(args[0]) == COLOR:
            return f"{name}({self.color(name, args)})", ATOM
        elif name == "background" and len(args) in (2, 4):
            return f"background({self.opaque_channels(args)})", ATOM
        return f"{name}({self.arguments(args)})", ATOM

    def is_cornered_arc(self, node: Call) -> bool:
        """Whether a call is an arc whose sizes may be a corner."""
        return node.name == "arc" and self.between_corners

    def is_signed_ellipse(self, node: Call) -> bool:
        """Whether a call is an ellipse that p5.js would move from its corner."""
        if node.name not in ("ellipse", "circle") or not self.from_corners:
            return False
        return any((value := _constant(side)) is None or value < 0 for side in node.args[2:])

    def use(self, helper: str) -> str:
        self.used |= {helper, *NEEDS.get(helper, ())}
        return helper

    def color(self, name: str, args: list[Expression]) -> str:
        """A colour and perhaps an alpha as arguments; p5.js would ignore the alpha."""
        first = args[0]
        if name == "background":
            if len(args) == 2 and not is_pure(args[1]):
                return f"{self.use('opaque')}({self.with_alpha(args)})"
            if isinstance(first, HexColor):
                return f"'#{first.value}'"
            text = self.expression(first)
            return text if self.opaque else f"{self.use('opaque')}({text})"
        if len(args) == 1:
            return f"'#{first.value}'" if isinstance(first, HexColor) else self.expression(first)
        return self.with_alpha(args)

    def with_alpha(self, args: list[Expression]) -> str:
        first, alpha = args
        if isinstance(first, HexColor):
            channels = (str(int(first.value[i : i + 2], 16)) for i in (0, 2, 4))
            return f"{', '.join(channels)}, {self.expression(alpha)}"
        return f"{self.use('withAlpha')}({self.arguments(args)})"

    def opaque_channels(self, args: list[Expression]) -> str:
        """Processing's canvas ignores the alpha of a background; p5.js's does not."""
        if is_pure(args[-1]):
            return self.arguments(args[:-1])
        return f"{self.use('opaque')}(color({self.arguments(args)}))"


def _is_opaque(node: Call) -> bool:
    """Whether a call of `color()` makes no transparent colour."""
    return len(node.args) in (1, 3)


def _is_plain_arc(node: Call) -> bool:
    """Whether p5.js draws an arc as Processing does: part of a circle, forwards, within a turn."""
    w, h, start, stop = node.args[2:6]
    first, last = _constant(start), _constant(stop)
    if first is None or last is None or any((_constant(side) or 0) < 0 for side in (w, h)):
        return False
    return (w == h and is_pure(w) and 0 < last - first < _TURN) or (first == 0 and last == _TURN)


def _constant(node: Expression) -> float | None:
    """The value of an angle that is written out, such as `PI + HALF_PI`."""
    match node:
        case Number(value):
            return value
        case Name(id) if id in CONSTANTS:
            return CONSTANTS[id]
        case Unary("-", operand):
            turned = _constant(operand)
            return None if turned is None else -turned
        case Binary(("+" | "-" | "*") as op, left, right):
            a, b = _constant(left), _constant(right)
            if a is None or b is None:
                return None
            return a + b if op == "+" else a - b if op == "-" else a * b
    return None
