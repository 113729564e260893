"""Exact, differentiable coverage: how much of each pixel a set of closed loops covers.

An edge is a straight piece of a closed loop. Cut along the pixel grid it leaves, in each cell it
crosses, a signed height and the area to its right; summed along the row these give the winding
number averaged over each pixel, which for loops that do not overlap inside a pixel is the exact
area. Only the pixels between the first and the last edge of a row are looked at, all of them as
one long list: work grows with what is covered, not with masks × canvas.

The gradient is the same integral seen from the edge: moving a piece of outline changes the area by
its length times the way it moves along its normal. It needs no division, so it stays finite for
edges of any length and slope.

Sums are made in fixed point: the order of adding, which a GPU does not keep, changes nothing, and
what edges add up to in a row is exactly nothing after its last, so that one sum runs through all.

Legend: E edges, P pieces, N masks, L = N · H lines, M pixels listed.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from renderer.raster.torch_cut import Cells, Edges, Rows, cells_of, edges_of, rows_of, spans_of

_ONE = 1 << 20  # the fixed-point 1; winding numbers up to 2047 fit 32 bits
_LOOSE = _ONE + _ONE // 50  # a winding number beyond this tells of loops that overlap
_FINE = 4  # times finer, in x and in y, is the grid for those
_MARGIN = 3  # rows above and below an overlap that are done again
_REACH = 1e7  # pixels; farther points are brought this near, so that sums stay finite


class Pixels(NamedTuple):
    """The pixels of all masks that edges enclose, row by row, with one after each row's last."""

    coverage: Tensor  # (M,) float32 in 0–1
    line: Tensor  # (M,) int64, ascending: the mask's number times H, plus the row
    column: Tensor  # (M,) int64, 0 … W; W is beside the canvas
    ahead: Tensor  # (L + 1,) int64: how many pixels are listed before each line


class Pieces(NamedTuple):
    """The pieces of edges in pixels, as the gradient needs them."""

    edge: Tensor  # (P,) which edge, ascending
    start: Tensor  # (P,) where on the edge it starts, 0–1 from the top
    stop: Tensor  # (P,) and stops
    pixel: Tensor  # (P,) index into the list of pixels
    live: Tensor  # (P,) the winding's sign where moving the edge changes coverage, else 0


def cover(
    tails: Tensor, heads: Tensor, masks: Tensor, count: int, height: int, width: int
) -> tuple[Pixels, Edges, list[Pieces]]:
    """The coverage of each pixel by the loops of each mask, by nonzero winding.

    Rows where loops overlap are done again on a finer grid, where fewer cells see both a loop's
    edge and another loop.

    Args:
        tails: (E, 2) float64 start points x, y of edges in pixels; y 0 is the first row's top.
        heads: (E, 2) their end points; the edges of a mask make closed loops.
        masks: (E,) int64, each in 0 … count - 1.
        count: N, how many masks.
        height: H.
        width: W.

    Returns:
        The pixels, and what `cover_backward` needs.
    """
    tails = tails.nan_to_num(0.0).clamp_(-_REACH, _REACH)
    heads = heads.nan_to_num(0.0).clamp_(-_REACH, _REACH)
    edges = edges_of(tails, heads)
    rows = rows_of(edges, masks, height)
    first, last = spans_of(edges, rows, count * height, width)
    ahead = _ahead((last - first + 1).clamp_(min=0))
    total = int(ahead[-1])
    line = torch.repeat_interleave(ahead.diff(), output_size=total)
    column = torch.arange(total, device=line.device) + (first - ahead[:-1]).index_select(0, line)
    winding, pieces = _wind(edges, cells_of(edges, rows, width), ahead[:-1] - first, total, width)
    pixels = Pixels(_clamped(winding), line, column, ahead)
    again = _overlapping(winding, pixels, pieces, count, height)
    if not len(again):
        return pixels, edges, [pieces]
    finer = _again(edges, rows, pixels, again, first, last, width)
    mixed = torch.zeros(len(first), dtype=torch.bool, device=line.device)
    mixed[again] = True
    rest = (~mixed.index_select(0, line).index_select(0, pieces.pixel)).nonzero()[:, 0]
    return pixels, edges, [Pieces(*(of.index_select(0, rest) for of in pieces)), finer]


def cover_backward(edges: Edges, pieces: list[Pieces], grad: Tensor) -> tuple[Tensor, Tensor]:
    """What the edges' points add to a loss.

    Args:
        edges: what `cover` returned.
        pieces: what `cover` returned.
        grad: (M,) of the loss with respect to coverage.

    Returns:
        Two (E, 2) float64 gradients, of the tails and heads given to `cover`.
    """
    upper, lower = torch.zeros_like(edges.x), torch.zeros_like(edges.x)
    for edge, start, stop, pixel, live in pieces:
        pull = grad.index_select(0, pixel) * live
        to_lower = pull * (stop * stop - start * start) / 2
        upper += sums_by(edge, pull * (stop - start) - to_lower, len(upper))
        lower += sums_by(edge, to_lower, len(upper))
    normal = torch.stack((-edges.dy, edges.dx), 1) * edges.sign[:, None]
    turned = edges.sign < 0
    to_tails = normal * torch.where(turned, lower, upper)[:, None]
    to_heads = normal * torch.where(turned, upper, lower)[:, None]
    return to_tails, to_heads


def sums_by(group: Tensor, values: Tensor, count: int) -> Tensor:
    """The sums (count,) of values (P,) by their ascending groups (P,), always in one order."""
    if values.is_cuda:
        lengths = torch.bincount(group, minlength=count)
        return torch.segment_reduce(values, "sum", lengths=lengths, initial=0.0)
    return values.new_zeros(count).index_add_(0, group, values)


def _ahead(lengths: Tensor) -> Tensor:
    """How many come before each of so many runs, with the total after the last."""
    return torch.nn.functional.pad(lengths.cumsum(0), (1, 0))


def _clamped(winding: Tensor) -> Tensor:
    """Winding numbers in fixed point to coverage, 0–1."""
    return winding.abs().clamp_(max=_ONE).float().mul_(1 / _ONE)


def _wind(
    edges: Edges, cells: Cells, shift: Tensor, total: int, width: int
) -> tuple[Tensor, Pieces]:
    """The mean winding number of all pixels, (M,) int32 in units of 1 / _ONE, and the pieces.

    Args:
        edges: all edges.
        cells: their pieces.
        shift: (L,) what to add to a column to get the pixel's place in the list.
        total: M.
        width: W.
    """
    sign = edges.sign.index_select(0, cells.edge)
    drop = ((cells.bottom * _ONE).round_() - (cells.top * _ONE).round_()) * sign
    right = (drop * cells.share).round_()
    pixel = cells.column.long().clamp_(min=0) + shift.index_select(0, cells.line)
    sums = torch.zeros(total + 1, dtype=torch.int32, device=pixel.device)
    sums.scatter_add_(0, pixel, (drop - right).int())
    sums.scatter_add_(0, pixel + 1, right.int())
    winding = sums.cumsum(0, dtype=torch.int32)[:total]
    here = winding.index_select(0, pixel)
    live = here.sign() * (here.abs() <= _ONE + _ONE // 4096)
    # An edge on the border of a pixel without coverage moves into it.
    level = edges.dx.index_select(0, cells.edge).sign()
    side = torch.where(cells.top == cells.bottom, level, -sign) * cells.flush
    live = torch.where(here == 0, side, live.double())
    live = live * ((cells.column >= 0) & (cells.column < width))
    return winding, Pieces(cells.edge, cells.start, cells.stop, pixel, live)


def _overlapping(
    winding: Tensor, pixels: Pixels, pieces: Pieces, count: int, height: int
) -> Tensor:
    """The lines in and near which loops overlap: (L',) ascending."""
    loose = winding.abs() > _LOOSE
    # A mask with winding numbers of both signs: its edges' own pixels tell.
    mask = pixels.line.index_select(0, pieces.pixel).div_(height, rounding_mode="floor")
    here = winding.index_select(0, pieces.pixel)
    both = torch.zeros((2, count), dtype=torch.int32, device=mask.device)
    both[0].scatter_reduce_(0, mask, here, "amax")
    both[1].scatter_reduce_(0, mask, here.neg(), "amax")
    mixed = both.amin(0) > _ONE // 50
    if bool(mixed.any()):
        lines = mixed.repeat_interleave(height)
        loose |= (winding < 0) & lines.index_select(0, pixels.line)
    found = loose.nonzero()[:, 0]
    if not len(found):
        return found
    flags = torch.zeros((count, 1, height), device=mask.device)
    flags.view(-1)[pixels.line.index_select(0, found)] = 1
    near = torch.nn.functional.max_pool1d(flags, 2 * _MARGIN + 1, 1, _MARGIN)
    return ((near.flatten() > 0) & (pixels.ahead.diff() > 1)).nonzero()[:, 0]


def _again(
    edges: Edges,
    rows: Rows,
    pixels: Pixels,
    again: Tensor,
    first: Tensor,
    last: Tensor,
    width: int,
) -> Pieces:
    """Puts finer coverage into the pixels of some lines (L',), and returns those lines' pieces."""
    device = again.device
    place = torch.full_like(first, -1)
    place[again] = torch.arange(len(again), device=device)
    chosen = (place.index_select(0, rows.line) >= 0).nonzero()[:, 0]
    edge, line, row, start, stop, top, bottom = (of.index_select(0, chosen) for of in rows)
    x, dx = edges.x.index_select(0, edge), edges.dx.index_select(0, edge)
    part = stop - start
    fine = Edges(
        (x + dx * start) * _FINE,
        (top - row) * _FINE,
        dx * part * _FINE,
        (bottom - top) * _FINE,
        (bottom - row) * _FINE,
        edges.sign.index_select(0, edge),
    )
    cells = cells_of(fine, rows_of(fine, place.index_select(0, line), _FINE), width * _FINE)
    wide = (last - first).index_select(0, again)  # (L',) pixels of a line
    ahead = _ahead((wide * _FINE + 1).repeat_interleave(_FINE))
    left = first.index_select(0, again).repeat_interleave(_FINE) * _FINE
    total = int(ahead[-1])
    winding, found = _wind(fine, cells, ahead[:-1] - left, total, width * _FINE)

    inner = torch.repeat_interleave(wide)  # which of the lines each of their pixels is in
    across = torch.arange(len(inner), device=device) - _ahead(wide).index_select(0, inner)
    steps = torch.arange(_FINE, device=device)
    begin = ahead[:-1].view(-1, _FINE).index_select(0, inner)  # (M', _FINE)
    parts = (begin + _FINE * across[:, None])[:, :, None] + steps  # (M', _FINE, _FINE)
    mean = _clamped(winding)[parts.flatten(1)].mean(1)
    pixels.coverage[pixels.ahead.index_select(0, again.index_select(0, inner)) + across] = mean

    column = cells.column.clamp(0, width * _FINE - 1).div(_FINE, rounding_mode="floor").long()
    home = again.index_select(0, cells.line.div(_FINE, rounding_mode="floor"))
    pixel = (pixels.ahead[:-1] - first).index_select(0, home) + column
    scale, origin = part.index_select(0, found.edge), start.index_select(0, found.edge)
    return Pieces(
        edge.index_select(0, found.edge),
        torch.addcmul(origin, scale, found.start),
        torch.addcmul(origin, scale, found.stop),
        pixel,
        found.live,
    )
