"""Drawings as a painter may have written them: off by little or by much, or of another kind.

A painter that is only taught on canvases that are right goes on painting where its own are not: it
never comes to an end. So it is taught what comes next, and when to end, on canvases as wrong as its
own.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from renderer.ops import RGBA
from sketchnet.data.extents import box_of
from sketchnet.model.statements import Picture, Statement, op_of

STRENGTHS, DRAWINGS = (0.0, 0.5, 1.0), (0.25, 0.4, 0.35)
"""Of the shaking of a whole drawing, and the shares of the drawings that are shaken so."""

FAR = (0.0, 1.5, 4.0, 9.0)
"""Standard deviations of lengths, in pixels of a canvas of 128."""

TINTS = (0.0, 5.0, 15.0, 40.0)
"""The same of the channels of a colour, 0 to 255."""

SHARES = (0.3, 0.35, 0.25, 0.1)
"""Of the statements, and of the colours, that are so far off."""

OTHER = 0.1
"""Share of the statements that are of another kind."""

HEAVIER = 0.25
"""Standard deviation of the logarithm of a weight."""


def shaken(picture: Picture, rng: np.random.Generator) -> Picture:
    """A drawing on a canvas of 128 pixels as a painter's may be."""
    strength = _drawn(STRENGTHS, DRAWINGS, rng)
    return Picture(
        tinted(picture.background, rng, strength),
        tuple(off(statement, rng, strength) for statement in picture.statements),
    )


def off(statement: Statement, rng: np.random.Generator, strength: float = 1.0) -> Statement:
    """A statement as a painter's may be; with a strength of 0 as it is."""
    if rng.random() < OTHER * strength:
        statement = _of_another_kind(statement, rng)
    far = strength * _drawn(FAR, SHARES, rng)
    noise = rng.normal(0, far, len(statement.params))
    params = [p + n for p, n in zip(statement.params, noise.tolist(), strict=True)]
    if statement.kind.startswith("arc"):
        params[4:] = statement.params[4:]
    if statement.kind not in ("triangle", "line", "quad", "bezier", "point"):
        params[2:4] = [max(p, 1.0) for p in params[2:4]]
    if statement.kind == "roundrect":
        params[4] = max(params[4], 0.0)
    segments = tuple(
        (name, *(value + far * rng.normal() for value in values))
        for name, *values in statement.segments
    )
    return statement._replace(
        params=tuple(params),
        segments=segments,
        fill=tinted(statement.fill, rng, strength),
        stroke=tinted(statement.stroke, rng, strength),
        weight=statement.weight * float(np.exp(rng.normal(0, HEAVIER * strength))),
    )


def tinted(colour: RGBA, rng: np.random.Generator, strength: float = 1.0) -> RGBA:
    """A colour as one of a painter's may be; as opaque as it was."""
    noise = rng.normal(0, strength * _drawn(TINTS, SHARES, rng), 3).tolist()
    red, green, blue = (
        min(max(round(channel + off), 0), 255)
        for channel, off in zip(colour[:3], noise, strict=True)
    )
    return red, green, blue, colour[3]


def _drawn(values: Sequence[float], shares: Sequence[float], rng: np.random.Generator) -> float:
    """One of some values, by their shares; `rng.choice` takes twenty times as long."""
    return values[bisect(list(accumulate(shares[:-1])), rng.random())]


def _of_another_kind(statement: Statement, rng: np.random.Generator) -> Statement:
    """A rectangle or an ellipse where a statement is; lines and points stay what they are."""
    if statement.kind in ("line", "point"):
        return statement
    left, top, right, bottom = box_of(op_of(statement))
    width, height = max(right - left, 1), max(bottom - top, 1)
    if rng.random() < 0.5:
        params: tuple[float, ...] = (left, top, width, height)
        kind = "rect"
    else:
        params = ((left + right) / 2, (top + bottom) / 2, width, height)
        kind = "ellipse"
    return statement._replace(kind=kind, params=params, segments=())
