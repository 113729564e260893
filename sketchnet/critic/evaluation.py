"""Measures a critic on held-out pairs: `python -m sketchnet.critic.evaluation WEIGHTS`.

Prints, as Markdown, how many programs had each outcome and how many of them were foretold, and how
often what was foretold came, by the odds that it was foretold with.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from sketchnet.cli import Parser
from sketchnet.critic.calibration import Calibration, calibration, table
from sketchnet.critic.judged import Judged, Sampling, judged
from sketchnet.critic.model import Critic
from sketchnet.critic.weights import fetch_critic
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.weights import fetch
from sketchnet.model.writers import Writer
from sketchnet.tools import as_tool
from sketchnet.train.config import HELD_OUT, WEIGHTS
from sketchnet.train.examples import Sketches, drawings
from sketchnet.train.sketches import load_sketches

_TOGETHER = 64  # programs


def held_out(
    writer: Writer, sketches: Sketches, count: int, statements: int, how: Sampling
) -> list[Judged]:
    """Programs that no training has seen, for pictures of at most so many statements."""
    rng = np.random.default_rng(HELD_OUT)
    pictures = drawings(sketches, HELD_OUT, rng, statements)
    return [
        judged(writer, pictures, min(_TOGETHER, count - begun), how, rng)
        for begun in range(0, count, _TOGETHER)
    ]


@torch.no_grad()
def measure(critic: Critic, parts: Sequence[Judged]) -> Calibration:
    """How right a critic is about programs, wherever it is."""
    odds, came = [], []
    for part in parts:
        programs = part.programs.to(critic.head.weight.device)
        odds.append(critic.last(critic(programs), programs.lengths).softmax(-1).cpu().numpy())
        came.append(part.outcome.cpu().numpy())
    return calibration(np.concatenate(odds), np.concatenate(came))


@as_tool
def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    told = Parser(prog="python -m sketchnet.critic.evaluation", description=__doc__)
    told.add_argument("weights", metavar="WEIGHTS", type=Path, help="a critic's folder")
    told.add_argument("--painter", metavar="DIR", type=Path, default=WEIGHTS / "painter")
    told.add_argument("--sketches", metavar="NAME", nargs="+", default=["shapes"])
    told.add_argument("--count", metavar="N", type=int, default=512, help="programs (512)")
    told.add_argument("--statements", metavar="N", type=int, default=8, help="of a picture (8)")
    told.add_argument("--most", metavar="N", type=int, default=12, help="of a program (12)")
    args = told.parse_args(arguments)
    if min(args.count, args.statements, args.most) < 1:
        told.error("--count, --statements and --most are at least 1")
    critic, writer = fetch_critic(args.weights), TorchWriter(fetch(args.painter))
    sketches = load_sketches(dict.fromkeys(args.sketches, 1.0))
    how = Sampling(most=args.most)
    found = measure(critic, held_out(writer, sketches, args.count, args.statements, how))
    print(table(found), end="")


if __name__ == "__main__":
    raise SystemExit(main())
