"""Writers beside one another on the same held-out pictures: is one better, and how sure is that?

Legend: P pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import renderer
from sketchnet.evaluation.refining import refined_errors
from sketchnet.evaluation.synthetic import SOLVED
from sketchnet.images import Pixels
from sketchnet.metrics import rmse
from sketchnet.model.decoding import write_programs
from sketchnet.model.guided import write_guided
from sketchnet.model.statements import Picture, program_of
from sketchnet.model.tokens import decode
from sketchnet.model.view import View
from sketchnet.model.writers import Writer

RENDERS = 100
"""Canvases that a guided writing looks at, as many as `--method network` does."""

_DRAWS = 10_000  # of the bootstrap
_BATCH = 64

Errors = NDArray[np.float64]


class Measured(NamedTuple):
    """What a writer made of pictures, (P,) RMSE each.

    Attributes:
        greedy: of the greedy programs.
        guided: of the best of `RENDERS` canvases.
        greedy_refined, guided_refined: the same after refinement; empty where none was asked for.
    """

    greedy: Errors
    guided: Errors
    greedy_refined: Errors
    guided_refined: Errors


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
    refine: bool,
    tell: Callable[[str], None] = lambda line: None,
) -> Measured:
    """Draws pictures with a writer that sees its canvas.

    Args:
        writer: a painter.
        pictures: (H, W, 3) uint8 each.
        refine: whether what it draws is refined, too.
        tell: gets a line now and then.
    """
    views = [View(image.shape[1], image.shape[0], writer.side) for image in pictures]
    seen = [view.of(image) for view, image in zip(views, pictures, strict=True)]
    rows = [
        row
        for start in range(0, len(seen), _BATCH)
        for row in write_programs(writer, seen[start : start + _BATCH])
    ]
    greedy, guided = [], []
    for index, (row, view, target) in enumerate(zip(rows, views, seen, strict=True)):
        best = write_guided(writer, target, RENDERS, rng=np.random.default_rng(index)).best
        greedy.append(decode(row, view.unit))
        guided.append(decode(best.tokens, view.unit))
        if (index + 1) % _BATCH == 0:
            tell(f"{index + 1} of {len(pictures)} pictures")
    return Measured(
        _errors(greedy, pictures),
        _errors(guided, pictures),
        *(
            np.array(refined_errors(drawn, pictures) if refine else [])
            for drawn in (greedy, guided)
        ),
    )


def difference(one: Errors, other: Errors, seed: int = 0) -> Difference:
    """The mean of `other` less that of `one`, both (P,) of the same pictures."""
    apart = np.asarray(other, np.float64) - np.asarray(one, np.float64)
    draws = np.random.default_rng(seed).integers(len(apart), size=(_DRAWS, len(apart)))
    low, high = np.quantile(apart[draws].mean(1), (0.025, 0.975)).tolist()
    return Difference(float(apart.mean()), low, high)


def table(name: str, writers: Sequence[str], measured: Sequence[Measured]) -> str:
    """Markdown: each writer's figures on a set, and how later ones differ from the first."""
    lines = [
        f"| {name} ({len(measured[0].greedy)}) | greedy RMSE | {RENDERS} renders | solved@1 "
        f"| solved@{RENDERS} |",
        "|---|---:|---:|---:|---:|",
    ]
    first = measured[0]
    for writer, one in zip(writers, measured, strict=True):
        figures = [f"{one.greedy.mean():.1f}", f"{one.guided.mean():.1f}"]
        figures += [
            f"{100 * _solved(errors).mean():.0f} %" if len(errors) else ""
            for errors in (one.greedy_refined, one.guided_refined)
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
                (first.guided_refined, one.guided_refined),
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
