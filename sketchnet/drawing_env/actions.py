"""One action for one statement: the numbers of a `MultiDiscrete`, and the tokens they say.

Every action means something. A number that may be one of fewer values than its component has,
because of the kind of the statement, is scaled down to them; components that a kind does not use
are not read.

| component | values | says |
|---|---|---|
| `KIND` | `len(KINDS)` | `end`, `background`, or the kind of a shape |
| `PLACES`, 8 of them | 385 each | the parameters of the shape in order, on the tokens' grid |
| `WEIGHT` | 80 | of the stroke |
| `PAINT` | 3 | filled, outlined, both |
| `FILL` | 32, 32, 32, 31 | red, green, blue, alpha; of a background too |
| `STROKE` | 32, 32, 32, 31 | red, green, blue, alpha |
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.model.grammar import colour_roles, roles_of, tokens_of
from sketchnet.model.statements import FORMS, STROKED_ONLY
from sketchnet.model.vocabulary import (
    ANGLES,
    BACKGROUND,
    CHANNELS,
    END,
    HIGH,
    ID,
    LEVELS,
    LOW,
    NUMBERS,
    PAINTS,
    RANGES,
    TURNS,
    WORDS,
)

KINDS: tuple[str, ...] = (END, BACKGROUND, *FORMS)
"""What an action may be, by its first component; paths, of any length, are said by tokens only."""

_PARAMETERS = max(len(form.parameters) for form in FORMS.values())
KIND = 0
PLACES = slice(1, 1 + _PARAMETERS)
WEIGHT = PLACES.stop
PAINT = WEIGHT + 1
FILL = slice(PAINT + 1, PAINT + 5)
STROKE = slice(FILL.stop, FILL.stop + 4)

_GRID = HIGH - LOW + 1
_COLOUR = (LEVELS, LEVELS, LEVELS, LEVELS - 1)  # alpha 0 is said by the paint
SIZES: tuple[int, ...] = (
    len(KINDS),
    *(_GRID,) * _PARAMETERS,
    RANGES["weight"][1] - RANGES["weight"][0] + 1,
    len(PAINTS),
    *_COLOUR,
    *_COLOUR,
)
"""How many values each component has."""

Ints = NDArray[np.int64]


class Spans(NamedTuple):
    """What the parameters of each kind may be, (kinds, parameters) each; 0 and 1 where it has none.

    Attributes:
        low: the least, in units or steps of an angle.
        many: how many values from there on.
    """

    low: Ints
    many: Ints


@cache
def spans() -> Spans:
    """The spans of all kinds, in the order of `KINDS`."""
    low = np.zeros((len(KINDS), _PARAMETERS), np.int64)
    many = np.ones_like(low)
    for row, kind in enumerate(KINDS):
        for place, role in enumerate(roles_of(kind) if kind in FORMS else ()):
            bottom, top = _range(role)
            low[row, place], many[row, place] = bottom, top - bottom + 1
    return Spans(low, many)


def _range(role: str) -> tuple[int, int]:
    if role in RANGES:
        return RANGES[role]
    return (0 if role == "start" else 1, ANGLES - 1)


def tokens_of_action(action: Sequence[int] | Ints) -> list[int]:
    """The tokens of the statement that an action says.

    Args:
        action: one number for each of `SIZES`, from 0 to below it.
    """
    numbers = [int(number) for number in action]
    return [
        first + (numbers[column] * count // SIZES[column] if column else 0)
        for column, first, count in _sentence(numbers[KIND], numbers[PAINT])
    ]


def action_of_tokens(tokens: Sequence[int]) -> Ints:
    """The action that says one background, one statement that is no path, or `end`; unused
    components are 0.

    Raises:
        ValueError: no action says these tokens.
    """
    word = WORDS[tokens[0]] if tokens and tokens[0] < len(WORDS) else ""
    if word not in KINDS:
        raise ValueError(f"no action says {word or 'tokens that begin with a number'}")
    kind = KINDS.index(word)
    for paint in range(len(PAINTS)):
        sentence = _sentence(kind, paint)
        if len(sentence) == len(tokens) and all(
            first <= token < first + count
            for token, (_, first, count) in zip(tokens, sentence, strict=True)
        ):
            break
    else:
        raise ValueError(f"no action says these {len(tokens)} tokens of a {word}")
    action = np.zeros(len(SIZES), np.int64)
    action[KIND], action[PAINT] = kind, paint
    for token, (column, first, count) in zip(tokens, sentence, strict=True):
        if column:
            action[column] = -(-(token - first) * SIZES[column] // count)
    return action


@cache
def _sentence(kind: int, paint: int) -> tuple[tuple[int, int, int], ...]:
    """Of each token: the component it is said by (0 for a word), its least, and how many."""
    name = KINDS[kind]
    word = (KIND, ID[name], 1)
    if name == END:
        return (word,)
    if name == BACKGROUND:
        return (word, *_colour(FILL.start, "ground"))
    low, many = spans()
    sentence = [word]
    for place, role in enumerate(roles_of(name)):
        span = NUMBERS if role in RANGES else TURNS
        sentence.append((1 + place, span.token(int(low[kind, place])), int(many[kind, place])))
    if name in STROKED_ONLY:
        paint = 1
    else:
        sentence.append((KIND, ID[PAINTS[paint]], 1))
    if paint:
        sentence.append((WEIGHT, NUMBERS.token(RANGES["weight"][0]), SIZES[WEIGHT]))
    if paint != 1:
        sentence += _colour(FILL.start, "fill")
    if paint:
        sentence += _colour(STROKE.start, "stroke")
    return tuple(sentence)


def _colour(column: int, part: str) -> list[tuple[int, int, int]]:
    found = []
    for place, role in enumerate(colour_roles(part)):
        legal = tokens_of(role)
        assert isinstance(legal, range)
        assert legal.stop == CHANNELS.tokens.stop
        found.append((column + place, legal.start, len(legal)))
    return found
