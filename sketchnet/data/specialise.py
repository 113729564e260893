"""Partial evaluation: a sketch with `random()` becomes one concrete program.

The sketch is run. Whatever it draws is written down with its values in place; a loop, or the call
of a function, in which nothing random is drawn is written down as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from renderer.errors import RunError
from renderer.language.caps import DEFAULT_CAPS
from renderer.language.checker import check
from renderer.language.graphics import DRAWING
from renderer.language.interpreter import _Run
from renderer.language.java import Random
from renderer.language.tree import (
    Assign,
    Boolean,
    Call,
    Declare,
    Expression,
    For,
    Function,
    HexColor,
    Increment,
    Name,
    Number,
    Program,
    Statement,
    Unary,
)

_COLOURS = {"background", "fill", "stroke"}
_FINE = {"arc": (4, 5), "rotate": (0,), "scale": (0, 1)}
"""Arguments that are angles or factors: kept to hundredths, all others to half pixels."""


def specialise(program: Program, seed: int) -> Program:
    """The concrete program that a sketch draws with one seed.

    Args:
        program: a sketch.
        seed: of its random numbers, 0 to 2**48 - 1.

    Raises:
        ProgramError: the sketch means nothing, fails, or sets a seed of its own.
    """
    check(program)
    if any(node.name == "randomSeed" for node in _nodes(program) if isinstance(node, Call)):
        raise RunError("a data sketch sets no seed", expected="no randomSeed()")
    return _Specialiser(program, seed).concrete()


class _Specialiser(_Run):
    def __init__(self, program: Program, seed: int) -> None:
        super().__init__(program, DEFAULT_CAPS)
        self.random = Random(seed)
        self.said: list[Statement] = []
        self.kept: set[str] = set()
        self.fixed = {name for name, function in self.functions.items() if self._is_fixed(function)}

    def concrete(self) -> Program:
        self.scene()
        kept = [function for function in self.program.functions if function.name in self.kept]
        return Program(self.said, kept)

    def size_first(self) -> None:
        super().size_first()
        self.said.clear()  # it is said again, in its place

    def body(self, statements: list[Statement]) -> bool:
        for statement in statements:
            if isinstance(statement, For):
                self.step(statement)
                if self.for_(statement):
                    return True
            elif super().body([statement]):
                return True
        return False

    # -- what stays as it stands ----------------------------------------------------------------

    def _is_fixed(self, function: Function) -> bool:
        """Whether a function draws nothing random and knows nothing from outside."""
        seen: set[str] = set()
        todo = [function]
        names = {node.name for node in self.program.globals_ if isinstance(node, Declare)}
        while todo:
            one = todo.pop()
            seen.add(one.name)
            for node in _nodes(one.body):
                if isinstance(node, Call) and node.name == "random":
                    return False
                if isinstance(node, Name) and node.id in names:
                    return False
                if isinstance(node, Assign | Increment) and node.name in names:
                    return False
                if isinstance(node, Call) and node.name in self.functions and node.name not in seen:
                    todo.append(self.functions[node.name])
        return True

    def for_(self, node: For) -> bool:
        inside = list(_nodes(node))
        calls = [one.name for one in inside if isinstance(one, Call)]
        own = {one.name for one in inside if isinstance(one, Declare)}
        changed = {one.name for one in inside if isinstance(one, Assign | Increment)}
        draws = any(name in DRAWING or name in self.fixed for name in calls)
        fixed = all(
            name != "random" and (name not in self.functions or name in self.fixed)
            for name in calls
        )
        returns = any(type(one).__name__ == "Return" for one in inside)
        if not (draws and fixed and changed <= own) or returns:
            return super().for_(node)
        self._keep(calls)
        self.said.append(self._known(node, own))
        before = len(self.said)
        returned = super().for_(node)  # it runs all the same: caps, errors and style
        del self.said[before:]
        return returned

    def _keep(self, names: list[str]) -> None:
        for name in names:
            if name in self.functions and name not in self.kept:
                self.kept.add(name)
                body = _nodes(self.functions[name].body)
                self._keep([one.name for one in body if isinstance(one, Call)])

    def _known(self, node: Any, own: set[str]) -> Any:
        """The same code with the values of the variables from outside in their place."""
        if isinstance(node, list):
            return [self._known(one, own) for one in node]
        if isinstance(node, Name):
            outside = node.id in self.frame or node.id in self.globals
            if node.id in own or not outside:
                return node
            return _written(self.name(node), 0.01)
        if not is_dataclass(node) or isinstance(node, type):
            return node
        return replace(
            node, **{part.name: self._known(getattr(node, part.name), own) for part in fields(node)}
        )

    # -- what is written down with its values ---------------------------------------------------

    def call(self, node: Call) -> Any:
        if node.name in DRAWING:
            args = [self.value(arg) for arg in node.args]
            said = Call(node.name, [_argument(node.name, i, arg) for i, arg in enumerate(args)])
            super().call(replace(said, at=node.at))
            self.said.append(said)
            return None
        function = self.functions.get(node.name)
        if function is None or node.name not in self.fixed or function.type != "void":
            return super().call(node)
        args = [self.value(arg) for arg in node.args]
        written: list[Expression] = [
            _written(arg, 0.5 if abs(arg) > 8 else 0.01)
            if isinstance(arg, float)
            else _written(arg, 0.5)
            for arg in args
        ]
        said = Call(node.name, written)
        self._keep([node.name])
        before = len(self.said)
        super().call(replace(said, at=node.at))
        del self.said[before:]
        self.said.append(said)
        return None


def _argument(name: str, index: int, value: Any) -> Expression:
    if name in _COLOURS:
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
        if grid == 1 or (whole and value == int(value)):
            value = int(value)
    return Unary("-", Number(-value)) if value < 0 else Number(value)


def _nodes(node: Any) -> Iterator[Any]:
    """A tree's nodes, or a list's, from the top down."""
    if isinstance(node, list):
        for one in node:
            yield from _nodes(one)
    elif is_dataclass(node):
        yield node
        for part in fields(node):
            yield from _nodes(getattr(node, part.name))
