"""Gauss–Newton steps of a shape's numbers, its slopes told by drawing it a little aside."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sketchnet.search.normal import Normal
from sketchnet.tidy.edges import Array

SHARES = (1.0, 0.3, 0.1)
"""Of a step, to be tried until one helps."""

_ASIDE, _DAMPING, _BOLDEST = 0.5, 1e-2, 4.0  # pixels but for the second


def model_of(values: Array, off: Callable[[Array], Array]) -> Normal:
    """The normal equations of what is wrong about some numbers.

    Args:
        values: (P,) the numbers.
        off: what is wrong with such numbers, sample by sample; called 2 P + 1 times.
    """
    aside = _ASIDE * np.eye(len(values))
    slopes = np.stack([(off(values + by) - off(values - by)) / (2 * _ASIDE) for by in aside], 1)
    return Normal(slopes.T @ slopes, -slopes.T @ off(values))


def step(model: Normal) -> Array:
    """(P,) what to add to the numbers so that less is wrong."""
    matrix = model.matrix + _DAMPING * np.eye(len(model.gradient))
    return np.asarray(np.clip(np.linalg.solve(matrix, model.gradient), -_BOLDEST, _BOLDEST))
