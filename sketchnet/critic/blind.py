"""Programs sampled without the grammar: what a painter would write if nothing held it.

The grammar is left out of a share of the tokens, the program's `slip`: with 1 nothing is masked,
with 0 everything. A painter that learnt under the mask never learnt to keep the syntax by itself,
and slips far below 1 show it all four outcomes already. A program ends at its first token that
cannot come there, since nothing after it makes the program a sentence again.

Legend: B programs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from renderer.errors import CapError, RunError
from sketchnet.critic.outcomes import drawn
from sketchnet.critic.syntax import read, syntax
from sketchnet.model.decoding import LONGEST, Choice, choose
from sketchnet.model.grammar import grammar
from sketchnet.model.vocabulary import BEGIN, END, ID
from sketchnet.model.writers import Floats, Pixels, Writer

WARM = Choice(temperature=1.0)


def write_blind(
    writer: Writer,
    seen: Any,
    first: Sequence[bool],
    slips: Floats,
    rng: np.random.Generator,
    choice: Choice = WARM,
) -> list[list[int]]:
    """One statement for each row, or the background, or `end`, or what is none of these.

    Args:
        writer: a painter.
        seen: what it made of the pictures and canvases of B rows.
        first: (B,) whether the program begins: then the background should come.
        slips: (B,) share of the tokens that the grammar is left out of, 0–1.
        rng: of the samples.
        choice: how tokens are chosen.

    Returns:
        Tokens of each row, the last of them its first that cannot come there, if there is one.
    """
    g, s = grammar(), syntax()
    state = writer.begin(seen)
    rows: list[list[int]] = [[] for _ in slips]
    live = np.arange(len(slips))
    states = np.where(first, g.start, g.next)
    words = np.full(len(slips), ID[BEGIN], np.int64)
    for _ in range(LONGEST):
        logits, state = writer.read(seen, state, words, g.roles[states].astype(np.int64))
        blind = rng.random(len(live)) < slips[live]
        logits = np.where(g.allowed[states] | blind[:, None], logits, -np.inf)
        words = choose(logits, choice, rng).astype(np.int64)
        for row, word in zip(live.tolist(), words.tolist(), strict=True):
            rows[row].append(word)
        legal = s.allowed[states, words]
        states = s.follows[states, words]
        kept = np.flatnonzero(legal & (states != s.next) & (states != s.done))
        if not len(kept):
            break
        if len(kept) < len(live):
            live, states, words = live[kept], states[kept], words[kept]
            seen, state = writer.rows(seen, kept), writer.rows(state, kept)
    return rows


def sample(
    writer: Writer,
    targets: Sequence[Pixels],
    slips: Sequence[float],
    most: int,
    rng: np.random.Generator,
    begun: Sequence[Sequence[int]] | None = None,
    choice: Choice = WARM,
    watch: Callable[[int, Pixels, list[int]], None] | None = None,
) -> list[list[int]]:
    """Programs for pictures, side by side, the canvas of each really run before the next statement.

    Args:
        writer: a painter.
        targets: B pictures, (side, side, 3) uint8.
        slips: (B,) share of the tokens that the grammar is left out of, 0–1.
        most: statements after which a program is left, without an `end`.
        rng: of the samples.
        begun: what is written already: nothing, or a background and statements that run.
        choice: how tokens are chosen.
        watch: told of every statement: the program's place, the canvas before it, its tokens.

    Returns:
        Tokens of each; see `sketchnet.critic.outcomes.judge` for what becomes of them.

    Raises:
        ValueError: what is begun is no sentence, or has its `end`.
    """
    s = syntax()
    programs = [list(tokens) for tokens in begun] if begun else [[] for _ in targets]
    pictures, shares = np.stack(targets), np.asarray(slips, np.float32)
    canvases = np.full_like(pictures, 255)
    for index, tokens in enumerate(programs):
        if tokens:
            if read(tokens).state != s.next:
                raise ValueError("a program that is begun ends after a statement")
            canvases[index] = drawn(tokens, writer.side)
    live = list(range(len(programs)))
    while live:
        seen = writer.look(pictures[live], canvases[live])
        first = [not programs[index] for index in live]
        rows = write_blind(writer, seen, first, shares[live], rng, choice)
        going = []
        for index, row in zip(live, rows, strict=True):
            if watch is not None:
                watch(index, canvases[index].copy(), row)
            programs[index] += row
            told = read(programs[index])
            if told.fault or row == [ID[END]] or len(told.ends) > most:
                continue
            try:
                canvases[index] = drawn(programs[index], writer.side)
            except (RunError, CapError):
                continue  # it has failed, whatever comes after
            going.append(index)
        live = going
    return programs
