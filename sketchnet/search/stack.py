"""A stack of shapes in the search: what may be changed in it, and the best that it has been.

Shapes are added, taken away, said in another kind, and put at another depth; a change stays if it
lowers the error, or hurts next to nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from sketchnet.search.climb import Candidate, Climber, Proposal
from sketchnet.search.joint import refine
from sketchnet.search.layers import Canvas, Layer
from sketchnet.search.moves import neighbours
from sketchnet.search.place import Place
from sketchnet.search.proposals import Proposer
from sketchnet.search.shades import shades
from sketchnet.search.shading import most_ringed
from sketchnet.search.shapes import KINDS, Colour, Paint, Shape, numbers_of

_PROPOSALS = 100  # proposals scored for each new shape
_TRIES = 6  # kinds of shape climbed for each new one
_FINALISTS = 2  # of those, climbed to the end
_SHAPE_RENDERS = 600  # candidates looked at for a new shape, when there is plenty
_SHAPE_NUMBERS = 5.5  # numbers of a shape, about
_BUILD_SHARE = 0.12  # of the budget, for adding shapes until the numbers are spent
_FLAT_SHARE = 1.9  # the same in flat art, where the right shape fits at once
LEAST_EFFORT = 0.3
_TIMED_SHARE = 0.65  # of the budget, where seconds count: little time is for adding shapes well,
_TIMED_EFFORT = (0.1, 0.6)  # as well as this, at least and at most


class Best(NamedTuple):
    """The best stack so far: its squared error and what `Canvas.restore` takes."""

    error: float
    layers: list[Layer]
    background: Colour


class Painter(Protocol):
    """Whoever sees the picture and says what to draw: a network, or a person."""

    def first(self, most: int) -> tuple[list[Shape], int]:
        """A whole drawing, back to front, and the candidates looked at for it, of so many.

        It is the same when it is asked for again, and costs nothing then.
        """

    def propose(self, canvas: Canvas) -> list[Proposal]:
        """Shapes that could come next on a canvas."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the search may write.

    Attributes:
        numbers: most literals of geometry, > 0.
        statements: most shapes, > 0; None for as many as the numbers allow.
        kinds: keys of `KINDS`.
        shaded: whether colours may change within a shape.
    """

    numbers: int
    statements: int | None
    kinds: tuple[str, ...]
    shaded: bool = False


class Stack:
    """Shapes on a canvas, and the changes a search may try.

    Args:
        canvas: to begin on.
        climber: fits shapes.
        settings: what may be written.
        flat: whether the picture is flat art.
        on_improvement: called with the candidates looked at, whenever a new best stack stands on
            the canvas.
        on_progress: called with the RMSE so far at every step.
        painter: proposes shapes beside those of the error.
    """

    def __init__(
        self,
        canvas: Canvas,
        climber: Climber,
        settings: Settings,
        *,
        flat: bool,
        on_improvement: Callable[[int], None],
        on_progress: Callable[[float], None],
        painter: Painter | None,
    ) -> None:
        self.climber = climber
        self.settings = settings
        self.cap = settings.numbers  # numbers allowed at this stage
        self.flat = flat
        self.on_improvement = on_improvement
        self.on_progress = on_progress
        self.painter = painter
        self.rng = climber.rng
        self.budget = climber.budget
        self.look_at(canvas)

    def look_at(self, canvas: Canvas) -> None:
        """Goes on with what stands on a canvas."""
        self.canvas = canvas
        self.proposer = Proposer(canvas, self.settings.kinds, self.rng)
        self.error = canvas.error()
        self.best = Best(self.error, *canvas.snapshot())

    def keep(self) -> bool:
        """Notes the canvas if it is the best so far."""
        self.error = self.canvas.error()
        better = self.error < self.best.error * (1 - 1e-9)
        if better:
            self.best = Best(self.error, *self.canvas.snapshot())
            self.on_improvement(self.budget.spent)
        self.on_progress(255 * math.sqrt(self.best.error / self.canvas.target.size))
        return better

    def to_best(self) -> None:
        """Puts the best stack so far on the canvas."""
        self.canvas.restore(self.best.layers, self.best.background)
        self.error = self.best.error

    def settle(self, steps: int) -> None:
        """Moves all numbers of the stack together."""
        refine(self.canvas, self.budget, steps)

    @property
    def allowance(self) -> int:
        """Numbers not yet written."""
        return self.cap - sum(numbers_of(shape) for shape in self.canvas.shapes)

    @property
    def full(self) -> bool:
        """Whether no statement may be added."""
        most = self.settings.statements
        return most is not None and len(self.canvas.layers) >= most

    @property
    def effort(self) -> float:
        """How hard to look for each new shape, up to 1: so that the numbers can all be spent."""
        shapes = max(self.settings.numbers / _SHAPE_NUMBERS, 1)
        plenty = self.budget.expected / shapes / _SHAPE_RENDERS
        if self.flat:
            return min(max(_FLAT_SHARE * plenty, LEAST_EFFORT), 1.0)
        least = LEAST_EFFORT
        if self.budget.seconds is not None:
            least = min(max(_TIMED_SHARE * plenty, _TIMED_EFFORT[0]), _TIMED_EFFORT[1])
        return min(max(_BUILD_SHARE * plenty, least), 1.0)

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
        if self.settings.shaded:
            best = [candidate.shape for candidate in candidates]
            some = shades(self.canvas.shapes, best, self.settings.kinds, self.climber.space.extent)
            found = self.climber.score(place, [one for one in some if self.may_be(one[2])])
            candidates += [one for one in found if numbers_of(one.shape) <= allowance]
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
            paints = self.paints_of(kind)
            paint = shape.paint if shape.paint in paints else paints[0]
            proposals.append((kind, params, paint, shape.weight))
        proposals += (
            (shape.kind, list(shape.params), paint, max(shape.weight, 2.0))
            for paint in self.paints_of(shape.kind)
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

    def paints_of(self, kind: str) -> tuple[Paint, ...]:
        """How shapes of a kind may be painted."""
        shades = KINDS[kind].shades if self.settings.shaded else ()
        return KINDS[kind].paints + tuple(filter(self.may_be, shades))

    def may_be(self, shade: Paint) -> bool:
        """Whether one more shape may be so shaded: rings paint more than all else."""
        ringed = sum(shape.paint == "outward" for shape in self.canvas.shapes)
        return shade != "outward" or ringed < most_ringed(self.climber.space.extent)

    def reorder(self) -> None:
        """Moves one shape to another depth."""
        if len(self.canvas.layers) < 2:
            return
        index = int(self.rng.integers(len(self.canvas.layers)))
        shape = self.canvas.remove(index)
        target = int(self.rng.integers(len(self.canvas.layers) + 1))
        self.canvas.insert(target, shape)
        self.settle(steps=1)
