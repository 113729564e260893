"""What each part of CodeRL brings: `python -m sketchnet.evaluation.outcome_arms OUT --start DIR`.

A painter that has learnt the grammar goes on from given weights with all of it (cross-entropy,
rewards by outcome, tokens weighed by a critic, a greedy program to compare with), and with one
part left out, once for each seed. Programs are sampled without the grammar for held-out pictures,
the same for all; intervals are of the difference to all parts, by the bootstrap over the pictures.

Legend: S seeds, P pictures, K samples of each.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.cli import Parser
from sketchnet.critic.outcomes import RETURNS, TOLERANCE, Outcome
from sketchnet.evaluation.arms import trained
from sketchnet.evaluation.beside import difference
from sketchnet.model.decoding import Choice
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.weights import fetch
from sketchnet.model.writers import Ints, Writer
from sketchnet.tools import as_tool
from sketchnet.train.config import CONFIGS, HELD_OUT, WEIGHTS
from sketchnet.train.examples import drawings, target_of
from sketchnet.train.outcome_rollouts import roll_outcomes
from sketchnet.train.reinforce import train
from sketchnet.train.rl_config import load_rl_config
from sketchnet.train.sketches import load_sketches

_PAIRS_ALONE = ["policy=0", "pictures=1", "samples=1", "baseline=none"]
_CRITIC = "critic='{critic}'"

ARMS = {
    "all of it": [_CRITIC],
    "cross-entropy alone": _PAIRS_ALONE,
    "rewards alone": [_CRITIC, "supervised=0"],
    "without the critic": [],
    "without a baseline": [_CRITIC, "baseline=none"],
}
"""Settings of each; `{critic}` is a critic's folder."""


class Row(NamedTuple):
    """What came of a painter's programs.

    Attributes:
        name: of the arm.
        outcome: (S, P, K) `sketchnet.critic.outcomes.Outcome`, of one training or more.
    """

    name: str
    outcome: Ints


def measure(writer: Writer, sketches: Sequence[str], count: int, samples: int, how: Choice) -> Ints:
    """(P, K) outcomes of programs for held-out pictures, written without the grammar.

    Args:
        writer: a painter.
        sketches: names of the data sketches, each as often as the others.
        count, samples: P and K.
        how: tokens are chosen.
    """
    rng = np.random.default_rng(HELD_OUT)
    pictures = drawings(load_sketches(dict.fromkeys(sketches, 1.0)), HELD_OUT, rng, 8)
    targets = [target_of(picture, writer.side, rng) for picture in islice(pictures, count)]
    found = [
        roll_outcomes(writer, targets, how, 12, TOLERANCE, False, rng).outcome
        for _ in range(samples)
    ]
    return np.stack(found, 1)


def table(rows: Sequence[Row]) -> str:
    """Markdown: shares of the outcomes, mean returns, and how these differ from the first arm's."""
    lines = [
        f"| | {', '.join(one.told for one in Outcome)}, % | return | by seed | beside all of it "
        "| passed beside all of it, % |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    first = next(row for row in rows if row.name in ARMS)
    for row in rows:
        shares = np.bincount(row.outcome.ravel(), minlength=len(Outcome)) / row.outcome.size
        told = ", ".join(f"{100 * share:.1f}" for share in shares)
        by_seed = ", ".join(f"{value:.2f}" for value in RETURNS[row.outcome].mean((1, 2)))
        apart = [
            difference(_of_pictures(value(first)), _of_pictures(value(row))).told
            if row is not first
            else "–"
            for value in (_returns, _passed)
        ]
        mean = RETURNS[row.outcome].mean()
        lines.append(f"| {row.name} | {told} | {mean:.3f} | {by_seed} | {' | '.join(apart)} |")
    return "\n".join(lines) + "\n"


def _returns(row: Row) -> NDArray[np.float64]:
    """(S, P, K)."""
    returns: NDArray[np.float64] = RETURNS[row.outcome].astype(np.float64)
    return returns


def _passed(row: Row) -> NDArray[np.float64]:
    """(S, P, K): 100 where a program passed."""
    return np.where(row.outcome == Outcome.PASSED, 100.0, 0.0)


def _of_pictures(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(S, P, K) -> (P,): means."""
    means: NDArray[np.float64] = values.mean((0, 2))
    return means


@as_tool
def main(arguments: Sequence[str] | None = None) -> None:
    """Trains, measures and prints the table."""
    parser = Parser(
        prog="python -m sketchnet.evaluation.outcome_arms",
        description="What each part of CodeRL brings. Prints, as Markdown, what comes of programs "
        f"before any update and after training by: {', '.join(ARMS)}.",
    )
    parser.add_argument("out", type=Path, help="a folder; what is there is not trained again")
    parser.add_argument("--start", type=Path, required=True, help="weights to go on from")
    add = parser.add_argument
    add("--critic", type=Path, default=WEIGHTS / "critic", help="weighs tokens (the package's)")
    add("--updates", type=int, default=150, help="of each training (150)")
    add("--seeds", type=int, nargs="+", default=[1], help="a training of each arm for each (1)")
    add("--temperature", type=float, default=0.5, help="that programs are sampled at (0.5)")
    add("--count", type=int, default=96, help="held-out pictures (96)")
    add("--samples", type=int, default=4, help="programs of each (4)")
    sketches = ["shapes", "flat-art", "csg", "blocks"]
    add("--sketches", nargs="+", default=sketches, help=f"of the pictures ({' '.join(sketches)})")
    parser.add_argument("settings", nargs="*", metavar="KEY=VALUE", help="of all arms")
    options = parser.parse_args(arguments)
    if min(options.updates, options.count, options.samples) < 1 or options.temperature <= 0:
        parser.error("counts are at least 1, and the temperature is above 0")
    how = Choice(options.temperature)
    shared = [f"start='{options.start}'", f"updates={options.updates}"]
    shared += [f"temperature={options.temperature}", "learnt=192", "legality=20"]

    def trained_on(name: str, own: Sequence[str], seed: int) -> Path:
        folder = options.out / f"{name.replace(' ', '-')}-{seed}"
        settings = [one.format(critic=options.critic) for one in own]
        settings = [f"out='{folder}'", f"seed={seed}", *shared, *settings, *options.settings]
        return trained(train, load_rl_config(CONFIGS / "rl" / "coderl.toml", settings))

    def measured(folder: Path) -> Ints:
        writer = TorchWriter(fetch(folder))
        return measure(writer, options.sketches, options.count, options.samples, how)

    rows = [Row("before any update", measured(options.start)[None])]
    for name, own in ARMS.items():
        found = [measured(trained_on(name, own, seed)) for seed in options.seeds]
        rows.append(Row(name, np.stack(found)))
        print(f"{name}: return {RETURNS[found].mean():.3f}", file=sys.stderr, flush=True)
    print(table(rows), end="")


if __name__ == "__main__":
    raise SystemExit(main())
