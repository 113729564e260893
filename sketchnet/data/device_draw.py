"""Shapes in tensors as pictures, drawn by torch on the device where they are.

Legend: D drawings, S slots, P numbers of a shape.
"""

from __future__ import annotations

import torch
from torch import Tensor

from renderer.ops import ARC_MODES
from renderer.raster.batch import KINDS, Batch
from renderer.raster.torch_outline import CAPS, JOINS
from renderer.raster.torch_raster import rasterize
from sketchnet.data.device_shapes import CODE, LAYOUTS, Shapes

CANVAS = 128
"""Side of the canvas that shapes are on, in pixels."""

_DRAWN = {
    "circle": "ellipse",
    "square": "rect",
    "roundrect": "rect",
    "triangle": "polygon",
    "quad": "polygon",
    "blob": "path",
    "bezier": "path",
} | {name: "arc" for name in LAYOUTS if name.startswith("arc")}
_COUNTS = {"triangle": 3, "quad": 4, "blob": 2, "bezier": 1}
_MODES = {"arc": "DEFAULT", "arc-open": "OPEN", "arc-chord": "CHORD", "arc-pie": "PIE"}


def pictures(ground: Tensor, shapes: Shapes, side: int) -> Tensor:
    """What shapes look like: (D, 3, side, side) uint8; `ground` (D, 3) in 0–255."""
    with torch.no_grad():
        drawn = rasterize(scenes(ground, shapes, side))
    return (drawn * 255).round_().clamp_(0, 255).to(torch.uint8)


def scenes(ground: Tensor, shapes: Shapes, side: int) -> Batch:
    """Shapes as the torch rasterizer takes them, on canvases of `side` pixels."""
    layout, p, device = shapes.layout, shapes.params, shapes.params.device

    def by_layout(values: dict[str, int]) -> Tensor:
        return torch.tensor([values.get(name, 0) for name in LAYOUTS], device=device)[layout]

    kinds = {name: KINDS.index(_DRAWN.get(name, name)) for name in LAYOUTS}
    modes = {name: ARC_MODES.index(mode) for name, mode in _MODES.items()}
    closed = dict.fromkeys(("triangle", "quad", "polygon", "blob"), 1)
    kind = torch.where(shapes.present, by_layout(kinds), 0)
    even = ((layout == CODE["square"]) | (layout == CODE["circle"]))[..., None]
    size = torch.where(even, p[..., 2:3], p[..., 2:4])
    ellipse, rect, arc = (kind == KINDS.index(name) for name in ("ellipse", "rect", "arc"))
    angles = torch.where(arc[..., None], p[..., 4:6], 0.0)
    scale = side / CANVAS
    params = p * scale
    halved = torch.where((ellipse | arc)[..., None], size / 2, size) * scale
    boxed = (ellipse | rect | arc)[..., None]
    params[..., 2:4] = torch.where(boxed, halved, params[..., 2:4])
    radius = torch.minimum(params[..., 4], size.amin(-1) * (scale / 2)).clamp(min=0)
    radius = torch.where(layout == CODE["roundrect"], radius, 0.0)[..., None]
    params[..., 4:8] = torch.where(rect[..., None], radius, params[..., 4:8])
    params[..., 4:6] = torch.where(arc[..., None], angles, params[..., 4:6])
    none = torch.zeros_like(layout)
    return Batch(
        width=side,
        height=side,
        kind=kind,
        params=params,
        count=by_layout(_COUNTS) + shapes.vertices,
        variant=by_layout(closed | modes),
        fill=shapes.fill / 255,
        stroke=shapes.stroke / 255,
        has_fill=shapes.filled,
        has_stroke=shapes.stroked,
        weight=shapes.weight * scale,
        cap=none + CAPS.index("ROUND"),
        join=none + JOINS.index("MITER"),
        background=ground / 255,
    )
