"""The grammar of the painter's tokens: after every prefix, which tokens keep the program valid.

The grammar is a finite automaton: a table of the tokens each state allows and of the state each
leads to. A whole batch takes a step by indexing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.model.statements import FORMS, PATH, STROKED_ONLY
from sketchnet.model.vocabulary import (
    BACKGROUND,
    CHANNELS,
    COUNT,
    END,
    ID,
    LONGEST_PATH,
    NUMBERS,
    PAINTS,
    RANGES,
    STEPS,
    TURNS,
)

ROLES: tuple[str, ...] = (
    "kind",
    *(name for name in RANGES),
    "start",
    "sweep",
    "paint",
    "step",
    *(f"ground-{channel}" for channel in "rgb"),
    *(f"{part}-{channel}" for part in ("fill", "stroke") for channel in "rgba"),
)
"""What the next token is for."""

_START, _NEXT, _DONE = 0, 1, 2


class Grammar(NamedTuple):
    """The automaton; S states, V tokens.

    Attributes:
        allowed: (S, V) bool.
        follows: (S, V) int32, the next state; of a token that is not allowed, 0.
        roles: (S,) int32 indices into `ROLES`.
        start: where a program begins: its background comes first.
        next: where every statement begins.
        done: after the last token; nothing but `end` again.
    """

    allowed: NDArray[np.bool_]
    follows: NDArray[np.int32]
    roles: NDArray[np.int32]
    start: int
    next: int
    done: int


class _Builder:
    def __init__(self) -> None:
        self.roles: list[str] = []
        self.arrows: list[dict[int, int]] = []

    def state(self, role: str) -> int:
        self.roles.append(role)
        self.arrows.append({})
        return len(self.roles) - 1

    def arrow(self, state: int, tokens: Iterable[int], to: int) -> None:
        self.arrows[state].update(dict.fromkeys(tokens, to))

    def chain(self, roles: Iterable[str], to: int) -> int:
        """States for roles one after the other, ending in `to`; the first of them."""
        for role in reversed(list(roles)):
            state = self.state(role)
            self.arrow(state, tokens_of(role), to)
            to = state
        return to


def tokens_of(role: str) -> Iterable[int]:
    """The tokens that a number of this role may be."""
    if role in RANGES:
        low, high = RANGES[role]
        return range(NUMBERS.token(low), NUMBERS.token(high) + 1)
    if role == "start":
        return TURNS.tokens
    if role == "sweep":
        return TURNS.tokens[1:]  # a whole turn is no arc
    if role.endswith("-a") and not role.startswith("ground"):
        return CHANNELS.tokens[1:]  # clear is said by the paint
    return CHANNELS.tokens


def colour_roles(part: str) -> list[str]:
    """The roles of a colour's tokens: `fill` and `stroke` have an alpha, the ground has none."""
    return [f"{part}-{channel}" for channel in ("rgb" if part == "ground" else "rgba")]


def roles_of(kind: str) -> list[str]:
    """The roles of a kind's parameters: its builtin's, but for an arc's end, said as a sweep."""
    names = (name.rstrip("0123456789") for name in FORMS[kind].parameters)
    return ["sweep" if name == "stop" else name for name in names]


@cache
def grammar() -> Grammar:
    """The tables, built once."""
    b = _Builder()
    start, again, done = (b.state("kind") for _ in (_START, _NEXT, _DONE))
    b.arrow(start, [ID[BACKGROUND]], b.chain(colour_roles("ground"), again))
    b.arrow(again, [ID[END]], done)
    b.arrow(done, [ID[END]], done)

    fill = b.chain(colour_roles("fill"), again)
    stroke = b.chain(["weight", *colour_roles("stroke")], again)
    both = b.chain(["weight", *colour_roles("fill"), *colour_roles("stroke")], again)
    paint = b.state("paint")
    for word, to in zip(PAINTS, (fill, stroke, both), strict=True):
        b.arrow(paint, [ID[word]], to)
    for kind in FORMS:
        tail = stroke if kind in STROKED_ONLY else paint
        b.arrow(again, [ID[kind]], b.chain(roles_of(kind), tail))

    vertex, bezier, close, open_ = (ID[word] for word in STEPS)
    step = b.state("step")
    b.arrow(step, [close, open_], paint)  # after the last vertex
    for count in reversed(range(LONGEST_PATH)):
        before, step = step, b.state("step")
        b.arrow(step, [vertex], b.chain("xy", before))
        b.arrow(step, [bezier], b.chain("xyxyxy", before))
        if count:
            b.arrow(step, [close, open_], paint)
    b.arrow(again, [ID[PATH]], b.chain("xy", step))

    allowed = np.zeros((len(b.roles), COUNT), bool)
    follows = np.zeros((len(b.roles), COUNT), np.int32)
    for state, arrows in enumerate(b.arrows):
        tokens = list(arrows)
        allowed[state, tokens] = True
        follows[state, tokens] = list(arrows.values())
    roles = np.array([ROLES.index(role) for role in b.roles], np.int32)
    return Grammar(allowed, follows, roles, start, again, done)
