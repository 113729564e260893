"""Critic sampling beside plain sampling: `python -m sketchnet.critic.comparison WEIGHTS`.

Draws held-out pictures with the same painter and the same renders, in several ways: every program
from the start, the best ones cut anywhere and written anew, and cut where the critic says; with
`--repairer`, also the best ones written anew from the start by a repair model. Prints,
as Markdown, the mean RMSE of the best programs by the example tests and the share of the pictures
solved, and `pass@k` and `n@k` of plain samples.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sketchnet.cli import Parser
from sketchnet.critic.blind import sample
from sketchnet.critic.crops import Crop, crops, passed
from sketchnet.critic.model import Critic
from sketchnet.critic.outcomes import TOLERANCE, Outcome, drawn, judge
from sketchnet.critic.pass_at_k import n_at_k, pass_at_k
from sketchnet.critic.repair import Repairer, fetch_repairer
from sketchnet.critic.sampling import Refining, Tried, refine, repair, sample_plainly
from sketchnet.critic.weights import fetch_critic
from sketchnet.metrics import rmse
from sketchnet.model.decoding import Choice
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.vocabulary import END, ID
from sketchnet.model.weights import fetch
from sketchnet.model.writers import Pixels, Writer
from sketchnet.tools import as_tool
from sketchnet.train.config import HELD_OUT, WEIGHTS
from sketchnet.train.examples import drawings, target_of
from sketchnet.train.sketches import load_sketches

WAYS = ("plain", "cut anywhere", "cut by the critic", "repaired")


class Row(NamedTuple):
    """One way of sampling at one number of renders.

    Attributes:
        way: of `WAYS`.
        renders: for each picture.
        errors: RMSE of the whole picture, of each.
    """

    way: str
    renders: int
    errors: list[float]


def compare(
    writer: Writer,
    critic: Critic,
    targets: Sequence[Pixels],
    budgets: Sequence[int],
    tests: list[Crop],
    how: Refining,
    repairer: Repairer | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> list[Row]:
    """Draws pictures in every way at every number of renders.

    Args:
        writer: a painter.
        critic: of its programs.
        targets: (side, side, 3) uint8, side the writer's.
        budgets: renders for each picture, enough for a program of the longest.
        tests: example tests, which programs are chosen by.
        how: the renders are spent.
        repairer: of the same painter; None leaves out the last way.
        tell: gets a line for every row.
    """
    rows = []
    for renders in budgets:
        for way in WAYS if repairer is not None else WAYS[:-1]:
            errors = []
            for index, target in enumerate(targets):
                rng = np.random.default_rng((HELD_OUT, index))
                tried = Tried(target, tests, renders)
                if way == WAYS[0]:
                    sample_plainly(writer, tried, how, rng, renders)
                elif way == WAYS[3]:
                    assert repairer is not None
                    repair(writer, repairer, tried, how, rng)
                else:
                    refine(writer, critic if way == WAYS[2] else None, tried, how, rng)
                (best,) = tried.best(1)
                errors.append(rmse(drawn(best.tokens, writer.side), target))
            rows.append(Row(way, renders, errors))
            tell(f"{renders} renders, {way}: RMSE {np.mean(errors):.2f}")
    return rows


def table(rows: Sequence[Row], tolerance: float) -> str:
    """The same as Markdown, each with its mean gain on plain sampling and 95 % interval."""
    lines = ["| renders | way | RMSE | nearer than plain | solved |", "|---:|---|---:|---:|---:|"]
    plain = {row.renders: row.errors for row in rows if row.way == WAYS[0]}
    for way, renders, errors in rows:
        gain = np.array(plain[renders]) - np.array(errors)
        half = 1.96 * float(gain.std()) / len(gain) ** 0.5
        solved = float(np.mean(np.array(errors) <= tolerance))
        told = "–" if way == WAYS[0] else f"{gain.mean():+.2f} ± {half:.2f}"
        lines.append(f"| {renders} | {way} | {np.mean(errors):.2f} | {told} | {solved:.0%} |")
    return "\n".join(lines) + "\n"


def solved_by_samples(
    writer: Writer,
    targets: Sequence[Pixels],
    samples: int,
    tests: list[Crop],
    how: Refining,
    tolerance: float = TOLERANCE,
) -> dict[str, float]:
    """`pass@k` and `1@k` of so many plain samples for each picture, means over the pictures."""
    ks = [k for k in (1, 5, 10, 50, 100) if k <= samples]
    found: dict[str, list[float]] = {}
    for index, target in enumerate(targets):
        rng = np.random.default_rng((HELD_OUT, index, 1))
        written = sample(
            writer,
            [target] * samples,
            [0.0] * samples,
            how.most,
            rng,
            None,
            Choice(how.temperature),
        )
        good, examples = [], []
        for tokens in written:
            ended = tokens if tokens[-1] == ID[END] else [*tokens, ID[END]]
            verdict = judge(ended, target, how.most + 1, tolerance)
            assert verdict.picture is not None  # the grammar saw to it
            good.append(verdict.outcome == Outcome.PASSED)
            examples.append(passed(verdict.picture, target, tests, tolerance))
        for k in ks:
            found.setdefault(f"pass@{k}", []).append(pass_at_k(samples, sum(good), k))
        for k in ks[1:]:
            found.setdefault(f"1@{k}", []).append(n_at_k(examples, good, 1, k))
    return {name: float(np.mean(each)) for name, each in found.items()}


@as_tool
def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the tables."""
    told = Parser(prog="python -m sketchnet.critic.comparison", description=__doc__)
    told.add_argument("weights", metavar="WEIGHTS", type=Path, help="a critic's folder")
    told.add_argument("--painter", metavar="DIR", type=Path, default=WEIGHTS / "painter")
    told.add_argument("--repairer", metavar="DIR", type=Path, help="a repair model's folder")
    told.add_argument("--sketches", metavar="NAME", nargs="+", default=["shapes"])
    told.add_argument("--count", metavar="N", type=int, default=32, help="pictures (32)")
    told.add_argument("--renders", metavar="N", type=int, nargs="+", default=[50, 200, 1000])
    told.add_argument("--statements", metavar="N", type=int, default=8, help="of a picture (8)")
    told.add_argument("--most", metavar="N", type=int, default=12, help="of a program (12)")
    told.add_argument("--crops", metavar="N", type=int, default=8, help="example tests (8)")
    told.add_argument("--samples", metavar="N", type=int, default=10, help="for pass@k (10)")
    args = told.parse_args(arguments)
    if min(args.count, args.statements, args.most, args.crops, args.samples) < 1:
        told.error("counts are at least 1")
    if min(args.renders) <= args.most:
        told.error("--renders is more than --most: one program has to be affordable")
    critic, writer = fetch_critic(args.weights), TorchWriter(fetch(args.painter))
    repairer = fetch_repairer(args.repairer) if args.repairer else None
    sketches = load_sketches(dict.fromkeys(args.sketches, 1.0))
    rng = np.random.default_rng(HELD_OUT)
    pictures = islice(drawings(sketches, HELD_OUT, rng, args.statements), args.count)
    targets = [target_of(picture, writer.side, rng) for picture in pictures]
    how, tests = Refining(most=args.most), crops(writer.side, args.crops, rng)

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    rows = compare(writer, critic, targets, args.renders, tests, how, repairer, tell)
    print(table(rows, TOLERANCE))
    figures = solved_by_samples(writer, targets, args.samples, tests, how)
    print(", ".join(f"{name} {figure:.1%}" for name, figure in figures.items()))


if __name__ == "__main__":
    raise SystemExit(main())
