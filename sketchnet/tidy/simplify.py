"""Says the same with less: hidden shapes and needless vertices out, plainer kinds, one for two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sketchnet.search.shapes import KINDS, Shape, boxes, numbers_of
from sketchnet.tidy.items import Item, is_thin
from sketchnet.tidy.judge import Judge

_UNSEEN = 5e-4  # rise of the error, as a share of it, at which a shape was not worth its line
_PER_NUMBER = 1e-3  # share that the error may rise by for each number saved
_NEAR = 10.0  # largest channel difference of a fill and an outline that look like one
_BOXED = ("rect", "roundrect", "square")


def drop_hidden(judge: Judge) -> None:
    """Takes every shape away whose loss nobody sees, from the top down."""
    for index in range(len(judge.items) - 1, -1, -1):
        item = judge.items[index]
        if judge.late:
            return
        if judge.attempt_at(index, rise=_UNSEEN * judge.level):
            continue
        for shape in item.shapes if len(item.shapes) > 1 else ():
            now = judge.items[index]
            rest = tuple(other for other in now.shapes if other is not shape)
            if rest:
                judge.attempt_at(index, replace(now, shapes=rest), rise=_UNSEEN * judge.level)


def plainer_kinds(judge: Judge) -> None:
    """Gives each shape the plainest kind that draws nearly the same: a circle for a round blob."""
    for index in range(len(judge.items)):
        settled = False
        while not settled and not judge.late:
            shape = judge.items[index].shapes[0]
            settled = not any(
                judge.attempt_at(index, Item((plainer,)), rise=_worth(judge, shape, plainer))
                for plainer in _plainer(shape)
                if plainer.kind in judge.kinds and not is_thin(plainer)
            )


def one_for_two(judge: Judge) -> None:
    """Makes one outlined shape of a shape and a like one right on top of it."""
    upper = 1
    while upper < len(judge.items) and not judge.late:
        top = judge.items[upper].shapes[0]
        for lower in range(upper - 1, -1, -1):
            below = judge.items[lower].shapes[0]
            if any(_merge(judge, lower, upper, both) for both in _united(below, top)):
                break
        else:
            upper += 1


def plain_outlines(judge: Judge) -> None:
    """Strikes outlines out that look like their fill: a larger fill says the same."""
    for index in range(len(judge.items)):
        for at, shape in enumerate(judge.items[index].shapes):
            if judge.late or shape.paint != "both" or "fill" not in KINDS[shape.kind].paints:
                continue
            if np.abs(np.subtract(shape.fill, shape.stroke)).max() <= _NEAR:
                plain = replace(grown(shape, round(shape.weight) / 2), paint="fill")
                item = judge.items[index].with_shape(at, plain)
                judge.attempt_at(index, item, rise=_worth(judge, shape, plain))


def grown(shape: Shape, by: float) -> Shape:
    """A shape larger by so many pixels on every side; polygons are left as they are."""
    params = list(shape.params)
    for i, role in enumerate(KINDS[shape.kind].roles_of(len(params))):
        if role in "wh":
            params[i] += 2 * by
        elif role in "xy" and shape.kind in _BOXED:
            params[i] -= by
        elif role == "r":
            params[i] += by
    return replace(shape, params=tuple(params))


def _worth(judge: Judge, before: Shape, after: Shape) -> float:
    """How much the error may rise for the numbers saved."""
    saved = numbers_of(before) - numbers_of(after)
    return _PER_NUMBER * max(saved, 0) * judge.level


def _plainer(shape: Shape) -> Iterator[Shape]:
    """The shapes that say nearly the same as one, each with fewer numbers."""
    p = shape.params
    x0, y0, x1, y1 = (float(round(v)) for v in boxes(shape.kind, np.array([p]))[0])
    w, h = x1 - x0, y1 - y0
    if shape.kind in ("ellipse", "blob"):
        x, y = (p[0], p[1]) if shape.kind == "ellipse" else ((x0 + x1) / 2, (y0 + y1) / 2)
        if min(w, h) > 0.75 * max(w, h):
            yield replace(shape, kind="circle", params=(x, y, float(round((w + h) / 2))))
    if shape.kind == "blob":
        w, h = _spread(p[0::2]), _spread(p[1::2])
        yield replace(shape, kind="ellipse", params=((x0 + x1) / 2, (y0 + y1) / 2, w, h))
    if shape.kind in ("quad", "polygon") and w > 0 and h > 0:
        yield replace(shape, kind="rect", params=(x0, y0, w, h))
        sides = [float(round((lower + upper) / 2)) for lower, upper in _pairs_of_sides(p)]
        left, top, right, bottom = sides
        if right > left and bottom > top:
            yield replace(shape, kind="rect", params=(left, top, right - left, bottom - top))
    if shape.kind == "roundrect":
        yield replace(shape, kind="rect", params=p[:4])
        if abs(p[2] - p[3]) <= 2 and p[4] >= 0.35 * p[2]:
            centre = (p[0] + p[2] / 2, p[1] + p[3] / 2)
            yield replace(shape, kind="circle", params=(*centre, float(round((p[2] + p[3]) / 2))))
    if shape.kind == "rect" and abs(p[2] - p[3]) <= 0.15 * max(p[2], p[3]):
        extent = float(round((p[2] + p[3]) / 2))
        yield replace(shape, kind="square", params=(p[0], p[1], extent))
    if shape.kind == "bezier":
        yield replace(shape, kind="line", params=(*p[:2], *p[6:]))
    if shape.kind == "roundrect" and shape.paint == "fill" and p[4] >= min(p[2:4]) / 2 - 1:
        half, middle = min(p[2:4]) / 2, (p[0] + p[2] / 2, p[1] + p[3] / 2)
        ends = (
            (p[0] + half, middle[1], p[0] + p[2] - half, middle[1])
            if p[2] > p[3]
            else (middle[0], p[1] + half, middle[0], p[1] + p[3] - half)
        )
        line = replace(shape, kind="line", params=ends, paint="stroke", weight=2 * half)
        yield line.coloured("stroke", shape.fill)
    yield from _with_a_vertex_less(shape)


def _spread(values: tuple[float, ...]) -> float:
    return float(round(max(values) - min(values)))


def _pairs_of_sides(p: tuple[float, ...]) -> list[tuple[float, float]]:
    """For left, top, right, bottom: the two outermost vertex coordinates at that side."""
    xs, ys = sorted(p[0::2]), sorted(p[1::2])
    return [(xs[0], xs[1]), (ys[0], ys[1]), (xs[-2], xs[-1]), (ys[-2], ys[-1])]


def _with_a_vertex_less(shape: Shape) -> Iterator[Shape]:
    kinds = {4: "triangle", 5: "quad"}
    count = len(shape.params) // 2
    if shape.kind == "blob":
        if count == KINDS["blob"].vertices[0]:  # type: ignore[index]
            return
        kind = "blob"
    elif shape.kind in ("quad", "polygon"):
        kind = kinds.get(count, "polygon")
    else:
        return
    points = np.array(shape.params).reshape(-1, 2)
    before, after = np.roll(points, 1, 0) - points, np.roll(points, -1, 0) - points
    # What is cut off with each vertex, twice.
    area = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0])
    for i in np.argsort(area)[:2]:
        rest = np.delete(points, i, 0).ravel()
        yield replace(shape, kind=kind, params=tuple(rest.tolist()))


def _merge(judge: Judge, lower: int, upper: int, both: Shape) -> bool:
    """Puts one shape in the place of two, at the depth of either, if that is worth it."""
    if both.kind not in judge.kinds:
        return False
    pair = [judge.items[lower].shapes[0], judge.items[upper].shapes[0]]
    saved = sum(map(numbers_of, pair)) - numbers_of(both)
    if saved <= 0:
        return False
    rise = _PER_NUMBER * saved * judge.level
    rest = [item for i, item in enumerate(judge.items) if i not in (lower, upper)]
    return any(
        judge.attempt([*rest[:depth], Item((both,)), *rest[depth:]], rise)
        for depth in dict.fromkeys((upper - 1, lower))
    )


def _united(below: Shape, top: Shape) -> Iterator[Shape]:
    """One shape with an outline for two of a kind, the upper inside the lower or around it."""
    if below.kind != top.kind or "both" not in KINDS[top.kind].paints:
        return
    if len(below.params) != len(top.params):
        return
    if below.paint == "fill" and top.paint == "stroke":
        for params in (below.params, top.params):
            outlined = replace(top, params=params, paint="both")
            yield replace(outlined, fill=below.fill, opacity=below.opacity)
    if below.paint == "fill" and top.paint == "fill" and KINDS[top.kind].vertices is None:
        outer, inner = boxes(top.kind, np.array([below.params, top.params]))
        border = np.abs(outer - inner)
        inside = (outer[:2] < inner[:2]).all() and (outer[2:] > inner[2:]).all()
        if inside and np.ptp(border) <= 3:
            weight = float(max(round(border.mean()), 1))
            yield replace(
                grown(top, weight / 2),
                paint="both",
                weight=weight,
                fill=top.fill,
                stroke=below.fill,
            )
    if below.paint == "both" and top.paint == "fill":
        outer, inner = boxes(top.kind, np.array([below.params, top.params]))
        if np.abs(outer - inner).max() <= below.weight:
            yield replace(below, fill=top.fill)
