"""Tidying from beginning to end: the stages in the order of their worth, each by real renders."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from renderer.language.measure import count_numbers, count_statements
from renderer.language.tree import Program
from sketchnet.search.budget import ANY, Budget
from sketchnet.search.emit import program_of
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS, Colour
from sketchnet.tidy import (
    colours,
    grow,
    mirrors,
    motifs,
    order,
    patterns,
    rings,
    rows,
    series,
    shades,
    simplify,
    slivers,
    snap,
    symmetry,
)
from sketchnet.tidy.items import Item
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.watching import tell

_WORSE = 1.02  # squared error that tidying may cost in all, as a factor: 1 % more RMSE
_INVISIBLE = (0.25 / 255) ** 2  # squared error of a sample that nobody sees, for exact drawings
_PATTERNS_SHARE = 0.6  # of the time left, at most, to look for patterns in
_PATTERNS = "find_patterns"
_SPENDING = (_PATTERNS, "grow_rows")  # stages that may use numbers that are left

Stage = Callable[[Judge], None]


def tidy(
    canvas: Canvas,
    background: Colour,
    deadline: float | None = None,
    kinds: Sequence[str] = tuple(KINDS),
    most: int = 0,
    statements: int | None = None,
    budget: Budget | None = None,
    patterns_first: bool = False,
) -> list[Item]:
    """Tidies the stack on a canvas: at most 1 % more RMSE, never more numbers.

    The own colours of a picture that has but a few plain ones are worth 5 % beside.

    Args:
        canvas: the stack; afterwards it holds the tidy one, every repetition drawn out.
        background: the picture's own background, preferred to one that merely fits.
        deadline: `time.perf_counter()` by which to be done; stages that come too late are left
            out, the most worthwhile come first. None for as long as it takes.
        kinds: keys of `KINDS` that may be drawn.
        most: numbers that the code may have; what is free may be spent on rows that go on.
        statements: most shapes that may be drawn, each turn of a loop counted; any when None.
        budget: pays for every candidate looked at; without it they are not counted.
        patterns_first: whether what repeats is looked for before all else, as where only a loop
            will do.

    Returns:
        The drawing, back to front, for `program_of`.
    """
    started = time.perf_counter()
    budget = budget or Budget(ANY)
    if budget.affords(len(canvas.layers)):  # also where there is no time for more
        budget.spend(len(canvas.layers))
        _drop_dead(canvas)
    canvas.solve_colours()
    judge = Judge(canvas, _bound(canvas.error(), canvas), deadline, kinds, budget)
    untidy = _program(judge)
    most = max(most, count_numbers(untidy))
    stages = _stages(background, canvas.palette is None, most)
    if any(shape.opacity < 1 for shape in canvas.shapes):  # patches are but parts of such shapes
        stages = [stage for stage in stages if stage.__name__ != _PATTERNS]
    if patterns_first:
        stages.sort(key=lambda stage: stage.__name__ != _PATTERNS)
    for stage in stages:
        if not judge.late:
            _guarded(judge, stage, most, statements)
            judge.bound = min(judge.bound, _bound(judge.error, canvas))
    canvas.restore(judge.layers, judge.background)
    tell(untidy, time.perf_counter() - started)
    return judge.items


def _drop_dead(canvas: Canvas) -> None:
    """Takes every shape away without which the drawing is no worse, from the top down."""
    for index in range(len(canvas.layers) - 1, -1, -1):
        if canvas.worth(index) <= 0:
            canvas.remove(index)


def _stages(background: Colour, free: bool, most: int) -> list[Stage]:
    """What is done, in turn; with a palette, colours stay as they are."""

    def own_background(judge: Judge) -> None:
        colours.own_background(judge, background)

    def find_patterns(judge: Judge) -> None:
        whole = judge.deadline
        if whole is not None:  # where nothing is found, what comes after needs its time
            now = time.perf_counter()
            judge.deadline = now + _PATTERNS_SHARE * (whole - now)
        before = judge.items
        patterns.find_patterns(judge, background, most)
        judge.deadline = whole
        if judge.items is not before:
            simplify.one_for_two(judge)

    def find_rings(judge: Judge) -> None:
        rings.find_rings(judge, most)

    def grow_rows(judge: Judge) -> None:
        grow.grow_rows(judge, most)

    return [
        *([colours.whole] if free else []),
        simplify.drop_hidden,
        shades.drop_shades,
        shades.join,
        shades.to_the_edges,
        simplify.plainer_kinds,
        simplify.one_for_two,
        simplify.plain_outlines,
        find_rings,
        find_patterns,
        rows.find_rows,
        grow_rows,
        rows.join_rows,
        motifs.find_motifs,
        mirrors.find_mirrors,
        *([slivers.drop_slivers] if free else []),
        *([colours.solve, own_background, colours.share] if free else []),
        colours.share_weights,
        simplify.plain_outlines,
        order.by_style,
        symmetry.make_symmetric,
        snap.snap,
        simplify.drop_hidden,
        *([colours.solve, own_background, colours.share, colours.seen] if free else []),
        series.find_series,
        simplify.drop_hidden,
    ]


def _bound(error: float, canvas: Canvas) -> float:
    """The squared error that a drawing may come to, beginning at one."""
    return error * _WORSE + _INVISIBLE * canvas.target.size


def _guarded(judge: Judge, stage: Stage, most: int, statements: int | None) -> None:
    """Runs a stage; takes it back if there are more numbers or shapes then than there may be."""
    items, background = judge.items, judge.background
    before = _program(judge)
    stage(judge)
    after = _program(judge)
    spends = stage.__name__ in _SPENDING
    long = count_numbers(after) > (most if spends else count_numbers(before))
    if stage.__name__ != _PATTERNS:
        long |= count_statements(after) > count_statements(before)
    drawn = sum(len(item.drawn()) for item in judge.items)
    if long or (statements is not None and drawn > statements):
        judge.restore(items, background)


def _program(judge: Judge) -> Program:
    return program_of(judge.items, judge.size, judge.background, judge.canvas.join)
