"""The sketch `datasets/shapes.pde` in tensors: its random drawings, many at once, on any device.

Drawn by the same rules: kinds, sizes, places, paint and the rounding to half pixels, angles to
hundredths. What differs: random numbers are those of a torch generator, so that no drawing is one
that the interpreter would make; and a colour's alpha may be one level of 255 off.

Legend: D drawings, S slots for shapes, P numbers of a shape.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from sketchnet.data.device_forms import (
    HALF_PI,
    SLOTS,
    WIDEST,
    Dice,
    fine,
    forms_in,
    half,
    polygons,
    turned_boxes,
    wide,
)
from sketchnet.model.statements import FORMS

LAYOUTS: tuple[str, ...] = (*FORMS, "polygon", "blob")
"""Kinds of statements; a path is a closed polygon of `vertices` or two closed cubics."""

CODE: dict[str, int] = {name: index for index, name in enumerate(LAYOUTS)}
_SKETCH = (
    *("circle", "circle", "ellipse", "ellipse", "rect", "rect", "square", "roundrect"),
    *("triangle", "quad", "turned", "slice", "polygon", "blob", "arch", "line", "line"),
)
"""What `anyShape` draws for each value of its `kind`."""


class Shapes(NamedTuple):
    """Shapes of drawings, in pixels of a canvas of 128; those that are not `present` mean nothing.

    Attributes:
        present: (D, S) bool.
        layout: (D, S) int64, index into `LAYOUTS`.
        params: (D, S, P) as a `Statement` has them; of a path its points, one after the other.
        vertices: (D, S) int64, how many a polygon has; 0 for all else.
        fill, stroke: (D, S, 4) red, green, blue, alpha, whole numbers 0–255 in float32.
        filled, stroked: (D, S) bool.
        weight: (D, S) of the stroke.
        turned: (D, S, 3) width, height and angle of what was a turned rectangle; zeros otherwise.
    """

    present: Tensor
    layout: Tensor
    params: Tensor
    vertices: Tensor
    fill: Tensor
    stroke: Tensor
    filled: Tensor
    stroked: Tensor
    weight: Tensor
    turned: Tensor

    def taken(self, order: Tensor) -> Shapes:
        """The shapes at the places `order` (D, S), in this order."""
        return Shapes(
            *(
                of.gather(1, order.view(*order.shape, *(1,) * (of.dim() - 2)).expand_as(of))
                for of in self
            )
        )


def are(shapes: Shapes, *layouts: str) -> Tensor:
    """Whether shapes have one of these layouts: (D, S) bool."""
    table = torch.tensor([name in layouts for name in LAYOUTS], device=shapes.layout.device)
    return table[shapes.layout]


class Drawings(NamedTuple):
    """A ground (D, 3), whole numbers 0–255 in float32, and the shapes on it, back to front."""

    ground: Tensor
    shapes: Shapes


def sample(count: int, rng: torch.Generator) -> Drawings:
    """Random drawings in the order in which the sketch draws them, on the generator's device."""
    dice = Dice(count, rng)
    shapes = 1 + dice.under(12)[:, :1].floor()
    present = torch.arange(SLOTS, device=rng.device) < shapes
    most = dice.between(40, 100)[:, :1]
    ground = torch.where(dice.chance(0.4)[:, :1, None], 255.0, _paint(dice))[:, 0]
    w, h = dice.between(10, most), dice.between(10, most)
    x, y = dice.between(8, 120), dice.between(8, 120)

    kind = dice.under(1)
    filled = kind >= 0.15
    alpha = torch.where(dice.chance(0.2), dice.between(60, 220).floor(), 255.0)
    fill = torch.cat((_paint(dice), alpha[..., None]), -1)
    stroked = kind < 0.5
    stroke = torch.nn.functional.pad(_paint(dice), (0, 1), value=255.0)
    weight = torch.where(dice.chance(0.15), dice.between(7, 14), dice.between(1, 7))

    picked = dice.under(len(_SKETCH)).long().clamp(max=len(_SKETCH) - 1)
    forms = forms_in(dice, x, y, w, h)
    names = list(forms)
    layout_of = torch.tensor([CODE[_LAYOUT[name]] for name in names], device=rng.device)
    chosen = torch.tensor([names.index(name) for name in _SKETCH], device=rng.device)[picked]
    dot = (chosen == names.index("line")) & dice.chance(0.3)
    chosen = torch.where(dot, names.index("point"), chosen)
    curve = (chosen == names.index("arch")) & dice.chance(0.3)
    lined = (chosen == names.index("arch")) & dice.chance(0.7)
    chosen = torch.where(curve, names.index("curve"), chosen)
    mode = dice.under(1)  # of an arc
    pie, chord = mode < 0.4, mode < 0.7
    sliced = chosen == names.index("slice")
    open_ = sliced & ~chord
    table = torch.stack([wide(form) for form in forms.values()], 2)  # (D, S, forms, P)
    params = table.gather(2, chosen[..., None, None].expand(-1, -1, 1, WIDEST))[:, :, 0]

    layout = layout_of[chosen]
    layout = torch.where(sliced & pie, CODE["arc-pie"], layout)
    layout = torch.where(sliced & ~pie & chord, CODE["arc-chord"], layout)
    even = params[..., 2] == params[..., 3]
    layout = torch.where(even & (layout == CODE["ellipse"]), CODE["circle"], layout)
    layout = torch.where(even & (layout == CODE["rect"]), CODE["square"], layout)
    bare = (chosen == names.index("line")) | dot
    weight = torch.where(dot, dice.between(3, 16), weight)
    vertices, polygon = polygons(dice, x, y, w / 2, h / 2)
    is_polygon = chosen == names.index("polygon")
    params = torch.where(is_polygon[..., None], polygon, params)
    is_turned = chosen == names.index("turned")
    angle = fine(dice.between(-HALF_PI, HALF_PI))
    box = torch.stack((half(w), half(h), angle), -1)
    params = torch.where(is_turned[..., None], wide(turned_boxes(half(x), half(y), box)), params)
    level = is_turned & (angle == 0)  # a rectangle still
    upright = [half(x) - box[..., 0] / 2, half(y) - box[..., 1] / 2, box[..., 0], box[..., 1]]
    params = torch.where(level[..., None], wide(upright), params)
    same = torch.where(box[..., 0] == box[..., 1], CODE["square"], CODE["rect"])
    layout = torch.where(level, same, layout)
    return Drawings(
        ground,
        Shapes(
            present,
            layout,
            params,
            torch.where(is_polygon, vertices, 0),
            fill,
            stroke,
            filled & ~(bare | open_ | lined),
            stroked | bare | open_ | lined,
            half(weight),
            torch.where(is_turned[..., None], box, 0.0),
        ),
    )


_LAYOUT = {name: name for name in LAYOUTS} | {
    "turned": "quad",
    "slice": "arc",
    "arch": "bezier",
    "curve": "bezier",
}
"""The layout of each form of the sketch."""


def _paint(dice: Dice) -> Tensor:
    """Colours (D, S, 3): black, white, gray, light or any."""
    kind, gray, light = dice.under(), dice.between(20, 240), dice.between(150, 235)
    tint = torch.stack([light + dice.between(-60, 20) for _ in range(3)], -1)
    color = torch.stack([dice.under(256) for _ in range(3)], -1)
    for share, other in ((0.4, tint), (0.25, gray[..., None]), (0.16, 255.0), (0.08, 0.0)):
        color = torch.where((kind < share)[..., None], other, color)
    return color.floor().clamp(0, 255)
