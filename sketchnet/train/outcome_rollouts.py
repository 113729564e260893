"""Programs rewarded by what comes of them, and how much each of their tokens had to do with it.

Legend: P pictures, E programs, R steps of all programs, T tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from sketchnet.critic.blind import sample
from sketchnet.critic.model import Critic, gather
from sketchnet.critic.outcomes import RETURNS, judge
from sketchnet.metrics import rmse
from sketchnet.model.decoding import Choice
from sketchnet.model.writers import Floats, Ints, Pixels, Writer
from sketchnet.train.examples import Example
from sketchnet.train.rollouts import Rollouts, last_steps

_NOTHING = 255.0  # RMSE of a program that draws nothing, since it does not run


@dataclass(frozen=True)
class OutcomeRollouts(Rollouts):
    """Programs whose last step is rewarded, by the return of their outcome; see `Rollouts`.

    Attributes:
        targets: E pictures.
        programs: E, the tokens of each: those of its steps.
        outcome: (E,) `sketchnet.critic.outcomes.Outcome`.
    """

    targets: list[Pixels]
    programs: list[list[int]]
    outcome: Ints


def roll_outcomes(
    writer: Writer,
    targets: Sequence[Pixels],
    choice: Choice,
    most: int,
    tolerance: float,
    masked: bool,
    rng: np.random.Generator,
) -> OutcomeRollouts:
    """Writes a program for each picture and judges it.

    Args:
        writer: sees its canvas.
        targets: (side, side, 3) uint8 each; the same one may come several times.
        choice: how tokens are chosen.
        most: statements after which a program has failed to end.
        tolerance: RMSE up to which a program passes.
        masked: whether the grammar holds the samples.
        rng: of the samples.
    """
    found: list[tuple[int, Example]] = []

    begun: set[int] = set()

    def watch(index: int, canvas: Pixels, row: list[int]) -> None:
        said = np.array(row, np.int64)
        found.append((index, Example(targets[index], canvas, said, index not in begun)))
        begun.add(index)

    slips = [0.0 if masked else 1.0] * len(targets)
    programs = sample(writer, targets, slips, most, rng, None, choice, watch)
    found.sort(key=lambda one: one[0])  # stable: the steps of a program stay in order
    program = np.array([index for index, _ in found], np.int64)
    verdicts = [
        judge(tokens, target, most, tolerance)
        for tokens, target in zip(programs, targets, strict=True)
    ]
    outcome = np.array([verdict.outcome for verdict in verdicts], np.int64)
    errors = [
        _NOTHING if verdict.picture is None else rmse(verdict.picture, target)
        for verdict, target in zip(verdicts, targets, strict=True)
    ]
    return OutcomeRollouts(
        [step for _, step in found],
        program,
        np.where(last_steps(program), RETURNS[outcome][program], 0).astype(np.float32),
        np.array(errors, np.float32),
        list(targets),
        programs,
        outcome,
    )


@torch.no_grad()
def blame(critic: Critic, played: OutcomeRollouts) -> Floats:
    """(R, T) weight of every token: the odds that a critic gave, after it, to what came in the end.

    So the tokens that made the outcome certain are learnt from, and those before them hardly
    (CodeRL, Le et al. 2022, section 3.2). 0 beyond the end of a step.
    """
    batch = gather(played.targets, played.programs)
    odds = critic(batch.to(critic.head.weight.device)).softmax(-1).cpu().numpy()  # (E, T of all, 4)
    weights = np.zeros((len(played.steps), max(len(step.tokens) for step in played.steps)))
    begun = 0
    for row, (of, step) in enumerate(zip(played.program.tolist(), played.steps, strict=True)):
        begun = 0 if row and played.program[row - 1] != of else begun
        length = len(step.tokens)
        weights[row, :length] = odds[of, begun : begun + length, played.outcome[of]]
        begun += length
    return weights.astype(np.float32)
