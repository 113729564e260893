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
from torch.nn.functional import pad

from renderer.raster.torch_hairline import widths_of

CAPS = ("ROUND", "SQUARE", "PROJECT")
JOINS = ("MITER", "BEVEL", "ROUND")
_ROUND = JOINS.index("ROUND")
_MITER_LIMIT = 10.0
_SHARPEST = 1e-3  # 1 + cosine of a turn beyond which a corner's point moves out no further
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
    matrix: Tensor | None = None  # (N, 6) from these pixels to those of the canvas
    slopes: Tensor | None = None  # (N, V, 4): the curve's own directions where the segment that
    # leaves a vertex starts and stops, of any length; zeros where it is the chord's


def fill_loop(points: Tensor) -> tuple[Tensor, Tensor]:
    """The edges of closed polygons: (N, V, 2) points to two (N, V, 2), tails and heads."""
    return points, points.roll(-1, 1)


def stroke_loops(lines: Polylines) -> tuple[Tensor, Tensor, Tensor]:
    """The edges of what strokes cover: two (E, 2), tails and heads, and whose they are, (E,)."""
    points, closed, radius = lines.points, lines.closed, lines.radius
    count = len(points)
    ahead, back, length = _directions(points, closed, lines.slopes)
    turns = _turns(back, ahead, length, lines)
    (left, on_left), (right, on_right) = _side(lines, turns, 1.0), _side(lines, turns, -1.0)
    on_right = torch.where(on_right < 0, -1, on_right + len(left)).flip(1, 2)  # the way back
    if closed:
        pool = torch.cat((left, right))
        sides = on_left.flatten(1), on_right.flatten(1)
        wide = max(side.shape[1] for side in sides)
        # One loop a side.
        table = torch.cat([pad(side, (0, wide - side.shape[1]), value=-1) for side in sides])
    else:
        # One loop: up the left side, round the end, back on the right, round the start.
        arrived, left_off = radius, radius
        if turns.widths is not None:
            arrived, left_off = radius * turns.widths[0][:, -1], radius * turns.widths[1][:, 0]
        last = _cap(points[:, -1], back[:, -1], arrived, lines.cap)
        first = _cap(points[:, 0], -ahead[:, 0], left_off, lines.cap)
        pool = torch.cat((left, right, last.flatten(0, 1), first.flatten(0, 1)))
        caps = torch.arange(2 * count * _CAP_POINTS, device=points.device)
        at_last, at_first = (caps + len(left) + len(right)).view(2, count, -1)
        sides = on_left[:, 1:-1].flatten(1), on_right[:, 1:-1].flatten(1)
        table = torch.cat((sides[0], at_last, sides[1], at_first), 1)
    present = table >= 0
    lengths = present.sum(1)
    loop = torch.repeat_interleave(lengths)
    following = torch.arange(1, len(loop) + 1, device=loop.device)
    after = lengths.cumsum(0)
    following[after - 1] = after - lengths
    tails = pool.index_select(0, table[present])
    return tails, tails.index_select(0, following), loop % count


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


class _Turns(NamedTuple):
    """How polylines turn at their vertices."""

    widths: list[Tensor] | None  # (N, V) of the way in and out, by the stroke's; None: all 1
    before: Tensor  # (N, V, 2) normal of the way in, as long as its width
    after: Tensor  # (N, V, 2) and of the way out
    cosine: Tensor  # (N, V) of the turn
    sine: Tensor  # (N, V)
    spread: Tensor  # (N, V, 2) from a vertex to where its sides meet, in radii
    meets: Tensor  # (N, V) bool: the outer sides meet in a point
    roomy: Tensor  # (N, V) bool: so do the inner ones


def _turns(back: Tensor, ahead: Tensor, length: Tensor, lines: Polylines) -> _Turns:
    before, after = _normal(back), _normal(ahead)
    cosine = (back * ahead).sum(2)
    sine = back[..., 0] * ahead[..., 1] - back[..., 1] * ahead[..., 0]
    sharp = 2 / _MITER_LIMIT**2
    bend = 1 + cosine
    spread = (before + after) / bend.clamp(min=_SHARPEST)[..., None]
    widths = widths_of(2 * lines.radius, lines.matrix, back, ahead)
    if widths is not None:  # the sides meet where two bands of these widths do
        one, two = (width[..., None] for width in widths)
        apart = (before - after) / (1 - cosine).clamp(min=_SHARPEST)[..., None]
        spread = (one + two) / 2 * spread + (one - two) / 2 * apart
        before, after = one * before, two * after
    straight = (sine == 0) & (cosine > 0)
    limit = torch.where(lines.corner, sharp - 1, _SMOOTH)
    mitred = torch.where(lines.corner, (lines.join == 0)[:, None], True)
    mitred = mitred & (_drawn_cosine(back, ahead, lines) >= limit)
    # How far along its segments a corner eats, on its inner side, and whether that leaves room.
    eaten = (lines.radius[:, None] * sine.abs() / bend.clamp(min=sharp)).detach()
    roomy = torch.ones_like(straight)
    for turn in (sine > 0, sine <= 0):
        inward = eaten * turn
        fits = inward + inward.roll(-1, 1) <= length
        roomy = torch.where(turn, fits & fits.roll(1, 1) & (bend >= sharp), roomy)
    return _Turns(widths, before, after, cosine, sine, spread, mitred | straight, roomy | straight)


def _drawn_cosine(back: Tensor, ahead: Tensor, lines: Polylines) -> Tensor:
    """The turns' cosines (N, V) on the canvas, where cairo holds corners to its limit."""
    if lines.matrix is None:
        return (back * ahead).sum(2).detach()
    xx, yx, xy, yy = lines.matrix.detach()[:, None, :4].unbind(2)  # (N, 1)
    ways = []
    for x, y in (back.detach().unbind(2), ahead.detach().unbind(2)):
        way = torch.stack((xx * x + xy * y, yx * x + yy * y), 2)
        ways.append(torch.nn.functional.normalize(way, dim=2))
    return (ways[0] * ways[1]).sum(2)


def _side(lines: Polylines, turns: _Turns, side: float) -> tuple[Tensor, Tensor]:
    """The points one side's outline runs through.

    Returns:
        (Q, 2) points, and (N, V, K) int64 which of them are at each vertex, in order; -1 for none.
    """
    points, corner, radius = lines.points, lines.corner, lines.radius
    count, vertices, _ = points.shape
    cosine, sine = turns.cosine, turns.sine
    inner = (sine * side > 0) | ((sine == 0) & (cosine < 0) & (side > 0))  # a U-turn goes right
    meets = torch.where(inner, turns.roomy, turns.meets)
    reach = (radius * side)[:, None, None]
    apex = (points + reach * turns.spread).flatten(0, 1)
    chosen = (~meets).flatten().nonzero()[:, 0]
    own = torch.arange(count * vertices, device=points.device).view(count, vertices, 1)
    if not len(chosen):
        return apex, own
    # Where the sides do not meet: from one normal to the other round the vertex, or through it.
    round_ = (corner & (lines.join == _ROUND)[:, None]) | ~corner
    steps = _FAN_POINTS if bool((round_ & ~meets & ~inner).any()) else 1
    middle, before, after = (
        of.flatten(0, 1).index_select(0, chosen)[:, None]
        for of in (points, turns.before, turns.after)
    )
    reach = reach.expand(count, vertices, 1).flatten(0, 1).index_select(0, chosen)[:, None]
    sine, cosine = (of.flatten().index_select(0, chosen) for of in (sine, cosine))
    angle = torch.atan2(sine, torch.where((sine == 0) & (cosine == 0), 1.0, cosine))
    shares = torch.arange(1, steps + 1, device=points.device) / (steps + 1)
    turn = (angle[:, None] * shares)[..., None]  # (Q', steps, 1)
    start, stop = middle + reach * before, middle + reach * after  # (Q', 1, 2)
    fan = middle + reach * (turn.cos() * before + turn.sin() * _normal(before))
    fan = torch.where(round_.flatten().index_select(0, chosen)[:, None, None], fan, start)
    fan = torch.where(inner.flatten().index_select(0, chosen)[:, None, None], middle, fan)
    around = torch.cat((start, fan, stop), 1)  # (Q', steps + 2, 2)
    table = torch.full((count * vertices, steps + 2), -1, device=points.device)
    table[:, 0] = own.flatten()
    pool = torch.arange(around.shape[0] * (steps + 2), device=points.device) + len(apex)
    table[chosen] = pool.view(-1, steps + 2)
    return torch.cat((apex, around.flatten(0, 1))), table.view(count, vertices, steps + 2)


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
