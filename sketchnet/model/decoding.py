"""Writing programs with a model: greedy or sampled, each statement drawn before the next one.

The grammar is applied to the logits of every token, so what comes out is always a program.
Legend: B pictures, V the vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sketchnet.model.board import Board
from sketchnet.model.grammar import grammar
from sketchnet.model.vocabulary import BEGIN, END, ID
from sketchnet.model.writers import Floats, Ints, Pixels, Writer

LONGEST = 120
"""Tokens after which a statement would be stuck; the longest path has some 100."""

LONGEST_PROGRAM = 800
"""Tokens after which a program written blind is cut off."""


@dataclass(frozen=True)
class Choice:
    """How the next token is chosen.

    Attributes:
        temperature: 0 takes the likeliest token; above, logits are divided by it.
        top_p: share of the probability from which tokens are drawn, the likeliest first.
    """

    temperature: float = 0.0
    top_p: float = 1.0


GREEDY = Choice()


class Written(NamedTuple):
    """What was written: tokens of each row, and their log-probabilities (B,)."""

    rows: list[list[int]]
    likely: Floats


def choose(logits: Floats, choice: Choice, rng: np.random.Generator) -> Ints:
    """A token for each row of logits (B, V); what the grammar forbids is -inf there."""
    if choice.temperature == 0:
        best: Ints = logits.argmax(1)
        return best
    heated = logits / choice.temperature
    odds = np.exp(heated - heated.max(1, keepdims=True))
    odds /= odds.sum(1, keepdims=True)
    if choice.top_p < 1:
        places = np.argsort(-odds, 1)
        ordered = np.take_along_axis(odds, places, 1)
        ordered[ordered.cumsum(1) - ordered >= choice.top_p] = 0
        np.put_along_axis(odds, places, ordered, 1)
    marks = odds.cumsum(1)
    aims = rng.random((len(odds), 1)) * marks[:, -1:]
    found: Ints = (marks <= aims).sum(1)
    last: Ints = (odds > 0).cumsum(1).argmax(1)  # rounding may aim beyond it
    return np.minimum(found, last)


def write(
    writer: Writer,
    seen: Any,
    first: bool,
    choice: Choice = GREEDY,
    rng: np.random.Generator | None = None,
) -> Written:
    """One statement for each row, or the background, or `end`; of a blind writer, all of it.

    Args:
        writer: the model.
        seen: what it made of the pictures.
        first: whether the program begins: then the background comes.
        choice: how tokens are chosen.
        rng: for a temperature above 0.
    """
    g = grammar()
    rng = np.random.default_rng(0) if rng is None else rng
    state = writer.begin(seen)
    size = len(seen[-1]) if isinstance(seen, tuple) else len(seen)
    rows: list[list[int]] = [[] for _ in range(size)]
    likely = np.zeros(size, np.float32)
    live = np.arange(size)  # the rows not yet at their end; the others are no longer computed
    states = np.full(size, g.start if first else g.next)
    words = np.full(size, ID[BEGIN], np.int64)
    for _ in range(LONGEST if writer.sees_canvas else LONGEST_PROGRAM):
        logits, state = writer.read(seen, state, words, g.roles[states].astype(np.int64))
        logits = np.where(g.allowed[states], logits, -np.inf)
        words = choose(logits, choice, rng).astype(np.int64)
        top = logits.max(1)
        said = np.take_along_axis(logits, words[:, None], 1)[:, 0] - top
        likely[live] += said - np.log(np.exp(logits - top[:, None]).sum(1))
        for row, word in zip(live.tolist(), words.tolist(), strict=True):
            rows[row].append(word)
        states = g.follows[states, words]
        on = states != g.done
        if writer.sees_canvas:
            on &= states != g.next
        kept = np.flatnonzero(on)
        if not len(kept):
            return Written(rows, likely)
        if len(kept) < len(live):
            live, states, words = live[kept], states[kept], words[kept]
            seen, state = writer.rows(seen, kept), writer.rows(state, kept)
    for row in live.tolist():
        rows[row] = _whole(rows[row], first)
    return Written(rows, likely)


def _whole(tokens: list[int], first: bool) -> list[int]:
    """The tokens up to the end of the last statement that is whole."""
    g = grammar()
    state, end = g.start if first else g.next, 0
    for place, token in enumerate(tokens, 1):
        state = int(g.follows[state, token])
        if state in (g.next, g.done):
            end = place
    return tokens[:end]


def write_programs(
    writer: Writer,
    targets: Sequence[Pixels],
    choice: Choice = GREEDY,
    most: int = 24,
    rng: np.random.Generator | None = None,
) -> list[list[int]]:
    """Whole programs for pictures, all written side by side.

    Args:
        writer: a painter looks at its canvas after every statement, a captioner does not.
        targets: (side, side, 3) uint8 each, side the model's.
        choice: how tokens are chosen.
        most: statements after which a painter's program ends.
        rng: for a temperature above 0.

    Returns:
        Tokens, `end` included; see `sketchnet.model.tokens.decode`.
    """
    pictures = np.stack(targets)
    if not writer.sees_canvas:
        rows = write(writer, writer.look(pictures, pictures), True, choice, rng).rows
        return [row if row[-1:] == [ID[END]] else [*row, ID[END]] for row in rows]
    boards = [Board(writer.side) for _ in targets]
    programs: list[list[int]] = [[] for _ in targets]
    active = list(range(len(targets)))
    for step in range(most + 1):
        canvases = np.stack([boards[i].pixels() for i in active])
        seen = writer.look(pictures[active], canvases)
        for i, row in zip(active, write(writer, seen, step == 0, choice, rng).rows, strict=True):
            programs[i] += row
            boards[i].add(row)
        active = [i for i in active if programs[i][-1] != ID[END]]
        if not active:
            break
    for i in active:
        programs[i].append(ID[END])
    return programs
