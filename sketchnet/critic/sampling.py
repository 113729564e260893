"""Critic sampling: the best program is cut where the critic says it went wrong, and written anew.

A part of the candidates is sampled from the start. Then, round by round, the best programs by the
example tests are cut before the statement at which the critic's value drops most, and go on from
there in other ways (CodeRL, Le et al. 2022, section 3.3, "refine"). What stays is not drawn again,
so the same renders pay for more programs. Or the best ones are written anew from the start, by a
repair model that reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

import numpy as np

from sketchnet.critic.blind import sample
from sketchnet.critic.crops import Crop, error
from sketchnet.critic.model import Critic, values
from sketchnet.critic.outcomes import Outcome, drawn
from sketchnet.critic.repair import Repairer, RepairWriter
from sketchnet.critic.syntax import read
from sketchnet.model.decoding import Choice
from sketchnet.model.vocabulary import END, ID
from sketchnet.model.writers import Floats, Pixels, Writer


@dataclass(frozen=True)
class Refining:
    """How candidates are spent.

    Attributes:
        most: statements of the longest program.
        fresh: share of the renders for programs from the start, 0–1.
        kept: programs that are cut or repaired in a round, the best ones.
        each: ways in which each goes on, or is repaired.
        temperature: of the samples.
    """

    most: int = 12
    fresh: float = 0.5
    kept: int = 2
    each: int = 4
    temperature: float = 0.8


class Candidate(NamedTuple):
    """A program that was looked at.

    Attributes:
        error: mean RMSE over the example tests, 0–255.
        tokens: with `end`.
    """

    error: float
    tokens: tuple[int, ...]


@dataclass
class Tried:
    """All programs looked at for a picture, and the canvases drawn for them.

    Attributes:
        target: (side, side, 3) uint8.
        tests: example tests.
        renders: canvases that may be drawn: one for a background, one for each statement.
        spent: those drawn.
        found: the programs, in the order they were written.
    """

    target: Pixels
    tests: list[Crop]
    renders: int
    spent: int = 0
    found: list[Candidate] = field(default_factory=list)

    def add(self, tokens: Sequence[int], begun: int = 0) -> bool:
        """Looks at a program, if there are renders left for all of it; whether there were.

        Args:
            tokens: of the program.
            begun: canvases of it that were drawn before.
        """
        cost = max(len(read(tokens).ends) - begun, 1)
        if self.spent + cost > self.renders:
            return False
        self.spent += cost
        picture = drawn(tokens, len(self.target))
        self.found.append(Candidate(error(picture, self.target, self.tests), tuple(tokens)))
        return True

    def best(self, many: int) -> list[Candidate]:
        """The best programs by the tests, none twice."""
        return sorted(set(self.found))[:many]


def sample_plainly(
    writer: Writer, tried: Tried, how: Refining, rng: np.random.Generator, renders: int
) -> None:
    """Spends renders on programs from the start, up to a number of them in all."""
    together = how.kept * how.each
    while tried.spent < renders:
        targets = [tried.target] * together
        for tokens in _written(writer, targets, how, rng):
            if tried.spent >= renders or not tried.add(tokens):
                return


def refine(
    writer: Writer, critic: Critic | None, tried: Tried, how: Refining, rng: np.random.Generator
) -> None:
    """Spends all renders, a share of them on programs from the start, the others at the cue.

    Args:
        writer: a painter.
        critic: says where programs went wrong; None cuts them anywhere, to compare with.
        tried: filled.
        how: the renders are spent.
        rng: of all that is random.
    """
    sample_plainly(writer, tried, how, rng, round(tried.renders * how.fresh))
    cuts: dict[tuple[int, ...], list[int]] = {}
    for turn in count():
        if tried.spent >= tried.renders:
            return
        begun: list[tuple[int, ...]] = []
        for one in tried.best(how.kept):
            if one.tokens not in cuts:
                found = cuts_of(one.tokens, critic, tried.target, rng)
                # A program of the most statements has no room for another one.
                cuts[one.tokens] = [
                    at for at in found if len(read(one.tokens[:at]).ends) <= how.most
                ]
            places = cuts[one.tokens]
            begun += [one.tokens[: places[turn % len(places)]]] * how.each
        if not begun:  # not even one program was affordable
            return
        programs = _written(writer, [tried.target] * len(begun), how, rng, begun)
        for tokens, start in zip(programs, begun, strict=True):
            if not tried.add(tokens, len(read(start).ends)):
                return


def repair(
    writer: Writer, repairer: Repairer, tried: Tried, how: Refining, rng: np.random.Generator
) -> None:
    """Spends all renders, a share of them on programs from the start, the others on repairs.

    Args:
        writer: a painter.
        repairer: reads the best programs, as ones that failed.
        tried: filled.
        how: the renders are spent.
        rng: of all that is random.
    """
    sample_plainly(writer, tried, how, rng, round(tried.renders * how.fresh))
    while tried.spent < tried.renders and tried.found:
        for one in tried.best(how.kept):
            mender = RepairWriter(repairer, one.tokens, Outcome.FAILED)
            for tokens in _written(mender, [tried.target] * how.each, how, rng):
                if not tried.add(tokens):
                    return


def cuts_of(
    tokens: Sequence[int], critic: Critic | None, target: Pixels, rng: np.random.Generator
) -> list[int]:
    """Where to cut a program, the places that the critic names first: tokens that stay.

    Args:
        tokens: with `end`.
        critic: None has no opinion.
        target: the picture.
        rng: of what nobody has an opinion on.
    """
    if critic is None:
        stays = read(tokens).ends
        return [stays[place] for place in rng.permutation(len(stays)).tolist()]
    (value,) = values(critic, [target], [tokens])
    return cues(value, tokens)


def cues(value: Floats, tokens: Sequence[int]) -> list[int]:
    """Where a program could be cut, the greatest drop of the value first: tokens that stay.

    The background always stays; before the `end` is a place too.

    Args:
        value: (T,) after each token.
        tokens: of a whole program, `end` included.
    """
    stays = read(tokens).ends
    after = [*stays[1:], len(tokens)]
    drops = [
        float(value[start - 1] - value[stop - 1]) for start, stop in zip(stays, after, strict=True)
    ]
    return [stays[place] for place in np.argsort([-drop for drop in drops], kind="stable").tolist()]


def _written(
    writer: Writer,
    targets: list[Pixels],
    how: Refining,
    rng: np.random.Generator,
    begun: Sequence[Sequence[int]] | None = None,
) -> list[list[int]]:
    """Programs under the grammar, which end after the most statements at the latest."""
    slips = [0.0] * len(targets)
    choice = Choice(how.temperature)
    programs = sample(writer, targets, slips, how.most, rng, begun, choice)
    return [row if row[-1] == ID[END] else [*row, ID[END]] for row in programs]
