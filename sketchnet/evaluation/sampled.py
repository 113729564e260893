"""The best of k programs that a writer samples for a picture: what is solved@k counted of.

The greedy program is one of the k. All are drawn; the nearest of them are roughly moved into place,
because where each is a little off, the nearest as written need not be the nearest then; and the
nearest of these are refined.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

import renderer
from sketchnet.evaluation.refining import refined_errors
from sketchnet.images import Pixels
from sketchnet.metrics import rmse
from sketchnet.model.decoding import Choice, write_programs
from sketchnet.model.shapes import shapes_of
from sketchnet.model.statements import Picture, scene_of
from sketchnet.model.tokens import decode
from sketchnet.model.view import View
from sketchnet.model.writers import Writer
from sketchnet.search.pyramid import rough_error

MOVED = 10
"""Programs of those sampled for a picture that are roughly moved into place, the nearest."""

REFINED = 3
"""Of these, again the nearest, that are refined."""

_BATCH = 64
_WARM = Choice(temperature=0.7)


class Best(NamedTuple):
    """RMSE, 0–255, of the nearest of k programs as written, and of the nearest after refinement."""

    written: float
    refined: float


def greedy_of(writer: Writer, targets: Sequence[Pixels]) -> list[Picture]:
    """The greedy program of each picture, (H, W, 3) uint8, many written side by side."""
    views = [_view(writer, target) for target in targets]
    seen = [view.of(target) for view, target in zip(views, targets, strict=True)]
    rows = [
        row
        for start in range(0, len(seen), _BATCH)
        for row in write_programs(writer, seen[start : start + _BATCH])
    ]
    return [decode(row, view.unit) for row, view in zip(rows, views, strict=True)]


def sampled(
    writer: Writer, target: Pixels, greedy: Picture, count: int, seed: int
) -> list[Picture]:
    """Programs for a picture, the greedy one first, the others as they come.

    Args:
        writer: of any kind.
        target: (H, W, 3) uint8.
        greedy: its greedy program.
        count: how many, 1 or more.
        seed: of the samples.
    """
    if count == 1:
        return [greedy]
    view = _view(writer, target)
    rng = np.random.default_rng((seed, count))
    rows = write_programs(writer, [view.of(target)] * (count - 1), _WARM, rng=rng)
    return [greedy, *(decode(row, view.unit) for row in rows)]


def _view(writer: Writer, target: Pixels) -> View:
    return View(target.shape[1], target.shape[0], writer.side)


def best_of(
    pictures: Sequence[Picture], target: Pixels, counts: Sequence[int], refine: bool = True
) -> list[Best]:
    """The best of the first k programs, for each of some k; what a smaller k refined counts too.

    Args:
        pictures: programs for the target.
        target: (H, W, 3) uint8.
        counts: the k, ascending, each at most as many as the programs.
        refine: whether any is refined; without, `refined` is not a number.
    """
    size = (target.shape[1], target.shape[0])
    written = [rmse(renderer.render_ops(scene_of(one, size)), target) for one in pictures]
    moved: dict[int, float] = {}
    after: dict[int, float] = {}
    found = []
    for count in counts:
        nearest = sorted(range(count), key=written.__getitem__)
        chosen = nearest[:MOVED] if refine else []
        for index in chosen:
            if index not in moved:
                moved[index] = rough_error(shapes_of(pictures[index]), target)
        chosen = sorted(chosen, key=moved.__getitem__)[:REFINED]
        fresh = [index for index in chosen if index not in after]
        errors = refined_errors([pictures[index] for index in fresh], [target] * len(fresh))
        after.update(zip(fresh, errors, strict=True))
        best = min((after[index] for index in after if index < count), default=float("nan"))
        found.append(Best(written[nearest[0]], best))
    return found
