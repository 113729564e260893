"""Runs a program under the eyes of an observer, which may settle what the program says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from renderer.language.caps import DEFAULT_CAPS, Caps
from renderer.language.graphics import DRAWING, Graphics
from renderer.language.interpreter import STATEMENTS, Run, Value
from renderer.language.tree import Call, For, Program, Statement
from renderer.ops import Scene


class Observer(Protocol):
    """Is asked before each drawing call, loop, and call of a function that returns nothing.

    What it gives back is run in the place of what it was asked about. A loop or a function that it
    settles is run unwatched; one that it leaves alone is watched on the inside. Calls in
    expressions are made without asking.
    """

    def begin(self, graphics: Graphics) -> None:
        """Told of the drawing state, which is kept up to date, before anything is drawn."""

    def drawing(self, node: Call, args: list[Value]) -> Call:
        """The call to run for a drawing builtin's, whose arguments have these values.

        It is evaluated in its turn, and so says the values, not how they came about. The first
        `size()` of the main body is asked about twice: it is run ahead of all else.
        """

    def calling(self, node: Call, args: list[Value]) -> Call | None:
        """The call to run, unwatched, for one of a function of the program; None leaves it."""

    def looping(self, node: For, lookup: Callable[[str], Value | None]) -> For | None:
        """The loop to run, unwatched, for a loop; None leaves it.

        `lookup` gives the value of a variable by its name, None where there is no such variable.
        """


def watch(program: Program, observer: Observer, seed: int = 0, caps: Caps = DEFAULT_CAPS) -> Scene:
    """The canvas of a program and what it draws, the observer's answers in their places.

    Args:
        program: has passed `check`.
        observer: watches it run.
        seed: of `random()` until the program sets its own, 0 to 2**48 - 1.
        caps: limits on the program.

    Raises:
        RunError: it fails while running.
        CapError: it hits a cap.
    """
    return _Watched(program, caps, seed, observer).scene()


class _Watched(Run):
    def __init__(self, program: Program, caps: Caps, seed: int, observer: Observer) -> None:
        super().__init__(program, caps, seed)
        self.observer = observer
        self.watching = True
        observer.begin(self.graphics)

    def body(self, statements: list[Statement]) -> bool:
        if not self.watching:
            return super().body(statements)
        for statement in statements:
            self.step(statement)
            kind = type(statement)
            if kind is Call:
                self.call(statement)  # type: ignore[arg-type]
            elif kind is For:
                if self.loop(statement):  # type: ignore[arg-type]
                    return True
            elif STATEMENTS[kind](self, statement):
                return True
        return False

    def loop(self, node: For) -> bool:
        settled = self.observer.looping(node, self.lookup)
        if settled is None:
            return self.for_(node)
        self.watching = False
        returned = self.for_(settled)
        self.watching = True
        return returned

    def lookup(self, name: str) -> Value | None:
        return self.frame[name] if name in self.frame else self.globals.get(name)

    def call(self, node: Call) -> Value:
        """A call that is a statement; those in expressions are not asked about."""
        if not self.watching:
            return super().call(node)
        name = node.name
        if name in DRAWING:
            return super().call(self.observer.drawing(node, [self.value(arg) for arg in node.args]))
        function = self.functions.get(name)
        if function is None or function.type != "void":
            return super().call(node)
        args = [self.value(arg) for arg in node.args]
        settled = self.observer.calling(node, args)
        if settled is None:
            return self.invoke(function, args, node)
        self.watching = False
        result = super().call(settled)
        self.watching = True
        return result
