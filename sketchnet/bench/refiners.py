"""Two ways to move all numbers of a drawing at once: `python -m sketchnet.bench.refiners`.

Gauss–Newton on differences of cairo's coverage, which `sketchnet draw` uses, against Adam on the
torch rasterizer's gradients. Both start from the same programs with noise on their numbers and
colours; Adam gets as long as Gauss–Newton took until it stopped, then ten times as long. Both
results are scored by one renderer.

Programs are stacks of opaque shapes from data pairs: ellipses, rectangles, polygons and lines.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

import renderer
from renderer.ops import DrawOp, Scene, Style
from renderer.raster.torch_raster import Batch, batch_of, rasterize
from sketchnet.cli import Parser
from sketchnet.data.pairs import concrete
from sketchnet.search.budget import Budget
from sketchnet.search.joint import moved, refine, values_of
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import LEAST_WEIGHT, Shape
from sketchnet.tools import as_tool

_GROUND = (255.0, 255.0, 255.0)
_STEPS = 40  # most steps of Gauss–Newton
_RATES = {"params": 1.0, "weight": 0.4, "fill": 0.04, "stroke": 0.04}  # the best of three for Adam
_LONGER = 10


def stacks(sketch: renderer.Program, shapes: int) -> Iterator[list[Shape]]:
    """Stacks of so many shapes each, of those in a sketch's pairs that search has words for."""
    stack: list[Shape] = []
    for index in count():
        for op in renderer.run(concrete(sketch, 0, index).program).ops:
            if len(stack) < shapes and (shape := _shape(op)):
                stack.append(shape)
        if len(stack) == shapes:
            yield stack
            stack = []


def _shape(op: DrawOp) -> Shape | None:
    """An operation as search says it, None where it does not."""
    fill, stroke = op.style.fill, op.style.stroke
    kinds = {("ellipse", 4), ("rect", 4), ("line", 4), ("polygon", 6), ("polygon", 8)}
    if op.matrix is not None or (op.kind, len(op.args)) not in kinds or not (fill or stroke):
        return None
    args = [float(value) for value in op.args]
    if op.kind == "ellipse":
        args[2:] = [2 * args[2], 2 * args[3]]
    if op.kind == "line":
        fill, stroke = None, stroke or fill
    return Shape(
        op.kind,
        tuple(args),
        "both" if fill and stroke else "fill" if fill else "stroke",
        max(op.style.weight, LEAST_WEIGHT),
        tuple(map(float, (fill or stroke or ())[:3])),  # type: ignore[arg-type]
        tuple(map(float, (stroke or fill or ())[:3])),  # type: ignore[arg-type]
    )


def perturbed(stack: list[Shape], rng: np.random.Generator, pixels: float) -> list[Shape]:
    """The stack with noise of so many pixels on numbers, and of 30 of 255 on colours."""
    values = values_of(stack)
    stack = moved(stack, values + rng.normal(0, pixels, len(values)))
    noise = rng.normal(0, 30, (2, len(stack), 3))
    return [
        replace(
            shape,
            weight=max(shape.weight, LEAST_WEIGHT),
            fill=tuple((shape.fill + fill).clip(0, 255).tolist()),
            stroke=tuple((shape.stroke + stroke).clip(0, 255).tolist()),
        )
        for shape, fill, stroke in zip(stack, *noise, strict=True)
    ]


def _canvas(target: NDArray[np.float32], stack: list[Shape]) -> Canvas:
    canvas = Canvas(target, (1.0, 1.0), _GROUND)
    canvas.restore([canvas.layer(shape) for shape in stack], _GROUND)
    return canvas


def _batch(stack: list[Shape], size: int) -> Batch:
    """The stack for the torch rasterizer."""
    ops = [DrawOp("background", (), Style((255, 255, 255, 255), None))]
    for shape in stack:
        args = list(shape.params)
        if shape.kind == "ellipse":
            args[2:] = [args[2] / 2, args[3] / 2]
        inks = dict.fromkeys(shape.parts, (0, 0, 0, 255))
        style = Style(inks.get("fill"), inks.get("stroke"), shape.weight)
        ops.append(DrawOp(shape.kind, tuple(args), style))
    batch = batch_of([Scene(size, size, ops)])
    for part in ("fill", "stroke"):  # colours between whole numbers
        tones = torch.tensor([getattr(shape, part) for shape in stack]) / 255
        getattr(batch, part)[0, :, :3] = tones
    return batch


def _stack_of(batch: Batch, stack: list[Shape]) -> list[Shape]:
    """A batch's numbers back in the stack it was made from."""
    out = []
    for index, shape in enumerate(stack):
        args = batch.params[0, index, : len(shape.params)].tolist()
        if shape.kind == "ellipse":
            args[2:] = [2 * args[2], 2 * args[3]]
        fill, stroke = (
            tuple((getattr(batch, part)[0, index, :3] * 255).clamp(0, 255).tolist())
            for part in ("fill", "stroke")
        )
        weight = float(batch.weight[0, index])
        out.append(replace(shape, params=tuple(args), weight=weight, fill=fill, stroke=stroke))
    return out


def adam(
    target: NDArray[np.float32], stack: list[Shape], seconds: float
) -> tuple[list[Shape], int]:
    """The stack after so many seconds of Adam, and the steps it made."""
    start, steps = time.perf_counter(), 0
    batch = _batch(stack, target.shape[0])
    leaves = {name: getattr(batch, name).requires_grad_() for name in _RATES}
    optimiser = torch.optim.Adam(
        [{"params": [leaf], "lr": _RATES[name]} for name, leaf in leaves.items()]
    )
    wanted = torch.from_numpy(target).permute(2, 0, 1)[None]
    while time.perf_counter() - start < seconds:
        optimiser.zero_grad()
        torch.autograd.backward([(rasterize(batch) - wanted).square().sum()])
        optimiser.step()
        with torch.no_grad():
            batch.weight.clamp_(min=0.5)
            batch.fill[..., 3], batch.stroke[..., 3] = 1, 1
        steps += 1
    with torch.no_grad():
        return _stack_of(batch, stack), steps


@as_tool
def main() -> None:
    """Prints one line a program, then the medians."""
    parser = Parser(prog="python -m sketchnet.bench.refiners", description=__doc__.splitlines()[0])
    parser.add_argument("sketch", type=Path, nargs="?", default=Path("datasets/shapes.pde"))
    parser.add_argument("--programs", type=int, default=20)
    parser.add_argument("--shapes", type=int, default=12)
    parser.add_argument("--noise", type=float, default=3.0, help="pixels (default 3)")
    parser.add_argument("--side", type=int, default=128, help="pixels (default 128)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    sketch = renderer.parse(options.sketch.read_text(encoding="utf-8"))
    least = max(renderer.render(concrete(sketch, 0, 0).program).shape[:2])
    if options.side < least:  # the shapes would lie beside the picture
        parser.error(f"--side {options.side} is less than the sketch's {least} pixels")
    rng = np.random.default_rng(0)
    rows: list[tuple[float, ...]] = []
    print("seconds   start  Gauss-Newton    Adam  steps  Adam, 10 times as long  steps   (RMSE)")
    for stack, _ in zip(stacks(sketch, options.shapes), range(options.programs), strict=False):
        blank = np.zeros((options.side, options.side, 3), np.float32)
        target = _canvas(blank, stack).picture()
        begin = perturbed(stack, rng, options.noise)
        if not rows:
            adam(target, begin, 1.0)  # the first steps load what the others find loaded
        canvas = _canvas(target, begin)
        row = [canvas.rmse()]
        since = time.perf_counter()
        refine(canvas, Budget(1 << 40), _STEPS)
        seconds = time.perf_counter() - since
        row.append(canvas.rmse())
        for longer in (1, _LONGER):
            found, steps = adam(target, begin, longer * seconds)
            row += [_canvas(target, found).rmse(), steps]
        rows.append((seconds, *row))
        print(_LINE.format(*rows[-1]))
    print(_LINE.format(*(statistics.median(column) for column in zip(*rows, strict=True))))


_LINE = "{:7.2f} {:7.2f} {:13.2f} {:7.2f} {:6.0f} {:23.2f} {:6.0f}"


if __name__ == "__main__":
    raise SystemExit(main())
