"""One program drawn by the compiler, beside what it really draws."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

import renderer
from renderer.errors import SketchError
from sketchnet.compiler.model import Compiler, draw
from sketchnet.compiler.reading import read
from sketchnet.images import Pixels
from sketchnet.model.statements import picture_of

MOST = 400
"""Statements, loops expanded, of the longest program that is compiled."""

_SHOWN = 256  # pixels of the longer side on a sheet, about
_GAP = 8
_PLAIN = 255**-2  # a picture this near one colour, on average one step of 255 off, counts as it
_LEAST = 1e-6  # squared error that a PSNR is taken of: 60 dB


class TooLongError(SketchError):
    """A program has more statements than the compiler reads."""


class Compared(NamedTuple):
    """The network's picture and the real one, (H, W, 3) uint8.

    Attributes:
        predicted, real: the pictures.
        share: squared error by that of the best picture of one colour; None where the real picture
            is of one colour, or so nearly (RMSE below 1) that a share says nothing.
        rmse: 0–255.
        psnr: dB; 60 without error.
    """

    predicted: Pixels
    real: Pixels
    share: float | None
    rmse: float
    psnr: float

    def told(self) -> str:
        """How near the network's picture comes, in one line."""
        if self.share is None:
            return (
                f"error RMSE {self.rmse:.1f} of 255, PSNR {self.psnr:.1f} dB; the real picture is "
                "of one colour, or nearly"
            )
        return f"error {self.share:.1%} of the best single colour's, PSNR {self.psnr:.1f} dB"

    def sheet(self) -> Pixels:
        """Predicted, real, difference and error side by side, enlarged."""
        apart = self.predicted.astype(np.int16) - self.real
        difference = (128 + apart // 2).clip(0, 255).astype(np.uint8)
        size = np.abs(apart).max(-1, keepdims=True)
        error = (255 * size / max(int(size.max()), 1)).astype(np.uint8).repeat(3, -1)
        times = max(1, _SHOWN // max(self.real.shape[:2]))
        gap = ((_GAP, _GAP), (_GAP, _GAP), (0, 0))
        parts = [
            np.pad(part.repeat(times, 0).repeat(times, 1), gap, constant_values=255)
            for part in (self.predicted, self.real, difference, error)
        ]
        return np.concatenate(parts, 1)


def compare(model: Compiler, program: renderer.Program) -> Compared:
    """A program drawn by both.

    Raises:
        ProgramError: the program fails.
        NotDrawnError: it uses what statements cannot say.
        TooLongError: it has more than `MOST` statements.
    """
    scene = renderer.run(program)
    picture = picture_of(scene)
    if len(picture.statements) > MOST:
        raise TooLongError(
            f"{len(picture.statements)} shapes, loops expanded; expected {MOST} at most; "
            "'sketchnet render' draws longer programs"
        )
    scale = model.config.side / max(scene.width, scene.height)
    size = (max(1, round(scene.width * scale)), max(1, round(scene.height * scale)))
    real = renderer.render_ops(scene, size)
    found = read([picture], scale)
    with torch.no_grad():
        drawn = draw(model, found.numbers, found.reading, size)[0]
    predicted = (drawn.permute(1, 2, 0).clamp(0, 1) * 255).round().to(torch.uint8).numpy()
    error = float(np.square(predicted.astype(np.float32) - real).mean()) / 255**2
    plain = float((real / 255).var((0, 1)).mean())
    share = None if plain < _PLAIN else error / plain
    psnr = float(-10 * np.log10(max(error, _LEAST)))
    return Compared(predicted, real, share, 255 * error**0.5, psnr)
