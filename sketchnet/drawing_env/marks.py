"""Statements in tensors, one for each canvas, as actions or tokens say them.

Legend: N statements, P numbers of the longest.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import torch
from torch import Tensor

from renderer.raster.batch import KINDS as DRAWN
from renderer.raster.batch import Batch
from sketchnet.data.device_draw import CANVAS, scenes
from sketchnet.data.device_shapes import CODE, LAYOUTS, Shapes
from sketchnet.data.device_tokens import channels_of
from sketchnet.drawing_env.actions import (
    FILL,
    KIND,
    KINDS,
    PAINT,
    PLACES,
    SIZES,
    STROKE,
    WEIGHT,
    spans,
)
from sketchnet.model.statements import FORMS, STROKED_ONLY
from sketchnet.model.vocabulary import ANGLES, RANGES, SIDE

NOTHING = len(LAYOUTS)
"""The layout of a mark that draws nothing."""

PATH_LAYOUT = CODE["blob"]
"""The layout of every path: cubics, closed or not."""

_STEP_ANGLE = math.tau / ANGLES
_START, _SWEEP = 4, 5  # places of an arc's angles


class Marks(NamedTuple):
    """Shapes, (N, …); of one that draws nothing, only `layout` means anything.

    Attributes:
        layout: (N,) int64, index into `LAYOUTS`, or `NOTHING`.
        params: (N, P) float32, units; an arc's angles in steps, from where and how far. Of a path
            its first point, then each cubic's two controls and its end.
        fill, stroke: (N, 4) float32, levels.
        filled, stroked: (N,) bool.
        weight: (N,) int64, units.
        cubics: (N,) int64 of a path.
        closed: (N,) bool, whether a path is.
        numbers: (N,) int64, how many the program is written with, but for the weight.
    """

    layout: Tensor
    params: Tensor
    fill: Tensor
    stroke: Tensor
    filled: Tensor
    stroked: Tensor
    weight: Tensor
    cubics: Tensor
    closed: Tensor
    numbers: Tensor


class _Kinds(NamedTuple):
    """What is known of each of `KINDS`, on a device."""

    low: Tensor  # (kinds, places)
    many: Tensor
    layout: Tensor  # (kinds,)
    stroked_only: Tensor  # (kinds,) bool
    numbers: Tensor  # (kinds,)


@cache
def _kinds(device: torch.device) -> _Kinds:
    low, many = (torch.from_numpy(of).to(device) for of in spans())
    layouts = [CODE[kind] if kind in FORMS else NOTHING for kind in KINDS]
    bare = [kind in STROKED_ONLY for kind in KINDS]
    numbers = [len(FORMS[kind].parameters) if kind in FORMS else 0 for kind in KINDS]
    return _Kinds(low, many, *(torch.tensor(of, device=device) for of in (layouts, bare, numbers)))


def marks_of(actions: Tensor) -> Marks:
    """What actions (N, components) int64 draw; `end` and `background` draw nothing."""
    table = _kinds(actions.device)
    kind = actions[:, KIND]
    units = table.low[kind] + actions[:, PLACES] * table.many[kind] // SIZES[PLACES.start]
    paint = torch.where(table.stroked_only[kind], 1, actions[:, PAINT])
    levels = [actions[:, of].float() for of in (FILL, STROKE)]
    for color in levels:
        color[:, 3] += 1
    none = torch.zeros_like(kind)
    return Marks(
        layout=table.layout[kind],
        params=units.float(),
        fill=levels[0],
        stroke=levels[1],
        filled=paint != 1,
        stroked=paint > 0,
        weight=actions[:, WEIGHT] + RANGES["weight"][0],
        cubics=none,
        closed=none.bool(),
        numbers=table.numbers[kind],
    )


def batch_of_marks(marks: Marks, side: int) -> Batch:
    """Marks as the rasterizer takes them: N programs of one statement on black."""
    drawn = marks.layout < NOTHING
    layout = torch.where(drawn, marks.layout, 0)
    angles = marks.params[:, _START : _SWEEP + 1] * _STEP_ANGLE
    angles = torch.stack((angles[:, 0], angles.sum(1)), 1)
    arc = torch.tensor([name.startswith("arc") for name in LAYOUTS], device=layout.device)[layout]
    params = marks.params * (CANVAS / SIDE)
    at = slice(_START, _SWEEP + 1)
    params[:, at] = torch.where(arc[:, None], angles, params[:, at])
    shapes = Shapes(
        present=drawn,
        layout=layout,
        params=params,
        vertices=torch.zeros_like(layout),
        fill=channels_of(marks.fill),
        stroke=channels_of(marks.stroke),
        filled=marks.filled,
        stroked=marks.stroked,
        weight=marks.weight * (CANVAS / SIDE),
        turned=params[:, :3],
    )
    one = Shapes(*(of[:, None] for of in shapes))
    batch = scenes(params.new_zeros((len(layout), 3)), one, side)
    if params.shape[1] <= 8:  # no path among them
        return batch
    path = (batch.kind == DRAWN.index("path")) & (layout == PATH_LAYOUT)[:, None]
    return replace(
        batch,
        count=torch.where(path, marks.cubics[:, None], batch.count),
        variant=torch.where(path, marks.closed[:, None].long(), batch.variant),
    )
