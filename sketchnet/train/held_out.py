"""Held-out pairs looked at while training: how well the model draws what it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sketchnet.metrics import rmse
from sketchnet.model.board import Board
from sketchnet.model.decoding import write_programs
from sketchnet.model.statements import scene_of
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.weights import Model
from sketchnet.model.writers import Pixels
from sketchnet.train.config import HELD_OUT, TrainConfig
from sketchnet.train.examples import CANVAS, Sketches, drawings

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

_SOLVED = 12.0  # RMSE; a greedy drawing as good as that shows every shape in its place
_SHOWN = 16


class HeldOut:
    """Pictures to draw at every evaluation.

    Args:
        config: names the sketches and how many pictures.
        sketches: parsed.
        side: of the pictures the model looks at.
    """

    def __init__(self, config: TrainConfig, sketches: Sketches, side: int) -> None:
        from renderer.raster.cairo_raster import render_scene

        rng = np.random.default_rng(HELD_OUT)
        stream = drawings(sketches, HELD_OUT, rng, config.most)
        pictures = [next(stream) for _ in range(config.eval_pictures)]
        self.most = config.most
        self.targets = [
            render_scene(scene_of(picture, (CANVAS, CANVAS)), (side, side)) for picture in pictures
        ]

    def report(self, model: Model, update: int, writer: SummaryWriter | None) -> str:
        """Draws them all, greedily; a line that says how well."""
        drawn = drawn_by(model, self.targets, self.most)
        errors = [rmse(one, two) for one, two in zip(drawn, self.targets, strict=True)]
        near = float(np.mean([error <= _SOLVED for error in errors]))
        mean = float(np.mean(errors))
        if writer is not None:
            writer.add_scalar("held-out/RMSE", mean, update)
            writer.add_scalar("held-out/near", near, update)
            rows = [np.concatenate(pair) for pair in zip(self.targets, drawn, strict=True)]
            sheet = np.concatenate(rows[:_SHOWN], 1)
            writer.add_image("held-out/target and drawn", sheet, update, dataformats="HWC")
        return f"{update}: held out RMSE {mean:.1f}, near (≤ {_SOLVED:g}) {near:.0%}"


def drawn_by(model: Model, targets: Sequence[Pixels], most: int) -> list[Pixels]:
    """What a model draws of pictures, greedily, at the size it looks at."""
    drawn = []
    for program in write_programs(TorchWriter(model), targets, most=most):
        board = Board(model.config.side)
        board.add(program)
        drawn.append(board.pixels())
    return drawn
