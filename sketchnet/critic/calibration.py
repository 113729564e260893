"""How right a critic is, outcome by outcome, and how well it knows how right it is.

Legend: N programs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sketchnet.critic.outcomes import Outcome
from sketchnet.model.writers import Floats, Ints


class Bin(NamedTuple):
    """Programs whose foretold outcome a critic was about as sure of.

    Attributes:
        low, high: the odds they are between, 0–1.
        programs: how many.
        sure: mean odds of the outcomes foretold.
        right: share of them that came.
    """

    low: float
    high: float
    programs: int
    sure: float
    right: float


class Calibration(NamedTuple):
    """What a critic's odds are worth.

    Attributes:
        accuracy: share of the programs whose outcome was foretold.
        commonest: the same for always foretelling the outcome that is commonest.
        each: of every outcome: how many programs had it, and the share foretold (NaN of none).
        bins: those that are not empty, ascending.
        error: expected calibration error: mean of |right − sure| over the programs, 0–1.
    """

    accuracy: float
    commonest: float
    each: list[tuple[int, float]]
    bins: list[Bin]
    error: float


def calibration(odds: Floats, outcome: Ints, bins: int = 10) -> Calibration:
    """Compares odds with what came.

    Args:
        odds: (N, 4) foretold for each program, N at least one.
        outcome: (N,) what came, `Outcome`.
        bins: of equal width, between odds of 0 and 1.
    """
    said, sure = odds.argmax(1), odds.max(1)
    right = said == outcome
    counts = np.bincount(outcome, minlength=len(Outcome))
    each = [
        (int(count), float(right[outcome == one].mean()) if count else float("nan"))
        for one, count in enumerate(counts)
    ]
    place = np.minimum((sure * bins).astype(int), bins - 1)
    found = []
    for one in range(bins):
        own = place == one
        if own.any():
            means = float(sure[own].mean()), float(right[own].mean())
            found.append(Bin(one / bins, (one + 1) / bins, int(own.sum()), *means))
    error = sum(one.programs * abs(one.right - one.sure) for one in found) / len(outcome)
    return Calibration(float(right.mean()), counts.max() / len(outcome), each, found, error)


def table(found: Calibration) -> str:
    """The same as Markdown."""
    lines = ["| outcome | programs | foretold |", "|---|---:|---:|"]
    for one, (count, share) in zip(Outcome, found.each, strict=True):
        lines.append(f"| {one.told} | {count} | {f'{share:.1%}' if count else '–'} |")
    total = sum(count for count, _ in found.each)
    lines.append(f"| all | {total} | {found.accuracy:.1%} |")
    lines.append(f"| always the commonest | {total} | {found.commonest:.1%} |")
    lines += [
        "",
        "| odds of what is foretold | programs | mean odds | came |",
        "|---|---:|---:|---:|",
    ]
    for low, high, count, sure, right in found.bins:
        lines.append(f"| {low:.1f}–{high:.1f} | {count} | {sure:.1%} | {right:.1%} |")
    return "\n".join([*lines, "", f"expected calibration error {found.error:.1%}", ""])
