"""Outlines of polylines: the closed loops that their fill and their stroke cover.

A stroke is the sum of its segments' rectangles, of wedges that join them and of caps, all turning
the same way, so that nonzero winding unites them. Where a corner's inner sides meet, the loop goes
through that very point instead of overlapping itself: bands then have winding number 1 throughout,
which keeps their coverage exact on both edges.

Legend: N polylines, V vertices, K points of a fan.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

CAPS = ("ROUND", "SQUARE", "PROJECT")
JOINS = ("MITER", "BEVEL", "ROUND")
_ROUND = JOINS.index("ROUND")
_BEVEL = JOINS.index("BEVEL")
_MITER_LIMIT = 10.0
_SMOOTH = 0.5  # cosine of the turn up to which two chords of a curve meet in a point
_CAP_POINTS = 12
_FAN_POINTS = 8
_TINY = 1e-12  # squared length in pixels below which a segment has no direction


class Polylines(NamedTuple):
    """Polylines of the same number of vertices; repeated vertices are harmless."""

    points: Tensor  # (N, V, 2) pixels
    corner: Tensor  # (N, V) bool: a vertex of the shape, not of a flattened curve
    closed: bool
    radius: Tensor  # (N,) half the stroke's width in pixels, 0 or more
    cap: Tensor  # (N,) index into CAPS
    join: Tensor  # (N,) index into JOINS
    slopes: Tensor | None = None  # (N, V, 4): the curve's own directions where the segment that
    # leaves a vertex starts and stops, of any length; zeros where it is the chord's


def fill_loop(points: Tensor) -> tuple[Tensor, Tensor]:
    """The edges of closed polygons: (N, V, 2) points to two (N, V, 2), tails and heads."""
    return points, points.roll(-1, 1)


def stroke_loops(lines: Polylines) -> tuple[Tensor, Tensor]:
    """The edges of what a stroke covers: two (N, E, 2), tails and heads."""
    points, closed, radius = lines.points, lines.closed, lines.radius
    ahead, back, length = _directions(points, closed, lines.slopes)
    left = _side(lines, back, ahead, length, 1.0)  # (N, V, K + 2, 2)
    right = _side(lines, back, ahead, length, -1.0)
    if closed:
        left, right = left.flatten(1, 2), right.flatten(1, 2)
        tails = torch.cat((left, right.roll(-1, 1)), 1)
        heads = torch.cat((left.roll(-1, 1), right), 1)
        return tails, heads
    # An open line is one loop: up the left side, round the end, back on the right, round the start.
    first = _cap(points[:, 0], -ahead[:, 0], radius, lines.cap)
    last = _cap(points[:, -1], back[:, -1], radius, lines.cap)
    loop = torch.cat((left[:, 1:-1].flatten(1, 2), last, right[:, 1:-1].flatten(1, 2).flip(1)), 1)
    return fill_loop(torch.cat((loop, first), 1))


def _directions(
    points: Tensor, closed: bool, slopes: Tensor | None
) -> tuple[Tensor, Tensor, Tensor]:
    """Unit directions (N, V, 2) out of and into each vertex, and the length (N, V) of the way out.

    A segment without length goes on as the one before it; the last vertex of an open line too.
    """
    count, vertices, _ = points.shape
    way = points.roll(-1, 1) - points
    if not closed:
        way = torch.cat((way[:, :-1], torch.zeros_like(way[:, :1])), 1)
    squared = way.square().sum(2)
    has_length = squared.detach() > _TINY
    length = torch.where(has_length, squared, 1.0).sqrt()
    chord = torch.where(has_length[..., None], way / length[..., None], way.new_tensor((1.0, 0.0)))
    leaves = arrives = chord
    if slopes is not None:
        leaves, arrives = _unit_or(slopes[..., :2], chord), _unit_or(slopes[..., 2:], chord)
    if not has_length.all():
        order = torch.arange(vertices, device=points.device).expand(count, -1)
        source = torch.where(has_length, order, -1).cummax(1).values
        other = source[:, -1:] if closed else has_length.int().argmax(1, keepdim=True)
        source = torch.where(source < 0, other, source).clamp(min=0)
        row = torch.arange(count, device=points.device)[:, None]
        # Half a length: its corners share the one that the segment goes on from.
        arrives, length = arrives[row, source], length[row, source] * (1 - 0.5 * ~has_length)
        leaves = torch.where(has_length[..., None], leaves, arrives)
    return leaves, arrives.roll(1, 1), length


def _unit_or(slopes: Tensor, other: Tensor) -> Tensor:
    """Slopes (N, V, 2) as unit directions, the other direction where there is none."""
    squared = slopes.square().sum(2, keepdim=True)
    known = squared.detach() > _TINY
    return torch.where(known, slopes / torch.where(known, squared, 1.0).sqrt(), other)


def _side(lines: Polylines, back: Tensor, ahead: Tensor, length: Tensor, side: float) -> Tensor:
    """The points one side's outline runs through at each vertex: (N, V, K + 2, 2)."""
    points, corner, _, radius, _, join, _ = lines
    reach = radius[:, None, None] * side
    before, after = _normal(back), _normal(ahead)  # (N, V, 2)
    cosine = (back * ahead).sum(2)
    sine = back[..., 0] * ahead[..., 1] - back[..., 1] * ahead[..., 0]
    bend = 1 + cosine
    sharp = 2 / _MITER_LIMIT**2
    inner = (sine * side > 0) | ((sine == 0) & (cosine < 0) & (side > 0))  # a U-turn goes right
    # How far along its segments a corner eats, and whether both leave it the room.
    inward = radius[:, None] * sine.abs() / bend.clamp(min=sharp) * inner
    roomy = inward + inward.roll(-1, 1) <= length
    roomy = roomy & roomy.roll(1, 1) & (bend >= sharp)
    limit = torch.where(corner, sharp - 1, _SMOOTH)
    mitred = torch.where(corner, (join == 0)[:, None], True) & (cosine >= limit)
    meets = torch.where(inner, roomy, mitred)
    meets = (meets | ((sine == 0) & (cosine > 0)))[..., None, None]

    apex = points + reach * (before + after) / bend.clamp(min=sharp)[..., None]
    start, stop = points + reach * before, points + reach * after
    bevelled = (corner & (join != _ROUND)[:, None])[..., None, None]
    fan_points = _FAN_POINTS if bool((corner & (join == _ROUND)[:, None]).any()) else 1
    steps = torch.arange(1, fan_points + 1, device=points.device) / (fan_points + 1)
    angle = torch.atan2(sine, torch.where((sine == 0) & (cosine == 0), 1.0, cosine))[..., None]
    turn = (angle * steps)[..., None]  # (N, V, K, 1)
    normal = before[:, :, None]
    fan = points[:, :, None] + reach[..., None] * (
        turn.cos() * normal + turn.sin() * _normal(normal)
    )
    middle = torch.where(bevelled, start[:, :, None], fan)
    middle = torch.where(inner[..., None, None], points[:, :, None], middle)
    around = torch.cat((start[:, :, None], middle, stop[:, :, None]), 2)
    return torch.where(meets, apex[:, :, None], around)


def _cap(point: Tensor, away: Tensor, radius: Tensor, cap: Tensor) -> Tensor:
    """Points round a line's end: (N, 2) end and direction out of it to (N, K, 2).

    They run from the side on the left of `away` to the one on its right.
    """
    turn = torch.linspace(0, math.pi, _CAP_POINTS, dtype=point.dtype, device=point.device)
    half = torch.where(turn < math.pi / 2, 1.0, -1.0)
    # A polygon inside a half circle is smaller than it: corners between its ends move out.
    grow = math.sqrt((math.pi / (_CAP_POINTS - 1)) / math.sin(math.pi / (_CAP_POINTS - 1)))
    grown = torch.where((turn > 0) & (turn < 3.14), grow, 1.0)
    along = torch.stack((turn.sin() * grown, torch.zeros_like(turn), torch.ones_like(turn)))
    across = torch.stack((turn.cos() * grown, half, half))
    offset = along[cap][..., None] * away[:, None] + across[cap][..., None] * _normal(away)[:, None]
    return point[:, None] + radius[:, None, None] * offset


def _normal(direction: Tensor) -> Tensor:
    """A direction turned a quarter, from x to y."""
    return torch.stack((-direction[..., 1], direction[..., 0]), -1)
