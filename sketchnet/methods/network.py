"""Drawing by the painter alone: it writes, looks at what it wrote, and the best canvas wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

import renderer
from renderer.ops import RGBA
from sketchnet.images import Pixels
from sketchnet.methods.asked import Answer, Request
from sketchnet.methods.painter import painter_at_work
from sketchnet.metrics import rmse
from sketchnet.model.shapes import shapes_for
from sketchnet.model.statements import PATH, Picture, Statement, program_of
from sketchnet.model.suggest import Sketched
from sketchnet.search.setup import grid_of
from sketchnet.search.threads import one_thread

DEFAULT_RENDERS = 100
_MOST = 40  # statements


def draw_by_network(asked: Request) -> Answer:
    """A program that the painter wrote, cut where it would break a limit."""
    most = _MOST if asked.statements is None else min(asked.statements, _MOST)
    try:
        found = _written(asked, most)
    except KeyboardInterrupt:  # what it writes first takes but a moment
        found = _written(asked, most, beam=False)
    program = program_of(_within(asked, found.picture), asked.size)
    plain = program_of(Picture(_allowed(asked, _mean(asked.target)), ()), asked.size)
    nearest = min(program, plain, key=lambda one: rmse(renderer.render(one), asked.target))
    return Answer(nearest, "network", found.renders)


def _written(asked: Request, most: int, *, beam: bool = True) -> Sketched:
    """What the painter writes, of so many statements at most."""
    painter = painter_at_work(asked, np.random.default_rng(asked.seed))
    with one_thread():
        return painter.write(asked.renders or DEFAULT_RENDERS, most, _Clock(asked), beam=beam)


def _mean(target: Pixels) -> RGBA:
    """The one colour that is nearest all."""
    red, green, blue = (round(channel) for channel in target.mean((0, 1)).tolist())
    return red, green, blue, 255


@dataclass(frozen=True)
class _Clock:
    """Whether the time is up."""

    asked: Request
    share: float = 0.9

    def __call__(self) -> bool:
        time = self.asked.time
        return time is not None and self.asked.elapsed > self.share * time


def _within(asked: Request, picture: Picture) -> Picture:
    """The longest beginning of a drawing that keeps to the limits, on tidy numbers."""
    grid = grid_of(asked.size)
    background = _allowed(asked, picture.background)
    kept: list[Statement] = []
    for statement in picture.statements:
        shapes = shapes_for(statement)
        if not shapes or any(shape.kind not in asked.kinds for shape in shapes):
            continue
        colours = (_allowed(asked, statement.fill), _allowed(asked, statement.stroke))
        kept.append(_on_grid(statement, grid)._replace(fill=colours[0], stroke=colours[1]))
        program = program_of(Picture(background, tuple(kept)), asked.size)
        too_many = asked.statements is not None and len(kept) > asked.statements
        if too_many or renderer.count_numbers(program) > asked.numbers:
            kept.pop()
            break
    return Picture(background, tuple(kept))


def _on_grid(statement: Statement, grid: float) -> Statement:
    """A statement with its lengths on the grid of tidy numbers."""

    def tidy(values: Sequence[float]) -> tuple[float, ...]:
        return tuple(round(value / grid) * grid for value in values)

    params = statement.params
    angles = params[4:] if statement.kind.startswith("arc") else ()
    lengths = tidy(params[: len(params) - len(angles)])
    segments = statement.segments
    if statement.kind == PATH:
        segments = tuple((name, *tidy(values)) for name, *values in segments)
    weight = max(round(statement.weight / grid), 1) * grid
    return statement._replace(params=(*lengths, *angles), segments=segments, weight=weight)


def _allowed(asked: Request, colour: RGBA) -> RGBA:
    """The nearest colour of the palette, if there is one, opaque: mixed, it would be another."""
    if asked.colours is None or colour[3] == 0:
        return colour
    choices = asked.colours
    nearest = choices[((choices - np.array(colour[:3])) ** 2).sum(1).argmin()]
    red, green, blue = (round(channel) for channel in nearest.tolist())
    return red, green, blue, 255
