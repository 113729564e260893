"""Rows, grids and motifs that the picture itself shows, drawn at once in the place of guesses.

Search spends its numbers shape by shape, and paints a row of windows as a band with patches on it.
Here like patches of one colour are looked for in the picture; the plainest shape that fits them is
drawn at even steps on top of all, and whatever that hides goes. A picture of few patches is drawn
anew from them.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.shapes import Colour, Shape, colour_of
from sketchnet.tidy.bodies import Body, bodies_of, body_of
from sketchnet.tidy.fitting import drawn_last, fitted
from sketchnet.tidy.items import Item, moved
from sketchnet.tidy.judge import Judge
from sketchnet.tidy.lattices import lattices
from sketchnet.tidy.motifs import motifs
from sketchnet.tidy.patches import Patch, like_patches, patches_of
from sketchnet.tidy.trade import begin_anew, settle
from sketchnet.tidy.turns import readable

_ALONE = 5  # repetitions tried one by one where all together do not pay
_PLENTY = 10_000  # candidates with which every patch can be fitted with care
_SAME_COLOUR = 2.0  # of 255, between a patch and the shape drawn for it
_SAME_PLACE = 1.0  # pixels between the sides of their boxes
_FEW = 12  # patches, of which any picture is drawn anew; of flat ones whatever there is


def find_patterns(judge: Judge, background: Colour, most: int) -> None:
    """Draws rows, grids and motifs of like patches where that pays, whatever it hides left out.

    Args:
        judge: the drawing.
        background: the picture's own.
        most: numbers that the drawing may have in all, as `numbers_of` counts.
    """
    patches = list(patches_of(judge.canvas.target, judge.canvas.rasterizer.scale))
    if judge.canvas.palette is not None:
        patches = [replace(p, colour=_nearest(p.colour, judge.canvas.palette)) for p in patches]
    later = drawn_last(judge, patches)
    groups = like_patches(patches)
    bodies = [body for group in groups for body in _bodies(judge, group, later)]
    repeated = list(_items(judge, bodies))
    if judge.late:
        return
    if len(patches) <= _FEW or judge.flat:
        among = {id(patch) for group in groups for patch in group}
        single = [
            body for p in patches if id(p) not in among for body in _bodies(judge, [p], later)
        ]
        whole = [*repeated, *(Item((body.shape,)) for body in single)]
        whole.sort(key=_size, reverse=True)
        if begin_anew(judge, whole, background, most) or settle(judge, whole, most):
            return
    if repeated and not settle(judge, repeated, most) and len(repeated) > 1:
        for item in repeated[:_ALONE]:
            settle(judge, [item], most)


def _nearest(colour: Colour, palette: NDArray[np.float64]) -> Colour:
    """The colour of a palette, (K, 3) in 0–1, that is nearest."""
    distances = ((palette * 255 - np.array(colour)) ** 2).sum(1)
    return colour_of(np.round(palette[distances.argmin()] * 255))


def _size(item: Item) -> float:
    body = body_of(0, item.shapes[0])
    return body.w * body.h


def _bodies(judge: Judge, group: Sequence[Patch], later: NDArray[np.int64]) -> list[Body]:
    """The plainest shape for the first of like patches, and where it stands for the others."""
    shape = _drawn(judge, group[0])
    if shape is None and not judge.late:
        shape = fitted(judge, group[0], later, judge.budget.left < _PLENTY)
    if shape is None:
        return []
    places = (group[0].centre - [patch.centre for patch in group]) * -1
    places = places / np.array(judge.canvas.rasterizer.scale)
    return [
        body_of(group[0].number + i, moved(shape, round(2 * dx) / 2, round(2 * dy) / 2))
        for i, (dx, dy) in enumerate(places.tolist())
    ]


def _drawn(judge: Judge, patch: Patch) -> Shape | None:
    """The shape of flat art that is drawn where a patch is, if there is one: it was fitted once."""
    if not judge.flat:
        return None
    scale = np.array(judge.canvas.rasterizer.scale)
    height, width = patch.mask.shape
    corners = np.array([(patch.x, patch.y), (patch.x + width, patch.y + height)]) / scale
    for body in bodies_of(judge):
        shape = body.shape
        half = np.array((body.w, body.h)) / 2
        box = np.array((body.x, body.y)) + np.stack([-half, half])
        same = np.abs(np.subtract(shape.fill, patch.colour)).max() <= _SAME_COLOUR
        if shape.paint == "fill" and same and np.abs(box - corners).max() <= _SAME_PLACE:
            return shape
    return None


def _items(judge: Judge, bodies: Sequence[Body]) -> list[Item]:
    """Repetitions of bodies, each body in one at most, the larger shapes first."""
    left = list(bodies)
    found: list[Item] = []
    for finding in (_lattice_items, _motif_items):
        ways = next(finding(judge, left), None)
        while ways is not None and not judge.late:
            taken, items = ways
            left = [body for body in left if body not in taken]
            found.append(min(items, key=lambda item: judge.error_of([*judge.items, item])))
            ways = next(finding(judge, left), None)
    return sorted(found, key=_size, reverse=True)


def _lattice_items(judge: Judge, bodies: Sequence[Body]) -> Iterator[tuple[list[Body], list[Item]]]:
    for lattice in lattices(bodies, lambda: judge.late):
        items = [i for i in lattice.items(lattice.cells[0].shape) if readable(judge, i)]
        if items:
            yield list(lattice.cells), items


def _motif_items(judge: Judge, bodies: Sequence[Body]) -> Iterator[tuple[list[Body], list[Item]]]:
    for motif in motifs(bodies, lambda: judge.late):
        items = [item for item in motif.items() if readable(judge, item)]
        if items:
            yield [body for part in motif.parts for body in part], items
