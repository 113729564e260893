"""Which of the shapes that fit a picture are taken off it first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sketchnet.search.shapes import numbers_of
from sketchnet.tidy.labels import widened
from sketchnet.tidy.layered import Layered

_TOGETHER = 4  # numbers that a shape for several parts saves for each further one
_PIECE = 2  # numbers that an arc costs more, for what hides the rest of it may go yet
_CROSSING = 0.4  # share of a stroke that may lie under others of its colour
_AROUND = 3  # pixels between shapes that are taken together
_PIECES = ("line", "arc", "bezier")
"""Kinds that may be but pieces of the outline of a path."""


def is_piece(layered: Layered) -> bool:
    """Whether it may be but a piece of an outline."""
    return layered.shape.kind in _PIECES


def is_whole(layered: Layered) -> bool:
    """Whether it is known to be a shape on which nothing lies but what was taken off."""
    return layered.sure and layered.shape.paint == "both"


def rank(layered: Layered) -> tuple[bool, int, int]:
    """What is taken off first: an exact shape of few numbers, for many parts, that is large.

    What is not exact may be so once what lies on it is known.
    """
    cost = numbers_of(layered.shape) - _TOGETHER * max(len(layered.parts) - 1, 0)
    cost += _PIECE if layered.shape.paint == "stroke" and layered.shape.kind == "arc" else 0
    return not layered.sure, cost, layered.blank - int(layered.seen.sum())


def plainest(fits: Sequence[Layered]) -> Iterator[Layered]:
    """The first of some fits, and those that are as plain and lie elsewhere.

    Strokes of one colour may cross, for it does not matter which lies on which.
    """
    fits = sorted(_outlines_first(fits), key=rank)
    first = fits[0]
    taken = np.zeros_like(first.seen)
    for fit in fits:
        if rank(fit)[:2] > rank(first)[:2]:
            break
        if is_piece(fit) and not is_piece(first):  # more of its outline may show then
            continue
        strokes = fit.shape.paint == first.shape.paint == "stroke"
        if strokes and fit.shape.stroke == first.shape.stroke:
            if (fit.seen & taken).sum() <= _CROSSING * fit.seen.sum():
                taken |= fit.seen
                yield fit
            continue
        cover = widened(fit.cover > 0, 2 * _AROUND + 1)
        if not (cover & taken).any():
            taken |= cover
            yield fit


def _outlines_first(fits: Sequence[Layered]) -> list[Layered]:
    """Fits without those that may be but pieces of another's outline."""
    outlined = [fit for fit in fits if fit.shape.paint == "both"]

    def is_of_one(fit: Layered) -> bool:
        own = fit.shape.fill
        return any(own == one.shape.stroke and (fit.seen & one.seen).any() for one in outlined)

    return [fit for fit in fits if fit.shape.outlined or not is_of_one(fit)]
