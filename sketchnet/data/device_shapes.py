"""The sketch `datasets/shapes.pde` in tensors: its random drawings, many at once, on any device.

Drawn by the same rules: kinds, sizes, places, paint and the rounding to half pixels, angles to
hundredths. What differs: random numbers are those of a torch generator, so that no drawing is one
that the interpreter would make; and a colour's alpha may be one level of 255 off.

Legend: D drawings, S slots for shapes, P numbers of a shape.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from sketchnet.model.statements import FORMS

SLOTS = 12
"""S, the most shapes of a drawing."""

WIDEST = 24
"""P, the most numbers of a shape: twelve vertices."""

LAYOUTS: tuple[str, ...] = (*FORMS, "polygon", "blob")
"""Kinds of statements; a path is a closed polygon of `vertices` or two closed cubics."""

CODE: dict[str, int] = {name: index for index, name in enumerate(LAYOUTS)}
_HALF_PI = math.pi / 2
_DRAWS = 96  # random numbers of a slot, no fewer than `sample` takes
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
        turned: (D, S, 3) width, height and angle of a quad that was a rectangle; zeros otherwise.
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


class Drawings(NamedTuple):
    """A ground (D, 3), whole numbers 0–255 in float32, and the shapes on it, back to front."""

    ground: Tensor
    shapes: Shapes


class _Dice:
    """Random numbers of every slot, in the order they are asked for."""

    def __init__(self, count: int, rng: torch.Generator) -> None:
        size = (_DRAWS, count, SLOTS)
        self.rows = iter(torch.rand(size, generator=rng, device=rng.device).unbind(0))

    def under(self, high: Tensor | float = 1.0) -> Tensor:
        return next(self.rows) * high

    def between(self, low: Tensor | float, high: Tensor | float) -> Tensor:
        return low + next(self.rows) * (high - low)

    def chance(self, share: float) -> Tensor:
        return next(self.rows) < share


def sample(count: int, rng: torch.Generator) -> Drawings:
    """Random drawings in the order in which the sketch draws them, on the generator's device."""
    dice = _Dice(count, rng)
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
    forms = _forms(dice, x, y, w, h)
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
    table = torch.stack([_wide(form) for form in forms.values()], 2)  # (D, S, forms, P)
    params = table.gather(2, chosen[..., None, None].expand(-1, -1, 1, WIDEST))[:, :, 0]

    layout = layout_of[chosen]
    layout = torch.where(sliced & pie, CODE["arc-pie"], layout)
    layout = torch.where(sliced & ~pie & chord, CODE["arc-chord"], layout)
    even = params[..., 2] == params[..., 3]
    layout = torch.where(even & (layout == CODE["ellipse"]), CODE["circle"], layout)
    layout = torch.where(even & (layout == CODE["rect"]), CODE["square"], layout)
    bare = (chosen == names.index("line")) | dot
    weight = torch.where(dot, dice.between(3, 16), weight)
    vertices, polygon = _polygon(dice, x, y, w / 2, h / 2)
    is_polygon = chosen == names.index("polygon")
    params = torch.where(is_polygon[..., None], polygon, params)
    is_turned = chosen == names.index("turned")
    angle = _fine(dice.between(-_HALF_PI, _HALF_PI))
    box = torch.stack((_half(w), _half(h), angle), -1)
    params = torch.where(is_turned[..., None], _wide(_turned(_half(x), _half(y), box)), params)
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
            _half(weight),
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


def _forms(dice: _Dice, x: Tensor, y: Tensor, w: Tensor, h: Tensor) -> dict[str, list[Tensor]]:
    """The numbers of each form in the box (x, y, w, h), but for polygons and turned rectangles."""
    left, right, top, bottom = x - w / 2, x + w / 2, y - h / 2, y + h / 2
    low = torch.where(dice.chance(0.5), bottom, y + dice.under(h / 2))
    slant = dice.between(-w, w) / 3
    kite = (left, y + slant / 3, x + slant, top, right, y + dice.under(h / 4), x, bottom)
    trapezium = (left + slant, top, right - slant, top, right, bottom, left, bottom)
    first = dice.chance(0.5)
    start, sweep = (
        _HALF_PI * dice.under(4).floor(),
        _HALF_PI * (1 + dice.under(3).floor()),
    )
    free = dice.chance(0.5)
    start = torch.where(free, dice.under(math.tau), start)
    stop = start + torch.where(free, dice.between(0.6, 5.5), sweep)
    lean = dice.between(-0.5, 0.5) * w / 2
    over, under = dice.between(0.5, 1.4) * w / 2, dice.between(0.3, 1.4) * w / 2
    sag, lift = h / 2 * dice.between(0.2, 1), h / 2 * dice.between(0.2, 1)
    begin, end = x - lean, x + lean
    ends = y + dice.between(-h, h) / 2, y + dice.between(-h, h) / 2
    bow = (left, ends[0], x - w / 4, y - dice.under(h), x + w / 4, y + dice.between(-h, h))
    rounded = [_half(of) for of in (left, top, w, h)]
    most = torch.minimum(rounded[2], rounded[3]) / 2
    forms: dict[str, Sequence[Tensor]] = {
        "circle": (x, y, w),
        "ellipse": (x, y, w, h),
        "rect": (left, top, w, h),
        "square": (left, y - w / 2, w),
        "triangle": (x, top, right, bottom, left, low),
        "quad": [torch.where(first, *both) for both in zip(kite, trapezium, strict=True)],
        "blob": (
            *(begin, top, begin + over, top, end + under, y + sag, end, bottom),
            *(end - under, bottom, begin - over, y - lift, begin, top),
        ),
        "arch": (*bow, right, ends[1]),
        "point": (x, y),
        "line": (left, y + dice.between(-h, h) / 2, right, y + dice.between(-h, h) / 2),
    }
    found = {name: [_half(of) for of in numbers] for name, numbers in forms.items()}
    radius = dice.between(2, torch.minimum(w, h) / 2)
    found["roundrect"] = [*rounded, torch.minimum(_half(radius), most)]
    arc_h = torch.where(dice.chance(0.5), w, h)
    found["slice"] = [*(_half(of) for of in (x, y, w, arc_h)), _fine(start), _fine(stop)]
    guides = (x - w, y + dice.between(-h, h), left, top, right, bottom, x + w)
    found["curve"] = _catmull_rom([_half(of) for of in (*guides, y + dice.between(-h, h))])
    return found | {"polygon": [x], "turned": [x]}  # made by functions of their own


def _catmull_rom(points: list[Tensor]) -> list[Tensor]:
    """The cubic from the second to the third of four points, x and y in turns."""
    ax, ay, bx, by, cx, cy, dx, dy = points
    first = (bx + (cx - ax) / 6, by + (cy - ay) / 6)
    return [bx, by, *first, cx - (dx - bx) / 6, cy - (dy - by) / 6, cx, cy]


def _polygon(dice: _Dice, x: Tensor, y: Tensor, rx: Tensor, ry: Tensor) -> tuple[Tensor, Tensor]:
    """How many vertices a polygon or star has (D, S), and their numbers (D, S, P)."""
    sides = 3 + dice.under(7).floor()
    star = dice.chance(0.4)
    dent = torch.where(star, dice.between(0.4, 0.8), 1.0)
    sides = torch.where(star, 2 * sides.clamp(max=6), sides)
    first = dice.under(math.tau)
    numbers = []
    for place in range(WIDEST // 2):
        angle = first + place * math.tau / sides
        far = dice.between(0.9, 1) * (dent if place % 2 else 1.0)
        numbers += [_half(x + rx * far * angle.cos()), _half(y + ry * far * angle.sin())]
    return sides.long(), torch.stack(numbers, -1)


def _turned(x: Tensor, y: Tensor, box: Tensor) -> list[Tensor]:
    """The corners of a rectangle turned about its middle; `box` (D, S, 3) as in `Shapes`."""
    w, h, angle = box.unbind(-1)
    c, s = angle.cos(), angle.sin()
    numbers = []
    for across, down in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        numbers += [x + c * across * w - s * down * h, y + s * across * w + c * down * h]
    return numbers


def _paint(dice: _Dice) -> Tensor:
    """Colours (D, S, 3): black, white, gray, light or any."""
    kind, gray, light = dice.under(), dice.between(20, 240), dice.between(150, 235)
    tint = torch.stack([light + dice.between(-60, 20) for _ in range(3)], -1)
    color = torch.stack([dice.under(256) for _ in range(3)], -1)
    for share, other in ((0.4, tint), (0.25, gray[..., None]), (0.16, 255.0), (0.08, 0.0)):
        color = torch.where((kind < share)[..., None], other, color)
    return color.floor().clamp(0, 255)


def _wide(numbers: list[Tensor]) -> Tensor:
    """Numbers (D, S) side by side, zeros after them: (D, S, P)."""
    stacked = torch.stack(numbers, -1)
    return torch.nn.functional.pad(stacked, (0, WIDEST - stacked.shape[-1]))


def _half(values: Tensor) -> Tensor:
    return (values * 2).round() / 2


def _fine(values: Tensor) -> Tensor:
    return (values * 100).round() / 100
