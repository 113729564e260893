"""Painter's order in one go: layers of coverage and colour over a background, and its gradient.

A layer's share of a pixel is its own alpha times what all layers above it let through. Backward
needs, per layer, only the picture below it seen along the incoming gradient: one number a pixel,
where stacking the layers one by one would keep three colour planes for each.

Layers are lists of the pixels they touch, no pixel twice in one: steps that read and write a plane
go layer by layer, so that their order is always the same, and all else goes through all at once.

Legend: B programs, K layers, H rows, W columns, M pixels listed, Q pixels of all canvases.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor

from renderer.raster.torch_cover import Pixels, sums_by


class Layers(NamedTuple):
    """What layers cover, layer by layer from the back, in each program by program."""

    coverage: Tensor  # (M,) in 0–1
    line: Tensor  # (M,) ascending: (layer · B + program) · H + row
    place: Tensor  # (M,) index into the planes, (B, H, W + 1)
    starts: list[int]  # (K + 1,) where in the list each layer starts, and the total
    shape: tuple[int, int, int]  # B, H, W


def layers_of(pixels: Pixels, shape: tuple[int, int, int]) -> Layers:
    """The pixels of masks numbered layer · B + program as layers on B canvases of H × W."""
    programs, height, width = shape
    lines = programs * height
    place = torch.arange(lines, device=pixels.line.device) * (width + 1)
    layers = (len(pixels.ahead) - 1) // lines
    place = place.repeat(layers).index_select(0, pixels.line).add_(pixels.column)
    starts = pixels.ahead[::lines].tolist()
    return Layers(pixels.coverage, pixels.line, place, starts, shape)


def blend(layers: Layers, colors: Tensor, background: Tensor) -> tuple[Tensor, Tensor]:
    """The picture of layers painted back to front.

    Args:
        layers: where they are.
        colors: (B, K, 4) red, green, blue, alpha in 0–1.
        background: (B, 3).

    Returns:
        (B, 3, H, W), and for `blend_backward` what the layers above let through, (M,).
    """
    programs, height, width = layers.shape
    through = colors.new_ones(programs * height * (width + 1))  # (Q,)
    seen = torch.empty_like(layers.coverage)
    red, green, blue, alpha = _by_line(colors, height)
    own = alpha.index_select(0, layers.line).mul_(layers.coverage)  # (M,)
    for some in reversed(_slices(layers)):
        place = layers.place[some]
        torch.index_select(through, 0, place, out=seen[some])
        through.scatter_(0, place, torch.addcmul(seen[some], seen[some], own[some], value=-1))
    own.mul_(seen)
    planes = []
    for channel, tone in enumerate((red, green, blue)):
        plane = (through.view(programs, -1) * background[:, channel, None]).view(-1)
        toned = tone.index_select(0, layers.line).mul_(own)
        for some in _slices(layers):
            plane.scatter_add_(0, layers.place[some], toned[some])
        planes.append(plane.view(programs, height, width + 1)[..., :width])
    return torch.stack(planes, 1), seen


def blend_backward(
    layers: Layers, seen: Tensor, colors: Tensor, background: Tensor, grad: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """What coverage, colours and background add to a loss.

    Args:
        layers: as given to `blend`.
        seen: (M,) as `blend` returned it.
        colors: as given to `blend`.
        background: as given to `blend`.
        grad: (B, 3, H, W) of the loss with respect to the picture.

    Returns:
        Gradients (M,) of coverage, (B, K, 4) of colours, and (B, 3) of the background.
    """
    programs, height, _ = layers.shape
    wanted = torch.nn.functional.pad(grad, (0, 1)).transpose(0, 1).flatten(1)  # (3, Q)
    *tones, alpha = _by_line(colors, height)
    faint = alpha.index_select(0, layers.line)  # (M,)
    own = faint * layers.coverage
    share = own * seen
    count = len(alpha)
    sums, change = [], torch.zeros_like(own)
    for tone, plane in zip(tones, wanted, strict=True):
        pull = plane.index_select(0, layers.place)
        change.addcmul_(tone.index_select(0, layers.line), pull)
        sums.append(sums_by(layers.line, pull.mul_(share), count))
    # What a layer changes, along the gradient: its colour less the picture below it.
    ground = (wanted.view(3, programs, -1) * background.T[:, :, None]).sum(0)
    below, through = ground.view(-1), torch.ones_like(ground).view(-1)  # (Q,)
    for some in _slices(layers):
        place = layers.place[some]
        under = below.index_select(0, place)
        change[some] -= under
        below.scatter_(0, place, under.addcmul_(own[some], change[some]))
        through.scatter_(0, place, through.index_select(0, place) * (1 - own[some]))
    change *= seen
    sums.append(sums_by(layers.line, change * layers.coverage, count))
    of_colors = torch.stack(sums, 1).view(-1, programs, height, 4).sum(2).transpose(0, 1)
    of_background = (wanted.view(3, programs, -1) * through.view(programs, -1)).sum(2).T
    return change.mul_(faint), of_colors, of_background


def _slices(layers: Layers) -> list[slice]:
    """Where each layer's pixels are in the list, from the back."""
    return [slice(a, b) for a, b in pairwise(layers.starts) if b > a]


def _by_line(colors: Tensor, height: int) -> tuple[Tensor, ...]:
    """Red, green, blue and alpha (B, K, 4) for each line: four (L,)."""
    return tuple(colors.permute(2, 1, 0).flatten(1).repeat_interleave(height, 1).unbind(0))
