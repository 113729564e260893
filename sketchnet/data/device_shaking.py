"""Shapes in tensors as a painter may have written them: `sketchnet.data.shaking` on any device.

Legend: D drawings, S slots, P numbers of a shape.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from sketchnet.data.device_order import boxes_of
from sketchnet.data.device_shapes import CODE, LAYOUTS, Shapes, are
from sketchnet.data.shaking import DRAWINGS, FAR, HEAVIER, OTHER, SHARES, STRENGTHS, TINTS

_ARCS = tuple(name for name in LAYOUTS if name.startswith("arc"))
_SIZED = ("square", "ellipse", "circle", "rect", "roundrect", *_ARCS)


def shaken(ground: Tensor, shapes: Shapes, rng: torch.Generator) -> tuple[Tensor, Shapes]:
    """Grounds (D, 3), in 0–255, and shapes as a painter's may be."""
    strength = _drawn(STRENGTHS, DRAWINGS, shapes.layout[:, :1], rng)  # (D, 1)
    other = torch.rand(shapes.layout.shape, generator=rng, device=rng.device) < OTHER * strength
    shapes = _of_another_kind(shapes, other & ~are(shapes, "line", "point"), rng)
    far = strength * _drawn(FAR, SHARES, shapes.layout, rng)
    noise = torch.randn(shapes.params.shape, generator=rng, device=rng.device) * far[..., None]
    noise[..., 4:6] *= ~are(shapes, *_ARCS)[..., None]
    off = shapes.params + noise
    sized = are(shapes, *_SIZED)[..., None]
    off[..., 2:4] = torch.where(sized, off[..., 2:4].clamp(min=1), off[..., 2:4])
    heavier = torch.randn(shapes.weight.shape, generator=rng, device=rng.device) * strength
    fill, stroke = (_tinted(colour, strength, rng) for colour in (shapes.fill, shapes.stroke))
    weight = shapes.weight * (HEAVIER * heavier).exp()
    moved = shapes._replace(params=off, fill=fill, stroke=stroke, weight=weight)
    return _tinted(ground[:, None], strength, rng)[:, 0], moved


def _drawn(
    values: Sequence[float], shares: Sequence[float], like: Tensor, rng: torch.Generator
) -> Tensor:
    """Values drawn by their shares, in the shape of `like`."""
    odds = torch.tensor(shares, device=rng.device)
    picked = torch.multinomial(odds, like.numel(), replacement=True, generator=rng)
    return torch.tensor(values, device=rng.device)[picked].view(like.shape)


def _tinted(colours: Tensor, strength: Tensor, rng: torch.Generator) -> Tensor:
    """Colours (D, S, 3 or 4), in 0–255; as opaque as they were."""
    far = strength * _drawn(TINTS, SHARES, colours[..., 0], rng)
    noise = torch.randn((*colours.shape[:2], 3), generator=rng, device=rng.device)
    off = colours.clone()
    off[..., :3] = (off[..., :3] + noise * far[..., None]).round().clamp(0, 255)
    return off


def _of_another_kind(shapes: Shapes, other: Tensor, rng: torch.Generator) -> Shapes:
    """Rectangles and ellipses where some shapes (D, S) bool are."""
    boxes = boxes_of(shapes).to(shapes.params.dtype)
    low, high = boxes[..., :2], boxes[..., 2:]
    size = (high - low).clamp(min=1)
    box = torch.rand(other.shape, generator=rng, device=rng.device) < 0.5
    params = shapes.params.clone()
    params[..., :2] = torch.where(box[..., None], low, (low + high) / 2)
    params[..., 2:4] = size
    kind = torch.where(box, CODE["rect"], CODE["ellipse"])
    return shapes._replace(
        layout=torch.where(other, kind, shapes.layout),
        params=torch.where(other[..., None], params, shapes.params),
        vertices=torch.where(other, 0, shapes.vertices),
    )
