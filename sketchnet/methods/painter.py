"""The painter that comes with the package, loaded when it is first asked to work."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from sketchnet.methods.asked import Request
from sketchnet.model.light import LightPainter
from sketchnet.model.suggest import Suggester

WEIGHTS = Path(__file__).resolve().parents[1] / "weights" / "painter"


@lru_cache(maxsize=1)
def shipped_painter() -> LightPainter:
    """The painter with the weights of the package.

    Raises:
        WeightsError: they are missing or damaged.
    """
    return LightPainter(WEIGHTS)


def painter_at_work(asked: Request, rng: np.random.Generator) -> Suggester:
    """The shipped painter before a picture."""
    opaque = asked.colours is not None  # mixed, they would be others
    return Suggester(shipped_painter(), asked.target, asked.kinds, rng, opaque=opaque)
