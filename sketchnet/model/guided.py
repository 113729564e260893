"""Execution-guided writing: every statement is really drawn, and the best canvases are kept.

Legend: K canvases kept, M statements sampled for each.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sketchnet.model.board import Board
from sketchnet.model.decoding import Choice, write
from sketchnet.model.vocabulary import END, ID
from sketchnet.model.writers import Pixels, Writer

_WARM = Choice(temperature=0.8, top_p=0.98)
_MOST = 2048  # renders of a beam: a wider one only takes longer
_AT_ONCE = 256  # statements sampled side by side
_MORE = 2  # statements beyond the greedy program's that the renders of a beam should last for


class Found(NamedTuple):
    """A program and how well it draws the picture, seen at the writer's size.

    Attributes:
        error: squared error summed over pixels and channels, in 0–1.
        tokens: without `end`.
    """

    error: float
    tokens: list[int]


class Guided(NamedTuple):
    """What came of a guided writing: the best program, and the programs looked at."""

    best: Found
    renders: int


class Beam(NamedTuple):
    """The width of a beam: K canvases kept, M statements for each, the first of them greedy."""

    kept: int
    sampled: int


def affordable(renders: int, length: int) -> Beam:
    """The beam with which so many renders last for a drawing of so many statements."""
    each = max(renders / max(length, 1), 1.0)  # statement
    kept = max(round(math.sqrt(each / 2.5)), 1)
    return Beam(kept, max(round(each / kept), 1))


def write_guided(
    writer: Writer,
    target: Pixels,
    renders: int = 100,
    most: int = 24,
    rng: np.random.Generator | None = None,
    stop: Callable[[], bool] = lambda: False,
    *,
    beam: bool = True,
) -> Guided:
    """A program for a picture: the greedy one, or a nearer one by a beam over canvases.

    The greedy program is looked at first, all its canvases. Nothing farther off comes of the rest,
    and it says how many statements the beam's renders have to last for.

    Args:
        writer: a painter.
        target: (side, side, 3) uint8, side the writer's.
        renders: candidate canvases looked at, at most.
        most: statements of the longest program.
        rng: of the samples.
        stop: asked after every statement whether to leave off.
        beam: whether a nearer one is looked for, until somebody presses Ctrl-C.
    """
    rng = np.random.default_rng(0) if rng is None else rng
    greedy, length = _beam(writer, target, renders, Beam(1, 1), most, rng, stop)
    left = renders - greedy.renders
    if left <= 0 or not beam or stop():
        return greedy
    left = min(left, _MOST)
    width = affordable(left, length + _MORE)
    try:
        wide, _ = _beam(writer, target, left, width, most, rng, stop)
    except KeyboardInterrupt:
        return greedy
    best = min(greedy.best, wide.best, key=lambda one: one.error)
    return Guided(best, greedy.renders + wide.renders)


def _beam(
    writer: Writer,
    target: Pixels,
    renders: int,
    width: Beam,
    most: int,
    rng: np.random.Generator,
    stop: Callable[[], bool],
) -> tuple[Guided, int]:
    """The best canvas that a beam of this width passes, and for how many statements it went on."""
    wanted = target.astype(np.float32) / 255
    beam = [(Found(np.inf, []), Board(writer.side))]
    best = beam[0][0]
    spent = 0
    for step in range(most + 1):
        found: list[tuple[Found, Board]] = []
        boards = [board for _, board in beam]
        for index, row in _continuations(writer, target, boards, step, width.sampled, rng, stop):
            if row == [ID[END]] or spent >= renders:
                continue
            parent, board = beam[index]
            board = board.copy()
            board.add(row)
            spent += 1
            error = float(np.square(board.pixels() / np.float32(255) - wanted).sum())
            found.append((Found(error, [*parent.tokens, *row]), board))
        found.sort(key=lambda one: one[0].error)
        beam = _distinct(found, width.kept)
        if not beam:
            break
        best = min(best, beam[0][0], key=lambda one: one.error)
        if beam[0][0].error > best.error * 1.5 or spent >= renders or stop():
            break
    return Guided(best, spent), step + 1


def _continuations(
    writer: Writer,
    target: Pixels,
    boards: list[Board],
    step: int,
    sampled: int,
    rng: np.random.Generator,
    stop: Callable[[], bool],
) -> list[tuple[int, list[int]]]:
    """Statements to try next, each with the canvas it is for; the likeliest of each come first."""
    canvases = np.stack([board.pixels() for board in boards])
    seen = writer.look(np.broadcast_to(target, canvases.shape), canvases)
    greedy = write(writer, seen, step == 0).rows
    rows = list(enumerate(greedy))
    owners = np.repeat(np.arange(len(boards)), max(sampled - 1, 0))
    for start in range(0, len(owners), _AT_ONCE):
        if stop():
            break
        some = owners[start : start + _AT_ONCE]
        samples = write(writer, writer.rows(seen, some), step == 0, _WARM, rng).rows
        rows += zip(some.tolist(), samples, strict=True)
    return [(i, list(row)) for i, row in dict.fromkeys((i, tuple(row)) for i, row in rows)]


def _distinct(found: list[tuple[Found, Board]], count: int) -> list[tuple[Found, Board]]:
    """The best canvases, no error twice: the same drawing may have been written in two ways."""
    chosen: dict[float, tuple[Found, Board]] = {}
    for one in found:
        chosen.setdefault(round(one[0].error, 3), one)
        if len(chosen) == count:
            break
    return list(chosen.values())
