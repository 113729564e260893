"""What a picture adds to cross-entropy: `python -m sketchnet.evaluation.image_losses OUT`.

A painter goes on from given weights by cross-entropy alone, with the picture by the compiler
(frozen for the first half of the updates, then learning along), and with the picture by the exact
rasterizer: as many updates on the same pairs, several seeds each. Held-out pictures are the same
for all, and for the painter before any update; intervals are of the difference to cross-entropy
alone, over the seeds, by Student's t.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sketchnet.cli import Parser
from sketchnet.evaluation.arms import trained
from sketchnet.evaluation.synthetic import Row, cases, evaluate
from sketchnet.methods.painter import WEIGHTS
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.weights import fetch
from sketchnet.tools import as_tool
from sketchnet.train.config import CONFIGS, load_config
from sketchnet.train.sketches import load_sketches
from sketchnet.train.writer import train

ARMS = {
    "cross-entropy": ["image=none"],
    "and the compiler": ["image=compiler", "joint=0.5"],
    "and the rasterizer": ["image=rasterizer"],
}
"""Settings of each."""

_STUDENT = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78}  # 97.5 % of t, by how many seeds


class Cell(NamedTuple):
    """A figure of each seed."""

    digits: int
    values: list[float]


def table(before: Row, rows: dict[str, list[Row]]) -> str:
    """Markdown: means over the seeds, and the intervals of the differences to the first arm.

    Args:
        before: of the painter that all arms go on from.
        rows: of each arm, a row a seed.
    """
    begun = [f"{np.mean(cell.values):.{cell.digits}f}" for cell in _cells([before])]
    lines = [
        "| loss | tokens right, % | RMSE | SSIM | solved@1, % | refined, % |",
        "|---|" + "---:|" * 5,
        f"| none: before any update | {' | '.join(begun)} |",
    ]
    cells = {arm: _cells(found) for arm, found in rows.items()}
    first = next(iter(cells.values()))
    for arm, own in cells.items():
        told = []
        for cell, base in zip(own, first, strict=True):
            text = f"{np.mean(cell.values):.{cell.digits}f}"
            if cell is not base and len(cell.values) > 1:
                apart = np.subtract(cell.values, base.values)
                wide = _STUDENT[len(apart)] * np.std(apart, ddof=1) / np.sqrt(len(apart))
                text += f" ({np.mean(apart):+.{cell.digits}f} ± {wide:.{cell.digits}f})"
            told.append(text)
        lines.append(f"| {arm} | {' | '.join(told)} |")
    return "\n".join(lines) + "\n"


def _cells(found: list[Row]) -> list[Cell]:
    return [
        Cell(1, [100 * row.accuracy for row in found]),
        Cell(2, [row.rmse for row in found]),
        Cell(3, [row.ssim for row in found]),
        Cell(1, [100 * row.solved["1"] for row in found]),
        Cell(1, [100 * row.refined["1"] for row in found]),
    ]


@as_tool
def main() -> None:
    """Trains, measures and prints."""
    parser = Parser(
        prog="python -m sketchnet.evaluation.image_losses", description=__doc__.splitlines()[0]
    )
    parser.add_argument("out", type=Path, help="a folder; what is there is not trained again")
    parser.add_argument("--start", type=Path, default=WEIGHTS, help="weights to go on from")
    parser.add_argument("--compiler", default="", help="a folder (default: the package's)")
    parser.add_argument("--seeds", type=int, default=3, choices=sorted(_STUDENT))
    parser.add_argument("--updates", type=int, default=300)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--count", type=int, default=128, help="held-out pictures")
    parser.add_argument("--refine", type=int, default=24, help="of them, refined before judged")
    parser.add_argument("--most", type=int, default=12, help="statements of a held-out picture")
    options = parser.parse_args()
    sketches = load_sketches(load_config(CONFIGS / "painter.toml").sketches)
    held_out = cases(sketches, options.count, options.most)

    def measured(folder: Path, name: str) -> Row:
        writer = TorchWriter(fetch(folder))
        row = evaluate(writer, name, held_out, (), refine=options.refine)
        print(f"{name}: RMSE {row.rmse:.2f}", file=sys.stderr, flush=True)
        return row

    before = measured(options.start, "before any update")
    shared = [f"start='{options.start}'", f"updates={options.updates}", f"batch={options.batch}"]
    shared += [f"compiler='{options.compiler}'", "rate=3e-4", "warmup=30", "average=0.98"]
    shared += ["pixels=512", "workers=0", "eval_pictures=8", "save_every=100"]
    rows: dict[str, list[Row]] = {arm: [] for arm in ARMS}
    for seed in range(options.seeds):
        for arm, settings in ARMS.items():
            folder = options.out / f"{arm.replace(' ', '-')}-{seed}"
            own = [f"out='{folder}'", *shared, f"seed={100 + seed}", *settings]
            trained(train, load_config(CONFIGS / "painter.toml", own))
            rows[arm].append(measured(folder, f"{arm} {seed}"))
    print(table(before, rows), end="")


if __name__ == "__main__":
    raise SystemExit(main())
