"""One program drawn by the compiler, beside what it really draws."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

import renderer
from sketchnet.compiler.model import Compiler, draw
from sketchnet.compiler.reading import read
from sketchnet.images import Pixels
from sketchnet.model.statements import NotDrawnError, picture_of

MOST = 400
"""Statements, loops expanded, of the longest program that is compiled."""

_SHOWN = 256  # pixels of the longer side on a sheet, about
_GAP = 8


class Compared(NamedTuple):
    """The network's picture and the real one, (H, W, 3) uint8.

    Attributes:
        predicted, real: the pictures.
        share: squared error by that of the best picture of one colour; 0 when both are of one.
        psnr: dB; 60 without error.
    """

    predicted: Pixels
    real: Pixels
    share: float
    psnr: float

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
        NotDrawnError: it uses what statements cannot say, or is too long.
    """
    scene = renderer.run(program)
    picture = picture_of(scene)
    if len(picture.statements) > MOST:
        raise NotDrawnError(f"{len(picture.statements)} shapes; the compiler reads {MOST} at most")
    scale = model.config.side / max(scene.width, scene.height)
    size = (max(1, round(scene.width * scale)), max(1, round(scene.height * scale)))
    real = renderer.render_ops(scene, size)
    found = read([picture], scale)
    with torch.no_grad():
        drawn = draw(model, found.numbers, found.reading, size)[0]
    predicted = (drawn.permute(1, 2, 0).clamp(0, 1) * 255).round().to(torch.uint8).numpy()
    error = float(np.square(predicted.astype(np.float32) - real).mean()) / 255**2
    plain = float((real / 255).var((0, 1)).mean())
    share = 0.0 if error == plain == 0 else error / max(plain, 1e-6)
    return Compared(predicted, real, share, float(-10 * np.log10(max(error, 1e-6))))
