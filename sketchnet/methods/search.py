"""Drawing by search: proposals climbed on real renders, refined together, rounded and tidied."""

from __future__ import annotations

import math
import time as clock

import numpy as np

import renderer
from renderer import Program
from renderer.language.measure import count_numbers
from sketchnet.methods.asked import Answer, Request
from sketchnet.methods.beginning import begun, painted_beside, under_noise
from sketchnet.methods.painter import painter_at_work
from sketchnet.methods.shaded import shaded_and_plain
from sketchnet.search.budget import ANY, Budget
from sketchnet.search.climb import Climber, Space
from sketchnet.search.emit import program_of
from sketchnet.search.engine import Search
from sketchnet.search.ground import has_shades
from sketchnet.search.joint import refine
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.regions import flat_colours
from sketchnet.search.rounding import descend, on_grid, round_jointly
from sketchnet.search.setup import grid_of, working_pictures
from sketchnet.search.shapes import Shape, numbers_of
from sketchnet.search.stack import Painter, Settings
from sketchnet.search.threads import one_thread
from sketchnet.tidy.composites import is_exact
from sketchnet.tidy.pipeline import tidy

_FEW, _FEW_OF_FLAT = 3000, 15_000
"""Candidates, up to which the painter helps: of any picture; of flat art, where it draws first."""

_REPEATED_SHARE = 0.7  # of what is left, to find out whether a long drawing repeats itself
_TIDY_SHARE, _FEW_TIDY_SHARE = 0.2, 0.1
"""Of --renders, kept back for tidying: of all beyond the first few, and of these."""

FREE = 8  # steps of the search to one of the grid
_NOTICE_EVERY = 200  # candidates between two calls of on_improvement
_TAIL_S = 0.5  # kept back from --time for tidying and printing, at most,
_TAIL_NUMBER_S = 0.001  # and for every number, for rounding it
_TAIL_SHARE = 0.15
_MOST_TAIL_SHARE = 0.45
_PALETTE = 3.0  # times as much with a palette, where colours are chosen and not solved for
_TAIL_PIXELS = 128 * 128  # of the working picture; larger ones need more
_ROUNDING_SHARE = 0.5  # most of what is kept back that rounding may take, if the search was late
_PRINTING_S = 0.03
_LEAST_S = 0.25  # of search, however long it took to read the picture
_MOMENT_S = 1.5  # of search after Ctrl-C where it had not begun
_HURRY_S = 0.3  # for tidying after Ctrl-C


def default_renders(numbers: int) -> int:
    """Candidate drawings looked at when nobody says: more numbers need more."""
    return 30_000 + 150 * numbers


def draw_by_both(asked: Request) -> Answer:
    """A program found by search, which the network helps where it is worth its time.

    That is where few candidates may be looked at: later the search overtakes what it began with.
    """
    return draw_by_search(asked, painter=True)


def draw_by_search(asked: Request, *, painter: bool = False) -> Answer:
    """A program found by search.

    Args:
        asked: the picture and the limits.
        painter: whether the network draws first and proposes shapes where candidates are few; of
            flat art, whose patches may tell more, it draws what these leave, and all where that
            is nearer.
    """
    with one_thread():
        return _draw(asked, painter)


def _draw(asked: Request, painter: bool) -> Answer:
    numbers, size, time = asked.numbers, asked.size, asked.time
    most = asked.renders or (default_renders(numbers) if time is None else ANY)
    if asked.renders is not None:
        spared = (_TIDY_SHARE - _FEW_TIDY_SHARE) * min(most, _FEW)
        most = max(round(most * (1 - _TIDY_SHARE) + spared), 1)
    pictures = working_pictures(asked.target)
    tail = 1.0 if asked.colours is None else _PALETTE
    pixels = pictures[-1][0].size // 3
    seconds = None if time is None else _search_seconds(time, numbers, pixels, tail)
    if seconds is not None:
        seconds = max(seconds, asked.elapsed + _LEAST_S)
    budget = Budget(most, seconds, started=asked.started)
    rng = np.random.default_rng(asked.seed)
    grid = grid_of(size)
    climber = Climber(Space(grid / FREE, size), rng, budget)
    unit_colours = None if asked.colours is None else asked.colours / 255
    flat = flat_colours(pictures[-1][0]) is not None
    network: Painter | None = None
    finest = Canvas(*pictures[-1], asked.ground, unit_colours, hairlines=True)
    start: list[Shape] = []
    seen: Picture | None = None
    # A shaded shape is many of one colour.
    free = asked.colours is None and asked.statements is None
    shaded = free and not flat and has_shades(pictures[-1][0])
    try:
        if shaded:
            start = shaded_and_plain(asked, finest, budget)
        if not start:
            plain = None if shaded else under_noise(asked, budget, unit_colours)
            flat |= plain is not None
            start, finest, seen = plain or begun(asked, finest, budget)
            shaded &= not flat and not start
        few = _FEW_OF_FLAT if flat or start else _FEW
        if painter and (asked.renders or ANY) <= few and not (start and is_exact(finest, start)):
            network = painter_at_work(asked, rng)
        if network is not None and (flat or start):
            beside = painted_beside(network, finest, start, budget)
            if beside is None:
                start, flat, seen = [], False, None
            else:
                start, network = beside, None
    except KeyboardInterrupt:
        budget.stop.set()
    stopped = budget.stop.is_set()
    if stopped:  # hardly anything is drawn yet: a moment makes the difference
        budget.stop.clear()
        moment = budget.elapsed + _MOMENT_S
        seconds = budget.seconds = moment if seconds is None else min(seconds, moment)
    if sum(map(numbers_of, start)) > numbers and not budget.over:
        whole = _repeated(asked, finest, start, budget)
        if whole is not None:
            return whole
    if seconds is not None and not start:
        budget.seconds = max(seconds, asked.elapsed + _LEAST_S)
    canvases = [finest]
    if not start and not flat:
        coarse = [Canvas(*seen, asked.ground, unit_colours, rough=True) for seen in pictures[:-1]]
        canvases = [*coarse, Canvas(*pictures[-1], asked.ground, unit_colours)]
    last_notice = -_NOTICE_EVERY

    def improved(spent: int) -> None:
        nonlocal last_notice
        if asked.on_improvement is not None and spent - last_notice >= _NOTICE_EVERY:
            last_notice = spent
            shapes = [on_grid(shape, grid, asked.kinds) for shape in search.canvas.shapes]
            best = program_of(shapes, size, search.canvas.background, finest.join)
            asked.on_improvement(spent, renderer.render(best))

    def progressed(rmse: float) -> None:
        if asked.progress is not None:
            asked.progress(budget.fraction, rmse)

    settings = Settings(numbers, asked.statements, asked.kinds, shaded)
    search = Search(canvases, climber, settings, improved, progressed, network, start)
    deadline = None if time is None else asked.started + time - _PRINTING_S
    try:
        search.run()
    except KeyboardInterrupt:
        if stopped:  # for the second time: they want nothing
            raise
        budget.stop.set()
    if stopped or budget.stop.is_set():  # they want the best so far, and want it soon
        deadline = clock.perf_counter() + _HURRY_S
    canvas = search.finish()
    if not search.as_begun:  # else its numbers are tidy
        refine(canvas, budget, 10)
        if seconds is not None and time is not None:  # rounding blindly costs more than not tidying
            budget.seconds = seconds + _ROUNDING_SHARE * max(time - seconds, 0.0)
        round_jointly(canvas, grid, budget, asked.kinds)
        descend(canvas, grid, budget)
    tidying = Budget(ANY if asked.renders is None else max(asked.renders - budget.spent, 0))
    before = canvas.snapshot()
    program = _tidied(asked, canvas, deadline, tidying)
    if seen is not None:  # what repeats, or stands around a centre, may stand on no grid
        canvas.restore(*before)
        canvas.target = seen
        other = _tidied(asked, canvas, deadline, tidying)
        program = min(program, other, key=count_numbers)
    renders = budget.spent + budget.aside + tidying.spent
    return Answer(program, "search" if network is None else "auto", renders)


def _tidied(asked: Request, canvas: Canvas, deadline: float | None, tidying: Budget) -> Program:
    """The program of a stack, tidied.

    Args:
        asked: the limits.
        canvas: the stack; another afterwards.
        deadline: as `time.perf_counter` tells, after which nothing more is looked at.
        tidying: pays for every candidate.
    """
    limits = asked.kinds, asked.numbers, asked.statements
    items = tidy(canvas, asked.ground, deadline, *limits, tidying)
    return program_of(items, asked.size, canvas.background, canvas.join)


def _repeated(asked: Request, canvas: Canvas, start: list[Shape], budget: Budget) -> Answer | None:
    """A drawing that is too long shape by shape, and is not where loops say what repeats.

    Args:
        asked: the picture and the limits.
        canvas: of the picture; empty afterwards.
        start: shapes that are the picture.
        budget: pays for every candidate, with a part of what it has.
    """
    if not is_exact(canvas, start):
        return None
    part = budget.part(_REPEATED_SHARE)
    canvas.restore([canvas.layer(shape) for shape in start], asked.ground)
    now = clock.perf_counter()
    deadline = None if part.seconds is None else now + part.seconds - part.elapsed
    tidying = Budget(part.left)
    items = tidy(canvas, asked.ground, deadline, asked.kinds, budget=tidying, patterns_first=True)
    budget.spend(tidying.spent)
    program = program_of(items, asked.size, canvas.background, canvas.join)
    canvas.restore([], asked.ground)
    drawn = sum(len(item.drawn()) for item in items)
    many = asked.statements is not None and drawn > asked.statements
    if many or count_numbers(program) > asked.numbers:
        return None
    return Answer(program, "search", budget.spent + budget.aside)


def _search_seconds(time: float, numbers: int, pixels: int, tail: float) -> float:
    """How much of the time may be searched, the rest being for rounding, tidying and printing."""
    larger = math.sqrt(max(pixels / _TAIL_PIXELS, 1.0))
    wanted = tail * (_TAIL_S + _TAIL_NUMBER_S * numbers) * larger**2
    share = min(tail * _TAIL_SHARE * larger, _MOST_TAIL_SHARE)
    return time - _PRINTING_S - min(wanted, share * time)
