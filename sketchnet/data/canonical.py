"""One order and one way of writing for drawings that differ in nothing that is seen.

Shapes whose boxes of pixels do not overlap may come in any order. Here the larger come first, and
of those about as large the one that is read first; a shape never passes one that it overlaps. What
paints nothing, or is painted over by a single later shape, is left out. Style is stated only where
it changes, and a gray as one number. Loops, calls of functions, shapes of vertices and what stands
between pushMatrix() and popMatrix() move as blocks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from renderer.language.tree import Call, Statement
from renderer.ops import DrawOp, Matrix, Scene, Style
from sketchnet.data.extents import Box, box_of, covers, is_lid, overlap, visible
from sketchnet.data.pen import Needs, Pen, colour, needs_of, needs_of_block

_OPEN = {"pushMatrix": 1, "popMatrix": -1, "beginShape": 1, "endShape": -1}
_BANDS = 8  # of the canvas's height, for reading order


class State(NamedTuple):
    """The drawing state between two statements: what was drawn, and what holds from here on."""

    drawn: int
    style: Style
    matrix: Matrix | None
    rect_corners: str
    ellipse_corners: str

    @property
    def holds(self) -> tuple[object, ...]:
        """What decides where statements draw."""
        return self.matrix, self.rect_corners, self.ellipse_corners


class Said(NamedTuple):
    """A statement that was run, and the state before it."""

    node: Statement
    before: State


class Item(NamedTuple):
    """What moves as one.

    Attributes:
        nodes: its statements, without the style that they need.
        ops: what they paint, in order.
        box: around it.
        needs: the style that must be set before it.
        styles: before and after it, when it was run; None for a single shape, which sets none.
    """

    nodes: list[Statement]
    ops: list[DrawOp]
    box: Box
    needs: Needs
    styles: tuple[Style, Style] | None = None


def canonical(
    said: Sequence[Said], end: State, scene: Scene
) -> tuple[list[Statement], list[DrawOp]]:
    """Statements and operations that draw the same picture, in canonical order and writing.

    Args:
        said: the statements of a program's main body, all but `size()`.
        end: the state after them.
        scene: what they draw.
    """
    pen = Pen()
    nodes: list[Statement] = []
    ops = scene.ops[: said[0].before.drawn if said else end.drawn]
    segment: list[Item] = []

    def write(item: Item) -> None:
        nodes.extend(pen.say(item.needs))
        nodes.extend(item.nodes)
        ops.extend(item.ops)
        if item.styles is not None:
            pen.after(item.needs, *item.styles)

    def write_segment() -> None:
        for item in ordered(segment, scene):
            write(item)
        segment.clear()

    for start, stop in _blocks(said):
        before, after = said[start].before, said[stop].before if stop < len(said) else end
        body = [one.node for one in said[start:stop]]
        drawn = scene.ops[before.drawn : after.drawn]
        shapes = [op for op in drawn if op.kind != "background" and visible(op)]
        grounds = [op for op in drawn if op.kind == "background"]
        if grounds or before.holds != after.holds:  # nothing moves across
            write_segment()
            if len(body) == 1 and isinstance(body[0], Call) and body[0].name == "background":
                assert drawn[0].style.fill is not None
                body = [Call("background", colour(drawn[0].style.fill))]
            needs = needs_of_block(shapes, before.style)
            write(Item(body, drawn, _around(shapes), needs, (before.style, after.style)))
        elif not shapes:
            continue  # style alone is said where it is needed
        elif len(drawn) == 1 and before.style is after.style:
            segment.append(Item(body, drawn, box_of(shapes[0]), needs_of(shapes[0])))
        else:
            needs = needs_of_block(shapes, before.style)
            segment.append(Item(body, drawn, _around(shapes), needs, (before.style, after.style)))
    write_segment()
    return nodes, ops


def reordered(scene: Scene) -> Scene:
    """The same picture with each operation on its own in canonical order, those of loops too."""
    done: list[DrawOp] = []
    segment: list[Item] = []
    for op in [*scene.ops, None]:
        if op is not None and op.kind != "background":
            if visible(op):
                segment.append(Item([], [op], box_of(op), needs_of(op)))
            continue
        done += [item.ops[0] for item in ordered(segment, scene)]
        segment.clear()
        if op is not None:
            done.append(op)
    return scene._replace(ops=done)


def _blocks(said: Sequence[Said]) -> Iterator[tuple[int, int]]:
    """The runs of statements that stay together, from each first to behind its last."""
    depth = start = 0
    for index, one in enumerate(said):
        if isinstance(one.node, Call):
            depth = max(depth + _OPEN.get(one.node.name, 0), 0)
        if depth == 0:
            yield start, index + 1
            start = index + 1
    if start < len(said):
        yield start, len(said)


def _around(ops: Sequence[DrawOp]) -> Box:
    if not ops:
        return (0, 0, 0, 0)
    boxes = [box_of(op) for op in ops]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def ordered(items: Sequence[Item], scene: Scene) -> list[Item]:
    """Items in canonical order, without those that are not seen.

    Args:
        items: in an order that draws the picture.
        scene: whose canvas they are drawn on.
    """
    seen = _seen(items, scene)
    keys = [(*_key(item.box, scene), index) for index, item in enumerate(seen)]
    followers: list[list[int]] = [[] for _ in seen]
    waits = [0] * len(seen)
    boxes = [item.box for item in seen]
    for later, box in enumerate(boxes):
        for earlier in range(later):
            if overlap(box, boxes[earlier]):
                followers[earlier].append(later)
                waits[later] += 1
    ready = [keys[index] for index, count in enumerate(waits) if not count]
    heapify(ready)
    order = []
    while ready:
        index = heappop(ready)[-1]
        order.append(seen[index])
        for later in followers[index]:
            waits[later] -= 1
            if not waits[later]:
                heappush(ready, keys[later])
    return order


def _seen(items: Sequence[Item], scene: Scene) -> list[Item]:
    """Those that reach the canvas and that no single later shape covers."""
    lids: list[tuple[DrawOp, Box]] = []
    kept: list[Item] = []
    for item in reversed(items):
        left, top, right, bottom = item.box
        box = (max(left, 0), max(top, 0), min(right, scene.width), min(bottom, scene.height))
        left, top, right, bottom = box
        if left < right and top < bottom:
            for lid, (first, highest, last, lowest) in lids:
                around = first <= left and highest <= top and right <= last and bottom <= lowest
                if around and covers(lid, box):
                    break
            else:
                kept.append(item)
                lids += [(op, box_of(op)) for op in item.ops if is_lid(op)]
    return kept[::-1]


def _key(box: Box, scene: Scene) -> tuple[int, int, int, int]:
    """Sorts by size, halved a side at a time, then as one reads: rows, and left to right."""
    left, top, right, bottom = box
    size = int(math.log2(max((right - left) * (bottom - top), 1)) / 2)
    return -size, (top + bottom) * _BANDS // (2 * scene.height), left + right, top + bottom
