"""Painter's order in one go: layers of coverage and colour over a background, and its gradient.

A layer's share of the picture is its own alpha times what all layers above it let through. Backward
needs, per layer, only the picture below it seen along the incoming gradient: one number a pixel,
where stacking the layers one by one would keep three colour planes for each.

Legend: B programs, K layers, H rows, W columns.
"""

from __future__ import annotations

import torch
from torch import Tensor


def blend(coverage: Tensor, colors: Tensor, background: Tensor) -> Tensor:
    """The picture of layers painted back to front.

    Args:
        coverage: (B, K, H, W) in 0–1.
        colors: (B, K, 4) red, green, blue, alpha in 0–1.
        background: (B, 3).

    Returns:
        (B, 3, H, W).
    """
    programs, _, height, width = coverage.shape
    flat = coverage.flatten(2)
    shares, through = _shares(flat, colors[..., 3])
    ground = background[:, :, None] * through[:, None]
    picture = torch.baddbmm(ground, colors[..., :3].transpose(1, 2), shares)
    return picture.view(programs, 3, height, width)


def blend_backward(
    coverage: Tensor, colors: Tensor, background: Tensor, grad: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """What coverage, colours and background add to a loss.

    Args:
        coverage: as given to `blend`.
        colors: as given to `blend`.
        background: as given to `blend`.
        grad: (B, 3, H, W) of the loss with respect to the picture.

    Returns:
        Gradients shaped as coverage, colors and background.
    """
    layers = coverage.shape[1]
    flat, wanted = coverage.flatten(2), grad.flatten(2)  # (B, K, HW), (B, 3, HW)
    alphas = colors[..., 3]
    shares, through = _shares(flat, alphas)
    grad_background = (wanted * through[:, None]).sum(2)
    toned = torch.bmm(shares, wanted.transpose(1, 2))  # (B, K, 3)
    # What a layer changes, along the gradient: its colour less the picture below it.
    change = torch.bmm(colors[..., :3], wanted)  # (B, K, HW)
    below = (background[:, None] @ wanted)[:, 0]  # (B, HW)
    for layer in range(layers):
        change[:, layer] -= below
        below = torch.addcmul(below, flat[:, layer] * alphas[:, layer, None], change[:, layer])
    through = torch.ones_like(through)
    for layer in reversed(range(layers)):
        change[:, layer] *= through
        through = torch.addcmul(through, flat[:, layer] * alphas[:, layer, None], through, value=-1)
    faded = (change * flat).sum(2, keepdim=True)  # (B, K, 1)
    grad_coverage = change.mul_(alphas[..., None]).view_as(coverage)
    return grad_coverage, torch.cat((toned, faded), 2), grad_background


def _shares(flat: Tensor, alphas: Tensor) -> tuple[Tensor, Tensor]:
    """Each layer's share of the picture (B, K, HW), and the background's (B, HW)."""
    shares = flat * alphas[..., None]
    through = flat.new_ones(flat.shape[::2])
    for layer in reversed(range(flat.shape[1])):
        own = shares[:, layer] * through
        through = through - own
        shares[:, layer] = own
    return shares, through
