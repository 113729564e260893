"""Style, written down where it changes."""

from __future__ import annotations

from typing import Any

from renderer.language.tree import Call, Expression, Name, Number, Statement
from renderer.ops import RGBA, DrawOp, Style

ANY: Any = object()
"""Of a style that is needed: whatever it is. Of the pen's: it is not known."""

Needs = tuple[Any, ...]
"""What must be set, in the order of `Style`'s fields: a value, or `ANY`."""


class Pen:
    """The style as the program has it at this point; see `Style`."""

    def __init__(self) -> None:
        self.now: list[Any] = list(Style())

    def say(self, needs: Needs) -> list[Statement]:
        """The statements that set what is needed and is not set."""
        now = self.now
        said: list[Statement] = []
        for index, value in enumerate(needs):
            if value is not ANY and value != now[index]:
                now[index] = value
                said.append(_SAY[index](value))
        return said

    def after(self, needs: Needs, before: Style, after: Style) -> None:
        """Learns what a block did to the style, from a run in which it went from one to another."""
        for index in range(len(self.now)):
            if before[index] != after[index]:
                self.now[index] = after[index]
            elif needs[index] is ANY and self.now[index] != before[index]:
                self.now[index] = ANY  # left alone, or set to what it was


def needs_of(op: DrawOp) -> Needs:
    """What the style must be for one visible shape."""
    fill, stroke, weight, cap, join = op.style
    if op.kind in ("line", "point"):
        fill = ANY
    if stroke is None:
        return fill, None, ANY, ANY, ANY
    return fill, stroke, weight, cap, join


def needs_of_block(ops: list[DrawOp], before: Style) -> Needs:
    """What the style must be before statements that draw these shapes, if it was `before`."""
    used: list[Any] = [ANY] * len(before)
    for op in ops:
        for index, value in enumerate(needs_of(op)):
            if value == before[index]:  # perhaps it set the same itself: then nothing is lost
                used[index] = value
    return tuple(used)


def colour(rgba: RGBA) -> list[Expression]:
    """The arguments that say a colour: one for a gray, and the alpha where it is not opaque."""
    red, green, blue, alpha = rgba
    channels = [red] if red == green == blue else [red, green, blue]
    return [Number(value) for value in (channels if alpha == 255 else [*channels, alpha])]


_SAY: tuple[Any, ...] = (
    lambda fill: Call("noFill", []) if fill is None else Call("fill", colour(fill)),
    lambda stroke: Call("noStroke", []) if stroke is None else Call("stroke", colour(stroke)),
    lambda weight: Call("strokeWeight", [Number(weight)]),
    lambda cap: Call("strokeCap", [Name(cap)]),
    lambda join: Call("strokeJoin", [Name(join)]),
)
