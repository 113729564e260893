"""Writing programs with a model: greedy or sampled, each statement drawn before the next one.

The grammar is applied to the logits of every token, so what comes out is always a program.
Legend: B pictures, V the vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cairo
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from renderer.ops import DrawOp, Style
from renderer.raster.cairo_raster import paint, pixels_of
from sketchnet.model.captioner import Captioner
from sketchnet.model.grammar import grammar
from sketchnet.model.painter import Painter
from sketchnet.model.statements import Picture, op_of
from sketchnet.model.tokens import decode
from sketchnet.model.vocabulary import BEGIN, END, ID, SIDE

Pixels = NDArray[np.uint8]

LONGEST = 120
"""Tokens after which a statement would be stuck; the longest path is 100."""


@dataclass(frozen=True)
class Choice:
    """How the next token is chosen.

    Attributes:
        temperature: 0 takes the likeliest token; above, logits are divided by it.
        top_p: share of the probability from which tokens are drawn, the likeliest first.
    """

    temperature: float = 0.0
    top_p: float = 1.0


class Board:
    """The canvas a painter works on, drawn on as it writes, in tokens' units."""

    def __init__(self, side: int) -> None:
        self._surface = cairo.ImageSurface(cairo.FORMAT_RGB24, side, side)
        self._context = cairo.Context(self._surface)
        self._context.scale(side / SIDE, side / SIDE)
        self._context.set_source_rgb(1, 1, 1)
        self._context.paint()

    def draw(self, picture: Picture) -> None:
        """Draws a picture's background and statements."""
        ground = DrawOp("background", (), Style(picture.background, None))
        paint(self._context, [ground, *map(op_of, picture.statements)])

    def add(self, op: DrawOp) -> None:
        """Draws one shape more."""
        paint(self._context, [op])

    def pixels(self) -> Pixels:
        """(side, side, 3) uint8."""
        return pixels_of(self._surface)


def to_tensor(pictures: Sequence[Pixels], device: torch.device | str = "cpu") -> Tensor:
    """Pictures (H, W, 3) uint8 as (B, 3, H, W) float from 0 to 1."""
    stacked = torch.from_numpy(np.stack(pictures)).to(device)
    return stacked.permute(0, 3, 1, 2).float() / 255


def choose(
    logits: Tensor, allowed: Tensor, choice: Choice, generator: torch.Generator | None
) -> tuple[Tensor, Tensor]:
    """A token for each row, and its log-probability under the model, the grammar applied.

    Args:
        logits: (B, V).
        allowed: (B, V) bool.
        choice: how.
        generator: of the random numbers, for a temperature above 0.
    """
    logits = logits.float().masked_fill(~allowed, -torch.inf)
    said = logits.log_softmax(-1)
    if choice.temperature == 0:
        tokens = logits.argmax(-1)
    else:
        heated = (logits / choice.temperature).softmax(-1)
        if choice.top_p < 1:
            ordered, places = heated.sort(-1, descending=True)
            beyond = ordered.cumsum(-1) - ordered >= choice.top_p
            heated = torch.zeros_like(heated).scatter(-1, places, ordered.masked_fill(beyond, 0))
        tokens = torch.multinomial(heated, 1, generator=generator)[:, 0]
    return tokens, said.gather(-1, tokens[:, None])[:, 0]


@torch.inference_mode()
def next_statements(
    model: Painter,
    targets: Tensor,
    canvases: Tensor,
    first: bool,
    choice: Choice,
    generator: torch.Generator | None = None,
) -> tuple[list[list[int]], Tensor]:
    """One more statement for each picture, or its background, or `end`.

    Args:
        model: the painter.
        targets, canvases: (B, 3, side, side) from 0 to 1.
        first: whether it is the background that comes next.
        choice, generator: how tokens are chosen.

    Returns:
        The tokens of each, and their log-probabilities (B,).
    """
    seen = model.look(targets, canvases)
    return _write(model, seen, model.begin(seen), first, choice, generator, whole=False)


@torch.inference_mode()
def whole_programs(
    model: Captioner,
    targets: Tensor,
    choice: Choice,
    generator: torch.Generator | None = None,
    most: int = 800,
) -> list[list[int]]:
    """The captioner's programs, cut after whole statements where they exceed `most` tokens."""
    seen = model.look(targets)
    return _write(model, seen, model.begin(seen), True, choice, generator, whole=True, most=most)[0]


def _write(
    model: Painter | Captioner,
    seen: object,
    state: object,
    first: bool,
    choice: Choice,
    generator: torch.Generator | None,
    *,
    whole: bool,
    most: int = LONGEST,
) -> tuple[list[list[int]], Tensor]:
    g = grammar()
    device = model.head.weight.device
    allowed, follows = (torch.from_numpy(table).to(device) for table in (g.allowed, g.follows))
    role_of = torch.from_numpy(g.roles).to(device)
    size = len(seen.keys) if hasattr(seen, "keys") else len(seen)  # type: ignore[arg-type]
    states = torch.full((size,), g.start if first else g.next, device=device, dtype=torch.long)
    words = torch.full((size, 1), ID[BEGIN], device=device)
    said = torch.zeros(size, device=device)
    written: list[Tensor] = []
    open_ = torch.ones(size, dtype=torch.bool, device=device)
    for _ in range(most):
        logits, state = model.read(seen, state, words, role_of[states].long()[:, None])  # type: ignore[arg-type]
        tokens, likely = choose(logits[:, 0], allowed[states], choice, generator)
        written.append(torch.where(open_, tokens, -1))
        said += torch.where(open_, likely, 0)
        states = torch.where(open_, follows[states, tokens].long(), states)
        open_ = open_ & (states != g.done) & (whole | (states != g.next))
        words = tokens[:, None]
        if not open_.any():
            break
    rows = torch.stack(written, 1).tolist()
    sentences = [[token for token in row if token >= 0] for row in rows]
    return [_whole_statements(sentence, first) for sentence in sentences], said


def _whole_statements(tokens: list[int], first: bool) -> list[int]:
    """The tokens up to the end of the last statement that is whole."""
    g = grammar()
    state, end = g.start if first else g.next, 0
    for place, token in enumerate(tokens, 1):
        state = int(g.follows[state, token])
        if state in (g.next, g.done):
            end = place
    return tokens[:end]


@torch.inference_mode()
def paint_pictures(
    model: Painter | Captioner,
    targets: Sequence[Pixels],
    choice: Choice = Choice(),
    most: int = 24,
    generator: torch.Generator | None = None,
) -> list[list[int]]:
    """Whole programs for pictures, all written side by side.

    Args:
        model: a painter, which looks at its canvas after every statement, or a captioner.
        targets: (side, side, 3) uint8 each, side the model's.
        choice, generator: how tokens are chosen.
        most: statements after which a program ends.

    Returns:
        Tokens, `end` included; see `sketchnet.model.tokens.decode`.
    """
    device = model.head.weight.device
    pictures = to_tensor(targets, device)
    if isinstance(model, Captioner):
        written = whole_programs(model, pictures, choice, generator)
        return [[*row, ID[END]] if row[-1:] != [ID[END]] else row for row in written]
    boards = [Board(model.config.side) for _ in targets]
    programs: list[list[int]] = [[] for _ in targets]
    active = list(range(len(targets)))
    for step in range(most + 1):
        canvases = to_tensor([boards[i].pixels() for i in active], device)
        rows, _ = next_statements(model, pictures[active], canvases, step == 0, choice, generator)
        for i, row in zip(active, rows, strict=True):
            programs[i] += row
            if row != [ID[END]]:
                advance(boards[i], programs[i], row, step == 0)
        active = [i for i in active if programs[i][-1] != ID[END]]
        if not active:
            break
    for i in active:
        programs[i].append(ID[END])
    return programs


def advance(board: Board, program: list[int], row: list[int], first: bool) -> None:
    """Draws what was written last on a board."""
    if first:
        board.draw(decode(row))
    else:
        board.add(op_of(decode(program[:4] + row).statements[0]))
