"""The compiler as a refiner: gradients through it on a program's numbers, judged by real renders.

Beside it the exact gradient of the torch rasterizer, on the same numbers, with the same optimiser,
for as many steps. `python -m sketchnet.compiler.refinement [WEIGHTS]` prints the figures.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from renderer.raster.cairo_raster import render_scene
from renderer.raster.torch_raster import rasterize
from sketchnet.cli import Parser
from sketchnet.compiler.evaluation import held_out
from sketchnet.compiler.model import Compiler, centres
from sketchnet.compiler.pairs import Trace
from sketchnet.compiler.reading import ALPHA, ANGLE, PLACE, TONE, WEIGHT, Read, read
from sketchnet.compiler.weights import fetch_compiler
from sketchnet.compiler.writing import exact, picture_of_numbers
from sketchnet.model.statements import Picture, scene_of
from sketchnet.tools import as_tool
from sketchnet.train.examples import CANVAS
from sketchnet.train.sketches import load_sketches

RATES = {PLACE: 0.5, ANGLE: 0.05, WEIGHT: 0.2, TONE: 0.03, ALPHA: 0.03}
"""How far Adam moves a number in a step at first: pixels, radians, pixels, 0–1, 0–1."""

NOISE = {PLACE: 1.5, ANGLE: 0.15, WEIGHT: 0.5, TONE: 0.1, ALPHA: 0.0}
"""Standard deviation of what perturbs a number, in the same units."""

_LEAST = {PLACE: -1e4, ANGLE: -1e4, WEIGHT: 0.2, TONE: 0.0, ALPHA: 0.05}
_MOST = {PLACE: 1e4, ANGLE: 1e4, WEIGHT: 1e4, TONE: 1.0, ALPHA: 1.0}
_SETS = {"shapes": 4.0, "flat-art": 3.0, "characters": 2.0, "csg": 1.5, "blocks": 1.5}

_NAMES = ("compiler", "rasterizer")

Loss = Callable[[Tensor], Tensor]
"""Numbers (N,) to the squared error of what they draw."""


@dataclass(frozen=True)
class Gain:
    """What refinement did to one program's real render, squared errors of 0–1.

    Attributes:
        before: with the perturbed numbers.
        compiler, rasterizer: after as many steps by either gradient.
        compiler_s, rasterizer_s: seconds of a step.
    """

    before: float
    compiler: float
    rasterizer: float
    compiler_s: float
    rasterizer_s: float


def refine(numbers: Tensor, roles: Tensor, loss: Loss, steps: int) -> Tensor:
    """Numbers after so many steps of Adam.

    Args:
        numbers, roles: (N,) as in `Read`.
        loss: whose gradient is followed.
        steps: how many.
    """
    rates, low, high = (_by_role(told, roles) for told in (RATES, _LEAST, _MOST))
    rates[0] = 0  # the constant
    moved = torch.zeros_like(numbers, requires_grad=True)  # in rates
    optimiser = torch.optim.Adam([moved], 1.0)
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = 1 - step / steps
        optimiser.zero_grad()
        now = numbers + moved * rates
        kept = now + (now.clamp(low, high) - now).detach()  # gradients pass at the bounds
        torch.autograd.backward([loss(kept)])
        optimiser.step()
    return (numbers + moved.detach() * rates).clamp(low, high)


def through_compiler(
    model: Compiler, program: Read, target: Tensor, pixels: int | None = None, seed: int = 0
) -> Loss:
    """The compiler's error against a target.

    Args:
        model: paints.
        program: one program, read at the target's size.
        target: (3, side, side), 0–1.
        pixels: looked at in a step, others each time; all of them when None.
        seed: of which.
    """
    points = centres(target.shape[2], target.shape[1])
    wanted = target.flatten(1)
    rng = torch.Generator().manual_seed(seed)

    def loss(numbers: Tensor) -> Tensor:
        some: slice | Tensor = slice(None)
        if pixels is not None:
            some = torch.randperm(len(points), generator=rng)[:pixels]
        canvases: Tensor = model(numbers, program.reading, points[some][None])
        return (canvases[0, -1] - wanted[:, some]).square().mean()

    return loss


def through_rasterizer(picture: Picture, program: Read, target: Tensor) -> Loss:
    """The exact rasterizer's error against a target (3, side, side), 0–1.

    Args:
        picture: of the program, any numbers.
        program: read at the target's size.
        target: what is to be drawn.
    """
    whole = exact([picture], program, target.shape[-1])
    return lambda numbers: (rasterize(whole.with_numbers(numbers))[0] - target).square().mean()


def perturbed(program: Read, rng: np.random.Generator) -> Read:
    """The program with noise on its numbers."""
    spread = _by_role(NOISE, program.roles)
    spread[0] = 0
    noise = torch.from_numpy(rng.normal(size=len(spread)).astype(np.float32))
    numbers = program.numbers + noise * spread
    low, high = _by_role(_LEAST, program.roles), _by_role(_MOST, program.roles)
    return program._replace(numbers=numbers.clamp(low, high))


def compare(
    model: Compiler,
    trace: Trace,
    rng: np.random.Generator,
    steps: int,
    pixels: int | None = None,
) -> Gain:
    """Perturbs a program and refines it by both gradients; see `through_compiler`."""
    side = trace.canvases.shape[1]
    target = torch.from_numpy(trace.canvases[-1]).permute(2, 0, 1).float() / 255
    begun = perturbed(read([trace.picture], side / CANVAS), rng)

    def error(numbers: Tensor) -> float:
        picture = picture_of_numbers(trace.picture, numbers.tolist())
        real = render_scene(scene_of(picture, (side, side))).astype(np.float32) / 255
        return float(np.square(real - target.permute(1, 2, 0).numpy()).mean())

    found = []
    for loss in (
        through_compiler(model, begun, target, pixels),
        through_rasterizer(trace.picture, begun, target),
    ):
        start = time.perf_counter()
        numbers = refine(begun.numbers, begun.roles, loss, steps)
        found.append((error(numbers), (time.perf_counter() - start) / steps))
    (ours, ours_s), (theirs, theirs_s) = found
    return Gain(error(begun.numbers), ours, theirs, ours_s, theirs_s)


def summary(gains: Sequence[Gain]) -> str:
    """Gains as Markdown."""
    before = float(np.mean([gain.before for gain in gains]))
    lines = [
        "| gradient | lowered | error left | gained | ms a step |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in _NAMES:
        after = [getattr(gain, name) for gain in gains]
        lowered = np.mean([one < gain.before for one, gain in zip(after, gains, strict=True)])
        cost = 1000 * float(np.median([getattr(gain, f"{name}_s") for gain in gains]))
        left = float(np.mean(after)) / before
        lines.append(f"| {name} | {lowered:.1%} | {left:.1%} | {1 - left:.1%} | {cost:.1f} |")
    gained = [np.sum([gain.before - getattr(gain, n) for gain in gains]) for n in _NAMES]
    lines.append(f"\nThe compiler gains {gained[0] / gained[1]:.2f} of what the rasterizer gains.")
    return "\n".join(lines) + "\n"


def _by_role(told: dict[int, float], roles: Tensor) -> Tensor:
    return torch.tensor([told[role] for role in sorted(told)])[roles]


@as_tool
def main() -> None:
    """Prints the figures."""
    parser = Parser(
        prog="python -m sketchnet.compiler.refinement", description=__doc__.splitlines()[0]
    )
    parser.add_argument("weights", type=Path, nargs="?", help="a folder (default: the package's)")
    parser.add_argument("--programs", type=int, default=500)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--most", type=int, default=10, help="statements (default 10)")
    parser.add_argument(
        "--pixels", type=int, default=512, help="the compiler looks at in a step (default 512)"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = fetch_compiler(options.weights)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    sketches = load_sketches(_SETS)
    found = held_out(sketches, options.programs, model.config.side, 1, options.most)
    rng = np.random.default_rng(0)
    gains = []
    for index, trace in enumerate(found):
        gains.append(compare(model, trace, rng, options.steps, options.pixels))
        if (index + 1) % 50 == 0:
            print(f"{index + 1} programs", file=sys.stderr, flush=True)
    print(summary(gains), end="")


if __name__ == "__main__":
    raise SystemExit(main())
