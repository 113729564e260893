"""Random targets and shapes for the tests of the search."""

from __future__ import annotations

import numpy as np

from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import KINDS, Paint, Shape, legal


def random_shape(
    rng: np.random.Generator, side: int, kind: str | None = None, paint: Paint | None = None
) -> Shape:
    """A legal shape of any kind, somewhere on a square canvas."""
    kind = kind or str(rng.choice(list(KINDS)))
    vertices = KINDS[kind].vertices
    roles = KINDS[kind].roles * (int(rng.integers(*vertices)) if vertices else 1)
    values = [rng.uniform(0, 8) if role == "a" else rng.uniform(2, side * 0.7) for role in roles]
    params = legal(kind, np.array([values]), 0.5, (side, side))[0]
    paint = paint or KINDS[kind].paints[int(rng.integers(len(KINDS[kind].paints)))]
    fill, stroke = (tuple(rng.uniform(0, 255, 3).round().tolist()) for _ in range(2))
    weight = float(rng.choice((0.5, 1, 2, 3.5)))
    return Shape(kind, tuple(params.tolist()), paint, weight, fill, stroke)


def random_target(rng: np.random.Generator, side: int) -> Picture:
    """A picture of a few random shapes and some noise, (side, side, 3) in 0–1."""
    canvas = Canvas(np.zeros((side, side, 3), np.float32), (1.0, 1.0), (240.0, 230.0, 220.0))
    for _ in range(4):
        canvas.insert(len(canvas.layers), random_shape(rng, side))
    noise = rng.normal(0, 0.02, (side, side, 3))
    return np.clip(canvas.picture() + noise, 0, 1).astype(np.float32)
