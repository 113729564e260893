"""What comes of a program: compile error, run-time error, failed or passed.

compile error, −1: the tokens are no sentence of the syntax; a word that cannot come there, or the
    end inside a statement.
run-time error, −0.6: a sentence that fails when it really runs, printed as Processing: a negative
    stroke weight or corner radius, a cap reached. Also one that has more statements than it may,
    and never says its `end`.
failed, −0.3: its picture is farther from the target than the tolerance.
passed, +1: its picture is as near as that.

The whole picture is the hidden test; example tests are random crops of it. No other error can
come: the syntax begins and ends every path, channels have no value out of range, and negative sizes
are drawn, as Processing does. Returns are those of CodeRL (Le et al. 2022, section 3.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np

import renderer
from renderer.errors import CapError, RunError
from sketchnet.critic.syntax import read, syntax
from sketchnet.metrics import rmse
from sketchnet.model.statements import program_of
from sketchnet.model.tokens import decode
from sketchnet.model.vocabulary import SIDE
from sketchnet.model.writers import Floats, Pixels


class Outcome(IntEnum):
    """What came of a program."""

    COMPILE_ERROR = 0
    RUNTIME_ERROR = 1
    FAILED = 2
    PASSED = 3

    @property
    def told(self) -> str:
        """The name, for people."""
        return ("compile error", "run-time error", "failed", "passed")[self]


RETURNS: Floats = np.array([-1.0, -0.6, -0.3, 1.0], np.float32)
"""What each outcome is worth."""

TOLERANCE = 12.0
"""RMSE of the hidden test, 0–255: a drawing as good as that shows every shape in its place."""


class Verdict(NamedTuple):
    """What came of a program.

    Attributes:
        outcome: its class.
        picture: what it draws, (side, side, 3) uint8; None if it does not run.
        fault: why it does not, in one line; empty if it does.
    """

    outcome: Outcome
    picture: Pixels | None
    fault: str


def source_of(tokens: Sequence[int]) -> str:
    """Processing code of a program's tokens, on a canvas of 256 × 256 pixels.

    Raises:
        ValueError: the tokens are no sentence of the syntax.
    """
    picture = decode(tokens, rules=syntax())
    return renderer.export(program_of(picture, (SIDE, SIDE)), "processing")


def drawn(tokens: Sequence[int], side: int) -> Pixels:
    """The picture of a program that is really printed, parsed and run, (side, side, 3) uint8.

    Raises:
        ValueError: the tokens are no sentence of the syntax.
        RunError: it fails.
        CapError: it reaches a cap.
    """
    return renderer.render(source_of(tokens), (side, side))


def judge(tokens: Sequence[int], target: Pixels, most: int, tolerance: float) -> Verdict:
    """What comes of a program.

    Args:
        tokens: background, statements and `end`, or what was written instead.
        target: (side, side, 3) uint8, the hidden test.
        most: statements that a program may have.
        tolerance: RMSE up to which it passes.
    """
    told = read(tokens)
    if told.fault or told.state not in (syntax().next, syntax().done):
        place = len(told.states) if told.fault else len(tokens)
        return Verdict(Outcome.COMPILE_ERROR, None, f"token {place} cannot come there")
    if told.state != syntax().done or len(told.ends) - 1 > most:
        return Verdict(Outcome.RUNTIME_ERROR, None, f"more than {most} statements, and no end")
    try:
        picture = drawn(tokens, len(target))
    except (RunError, CapError) as error:
        return Verdict(Outcome.RUNTIME_ERROR, None, str(error))
    near = rmse(picture, target) <= tolerance
    return Verdict(Outcome.PASSED if near else Outcome.FAILED, picture, "")
