"""How fast the torch rasterizer is, against its floors: `python -m renderer.raster.torch_speed`.

The floors, timed in turns with it: reading and writing one float32 mask for each fill and stroke,
and (where cairo is installed) drawing the same scenes by cairo, forward only. On the CPU all of it
runs on one core, in seconds of processor time.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import torch
from torch import Tensor

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


def seconds(works: Sequence[Callable[[], object]], repeats: int, cuda: bool) -> list[float]:
    """The fastest run of each, taken in turns, the first left out."""
    clock = time.perf_counter if cuda else time.process_time
    best = [math.inf] * len(works)
    for turn in range(repeats + 1):
        for index, work in enumerate(works):
            start = clock()
            work()
            if cuda:
                torch.cuda.synchronize()
            if turn:
                best[index] = min(best[index], clock() - start)
    return best


def forward(batch: Batch) -> None:
    """One picture batch."""
    with torch.no_grad():
        rasterize(batch)


def forward_and_backward(batch: Batch, grad: Tensor) -> None:
    """One picture batch and the gradients of all its numbers, from those of its pixels."""
    names = ("params", "weight", "fill", "stroke")
    leaves = {name: getattr(batch, name).detach().requires_grad_() for name in names}
    torch.autograd.backward([rasterize(replace(batch, **leaves))], [grad])


def by_cairo(drawn: list[Scene]) -> None:
    """The same pictures by cairo."""
    from renderer.raster.cairo_raster import render_scene

    for scene in drawn:
        render_scene(scene)


def main() -> None:
    """Prints one line a kind: microseconds a shape, and ratios to the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=64)
    parser.add_argument("--shapes", type=int, default=10)
    parser.add_argument("--side", type=int, default=64, help="pixels (default 64)")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    cuda, side = options.device.startswith("cuda"), options.side
    torch.set_num_threads(1)
    count = options.programs * options.shapes
    print(f"{options.programs} programs x {options.shapes} shapes, {side}x{side}", options.device)
    print("us a shape: fills and strokes; floor: one mask each read and written")
    print("kind      stroke  forward  fwd+bwd    floor  / floor    cairo  / cairo  pictures/s")
    for kind in KINDS:
        for stroked in (False, True):
            drawn = scenes(options.programs, options.shapes, side, kind, stroked)
            batch = batch_of(drawn, device=options.device)
            layers = int(batch.has_stroke.sum())
            layers += 0 if kind == "line" else int(batch.has_fill.sum())
            masks = torch.zeros(layers, side, side, device=options.device)
            grad = torch.ones(options.programs, 3, side, side, device=options.device)
            works: list[Callable[[], object]] = [
                partial(forward, batch),
                partial(forward_and_backward, batch, grad),
                partial(masks.add_, 1),
            ]
            if importlib.util.find_spec("cairo") is not None:
                works.append(partial(by_cairo, drawn))
            ahead, both, floor, *cairo = (
                time_s / count * 1e6 for time_s in seconds(works, options.repeats, cuda)
            )
            line = f"{kind:9} {'yes' if stroked else 'no':6} {ahead:8.1f} {both:8.1f} {floor:8.2f}"
            line += f" {both / floor:8.0f}"
            line += f" {cairo[0]:8.1f} {both / cairo[0]:8.1f}" if cairo else 18 * " "
            print(f"{line} {1e6 / (both * options.shapes):11.0f}")


if __name__ == "__main__":
    main()
