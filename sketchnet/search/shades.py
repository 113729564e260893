"""Shaded shapes that may come next: what lies behind all else, and the best plain ones again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sketchnet.search.climb import Proposal
from sketchnet.search.shapes import KINDS, Shape

_GROUNDS = 3  # shapes, up to which one that lies behind all others is looked for
_GROUND = 0.9  # of the canvas
_BANDS = ((0.0, 1.0), (0.0, 0.75), (0.0, 0.5), (0.25, 1.0), (0.5, 1.0))
"""From where to where skies, seas and floors go, as shares of the canvas."""


def shades(
    drawn: Sequence[Shape],
    best: Sequence[Shape],
    kinds: Sequence[str],
    extent: tuple[float, float],
) -> list[Proposal]:
    """Shaded shapes to try beside others.

    Args:
        drawn: back to front; before one of them that shades the whole canvas no rect is shaded.
        best: what could come next, the best first; of each kind the first is tried shaded.
        kinds: keys of `KINDS` that may be drawn.
        extent: (width, height) of the canvas in picture pixels.
    """
    proposals: list[Proposal] = []
    grounded = any(_is_ground(shape, extent) for shape in drawn)
    if "rect" in kinds and not grounded and len(drawn) <= _GROUNDS:
        proposals += _bands(extent)
    firsts: dict[str, Shape] = {}
    for shape in best:
        firsts.setdefault(shape.kind, shape)
    for kind, shape in firsts.items():
        if kind != "rect" or not grounded:
            proposals += ((kind, list(shape.params), paint, 1.0) for paint in KINDS[kind].shades)
    return proposals


def _is_ground(shape: Shape, extent: tuple[float, float]) -> bool:
    """Whether a shape shades all of the canvas, nearly."""
    covers = shape.kind == "rect" and shape.shaded
    return covers and shape.params[2] * shape.params[3] >= _GROUND * extent[0] * extent[1]


def _bands(extent: tuple[float, float]) -> Iterator[Proposal]:
    """The whole canvas shaded, or what is above or below a horizon."""
    width, height = extent
    yield "rect", [0.0, 0.0, width, height], "across", 1.0
    for top, bottom in _BANDS:
        yield "rect", [0.0, top * height, width, (bottom - top) * height], "down", 1.0
