"""Programs for tests of the critic, and writers that say what they are told."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from sketchnet.model.painter import Painter
from sketchnet.model.sizes import PainterConfig
from sketchnet.model.statements import CLEAR, Statement
from sketchnet.model.tokens import ground_tokens, statement_tokens
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.vocabulary import COUNT, END, ID, NUMBERS
from sketchnet.model.writers import Floats, Ints, Pixels

SIDE = 32
SMALL = PainterConfig(side=SIDE, width=8, hidden=32, embedding=16)

GROUND = ground_tokens((255, 255, 255, 255))
DISC = statement_tokens(Statement("circle", (128.0, 128.0, 120.0), (255, 0, 0, 255), CLEAR))
BAR = statement_tokens(Statement("rect", (10.0, 20.0, 200.0, 40.0), (0, 0, 255, 255), CLEAR))
CARD = statement_tokens(
    Statement("roundrect", (10.0, 20.0, 200.0, 40.0, 8.0), (0, 0, 255, 255), CLEAR)
)
LINE = statement_tokens(
    Statement("line", (0.0, 0.0, 200.0, 90.0), CLEAR, (0, 0, 0, 255), weight=9.0)
)
OVER = [ID[END]]


def changed(statement: list[int], place: int, value: int) -> list[int]:
    """A statement with another number at a place."""
    return [*statement[:place], NUMBERS.token(value), *statement[place + 1 :]]


def painter(seed: int = 0) -> Painter:
    """A small one that knows nothing."""
    torch.manual_seed(seed)
    return Painter(SMALL).eval()


def writer(seed: int = 0) -> TorchWriter:
    """The same as a writer."""
    return TorchWriter(painter(seed))


class Parrot:
    """A `Writer` of one statement after another, the same for every row."""

    sees_canvas = True

    def __init__(self, said: list[list[int]]) -> None:
        self.side = SIDE
        self.said = said
        self.canvases: list[Pixels] = []

    def look(self, targets: Pixels, canvases: Pixels) -> Any:
        """Remembers the canvases."""
        self.canvases.append(canvases.copy())
        return np.full(len(targets), len(self.canvases) - 1)

    def begin(self, seen: Any) -> Any:
        """How many tokens were said."""
        return np.zeros_like(seen)

    def read(self, seen: Any, state: Any, tokens: Ints, roles: Ints) -> tuple[Floats, Any]:
        """All odds on the next token."""
        del tokens, roles
        logits = np.full((len(seen), COUNT), -1e9, np.float32)
        for row, (look, place) in enumerate(zip(seen, state, strict=True)):
            logits[row, self.said[look][place]] = 0.0
        return logits, state + 1

    def rows(self, value: Any, index: Ints) -> Any:
        """Some rows."""
        return value[index]
