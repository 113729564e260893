"""Slivers: shapes that mend the edge of another, in a colour that only mixtures have."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.regions import solid_colours
from sketchnet.search.shapes import Shape
from sketchnet.tidy.judge import Judge

_SLIGHT = (1.5 / 255) ** 2  # squared error of a sample up to which nobody misses them
_OWN = 12.0  # of 255, by which a colour may be off one that the picture has


def drop_slivers(judge: Judge) -> None:
    """Strikes slivers out of a drawing of plain areas, as long as hardly anybody sees it.

    Nobody would write them: to a person the edge was right before.
    """
    colours = solid_colours(judge.canvas.target)
    if colours is None:
        return
    bound = judge.bound
    judge.bound = max(bound, _SLIGHT * judge.canvas.target.size)
    for index in range(len(judge.items) - 1, -1, -1):
        shapes = judge.items[index].shapes
        if not judge.late and not any(_has_own(shape, colours) for shape in shapes):
            judge.attempt_at(index)
    judge.bound = max(bound, judge.error)


def _has_own(shape: Shape, colours: NDArray[np.float32]) -> bool:
    """Whether any of a shape's colours (K, 3 there are) is one of the picture's."""
    return any(
        float(np.abs(colours - np.array(getattr(shape, part))).max(1).min()) <= _OWN
        for part in shape.parts
    )
