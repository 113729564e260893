"""Edges cut along the pixel grid: first into rows, then into the cells of a row.

All edges are turned to run downwards first, so that a piece is a range of its edge from the top;
where two pieces meet, or two edges of a loop, both end at the same number: the heights of the
pieces of closed loops in a row add up to exactly nothing.

Legend: E edges, R pieces of edges in rows, P pieces in cells, L lines (a row of one mask).
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor


class Edges(NamedTuple):
    """Straight pieces of closed loops, turned to run downwards."""

    x: Tensor  # (E,) float64, the upper end in pixels
    y: Tensor  # (E,)
    dx: Tensor  # (E,) how far the lower end is to the right
    dy: Tensor  # (E,) and below, 0 or more
    low: Tensor  # (E,) y of the lower end
    sign: Tensor  # (E,) 1 where the loop ran downwards, -1 where it was turned


class Rows(NamedTuple):
    """Pieces of edges, each in one row of pixels."""

    edge: Tensor  # (R,) which edge, ascending
    line: Tensor  # (R,) the mask's number times the rows of a mask, plus the row
    row: Tensor  # (R,) float64
    start: Tensor  # (R,) where on the edge the piece starts, 0–1 from the top
    stop: Tensor  # (R,)
    top: Tensor  # (R,) y where it starts
    bottom: Tensor  # (R,)


class Cells(NamedTuple):
    """Pieces of edges, each in one pixel or beside the canvas."""

    edge: Tensor  # (P,) which edge, ascending
    line: Tensor  # (P,)
    start: Tensor  # (P,) where on the edge the piece starts, 0–1 from the top
    stop: Tensor  # (P,)
    top: Tensor  # (P,) y where it starts
    bottom: Tensor  # (P,)
    column: Tensor  # (P,) float64; -1 left of the canvas, its width right of it
    share: Tensor  # (P,) how much of the cell is left of the piece
    flush: Tensor  # (P,) bool: the piece lies on the cell's left or upper border


def edges_of(tails: Tensor, heads: Tensor) -> Edges:
    """Edges from their (E, 2) float64 ends."""
    (x0, y0), (x1, y1) = tails.unbind(1), heads.unbind(1)
    turned = y1 < y0
    x, y = torch.where(turned, x1, x0), torch.minimum(y0, y1)
    dx = torch.where(turned, x0 - x1, x1 - x0)
    sign = torch.where(turned, -1.0, 1.0).to(x)
    return Edges(x, y, dx, (y1 - y0).abs(), torch.maximum(y0, y1), sign)


def rows_of(edges: Edges, masks: Tensor, height: int) -> Rows:
    """The pieces of edges in the rows 0 … height - 1; `masks` (E,) int64."""
    first = edges.y.floor()
    last = torch.maximum(edges.low.ceil() - 1, first).clamp(max=height - 1)
    first = first.clamp(min=0)
    edge, index, _ = _repeated(last - first + 1)
    row = first.index_select(0, edge) + index
    y, low, dy = (of.index_select(0, edge) for of in (edges.y, edges.low, edges.dy))
    top, bottom = torch.maximum(y, row), torch.minimum(low, row + 1)
    level = dy == 0
    rate = 1 / torch.where(level, 1.0, dy)
    start = (top - y) * rate
    stop = torch.where(level, 1.0, ((bottom - y) * rate).clamp(max=1))
    line = (masks * height).index_select(0, edge) + row.long()
    return Rows(edge, line, row, start, stop, top, bottom)


def spans_of(edges: Edges, rows: Rows, lines: int, width: int) -> tuple[Tensor, Tensor]:
    """The first column that edges touch in each line, and the one after the last: two (L,) int64.

    A line without edges has its first column after its last by two or more.
    """
    x, dx = edges.x.index_select(0, rows.edge), edges.dx.index_select(0, rows.edge)
    ends = torch.addcmul(x, dx, rows.start), torch.addcmul(x, dx, rows.stop)
    left = torch.minimum(*ends).floor_().clamp_(0, width).int()
    right = torch.maximum(*ends).ceil_().clamp_(0, width).int()
    first = torch.full((lines,), width + 2, dtype=torch.int32, device=left.device)
    last = torch.zeros((lines,), dtype=torch.int32, device=left.device)
    first.scatter_reduce_(0, rows.line, left, "amin")
    last.scatter_reduce_(0, rows.line, right, "amax")
    return first.long(), last.long()


def cells_of(edges: Edges, rows: Rows, width: int) -> Cells:
    """The pieces of rows in the columns 0 … width - 1, and one piece each beside them."""
    x, dx = edges.x.index_select(0, rows.edge), edges.dx.index_select(0, rows.edge)
    ends = torch.addcmul(x, dx, rows.start), torch.addcmul(x, dx, rows.stop)
    first = torch.minimum(*ends).floor_().clamp_(-1, width)
    last = torch.maximum(torch.maximum(*ends).ceil_().sub_(1).clamp_(-1, width), first)
    piece, index, ahead = _repeated(last - first + 1)
    right = dx >= 0
    way = torch.where(right, 1.0, -1.0)
    column = torch.addcmul(
        torch.where(right, first, last).index_select(0, piece), way.index_select(0, piece), index
    )
    rate = 1 / torch.where(dx == 0, 1.0, dx)
    # Where a piece leaves its cell: on the right when it runs to the right.
    offset, rate = ((right.double() - x) * rate).index_select(0, piece), rate.index_select(0, piece)
    stop = torch.addcmul(offset, column, rate)
    low, high = rows.start.index_select(0, piece), rows.stop.index_select(0, piece)
    stop = torch.minimum(torch.maximum(stop, low), high)
    edge = rows.edge.index_select(0, piece)
    bottom = torch.addcmul(edges.y.index_select(0, edge), edges.dy.index_select(0, edge), stop)
    final = ahead[1:] - 1
    stop[final], bottom[final] = rows.stop, rows.bottom
    start, top = stop.roll(1), bottom.roll(1)
    start[ahead[:-1]], top[ahead[:-1]] = rows.start, rows.top
    shift = dx.index_select(0, piece)
    middle = torch.addcmul(x.index_select(0, piece), start + stop, shift, value=0.5)
    seen = (column >= 0) & (column < width)
    share = (middle - column).clamp_(0, 1) * seen
    flush = ((shift == 0) & (share == 0)) | ((top == bottom) & (top == top.floor()))
    line = rows.line.index_select(0, piece)
    return Cells(edge, line, start, stop, top, bottom, column, share, flush & seen)


def _repeated(counts: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Rows repeated so many (float64) times, none for less than one.

    Returns:
        The row, (R,) int64, and the how-manieth of it, (R,) float64; then where each row starts,
        with the total after the last.
    """
    ahead = torch.zeros(len(counts) + 1, dtype=torch.int64, device=counts.device)
    times = counts.long().clamp_(min=0)
    torch.cumsum(times, 0, out=ahead[1:])
    total = int(ahead[-1])
    row = torch.repeat_interleave(times, output_size=total)
    index = torch.arange(total, device=counts.device) - ahead.index_select(0, row)
    return row, index.double(), ahead
