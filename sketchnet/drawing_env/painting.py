"""One shape onto each of many canvases, in place, and how much nearer each comes to its target.

What `renderer.raster.torch_raster` does for whole scenes on plain grounds, done for one statement
on pictures: only pixels that the shape covers are looked at. Channels are rounded to whole numbers
after each fill and stroke, as cairo rounds them, so that errors are whole numbers too and their
changes add up without rest.

Legend: B canvases, N shapes, H rows, W columns, M pixels listed.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor

from renderer.raster.batch import Batch
from renderer.raster.torch_cover import Pixels, cover
from renderer.raster.torch_shapes import inks_of, loops_of, painted

_TILE = 1 << 22  # values of masks held at one time
_FIELDS = (
    *("kind", "params", "count", "variant", "fill", "stroke", "has_fill", "has_stroke"),
    *("weight", "cap", "join", "background"),
)


def paint(canvas: Tensor, target: Tensor, rows: Tensor, batch: Batch) -> Tensor:
    """Paints shape n of a batch on canvas `rows[n]`.

    Args:
        canvas: (B, H, W + 1, 3) uint8, contiguous; the column beside the canvas is scratch.
        target: like the canvas; the column beside it is the same for ever.
        rows: (N,) int64, no canvas twice.
        batch: N programs of one statement without a matrix, on a canvas of H × W.

    Returns:
        (N,) float64 whole numbers: by how much the sum of squared errors grew.
    """
    some = max(1, _TILE // (2 * batch.width * batch.height))
    if len(rows) <= some:
        return _paint(canvas, target, rows, batch)
    grown = []
    for first in range(0, len(rows), some):
        here = slice(first, first + some)
        part = Batch(batch.width, batch.height, *(getattr(batch, name)[here] for name in _FIELDS))
        grown.append(_paint(canvas, target, rows[here], part))
    return torch.cat(grown)


def _paint(canvas: Tensor, target: Tensor, rows: Tensor, batch: Batch) -> Tensor:
    shapes, height, width = len(rows), batch.height, batch.width
    pixels = _covered(batch)
    # Lines of pixels are numbered by layer (fill, stroke), then by shape, then by row.
    starts = pixels.ahead[:: shapes * height].tolist()
    lines = torch.arange(height, device=rows.device)
    lines = ((rows[:, None] * height + lines) * (width + 1)).flatten().repeat(2)
    place = lines.index_select(0, pixels.line).add_(pixels.column)
    inks = torch.stack((batch.fill, inks_of(batch)))[:, :, 0]  # (2, N, 4)
    inks = inks * inks.new_tensor((255, 255, 255, 1))
    inks = inks.flatten(0, 1).repeat_interleave(height, 0)  # (2 · N · H, 4)
    ink = inks.index_select(0, pixels.line)  # (M, 4)
    own = ink[:, 3].mul_(pixels.coverage)[:, None]
    flat, wanted = canvas.view(-1, 3), target.view(-1, 3)
    grown = rows.new_zeros(2 * shapes * height, dtype=torch.float64)
    for first, stop in pairwise(starts):
        if first == stop:
            continue
        at = place[first:stop]
        old = flat.index_select(0, at).float()
        new = torch.lerp(old, ink[first:stop, :3], own[first:stop]).round_()
        flat.index_copy_(0, at, new.to(torch.uint8))
        aim = wanted.index_select(0, at).float()
        change = (new - old).mul_(new.add_(old).sub_(aim, alpha=2)).sum(1)
        grown.index_add_(0, pixels.line[first:stop], change.double())
    return grown.view(2, shapes, height).sum((0, 2))


def _covered(batch: Batch) -> Pixels:
    """What the fills cover, then what the strokes do: masks numbered by layer, then shape."""
    shapes = len(batch.kind)
    loops = loops_of(batch, *painted(batch))
    kept = (loops.tails != loops.heads).any(1).nonzero()[:, 0]
    tails, heads, layers = (of.index_select(0, kept) for of in loops)
    masks = layers % 2 * shapes + layers // 2
    found, _, _ = cover(
        tails.double(), heads.double(), masks, 2 * shapes, batch.height, batch.width
    )
    return found
