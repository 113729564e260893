"""The syntax of token programs: the painter's grammar with any number where a number comes.

The painter's grammar also keeps numbers within what the language takes, so nothing it lets through
can fail. A program sampled blind has to be read by the syntax alone: `strokeWeight(-3)` is written
well and fails when it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from sketchnet.model.grammar import Grammar, grammar
from sketchnet.model.vocabulary import CHANNELS, NUMBERS, TURNS


@cache
def syntax() -> Grammar:
    """The grammar's tables without its ranges; the same states, start and end."""
    g = grammar()
    allowed, follows = g.allowed.copy(), g.follows.copy()
    for span in (NUMBERS, TURNS, CHANNELS):
        inside = slice(span.tokens.start, span.tokens.stop)
        for state in np.flatnonzero(g.allowed[:, inside].any(1)):
            legal = span.tokens.start + int(g.allowed[state, inside].argmax())
            allowed[state, inside] = True
            follows[state, inside] = g.follows[state, legal]
    return g._replace(allowed=allowed, follows=follows)


class Read(NamedTuple):
    """What the syntax makes of tokens.

    Attributes:
        states: the state before each token, as far as they are syntax; the first fault's too.
        ends: how many tokens there are up to the end of the background and of each statement.
        fault: whether a token came that cannot come there; those after it are not read.
        state: after the last token read.
    """

    states: list[int]
    ends: list[int]
    fault: bool
    state: int


def read(tokens: Sequence[int]) -> Read:
    """Reads the tokens of a program, as far as they are syntax."""
    s = syntax()
    state = s.start
    states: list[int] = []
    ends: list[int] = []
    for place, token in enumerate(tokens):
        states.append(state)
        if not s.allowed[state, token]:
            return Read(states, ends, True, state)
        state = int(s.follows[state, token])
        if state == s.next:
            ends.append(place + 1)
    return Read(states, ends, False, state)
