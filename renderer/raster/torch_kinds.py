"""Statements to polylines, differentiably, one function a kind; curves become chords.

A curve gets as many chords as its size asks for, and its inner points lie a little outside it, so
that the polygon has the curve's area.

Legend: N shapes of one kind, V vertices, T chords of a cubic.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
from torch import Tensor

from renderer.ops import ARC_MODES
from renderer.raster.batch import KINDS, Batch
from renderer.raster.torch_outline import CAPS

_FLAT = 0.06  # pixels a chord may be off its curve before the polygon is moved out
_CORNER_CHORDS = 12  # of a rounded rectangle's quarter circle
_MOST_CHORDS = 512
_ARC_CHORD_STYLE = (ARC_MODES.index("OPEN"), ARC_MODES.index("CHORD"))
_OPEN_ARCS = (ARC_MODES.index("DEFAULT"), ARC_MODES.index("OPEN"))


class Shape(NamedTuple):
    """Polylines of some statements: what they fill and what they stroke."""

    slots: Tensor  # (N,) statement b·S + s
    filled: Tensor | None  # (N, V, 2) or None where the kind has no inside
    stroked: Tensor | None  # (N, V, 2) or None where the outline is not a stroke
    corner: Tensor  # (V,) bool
    closed: bool
    slopes: Tensor | None = None  # (N, V, 4), see `Polylines`


def shapes_of(batch: Batch) -> Iterator[Shape]:
    """What the statements of each kind fill and stroke, some of one form at a time."""
    kinds, params = batch.kind.flatten(), batch.params.flatten(0, 1)
    zoom = _zoom(batch).flatten()
    for kind, shapes in (
        ("point", _points),
        ("line", _lines),
        ("polygon", _polygons),
        ("rect", _rects),
        ("ellipse", _ellipses),
        ("arc", _arcs),
        ("path", _paths),
    ):
        slots = (kinds == KINDS.index(kind)).nonzero()[:, 0]
        if len(slots):
            yield from shapes(batch, slots, params[slots], zoom[slots])


def _zoom(batch: Batch) -> Tensor:
    """How much larger statements are drawn than written: (B, S)."""
    if batch.matrix is None:
        return torch.ones_like(batch.weight)
    return batch.matrix.detach()[..., :4].abs().amax(2)


def _points(batch: Batch, slots: Tensor, params: Tensor, zoom: Tensor) -> Iterator[Shape]:
    radius = batch.weight.flatten()[slots] / 2
    square = batch.cap.flatten()[slots] == CAPS.index("PROJECT")
    for chords, rows in _by(_chords(radius.detach() * zoom, math.tau)):
        disc = _circle(chords, params)
        # A square of as many vertices: the circle's, moved out to the box round it.
        unit = torch.where(square[rows][:, None, None], disc.sign(), disc)  # (N, V, 2)
        yield Shape(
            slots[rows],
            params[rows, None, :2] + radius[rows][:, None, None] * unit,
            None,
            torch.zeros(chords, dtype=torch.bool, device=params.device),
            True,
        )


def _lines(batch: Batch, slots: Tensor, params: Tensor, zoom: Tensor) -> Iterator[Shape]:
    points = params[:, :4].view(-1, 2, 2)
    yield Shape(slots, None, points, _corners(2, params), False)


def _polygons(batch: Batch, slots: Tensor, params: Tensor, zoom: Tensor) -> Iterator[Shape]:
    count, closed = batch.count.flatten()[slots], batch.variant.flatten()[slots]
    for (vertices, shut), rows in _by(_padded(count), closed):
        index = torch.arange(vertices, device=params.device).expand(len(rows), -1)
        index = torch.minimum(index, count[rows, None] - 1)
        points = torch.stack((_at(params[rows], 2 * index), _at(params[rows], 2 * index + 1)), 2)
        yield Shape(slots[rows], points, points, _corners(vertices, params), bool(shut))


def _rects(batch: Batch, slots: Tensor, params: Tensor, zoom: Tensor) -> Iterator[Shape]:
    round_ = (params[:, 4:8].detach() != 0).any(1)
    plain, rounded = (~round_).nonzero()[:, 0], round_.nonzero()[:, 0]
    x, y, w, h = params[:, :4].unbind(1)
    corners = torch.stack((x, y, x + w, y, x + w, y + h, x, y + h), 1).view(-1, 4, 2)
    if len(plain):
        points = corners[plain]
        yield Shape(slots[plain], points, points, _corners(4, params), True)
    if len(rounded):
        radii = params[rounded, 4:8]
        sides = params.new_tensor(((1, 1), (-1, 1), (-1, -1), (1, -1)))  # inward from corners
        centres = corners[rounded] + radii[..., None] * sides
        turn = torch.linspace(0, math.pi / 2, _CORNER_CHORDS + 1, device=params.device)
        first = torch.arange(4, device=params.device)[:, None] * (math.pi / 2) + math.pi
        unit = _unit(first + turn)  # (4, chords + 1, 2)
        unit = unit * _bulge(unit, params.new_tensor(math.pi / 2 / _CORNER_CHORDS))
        points = centres[:, :, None] + radii[..., None, None] * unit
        corner = (torch.arange(_CORNER_CHORDS + 1, device=params.device) % _CORNER_CHORDS) == 0
        points, corner = points.flatten(1, 2), corner.repeat(4)
        yield Shape(slots[rounded], points, points, corner, True)


def _ellipses(batch: Batch, slots: Tensor, params: Tensor, zoom: Tensor) -> Iterator[Shape]:
    reach = params[:, 2:4].detach().abs().amax(1) + batch.weight.detach().flatten()[slots] / 2
    for chords, rows in _by(_chords(reach * zoom, math.tau)):
        points = params[rows, None, :2] + params[rows, None, 2:4] * _circle(chords, params)
        smooth = torch.zeros(chords, dtype=torch.bool, device=params.device)
        yield Shape(slots[rows], points, points, smooth, True)


def _arcs(batch: Batch, slots: Tensor, params: Tensor, zoom: Tensor) -> Iterator[Shape]:
    mode = batch.variant.flatten()[slots]
    reach = params[:, 2:4].detach().abs().amax(1) + batch.weight.detach().flatten()[slots] / 2
    span = (params[:, 5] - params[:, 4]).detach()
    for (chords, style), rows in _by(_chords(reach * zoom, span), mode):
        centre, radii = params[rows, None, :2], params[rows, None, 2:4]
        start, stop = params[rows, 4:5], params[rows, 5:6]
        steps = torch.arange(chords + 1, device=params.device) / chords
        unit = _unit(start + (stop - start) * steps)  # (N, chords + 1, 2)
        unit = unit * _bulge(unit, span[rows, None, None] / chords)
        curve = centre + radii * unit
        pie = curve if style in _ARC_CHORD_STYLE else torch.cat((curve, centre), 1)
        outline = curve if style in _OPEN_ARCS else pie
        corner = torch.arange(outline.shape[1], device=params.device)
        corner = (corner % chords == 0) | (corner > chords)
        quarter = torch.cat((start, stop), 1) + math.pi / 2
        slopes = _ends((radii * _unit(quarter)).flatten(1)[:, None], chords)
        if outline.shape[1] > chords + 1:
            slopes = torch.cat((slopes, torch.zeros_like(slopes[:, :1])), 1)
        yield Shape(slots[rows], pie, outline, corner, style not in _OPEN_ARCS, slopes)


def _paths(batch: Batch, slots: Tensor, params: Tensor, zoom: Tensor) -> Iterator[Shape]:
    count, closed = batch.count.flatten()[slots], batch.variant.flatten()[slots]
    width = (params.shape[1] - 2) // 6 * 6 + 2
    points = params[:, :width].detach().view(len(slots), -1, 2)
    bend = (points[:, 2:] - 2 * points[:, 1:-1] + points[:, :-2]).norm(dim=2)
    inside = torch.arange(bend.shape[1], device=params.device) < 3 * count[:, None] - 1
    bend = torch.where(inside, bend, 0.0).amax(1) + batch.weight.detach().flatten()[slots] / 4
    chords = _power((0.75 * bend * zoom / _FLAT).sqrt(), 4)
    for (cubics, pieces, shut), rows in _by(_padded(count), chords, closed):
        last = count[rows, None] * 3
        index = torch.arange(3 * cubics + 1, device=params.device).expand(len(rows), -1)
        index = torch.minimum(index, last)  # a cubic too many stays on the last point
        knots = torch.stack((_at(params[rows], 2 * index), _at(params[rows], 2 * index + 1)), 2)
        t = (torch.arange(1, pieces + 1, device=params.device) / pieces)[:, None]
        a, d = knots[:, :-1:3, None], knots[:, 3::3, None]  # (N, cubics, 1, 2)
        b, c = knots[:, 1::3, None], knots[:, 2::3, None]
        u = 1 - t
        curve = u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d  # (N, cubics, T, 2)
        drawn = torch.cat((knots[:, :1], curve.flatten(1, 2)), 1)
        corner = torch.arange(drawn.shape[1], device=params.device) % pieces == 0
        slopes = torch.stack((_slope(a, b, c, d), -_slope(d, c, b, a)), 3)[:, :, 0]
        slopes = _ends(slopes.flatten(2), pieces)  # from (N, cubics, start or stop, 2)
        yield Shape(slots[rows], drawn, drawn, corner, bool(shut), slopes)


def _slope(a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:
    """A cubic's direction where it starts: towards the first point that is elsewhere."""
    first, second = (b - a), (c - a)
    second = torch.where((second.detach().abs() > 1e-6).any(-1, keepdim=True), second, d - a)
    return torch.where((first.detach().abs() > 1e-6).any(-1, keepdim=True), first, second)


def _ends(slopes: Tensor, pieces: int) -> Tensor:
    """Curves' (N, C, 4) slopes as their chords': only the first starts and the last stops so."""
    count, curves, _ = slopes.shape
    none = slopes.new_zeros((count, curves, pieces, 2))
    starts = torch.cat((slopes[:, :, None, :2], none[:, :, 1:]), 2).flatten(1, 2)
    stops = torch.cat((none[:, :, 1:], slopes[:, :, None, 2:]), 2).flatten(1, 2)
    both = torch.cat((starts, stops), 2)
    return torch.cat((both, both.new_zeros((count, 1, 4))), 1)  # the last vertex's way out


# -- chords -------------------------------------------------------------------------------------


def _corners(vertices: int, like: Tensor) -> Tensor:
    return torch.ones(vertices, dtype=torch.bool, device=like.device)


def _unit(angle_rad: Tensor) -> Tensor:
    return torch.stack((angle_rad.cos(), angle_rad.sin()), -1)


def _circle(chords: int, like: Tensor) -> Tensor:
    """A polygon (1, V, 2) of a unit circle's area."""
    step = math.tau / chords
    grow = math.sqrt(step / math.sin(step))
    angle = torch.arange(chords, device=like.device, dtype=torch.float64) * step
    return (_unit(angle) * grow).to(like.dtype)[None]


def _bulge(unit: Tensor, step_rad: Tensor) -> Tensor:
    """How far the inner points of an arc move out: (…, V, 1); its ends stay."""
    step = step_rad.clamp(1e-3, 1.5)
    inner = torch.ones(unit.shape[-2], 1, dtype=torch.bool, device=unit.device)
    inner[0] = inner[-1] = False
    return torch.where(inner, (step / step.sin()).sqrt(), 1.0)


def _chords(radius: Tensor, span_rad: Tensor | float) -> Tensor:
    """How many chords an arc needs: (N,) int64, a power of two from 8."""
    return _power(span_rad / 2 * (radius / (2 * _FLAT)).clamp(min=1).sqrt(), 8)


def _power(needed: Tensor, least: int, most: int = _MOST_CHORDS) -> Tensor:
    """The next power of two, so that shapes fall into few groups."""
    exponent = needed.nan_to_num(1.0).clamp(1, most).log2().ceil()
    return torch.exp2(exponent).long().clamp(min=least)


def _padded(count: Tensor) -> Tensor:
    """Numbers of vertices: as they are up to 8, then the next power of two."""
    return torch.where(count <= 8, count, _power(count.double(), 8, 1 << 30))


def _at(rows: Tensor, index: Tensor) -> Tensor:
    """(N, P) values at (N, V) indices."""
    return rows[torch.arange(len(rows), device=rows.device)[:, None], index]


def _by(*keys: Tensor) -> Iterator[tuple[Any, Tensor]]:
    """Rows that share their keys, the others than the first below 65,536: values and indices."""
    joined = keys[0]
    for key in keys[1:]:
        joined = (joined << 16) + key
    order = joined.argsort(stable=True)
    values, counts = torch.unique_consecutive(joined.index_select(0, order), return_counts=True)
    rows = torch.split_with_sizes(order, counts.tolist())
    for value, some in zip(values.tolist(), rows, strict=True):
        parts = [value >> 16 * place & 0xFFFF for place in range(len(keys) - 1)]
        parts.append(value >> 16 * (len(keys) - 1))
        yield (value if len(keys) == 1 else tuple(reversed(parts))), some
