"""Shapes said in the words that fit best: another kind, another paint, a corner more or less.

Where a drawing is right but for its words (a rect that is a tilted quad, a disc without its
outline), no moving of its numbers makes it exact. Here each shape in turn is tried in every word it
could have been said in, the likely ones with all numbers moved together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from sketchnet.search.climb import Candidate, Climber, Proposal
from sketchnet.search.joint import refine
from sketchnet.search.layers import Canvas
from sketchnet.search.moves import neighbours
from sketchnet.search.shapes import KINDS, Shape, boxes, kinds_of

_ROUNDS = 2
_CLIMBED, _CLIMB = 20, 2  # words of each shape that are fitted alone, and the steps of that
_LIKELY = 3  # of these, tried with all numbers moved
_STEPS = 6
_LOWER = 0.85  # of the error, that another word has to bring it down to
_OUTLINE = 0.12  # of the shorter side: an outline's weight, where there was none
_EXACT = (0.5 / 255) ** 2  # squared error of a sample below which no word is wrong


def reword(canvas: Canvas, climber: Climber, kinds: tuple[str, ...] | None = None) -> None:
    """Says the shapes of a stack in better words where there are some; its error never rises.

    Args:
        canvas: the stack; none is added, none taken away.
        climber: its budget pays.
        kinds: keys of `KINDS` that may be drawn; all when None.
    """
    kinds = kinds_of(None) if kinds is None else kinds
    error = refine(canvas, climber.budget, _STEPS)
    for _ in range(_ROUNDS):
        before = error
        for index in range(len(canvas.layers)):
            if error <= _EXACT * canvas.target.size or climber.budget.over:
                return
            error = _reword_one(canvas, climber, index, error, kinds)
        if error == before:
            return


def _reword_one(
    canvas: Canvas, climber: Climber, index: int, error: float, kinds: tuple[str, ...]
) -> float:
    """Says layer `index` in the best of its likely words; the squared error then."""
    best, reached = canvas.snapshot(), _LOWER * error
    place = canvas.place(index, instead=True)
    found = climber.score(place, list(_words_of(canvas.layers[index].shape, kinds)))
    likely: dict[tuple[str, str], Candidate] = {}
    for candidate in sorted(found, key=_gain, reverse=True):
        likely.setdefault((candidate.shape.kind, candidate.shape.paint), candidate)
    fitted = [climber.climb(place, one, _CLIMB) for one in list(likely.values())[:_CLIMBED]]
    for candidate in sorted(fitted, key=_gain, reverse=True)[:_LIKELY]:
        before = canvas.snapshot()
        canvas.replace(index, candidate.shape)
        canvas.solve_colours()
        tried = refine(canvas, climber.budget, _STEPS)
        if tried < reached:
            best, reached, error = canvas.snapshot(), tried, tried
        canvas.restore(*before)
    canvas.restore(*best)
    return error


def _gain(candidate: Candidate) -> float:
    return candidate.gain


def _words_of(shape: Shape, kinds: tuple[str, ...]) -> Iterator[Proposal]:
    """What else could have been said for a shape."""
    x0, y0, x1, y1 = boxes(shape.kind, np.array([shape.params]))[0].tolist()
    thin = max(_OUTLINE * min(x1 - x0, y1 - y0), 2.0)
    weight = shape.weight if shape.outlined else thin
    own = (shape.kind, list(shape.params))
    words = [own, *neighbours(shape.kind, shape.params, kinds)]
    if shape.kind not in ("line", "bezier"):
        words += (word for word in _of_box(x0, y0, x1, y1) if word[0] in kinds)
    for kind, params in words:
        for paint in KINDS[kind].paints:
            if (kind, params, paint) != (*own, shape.paint):
                yield kind, params, paint, weight


def _of_box(x0: float, y0: float, x1: float, y1: float) -> Iterator[tuple[str, list[float]]]:
    """Shapes with corners that fill a box."""
    cx, cy, rx, ry = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2
    yield "triangle", [x0, y1, cx, y0, x1, y1]
    yield "triangle", [x0, y0, cx, y1, x1, y0]
    yield "quad", [x0, y0, x1, y0, x1, y1, x0, y1]
    turns = [math.pi * step / 3 for step in range(6)]
    around = [(cx + rx * math.cos(turn), cy + ry * math.sin(turn)) for turn in turns]
    yield "polygon", [value for point in around for value in point]
