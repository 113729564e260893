"""Pieces of lines between others of their colour: the mortar between bricks, the rungs of a ladder.

Where strokes that cross are known, what is left of others is bars, as wide as those and ending
at them; each is a line from the middle of one to that of the next.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sketchnet.search.shapes import Colour, Shape
from sketchnet.tidy.covering import Fitter
from sketchnet.tidy.labels import Flags
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.parts import Study

_WIDE = 0.1  # pixels by which a bar may be wider than its line
_OFF = 0.04  # pixels by which the outline may be off on the mean

_Box = tuple[float, float, float, float]  # left, top, right, bottom, in picture pixels


def pieces(
    study: Study, fitter: Fitter, bars: Sequence[Layered], known: Sequence[Layered], gone: Flags
) -> Iterator[Layered]:
    """Lines in the place of bars.

    Args:
        study: the picture.
        fitter: of fills to its parts.
        bars: fills of the colour of strokes.
        known: what was taken off, strokes among it.
        gone: (H, W) what that covers.
    """
    weights: dict[Colour, set[float]] = defaultdict(set)
    for one in known:
        if one.shape.paint != "fill":
            weights[one.shape.stroke].add(one.shape.weight)
    height, width = gone.shape
    sx, sy = study.canvas.rasterizer.scale
    for bar in bars if "line" in study.kinds else ():
        rows, columns = study.parts.box(bar.parts, 0)
        box = columns.start / sx, rows.start / sy, columns.stop / sx, rows.stop / sy
        ink, size = bar.shape.fill, (width / sx, height / sy)
        lines = [
            Shape("line", params, "stroke", weight, stroke=ink)
            for weight in sorted(weights[ink])
            for params in _lines(box, weight, size)
        ]
        if not lines:
            continue
        if not study.budget.affords(len(lines)):
            return
        study.budget.spend(len(lines))
        wanted, _ = fitter.seen(bar.parts, gone)
        for line in lines:
            if wanted.off(line) <= _OFF + study.labels.noise:
                seen, cover = study.parts.mask(bar.parts), wanted.cover(line)
                yield Layered(line, seen, cover, bar.parts, True)
                break


def _lines(box: _Box, weight: float, size: tuple[float, float]) -> Iterator[tuple[float, ...]]:
    """Upright and level lines of a weight that may fill a box, and end under others."""
    left, top, right, bottom = box
    for middle in _middles(left, right, weight, size[0]):
        ends = max(top - weight / 2, 0.0), min(bottom + weight / 2, size[1])
        yield middle, ends[0], middle, ends[1]
    for middle in _middles(top, bottom, weight, size[1]):
        ends = max(left - weight / 2, 0.0), min(right + weight / 2, size[0])
        yield ends[0], middle, ends[1], middle


def _middles(low: float, high: float, weight: float, size: float) -> Iterator[float]:
    """Where the middle of a line may be across, of which that much is seen."""
    if abs(high - low - weight) <= _WIDE:
        yield round(low + high) / 2
    elif high - low < weight and low == 0:
        yield round(2 * high - weight) / 2
    elif high - low < weight and high == size:
        yield round(2 * low + weight) / 2
