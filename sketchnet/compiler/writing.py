"""Numbers that were moved, as the statements and the rasterizer's tensors they stand for.

Legend: N numbers, S statements, P the widest parameters of a rasterizer's batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

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
    """One program as the torch rasterizer draws it, for any numbers near its own.

    Attributes:
        batch: with the numbers it began with.
        slopes: (N, S · P) of its parameters, which are linear in places and angles but for corner
            radii that are cut short.
    """

    batch: Batch
    program: Read
    slopes: Tensor

    def with_numbers(self, numbers: Tensor) -> Batch:
        """The batch with other numbers (N,); gradients reach them."""
        reading, old = self.program.reading, self.program.numbers
        params = self.batch.params + ((numbers - old) @ self.slopes).view_as(self.batch.params)
        inks = numbers[reading.inks][None]  # (1, M, 2, 4)
        weight = numbers[reading.weight][None]
        changed: dict[str, Tensor] = {"params": params, "background": numbers[reading.ground]}
        if inks.shape[1]:
            changed |= {"fill": inks[:, :, 0], "stroke": inks[:, :, 1], "weight": weight}
        return replace(self.batch, **changed)  # type: ignore[arg-type]


def exact(picture: Picture, program: Read, side: int) -> Exact:
    """What `Exact` says of one program, on a square canvas of `side` pixels."""
    numbers = program.numbers
    moved = [numbers]
    shapes = (program.roles == PLACE) | (program.roles == ANGLE)
    shaping = shapes.nonzero()[:, 0].tolist()
    for index in shaping:
        other = numbers.clone()
        other[index] += 1
        moved.append(other)
    scenes: list[Scene] = [
        scene_of(picture_of_numbers(picture, one.tolist()), (side, side)) for one in moved
    ]
    batch = batch_of(scenes)
    first = batch_of(scenes[:1])
    slopes = numbers.new_zeros(len(numbers), first.params.numel())
    if shaping:
        slopes[shaping] = (batch.params[1:] - batch.params[:1]).flatten(1)
    return Exact(first, program, slopes)
