"""Programs and what came of them: what a critic learns from, and is measured on.

Four kinds, so that every outcome is there and none can be told by where a program is from: sampled
from the start, sampled on from the first statements of the right program, the right program itself,
and the right program of another picture. What came of each is found by running it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from sketchnet.critic.blind import sample
from sketchnet.critic.model import Programs, gather
from sketchnet.critic.outcomes import TOLERANCE, judge
from sketchnet.critic.syntax import read
from sketchnet.model.decoding import Choice
from sketchnet.model.statements import Picture
from sketchnet.model.tokens import encode
from sketchnet.model.writers import Writer
from sketchnet.train.examples import UNIT, target_of


@dataclass(frozen=True)
class Sampling:
    """How the programs come about.

    Attributes:
        most: statements that a program may have.
        slips: shares of the tokens that the grammar is left out of, 0–1; programs take turns.
        temperature: of the samples.
        truths: share of the programs that are right ones, of their picture or of another.
        continued: share of the programs that begin as the right one.
        tolerance: RMSE up to which a program passes.
        augment: how much targets may look like files, 0–1.
    """

    most: int = 12
    slips: tuple[float, ...] = (0.0, 0.0, 0.02, 1.0)
    temperature: float = 0.8
    truths: float = 0.25
    continued: float = 0.25
    tolerance: float = TOLERANCE
    augment: float = 0.0


class Judged(NamedTuple):
    """Programs and what came of them.

    Attributes:
        programs: B of them.
        outcome: (B,) int64, `Outcome`.
    """

    programs: Programs
    outcome: Tensor

    def to(self, device: torch.device) -> Judged:
        """The same on a device."""
        return Judged(self.programs.to(device), self.outcome.to(device))


def judged(
    writer: Writer,
    pictures: Iterator[Picture],
    count: int,
    how: Sampling,
    rng: np.random.Generator,
) -> Judged:
    """Programs for so many pictures, one for each.

    Args:
        writer: a painter.
        pictures: drawings to write programs for.
        count: how many programs, at least one.
        how: of which kinds.
        rng: of all that is random but the pictures.
    """
    some = [next(pictures) for _ in range(count)]
    targets = [target_of(picture, writer.side, rng, how.augment) for picture in some]
    right = [encode(picture, UNIT) for picture in some]
    truths, continued = round(count * how.truths), round(count * how.continued)
    programs = [
        right[place if place < truths - truths // 2 else (place + 1) % count]
        for place in range(truths)
    ]
    begun: list[Sequence[int]] = [
        _opening(right[place], rng) if place < truths + continued else []
        for place in range(truths, count)
    ]
    if begun:
        slips = [how.slips[place % len(how.slips)] for place in range(len(begun))]
        choice = Choice(how.temperature)
        programs += sample(writer, targets[truths:], slips, how.most, rng, begun, choice)
    outcomes = [
        judge(tokens, target, how.most, how.tolerance).outcome
        for tokens, target in zip(programs, targets, strict=True)
    ]
    return Judged(gather(targets, programs), torch.tensor(outcomes, dtype=torch.long))


def _opening(tokens: Sequence[int], rng: np.random.Generator) -> Sequence[int]:
    """A program's background and some of its statements."""
    ends = read(tokens).ends
    return tokens[: ends[int(rng.integers(len(ends)))]]
