"""Writers beside one another on the same held-out pictures: is one better, and how sure is that?

Legend: P pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import renderer
from sketchnet.evaluation.sampled import best_of, greedy_of, sampled
from sketchnet.evaluation.synthetic import SOLVED
from sketchnet.images import Pixels
from sketchnet.metrics import rmse
from sketchnet.model.guided import write_guided
from sketchnet.model.statements import Picture, program_of
from sketchnet.model.tokens import decode
from sketchnet.model.view import View
from sketchnet.model.writers import Writer

RENDERS = 100
"""Canvases that a guided writing looks at, as many as `--method network` does."""

_DRAWS = 10_000  # of the bootstrap
_TOLD = 24  # pictures from one line to the next

Errors = NDArray[np.float64]


class Measured(NamedTuple):
    """What a writer made of pictures, (P,) RMSE each.

    Attributes:
        greedy: of the greedy programs.
        guided: of the best of `RENDERS` canvases.
        greedy_refined: of the greedy programs after refinement; empty where none was asked for.
        best_refined: of the best of the sampled ones after refinement; empty likewise.
    """

    greedy: Errors
    guided: Errors
    greedy_refined: Errors
    best_refined: Errors


class Difference(NamedTuple):
    """By how much a figure differs on the same pictures, and where 95 % of bootstraps lie."""

    mean: float
    low: float
    high: float

    @property
    def told(self) -> str:
        """As in a table."""
        return f"{self.mean:+.2f} ({self.low:+.2f} … {self.high:+.2f})"


def measure(
    writer: Writer,
    pictures: Sequence[Pixels],
    programs: int,
    tell: Callable[[str], None] = lambda line: None,
) -> Measured:
    """Draws pictures with a writer that sees its canvas.

    Args:
        writer: a painter.
        pictures: (H, W, 3) uint8 each.
        programs: how many are sampled, of which the best is taken after refinement; with 0,
            nothing is refined.
        tell: gets a line now and then.
    """
    greedy, guided, best = greedy_of(writer, pictures), [], []
    for index, target in enumerate(pictures):
        view = View(target.shape[1], target.shape[0], writer.side)
        rng = np.random.default_rng(index)
        found = write_guided(writer, view.of(target), RENDERS, rng=rng).best
        guided.append(decode(found.tokens, view.unit))
        if programs:
            written = sampled(writer, target, greedy[index], programs, index)
            best.append(best_of(written, target, (1, programs)))
        if (index + 1) % _TOLD == 0:
            tell(f"{index + 1} of {len(pictures)} pictures")
    return Measured(
        _errors(greedy, pictures),
        _errors(guided, pictures),
        np.array([one.refined for one, _ in best]),
        np.array([one.refined for _, one in best]),
    )


def difference(one: Errors, other: Errors, seed: int = 0) -> Difference:
    """The mean of `other` less that of `one`, both (P,) of the same pictures."""
    apart = np.asarray(other, np.float64) - np.asarray(one, np.float64)
    draws = np.random.default_rng(seed).integers(len(apart), size=(_DRAWS, len(apart)))
    low, high = np.quantile(apart[draws].mean(1), (0.025, 0.975)).tolist()
    return Difference(float(apart.mean()), low, high)


def table(name: str, writers: Sequence[str], measured: Sequence[Measured], programs: int) -> str:
    """Markdown: each writer's figures on a set, and how later ones differ from the first."""
    lines = [
        f"| {name} ({len(measured[0].greedy)}) | greedy RMSE | {RENDERS} renders | solved@1 "
        f"| solved@{programs} |",
        "|---|---:|---:|---:|---:|",
    ]
    first = measured[0]
    for writer, one in zip(writers, measured, strict=True):
        figures = [f"{one.greedy.mean():.1f}", f"{one.guided.mean():.1f}"]
        figures += [
            f"{100 * _solved(errors).mean():.0f} %" if len(errors) else ""
            for errors in (one.greedy_refined, one.best_refined)
        ]
        lines.append(f"| {writer} | " + " | ".join(figures) + " |")
        if one is first:
            continue
        apart = [difference(first.greedy, one.greedy), difference(first.guided, one.guided)]
        told = [every.told for every in apart]
        told += [
            difference(100 * _solved(before), 100 * _solved(after)).told if len(after) else ""
            for before, after in (
                (first.greedy_refined, one.greedy_refined),
                (first.best_refined, one.best_refined),
            )
        ]
        lines.append("| … differs by | " + " | ".join(told) + " |")
    return "\n".join(lines) + "\n"


def _solved(errors: Errors) -> Errors:
    return (errors <= SOLVED).astype(np.float64)


def _errors(drawn: Sequence[Picture], pictures: Sequence[Pixels]) -> Errors:
    programs = (
        program_of(picture, (target.shape[1], target.shape[0]))
        for picture, target in zip(drawn, pictures, strict=True)
    )
    return np.array([rmse(renderer.render(p), t) for p, t in zip(programs, pictures, strict=True)])
