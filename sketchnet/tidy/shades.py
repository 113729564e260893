"""Shaded shapes made plainer: of one colour, one for several, ending where the canvas does."""

from __future__ import annotations

from dataclasses import replace

from sketchnet.search.shapes import Colour, Shape
from sketchnet.tidy.items import Item
from sketchnet.tidy.judge import Judge

_BESIDE = 2.0  # pixels, by which rectangles in a row may be off
_NEAR = 0.03  # of the canvas: an edge that is as near to the canvas's is on it


def drop_shades(judge: Judge) -> None:
    """Paints shaded shapes in one colour where the change from one to another hardly shows."""
    for index, item in enumerate(judge.items):
        for at, shape in enumerate(item.shapes):
            if shape.shaded and not judge.late:
                middle = _mixed(shape, 0.5)
                judge.attempt_at(
                    index, item.with_shape(at, replace(shape, paint="fill", fill=middle))
                )


def join(judge: Judge) -> None:
    """Makes rectangles that go on where others end, in place and in shade, one."""
    while any(_join_one(judge, index) for index in range(len(judge.items))):
        pass


def _join_one(judge: Judge, index: int) -> bool:
    """Joins an item with one above it, if there is any that it goes well with."""
    lower = _banded(judge.items[index])
    for other in range(index + 1, len(judge.items)):
        upper = _banded(judge.items[other])
        if judge.late or lower is None:
            return False
        both = None if upper is None else _united(lower, upper)
        if both is not None:
            rest = [item for i, item in enumerate(judge.items) if i not in (index, other)]
            for depth in (index, other - 1):
                if judge.attempt([*rest[:depth], Item((both,)), *rest[depth:]]):
                    return True
    return False


def _banded(item: Item) -> Shape | None:
    """The shape of an item that is but a rectangle shaded down or across."""
    banded = len(item.shapes) == 1 and item.shapes[0].paint in ("down", "across")
    return item.shapes[0] if banded else None


def _united(one: Shape, other: Shape) -> Shape | None:
    """One rectangle for two that stand in a row, shaded as they are at its ends."""
    along = 1 if one.paint == "down" else 0
    across = 1 - along
    if one.paint != other.paint or any(
        abs(one.params[i] - other.params[i]) > _BESIDE for i in (across, across + 2)
    ):
        return None
    first, last = sorted((one, other), key=lambda shape: shape.params[along])
    start = first.params[along]
    stop = max(shape.params[along] + shape.params[along + 2] for shape in (one, other))
    if first.params[along] + first.params[along + 2] < last.params[along] - _BESIDE:
        return None
    if first.params[along] + first.params[along + 2] == stop:
        last = first
    share = (stop - last.params[along]) / last.params[along + 2]
    params = list(one.params)
    params[along], params[along + 2] = start, stop - start
    return replace(one, params=tuple(params), fill=first.fill, stroke=_mixed(last, share))


def to_the_edges(judge: Judge) -> None:
    """Makes shaded rectangles end at the edges that they nearly reach, or reach beyond."""
    for index, item in enumerate(judge.items):
        shape = _banded(item)
        if judge.late:
            return
        fitted = None if shape is None else _fitted(shape, judge.size)
        if fitted is not None and fitted != shape:
            judge.attempt_at(index, item.with_shape(0, fitted))


def _fitted(shape: Shape, size: tuple[int, int]) -> Shape:
    """The same shading in a box cut to the canvas."""
    x, y, width, height = shape.params
    (x0, x1), (y0, y1) = (
        _cut(start, start + extent, edge)
        for start, extent, edge in zip((x, y), (width, height), size, strict=True)
    )
    start, extent, ends = (y, height, (y0, y1)) if shape.paint == "down" else (x, width, (x0, x1))
    first, last = (_mixed(shape, (end - start) / extent) for end in ends)
    return replace(shape, params=(x0, y0, x1 - x0, y1 - y0), fill=first, stroke=last)


def _cut(start: float, stop: float, edge: int) -> tuple[float, float]:
    near = _NEAR * edge
    return 0.0 if start <= near else start, float(edge) if stop >= edge - near else stop


def _mixed(shape: Shape, share: float) -> Colour:
    """The colour so far from the first to the last, or beyond."""
    r, g, b = (
        min(max(one + share * (other - one), 0.0), 255.0)
        for one, other in zip(shape.fill, shape.stroke, strict=True)
    )
    return r, g, b
