"""Evaluations as tables and contact sheets, and the writers that they are of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sketchnet.evaluation.sampled import greedy_of
from sketchnet.evaluation.synthetic import SOLVED, Case, Row, drawn
from sketchnet.evaluation.validity import Count
from sketchnet.images import Pixels
from sketchnet.methods.painter import shipped_painter
from sketchnet.model.folders import WRITERS, read_weights
from sketchnet.model.light import LightPainter
from sketchnet.model.writers import Writer

SHOWN = 12
"""Pictures of each set on a contact sheet."""

_GAP = 4


def writer_of(folder: Path | None) -> Writer:
    """The writer in a folder; the package's own for None.

    Raises:
        WeightsError: there is none, or it is damaged.
    """
    if folder is None:
        return shipped_painter()
    told, _ = read_weights(folder, WRITERS, "a writer of programs")
    if told["model"] == "painter":
        return LightPainter(folder)
    return torch_writer_of(folder)


def torch_writer_of(folder: Path | None) -> Writer:
    """The same by torch, which takes longer to load and writes many programs sooner.

    Raises:
        WeightsError: there is none, or it is damaged.
    """
    from sketchnet.methods.painter import WEIGHTS
    from sketchnet.model.torch_writer import TorchWriter
    from sketchnet.model.weights import fetch

    return TorchWriter(fetch(folder or WEIGHTS))


def table(rows: Sequence[Row]) -> str:
    """Rows as Markdown, and what a cell of two shares says."""
    looks = list(rows[0].solved)
    head = ["held out", "pictures", "tokens right", "RMSE", "SSIM", *(f"solved@{k}" for k in looks)]
    lines = [head, ["---", *("---:" for _ in head[1:])]]
    for row in rows:
        cells = [row.name, f"{row.pictures}", f"{row.accuracy:.1%}", f"{row.rmse:.1f}"]
        cells += [f"{row.ssim:.3f}"]
        cells += [f"{row.solved[k]:.0%} / {row.refined[k]:.0%}" for k in looks]
        lines.append(cells)
    told = "\n".join(f"| {' | '.join(line)} |" for line in lines).replace("| --- |", "|---|")
    return f"{told}\n\nsolved@k: an RMSE of at most {SOLVED:g}, as written / after refinement\n"


def validity_table(counts: Sequence[Count]) -> str:
    """Counts of valid programs as Markdown."""
    lines = ["| temperature | programs | valid |", "|---:|---:|---:|"]
    lines += [f"| {one.temperature:g} | {one.samples:,} | {one.valid:,} |" for one in counts]
    return "\n".join(lines) + "\n"


def sheet(writer: Writer, sets: Sequence[tuple[str, Sequence[Case]]]) -> Pixels:
    """(H, W, 3) uint8: for each set, a row of pictures and under it the greedy drawings."""
    rows = []
    for _, held_out in sets:
        pictures = [case.image for case in held_out]
        rows += [_line(pictures), _line([drawn(one) for one in greedy_of(writer, pictures)])]
    width = max(row.shape[1] for row in rows)
    padded = [np.pad(row, ((0, 0), (0, width - row.shape[1]), (0, 0)), "edge") for row in rows]
    return np.concatenate(padded)


def _line(images: Sequence[Pixels]) -> Pixels:
    gap = ((_GAP, _GAP), (_GAP, _GAP), (0, 0))
    return np.concatenate([np.pad(image, gap, constant_values=255) for image in images], 1)
