"""Normal equations of the squared error in the numbers of shapes, colours solved for.

The picture is linear in the colours, so for every step of the numbers the best colours are known:
variable projection (Golub and Pereyra 1973) takes the colours out of the system before it is
solved, and Gauss–Newton steps then need not fight them.

Legend: P numbers, L coloured parts, N pixels, K of them at edges.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Plane = NDArray[np.float32]

_RIDGE = 1e-3  # pixels: a part that hardly shows must not take a colour out of all bounds


class Normal(NamedTuple):
    """matrix · step = gradient gives the Gauss–Newton step.

    Attributes:
        matrix: (P, P).
        gradient: (P,) downhill.
    """

    matrix: Matrix
    gradient: Matrix

    def steps(self, dampings: tuple[float, ...]) -> Matrix:
        """(len(dampings), P) Levenberg–Marquardt steps, from bold to careful."""
        diagonal = np.diag(self.matrix)
        scale = diagonal + 1e-3 * diagonal.mean() + 1e-6
        matrices = np.repeat(self.matrix[None], len(dampings), 0)
        each = np.arange(len(scale))
        matrices[:, each, each] += np.multiply.outer(dampings, scale)
        wanted = np.repeat(self.gradient[None, :, None], len(dampings), 0)
        steps: Matrix = np.asarray(np.linalg.solve(matrices, wanted)[..., 0], np.float64)
        return steps


def normal_equations(
    jacobian: Plane, pixels: NDArray[np.intp], residual: Plane, parts: Plane
) -> Normal:
    """The normal equations of a picture.

    Args:
        jacobian: (3, P, K) change of the picture for each number, at the pixels that change.
        pixels: (K,) their indices.
        residual: (3, N) what is missing of the target.
        parts: (L, N) how much of each coloured part is seen.
    """
    gram = (parts @ parts.T).astype(np.float64)
    gram[np.diag_indices_from(gram)] += _RIDGE
    inverse = np.linalg.inv(gram)
    count = jacobian.shape[1]
    matrix, gradient = np.zeros((count, count)), np.zeros(count)
    edges, wanted = parts[:, pixels].T, residual[:, pixels]
    for slopes, missing, everywhere in zip(jacobian, wanted, residual, strict=True):
        shared = (slopes @ edges).astype(np.float64)  # (P, L)
        known = shared @ inverse
        matrix += slopes @ slopes.T - known @ shared.T
        gradient += slopes @ missing - known @ (parts @ everywhere)
    return Normal(matrix, gradient)
