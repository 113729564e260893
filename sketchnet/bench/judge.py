"""What a drawing of ours is worth, found out anew: nothing it says of itself is believed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import renderer
from renderer import Program
from sketchnet.bench.errors import BenchError
from sketchnet.images import Pixels
from sketchnet.metrics import psnr, rmse, ssim

_TOLERANCE = 1e-6


class Drawn(Protocol):
    """What the benchmark asks of a drawing; `sketchnet.drawing.Drawing` has it."""

    @property
    def program(self) -> Program: ...

    @property
    def score(self) -> Mapping[str, Any]: ...

    def code(self, to: str = "processing") -> str: ...


Draw = Callable[..., Drawn]
"""Called as `sketchnet.draw` is."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A drawing, measured.

    Attributes:
        code: its program as text.
        image: (H, W, 3) uint8, what that text draws.
        numbers: its numbers.
        statements: its shapes.
        rmse: 0–255.
        psnr: in decibels, may be infinite.
        ssim: up to 1.
    """

    code: str
    image: Pixels
    numbers: int
    statements: int
    rmse: float
    psnr: float
    ssim: float


def judge(drawing: Drawn, target: Pixels, limit: int) -> Verdict:
    """Render the drawing's own text afresh and measure it.

    Args:
        drawing: what `draw` returned.
        target: (H, W, 3) uint8, what it was asked to draw.
        limit: most numbers.

    Raises:
        BenchError: it has more numbers, another size than the picture, no valid program, or other
            scores than it says.
    """
    code = drawing.code()
    try:
        image = renderer.render(code)
        numbers, statements = renderer.count_numbers(code), renderer.count_statements(code)
    except renderer.ProgramError as error:
        raise BenchError(f"the emitted program is at fault: {error.explain()}") from error
    if numbers > limit:
        raise BenchError(f"the program has {numbers} numbers; expected at most {limit}")
    if image.shape != target.shape:
        raise BenchError(
            f"the drawing is {image.shape[1]}×{image.shape[0]} pixels; "
            f"expected {target.shape[1]}×{target.shape[0]}"
        )
    verdict = Verdict(
        code,
        image,
        numbers,
        statements,
        rmse(image, target),
        psnr(image, target),
        ssim(image, target),
    )
    said = drawing.score
    for name in ("numbers", "statements", "rmse", "psnr", "ssim"):
        found = getattr(verdict, name)
        if not math.isclose(said[name], found, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE):
            raise BenchError(f"the drawing says {name} {said[name]}; a fresh render has {found}")
    return verdict
