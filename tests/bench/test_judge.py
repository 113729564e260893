"""A drawing is worth what a fresh render of its text shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from sketchnet.bench.errors import BenchError
from sketchnet.bench.judge import judge
from sketchnet.drawing import Drawing
from tests.bench.fakes import overspend, sketch
from tests.pictures import two_halves


@dataclass(frozen=True)
class Boaster:
    """A drawing that says something else of itself than it is."""

    drawing: Drawing
    boast: Mapping[str, Any]

    @property
    def program(self) -> Any:
        return self.drawing.program

    @property
    def score(self) -> Mapping[str, Any]:
        return self.drawing.score | self.boast

    def code(self, to: str = "processing") -> str:
        return self.drawing.code(to)


def honest() -> Drawing:
    return Drawing(sketch(24, 24, 100, "noStroke();\nrect(0, 0, 12, 24);"), two_halves())


def test_an_honest_drawing_is_measured_as_it_says() -> None:
    drawing = honest()
    verdict = judge(drawing, two_halves(), 4)
    assert (verdict.numbers, verdict.statements) == (4, 1)
    difference = drawing.image.astype(float) - two_halves()
    assert verdict.rmse == pytest.approx(np.sqrt(np.mean(difference**2)))


def test_a_number_too_many_is_an_error() -> None:
    with pytest.raises(BenchError, match="has 7 numbers; expected at most 6"):
        judge(overspend(two_halves()), two_halves(), 6)


@pytest.mark.parametrize(
    ("name", "value"), [("rmse", 1.0), ("ssim", 1.0), ("psnr", 99.0), ("numbers", 3)]
)
def test_a_drawing_that_boasts_is_an_error(name: str, value: float) -> None:
    with pytest.raises(BenchError, match=f"says {name} {value}; a fresh render has"):
        judge(Boaster(honest(), {name: value}), two_halves(), 10)


def test_a_drawing_of_another_size_is_an_error() -> None:
    drawing = Drawing(sketch(10, 24, 100), two_halves(10, 24))
    with pytest.raises(BenchError, match="10×24 pixels; expected 24×24"):
        judge(drawing, two_halves(), 10)
