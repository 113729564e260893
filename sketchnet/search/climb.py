"""Fitting one shape at one place: Gauss–Newton steps and mutations, a batch of candidates a time.

It knows a scorer, never a canvas.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.budget import Budget
from sketchnet.search.moves import mutate, mutate_weights
from sketchnet.search.normal import Normal
from sketchnet.search.place import Scores
from sketchnet.search.shapes import (
    LEAST_WEIGHT,
    Paint,
    Params,
    Shape,
    colour_of,
    legal,
    numbers_of,
)
from sketchnet.search.slopes import free_values, renders_of, with_values

Proposal = tuple[str, list[float], Paint, float]  # kind, parameters, paint, stroke weight

_DAMPINGS = (1e-3, 1e-2, 0.1, 0.5, 3.0)
"""Levenberg–Marquardt steps tried at once, from bold to careful."""

_THICKEST = 0.16
"""Most that a stroke may weigh, as a share of the picture's longer side: no line is a disc."""

_LEAST_STEP = 0.5  # picture pixels: mutations smaller than this are better found by slopes

_FARTHEST = 12.0  # picture pixels a number may move in one step


class Scorer(Protocol):
    """A place on a canvas, or whatever else can tell what a shape would be worth."""

    def __call__(
        self,
        kind: str,
        params: Params,
        paint: Paint,
        weights: NDArray[np.float64],
        opacity: float = 1.0,
    ) -> Scores:
        """Scores candidates (B, P) of one kind, paint and opacity, with stroke weights (B,)."""

    def normal(self, shape: Shape) -> Normal | None:
        """The normal equations of the shape's movable numbers."""


class Candidate(NamedTuple):
    """A shape and the drop of the squared error it would bring."""

    shape: Shape
    gain: float

    def value(self, thrift: float) -> float:
        """Gain for the numbers it costs; `thrift` 0 looks at the gain alone, 1 at the rate."""
        return self.gain / math.pow(numbers_of(self.shape), thrift)


@dataclass(frozen=True, slots=True)
class Space:
    """Where shapes live, in picture pixels.

    Attributes:
        grid: the step that numbers keep to while they are searched for.
        extent: (width, height) of the canvas.
    """

    grid: float
    extent: tuple[float, float]


@dataclass(slots=True)
class Climber:
    """Scores and improves candidates.

    Attributes:
        space: the grid and the canvas.
        rng: source of randomness.
        budget: pays for every candidate looked at.
        batch: mutations of one step.
    """

    space: Space
    rng: np.random.Generator
    budget: Budget
    batch: int = 16

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
            weights = self._weights(np.array([m[3] for m in members]))
            scores = scorer(kind, params, paint, weights)
            self.budget.spend(len(members))
            found += (
                _candidate(kind, params, paint, weights, scores, int(i))
                for i in np.flatnonzero(scores.gains > 0)
            )
        return found

    def climb(self, scorer: Scorer, start: Candidate, steps: int) -> Candidate:
        """The best shape found in so many steps from a start, never a worse one.

        A Gauss–Newton step leads down the slope that is there; where it ends, mutations look for
        another.
        """
        best = start
        slide = True
        for _ in range(steps):
            if self.budget.over:
                break
            found = self._slide(scorer, best) if slide else self._scatter(scorer, best)
            if found.gain > best.gain * (1 + 2e-3) + 1e-9:
                best, slide = found, True
            elif slide:
                best, slide = max(best, found, key=lambda c: c.gain), False
            else:
                break
        return best

    def rescore(self, scorer: Scorer, shape: Shape) -> Candidate:
        """The gain of a shape that is already drawn, with its best colours; costs nothing."""
        params = np.array([shape.params])
        weights = np.array([shape.weight])
        scores = scorer(shape.kind, params, shape.paint, weights, shape.opacity)
        return _candidate(shape.kind, params, shape.paint, weights, scores, 0, shape.opacity)

    def _slide(self, scorer: Scorer, start: Candidate) -> Candidate:
        """The best of some damped Gauss–Newton steps."""
        shape = start.shape
        if not self.budget.affords(renders_of(shape) + len(_DAMPINGS)):
            return start
        normal = scorer.normal(shape)
        self.budget.spend(renders_of(shape))
        if normal is None:
            return start
        steps = np.clip(normal.steps(_DAMPINGS), -_FARTHEST, _FARTHEST)
        moved = [with_values(shape, values) for values in free_values(shape) + steps]
        params = np.array([other.params for other in moved])
        weights = np.array([other.weight for other in moved])
        return self._best(scorer, start, params, weights)

    def _scatter(self, scorer: Scorer, start: Candidate) -> Candidate:
        """The best of a batch of mutations."""
        shape = start.shape
        count = min(self.batch, self.budget.left)
        if not count:
            return start
        params = mutate(shape.kind, shape.params, count, self.rng, _LEAST_STEP)
        if shape.outlined:
            weights = mutate_weights(shape.weight, count, self.rng)
        else:
            weights = np.ones(count)
        return self._best(scorer, start, params, weights)

    def _best(
        self, scorer: Scorer, start: Candidate, params: Params, weights: NDArray[np.float64]
    ) -> Candidate:
        kind, paint, opacity = start.shape.kind, start.shape.paint, start.shape.opacity
        params = legal(kind, params, self.space.grid, self.space.extent)
        weights = self._weights(weights)
        scores = scorer(kind, params, paint, weights, opacity)
        self.budget.spend(len(params))
        i = int(scores.gains.argmax())
        found = _candidate(kind, params, paint, weights, scores, i, opacity)
        return found if found.gain > start.gain else start

    def _weights(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Stroke weights on the grid, neither hairs nor blots."""
        step = self.space.grid
        most = max(_THICKEST * max(self.space.extent), 2.0)
        return np.minimum(np.maximum(np.round(weights / step) * step, LEAST_WEIGHT), most)


def _candidate(
    kind: str,
    params: Params,
    paint: Paint,
    weights: NDArray[np.float64],
    scores: Scores,
    i: int,
    opacity: float = 1.0,
) -> Candidate:
    shape = Shape(
        kind,
        tuple(params[i].tolist()),
        paint,
        float(weights[i]),
        colour_of(scores.fills[i]),
        colour_of(scores.strokes[i]),
        opacity,
    )
    return Candidate(shape, float(scores.gains[i]))
