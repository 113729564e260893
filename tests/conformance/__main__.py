"""Compares the corpus in every runtime: `python -m tests.conformance [--sheet SHEET.png]`."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from tests.conformance.differences import Result, results
from tests.conformance.runtimes import FINE_RUNTIMES, RUNTIMES
from tests.conformance.sketches import Sketch, corpus

WORST = 12
GAP = 4


def main() -> int:
    """Prints the table; 0 when every sketch is within its limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("--sheet", type=Path, help="write ours | each runtime | difference here")
    parser.add_argument("--only", help="only sketches whose name contains this")
    options = parser.parse_args()
    sketches = [sketch for sketch in corpus() if not options.only or options.only in sketch.name]

    found: dict[str, list[Result]] = {}
    pictures: dict[str, list[np.ndarray]] = {}
    for runtime in (*RUNTIMES, *FINE_RUNTIMES):
        drawn = runtime.pictures(sketches)
        pictures[runtime.name] = drawn
        found[runtime.name] = results(runtime, sketches, runtime.ours(sketches), drawn)
    print(table(sketches, found))
    if options.sheet:
        ours = [sketch.picture() for sketch in sketches]
        Image.fromarray(
            sheet(ours, [pictures[name] for name in (runtime.name for runtime in RUNTIMES)])
        ).save(options.sheet)
    return 0 if all(result.passed for rows in found.values() for result in rows) else 1


def table(sketches: list[Sketch], found: dict[str, list[Result]]) -> str:
    """Mean and share of every sketch in every runtime, then the worst of each runtime."""
    lines = ["mean absolute difference (0-255) and share of pixels more than 32 off", ""]
    lines.append(" " * 30 + "".join(f"{name:>17}" for name in found))
    for row, sketch in enumerate(sketches):
        cells = [rows[row] for rows in found.values()]
        shown = (f"{cell.difference!s:>16}{_mark(cell)}" for cell in cells)
        lines.append(f"{sketch.name:30}" + "".join(shown))
    lines += ["", "* allowed more, for the reason in exceptions.py     ! too far off", ""]
    for name, rows in found.items():
        lines.append(f"worst in {name}")
        worst = sorted(rows, key=_badness, reverse=True)[:WORST]
        lines += [f"  {row.difference}  {row.sketch}  {row.reason}".rstrip() for row in worst]
    return "\n".join(lines)


def _mark(result: Result) -> str:
    return "!" if not result.passed else "*" if result.reason else " "


def _badness(result: Result) -> float:
    return max(result.difference.mean, 2 * result.difference.off)


def sheet(ours: list[np.ndarray], runtimes: list[list[np.ndarray]]) -> np.ndarray:
    """One row a sketch: our picture, then each runtime's with four times the difference."""
    rows = []
    for index, mine in enumerate(ours):
        row = [mine]
        for pictures in runtimes:
            apart = np.abs(mine.astype(int) - pictures[index])
            row += [pictures[index], np.minimum(4 * apart, 255).astype(np.uint8)]
        rows.append(_padded(row, axis=1))
    return _padded(rows, axis=0)


def _padded(pictures: list[np.ndarray], axis: int) -> np.ndarray:
    other = 1 - axis
    most = max(picture.shape[other] for picture in pictures)
    widened = []
    for picture in pictures:
        pad = [(0, 0), (0, 0), (0, 0)]
        pad[other] = (0, most - picture.shape[other])
        pad[axis] = (0, GAP)
        widened.append(np.pad(picture, pad, constant_values=128))
    return np.concatenate(widened, axis)


if __name__ == "__main__":
    raise SystemExit(main())
