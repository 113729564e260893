"""Outlines that turn out to be filled, once what lies on them is taken off."""

from __future__ import annotations

from dataclasses import replace

from sketchnet.search.shapes import KINDS
from sketchnet.tidy.labels import widened
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.parts import Study
from sketchnet.tidy.remains import Remains

_INSIDE = 0.95  # of a pixel, or of a part


def filled(study: Study, rest: Remains) -> bool:
    """Fills an outline that goes around parts of another colour than lies around it.

    Args:
        study: the picture.
        rest: what is left of it; what is filled is taken off.

    Returns:
        Whether there was one.
    """
    for index, one in enumerate(rest.found):
        if one.shape.paint != "stroke" or "both" not in KINDS[one.shape.kind].paints:
            continue
        cover = study.canvas.layer(replace(one.shape, paint="both")).spread(rest.gone.shape)
        inside = cover > _INSIDE
        label = rest.label(inside)
        if label is None or label == rest.label(widened(cover > 0, 5) & (cover == 0)):
            continue
        parts = frozenset(
            i
            for i in rest.left
            if study.parts[i].label == label and inside[study.parts[i].mask].mean() > _INSIDE
        )
        if parts:
            shape = replace(one.shape, paint="both", fill=study.labels.colour(label))
            seen = one.seen | study.parts.mask(parts)
            rest.fill(index, Layered(shape, seen, cover, parts))
            return True
    return False
