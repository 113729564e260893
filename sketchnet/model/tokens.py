"""Programs of the drawn subset as token ids, and back, without loss on the tokens' own grid."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice

from renderer.ops import RGBA, Segment
from sketchnet.model.grammar import Grammar, grammar, roles_of, tokens_of
from sketchnet.model.statements import (
    CLEAR,
    PATH,
    STROKED_ONLY,
    NotDrawnError,
    Picture,
    Statement,
)
from sketchnet.model.vocabulary import (
    ANGLES,
    BACKGROUND,
    CHANNELS,
    END,
    ID,
    LONGEST_PATH,
    NUMBERS,
    PAINTS,
    STEPS,
    TURNS,
    WORDS,
    channel_of,
    level_of,
)

_STEP_ANGLE = math.tau / ANGLES
_EVEN = {"ellipse": "circle", "rect": "square"}
_VERTEX, _BEZIER, _CLOSE, _OPEN = (ID[word] for word in STEPS)


def encode(picture: Picture, unit: float = 1.0) -> list[int]:
    """A picture's tokens, its `end` included.

    Args:
        picture: in pixels.
        unit: pixels of one unit.

    Raises:
        NotDrawnError: a path of more vertices than there are tokens for.
    """
    tokens = ground_tokens(picture.background)
    for statement in picture.statements:
        tokens += statement_tokens(statement, unit)
    return [*tokens, ID[END]]


def decode(tokens: Sequence[int], unit: float = 1.0, rules: Grammar | None = None) -> Picture:
    """The picture that tokens say.

    Args:
        tokens: background first, then whole statements; what follows an `end` is not read.
        unit: pixels of one unit.
        rules: what they have to be a sentence of; the painter's grammar when None.

    Raises:
        ValueError: the tokens are no sentence of the grammar.
    """
    _check(tokens, rules or grammar())
    words = iter(tokens)
    next(words)
    background = _colour(words, 3)
    statements = []
    for word in words:
        if word == ID[END]:
            break
        statements.append(_statement(WORDS[word], words, unit))
    return Picture(background, tuple(statements))


def _check(tokens: Sequence[int], g: Grammar) -> None:
    state = g.start
    for place, token in enumerate(tokens):
        if not (0 <= token < g.allowed.shape[1] and g.allowed[state, token]):
            raise ValueError(f"token {place} cannot be {token} here")
        state = int(g.follows[state, token])
    if state not in (g.next, g.done):
        raise ValueError("the tokens end inside a statement")


# -- writing ------------------------------------------------------------------------------------


def ground_tokens(colour: RGBA) -> list[int]:
    """The tokens of a background."""
    return [ID[BACKGROUND], *map(_level, colour[:3])]


def statement_tokens(statement: Statement, unit: float = 1.0) -> list[int]:
    """The tokens of one statement; see `encode`."""
    kind = statement.kind
    tokens = [ID[kind]]
    if kind == PATH:
        tokens += _path_tokens(statement.segments, unit)
    else:
        for role, value in zip(roles_of(kind), statement.params, strict=True):
            if role == "start":
                turned = round(value / _STEP_ANGLE) % ANGLES
                tokens.append(TURNS.token(turned))
            elif role == "sweep":
                sweep = round((value - statement.params[4]) / _STEP_ANGLE)
                tokens.append(TURNS.token(min(max(sweep, 1), ANGLES - 1)))
            else:
                tokens.append(_number(value / unit, role))
    if kind in _EVEN and tokens[3] == tokens[4]:  # equal on the grid: its own name
        tokens = [ID[_EVEN[kind]], *tokens[1:4]]
    fills, strokes = statement.fill[3] > 0, statement.stroke[3] > 0
    if kind not in STROKED_ONLY:
        tokens.append(ID[PAINTS[2 if fills and strokes else 1 if strokes else 0]])
    if strokes:
        tokens.append(_number(statement.weight / unit, "weight"))
    for colour in (statement.fill, statement.stroke):
        if colour[3]:
            tokens += [*map(_level, colour[:3]), CHANNELS.token(max(level_of(colour[3]), 1))]
    return tokens


def _path_tokens(segments: Sequence[Segment], unit: float) -> list[int]:
    def at(values: Sequence[float]) -> list[int]:
        return [_number(value / unit, "x") for value in values]

    closed = segments[-1][0] == "Z"
    middle = segments[1 : -1 if closed else None]
    if not 1 <= len(middle) <= LONGEST_PATH or segments[0][0] != "M":
        raise NotDrawnError(f"a path of {len(middle)} vertices; expected 1 to {LONGEST_PATH}")
    tokens = at(segments[0][1:])
    for name, *values in middle:
        tokens += [_BEZIER if name == "C" else _VERTEX, *at(values)]
    return [*tokens, _CLOSE if closed else _OPEN]


def _number(value: float, role: str) -> int:
    legal = tokens_of(role)
    assert isinstance(legal, range)
    return min(max(NUMBERS.token(value), legal.start), legal.stop - 1)


def _level(channel: int) -> int:
    return CHANNELS.token(level_of(channel))


# -- reading ------------------------------------------------------------------------------------


def _statement(kind: str, words: Iterator[int], unit: float) -> Statement:
    params: list[float] = []
    segments: tuple[Segment, ...] = ()
    if kind == PATH:
        segments = _segments(words, unit)
    else:
        for role in roles_of(kind):
            word = next(words)
            if role == "start":
                params.append(TURNS.value(word) * _STEP_ANGLE)
            elif role == "sweep":
                params.append(params[4] + TURNS.value(word) * _STEP_ANGLE)
            else:
                params.append(NUMBERS.value(word) * unit)
    paint = PAINTS[1] if kind in STROKED_ONLY else WORDS[next(words)]
    fill = stroke = CLEAR
    weight = NUMBERS.value(next(words)) * unit if paint != PAINTS[0] else 1.0
    if paint != PAINTS[1]:
        fill = _colour(words, 4)
    if paint != PAINTS[0]:
        stroke = _colour(words, 4)
    return Statement(kind, tuple(params), fill, stroke, weight, segments)


def _segments(words: Iterator[int], unit: float) -> tuple[Segment, ...]:
    def at(count: int) -> list[float]:
        return [NUMBERS.value(word) * unit for word in islice(words, count)]

    segments: list[Segment] = [("M", *at(2))]
    for word in words:
        if word == _VERTEX:
            segments.append(("L", *at(2)))
        elif word == _BEZIER:
            segments.append(("C", *at(6)))
        else:
            if word == _CLOSE:
                segments.append(("Z",))
            break
    return tuple(segments)


def _colour(words: Iterator[int], count: int) -> RGBA:
    channels = [channel_of(CHANNELS.value(word)) for word in islice(words, count)]
    red, green, blue, alpha = (*channels, 255)[:4]
    return red, green, blue, alpha
