"""Partial evaluation: a sketch with `random()` becomes one concrete program.

The sketch is run. Whatever it draws is written down with its values in place; a loop, or the call
of a function, in which nothing random is drawn is written down as it stands. What was written is
what was run, so the run's own operations are those of the concrete program.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from renderer.errors import RunError
from renderer.language.checker import check
from renderer.language.graphics import Graphics
from renderer.language.tree import (
    Boolean,
    Call,
    Expression,
    For,
    HexColor,
    Name,
    Number,
    Program,
    Statement,
)
from renderer.language.watched import watch
from renderer.ops import Scene
from sketchnet.data.canonical import Said, State, canonical
from sketchnet.data.kept import Sketch, nodes

_COLOURS = {"background", "fill", "stroke"}
_FINE = {"arc": (4, 5), "rotate": (0,), "scale": (0, 1)}
"""Arguments that are angles or factors: kept to hundredths, all others to half pixels."""


class Concrete(NamedTuple):
    """A program without `random()`, and what it draws."""

    program: Program
    scene: Scene


def specialise(program: Program, seed: int) -> Concrete:
    """The concrete program that a sketch draws with one seed, in canonical order.

    Args:
        program: a sketch; it is checked once, and must not be changed afterwards.
        seed: of its random numbers, 0 to 2**48 - 1.

    Raises:
        ProgramError: the sketch means nothing, fails, or sets a seed of its own.
    """
    sketch = _sketch(_Same(program))
    writer = _Writer(sketch)
    scene = watch(program, writer, seed)
    said, ops = canonical(writer.said, writer.state(), scene)
    functions = sketch.needed(_called(said)) if sketch.functions else []
    return Concrete(Program(writer.size + said, functions), scene._replace(ops=ops))


def _called(said: list[Statement]) -> frozenset[str]:
    """The names of what statements call; those that are not loops hold values alone."""
    loops = [node for node in said if type(node) is not Call]
    names = {node.name for node in nodes(loops) if type(node) is Call}
    return frozenset(names.union(node.name for node in said if type(node) is Call))


class _Same:
    """A program as a key: equal to itself alone, since comparing trees takes long."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def __hash__(self) -> int:
        return id(self.program)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.program is self.program


@lru_cache(maxsize=64)
def _sketch(key: _Same) -> Sketch:
    program = key.program
    check(program)
    if any(node.name == "randomSeed" for node in nodes(program) if isinstance(node, Call)):
        raise RunError("a data sketch sets no seed", expected="no randomSeed()")
    return Sketch(program)


class _Writer:
    """Writes down what a run of a sketch draws."""

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.size: list[Statement] = []
        self.said: list[Said] = []

    def begin(self, graphics: Graphics) -> None:
        self.graphics = graphics

    def state(self) -> State:
        graphics = self.graphics
        return State(
            len(graphics.ops),
            graphics.style,
            graphics.matrix,
            graphics.rect_corners,
            graphics.ellipse_corners,
        )

    def drawing(self, node: Call, args: list[Any]) -> Call:
        name = node.name
        said = Call(name, [_argument(name, i, arg) for i, arg in enumerate(args)], node.at)
        if name == "size":
            self.size = [said]
        else:
            self.said.append(Said(said, self.state()))
        return said

    def calling(self, node: Call, args: list[Any]) -> Call | None:
        if node.name not in self.sketch.fixed:
            return None
        written = [
            _written(arg, 0.01 if isinstance(arg, float) and abs(arg) <= 8 else 0.5) for arg in args
        ]
        said = Call(node.name, written, node.at)
        self.said.append(Said(said, self.state()))
        return said

    def looping(self, node: For, lookup: Callable[[str], Any]) -> For | None:
        def value(name: str) -> Expression | None:
            known = lookup(name)
            return None if known is None else _written(known, 0.01)

        said = self.sketch.settled(node, value)
        if said is not None:
            self.said.append(Said(said, self.state()))
        return said


def _argument(name: str, index: int, value: Any) -> Expression:
    if name in _COLOURS:
        if isinstance(value, float):  # channels are clamped and cut to whole numbers
            value = int(min(max(value, 0), 255))
        return _written(value, 1)
    return _written(value, 0.01 if index in _FINE.get(name, ()) else 0.5, whole=True)


def _written(value: Any, grid: float, *, whole: bool = False) -> Expression:
    """A value as code, on the grid; with `whole`, a float that is whole is written as an int."""
    if isinstance(value, str):
        return Name(value)
    if isinstance(value, tuple):
        red, green, blue, alpha = value
        if alpha == 255:
            return HexColor(f"{red:02X}{green:02X}{blue:02X}")
        return Call("color", [Number(red), Number(green), Number(blue), Number(alpha)])
    if isinstance(value, bool):
        return Boolean(value)
    if isinstance(value, float):
        value = round(round(value / grid) * grid, 2)
        if whole and value == int(value):
            value = int(value)
    return Number(value)
