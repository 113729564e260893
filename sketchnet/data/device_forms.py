"""The forms of the sketch `datasets/shapes.pde` as numbers in tensors, from random ones.

Every function rolls for all slots, whichever form they have: what is not taken is thrown away.

Legend: D drawings, S slots for shapes, P numbers of a shape.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

SLOTS = 12
"""S, the most shapes of a drawing."""

WIDEST = 24
"""P, the most numbers of a shape: twelve vertices."""

HALF_PI = math.pi / 2
_DRAWS = 88  # random numbers of a slot that `sample` takes


class Dice:
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


def forms_in(dice: Dice, x: Tensor, y: Tensor, w: Tensor, h: Tensor) -> dict[str, list[Tensor]]:
    """The numbers of each form in the box (x, y, w, h), but for polygons and turned rectangles."""
    left, right, top, bottom = x - w / 2, x + w / 2, y - h / 2, y + h / 2
    low = torch.where(dice.chance(0.5), bottom, y + dice.under(h / 2))
    slant = dice.between(-w, w) / 3
    kite = (left, y + slant / 3, x + slant, top, right, y + dice.under(h / 4), x, bottom)
    trapezium = (left + slant, top, right - slant, top, right, bottom, left, bottom)
    first = dice.chance(0.5)
    start, sweep = HALF_PI * dice.under(4).floor(), HALF_PI * (1 + dice.under(3).floor())
    free = dice.chance(0.5)
    start = torch.where(free, dice.under(math.tau), start)
    stop = start + torch.where(free, dice.between(0.6, 5.5), sweep)
    lean = dice.between(-0.5, 0.5) * w / 2
    over, under = dice.between(0.5, 1.4) * w / 2, dice.between(0.3, 1.4) * w / 2
    sag, lift = h / 2 * dice.between(0.2, 1), h / 2 * dice.between(0.2, 1)
    begin, end = x - lean, x + lean
    ends = y + dice.between(-h, h) / 2, y + dice.between(-h, h) / 2
    bow = (left, ends[0], x - w / 4, y - dice.under(h), x + w / 4, y + dice.between(-h, h))
    rounded = [half(of) for of in (left, top, w, h)]
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
    found = {name: [half(of) for of in numbers] for name, numbers in forms.items()}
    radius = dice.between(2, torch.minimum(w, h) / 2)
    found["roundrect"] = [*rounded, torch.minimum(half(radius), most)]
    arc_h = torch.where(dice.chance(0.5), w, h)
    found["slice"] = [*(half(of) for of in (x, y, w, arc_h)), fine(start), fine(stop)]
    guides = (x - w, y + dice.between(-h, h), left, top, right, bottom, x + w)
    found["curve"] = _catmull_rom([half(of) for of in (*guides, y + dice.between(-h, h))])
    return found | {"polygon": [x], "turned": [x]}  # made by functions of their own


def _catmull_rom(points: list[Tensor]) -> list[Tensor]:
    """The cubic from the second to the third of four points, x and y in turns."""
    ax, ay, bx, by, cx, cy, dx, dy = points
    first = (bx + (cx - ax) / 6, by + (cy - ay) / 6)
    return [bx, by, *first, cx - (dx - bx) / 6, cy - (dy - by) / 6, cx, cy]


def polygons(dice: Dice, x: Tensor, y: Tensor, rx: Tensor, ry: Tensor) -> tuple[Tensor, Tensor]:
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
        numbers += [half(x + rx * far * angle.cos()), half(y + ry * far * angle.sin())]
    return sides.long(), torch.stack(numbers, -1)


def turned_boxes(x: Tensor, y: Tensor, box: Tensor) -> list[Tensor]:
    """The corners of a rectangle turned about its middle; `box` (D, S, 3) as in `Shapes`."""
    w, h, angle = box.unbind(-1)
    c, s = angle.cos(), angle.sin()
    numbers = []
    for across, down in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        numbers += [x + c * across * w - s * down * h, y + s * across * w + c * down * h]
    return numbers


def wide(numbers: list[Tensor]) -> Tensor:
    """Numbers (D, S) side by side, zeros after them: (D, S, P)."""
    stacked = torch.stack(numbers, -1)
    return torch.nn.functional.pad(stacked, (0, WIDEST - stacked.shape[-1]))


def half(values: Tensor) -> Tensor:
    """Values on the sketch's grid of half pixels."""
    return (values * 2).round() / 2


def fine(values: Tensor) -> Tensor:
    """Angles to hundredths of a radian."""
    return (values * 100).round() / 100
