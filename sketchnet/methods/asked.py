"""What a method of drawing is given."""

from __future__ import annotations

import time as clock
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from renderer import Program
from sketchnet.images import Pixels
from sketchnet.search.budget import Progress
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import Colour, Shape


@dataclass(frozen=True, eq=False)
class Request:
    """A picture, and what its drawing may be; everything checked.

    Attributes:
        target: (H, W, 3) uint8.
        started: when the clock began to run, as `time.perf_counter` tells.
        numbers: most literals of geometry.
        statements: most shapes; None for as many as the numbers allow.
        time: most seconds; None for no limit.
        renders: most candidate drawings looked at; None for the method's own measure.
        kinds: keys of `sketchnet.search.shapes.KINDS`.
        colours: (K, 3) 0–255, the only colours; None for any.
        ground: the picture's own background, RGB 0–255.
        seed: of every random choice.
        progress: called with the fraction of the budget spent and the RMSE so far.
        on_improvement: called with the candidates looked at and the best picture so far.
    """

    target: Pixels
    started: float
    numbers: int
    statements: int | None
    time: float | None
    renders: int | None
    kinds: tuple[str, ...]
    colours: NDArray[np.float64] | None
    ground: Colour
    seed: int
    progress: Progress | None = None
    on_improvement: Callable[[int, Pixels], None] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the picture in pixels."""
        return self.target.shape[1], self.target.shape[0]

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return clock.perf_counter() - self.started


class Begun(NamedTuple):
    """What a search begins with.

    Attributes:
        shapes: back to front.
        canvas: empty, to go on with.
        seen: (H, W, 3) in 0–1, the picture for tidying where the canvas's is not it.
    """

    shapes: list[Shape]
    canvas: Canvas
    seen: Picture | None = None


class Answer(NamedTuple):
    """A program, how it was found, and how many candidate drawings were looked at."""

    program: Program
    method: str
    renders: int
