"""Outlines of the colour that lies around a shape: they show only where they hide others.

Legend: H, W the picture, N places on the edge of a shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from sketchnet.search.shapes import KINDS, Shape
from sketchnet.tidy.bands import ways_out
from sketchnet.tidy.labels import Flags, widened
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.parts import Study
from sketchnet.tidy.remains import Remains
from sketchnet.tidy.simplify import grown

_FEWEST = 8  # places where something must end as far away
_LEAST = 1.2  # pixels: less is the soft edge of a fill
_EVEN = 1.0  # pixels by which these distances may differ
_WEIGHTS = (-0.5, 0.5, -1.0, 0.0)  # from the distance, which is seen a little too large
_BARE = 0.01  # of a pixel
_SAME = 2.0  # of 255


Whole = Callable[[frozenset[int], Flags], Layered | None]
"""What finds the shape that some parts are of, where something (H, W) may be covered or not."""


def outlined_by_cuts(study: Study, rest: Remains, whole: Whole, bare: set[int]) -> list[Layered]:
    """Gives one of the shapes that lie on top such an outline, if others are whole under it.

    Args:
        study: the picture.
        rest: what is left of it, and what was taken: one of these is changed.
        whole: finds the shape that parts are of.
        bare: indices of those that were looked at before; these are added.

    Returns:
        The shape that turns out to be whole, if there is one.
    """
    for index, one in enumerate(rest.found):
        if index in bare or study.budget.over:
            continue
        bare.add(index)
        for outlined in _halos(study, one, rest.gone):
            under = rest.gone | (outlined.cover > 0)
            for parts in rest.groups(False):
                found = whole(parts, under) if _touches(study, parts, outlined) else None
                if found is not None and found.sure:
                    rest.fill(index, outlined)
                    return [found]
    return []


def _halos(study: Study, one: Layered, free: Flags) -> Iterator[Layered]:
    """A filled shape with outlines of the colour around it, at whose ends others are cut off.

    Args:
        study: the picture.
        one: the shape, and the parts it explains.
        free: (H, W) what nothing is known of.
    """
    if one.shape.paint != "fill" or not one.parts or "both" not in KINDS[one.shape.kind].paints:
        return
    gap = _gap(study, one, free & ~(one.cover > 0))
    if gap is None:
        return
    far, label = gap
    scale = float(np.mean(study.canvas.rasterizer.scale))
    colour = study.labels.colour(label)
    for weight in dict.fromkeys(round(2 * (far / scale + more)) / 2 for more in _WEIGHTS):
        if weight >= 1:
            larger = grown(one.shape, weight / 2)
            shape = replace(larger, paint="both", stroke=colour, weight=weight)
            yield _layered(study, shape, one, free)


def _gap(study: Study, one: Layered, free: Flags) -> tuple[float, int] | None:
    """How far something is at least that many places on a shape's edge face, and what is between.

    Returns:
        Pixels, and the label of the colour between; None where nothing is cut off as by an outline.
    """
    mask, label = study.parts.mask(one.parts), study.parts.label(one.parts)
    seen, places = ways_out(study.labels, mask, label, free)  # (N, S), (S,)
    first = seen >= 0
    reached = first.any(1)
    if reached.sum() < _FEWEST:
        return None
    starts = seen[np.arange(len(seen)), first.argmax(1)]
    usual = int(np.bincount(starts[reached]).argmax())
    beyond = first & (seen != usual)
    on = reached & (starts == usual) & beyond.any(1)
    if on.sum() < _FEWEST:
        return None
    widths = np.sort(places[beyond.argmax(1)[on]])
    least = widths[_FEWEST // 4]  # a corner may be nearer by chance
    near = widths[np.abs(widths - least) <= _EVEN]
    if least < _LEAST or len(near) < _FEWEST:
        return None
    return float(np.median(near)), usual


def _layered(study: Study, shape: Shape, one: Layered, free: Flags) -> Layered:
    """A shape with such an outline, and what can be seen of it."""
    layer = study.canvas.layer(shape)
    cover = layer.spread(free.shape)
    line = np.zeros(free.shape, bool)
    line[layer.window.slices] = layer.mask("stroke") > 1 - _BARE
    pixels = study.canvas.target * np.float32(255)
    own = np.abs(pixels - np.array(shape.stroke, np.float32)).max(2) <= _SAME
    return replace(one, shape=shape, seen=one.seen | (line & own & ~free), cover=cover)


def _touches(study: Study, parts: frozenset[int], outlined: Layered) -> bool:
    """Whether an outline may cut some parts off."""
    return bool((study.parts.mask(parts) & widened(outlined.cover > 0, 5)).any())
