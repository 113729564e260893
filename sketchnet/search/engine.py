"""The search: build a stack of shapes greedily, then destroy and repair it for as long as it pays.

A shape is proposed where the picture is still wrong, fitted at every place it could take, and kept
if it lowers the error most for the numbers it costs; now and then all numbers move together. Then
shapes are taken away and others put in, kinds changed, the order changed, always by really drawing
the candidates; the best stack so far is at hand at any moment.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from sketchnet.search.climb import Candidate, Climber, Proposal
from sketchnet.search.joint import refine
from sketchnet.search.layers import Canvas, Layer, Place
from sketchnet.search.moves import neighbours
from sketchnet.search.proposals import Proposer
from sketchnet.search.shapes import KINDS, Colour, Shape, numbers_of

_THRIFTS = (0.8, 0.6, 1.0)
"""How much cost weighs against gain, 0–1, in the greedy builds; the best one is improved."""

_STAGES = ((0.4, 0.2), (0.7, 0.5), (1.0, 1.0))
"""Share of the numbers allowed, until which share of the time on the coarsest canvas."""

_FLAT_STAGES = ((0.25, 0.08), (0.5, 0.3), (1.0, 1.0))
"""The same for flat art, which is often done with few numbers, exactly."""

_UNTIL = (0.5, 0.7, 0.94)
"""How much of the budget is gone when the search leaves each canvas; the rest is for rounding."""

_FEW_NUMBERS = 16
_EXACT = (0.2 / 255) ** 2  # squared error of a sample below which a drawing needs no more work
_FLAT_EXACT = (0.5 / 255) ** 2  # the same for what patches began, where that is less than a pixel

_BUILDS_SHARE = 0.3
"""Most of the budget that greedy builds after the first may take all of them to."""

_PROPOSALS = 100  # proposals scored for each new shape
_TRIES = 6  # kinds of shape climbed for each new one
_FINALISTS = 2  # of those, climbed to the end
_SHAPE_RENDERS = 600  # candidates looked at for a new shape, when there is plenty
_SHAPE_NUMBERS = 5.5  # numbers of a shape, about
_BUILD_SHARE = 0.12  # of the budget, for adding shapes until the numbers are spent
_FLAT_SHARE = 1.9  # the same in flat art, where the right shape fits at once
_LEAST_EFFORT = 0.3
_TIMED_SHARE = 0.65  # of the budget, where seconds count: little time is for adding shapes well,
_TIMED_EFFORT = (0.1, 0.6)  # as well as this, at least and at most

_TOGETHER = 4  # new shapes after which all numbers move together


class Best(NamedTuple):
    """The best stack so far: its squared error and what `Canvas.restore` takes."""

    error: float
    layers: list[Layer]
    background: Colour


class Painter(Protocol):
    """Whoever sees the picture and says what to draw: a network, or a person."""

    def first(self) -> tuple[list[Shape], int]:
        """A whole drawing, back to front, and the candidate drawings looked at for it."""

    def propose(self, canvas: Canvas) -> list[Proposal]:
        """Shapes that could come next on a canvas."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the search may write.

    Attributes:
        numbers: most literals of geometry, > 0.
        statements: most shapes, > 0; None for as many as the numbers allow.
        kinds: keys of `KINDS`.
    """

    numbers: int
    statements: int | None
    kinds: tuple[str, ...]


class Search:
    """One run over one picture.

    Args:
        canvases: empty stacks over the same picture, coarse to fine; the last one ends up with
            the best shapes.
        climber: fits shapes.
        settings: what may be written.
        on_improvement: called with the candidates looked at, whenever a new best stack stands on
            the canvas.
        on_progress: called with the RMSE so far at every step.
        painter: draws first, and proposes shapes beside those of the error.
        start: a drawing to begin with, back to front.
    """

    def __init__(
        self,
        canvases: Sequence[Canvas],
        climber: Climber,
        settings: Settings,
        on_improvement: Callable[[int], None] = lambda spent: None,
        on_progress: Callable[[float], None] = lambda rmse: None,
        painter: Painter | None = None,
        start: Sequence[Shape] = (),
    ) -> None:
        self.canvases = list(canvases)
        self.climber = climber
        self.settings = settings
        self.cap = settings.numbers  # numbers allowed at this stage
        self.on_improvement = on_improvement
        self.on_progress = on_progress
        self.painter = painter
        self.start = start
        self.rng = climber.rng
        self.budget = climber.budget
        self._look_at(self.canvases[0])

    def _look_at(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.proposer = Proposer(canvas, self.settings.kinds, self.rng)
        self.error = canvas.error()
        self.best = Best(self.error, *canvas.snapshot())

    # -- the run ----------------------------------------------------------------------------

    def run(self) -> None:
        """Builds small, improves, extends, until the budget is spent; then see `finish`.

        Structure is settled while shapes are few: that is when a change is cheap and shows.
        """
        until, *later = _UNTIL[-len(self.canvases) :]
        stages = self.stages
        if self.start:
            self.allow(1.0)
            self.begin(self.start, steps=0)
        self.allow(stages[0][0])
        if self.painter is not None and self.worth_it():
            shapes, renders = self.painter.first()
            self.budget.spend(renders)
            self.begin(shapes, steps=4)
        for count, thrift in enumerate(_THRIFTS):
            if not self.worth_it():
                break
            if self.budget.fraction * (count + 1) > _BUILDS_SHARE * max(count, 1):
                break  # another one like those before would take too much
            self.canvas.restore([], self.best.background)
            self.build(thrift)
        self.to_best()
        for share, part in stages:
            if self.start and not self.worth_it():
                break
            self.allow(share)
            self.build(thrift=0.8)
            self.improve(part * until)
            self.to_best()
        for finer, until in zip(self.canvases[1:], later, strict=True):
            if self.budget.over:  # cutting a larger picture into regions takes long
                break
            _carry(self.canvas, finer)
            self._look_at(finer)
            self.settle(steps=6)
            self.keep()
            self.improve(until)
            self.to_best()

    def begin(self, shapes: Sequence[Shape], steps: int) -> None:
        """Takes over a drawing, as much of it as may be written, and goes on from there."""
        kept: list[Shape] = []
        for shape in shapes:
            spent = sum(map(numbers_of, [*kept, shape]))
            if spent <= self.cap and len(kept) != self.settings.statements:
                kept.append(shape)
        self.canvas.restore([self.canvas.layer(shape) for shape in kept], self.best.background)
        self.canvas.solve_colours()
        self.keep()
        if self.worth_it():
            self.settle(steps)
            self.keep()
            self.build(_THRIFTS[0])

    @property
    def as_begun(self) -> bool:
        """Whether the best stack is the drawing it began with, and exact."""
        exact = self.best.error <= _EXACT * self.canvas.target.size
        shapes = [layer.shape for layer in self.best.layers]
        return exact and [s.params for s in shapes] == [s.params for s in self.start]

    @property
    def flat(self) -> bool:
        """Whether the picture is flat art, which has but one canvas."""
        return len(self.canvases) == 1

    def allow(self, share: float) -> None:
        """Lets a share of the numbers be written, or a few whole shapes at least."""
        numbers = self.settings.numbers
        self.cap = max(round(numbers * share), min(numbers, _FEW_NUMBERS))

    def improve(self, until: float) -> None:
        """Shakes the stack until so much of the budget is spent."""
        while self.budget.fraction < until and not self.budget.over and self.worth_it():
            self.shake()

    def to_best(self) -> None:
        """Puts the best stack so far on the canvas."""
        self.canvas.restore(self.best.layers, self.best.background)
        self.error = self.best.error

    def build(self, thrift: float) -> None:
        """Adds shapes until the numbers are spent."""
        while not self.budget.over and self.worth_it() and self.add(thrift=thrift):
            if len(self.canvas.layers) % _TOGETHER == 0:
                self.settle(steps=1)
            self.keep()
        self.settle(steps=4)
        self.keep()

    def settle(self, steps: int) -> None:
        """Moves all numbers of the stack together."""
        refine(self.canvas, self.budget, steps)

    def finish(self) -> Canvas:
        """The finest canvas with the best shapes on it, also when `run` was cut short."""
        self.to_best()
        finest = self.canvases[-1]
        if self.canvas is not finest:
            _carry(self.canvas, finest)
        return finest

    def worth_it(self) -> bool:
        """Whether there is any error left to lower, and anything to lower it with."""
        enough = _FLAT_EXACT if self.start else _EXACT
        exact = self.best.error <= enough * self.canvas.target.size
        return not exact and self.settings.numbers >= 3 and not self.barren

    @property
    def barren(self) -> bool:
        """Whether no statement may be written at all."""
        return self.settings.statements == 0

    def keep(self) -> bool:
        """Notes the canvas if it is the best so far."""
        self.error = self.canvas.error()
        better = self.error < self.best.error * (1 - 1e-9)
        if better:
            self.best = Best(self.error, *self.canvas.snapshot())
            self.on_improvement(self.budget.spent)
        self.on_progress(255 * math.sqrt(self.best.error / self.canvas.target.size))
        return better

    @property
    def allowance(self) -> int:
        """Numbers not yet written."""
        return self.cap - sum(numbers_of(shape) for shape in self.canvas.shapes)

    @property
    def effort(self) -> float:
        """How hard to look for each new shape, up to 1: so that the numbers can all be spent."""
        shapes = max(self.settings.numbers / _SHAPE_NUMBERS, 1)
        plenty = self.budget.expected / shapes / _SHAPE_RENDERS
        if self.flat:
            return min(max(_FLAT_SHARE * plenty, _LEAST_EFFORT), 1.0)
        least = _LEAST_EFFORT
        if self.budget.seconds is not None:
            least = min(max(_TIMED_SHARE * plenty, _TIMED_EFFORT[0]), _TIMED_EFFORT[1])
        return min(max(_BUILD_SHARE * plenty, least), 1.0)

    @property
    def stages(self) -> tuple[tuple[float, float], ...]:
        """`_STAGES`, or what stands for them: in haste, numbers are spent before all else."""
        if self.flat:
            return _FLAT_STAGES
        return _STAGES[-1:] if self.effort < _LEAST_EFFORT else _STAGES

    @property
    def full(self) -> bool:
        """Whether no statement may be added."""
        most = self.settings.statements
        return most is not None and len(self.canvas.layers) >= most

    # -- changes ----------------------------------------------------------------------------

    def add(self, index: int | None = None, steps: int = 8, thrift: float = 0.8) -> bool:
        """Adds the shape that pays best; False when none does or nothing may be added."""
        if self.full or self.allowance < 3:
            return False
        index = len(self.canvas.layers) if index is None else index
        found = self.propose(self.canvas.place(index), steps, thrift)
        if found is None:
            return False
        self.canvas.insert(index, found.shape)
        return True

    def propose(self, place: Place, steps: int, thrift: float) -> Candidate | None:
        """The best shape to put at a place: the most promising proposals, climbed."""
        allowance = self.allowance
        effort = self.effort
        proposals = self.proposer(place, round(_PROPOSALS * effort))
        if self.painter is not None:
            proposals += self.painter.propose(self.canvas)
        candidates = [
            candidate
            for candidate in self.climber.score(place, proposals)
            if numbers_of(candidate.shape) <= allowance
        ]
        candidates.sort(key=lambda candidate: -candidate.value(thrift))
        chosen: dict[tuple[str, str, int], Candidate] = {}
        for candidate in candidates:  # the best of each kind, or one kind would crowd out others
            shape = candidate.shape
            chosen.setdefault((shape.kind, shape.paint, len(shape.params)), candidate)
            if len(chosen) == max(round(_TRIES * effort), _FINALISTS):
                break
        climbed = [self.climber.climb(place, candidate, 2) for candidate in chosen.values()]
        climbed.sort(key=lambda candidate: -candidate.value(thrift))
        climbed = [self.climber.climb(place, c, steps) for c in climbed[:_FINALISTS]]
        return max(climbed, key=lambda candidate: candidate.value(thrift), default=None)

    def shake(self) -> None:
        """One trial change of the stack, undone unless it helps (or hurts next to nothing)."""
        before = self.canvas.snapshot()
        error = self.error
        self.budget.spend(1)  # even where nothing can be tried, the search must end
        kind = self.rng.random()
        if not self.canvas.layers:
            self.add()
        elif kind < 0.5:
            self.exchange()
        elif kind < 0.9:
            self.change_kind()
        else:
            self.reorder()
        self.keep()
        heat = 0.004 * (1 - self.budget.fraction) ** 2
        if self.error > error * (1 + heat):
            self.canvas.restore(*before)
            self.error = error

    def losses(self) -> np.ndarray:
        """(S,) what the error would rise by, were each shape gone."""
        losses = []
        for index, layer in enumerate(self.canvas.layers):
            place = self.canvas.place(index, instead=True)
            losses.append(max(self.climber.rescore(place, layer.shape).gain, 0.0))
        return np.array(losses)

    def exchange(self) -> None:
        """Takes the shapes that pay least away and adds others while numbers last."""
        costs = np.array([numbers_of(shape) for shape in self.canvas.shapes])
        values = self.losses() / costs
        order = np.argsort(values * self.rng.lognormal(0, 0.7, len(values)))
        gone = sorted(order[: self.rng.integers(1, 4)].tolist(), reverse=True)
        for index in gone:
            self.canvas.remove(index)
        while not self.budget.over:
            top = len(self.canvas.layers)
            index = top if self.rng.random() < 0.6 else int(self.rng.integers(top + 1))
            thrift = float(self.rng.uniform(0.5, 1))
            if not self.add(index, 6, thrift) and not self.add(None, 6, thrift):
                break
        self.settle(steps=1)

    def change_kind(self) -> None:
        """Says one shape in another kind, or with a vertex more or less, if the rate is right."""
        index = int(self.rng.integers(len(self.canvas.layers)))
        shape = self.canvas.layers[index].shape
        place = self.canvas.place(index, instead=True)
        now = self.climber.rescore(place, shape)
        most = numbers_of(shape) + self.allowance
        proposals: list[Proposal] = []
        for kind, params in neighbours(shape.kind, shape.params, self.settings.kinds):
            paints = KINDS[kind].paints
            paint = shape.paint if shape.paint in paints else paints[0]
            proposals.append((kind, params, paint, shape.weight))
        proposals += (
            (shape.kind, list(shape.params), paint, max(shape.weight, 2.0))
            for paint in KINDS[shape.kind].paints
            if paint != shape.paint
        )
        # What a number is worth now: error falls about as numbers to the power of -0.65.
        price = 0.65 * self.error / max(self.cap, 1)
        scored = [c for c in self.climber.score(place, proposals) if numbers_of(c.shape) <= most]
        scored.sort(key=lambda c: price * numbers_of(c.shape) - c.gain)
        climbed = [self.climber.climb(place, candidate, 8) for candidate in scored[:3]]
        best = max([now, *climbed], key=lambda c: c.gain - price * numbers_of(c.shape))
        self.canvas.replace(index, best.shape)
        while self.allowance >= 3 and self.add(steps=6):
            pass

    def reorder(self) -> None:
        """Moves one shape to another depth."""
        if len(self.canvas.layers) < 2:
            return
        index = int(self.rng.integers(len(self.canvas.layers)))
        shape = self.canvas.remove(index)
        target = int(self.rng.integers(len(self.canvas.layers) + 1))
        self.canvas.insert(target, shape)
        self.settle(steps=1)


def _carry(coarse: Canvas, fine: Canvas) -> None:
    """Draws the shapes of one canvas on another of the same picture."""
    fine.restore([fine.layer(shape) for shape in coarse.shapes], coarse.background)
    fine.solve_colours()
