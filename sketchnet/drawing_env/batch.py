"""Many canvases drawn on side by side by torch: `sketchnet/Draw-v0` without Gymnasium.

The rules are those of `DrawEnv`, without randomness: what is to be drawn, and when to begin anew,
the caller says. All of it stays on one device.

    batch = DrawBatch(256, Settings(side=64), device="cuda")
    batch.reset(torch.arange(256, device="cuda"), targets)
    step = batch.step(actions)

Legend: B canvases, H = W = side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from sketchnet.data.device_tokens import channels_of
from sketchnet.drawing_env.actions import FILL, KIND, KINDS, SIZES, Ints
from sketchnet.drawing_env.marks import NOTHING, Marks, batch_of_marks, marks_of
from sketchnet.drawing_env.painting import paint
from sketchnet.drawing_env.reading import Readers
from sketchnet.drawing_env.script import Script
from sketchnet.drawing_env.settings import Settings
from sketchnet.model.grammar import grammar
from sketchnet.model.vocabulary import BACKGROUND, END, SIDE


class Step(NamedTuple):
    """What came of an action on each canvas, (B,) each.

    Attributes:
        reward: float64.
        terminated, truncated: bool.
        valid: bool, whether the grammar allowed the token; of a statement always.
    """

    reward: Tensor
    terminated: Tensor
    truncated: Tensor
    valid: Tensor


class DrawBatch:
    """B environments that take their actions together.

    A canvas whose episode is over stays as it is until it is reset only if its actions are `end`.

    Args:
        count: B.
        settings: of every one of them.
        device: where they are.

    Attributes:
        error: (B,) float64, 0–1.
        numbers, statements: (B,) int64, of the programs.
        readers: what the programs have said of unfinished statements; None where an action is one.
    """

    def __init__(self, count: int, settings: Settings, device: torch.device | str = "cpu") -> None:
        side, self.device = settings.side, torch.device(device)
        self.settings = settings
        shape = (count, side, side + 1, 3)  # see `painting`
        self._canvas = torch.full(shape, 255, dtype=torch.uint8, device=self.device)
        self._target = torch.full_like(self._canvas, 255)
        self._squared = torch.zeros(count, dtype=torch.float64, device=self.device)
        self.error = torch.zeros_like(self._squared)
        self.numbers, self.statements, self._steps, self._pen = (
            torch.zeros(count, dtype=torch.int64, device=self.device) for _ in range(4)
        )
        by_token = settings.action == "token"
        self.readers = Readers(count, self.device) if by_token else None
        width = 1 if by_token else len(SIZES)
        self._said = torch.zeros(
            (count, settings.steps, width), dtype=torch.int16, device=self.device
        )

    @property
    def canvas(self) -> Tensor:
        """(B, H, W, 3) uint8, a view that the next step changes."""
        return self._canvas[:, :, :-1]

    @property
    def target(self) -> Tensor:
        """(B, H, W, 3) uint8, a view that the next reset changes."""
        return self._target[:, :, :-1]

    def reset(self, rows: Tensor, targets: Tensor) -> None:
        """Begins new episodes.

        Args:
            rows: (N,) int64, which canvases.
            targets: (N, H, W, 3) uint8.

        Raises:
            ValueError: the targets are of another shape or type.
        """
        side = self.settings.side
        if targets.shape != (len(rows), side, side, 3) or targets.dtype != torch.uint8:
            raise ValueError(
                f"targets of shape {tuple(targets.shape)}, {targets.dtype}; "
                f"expected {(len(rows), side, side, 3)}, torch.uint8"
            )
        self._target[rows, :, :-1] = targets.to(self.device)
        self._canvas[rows] = 255
        for of in (self.numbers, self.statements, self._steps):
            of[rows] = 0
        self._pen[rows] = SIDE
        if self.readers is not None:
            self.readers.reset(rows)
        self._measure(rows)

    def step(self, actions: Tensor) -> Step:
        """Takes an action on each canvas.

        Args:
            actions: (B, components) int64 of statements, or (B,) int64 of tokens, each within the
                action space.
        """
        numbers, error = self.numbers.clone(), self.error
        past = self._steps.clamp(max=self.settings.steps - 1)
        everyone = torch.arange(len(past), device=self.device)
        self._said[everyone, past] = actions.view(len(past), -1).short()
        valid, ended = self._write(actions)
        self._steps += 1
        self.error = self._of_squared(self._squared)
        reward = error - self.error - self.settings.price * (self.numbers - numbers)
        terminated = ended | (self.error == 0)
        truncated = ~terminated & (self._steps >= self.settings.steps)
        over = terminated | truncated
        reward += over * (self.settings.similarity * (1 - self.error))
        return Step(reward, terminated, truncated, valid)

    def actions(self, row: int) -> Ints:
        """What was done on a canvas in this episode: (steps, components), or (steps,) tokens."""
        said = self._said[row, : int(self._steps[row])].cpu().numpy().astype(np.int64)
        return said[:, 0] if self.readers is not None else said

    def program(self, row: int) -> str:
        """The program on a canvas so far, as Processing reads it."""
        return source_of(self.actions(row), self.settings)

    def _write(self, actions: Tensor) -> tuple[Tensor, Tensor]:
        """Draws what actions say: which were valid, and which said `end`."""
        if self.readers is not None:
            valid = self.readers.read(actions)
            rows, marks, grounds, levels = self.readers.take()
            self._ground(grounds, levels)
            self._draw(rows, marks)
            return valid, self.readers.state == grammar().done
        kinds = actions[:, KIND]
        grounds = (kinds == KINDS.index(BACKGROUND)).nonzero()[:, 0]
        self._ground(grounds, actions[grounds, FILL.start : FILL.start + 3])
        self._draw(torch.arange(len(actions), device=self.device), marks_of(actions))
        return torch.ones_like(kinds, dtype=torch.bool), kinds == KINDS.index(END)

    def _draw(self, rows: Tensor, marks: Marks) -> None:
        if not len(rows):
            return
        side = self.settings.side
        self._squared[rows] += paint(self._canvas, self._target, rows, batch_of_marks(marks, side))
        drawn = marks.layout != NOTHING
        # A weight is written only where it changes; pens are in 256ths of a pixel, as `side` makes
        # them of units.
        pen = self._pen[rows]
        weight = torch.where(drawn & marks.stroked, marks.weight * side, pen)
        self.numbers[rows] += torch.where(drawn, marks.numbers + (weight != pen), 0)
        self._pen[rows] = weight
        self.statements[rows] += drawn

    def _ground(self, rows: Tensor, levels: Tensor) -> None:
        if not len(rows):
            return
        self._canvas[rows] = channels_of(levels).to(torch.uint8)[:, None, None]
        self._pen[rows] = SIDE
        self.statements[rows] = 0
        self._measure(rows)

    def _measure(self, rows: Tensor) -> None:
        apart = self.canvas[rows].int() - self.target[rows]
        self._squared[rows] = apart.square_().sum((1, 2, 3)).double()
        self.error = self._of_squared(self._squared)

    def _of_squared(self, squared: Tensor) -> Tensor:
        share = squared / self.settings.scale
        return share.sqrt() if self.settings.error == "rmse" else share


def source_of(actions: Sequence[int] | Ints, settings: Settings) -> str:
    """The program that actions of one episode write, as Processing reads it."""
    script = Script(settings)
    for action in actions:
        script.write(action)
    return script.source


def drawn(drawings: Sequence[Ints], side: int, device: torch.device | str = "cpu") -> Tensor:
    """What actions draw, (N, side, side, 3) uint8; of each drawing (steps, components)."""
    longest = max(map(len, drawings))
    padded = np.zeros((len(drawings), longest, len(SIZES)), np.int64)  # 0 says `end`
    for row, actions in zip(padded, drawings, strict=True):
        row[: len(actions)] = actions
    batch = DrawBatch(len(drawings), Settings(side=side, max_steps=longest), device)
    batch.reset(torch.arange(len(drawings), device=device), batch.target.clone())
    for step in torch.from_numpy(padded).to(device).unbind(1):
        batch.step(step)
    return batch.canvas.clone()
