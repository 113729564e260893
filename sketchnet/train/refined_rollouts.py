"""Programs rewarded by how near refinement would bring them, as search would refine them.

What a painter writes is a few pixels off and is moved into place afterwards. So a program of the
right shapes in about the right places is worth more than one that is nearer as written, with
shapes that no moving makes right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sketchnet.metrics import rmse
from sketchnet.model.decoding import Choice
from sketchnet.model.shapes import shapes_of
from sketchnet.model.tokens import decode
from sketchnet.model.vocabulary import SIDE
from sketchnet.model.writers import Pixels, Writer
from sketchnet.search.pyramid import rough_error
from sketchnet.train.rollouts import Rollouts, last_steps, numbers_in, roll

NEAR = 6.0
"""RMSE, 0–255, around which a drawing's last pixels begin to count as much as its first."""


def roll_refined(
    writer: Writer,
    targets: Sequence[Pixels],
    choice: Choice,
    most: int,
    price: float,
    as_written: float,
    rng: np.random.Generator,
) -> Rollouts:
    """Writes a program for each picture and refines it; see `roll`.

    The last step of a program is rewarded, by the logarithm of how many times nearer it is than an
    empty canvas: once refined, and `as_written` times that as it was written. The numbers of each
    step cost their price of it.

    Returns:
        As `roll`, `error` being the RMSE after refinement.
    """
    played = roll(writer, targets, choice, most, rng=rng)
    programs: list[list[int]] = [[] for _ in targets]
    price_of = np.zeros(len(played.steps), np.float32)
    for row, (index, step) in enumerate(zip(played.program.tolist(), played.steps, strict=True)):
        tokens = step.tokens.tolist()
        programs[index] += tokens
        price_of[row] = price * numbers_in(tokens)
    error = np.array([refined_error(*one) for one in zip(programs, targets, strict=True)])
    empty = np.array([rmse(np.full_like(target, 255), target) for target in targets])
    nearer = np.log((NEAR + empty) / (NEAR + error))
    nearer += as_written * np.log((NEAR + empty) / (NEAR + played.error))
    reward = np.where(last_steps(played.program), nearer[played.program], 0) - price_of
    return replace(played, reward=reward.astype(np.float32), error=error.astype(np.float32))


def refined_error(program: Sequence[int], target: Pixels) -> float:
    """RMSE, 0–255, of what a program draws once its shapes are roughly moved into place.

    Args:
        program: background and statements, with or without `end`.
        target: (side, side, 3) uint8.
    """
    return rough_error(shapes_of(decode(program, len(target) / SIDE)), target)
