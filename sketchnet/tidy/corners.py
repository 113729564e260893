"""Closed outlines that straight lines make where their ends meet.

Legend: L lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sketchnet.search.shapes import Shape
from sketchnet.tidy.edges import Array
from sketchnet.tidy.wholes import Whole

_MET = 2.0  # pixels between the ends of lines that meet
_MOST_SIDES = 8
_MOST_WALKS = 4000
_STRAIGHT = 0.75  # pixels by which the sides of a rectangle may be off their axes


def closed(lines: Sequence[Shape]) -> Iterator[tuple[Whole, list[int]]]:
    """The triangles, rectangles and polygons whose sides some lines are, on whole numbers.

    Args:
        lines: in picture pixels.

    Yields:
        What they make, and which ones do.
    """
    ends = np.array([line.params for line in lines]).reshape(-1, 2)  # (2L, 2): 2i, 2i + 1 of line i
    if len(ends) < 6:
        return
    far = np.hypot(*(ends[:, None] - ends[None]).transpose(2, 0, 1))
    meets = [
        [int(j) for j in np.flatnonzero(row <= _MET) if j // 2 != i // 2]
        for i, row in enumerate(far)
    ]
    seen: set[frozenset[int]] = set()
    walks = 0
    for first in range(0, len(ends), 2):
        paths = [[first]]  # the ends where lines are entered
        while paths and walks < _MOST_WALKS:
            path = paths.pop()
            walks += 1
            for entered in meets[path[-1] ^ 1]:
                used = [end // 2 for end in path]
                if entered == first and len(path) >= 3:
                    key = frozenset(used)
                    if key not in seen:
                        seen.add(key)
                        yield _outline(ends, path), used
                elif first < entered and entered // 2 not in used and len(path) < _MOST_SIDES:
                    paths.append([*path, entered])


def _outline(ends: Array, path: Sequence[int]) -> Whole:
    """The outline with a corner where each of some lines is entered."""
    corners = np.array([(ends[end] + ends[path[i - 1] ^ 1]) / 2 for i, end in enumerate(path)])
    if len(corners) == 4:
        low, high = corners.min(0), corners.max(0)
        off = np.minimum(np.abs(corners - low), np.abs(corners - high))
        if off.max() <= _STRAIGHT:
            x, y, right, bottom = np.round([*low, *high]).tolist()
            w, h = right - x, bottom - y
            return ("square", (x, y, w)) if w == h else ("rect", (x, y, w, h))
    kind = {3: "triangle", 4: "quad"}.get(len(corners), "polygon")
    return kind, tuple(np.round(corners).ravel().tolist())
