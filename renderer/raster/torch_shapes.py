"""A batch's fills and strokes as closed loops of edges on the canvas, differentiably.

Legend: B programs, S statements, N shapes of one form, V vertices, E edges.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from renderer.raster.batch import KINDS, Batch
from renderer.raster.torch_hairline import opacity_of
from renderer.raster.torch_kinds import shapes_of
from renderer.raster.torch_outline import CAPS, Polylines, fill_loop, stroke_loops

_POINT = KINDS.index("point")
_BACKGROUND = KINDS.index("background")
_SINGULAR = 1e-9  # a matrix of a smaller determinant flattens what it draws to nothing


class Loops(NamedTuple):
    """Edges of closed loops and the layer each belongs to: fills are 2·slot, strokes 2·slot + 1."""

    tails: Tensor  # (E, 2) pixels
    heads: Tensor  # (E, 2)
    layers: Tensor  # (E,) int64


def painted(batch: Batch) -> tuple[Tensor, Tensor]:
    """Which statements paint a fill and which a stroke: two (B, S) bool."""
    kind = batch.kind
    point = kind == _POINT
    flush = batch.cap == CAPS.index("SQUARE")
    drawn = kind > 0
    if batch.matrix is not None:
        xx, yx, xy, yy, _, _ = batch.matrix.detach().unbind(-1)
        drawn = drawn & (((xx * yy - xy * yx).abs() >= _SINGULAR) | (kind == _BACKGROUND))
    fill = batch.has_fill & drawn & ~point & (kind != KINDS.index("line"))
    stroke = batch.has_stroke & drawn & (batch.weight.detach() > 0) & (kind != _BACKGROUND)
    return fill, stroke & ~(point & flush)


def inks_of(batch: Batch) -> Tensor:
    """The colours that strokes are painted in, (B, S, 4): thin ones are fainter than written."""
    opacity = torch.where(batch.kind == _POINT, 1.0, opacity_of(batch.weight, batch.matrix))
    return batch.stroke * torch.nn.functional.pad(opacity[..., None], (3, 0), value=1.0)


def loops_of(batch: Batch, fill: Tensor, stroke: Tensor) -> Loops:
    """The loops of all fills and strokes that `painted` told of."""
    has_fill, has_stroke = fill.flatten(), stroke.flatten()
    found: list[Loops] = []
    bands: dict[tuple[int, bool, bool], list[tuple[Tensor, ...]]] = {}
    for shape in shapes_of(batch):
        slots = shape.slots
        if shape.filled is not None:
            # A point's disc is its stroke: it goes to the stroke's layer.
            paint = has_fill if shape.stroked is not None else has_stroke
            rows = paint[slots].nonzero()[:, 0]
            layer = 2 * slots[rows] + int(shape.stroked is None)
            points = _placed(shape.filled[rows], batch, slots[rows])
            found.append(_loops(*fill_loop(points), layer))
        if shape.stroked is not None:
            rows = has_stroke[slots].nonzero()[:, 0]
            if len(rows):
                points = shape.stroked[rows]
                corner = shape.corner.expand(len(rows), -1)
                columns: tuple[Tensor, ...] = (slots[rows], points, corner)
                if shape.slopes is not None:
                    columns += (shape.slopes[rows],)
                key = (points.shape[1], shape.closed, shape.slopes is not None)
                bands.setdefault(key, []).append(columns)
    for (_, closed, _), parts in bands.items():
        slots, points, corner, *rest = (torch.cat(column) for column in zip(*parts, strict=True))
        radius = batch.weight.flatten()[slots] / 2
        cap, join = batch.cap.flatten()[slots], batch.join.flatten()[slots]
        matrix = None if batch.matrix is None else batch.matrix.flatten(0, 1)[slots]
        lines = Polylines(points, corner, closed, radius, cap, join, matrix, *rest)
        tails, heads, line = stroke_loops(lines)
        owner = slots.index_select(0, line)
        tails, heads = _placed(tails, batch, owner), _placed(heads, batch, owner)
        found.append(Loops(tails, heads, 2 * owner + 1))
    found.append(_canvases(batch, fill))
    return Loops(*(torch.cat(columns) for columns in zip(*found, strict=True)))


def _loops(tails: Tensor, heads: Tensor, layers: Tensor) -> Loops:
    repeated = layers[:, None].expand(tails.shape[:2])
    return Loops(tails.flatten(0, 1), heads.flatten(0, 1), repeated.flatten())


def _placed(points: Tensor, batch: Batch, slots: Tensor) -> Tensor:
    """(N, …, 2) points through their statements' (N,) matrices."""
    if batch.matrix is None:
        return points
    matrix = batch.matrix.flatten(0, 1)[slots]  # (N, 6)
    matrix = matrix.view(len(slots), *(1,) * (points.dim() - 2), 6)
    xx, yx, xy, yy, x0, y0 = matrix.unbind(-1)
    x, y = points.unbind(-1)
    return torch.stack((xx * x + xy * y + x0, yx * x + yy * y + y0), -1)


def _canvases(batch: Batch, fill: Tensor) -> Loops:
    """A loop round the canvas for each background."""
    slots = ((batch.kind == _BACKGROUND) & fill).flatten().nonzero()[:, 0]
    w, h = batch.width, batch.height
    loop = batch.params.new_tensor(((0, 0), (w, 0), (w, h), (0, h))).expand(len(slots), 4, 2)
    return _loops(*fill_loop(loop), 2 * slots)
