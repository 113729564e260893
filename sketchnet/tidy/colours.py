"""Colours: solved anew for what is drawn now, whole, equal where they nearly are, plain if free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.regions import plain_colours, solid_colours
from sketchnet.search.shapes import Colour, Part, Shape
from sketchnet.tidy.items import Item
from sketchnet.tidy.judge import Judge

_NEAR = 12.0  # largest channel difference of two colours that may become one
_FAR = 48.0  # the same of one that merely fits and one of a picture of few plain colours,
_ITS_OWN = 1.1  # and the squared error, as a factor, that these are worth in all
_OWN = 1.01  # squared error, as a factor, that the picture's own background is worth
_GRAY = 6.0  # largest spread of the channels of a colour that may become a gray

Owner = tuple[int, int, Part]
"""Whose colour: an item, a shape of it, its fill or its stroke; item −1 is the background."""


def solve(judge: Judge) -> None:
    """Sets all colours to whole numbers at their joint least-squares optimum.

    What is drawn many times has one colour. Nothing changes where rounding or the ends of the
    range make that no better.
    """
    owners, weights = _weights(judge)
    gram = weights @ weights.T  # (L, L)
    gram[np.diag_indices_from(gram)] += 1e-3
    present = np.array([_colour_of(judge, owner) for owner in owners]) / 255  # (L, 3)
    moment = weights @ judge.canvas.target.reshape(-1, 3) + 1e-3 * present
    colours = np.clip(np.linalg.solve(gram, moment), 0, 1)
    wholes = [_whole(colour) for colour in (colours * 255).tolist()]
    items, background = _coloured(judge, dict(zip(owners, wholes, strict=True)))
    with _allowing(judge, judge.error):
        judge.recolour(items, background)


def whole(judge: Judge) -> None:
    """Makes every colour whole numbers, as they are written."""
    known = {owner: _whole(_colour_of(judge, owner)) for owner in _owners(judge)}
    items, background = _coloured(judge, known)
    with _allowing(judge, np.inf):
        judge.recolour(items, background)


def own_background(judge: Judge, colour: Colour) -> None:
    """Takes the picture's own background rather than one that merely fits."""
    if judge.background != colour:
        with _allowing(judge, max(judge.bound, judge.error * _OWN)):
            judge.recolour(judge.items, colour)


def seen(judge: Judge) -> None:
    """Takes colours that the picture has rather than ones that merely fit, the nearest first.

    In a picture of few plain colours none is right but these, even where a mixture is nearer, as
    it is with fewer numbers than the picture needs.
    """
    plain = plain_colours(judge.canvas.target)
    if not len(plain):
        return
    groups = _groups(judge)
    groups[judge.background] = [(-1, 0, "fill"), *groups[judge.background]]
    near = []
    for colour, owners in groups.items():
        away = np.abs(plain - np.array(colour)).max(1)
        near.append((float(away.min()), tuple(plain[away.argmin()].tolist()), owners))
    few = solid_colours(judge.canvas.target) is not None
    with _allowing(judge, max(judge.bound, judge.error * (_ITS_OWN if few else 1))):
        for distance, colour, owners in sorted(near, key=lambda one: one[0]):
            if judge.late or distance > (_FAR if few else _NEAR):
                break
            if distance > 0:
                items, background = _coloured(judge, dict.fromkeys(owners, colour))
                judge.recolour(items, background)


def share(judge: Judge) -> None:
    """Makes colours equal that nearly are, and near-grays gray."""
    for owner in _owners(judge):
        if judge.late:
            return
        colour = _colour_of(judge, owner)
        if len(set(colour)) > 1 and np.ptp(colour) <= _GRAY:
            gray = float(round(sum(colour) / 3))
            _give(judge, [owner], (gray, gray, gray))
    tried = set()
    while not judge.late:
        groups = _groups(judge)
        pairs = [
            (float(np.abs(np.subtract(one, other)).max()), one, other)
            for i, one in enumerate(groups)
            for other in list(groups)[i + 1 :]
            if (one, other) not in tried
        ]
        distance, one, other = min(pairs, default=(np.inf, None, None))
        if distance > _NEAR or one is None or other is None:
            return
        tried.add((one, other))
        if not _give(judge, groups[other], one):
            _give(judge, groups[one], other)


def share_weights(judge: Judge) -> None:
    """Gives each outline the weight of another where that does not show."""
    for index, shape in _outlined(judge):
        weights = Counter(other.weight for _, other in _outlined(judge))
        plain = float(max(round(shape.weight), 1))
        usual = [weight for weight, count in weights.most_common() if weight >= 1]
        for weight in dict.fromkeys((*usual, plain)):
            if weight == shape.weight:
                break
            if judge.late:
                return
            if abs(weight - shape.weight) <= max(1.0, 0.25 * shape.weight):
                item = judge.items[index]
                at = item.shapes.index(shape)
                if judge.attempt_at(index, item.with_shape(at, replace(shape, weight=weight))):
                    break


@contextmanager
def _allowing(judge: Judge, bound: float) -> Iterator[None]:
    """Lets a drawing come to another squared error meanwhile."""
    before, judge.bound = judge.bound, bound
    try:
        yield
    finally:
        judge.bound = before


def _outlined(judge: Judge) -> list[tuple[int, Shape]]:
    return [
        (index, shape)
        for index, item in enumerate(judge.items)
        for shape in item.shapes
        if shape.outlined
    ]


def _owners(judge: Judge) -> list[Owner]:
    return [
        (index, at, part)
        for index, item in enumerate(judge.items)
        for at, shape in enumerate(item.shapes)
        for part in shape.parts
    ]


def _weights(judge: Judge) -> tuple[list[Owner], NDArray[np.float64]]:
    """How much each colour shows in each sample: owners (L) and weights (L, N)."""
    height, width, _ = judge.canvas.target.shape
    visible = np.ones((height, width), np.float32)
    weights: dict[Owner, NDArray[np.float32]] = {}
    layers = list(judge.layers)
    for owner, paint in reversed(_drawn_by(judge)):
        layer = layers.pop()
        rows, columns = layer.window.slices
        for part in paint:
            seen = weights.setdefault((*owner, part), np.zeros((height, width), np.float32))
            seen[rows, columns] += visible[rows, columns] * layer.mask(part)
        visible[rows, columns] *= 1 - layer.cover()
    weights[(-1, 0, "fill")] = visible
    stacked = np.stack([weight.ravel() for weight in weights.values()]).astype(np.float64)
    return list(weights), stacked


def _drawn_by(judge: Judge) -> list[tuple[tuple[int, int], tuple[Part, ...]]]:
    """For every layer, back to front: its item, its shape there, its parts."""
    return [
        ((index, at % len(item.shapes)), shape.parts)
        for index, item in enumerate(judge.items)
        for at, shape in enumerate(item.drawn())
    ]


def _colour_of(judge: Judge, owner: Owner) -> Colour:
    index, at, part = owner
    if index < 0:
        return judge.background
    shape = judge.items[index].shapes[at]
    return shape.fill if part == "fill" else shape.stroke


def _groups(judge: Judge) -> dict[Colour, list[Owner]]:
    """The colours in use, the background's first, and who uses them; the background moves never."""
    groups: dict[Colour, list[Owner]] = {judge.background: []}
    for owner in _owners(judge):
        groups.setdefault(_colour_of(judge, owner), []).append(owner)
    return groups


def _give(judge: Judge, owners: list[Owner], colour: Colour) -> bool:
    if not owners:
        return False
    items, _ = _coloured(judge, dict.fromkeys(owners, colour))
    return judge.attempt(items)


def _coloured(judge: Judge, colours: dict[Owner, Colour]) -> tuple[list[Item], Colour]:
    """The items and the background with some colours changed."""
    items = list(judge.items)
    background = judge.background
    for (index, at, part), colour in colours.items():
        if index < 0:
            background = colour
        else:
            shape = items[index].shapes[at].coloured(part, colour)
            items[index] = items[index].with_shape(at, shape)
    return items, background


def _whole(colour: Colour | list[float]) -> Colour:
    r, g, b = (float(min(max(round(channel), 0), 255)) for channel in colour)
    return r, g, b
