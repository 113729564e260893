"""Numbers that were moved, as the statements and the rasterizer's tensors they stand for.

Legend: N numbers, K of them places and angles, B programs, M statements of all, S of the longest,
P the widest parameters of a rasterizer's batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import torch
from torch import Tensor

from renderer.ops import RGBA, Scene, Segment
from renderer.raster.batch import Batch, batch_of
from sketchnet.compiler.reading import ANGLE, PLACE, Read
from sketchnet.model.statements import CLEAR, PATH, Picture, Statement, scene_of


def picture_of_numbers(picture: Picture, numbers: Sequence[float]) -> Picture:
    """A picture with other numbers, in pixels of the canvas they are of.

    Args:
        picture: whose kinds and paints are kept.
        numbers: (N,) in the order of `read`, of this picture alone, the constant first.
    """
    values = iter(numbers[1:])
    ground = (*_colour(values, 3)[:3], 255)
    return Picture(ground, tuple(_statement(one, values) for one in picture.statements))


def _statement(one: Statement, values: Iterator[float]) -> Statement:
    segments: list[Segment] = [
        (name, *islice(values, len(rest))) for name, *rest in one.segments if one.kind == PATH
    ]
    params = list(islice(values, len(one.params)))
    if one.kind.startswith("arc"):
        params[5] += params[4]
    weight = next(values) if one.stroke[3] else one.weight
    fill = _colour(values, 4) if one.fill[3] else CLEAR
    stroke = _colour(values, 4) if one.stroke[3] else CLEAR
    return Statement(one.kind, tuple(params), fill, stroke, weight, tuple(segments))


def _colour(values: Iterator[float], count: int) -> RGBA:
    channels = [round(min(max(value, 0.0), 1.0) * 255) for value in islice(values, count)]
    red, green, blue, alpha = (*channels, 255)[:4]
    return red, green, blue, alpha


@dataclass(frozen=True)
class Exact:
    """Programs as the torch rasterizer draws them, for any numbers near their own.

    Attributes:
        batch: with the numbers they began with.
        program: what was read of them.
        shaping: (K,) which numbers are places and angles.
        slopes: (K, S · P) of their programs' parameters, which are linear in them but for corner
            radii that are cut short.
    """

    batch: Batch
    program: Read
    shaping: Tensor
    slopes: Tensor

    def with_numbers(self, numbers: Tensor, presence: Tensor | None = None) -> Batch:
        """The batch with other numbers.

        Args:
            numbers: (N,) as in `Read`; gradients reach them.
            presence: (M,) how much each statement is there, 0–1; wholly when None.
        """
        reading, batch = self.program.reading, self.batch
        moved = (numbers - self.program.numbers)[self.shaping, None] * self.slopes
        owners = self.program.programs[self.shaping]
        params = batch.params.flatten(1).index_add(0, owners, moved).view_as(batch.params)
        changed: dict[str, Tensor] = {"params": params, "background": numbers[reading.ground]}
        inks = numbers[reading.inks]  # (M, 2, 4)
        if len(inks):
            if presence is not None:
                inks = torch.cat([inks[..., :3], inks[..., 3:] * presence[:, None, None]], -1)
            changed |= {
                "fill": self._placed(inks[:, 0]),
                "stroke": self._placed(inks[:, 1]),
                "weight": self._placed(numbers[reading.weight]),
            }
        return replace(batch, **changed)  # type: ignore[arg-type]

    def _placed(self, values: Tensor) -> Tensor:
        """What statements (M, ·) say as the batch has it, (B, S, ·)."""
        b, s = self.batch.kind.shape
        rows = values.new_zeros(b * s, *values.shape[1:])
        rows = rows.index_copy(0, self.program.reading.slot, values)
        return rows.view(b, s, *values.shape[1:])


def exact(pictures: Sequence[Picture], program: Read, side: int) -> Exact:
    """What `Exact` says of programs, on square canvases of `side` pixels.

    Args:
        pictures: B of them, any numbers.
        program: all of them, read at that size.
        side: in pixels.
    """
    program = program._replace(numbers=program.numbers.detach())
    numbers, owners = program.numbers.cpu(), program.programs.cpu()
    shaping = ((program.roles == PLACE) | (program.roles == ANGLE)).nonzero()[:, 0].cpu()
    own = [numbers[owners == index] for index in range(len(pictures))]
    own[0] = own[0][1:]  # the constant
    first = torch.tensor([0, *map(len, own)]).cumsum(0) + 1

    def scene(index: int, told: Tensor) -> Scene:
        whole = picture_of_numbers(pictures[index], [0.0, *told.tolist()])
        return scene_of(whole, (side, side))

    scenes = [scene(index, told) for index, told in enumerate(own)]
    for number, index in zip(shaping.tolist(), owners[shaping].tolist(), strict=True):
        other = own[index].clone()
        other[number - int(first[index])] += 1
        scenes.append(scene(index, other))
    device = program.numbers.device
    batch = batch_of(scenes, device=device)
    plain = batch_of(scenes[: len(pictures)], device=device)
    params = batch.params.flatten(1)
    slopes = params[len(pictures) :] - params[owners[shaping].to(device)]
    return Exact(plain, program, shaping.to(device), slopes)
