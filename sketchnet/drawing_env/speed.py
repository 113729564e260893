"""How fast drawing steps are, against their floors: `python -m sketchnet.drawing_env.speed`.

The floors, timed in turns with the environments: the torch rasterizer drawing the very same shapes,
one to a canvas, in batches of the same size; and the same shapes by pycairo alone, call by call, on
white canvases whose pixels are never read. On the CPU all of it runs on one core, in seconds of
processor time, the fastest of several turns.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

import cairo
import numpy as np
import torch
from numpy.typing import NDArray

from renderer.raster.cairo_raster import paint
from renderer.raster.torch_raster import Batch, rasterize
from renderer.raster.torch_speed import seconds
from sketchnet.cli import Parser
from sketchnet.drawing_env.actions import SIZES, tokens_of_action
from sketchnet.drawing_env.environment import DrawEnv
from sketchnet.drawing_env.marks import batch_of_marks, marks_of
from sketchnet.drawing_env.script import Script
from sketchnet.drawing_env.settings import Settings
from sketchnet.drawing_env.targets import random_statements
from sketchnet.drawing_env.vector import DrawVectorEnv
from sketchnet.model.tokens import ground_tokens
from sketchnet.model.vocabulary import COUNT
from sketchnet.tools import as_tool

Ints = NDArray[np.int64]
_SINGLE = 256  # steps of one environment in a turn


class Calls(NamedTuple):
    """What cairo is asked to do for one shape."""

    names: list[str]
    arguments: list[tuple[Any, ...]]


class _Recorder:
    """A cairo context that keeps what is asked of it."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self.calls = Calls([], [])

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._context, name)

        def called(*arguments: Any) -> Any:
            self.calls.names.append(name)
            self.calls.arguments.append(arguments)
            return method(*arguments)

        return called


@as_tool
def main() -> None:
    """Prints one line for each form of the environment: steps a second, and ratios to floors."""
    parser = Parser(prog="python -m sketchnet.drawing_env.speed", description=__doc__)
    parser.add_argument("--envs", type=int, default=256, help="environments (default 256)")
    parser.add_argument("--side", type=int, default=64, help="pixels (default 64)")
    parser.add_argument("--steps", type=int, default=4, help="steps in a turn (default 4)")
    parser.add_argument("--repeats", type=int, default=7, help="turns (default 7)")
    parser.add_argument("--uniform", action="store_true", help="actions sampled from the space")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    count, side = options.envs, options.side
    if options.uniform:
        actions = rng.integers(0, SIZES, (options.steps, count, len(SIZES)))
    else:
        actions = random_statements(options.steps * count, rng).reshape(options.steps, count, -1)
    tokens = _tokens(actions)
    settings = Settings(side=side)
    batches = [_batch(step, side, options.device) for step in actions]
    calls = [_calls(action, settings) for action in actions.reshape(-1, len(SIZES))]
    targets = rng.integers(0, 256, (32, side, side, 3), np.uint8)
    many, spoken = (
        DrawVectorEnv(count, targets, device=options.device, side=side, action=action)
        for action in ("statement", "token")
    )
    one = DrawEnv(targets, side=side)
    many.reset(seed=0)
    spoken.reset(seed=0)
    single = actions.reshape(-1, len(SIZES))[:_SINGLE]
    works: list[Callable[[], object]] = [
        partial(_step, many, actions),
        partial(_step, spoken, tokens),
        partial(_alone, one, single),
        partial(_bare, batches),
        partial(_replay, calls, side),
    ]
    cuda = options.device.startswith("cuda")
    batch_s, token_s, alone_s, bare_s, cairo_s = seconds(works, options.repeats, cuda)
    shapes = options.steps * count
    bare, raw = shapes / bare_s, shapes / cairo_s
    print(f"{count} environments, {side}x{side}, {options.device}, observations on the CPU")
    print(f"floors, shapes a second: torch rasterizer {bare:,.0f}, pycairo {raw:,.0f}")
    print("                                  a second  / torch rasterizer  / pycairo")
    for what, rate in (
        ("vector form, statements", shapes / batch_s),
        ("vector form, statements by token", shapes / token_s),
        ("one environment, statements", len(single) / alone_s),
    ):
        print(f"{what:32} {rate:9,.0f} {rate / bare:19.2f} {rate / raw:10.3f}")
    print(f"{'vector form, tokens':32} {tokens.size / token_s:9,.0f}")


def _batch(actions: Ints, side: int, device: str) -> Batch:
    return batch_of_marks(marks_of(torch.from_numpy(actions).to(device)), side)


def _tokens(actions: Ints) -> Ints:
    """The same statements as tokens (T, B); a program that is through waits on a refused token."""
    programs = [
        [*ground_tokens((255, 255, 255, 255)), *chain.from_iterable(map(tokens_of_action, program))]
        for program in actions.transpose(1, 0, 2)
    ]
    longest = max(map(len, programs))
    padded = [[*program, *[COUNT - 1] * (longest - len(program))] for program in programs]
    return np.array(padded, np.int64).T.copy()


def _step(envs: DrawVectorEnv, actions: Ints) -> None:
    if envs.settings.action == "token":
        envs.reset()
    for step in actions:
        envs.step(step)


def _alone(env: DrawEnv, actions: Ints) -> None:
    over = True
    for action in actions:
        if over:
            env.reset()
        _, _, terminated, truncated, _ = env.step(action)
        over = terminated or truncated


def _bare(batches: list[Batch]) -> None:
    with torch.no_grad():
        for batch in batches:
            rasterize(batch)


def _calls(action: Ints, settings: Settings) -> Calls:
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, settings.side, settings.side)
    recorder = _Recorder(cairo.Context(surface))
    paint(recorder, Script(settings).write(action))  # type: ignore[arg-type]  # it acts like one
    return recorder.calls


def _replay(calls: list[Calls], side: int) -> None:
    for names, arguments in calls:
        surface = cairo.ImageSurface(cairo.FORMAT_RGB24, side, side)
        context = cairo.Context(surface)
        context.set_source_rgb(1, 1, 1)
        context.paint()
        for name, given in zip(names, arguments, strict=True):
            getattr(context, name)(*given)
        surface.flush()


if __name__ == "__main__":
    raise SystemExit(main())
