"""How wide the line around a fill is, to a fraction of a pixel.

Where it begins and ends its pixels are mixtures: what it covers of them, added up on the way out,
is its width.

Legend: H, W the picture, N places on the edge of the fill, S places on the way out from each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Picture
from sketchnet.tidy.edges import Array
from sketchnet.tidy.labels import Flags, Labels

_FEWEST = 8  # places where all of the line is seen
_STEP = 0.25  # pixels between the places looked at


def line_width(
    pixels: Picture,
    labels: Labels,
    points: Array,
    normals: Array,
    ends: tuple[int, int],
    free: Flags,
    farthest: float,
) -> float | None:
    """Pixels of a line, the median of the places where all of it is seen; None for too few.

    Args:
        pixels: (H, W, 3) of the picture, 0–255.
        labels: its colours.
        points: (N, 2) where the colour of the fill alone ends.
        normals: (N, 2) outward there.
        ends: the labels of the fill and of the line.
        free: (H, W) what nothing is known of.
        farthest: pixels that the line may be wide.
    """
    fill, line = ends
    height, width = labels.of.shape
    out = np.arange(_STEP / 2, farthest, _STEP)
    at = np.floor(points[:, None] + out[:, None] * normals[:, None]).astype(np.int64)
    columns, rows = at[..., 0].clip(0, width - 1), at[..., 1].clip(0, height - 1)
    known = (columns == at[..., 0]) & (rows == at[..., 1]) & ~free[rows, columns]
    seen = np.where(known, labels.of[rows, columns], -1)
    on_line = seen == line
    begins = on_line.argmax(1)
    places = np.arange(len(out))
    beyond = (seen >= 0) & ~on_line & (places > begins[:, None])
    stops = beyond.argmax(1)
    hidden = ~known & (places < stops[:, None])
    other = (seen >= 0) & ~on_line & (seen != fill) & (places < begins[:, None])
    whole = on_line.any(1) & beyond.any(1) & ~hidden.any(1) & ~other.any(1)
    if whole.sum() < _FEWEST:
        return None
    begins, stops = begins[whole], stops[whole]
    colours = pixels[rows[whole], columns[whole]]  # (N, S, 3)
    own, ink = labels.colours[fill], labels.colours[line]
    last = labels.colours[seen[whole][np.arange(len(stops)), stops]]  # (N, 3)
    first = _share(colours, np.broadcast_to(own, last.shape), ink)
    covered = np.where(places < begins[:, None], first, _share(colours, last, ink))
    covered[places >= stops[:, None]] = 0
    return float(np.median(covered.sum(1))) * _STEP


def _share(
    colours: NDArray[np.float32], others: NDArray[np.float32], ink: NDArray[np.float32]
) -> NDArray[np.float32]:
    """(N, S) how much of pixels (N, S, 3) is ink and not the other colour (N, 3) there."""
    way = ink - others  # (N, 3)
    along = np.einsum("nsc,nc->ns", colours - others[:, None], way)
    share: NDArray[np.float32] = (along / np.einsum("nc,nc->n", way, way)[:, None]).clip(0, 1)
    return share
