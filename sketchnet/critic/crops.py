"""Example tests: random crops of the target, which a program may be tried on beforehand."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sketchnet.metrics import rmse
from sketchnet.model.writers import Pixels


class Crop(NamedTuple):
    """A square of a picture: its left and top edge and its side, in pixels."""

    left: int
    top: int
    side: int

    def of(self, picture: Pixels) -> Pixels:
        """That part of a picture."""
        return picture[self.top : self.top + self.side, self.left : self.left + self.side]


def crops(side: int, count: int, rng: np.random.Generator, share: float = 0.375) -> list[Crop]:
    """Random squares of a square picture.

    Args:
        side: of the picture, in pixels.
        count: how many.
        rng: of their places.
        share: of the picture's side that one takes, 0–1.
    """
    own = max(round(side * share), 1)
    places = rng.integers(0, side - own + 1, (count, 2)).tolist()
    return [Crop(left, top, own) for left, top in places]


def whole(side: int) -> list[Crop]:
    """The picture itself as the only test."""
    return [Crop(0, 0, side)]


def passed(picture: Pixels, target: Pixels, tests: list[Crop], tolerance: float) -> int:
    """How many tests a picture passes: those that it is within an RMSE of the target in."""
    return sum(rmse(test.of(picture), test.of(target)) <= tolerance for test in tests)


def error(picture: Pixels, target: Pixels, tests: list[Crop]) -> float:
    """Mean RMSE over the tests, 0–255."""
    return float(np.mean([rmse(test.of(picture), test.of(target)) for test in tests]))
