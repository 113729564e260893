"""The words of the painter: every token by name, and which values it stands for.

Lengths are counted in units: 256 of them are the longer side of the picture, whatever its size.
Angles are counted in 32nds of a turn, colours in 32 levels a channel.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.model.statements import FORMS, PATH

SIDE = 256
"""Units along the longer side of a picture."""

LOW, HIGH = -64, 320
"""The least and the greatest number a token can say, in units."""

ANGLES = 32
"""Steps of a whole turn."""

LEVELS = 32
"""Levels of a colour channel."""

LONGEST_PATH = 12
"""Most vertices of a path, its first point not counted."""

BEGIN, END, BACKGROUND = "begin", "end", "background"
PAINTS = ("filled", "outlined", "both")
STEPS = ("vertex", "bezierVertex", "close", "open")


class Span(NamedTuple):
    """A run of tokens that stand for whole numbers in order."""

    first: int
    low: int
    high: int

    def token(self, value: float) -> int:
        """The token of the nearest number in range."""
        return self.first + min(max(math.floor(value + 0.5), self.low), self.high) - self.low

    def value(self, token: int) -> int:
        """The number a token stands for."""
        return self.low + token - self.first

    @property
    def tokens(self) -> range:
        """All tokens of the span."""
        return range(self.first, self.first + self.high - self.low + 1)


KINDS: tuple[str, ...] = (*FORMS, PATH)
WORDS: tuple[str, ...] = (BEGIN, END, BACKGROUND, *KINDS, *PAINTS, *STEPS)
"""The tokens that are not numbers, in the order of their ids."""

ID: dict[str, int] = {word: index for index, word in enumerate(WORDS)}

NUMBERS = Span(len(WORDS), LOW, HIGH)
TURNS = Span(NUMBERS.tokens.stop, 0, ANGLES - 1)
CHANNELS = Span(TURNS.tokens.stop, 0, LEVELS - 1)
COUNT = CHANNELS.tokens.stop
"""How many tokens there are."""

RANGES: dict[str, tuple[int, int]] = {
    "x": (LOW, HIGH),
    "y": (LOW, HIGH),
    "w": (1, HIGH),
    "h": (1, HIGH),
    "extent": (1, HIGH),
    "radius": (1, 128),
    "weight": (1, 80),
}
"""What a number may be, by the parameter it is written for, in units."""


def spelled(token: int) -> str:
    """What a token says, for people, no two the same: `circle`, `-12`, `8/32` turns, level `31/31`.

    Raises:
        ValueError: there is no such token.
    """
    if not 0 <= token < COUNT:
        raise ValueError(f"no token {token}; expected 0 to {COUNT - 1}")
    if token in CHANNELS.tokens:
        return f"{CHANNELS.value(token)}/{LEVELS - 1}"
    if token in TURNS.tokens:
        return f"{TURNS.value(token)}/{ANGLES}"
    return str(NUMBERS.value(token)) if token in NUMBERS.tokens else WORDS[token]


def channel_of(level: int) -> int:
    """The channel value 0–255 of a level."""
    return round(level * 255 / (LEVELS - 1))


def level_of(channel: int) -> int:
    """The nearest level of a channel value 0–255."""
    return round(channel * (LEVELS - 1) / 255)


WAVES = 32
"""Sines and cosines that stand for the value of a number, from coarse to fine."""


def values_of_tokens() -> NDArray[np.float32]:
    """(V, WAVES): tells numbers, angles and levels apart by their values; 0 for words."""
    table = np.zeros((COUNT, WAVES), np.float32)
    for span, longest in ((NUMBERS, 800.0), (TURNS, 64.0), (CHANNELS, 64.0)):
        lengths = np.geomspace(longest, 4, WAVES // 2)
        turns = np.arange(span.low, span.high + 1)[:, None] * (math.tau / lengths)
        table[span.tokens.start : span.tokens.stop] = np.hstack([np.sin(turns), np.cos(turns)])
    return table
