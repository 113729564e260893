"""A stack of shapes to a `Program`: the code a person reads.

Style is stated only where it changes, sizes are written as whole numbers where they are whole, and
angles as sums of Processing's own constants. What is drawn many times is said once, in a loop or a
function, where that is shorter.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import TypeGuard

from renderer.language.measure import count_numbers
from renderer.language.tree import (
    Binary,
    Call,
    Expression,
    Function,
    Name,
    Number,
    Parameter,
    Program,
    Statement,
)
from sketchnet.search.advancing import advancing
from sketchnet.search.loops import counted, edge_of, loop
from sketchnet.search.naming import name_of
from sketchnet.search.shading import shading
from sketchnet.search.shapes import CORNERED, ROUND, Colour, Shape
from sketchnet.search.words import Pen, Say, beside, colour_of, drawing, moving, number
from sketchnet.tidy.items import Item, Step, roles_of
from sketchnet.tidy.successions import Ring

_STYLE = {
    "fill": "fill",
    "noFill": "fill",
    "stroke": "stroke",
    "noStroke": "stroke",
    "strokeWeight": "weight",
}
"""What of a pen each style statement sets."""

_LEAST_SAVED_BY_FUNCTION = 3  # numbers, to be worth reading


def program_of(
    items: Sequence[Shape | Item],
    size: tuple[int, int],
    background: Colour,
    join: str = "MITER",
) -> Program:
    """The sketch that draws the shapes.

    Args:
        items: back to front.
        size: (width, height) of the canvas in pixels.
        background: RGB 0–255.
        join: how outlines turn a corner, MITER or ROUND.
    """
    writer = _Writer(size)
    writer.main += [
        Call("size", [Number(size[0]), Number(size[1])]),
        Call("background", colour_of(background)),
    ]
    every = [Item((item,)) if isinstance(item, Shape) else item for item in items]
    if join != "MITER" and any(_turns(shape) for item in every for shape in item.shapes):
        writer.main.append(Call("strokeJoin", [Name(join)]))
    for item in every:
        writer.write(item)
    return Program(writer.main, writer.functions)


class _Writer:
    """Writes items one after the other."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.main: list[Statement] = []
        self.functions: list[Function] = []
        self.pen = Pen()

    def write(self, item: Item) -> None:
        item, plain = item.written, Item(tuple(item.drawn()))
        if not item.repeats or not self._pays(item, plain):
            self.main += self._body(plain.shapes, self._say_plain, self.pen)
        else:
            self.main += self._once(item)

    def _pays(self, item: Item, plain: Item) -> bool:
        """Whether saying it once is short enough to be worth a loop or a function."""
        trial = _Writer(self.size)
        trial.pen = self.pen.copy()
        trial.main = trial._once(item)
        short = count_numbers(Program(trial.main, trial.functions))
        body = self._body(plain.shapes, self._say_plain, self.pen.copy())
        saved = count_numbers(Program(body)) - short
        return saved >= (0 if item.steps or item.series else _LEAST_SAVED_BY_FUNCTION)

    def _once(self, item: Item) -> list[Statement]:
        """A loop, or a function and its calls."""
        if isinstance(item.series, Ring):
            return self._ring(item.shapes[0], item.series)
        if item.series is not None:
            return advancing(item.shapes[0], item.series, self.pen, self.size)
        return self._loop(item) if item.steps else self._calls(item)

    # -- one after the other ------------------------------------------------------------------

    def _body(self, shapes: Sequence[Shape], say: Say, pen: Pen) -> list[Statement]:
        said: list[Statement] = []
        for shape in shapes:
            said += pen.style(shape)
            if shape.shaded:
                said.append(shading(shape, say, self.size))
            else:
                said += drawing(shape, say)
        return said

    def _say_plain(self, shape: Shape, index: int) -> Expression:
        """A number, or the canvas's own width or height where a shape spans it."""
        value, role = shape.params[index], roles_of(shape)[index]
        if shape.kind in ("rect", "roundrect") and index in (2, 3):
            if role == "w" and value == self.size[0] and shape.params[0] == 0:
                return Name("width")
            if role == "h" and value == self.size[1] and shape.params[1] == 0:
                return Name("height")
        elif role in "xy" and shape.kind not in ROUND:
            if role == "x" and value == self.size[0]:
                return Name("width")
            if role == "y" and value == self.size[1]:
                return Name("height")
        return number(value)

    # -- loops ----------------------------------------------------------------------------------

    def _loop(self, item: Item) -> list[Statement]:
        """Nested loops over the steps, the last step outermost."""
        slanted = any(step.dx and step.dy for step in item.steps)
        heads: list[tuple[Step, str]] = []
        known: dict[str, float] = {}  # role → value of the parameter that is the variable itself
        for step in item.steps:
            name = "i" if slanted else "x" if step.dx else "y"
            heads.append((step, name))
            if name in "xy":
                known[name] = self._anchor(item, name)

        def say(shape: Shape, index: int) -> Expression:
            role, value = roles_of(shape)[index], shape.params[index]
            if slanted and role in "xy":
                step = item.steps[0].dx if role == "x" else item.steps[0].dy
                return moving(value, step)
            if role in known:
                return beside(role, value - known[role])
            return self._say_plain(shape, index)

        hoisted, body = self._repeated(item.shapes, say)
        for step, name in heads:
            if name == "i":
                body = [counted(0, step.count, body)]
            else:
                by = step.dx if name == "x" else step.dy
                edge = edge_of(name, self.size)
                body = [loop(name, known[name], by, step.count, edge, body)]
        return hoisted + body

    def _repeated(
        self, shapes: Sequence[Shape], say: Say
    ) -> tuple[list[Statement], list[Statement]]:
        """What is drawn each time round: the style said before the loop, and the loop's body."""
        exit_pen = self.pen.copy()
        once = self._body(shapes, say, exit_pen)
        first = next(i for i, said in enumerate(once) if not _is_style(said))
        leading = [said for said in once[:first] if _is_style(said)]
        later = {_STYLE[said.name] for said in once[first:] if _is_style(said)}
        hoisted: list[Statement] = []
        for statement in leading:
            if _STYLE[statement.name] in later:
                continue
            hoisted.append(statement)
            name = _STYLE[statement.name]
            setattr(self.pen, name, getattr(exit_pen, name))
        self.pen.forget_changes(exit_pen)  # another round begins as this one ends
        return hoisted, self._body(shapes, say, self.pen)

    def _ring(self, shape: Shape, ring: Ring) -> list[Statement]:
        """The shape drawn at every turn of the canvas about the centre."""
        style = self.pen.style(shape)
        angle = Binary("/", Name("TWO_PI"), Number(ring.count))
        body = [*drawing(shape, lambda one, i: number(one.params[i])), Call("rotate", [angle])]
        return [
            *style,
            Call("pushMatrix", []),
            Call("translate", [number(ring.x), number(ring.y)]),
            counted(0, ring.count, body),
            Call("popMatrix", []),
        ]

    def _anchor(self, item: Item, role: str) -> float:
        """The coordinate that the loop's variable stands for: the one that is used most."""
        values = [
            value
            for shape in item.shapes
            for value, its in zip(shape.params, roles_of(shape), strict=True)
            if its == role
        ]
        return Counter(values).most_common(1)[0][0]

    # -- functions ------------------------------------------------------------------------------

    def _calls(self, item: Item) -> list[Statement]:
        """A function that draws the shapes, and its calls."""
        if item.mirror is not None:
            return self._halves(item, item.mirror)
        at = {role: self._anchor(item, role) for role in "xy"}

        def say(shape: Shape, index: int) -> Expression:
            role, value = roles_of(shape)[index], shape.params[index]
            return beside(role, value - at[role]) if role in at else number(value)

        parameters = [Parameter("float", "x"), Parameter("float", "y")]
        name = self._free(name_of(item.shapes))
        said = self._define(name, parameters, item.shapes, say)
        for dx, dy in item.offsets():
            said.append(Call(name, [number(at["x"] + dx), number(at["y"] + dy)]))
        return said

    def _halves(self, item: Item, axis: float) -> list[Statement]:
        """A side, and the same side in the mirror."""
        name = self._free("side")
        said = self._define(name, [], item.shapes, self._say_plain)
        across: Expression = Name("width") if 2 * axis == self.size[0] else number(2 * axis)
        return [
            *said,
            Call(name, []),
            Call("pushMatrix", []),
            Call("translate", [across, Number(0)]),
            Call("scale", [Number(-1), Number(1)]),
            Call(name, []),
            Call("popMatrix", []),
        ]

    def _define(
        self, name: str, parameters: list[Parameter], shapes: Sequence[Shape], say: Say
    ) -> list[Statement]:
        """Adds a function; what must be said before its calls."""
        said, body = self._repeated(shapes, say)
        self.functions.append(Function("void", name, parameters, body))
        return said

    def _free(self, word: str) -> str:
        """A name that no function has yet."""
        taken = {function.name for function in self.functions}
        names = (f"{word}{count}" for count in itertools.count(2))
        return next(name for name in itertools.chain([word], names) if name not in taken)


def _turns(shape: Shape) -> bool:
    """Whether a shape has an outline with corners."""
    return shape.outlined and shape.kind in CORNERED


def _is_style(statement: Statement) -> TypeGuard[Call]:
    return isinstance(statement, Call) and statement.name in _STYLE
