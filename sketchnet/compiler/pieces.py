"""How a piece of an outline sees pixels: from where it lies itself, in squashed lengths.

An edge sees them along and across itself, an oval out from its rim, a box out from its sides. The
lengths are in pixels, squashed at several scales, so that the network sees both which side a pixel
is on and how far off it is. None of them says what is covered: that is learnt.

Legend: R pieces, Q pixels of each.
"""

from __future__ import annotations

import torch
from torch import Tensor

EDGE, OVAL, BOX = 30, 19, 23
"""How many numbers each kind of piece says about a pixel."""

_SCALES = (1.0, 4.0, 16.0)  # pixels


def by_edge(ends: Tensor, use: Tensor, points: Tensor, weight: Tensor) -> Tensor:
    """Pixels seen from straight edges.

    Args:
        ends: (R, 2, 2) where they begin and end.
        use: (R, 2) whether they bound the fill, and whether they are stroked.
        points: (R, Q, 2) the pixels.
        weight: (R, 1) of the stroke, 0 for none.

    Returns:
        (R, Q, EDGE).
    """
    a, b = ends[:, None, 0], ends[:, None, 1]  # (R, 1, 2)
    length = ((b - a).square().sum(-1) + 1e-6).sqrt()  # (R, 1)
    ax, ay = ((b - a) / length[..., None]).unbind(-1)
    x, y = (points - a).unbind(-1)
    along, across = ax * x + ay * y, ax * y - ay * x
    beyond = along - length
    to_a = (x.square() + y.square() + 1e-6).sqrt()
    to_b = ((points - b).square().sum(-1) + 1e-6).sqrt()
    half = weight / 2
    parts = _squashed(along, across, beyond, to_a, to_b)
    parts += _squashed(across.abs() - half, to_a - half, to_b - half, scales=(1.0,))
    parts += _squashed(across.abs() - half, scales=(4.0, 0.5))
    parts += [along / to_a, across / to_a, beyond / to_b, across / to_b]
    fixed = [length / 32, (length / 4).tanh(), weight / 8, (weight > 0).to(weight.dtype), use]
    return _stacked(parts, fixed)


def by_oval(ovals: Tensor, points: Tensor, weight: Tensor) -> Tensor:
    """Pixels seen from ovals (R, 4): x, y of the centre, width, height; (R, Q, OVAL)."""
    x, y, w, h = ovals[:, None].unbind(-1)  # (R, 1)
    rx, ry = (w / 2).abs().clamp(min=0.1), (h / 2).abs().clamp(min=0.1)
    dx, dy = points[..., 0] - x, points[..., 1] - y
    qx, qy = dx / rx, dy / ry
    out = (qx.square() + qy.square() + 1e-6).sqrt()
    # Along the ray from the centre: how far beyond the rim.
    rim = (dx.square() + dy.square() + 1e-6).sqrt() * (1 - 1 / out)
    parts = _squashed(rim)
    parts += _squashed(rim.abs() - weight / 2, scales=(1.0, 4.0))
    parts += [out.tanh(), (qx.abs() / 2).tanh(), (qy.abs() / 2).tanh()]
    parts += [(dx.abs() / 16).tanh(), (dy.abs() / 16).tanh(), (qx / out).square()]
    fixed = [rx / 32, ry / 32, (rx / 2).tanh(), (ry / 2).tanh(), (rx / ry).log(), weight / 8]
    fixed += [(weight / 2).tanh(), (weight > 0).to(weight.dtype)]
    return _stacked(parts, fixed)


def by_box(boxes: Tensor, points: Tensor, weight: Tensor) -> Tensor:
    """Pixels seen from boxes (R, 5): x, y of the corner, width, height, radius; (R, Q, BOX)."""
    x, y, w, h, radius = boxes[:, None].unbind(-1)  # (R, 1)
    half_w, half_h = w.abs() / 2, h.abs() / 2
    radius = torch.minimum(radius, torch.minimum(half_w, half_h))
    out_x = (points[..., 0] - x - w / 2).abs() - half_w
    out_y = (points[..., 1] - y - h / 2).abs() - half_h
    # From the centre of a corner's circle.
    bend = (out_x + radius).clamp(min=0).square() + (out_y + radius).clamp(min=0).square()
    bend = (bend + 1e-6).sqrt() - radius
    parts = _squashed(out_x, out_y, bend)
    parts += _squashed(out_x.abs() - weight / 2, out_y.abs() - weight / 2, scales=(1.0,))
    side = torch.maximum(out_x, out_y)
    parts += _squashed(bend - weight / 2, side.abs() - weight / 2)
    fixed = [half_w / 32, half_h / 32, radius / 8, weight / 8, (weight / 2).tanh()]
    fixed += [(weight > 0).to(weight.dtype)]
    return _stacked(parts, fixed)


def _squashed(*lengths: Tensor, scales: tuple[float, ...] = _SCALES) -> list[Tensor]:
    return [(length / scale).tanh() for length in lengths for scale in scales]


def _stacked(parts: list[Tensor], fixed: list[Tensor]) -> Tensor:
    """(R, Q, ·) of parts (R, Q) and of what is the same for all pixels (R, ·)."""
    shown = torch.stack(parts, -1)
    same = torch.cat(fixed, -1)[:, None].expand(-1, shown.shape[1], -1)
    return torch.cat([shown, same], -1)
