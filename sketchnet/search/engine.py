"""The search: build a stack of shapes greedily, then destroy and repair it for as long as it pays.

A shape is proposed where the picture is still wrong, fitted by hill climbing at every place it
could take, and kept if it lowers the error most for the numbers it costs. Then shapes are taken
away and others put in, kinds changed, the order changed, always by really drawing the candidates;
the best stack so far is at hand at any moment.

Legend: R regions, N pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.climb import Candidate, Climber, Proposal
from sketchnet.search.layers import Canvas, Layer, Place
from sketchnet.search.moves import neighbours
from sketchnet.search.regions import Region, find_error_regions, find_regions, fits
from sketchnet.search.shapes import KINDS, Colour, Shape, kinds_of, numbers_of

OnImprovement = Callable[[int, float], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the search may write.

    Attributes:
        numbers: most literals of geometry, > 0.
        statements: most shapes, > 0; None for as many as the numbers allow.
        kinds: keys of `KINDS`.
        thrift: how much a shape's cost weighs when shapes are compared, 0–1.
    """

    numbers: int
    statements: int | None
    kinds: tuple[str, ...]
    thrift: float = 0.75


class Search:
    """One run over one picture.

    Args:
        canvas: the stack to build, empty.
        climber: fits shapes.
        settings: what may be written.
        on_improvement: called with the candidates looked at and the squared error, whenever a
            new best stack stands on the canvas.
    """

    def __init__(
        self,
        canvas: Canvas,
        climber: Climber,
        settings: Settings,
        on_improvement: OnImprovement = lambda spent, error: None,
    ) -> None:
        self.canvas = canvas
        self.climber = climber
        self.settings = settings
        self.on_improvement = on_improvement
        self.rng = climber.rng
        self.budget = climber.budget
        self.error = canvas.error()
        self.best: tuple[float, list[Layer], Colour] = (self.error, [], canvas.background)
        self.regions, self.region_masks = find_regions(
            canvas.target, canvas.rasterizer.scale, self.rng
        )

    # -- the run ----------------------------------------------------------------------------

    def run(self) -> None:
        """Builds, then improves until the budget is spent; the canvas then holds the best."""
        while not self.budget.over and self.add():
            if len(self.canvas.layers) % 4 == 0:
                self.sweep(steps=2)
        self.sweep(steps=4)
        self.keep()
        while not self.budget.over and self.best[0] > 1e-6:
            self.shake()
        self.canvas.restore(self.best[1], self.best[2])

    def keep(self) -> bool:
        """Notes the canvas if it is the best so far."""
        self.error = self.canvas.error()
        if self.error >= self.best[0] * (1 - 1e-9):
            return False
        self.best = (self.error, *self.canvas.snapshot())
        self.on_improvement(self.budget.spent, self.error)
        return True

    @property
    def allowance(self) -> int:
        """Numbers not yet written."""
        return self.settings.numbers - sum(numbers_of(shape) for shape in self.canvas.shapes)

    @property
    def full(self) -> bool:
        """Whether no statement may be added."""
        most = self.settings.statements
        return most is not None and len(self.canvas.layers) >= most

    # -- adding -----------------------------------------------------------------------------

    def add(self, index: int | None = None, tries: int = 5, steps: int = 10) -> bool:
        """Adds the shape that pays best; False when none does or nothing may be added."""
        if self.full or self.allowance < 3:
            return False
        index = len(self.canvas.layers) if index is None else index
        found = self.propose(self.canvas.place(index), tries, steps)
        if found is None:
            return False
        self.canvas.insert(index, found.shape)
        return True

    def propose(self, place: Place, tries: int, steps: int) -> Candidate | None:
        """The best shape to put at a place: proposals from regions, the most promising climbed."""
        proposals: list[Proposal] = []
        for region in self.promising(place):
            proposals += fits(region, self.settings.kinds)
        allowance = self.allowance
        candidates = [
            candidate
            for candidate in self.climber.score(place, proposals)
            if numbers_of(candidate.shape) <= allowance
        ]
        thrift = self.settings.thrift
        candidates.sort(key=lambda candidate: -candidate.value(thrift))
        chosen: dict[tuple[str, str, int], Candidate] = {}
        for candidate in candidates:  # the best of each kind, or one kind would crowd out others
            shape = candidate.shape
            chosen.setdefault((shape.kind, shape.paint, len(shape.params)), candidate)
            if len(chosen) == tries:
                break
        climbed = [self.climber.climb(place, c, steps) for c in chosen.values()]
        return max(climbed, key=lambda candidate: candidate.value(thrift), default=None)

    def promising(self, place: Place, most: int = 8) -> list[Region]:
        """Regions where the picture is wrong: the worst, some at random, and what is left over."""
        wrong = np.einsum("hwc,hwc->hw", place.residual, place.residual)
        left = find_error_regions(wrong, self.canvas.rasterizer.scale)
        if not self.regions:
            return left
        energy = self.region_masks @ wrong.ravel()  # (R,)
        rough = np.argsort(-energy)[:40]
        height, width, _ = self.canvas.target.shape
        masks = self.region_masks[rough].reshape(-1, height, width)
        gains, _ = place.best_colours(masks, self.canvas.rasterizer.whole)
        gains = np.maximum(gains, 0)
        chosen = list(np.argsort(-gains)[: most // 2])
        total = gains.sum()
        if total > 0:
            chosen += list(self.rng.choice(len(gains), most // 2, p=gains / total))
        return [self.regions[rough[i]] for i in dict.fromkeys(chosen)] + left

    # -- improving --------------------------------------------------------------------------

    def sweep(self, steps: int) -> None:
        """Fits every shape again among the others, from the back to the front."""
        for index in range(len(self.canvas.layers)):
            if self.budget.over:
                return
            self.refit(index, steps)

    def refit(self, index: int, steps: int) -> None:
        """Climbs the shape at an index where it stands."""
        place = self.canvas.place(index, instead=True)
        start = self.climber.rescore(place, self.canvas.layers[index].shape)
        self.canvas.replace(index, self.climber.climb(place, start, steps).shape)

    def shake(self) -> None:
        """One trial change of the stack, undone unless it helps (or hurts next to nothing)."""
        before = self.canvas.snapshot()
        error = self.error
        kind = self.rng.random()
        if not self.canvas.layers:
            self.add(tries=8, steps=20)
        elif kind < 0.45:
            self.exchange()
        elif kind < 0.8:
            self.change_kind()
        elif kind < 0.9:
            self.reorder()
        else:
            self.refit(int(self.rng.integers(len(self.canvas.layers))), steps=20)
        if self.rng.random() < 0.1:
            self.canvas.solve_colours()
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
            if not self.add(index, tries=3, steps=8) and not self.add(tries=3, steps=8):
                break
            near = self.rng.permutation(len(self.canvas.layers))[:2]
            for other in near:
                self.refit(int(other), steps=3)

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
        for paint in KINDS[shape.kind].paints:
            if paint != shape.paint:
                proposals.append((shape.kind, list(shape.params), paint, max(shape.weight, 2.0)))
        # What a number is worth now: error falls about as numbers to the power of -0.65.
        price = 0.65 * self.error / self.settings.numbers
        scored = [c for c in self.climber.score(place, proposals) if numbers_of(c.shape) <= most]
        scored.sort(key=lambda c: price * numbers_of(c.shape) - c.gain)
        climbed = [self.climber.climb(place, candidate, 8) for candidate in scored[:3]]
        best = max([now, *climbed], key=lambda c: c.gain - price * numbers_of(c.shape))
        self.canvas.replace(index, best.shape)
        while self.allowance >= 3 and self.add(tries=3, steps=8):
            pass

    def reorder(self) -> None:
        """Moves one shape to another depth."""
        if len(self.canvas.layers) < 2:
            return
        index = int(self.rng.integers(len(self.canvas.layers)))
        shape = self.canvas.remove(index)
        target = int(self.rng.integers(len(self.canvas.layers) + 1))
        self.canvas.insert(target, shape)
        self.refit(target, steps=4)


def default_settings(
    numbers: int, statements: int | None = None, shapes: tuple[str, ...] | None = None
) -> Settings:
    """Settings for a budget of numbers and a `--shapes` list."""
    return Settings(numbers, statements, kinds_of(shapes))


def stack_of(canvas: Canvas) -> list[Shape]:
    """The shapes of a canvas, back to front."""
    return canvas.shapes
