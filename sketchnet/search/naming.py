"""What functions of emitted code are called: by the shapes they draw, and nothing invented."""

from __future__ import annotations

from collections.abc import Sequence

from sketchnet.search.shapes import Shape

_WORDS = {
    "circle": "dot",
    "ellipse": "oval",
    "square": "box",
    "rect": "box",
    "roundrect": "box",
    "triangle": "wedge",
    "pie": "wedge",
    "slice": "wedge",
    "fan": "wedge",
    "arc": "bow",
    "chord": "bow",
    "bow": "bow",
    "bezier": "curl",
    "line": "bar",
}
_SAME_CENTRE = 0.5  # pixels


def name_of(shapes: Sequence[Shape]) -> str:
    """A name for what draws these shapes, back to front.

    One shape is a `dot`, a `box` or whatever its kind is in a word; two circles about one centre
    are a `ring`; two others are one on the other; more are a `motif`.
    """
    if len(shapes) == 1:
        return "ring" if _hollow(shapes[0]) else _word(shapes[0])
    if len(shapes) > 2:
        return "motif"
    below, top = shapes
    if below.kind == top.kind == "circle":
        (x, y, _), (other_x, other_y, _) = below.params, top.params
        if abs(x - other_x) <= _SAME_CENTRE and abs(y - other_y) <= _SAME_CENTRE:
            return "ring"
    word = _word(below)
    return f"{_word(top)}On{word[0].upper()}{word[1:]}"


def _word(shape: Shape) -> str:
    return _WORDS.get(shape.kind, "patch")


def _hollow(shape: Shape) -> bool:
    return shape.kind == "circle" and shape.outlined
