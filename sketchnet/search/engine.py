"""The search: build a stack of shapes greedily, then destroy and repair it for as long as it pays.

A shape is proposed where the picture is still wrong, fitted at every place it could take, and kept
if it lowers the error most for the numbers it costs; now and then all numbers move together. Then
the stack is shaken (see `stack`), always by really drawing the candidates; the best one so far is
at hand at any moment.

There is one stack. A beam of two or three that shared the budget until most of the numbers were
spent came out farther off: an RMSE of 12.8 and 13.9 to 12.5, on fourteen icons of no benchmark at
100 numbers and 20,000 candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from renderer.language.measure import count_numbers
from sketchnet.search.climb import Climber
from sketchnet.search.emit import program_of
from sketchnet.search.ground import shaded_ground
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Shape, numbers_of, spared
from sketchnet.search.stack import LEAST_EFFORT, Painter, Settings, Stack

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
_FLAT_EXACT = (0.5 / 255) ** 2
"""The same for what patches began, where that is less than a pixel, and for shaded shapes, where it
is what rounding leaves of a colour."""

_BUILDS_SHARE = 0.3
"""Most of the budget that greedy builds after the first may take all of them to."""

_GROUNDED = 1800  # candidates, beyond which a painter, who knows no shades, is in the way of them

_TOGETHER = 4  # new shapes after which all numbers move together


class Search(Stack):
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
        super().__init__(
            canvases[0],
            climber,
            settings,
            flat=len(canvases) == 1,  # flat art has but one canvas
            on_improvement=on_improvement,
            on_progress=on_progress,
            painter=painter,
        )
        self.canvases = list(canvases)
        self.start = start

    # -- the run ----------------------------------------------------------------------------

    def run(self) -> None:
        """Builds small, improves, extends, until the budget is spent; then see `finish`.

        Structure is settled while shapes are few: that is when a change is cheap and shows.
        """
        until, *later = _UNTIL[-len(self.canvases) :]
        stages = self.stages
        if self.start:
            self.allow(1.0)
            self.begin(self.start)
        self.allow(stages[0][0])
        painter = self.painter
        if self.ground is not None and self.budget.renders > _GROUNDED:
            painter = None
        if painter is not None and self.worth_it() and not self.budget.over:
            shapes, renders = painter.first(self.budget.left)
            self.budget.spend(renders)
            self.begin(self.before_ground(shapes))
        for count, thrift in enumerate(_THRIFTS):
            if not self.worth_it():
                break
            if self.budget.fraction * (count + 1) > _BUILDS_SHARE * max(count, 1):
                break  # another one like those before would take too much
            self.clear(self.ground if count == 0 else None)
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
            self.look_at(finer)
            self.settle(steps=6)
            self.keep()
            self.improve(until)
            self.to_best()

    @cached_property
    def ground(self) -> Shape | None:
        """What lies behind everything where no one colour does."""
        if not self.settings.shaded or "rect" not in self.settings.kinds:
            return None
        shape = shaded_ground(self.canvas.target, self.climber.space.extent)
        return shape if shape is None or numbers_of(shape) <= self.cap else None

    def before_ground(self, shapes: Sequence[Shape]) -> list[Shape]:
        """What a painter drew, who knows no shades, before a shaded ground if that is nearer."""
        if self.ground is None:
            return list(shapes)
        ways = [list(shapes), [self.ground, *shapes]]
        self.budget.spend(len(ways))

        def error(shapes: list[Shape]) -> float:
            self.canvas.restore(
                [self.canvas.layer(shape) for shape in shapes], self.best.background
            )
            self.canvas.solve_colours()
            return self.canvas.error()

        return min(ways, key=error)

    def clear(self, ground: Shape | None) -> None:
        """Makes the canvas empty but for its ground."""
        below = [] if ground is None else [self.canvas.layer(ground)]
        self.canvas.restore(below, self.best.background)

    def begin(self, shapes: Sequence[Shape]) -> None:
        """Takes over a drawing, as much of it as may be written, and goes on from there."""
        self.canvas.restore([self.canvas.layer(shape) for shape in shapes], self.best.background)
        self.canvas.solve_colours()
        exact = self.canvas.error() <= _FLAT_EXACT * self.canvas.target.size
        while self.too_long(exact):
            self.drop_least()
            exact = False
        kept = self.canvas.shapes
        self.canvas.solve_colours()
        self.keep()
        if self.worth_it():
            self.settle(steps=4)
            self.steady(kept)
            self.keep()
            self.build(_THRIFTS[0])

    def too_long(self, exact: bool) -> bool:
        """Whether the stack on the canvas is more than may be written.

        Args:
            exact: whether its numbers will stay as they are, and may be counted as written.
        """
        shapes, statements = self.canvas.shapes, self.settings.statements
        if statements is not None and len(shapes) > statements:
            return True
        if sum(map(numbers_of, shapes)) <= self.cap:
            return False
        if not exact:
            return True
        height, width, _ = self.canvas.target.shape  # any size will do
        program = program_of(shapes, (width, height), self.best.background)
        # Lines in a path may become curves when all numbers move.
        return count_numbers(program) + sum(map(spared, shapes)) > self.cap

    def drop_least(self) -> None:
        """Takes the shape away that is worth least for its numbers, or the topmost unlooked at."""
        count = len(self.canvas.layers)
        if not self.budget.affords(count):
            self.canvas.remove(count - 1)
            return
        self.budget.spend(count)
        worth = [
            (self.canvas.worth(index) / numbers_of(shape), index)
            for index, shape in enumerate(self.canvas.shapes)
        ]
        self.canvas.remove(min(worth)[1])

    def steady(self, before: Sequence[Shape]) -> None:
        """Puts shapes back to where they were, each unless it has moved for the better."""
        for index, (shape, old) in enumerate(zip(self.canvas.shapes, before, strict=True)):
            if shape.params == old.params and shape.weight == old.weight:
                continue
            if not self.budget.affords(1):
                break
            error = self.canvas.error()
            self.budget.spend(1)
            self.canvas.replace(index, replace(shape, params=old.params, weight=old.weight))
            if self.canvas.error() > error:
                self.canvas.replace(index, shape)

    @property
    def as_begun(self) -> bool:
        """Whether the best stack is the drawing it began with, and exact."""
        exact = self.best.error <= _EXACT * self.canvas.target.size
        shapes = [layer.shape for layer in self.best.layers]
        return exact and [s.params for s in shapes] == [s.params for s in self.start]

    def allow(self, share: float) -> None:
        """Lets a share of the numbers be written, or a few whole shapes at least."""
        numbers = self.settings.numbers
        self.cap = max(round(numbers * share), min(numbers, _FEW_NUMBERS))

    def improve(self, until: float) -> None:
        """Shakes the stack until so much of the budget is spent."""
        while self.budget.fraction < until and not self.budget.over and self.worth_it():
            self.shake()

    def build(self, thrift: float) -> None:
        """Adds shapes until the numbers are spent."""
        while not self.budget.over and self.worth_it() and self.add(thrift=thrift):
            if len(self.canvas.layers) % _TOGETHER == 0:
                self.settle(steps=1)
            self.keep()
        self.settle(steps=4)
        self.keep()

    def finish(self) -> Canvas:
        """The finest canvas with the best shapes on it, also when `run` was cut short."""
        self.to_best()
        finest = self.canvases[-1]
        if self.canvas is not finest:
            _carry(self.canvas, finest)
        return finest

    def worth_it(self) -> bool:
        """Whether there is any error left to lower, and anything to lower it with."""
        shaded = any(layer.shape.shaded for layer in self.best.layers)
        enough = _FLAT_EXACT if self.start or shaded else _EXACT
        exact = self.best.error <= enough * self.canvas.target.size
        return not exact and self.settings.numbers >= 3 and not self.barren

    @property
    def barren(self) -> bool:
        """Whether no statement may be written at all."""
        return self.settings.statements == 0

    @property
    def stages(self) -> tuple[tuple[float, float], ...]:
        """`_STAGES`, or what stands for them: in haste, numbers are spent before all else."""
        if self.flat:
            return _FLAT_STAGES
        return _STAGES[-1:] if self.effort < LEAST_EFFORT else _STAGES


def _carry(coarse: Canvas, fine: Canvas) -> None:
    """Draws the shapes of one canvas on another of the same picture."""
    fine.restore([fine.layer(shape) for shape in coarse.shapes], coarse.background)
    fine.solve_colours()
