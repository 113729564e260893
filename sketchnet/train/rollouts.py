"""Programs written for pictures that have none, and how much nearer every statement came.

Legend: P pictures, E programs, R steps of all programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketchnet.metrics import rmse
from sketchnet.model.board import Board
from sketchnet.model.decoding import Choice, write
from sketchnet.model.vocabulary import END, ID, NUMBERS, TURNS
from sketchnet.model.writers import Floats, Ints, Pixels, Writer
from sketchnet.train.examples import Example


@dataclass(frozen=True)
class Rollouts:
    """Programs written step by step.

    Attributes:
        steps: R of them: what was looked at, and what was written.
        program: (R,) which of the programs each step is of; ascending.
        reward: (R,) by how much the step lowered the RMSE, less the price of its numbers.
        error: (E,) RMSE at the end.
    """

    steps: list[Example]
    program: Ints
    reward: Floats
    error: Floats

    @property
    def returns(self) -> Floats:
        """(R,) the rewards of a step and of all that follow it in its program."""
        found = np.zeros_like(self.reward)
        after, last = 0.0, last_steps(self.program)
        for step in range(len(found) - 1, -1, -1):
            after = float(self.reward[step]) + (0.0 if last[step] else after)
            found[step] = after
        return found

    @property
    def totals(self) -> Floats:
        """(E,) the rewards of whole programs."""
        count = len(self.error)
        return np.bincount(self.program, self.reward, count).astype(np.float32)


def last_steps(program: Ints) -> NDArray[np.bool_]:
    """(R,) whether a step is the last of its program, (R,) which program each step is of."""
    return np.append(program[1:] != program[:-1], True)


def numbers_in(tokens: Sequence[int]) -> int:
    """Numbers that a statement's tokens say: places, sizes, weights and angles."""
    spans = (NUMBERS.tokens, TURNS.tokens)
    return sum(token in span for token in tokens for span in spans)


def roll(
    writer: Writer,
    targets: Sequence[Pixels],
    choice: Choice,
    most: int,
    price: float = 0.0,
    rng: np.random.Generator | None = None,
) -> Rollouts:
    """Writes a program for each picture, side by side, statement by statement.

    Args:
        writer: sees its canvas.
        targets: (side, side, 3) uint8 each; the same one may come several times.
        choice: how tokens are chosen.
        most: statements after which a program ends.
        price: RMSE that a number has to save in order to be worth it.
        rng: for a temperature above 0.
    """
    pictures = np.stack(targets)
    boards = [Board(writer.side) for _ in targets]
    canvases = np.stack([board.pixels() for board in boards])
    errors = [rmse(canvas, target) for canvas, target in zip(canvases, targets, strict=True)]
    live = np.arange(len(targets))
    found: list[tuple[int, Example, float]] = []
    for place in range(most + 1):  # the background, and the statements
        seen = writer.look(pictures[live], canvases[live])
        going = []
        for index, tokens in zip(
            live.tolist(), write(writer, seen, place == 0, choice, rng).rows, strict=True
        ):
            said = np.array(tokens, np.int64)
            step = Example(targets[index], canvases[index].copy(), said, place == 0)
            reward = -price * numbers_in(tokens)
            if tokens[0] != ID[END]:
                boards[index].add(tokens)
                canvases[index] = boards[index].pixels()
                error = rmse(canvases[index], targets[index])
                reward += errors[index] - error
                errors[index] = error
                going.append(index)
            found.append((index, step, reward))
        live = np.array(going, np.int64)
        if not len(live):
            break
    found.sort(key=lambda one: one[0])  # stable: the steps of a program stay in order
    return Rollouts(
        [step for _, step, _ in found],
        np.array([index for index, _, _ in found], np.int64),
        np.array([reward for _, _, reward in found], np.float32),
        np.array(errors, np.float32),
    )
