"""What of a sketch stays as it stands: loops and functions that draw nothing random."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from renderer.language.graphics import DRAWING
from renderer.language.tree import (
    Assign,
    Call,
    Declare,
    Expression,
    For,
    Function,
    Increment,
    Name,
    Program,
    Return,
)


class Sketch:
    """What is known of a sketch before it is run.

    Attributes:
        program: the sketch.
        functions: by name.
        fixed: names of the functions that draw nothing random and know nothing from outside.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.functions = {function.name: function for function in program.functions}
        outside = {node.name for node in program.globals_ if isinstance(node, Declare)}
        self.fixed = {
            name for name, function in self.functions.items() if self._is_fixed(function, outside)
        }
        self._needed: dict[frozenset[str], list[Function]] = {}
        self._loops = {id(node): self._loop(node) for node in nodes(program) if type(node) is For}

    def settled(self, loop: For, value: Callable[[str], Expression | None]) -> For | None:
        """A loop with the values of the variables from outside in their places, where it is fixed.

        Args:
            loop: of this sketch.
            value: a variable's value as code; None where there is no such variable.
        """
        own = self._loops[id(loop)]
        return None if own is None else _known(loop, own, value)

    def needed(self, names: frozenset[str]) -> list[Function]:
        """The functions among these names, and those that they call, in the sketch's order."""
        if names not in self._needed:
            todo = list(names & self.functions.keys())
            found = set(todo)
            while todo:
                body = self.functions[todo.pop()].body
                called = {node.name for node in nodes(body) if type(node) is Call}
                todo += (called & self.functions.keys()) - found
                found |= called & self.functions.keys()
            self._needed[names] = [one for one in self.program.functions if one.name in found]
        return self._needed[names].copy()

    def _is_fixed(self, function: Function, outside: set[str]) -> bool:
        seen: set[str] = set()
        todo = [function]
        while todo:
            one = todo.pop()
            seen.add(one.name)
            for node in nodes(one.body):
                if isinstance(node, Name) and node.id in outside:
                    return False
                if isinstance(node, Assign | Increment) and node.name in outside:
                    return False
                if isinstance(node, Call):
                    if node.name == "random":
                        return False
                    if node.name in self.functions and node.name not in seen:
                        todo.append(self.functions[node.name])
        return True

    def _loop(self, loop: For) -> frozenset[str] | None:
        """The variables of a fixed loop's own; None for a loop that is not fixed."""
        inside = list(nodes(loop))
        calls = [one.name for one in inside if isinstance(one, Call)]
        own = frozenset(one.name for one in inside if isinstance(one, Declare))
        changed = {one.name for one in inside if isinstance(one, Assign | Increment)}
        draws = any(name in DRAWING or name in self.fixed for name in calls)
        steady = all(
            name != "random" and (name not in self.functions or name in self.fixed)
            for name in calls
        )
        returns = any(isinstance(one, Return) for one in inside)
        return own if draws and steady and changed <= own and not returns else None


def _known(node: Any, own: frozenset[str], value: Callable[[str], Expression | None]) -> Any:
    if isinstance(node, list):
        return [_known(one, own, value) for one in node]
    if isinstance(node, Name):
        known = None if node.id in own else value(node.id)
        return node if known is None else known
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changed: dict[str, Any] = {
        part.name: _known(getattr(node, part.name), own, value) for part in fields(node)
    }
    return replace(node, **changed)


def nodes(node: Any) -> Iterator[Any]:
    """A tree's nodes, or a list's, from the top down."""
    if isinstance(node, list):
        for one in node:
            yield from nodes(one)
    elif is_dataclass(node):
        yield node
        for part in fields(node):
            yield from nodes(getattr(node, part.name))
