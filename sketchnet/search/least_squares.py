"""Least squares for colours, which cannot be darker than black or brighter than white.

Legend: L colours.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SAME_COLOUR = 2e-3  # of 1: a change of colour that is not worth another round


def box_least_squares(
    gram: NDArray[np.float64], moment: NDArray[np.float64], present: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Colours (L, 3) in 0–1 that minimise cᵀ·gram·c − 2·cᵀ·moment, never worse than `present`.

    The free optimum, cut to the box, is polished by coordinate descent, which knows the box.
    """
    ridge = 1e-3  # a whisper of the present colours keeps hidden shapes from running away
    steady = gram.copy()
    steady[np.diag_indices_from(steady)] += ridge
    pull = moment + ridge * present
    free = np.linalg.solve(steady, pull)
    colours = np.clip(free, 0, 1)
    if (colours != free).any():
        for _ in range(20):
            before = colours.copy()
            for i, row in enumerate(steady):
                rest = pull[i] - row @ colours + row[i] * colours[i]
                colours[i] = np.minimum(np.maximum(rest / row[i], 0), 1)
            if np.abs(colours - before).max() < _SAME_COLOUR:
                break

    def cost(c: NDArray[np.float64]) -> float:
        return float(np.vdot(c, gram @ c) - 2 * np.vdot(c, moment))

    return colours if cost(colours) <= cost(present) else present
