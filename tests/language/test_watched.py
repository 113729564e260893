"""An observer sees a program run, and settles what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import renderer
from renderer.language.graphics import Graphics
from renderer.language.tree import Call, For, Number
from renderer.language.watched import watch


class Notes:
    """Says the values of all arguments, and writes down what it was asked about."""

    def __init__(self, fixed: bool = False) -> None:
        self.fixed = fixed
        self.seen: list[str] = []
        self.values: list[list[Any]] = []

    def begin(self, graphics: Graphics) -> None:
        self.graphics = graphics

    def drawing(self, node: Call, args: list[Any]) -> Call:
        self.seen.append(node.name)
        self.values.append(args)
        return Call(node.name, [Number(arg) for arg in args], node.at)

    def calling(self, node: Call, args: list[Any]) -> Call | None:
        self.seen.append(f"{node.name}{tuple(args)}")
        return node if self.fixed else None

    def looping(self, node: For, lookup: Callable[[str], Any]) -> For | None:
        self.seen.append(f"for n={lookup('n')} nothing={lookup('nothing')}")
        return node if self.fixed else None


CODE = """
int n = 2;
void setup() { size(20, 20); for (int i = 0; i < n; i++) { dot(i + 0.5); } }
void dot(float x) { circle(x, 5, 3); }
"""


def test_a_watched_run_draws_what_an_unwatched_one_draws() -> None:
    program = renderer.parse(CODE)
    assert watch(program, Notes()) == renderer.run(program)
    assert watch(program, Notes(fixed=True)) == renderer.run(program)


def test_what_is_left_alone_is_watched_on_the_inside() -> None:
    notes = Notes()
    watch(renderer.parse(CODE), notes)
    assert notes.seen == [
        *("size", "size", "for n=2 nothing=None"),
        *("dot(0.5,)", "circle", "dot(1.5,)", "circle"),
    ]
    assert notes.values[-1] == [1.5, 5, 3]
    assert len(notes.graphics.ops) == 3


def test_what_is_settled_is_not_watched_on_the_inside() -> None:
    notes = Notes(fixed=True)
    watch(renderer.parse(CODE), notes)
    assert notes.seen == ["size", "size", "for n=2 nothing=None"]


def test_what_the_observer_says_is_what_is_drawn() -> None:
    class Smaller(Notes):
        def drawing(self, node: Call, args: list[Any]) -> Call:
            return Call("circle", [Number(1)] * 3, node.at) if node.name == "circle" else node

    scene = watch(renderer.parse("size(9, 9); circle(4, 4, 8);"), Smaller())
    assert scene == renderer.run(renderer.parse("size(9, 9); circle(1, 1, 1);"))


def test_the_seed_is_that_of_random_seed() -> None:
    seeded = renderer.parse("size(9, 9); randomSeed(7); circle(random(9), 4, 8);")
    plain = renderer.parse("size(9, 9); circle(random(9), 4, 8);")
    assert watch(plain, Notes(), seed=7).ops[1].args == renderer.run(seeded).ops[1].args


def test_errors_keep_their_place() -> None:
    program = renderer.parse("size(9, 9);\nfloat x = 0;\ncircle(4, 4, 1 / x);")
    with pytest.raises(renderer.RunError, match="line 3"):
        watch(program, Notes())
