"""Shapes in tensors in the canonical order, without those that are not seen.

The rules are those of `sketchnet.data.canonical` and `sketchnet.data.extents`, for the shapes that
`sketchnet.data.device_shapes` makes: upright ones and turned rectangles, each an item of its own.

Legend: D drawings, S slots, V vertices.
"""

from __future__ import annotations

import torch
from torch import Tensor

from sketchnet.data.device_forms import SLOTS, WIDEST
from sketchnet.data.device_shapes import LAYOUTS, Shapes, are

_CANVAS = 128
_MITER = 10.0  # how many half weights a mitred corner may reach before it is cut off
_CURVED = 1 / 8  # pixels; more than a curve made of cubics strays from the true one
_BANDS = 8  # of the canvas's height, for reading order
_FAR = 4096  # pixels; no shape reaches as far

_BOXES = ("rect", "square", "roundrect")
_ROUNDS = ("ellipse", "circle", "arc", "arc-pie", "arc-chord")
_CURVES = (*_ROUNDS, "roundrect", "bezier", "polygon", "blob")


def ordered(shapes: Shapes) -> Shapes:
    """The same pictures: seen shapes alone, in canonical order, the first ones `present`."""
    boxes = boxes_of(shapes)
    seen = _seen(shapes, boxes)
    key = _keys(boxes)
    left, top, right, bottom = boxes.unbind(-1)
    across = (left[:, :, None] < right[:, None]) & (left[:, None] < right[:, :, None])
    down = (top[:, :, None] < bottom[:, None]) & (top[:, None] < bottom[:, :, None])
    later = torch.ones(SLOTS, SLOTS, dtype=torch.bool, device=key.device).tril(-1)
    after = across & down & later & seen[:, None]  # (D, S, S): the first waits for the second
    last = torch.iinfo(torch.int64).max
    waiting = seen
    places = []
    for _ in range(SLOTS):
        ready = waiting & ~(after & waiting[:, None]).any(2)
        place = torch.where(ready, key, last).argmin(1)
        places.append(place)
        waiting = waiting.scatter(1, place[:, None], False)
    order = torch.stack(places, 1)
    present = torch.arange(SLOTS, device=key.device) < seen.sum(1, keepdim=True)
    return shapes.taken(order)._replace(present=present)


def boxes_of(shapes: Shapes) -> Tensor:
    """The pixels (D, S, 4) outside of which shapes paint nothing: left, top, right, bottom."""
    low, high = _extents(shapes)
    half = torch.where(shapes.stroked, shapes.weight / 2, 0.0)
    turned = shapes.turned[..., 2]
    was_box = shapes.turned[..., 0] > 0
    spread = torch.where(was_box, turned.cos().abs() + turned.sin().abs(), 1.0)
    thin = (shapes.stroked & (shapes.weight <= 1)).float()
    far = torch.where(was_box, 1.0, _mitres(shapes))
    reach = (half * far + thin) * spread + _CURVED * are(shapes, *_CURVES)
    return torch.cat(((low - reach[..., None]).floor(), (high + reach[..., None]).ceil()), -1)


def _extents(shapes: Shapes) -> tuple[Tensor, Tensor]:
    """The least and the greatest x, y of shapes without their strokes: two (D, S, 2)."""
    pairs = _pairs(shapes)
    lengths = [_POINTS.get(name, 0) for name in LAYOUTS]
    points = torch.tensor(lengths, device=pairs.device)[shapes.layout] + shapes.vertices
    listed = (torch.arange(WIDEST // 2, device=pairs.device) < points[..., None])[..., None]
    low = torch.where(listed, pairs, float(_FAR)).amin(2)
    high = torch.where(listed, pairs, -float(_FAR)).amax(2)
    corner, size = shapes.params[..., :2], shapes.params[..., 2:4]
    even = are(shapes, "square", "circle")[..., None]
    size = torch.where(even, size[..., :1], size)
    boxed, round_ = are(shapes, *_BOXES)[..., None], are(shapes, *_ROUNDS)[..., None]
    low = torch.where(boxed, corner, torch.where(round_, corner - size / 2, low))
    high = torch.where(boxed, corner + size, torch.where(round_, corner + size / 2, high))
    return low, high


def _pairs(shapes: Shapes) -> Tensor:
    """Numbers two by two: (D, S, V, 2)."""
    return shapes.params.view(*shapes.layout.shape, -1, 2)


_POINTS = {"point": 1, "line": 2, "triangle": 3, "quad": 4, "bezier": 4, "blob": 7}
"""How many points shapes are listed by, polygons aside."""


def _mitres(shapes: Shapes) -> Tensor:
    """How many half weights the sharpest corner of each shape reaches: (D, S), 1 or more."""
    pairs = _pairs(shapes)
    corners = shapes.vertices + 3 * are(shapes, "triangle") + 4 * are(shapes, "quad")  # (D, S)
    place = torch.arange(WIDEST // 2, device=pairs.device).expand(*corners.shape, -1)
    following = torch.where(place + 1 >= corners[..., None], 0, place + 1)
    edges = pairs.gather(2, following[..., None].expand_as(pairs)) - pairs
    onward = edges.gather(2, following[..., None].expand_as(edges))
    reach = _mitre(edges, onward)
    found = torch.where(place < corners[..., None], reach, 1.0).amax(2)

    p0, a, b, p1, c, d, *_ = pairs.unbind(2)  # a blob: two cubics, from p0 to p1 and back
    blob = torch.maximum(_mitre(p1 - b, c - p1), _mitre(p0 - d, a - p0))
    found = torch.where(are(shapes, "blob"), blob, found)

    size = shapes.params[..., 2:4] / 2
    spokes, tangents = [], []
    for angle in shapes.params[..., 4:6].unbind(-1):
        unit = torch.stack((angle.cos(), angle.sin()), -1)
        spokes.append(size * unit)
        tangents.append(size * torch.stack((-unit[..., 1], unit[..., 0]), -1))
    (first, last), (away, arriving) = spokes, tangents
    pie = torch.maximum(_mitre(first, away), _mitre(arriving, -last))
    pie = torch.maximum(pie, _mitre(-last, first))
    chord = torch.maximum(_mitre(first - last, away), _mitre(arriving, first - last))
    found = torch.where(are(shapes, "arc-pie"), pie, found)
    return torch.where(are(shapes, "arc-chord"), chord, found)


def _mitre(one: Tensor, other: Tensor) -> Tensor:
    """How many half weights the corners between directions (…, 2) reach."""
    lengths = one.norm(dim=-1) * other.norm(dim=-1)
    cosine = (one * other).sum(-1) / torch.where(lengths == 0, 1.0, lengths)
    sine_of_half = ((1 + cosine) / 2).clamp(min=0).sqrt()
    reach = torch.where(sine_of_half * _MITER >= 1, 1 / sine_of_half.clamp(min=1 / _MITER), 1.0)
    return torch.where(lengths == 0, _MITER, reach)


def _seen(shapes: Shapes, boxes: Tensor) -> Tensor:
    """Which shapes (D, S) reach the canvas and are not covered by a single later one."""
    inside = torch.cat((boxes[..., :2].clamp(min=0), boxes[..., 2:].clamp(max=_CANVAS)), -1)
    left, top, right, bottom = inside.unbind(-1)
    reaches = shapes.present & (left < right) & (top < bottom)
    opaque = shapes.filled & (shapes.fill[..., 3] == 255) & (shapes.turned[..., 0] == 0)
    upright, round_ = are(shapes, "rect", "square"), are(shapes, "ellipse", "circle")
    first, highest, last, lowest = (side[:, None] for side in boxes.unbind(-1))
    left, top, right, bottom = (side[:, :, None] for side in (left, top, right, bottom))
    around = (first <= left) & (highest <= top) & (right <= last) & (bottom <= lowest)
    low, high = (ends[:, None] for ends in _extents(shapes))  # (D, 1, S, 2)
    (x, y), (x1, y1) = low.unbind(-1), high.unbind(-1)
    filled = (x <= left) & (y <= top) & (right <= x1) & (bottom <= y1)
    (cx, cy), (rx, ry) = ((low + high) / 2).unbind(-1), ((high - low) / 2).unbind(-1)
    far_x = torch.maximum(cx - left, right - cx) + _CURVED
    far_y = torch.maximum(cy - top, bottom - cy) + _CURVED
    within = (far_x * ry) ** 2 + (far_y * rx) ** 2 <= (rx * ry) ** 2
    hidden = around & ((filled & upright[:, None]) | (within & round_[:, None]))  # by the second
    hidden &= opaque[:, None]
    kept = torch.zeros_like(reaches)
    for place in reversed(range(SLOTS)):
        covered = (hidden[:, place, place + 1 :] & kept[:, place + 1 :]).any(1)
        kept[:, place] = reaches[:, place] & ~covered
    return kept


def _keys(boxes: Tensor) -> Tensor:
    """Numbers (D, S) int64 that sort shapes: by size, then as one reads, then as they were."""
    left, top, right, bottom = boxes.long().unbind(-1)
    area = ((right - left) * (bottom - top)).clamp(min=1)
    steps = 4 ** torch.arange(1, 16, device=area.device)
    size = torch.bucketize(area, steps, right=True)
    band = (top + bottom) * _BANDS // (2 * _CANVAS)
    key = 15 - size
    for part, most in ((band, 512), (left + right, 2 * _FAR), (top + bottom, 2 * _FAR)):
        key = key * (2 * most) + (part + most)
    return key * SLOTS + torch.arange(SLOTS, device=area.device)
