"""Strokes no wider than a pixel, as one band: what `hairline.py` is to cairo, differentiably.

There a thin stroke is the mean of its area and of a hairline: a band that is 1 wide along the
nearer axis and as faint as the stroke is thin. Here it is one band between the two, with the ink
of both together and with their mean spread across: wider than the stroke and fainter, narrower
where it slants.

Legend: N strokes, V vertices; any shape is written as ….
"""

from __future__ import annotations

import torch
from torch import Tensor

_SHARE = 0.5  # of the hairline, as in `hairline.py`
_THINNEST = 1e-6  # pixels; thinner strokes are as faint as this one
_FLAT = 1e-12  # a determinant below which a stroke has no area


def opacity_of(weight: Tensor, matrix: Tensor | None) -> Tensor:
    """How faint the bands of strokes are.

    Args:
        weight: (…) in the statements' pixels.
        matrix: (…, 6) from these to the canvas's; None is the identity.

    Returns:
        (…) in 0–1; 1 for strokes of more than a pixel.
    """
    across, down = _stretch(weight, matrix)
    width = (weight * (across + down) / 2).clamp(min=_THINNEST)
    thin = (weight * torch.maximum(across, down)).detach() <= 1
    spread = ((1 - _SHARE) * width * width + _SHARE).sqrt()  # the band's width, along an axis
    return torch.where(thin, width / spread, 1.0)


def widths_of(weight: Tensor, matrix: Tensor | None, *ways: Tensor) -> list[Tensor] | None:
    """How wide the bands of strokes are in some directions.

    Args:
        weight: (N,) in the statements' pixels.
        matrix: (N, 6) from these to the canvas's; None is the identity.
        ways: (N, V, 2) unit directions.

    Returns:
        (N, V) for each of `ways`, as shares of the weights; None when no stroke is thin.
    """
    across, down = _stretch(weight, matrix)
    thin = (weight * torch.maximum(across, down)).detach() <= 1
    if not thin.any():
        return None
    opacity = opacity_of(weight, matrix)[:, None]
    found = []
    for way in ways:
        if matrix is None:
            hairline = way.abs().amax(2)  # its ink by the stroke's own, (N, V)
        else:
            xx, yx, xy, yy, _, _ = matrix.unbind(1)
            drawn = way @ torch.stack((xx, yx, xy, yy), 1).view(-1, 2, 2)
            area = (xx * yy - xy * yx).abs().clamp(min=_FLAT)
            hairline = drawn.abs().amax(2) * ((across + down) / 2 / area)[:, None]
        ink = 1 - _SHARE + _SHARE * hairline
        found.append(torch.where(thin[:, None], ink / opacity, 1.0))
    return found


def _stretch(weight: Tensor, matrix: Tensor | None) -> tuple[Tensor, Tensor]:
    """How long the two axes are drawn, (…) each, in the way of `hairline.thickness`."""
    if matrix is None:
        return torch.ones_like(weight), torch.ones_like(weight)
    xx, yx, xy, yy, _, _ = matrix.unbind(-1)
    lengths = []
    for x, y in ((xx.abs(), yx.abs()), (xy.abs(), yy.abs())):
        lengths.append(torch.maximum(x, y) + torch.minimum(x, y) / 2)
    return lengths[0], lengths[1]
