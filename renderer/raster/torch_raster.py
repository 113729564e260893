"""Batches of scenes to pixels by torch: differentiable in every number, on CPU and CUDA.

The reference is `cairo_raster`: coverage here is exact where cairo samples, so they differ by
cairo's own rounding. Numbers are 32-bit: of an ellipse with radii of 50,000 pixels an edge on the
canvas is half a pixel off, of one with 300,000 nearly four. Nothing here needs cairo.

    >>> scenes = [renderer.run(renderer.parse("size(64, 64); circle(32, 32, 40);"))]
    >>> rasterize(batch_of(scenes)).shape
    torch.Size([1, 3, 64, 64])

Legend: B programs, S statements, K layers (fills and strokes), E edges, H rows, W columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
from torch import Tensor

from renderer.raster.batch import Batch, batch_of
from renderer.raster.torch_blend import Layers, blend, blend_backward, layers_of
from renderer.raster.torch_cover import Pieces, cover, cover_backward
from renderer.raster.torch_cut import Edges
from renderer.raster.torch_shapes import inks_of, loops_of, painted

__all__ = ["TILE", "Batch", "batch_of", "rasterize"]

TILE = 1 << 24
"""Mask values held at most at one time; those that shapes enclose take about 40 bytes each."""


def rasterize(batch: Batch, tile: int = TILE) -> Tensor:
    """The pictures of a batch of scenes.

    Gradients reach `params`, `weight`, `fill`, `stroke`, `background` and `matrix`. They are those
    of the exact area a shape covers in each pixel, to the right and downwards for an edge that
    lies between two pixels.

    Strokes up to a pixel wide are drawn as one band midway between their area and a hairline, which
    cairo draws both of (see `torch_hairline.py`).

    Args:
        batch: what to draw.
        tile: how many mask values (programs × layers × rows × columns) to hold at one time; the
            picture is the same for any, but for rounding where a program's own loops overlap.

    Returns:
        (B, 3, H, W) float32, 0–1 when the colours are.
    """
    programs, statements = batch.kind.shape
    fill, stroke = painted(batch)
    present = torch.stack((fill, stroke), 2).flatten(1)  # (B, 2S)
    layers = int(present.sum(1).max()) if statements else 0
    order = present.long().argsort(dim=1, descending=True, stable=True)[:, :layers]
    program = torch.arange(programs, device=order.device)[:, None]
    both = torch.stack((batch.fill, inks_of(batch)), 2).flatten(1, 2)  # (B, 2S, 4)
    colors = both[program, order] * present[program, order][..., None]  # (B, K, 4)

    loops = loops_of(batch, fill, stroke)
    # The mask of each fill and stroke: its layer in the program times B, plus the program.
    rank = ((present.cumsum(1) - 1) * programs + program).flatten()
    extent = _Extent(programs, layers, batch.height, batch.width, max(tile, batch.width))
    picture: Tensor = _Paint.apply(  # type: ignore[no-untyped-call]
        loops.tails, loops.heads, colors, batch.background, rank[loops.layers], extent
    )
    return picture


class _Extent(NamedTuple):
    programs: int
    layers: int
    height: int
    width: int
    tile: int

    def tiles(self) -> Iterator[tuple[slice, slice]]:
        """The programs and rows to work on together."""
        row = max(1, self.layers * self.width)
        some = max(1, self.tile // (row * self.height))
        rows = self.height if some > 1 else max(1, min(self.height, self.tile // row))
        for program in range(0, self.programs, some):
            for top in range(0, self.height, rows):
                yield (
                    slice(program, min(program + some, self.programs)),
                    slice(top, min(top + rows, self.height)),
                )


class _Tile(NamedTuple):
    """The edges of some programs in a band of rows, and what they cover."""

    chosen: Tensor  # (E',) which edges
    edges: Edges
    pieces: list[Pieces]
    layers: Layers


def _covered(
    tails: Tensor, heads: Tensor, masks: Tensor, extent: _Extent, programs: slice, rows: slice
) -> _Tile:
    """What the edges of one tile's programs cover in its rows."""
    some, height = programs.stop - programs.start, rows.stop - rows.start
    program = masks % extent.programs
    # Edges without length (a curve's joints, padding) give nothing and get no gradient.
    wanted = (tails != heads).any(1)
    if some < extent.programs:
        wanted &= (program >= programs.start) & (program < programs.stop)
    chosen = wanted.nonzero()[:, 0]
    shift = torch.tensor((0.0, rows.start), dtype=torch.float64, device=tails.device)
    low = tails.index_select(0, chosen).double() - shift
    high = heads.index_select(0, chosen).double() - shift
    layer = masks.div(extent.programs, rounding_mode="floor")
    local = (layer * some + program - programs.start).index_select(0, chosen)
    pixels, edges, pieces = cover(low, high, local, some * extent.layers, height, extent.width)
    return _Tile(chosen, edges, pieces, layers_of(pixels, (some, height, extent.width)))


class _Paint(torch.autograd.Function):
    """Edges and colours to pictures, tile by tile.

    A batch that is one tile keeps what it covers for backward; others find it again.
    """

    @staticmethod
    def forward(
        ctx: Any,
        tails: Tensor,
        heads: Tensor,
        colors: Tensor,
        background: Tensor,
        masks: Tensor,
        extent: _Extent,
    ) -> Tensor:
        """See `rasterize`; `masks` (E,) is each edge's layer times B, plus its program."""
        ctx.extent, ctx.kept = extent, None
        picture = colors.new_empty((extent.programs, 3, extent.height, extent.width))
        tiles = list(extent.tiles())
        for programs, rows in tiles:
            tile = _covered(tails, heads, masks, extent, programs, rows)
            picture[programs, :, rows], seen = blend(
                tile.layers, colors[programs], background[programs]
            )
            if len(tiles) == 1:
                ctx.kept = tile, seen
        ctx.save_for_backward(tails, heads, colors, background, masks)
        return picture

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        """Gradients of tails, heads, colours and background."""
        (grad,) = grads
        tails, heads, colors, background, masks = ctx.saved_tensors
        to_tails, to_heads, to_colors, to_background = (
            torch.zeros_like(tensor) for tensor in (tails, heads, colors, background)
        )
        for programs, rows in ctx.extent.tiles():
            inks = colors[programs], background[programs]
            if ctx.kept is None:
                tile = _covered(tails, heads, masks, ctx.extent, programs, rows)
                _, seen = blend(tile.layers, *inks)
            else:
                tile, seen = ctx.kept
            of_pixels, of_colors, of_background = blend_backward(
                tile.layers, seen, *inks, grad[programs, :, rows]
            )
            to_colors[programs] += of_colors
            to_background[programs] += of_background
            of_tails, of_heads = cover_backward(tile.edges, tile.pieces, of_pixels)
            to_tails[tile.chosen] += of_tails.to(tails.dtype)
            to_heads[tile.chosen] += of_heads.to(heads.dtype)
        return to_tails, to_heads, to_colors, to_background, None, None
