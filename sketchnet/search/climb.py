"""Hill climbing of one shape at one place, a batch of candidates at a time.

It knows a scoring callable, never a canvas: `scorer(kind, params, paint, weights) -> Scores`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Scores
from sketchnet.search.moves import mutate, mutate_weights
from sketchnet.search.shapes import Paint, Params, Shape, colour_of, legal, numbers_of

Scorer = Callable[[str, Params, Paint, NDArray[np.float64]], Scores]
Proposal = tuple[str, list[float], Paint, float]  # kind, parameters, paint, stroke weight


class Candidate(NamedTuple):
    """A shape and the drop of the squared error it would bring."""

    shape: Shape
    gain: float

    def value(self, thrift: float) -> float:
        """Gain for the numbers it costs; `thrift` 0 looks at the gain alone, 1 at the rate."""
        return self.gain / math.pow(numbers_of(self.shape), thrift)


@dataclass(frozen=True, slots=True)
class Space:
    """Where shapes live: the grid of tidy numbers and the canvas's size, in picture pixels."""

    grid: float
    extent: tuple[float, float]


@dataclass(slots=True)
class Climber:
    """Scores and improves candidates.

    Attributes:
        space: the grid and the canvas.
        rng: source of randomness.
        budget: pays for every candidate looked at.
        batch: candidates of one step.
        patience: steps without improvement before it gives up.
    """

    space: Space
    rng: np.random.Generator
    budget: Budget
    batch: int = 24
    patience: int = 3

    def score(self, scorer: Scorer, proposals: Sequence[Proposal]) -> list[Candidate]:
        """Every proposal as a candidate, scored in batches of like ones, none that lose."""
        groups: dict[tuple[str, int, Paint], list[Proposal]] = defaultdict(list)
        for proposal in proposals[: self.budget.left]:
            groups[proposal[0], len(proposal[1]), proposal[2]].append(proposal)
        found: list[Candidate] = []
        for (kind, _, paint), members in groups.items():
            params = legal(
                kind, np.array([m[1] for m in members]), self.space.grid, self.space.extent
            )
            weights = np.array([self.tidy_weight(m[3]) for m in members])
            scores = scorer(kind, params, paint, weights)
            self.budget.spend(len(members))
            found += (
                _candidate(kind, params, paint, weights, scores, int(i))
                for i in np.flatnonzero(scores.gains > 0)
            )
        return found

    def tidy_weight(self, weight: float) -> float:
        """A stroke weight on its grid: half steps."""
        step = min(self.space.grid, 1.0) / 2
        return max(round(weight / step) * step, step)

    def climb(self, scorer: Scorer, start: Candidate, steps: int) -> Candidate:
        """The best shape that mutation finds from a start, never a worse one."""
        best = start
        failures = 0
        for _ in range(steps):
            if failures >= self.patience or self.budget.over:
                break
            shape = best.shape
            count = min(self.batch, self.budget.left)
            params = mutate(
                shape.kind, shape.params, count, self.rng, self.space.grid, self.space.extent
            )
            if shape.paint == "fill":
                weights = np.ones(count)
            else:
                weights = mutate_weights(shape.weight, count, self.rng, self.space.grid)
            scores = scorer(shape.kind, params, shape.paint, weights)
            self.budget.spend(count)
            i = int(scores.gains.argmax())
            if scores.gains[i] > best.gain * (1 + 1e-6) + 1e-9:
                best = _candidate(shape.kind, params, shape.paint, weights, scores, i)
                failures = 0
            else:
                failures += 1
        return best

    def rescore(self, scorer: Scorer, shape: Shape) -> Candidate:
        """The gain of a shape that is already drawn, with its best colours; costs nothing."""
        params = np.array([shape.params])
        weights = np.array([shape.weight])
        scores = scorer(shape.kind, params, shape.paint, weights)
        return _candidate(shape.kind, params, shape.paint, weights, scores, 0)


def _candidate(
    kind: str,
    params: Params,
    paint: Paint,
    weights: NDArray[np.float64],
    scores: Scores,
    i: int,
) -> Candidate:
    shape = Shape(
        kind,
        tuple(params[i].tolist()),
        paint,
        float(weights[i]),
        colour_of(scores.fills[i]),
        colour_of(scores.strokes[i]),
    )
    return Candidate(shape, float(scores.gains[i]))
