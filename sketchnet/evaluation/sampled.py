"""The best of k programs that a writer samples for a picture: what is solved@k counted of.

The greedy program is one of the k. All are drawn, and the nearest of them refined: where each is a
little off, the nearest before refinement need not be the nearest after it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

import renderer
from sketchnet.evaluation.refining import refined_errors
from sketchnet.images import Pixels
from sketchnet.metrics import rmse
from sketchnet.model.decoding import Choice, write_programs
from sketchnet.model.statements import Picture, program_of
from sketchnet.model.tokens import decode
from sketchnet.model.view import View
from sketchnet.model.writers import Writer

REFINED = 10
"""Programs of those sampled for a picture that are refined, the nearest."""

_WARM = Choice(temperature=0.7)


class Best(NamedTuple):
    """RMSE, 0–255, of the nearest of k programs as written, and of the nearest after refinement."""

    written: float
    refined: float


def sampled(writer: Writer, target: Pixels, count: int, seed: int) -> list[Picture]:
    """Programs for a picture, the greedy one first, the others as they come.

    Args:
        writer: of any kind.
        target: (H, W, 3) uint8.
        count: how many, 1 or more.
        seed: of the samples.
    """
    view = View(target.shape[1], target.shape[0], writer.side)
    seen = view.of(target)
    rows = write_programs(writer, [seen])
    if count > 1:
        rng = np.random.default_rng((seed, count))
        rows += write_programs(writer, [seen] * (count - 1), _WARM, rng=rng)
    return [decode(row, view.unit) for row in rows]


def best_of(
    pictures: list[Picture], target: Pixels, counts: tuple[int, ...], refine: bool = True
) -> list[Best]:
    """The best of the first k programs, for each of some k.

    Args:
        pictures: programs for the target, see `sampled`.
        target: (H, W, 3) uint8.
        counts: the k, each at most as many as the programs.
        refine: whether any is refined; without, `refined` is not a number.
    """
    size = (target.shape[1], target.shape[0])
    written = [rmse(renderer.render(program_of(one, size)), target) for one in pictures]
    after: dict[int, float] = {}
    found = []
    for count in counts:
        nearest = sorted(range(count), key=written.__getitem__)
        chosen = nearest[:REFINED] if refine else []
        fresh = [index for index in chosen if index not in after]
        errors = refined_errors([pictures[index] for index in fresh], [target] * len(fresh))
        after.update(zip(fresh, errors, strict=True))
        best = min((after[index] for index in chosen), default=float("nan"))
        found.append(Best(written[nearest[0]], best))
    return found
