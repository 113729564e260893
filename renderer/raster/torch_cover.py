"""Exact, differentiable coverage: how much of each pixel a set of closed loops covers.

An edge is a straight piece of a closed loop. Cut along the pixel grid it leaves, in each cell it
crosses, a signed height and the area to its right; summed along the row these give the winding
number averaged over each pixel, which for loops that do not overlap inside a pixel is the exact
area. Work grows with the length of the outlines, not with edges × pixels.

The gradient is the same integral seen from the edge: moving a piece of outline changes the area by
its length times the way it moves along its normal. It needs no division, so it stays finite for
edges of any length and slope.

Sums are made in fixed point: the order of adding, which a GPU does not keep, changes nothing.

Legend: E edges, P pieces, N masks, H rows, W columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

_ONE = 1 << 20  # the fixed-point 1; winding numbers up to 2047 fit 32 bits
_LOOSE = _ONE + _ONE // 50  # a winding number beyond this tells of loops that overlap
_FINE = 4  # times finer, in x and in y, is the grid for those
_MARGIN = 3  # pixels round an overlap that are done again
_REACH = 1e7  # pixels; farther points are brought this near, so that sums stay finite


class Pieces(NamedTuple):
    """The pieces of edges that lie in visible cells."""

    edge: Tensor  # (P,) which edge, ascending
    start: Tensor  # (P,) where on the edge it starts, 0–1
    stop: Tensor  # (P,) and stops
    cell: Tensor  # (P,) flat index into (N, H, W)
    live: Tensor  # (P,) the winding's sign where moving the edge changes coverage, else 0


def cover(
    tails: Tensor, heads: Tensor, masks: Tensor, count: int, height: int, width: int
) -> tuple[Tensor, list[Pieces]]:
    """The coverage of each pixel by the loops of each mask, by nonzero winding.

    Masks whose loops overlap are done again on a finer grid, where fewer cells see both a loop's
    edge and another loop.

    Args:
        tails: (E, 2) float64 start points x, y of edges in pixels; y 0 is the first row's top.
        heads: (E, 2) their end points; the edges of a mask make closed loops.
        masks: (E,) int64, each in 0 … count - 1.
        count: N, how many masks.
        height: H.
        width: W.

    Returns:
        (N, H, W) float32 in 0–1, and what `cover_backward` needs.
    """
    tails = tails.nan_to_num(0.0).clamp(-_REACH, _REACH)
    heads = heads.nan_to_num(0.0).clamp(-_REACH, _REACH)
    winding, pieces = _wind(tails, heads, masks, count, height, width)
    if not count:
        return winding.float(), [pieces]
    low, high = winding.flatten(1).aminmax(dim=1)
    coverage = _clamped(winding)  # (N, H, W)
    again = (high - low > _LOOSE).nonzero()[:, 0]  # twice inside, or inside on both hands
    if not len(again):
        return coverage, [pieces]
    windows = _windows(winding[again])
    cells = winding.numel() // _FINE**2  # as much memory as the first time
    redone = torch.zeros((count, 4), dtype=torch.int64, device=masks.device)
    found: list[Pieces] = []
    for some, top, left, rows, columns in _alike(windows, height, width, cells):
        chosen = again[some]
        place = torch.full((count,), -1, device=masks.device)
        place[chosen] = torch.arange(len(some), device=masks.device)
        edges = (place[masks] >= 0).nonzero()[:, 0]
        mask = place[masks[edges]]
        corner = torch.stack((left, top), 1)[mask]
        winding, finer = _wind(
            (tails[edges] - corner) * _FINE,
            (heads[edges] - corner) * _FINE,
            mask,
            len(some),
            rows * _FINE,
            columns * _FINE,
        )
        down = torch.arange(rows, device=masks.device) + top[:, None]
        across = torch.arange(columns, device=masks.device) + left[:, None]
        index = (chosen[:, None, None], down[:, :, None], across[:, None, :])
        coverage[index] = avg_pool2d(_clamped(winding), _FINE)
        extent = torch.tensor((rows, columns), device=masks.device).expand(len(some), 2)
        redone[chosen] = torch.cat((torch.stack((top, left), 1), extent), 1)
        mask, y, x = _place(finer.cell, rows * _FINE, columns * _FINE)
        y, x = y // _FINE + top[mask], x // _FINE + left[mask]
        cell = (chosen[mask] * height + y) * width + x
        found.append(finer._replace(edge=edges[finer.edge], cell=cell))
    # Pieces in a window give way to the finer ones.
    mask, y, x = _place(pieces.cell, height, width)
    y0, x0, high, wide = redone[mask].unbind(1)
    within = (y >= y0) & (y < y0 + high) & (x >= x0) & (x < x0 + wide)
    rest = (~within).nonzero()[:, 0]
    return coverage, [Pieces(*(column[rest] for column in pieces)), *found]


def cover_backward(
    tails: Tensor, heads: Tensor, pieces: list[Pieces], grad: Tensor
) -> tuple[Tensor, Tensor]:
    """What the edges' points add to a loss.

    Args:
        tails: (E, 2) as given to `cover`.
        heads: (E, 2) as given to `cover`.
        pieces: what `cover` returned.
        grad: (N, H, W) of the loss with respect to coverage.

    Returns:
        Two (E, 2) gradients, of tails and heads.
    """
    way = tails - heads
    normal = torch.stack((way[:, 1], -way[:, 0]), 1)  # (E, 2), as long as its edge
    flat = grad.reshape(-1)
    sums = torch.zeros_like(tails)
    for edge, start, stop, cell, live in pieces:
        if not len(edge):
            continue
        pull = flat[cell].double() * live  # (P,)
        to_head = (stop * stop - start * start) / 2
        to_tail = (stop - start) - to_head
        lengths = torch.bincount(edge, minlength=len(tails))
        pulls = torch.stack((pull * to_tail, pull * to_head), 1)
        sums += torch.segment_reduce(pulls, "sum", lengths=lengths, initial=0.0)  # (E, 2)
    return normal * sums[:, :1], normal * sums[:, 1:]


def _clamped(winding: Tensor) -> Tensor:
    """Winding numbers in fixed point to coverage, 0–1."""
    return winding.abs().clamp_(max=_ONE).float().mul_(1 / _ONE)


def _place(cell: Tensor, height: int, width: int) -> tuple[Tensor, Tensor, Tensor]:
    """The mask, row and column of flat indices."""
    line = cell.div(width, rounding_mode="floor")
    mask = line.div(height, rounding_mode="floor")
    return mask, line - mask * height, cell - line * width


def _windows(winding: Tensor) -> Tensor:
    """Where loops overlap in each mask, with a margin: (N, 4) top, left, bottom, right."""
    mixed = winding.flatten(1).amin(1)[:, None, None] < _ONE - _LOOSE
    twice = (winding.abs() > _LOOSE) | (mixed & (winding < 0))
    bounds = []
    for axis in (2, 1):
        line = twice.any(axis).int()  # (N, H) or (N, W)
        size = line.shape[1]
        first = line.argmax(1) - _MARGIN
        last = size - line.flip(1).argmax(1) + _MARGIN
        bounds.append((first.clamp(min=0), last.clamp(max=size)))
    return torch.stack((bounds[0][0], bounds[1][0], bounds[0][1], bounds[1][1]), 1)


def _alike(
    windows: Tensor, height: int, width: int, cells: int
) -> Iterator[tuple[Tensor, Tensor, Tensor, int, int]]:
    """Windows in groups of one size, at most about so many cells at a time.

    A window grows to the next power of two, so that groups are few and a mask's window does not
    depend on the other masks.

    Yields:
        Which windows (M,), their top and left (M,), rows and columns.
    """
    top, left, bottom, right = windows.unbind(1)
    spans = torch.stack((bottom - top, right - left), 1)
    sizes = torch.exp2(spans.double().log2().ceil()).long()
    sizes = torch.minimum(sizes, sizes.new_tensor((height, width)))
    kinds, group = torch.unique(sizes, dim=0, return_inverse=True)
    for index, (rows, columns) in enumerate(kinds.tolist()):
        alike = (group == index).nonzero()[:, 0]
        for some in torch.split(alike, max(1, cells // (rows * columns))):
            # Windows that would reach over the last row or column move back.
            yield (
                some,
                top[some].clamp(max=height - rows),
                left[some].clamp(max=width - columns),
                rows,
                columns,
            )


def _wind(
    tails: Tensor, heads: Tensor, masks: Tensor, count: int, height: int, width: int
) -> tuple[Tensor, Pieces]:
    """Each cell's mean winding number, (N, H, W) int32 in units of 1 / _ONE, and the pieces."""
    edge, start, stop = _cut(
        torch.arange(len(tails), device=tails.device), tails[:, 1], heads[:, 1], None, height
    )
    (x0, y0), (dx, dy) = tails.unbind(1), (heads - tails).unbind(1)
    middle = y0[edge] + (start + stop) / 2 * dy[edge]
    seen = ((middle > 0) & (middle < height)).nonzero()[:, 0]
    edge, start, stop = edge[seen], start[seen], stop[seen]
    edge, start, stop = _cut(edge, tails[:, 0], heads[:, 0], (start, stop), width)

    y0, dy = y0[edge], dy[edge]
    top, bottom = y0 + start * dy, y0 + stop * dy  # as travelled: it may go up
    row = ((top + bottom) / 2).floor().clamp(0, height - 1)
    across = x0[edge] + (start + stop) / 2 * dx[edge]
    column = across.floor().clamp(0, width)
    share = (across - column).clamp(0, 1)  # of the cell left of the piece
    drop = ((bottom - row) * _ONE).round() - ((top - row) * _ONE).round()
    right = (drop * share).round()

    base = (masks[edge] * height + row.long()) * (width + 2) + column.long()
    sums = torch.zeros(count * height * (width + 2), dtype=torch.int32, device=tails.device)
    sums.index_add_(0, base, (drop - right).int())
    sums.index_add_(0, base + 1, right.int())
    winding = sums.view(count, height, width + 2)[..., :width].cumsum(2, dtype=torch.int32)

    inside = ((across >= 0) & (across < width)).nonzero()[:, 0]
    edge, start, stop = edge[inside], start[inside], stop[inside]
    cell = (masks[edge] * height + row[inside].long()) * width + column[inside].long()
    here = winding.view(-1)[cell]
    live = here.sign() * (here.abs() <= _ONE + _ONE // 4096)
    return winding, Pieces(edge, start, stop, cell, live)


def _cut(
    edge: Tensor, tails: Tensor, heads: Tensor, spans: tuple[Tensor, Tensor] | None, lines: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces of edges cut where one coordinate is a whole number from 0 to `lines`.

    Args:
        edge: (P,) which edge each piece is of, ascending.
        tails: (E,) the coordinate where edges start.
        heads: (E,) and end.
        spans: two (P,): from where to where on its edge each piece runs, None for all of it.
        lines: the last grid line.

    Returns:
        The new pieces' edge, start and stop, in the order travelled.
    """
    a, way = tails[edge], (heads - tails)[edge]
    start, stop = (torch.zeros_like(a), torch.ones_like(a)) if spans is None else spans
    first, last = a + start * way, a + stop * way
    low = torch.minimum(first, last).floor().clamp(-1, lines) + 1
    high = torch.maximum(first, last).ceil().clamp(0, lines + 1) - 1
    pieces = (high - low + 2).clamp(min=1).long()
    after = pieces.cumsum(0)
    before = after - pieces
    parent = torch.repeat_interleave(pieces)
    index = torch.arange(len(parent), device=edge.device) - before[parent]
    # The cut that ends a piece: t = origin + step · index, for both of its neighbours alike.
    rate = torch.where(way == 0, 1.0, way)
    step = rate.sign() / rate
    origin = (torch.where(way > 0, low, high) - a) / rate
    end = origin[parent] + step[parent] * index
    begin = end.roll(1)
    begin[before] = start
    end[after - 1] = stop
    return edge[parent], begin, end
