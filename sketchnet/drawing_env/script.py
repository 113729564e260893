"""A program as an agent writes it, action by action, and what each action draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

import renderer
from renderer.language.tree import Program
from renderer.ops import RGBA, DrawOp, Style
from sketchnet.drawing_env.actions import tokens_of_action
from sketchnet.drawing_env.settings import Settings
from sketchnet.model.grammar import grammar
from sketchnet.model.statements import PATH, Picture, Statement, program_of
from sketchnet.model.tokens import decode, ground_tokens
from sketchnet.model.vocabulary import BACKGROUND, END, ID, LONGEST_PATH, SIDE

WHITE: RGBA = (255, 255, 255, 255)
"""What every canvas is before its program says otherwise."""

LONGEST_UNFINISHED = 1 + 2 + 7 * LONGEST_PATH + 1 + 1 + 1 + 2 * 4 - 1
"""Tokens of the longest statement, a path, without its last one."""

_ANY_GROUND = ground_tokens(WHITE)


class Script:
    """A program that grows.

    Args:
        settings: of the environment it is written in.

    Attributes:
        picture: what it draws, in pixels; statements that a background hid are gone.
        numbers: in its geometry so far, those of what is hidden too.
        unfinished: tokens of a statement that is not whole yet.
        state: the grammar's, before the next token.
        valid: whether the last action was one that the grammar allows.
        ended: whether it has said `end`.
    """

    def __init__(self, settings: Settings) -> None:
        self._side = settings.side
        self._by_token = settings.action == "token"
        self.picture = Picture(WHITE, ())
        self.numbers = 0
        self.unfinished: list[int] = []
        self.state = grammar().start
        self.valid = True
        self.ended = False
        self._pen = 1.0

    def write(self, action: int | Sequence[int] | NDArray[np.int64]) -> list[DrawOp]:
        """Takes an action; what it draws on the canvas that is there.

        A token that the grammar does not allow changes nothing.
        """
        if not self._by_token:
            assert not isinstance(action, int)
            return self._say(tokens_of_action(action))
        token = int(action)  # type: ignore[arg-type]  # a token is one number
        g = grammar()
        self.valid = bool(g.allowed[self.state, token])
        if not self.valid:
            return []
        self.unfinished.append(token)
        self.state = int(g.follows[self.state, token])
        if self.state not in (g.next, g.done):
            return []
        tokens, self.unfinished = self.unfinished, []
        return self._say(tokens)

    @property
    def program(self) -> Program:
        """The sketch so far, without a statement that is not whole."""
        return program_of(self.picture, (self._side, self._side))

    @property
    def source(self) -> str:
        """The sketch so far, as Processing reads it."""
        return renderer.export(self.program, "processing")

    def _say(self, tokens: list[int]) -> list[DrawOp]:
        if tokens[0] == ID[END]:
            self.ended = True
            return []
        if tokens[0] == ID[BACKGROUND]:
            self.picture = decode(tokens)
            self._pen = 1.0
            return [DrawOp("background", (), Style(self.picture.background, None))]
        (statement,) = decode([*_ANY_GROUND, *tokens], self._side / SIDE).statements
        ground, before = self.picture
        self.picture = Picture(ground, (*before, statement))
        self.numbers += self._numbers_of(statement)
        # Run as it is written down, so that the canvas is what the source draws, digit for digit.
        alone = program_of(Picture(ground, (statement,)), (self._side, self._side))
        return [op for op in renderer.run(alone).ops if op.kind != "background"]

    def _numbers_of(self, statement: Statement) -> int:
        """Those that the program grows by; a weight is written only where it changes."""
        count = len(statement.params)
        if statement.kind == PATH:
            count = sum(len(segment) - 1 for segment in statement.segments)
        if statement.stroke[3] and statement.weight != self._pen:
            self._pen = statement.weight
            count += 1
        return count
