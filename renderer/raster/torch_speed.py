"""How fast the torch rasterizer is, against its floors: `python -m renderer.raster.torch_speed`.

The floors, timed in the same run: reading and writing one float32 mask a shape, and (where cairo
is installed) drawing the same scenes by cairo, forward only.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import random
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import torch

from renderer.ops import DrawOp, Scene, Style
from renderer.raster.torch_raster import Batch, batch_of, rasterize

KINDS = ("ellipse", "rect", "triangle", "quad", "line", "path", "mixed")


def scenes(
    programs: int, shapes: int, side: int, kind: str, stroked: bool, seed: int = 0
) -> list[Scene]:
    """Random scenes of one kind of shape on square canvases."""
    rng = random.Random(seed)

    def style() -> Style:
        color = (rng.randrange(256), rng.randrange(256), rng.randrange(256), 200)
        ink = (rng.randrange(256), rng.randrange(256), rng.randrange(256), 255)
        return Style(color, ink if stroked or kind == "line" else None, rng.uniform(1, 4))

    def op() -> DrawOp:
        name = rng.choice(KINDS[:-1]) if kind == "mixed" else kind
        x, y = rng.uniform(0, side), rng.uniform(0, side)
        w, h = rng.uniform(0.05, 0.5) * side, rng.uniform(0.05, 0.5) * side
        args: tuple[object, ...] = (x, y, w / 2, h / 2)
        if name == "rect":
            args = (x - w / 2, y - h / 2, w, h)
        elif name == "line":
            args = (x, y, x + w, y + h)
        elif name in ("triangle", "quad"):
            corners = 3 if name == "triangle" else 4
            turns = sorted(rng.uniform(0, math.tau) for _ in range(corners))
            args = tuple(
                z for turn in turns for z in (x + w * math.cos(turn), y + h * math.sin(turn))
            )
            name = "polygon"
        elif name == "path":
            args = (
                ("M", x - w, y),
                ("C", x - w, y - h, x + w, y - h, x + w, y),
                ("C", x + w, y + h, x - w, y + h, x - w, y),
                ("Z",),
            )
        return DrawOp(name, args, style())

    ground = DrawOp("background", (), Style((255, 255, 255, 255), None))
    return [Scene(side, side, [ground] + [op() for _ in range(shapes)]) for _ in range(programs)]


def seconds(work: Callable[[], object], repeats: int, cuda: bool) -> float:
    """The fastest of some runs, the first left out."""
    best = math.inf
    for turn in range(repeats + 1):
        start = time.perf_counter()
        work()
        if cuda:
            torch.cuda.synchronize()
        if turn:
            best = min(best, time.perf_counter() - start)
    return best


def forward_and_backward(batch: Batch) -> None:
    """One picture batch and the gradients of all its numbers."""
    names = ("params", "weight", "fill", "stroke")
    leaves = {name: getattr(batch, name).detach().requires_grad_() for name in names}
    loss = rasterize(replace(batch, **leaves)).square().sum()
    torch.autograd.backward([loss])


def main() -> None:
    """Prints one line a kind: microseconds a shape, and ratios to the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=64)
    parser.add_argument("--shapes", type=int, default=10)
    parser.add_argument("--side", type=int, default=64, help="pixels (default 64)")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    cuda = options.device.startswith("cuda")
    count = options.programs * options.shapes
    masks = torch.zeros(count, options.side, options.side, device=options.device)
    floor = seconds(lambda: masks.add_(1), options.repeats * 4, cuda) / count * 1e6
    print(f"{options.programs} programs x {options.shapes} shapes, {options.side}x{options.side}")
    print(f"floor, one mask read and written: {floor:.2f} us a shape ({options.device})")
    print("kind      stroke  forward us  fwd+bwd us  / floor  cairo us  / cairo")
    for kind in KINDS:
        for stroked in (False, True):
            drawn = scenes(options.programs, options.shapes, options.side, kind, stroked)
            batch = batch_of(drawn, device=options.device)
            with torch.no_grad():
                ahead = seconds(partial(rasterize, batch), options.repeats, cuda)
            both = seconds(partial(forward_and_backward, batch), options.repeats, cuda)
            line = f"{kind:9} {'yes' if stroked else 'no':6} {ahead / count * 1e6:11.1f}"
            line += f" {both / count * 1e6:11.1f} {both / count * 1e6 / floor:8.1f}"
            if importlib.util.find_spec("cairo") is not None:
                from renderer.raster.cairo_raster import render_scene

                def all_by_cairo(drawn: list[Scene] = drawn) -> None:
                    for scene in drawn:
                        render_scene(scene)

                cairo = seconds(all_by_cairo, options.repeats, False)
                line += f" {cairo / count * 1e6:9.1f} {both / cairo:8.1f}"
            print(line)


if __name__ == "__main__":
    main()
