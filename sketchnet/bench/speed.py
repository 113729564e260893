"""How fast: each figure as a rate and, where there is one, as a ratio to a floor of the same run.

Times are the best of many rounds, the floor's rounds taken between ours, so that a busy machine
slows both alike; a whole drawing is timed once.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import cairo
import numpy as np

import renderer
from renderer.language.parser import parse
from renderer.language.tree import Call, Number
from sketchnet import api
from sketchnet.bench.sets import find_pictures
from sketchnet.search.layers import Canvas
from sketchnet.search.moves import mutate

TEN_SHAPES = """
size(64, 64);
background(250);
noStroke();
fill(200, 40, 30);
circle(20, 22, 30);
fill(30, 40, 200);
rect(8, 30, 20, 26);
fill(20, 160, 60);
triangle(40, 8, 60, 40, 30, 44);
fill(240, 200, 40);
circle(48, 48, 20);
fill(120, 60, 160);
rect(30, 4, 14, 14);
fill(90, 90, 90);
triangle(4, 60, 30, 62, 16, 44);
fill(0, 170, 190);
circle(10, 10, 14);
fill(250, 120, 20);
rect(44, 20, 16, 10);
fill(10, 20, 30);
circle(34, 34, 8);
fill(200, 200, 255);
triangle(50, 60, 62, 62, 60, 50);
"""
TWELVE_CALLS = """
size(128, 128);
background(240, 240, 230);
noStroke();
fill(200, 30, 40);
ellipse(64, 64, 50.5, 40);
fill(20, 130, 40);
rect(10, 20, 30, 40, 5);
stroke(0);
strokeWeight(2.5);
line(0, 0, 128, 128);
triangle(10, 10, 60, 20, 30, 90);
circle(90, 90, 20);
"""
_BATCH = 24  # as the climber does
_RENDERS = 20_000


class Figure(NamedTuple):
    """One measured rate.

    Attributes:
        what: of what.
        rate: a second.
        floor: the bare work it is compared with, "" for none.
        ratio: our rate as a share of the floor's.
    """

    what: str
    rate: float
    floor: str = ""
    ratio: float = math.nan


def measure() -> list[Figure]:
    """Every figure, on this machine, on one core; takes some seconds.

    Raises:
        BenchError: the project's pictures are not here.
    """
    return [_rasterizing(), _running(), *_searching(), _drawing()]


def table(figures: list[Figure]) -> str:
    """The figures as a markdown table."""
    rows = ["| what | a second | share of the floor | floor |", "|---|---|---|---|"]
    for figure in figures:
        ratio = "" if math.isnan(figure.ratio) else f"{figure.ratio:.2f}"
        rows.append(f"| {figure.what} | {figure.rate:,.0f} | {ratio} | {figure.floor} |")
    return "\n".join(rows) + "\n"


def _rasterizing() -> Figure:
    scene = renderer.run(parse(TEN_SHAPES))
    ours, floor = _rates(lambda: renderer.render_ops(scene), lambda: _bare_cairo())
    assert (_bare_cairo() == renderer.render_ops(scene)).all(), "the floor draws something else"
    what = "operations to pixels: 10 shapes, 64×64, RGB copied out"
    return Figure(what, ours, "the same calls made on pycairo by hand", ours / floor)


def _bare_cairo() -> np.ndarray:
    """`TEN_SHAPES` by pycairo alone."""
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, 64, 64)
    context = cairo.Context(surface)
    for name, numbers in _CALLS:
        if name == "circle":
            context.arc(numbers[0], numbers[1], numbers[2] / 2, 0, math.tau)
            context.fill()
        elif name == "rect":
            context.rectangle(*numbers)
            context.fill()
        elif name == "triangle":
            context.move_to(numbers[0], numbers[1])
            context.line_to(numbers[2], numbers[3])
            context.line_to(numbers[4], numbers[5])
            context.close_path()
            context.fill()
        else:
            context.set_source_rgb(*numbers)
            if name == "background":
                context.paint()
    surface.flush()
    bgrx = np.ndarray((64, 64, 4), np.uint8, surface.get_data())
    return np.stack([bgrx[..., 2], bgrx[..., 1], bgrx[..., 0]], -1)


def _bare_calls() -> list[tuple[str, list[float]]]:
    calls = []
    for call in parse(TEN_SHAPES).main:
        assert isinstance(call, Call)
        numbers = [arg.value for arg in call.args if isinstance(arg, Number)]
        if call.name in ("fill", "background"):
            calls.append((call.name, [n / 255 for n in (numbers * 3)[:3]]))
        elif call.name not in ("size", "noStroke"):
            calls.append((call.name, numbers))
    return calls


_CALLS = _bare_calls()


def _running() -> Figure:
    ours, _ = _rates(lambda: renderer.run(parse(TWELVE_CALLS)), lambda: None)
    return Figure("programs of 12 calls parsed, checked and run to operations, no pixels", ours)


def _searching() -> list[Figure]:
    """Candidates scored, masks, best colours and gains, against cairo drawing the masks alone."""
    rng = np.random.default_rng(0)
    target = rng.random((128, 128, 3)).astype(np.float32)
    canvas = Canvas(target, (1.0, 1.0), (255.0, 255.0, 255.0))
    place = canvas.place(0)
    figures = []
    for kind, start in (("ellipse", (64, 64, 40, 30)), ("quad", (40, 40, 90, 44, 84, 90, 36, 80))):
        params = mutate(kind, start, _BATCH, rng, 1.0)
        weights = np.ones(_BATCH)
        window = canvas.rasterizer.window(kind, params, 0)
        ours, floor = _rates(
            partial(place, kind, params, "fill", weights),
            partial(canvas.rasterizer.masks, kind, params, "fill", weights, window),
        )
        what = f"candidates scored, the search's inner step: {kind}, 128×128, batches of {_BATCH}"
        figures.append(Figure(what, ours * _BATCH, "their masks drawn, unscored", ours / floor))
    return figures


def _drawing() -> Figure:
    """What is left of the inner step's rate in a whole search of a real picture."""
    (picture,) = find_pictures(["tango"], 1)
    drawing = api.draw(str(picture.path), numbers=100, renders=_RENDERS)
    what = f"candidates looked at by a whole draw: tango/{picture.name}, 128×128, 100 numbers"
    return Figure(what, drawing.renders / drawing.seconds)


def _rates(ours: Callable[[], object], floor: Callable[[], object]) -> tuple[float, float]:
    """Calls a second of both, best of interleaved rounds."""
    best = [math.inf, math.inf]
    for _ in range(25):
        for which, function in enumerate((ours, floor)):
            calls = 40
            started = time.perf_counter()
            for _ in range(calls):
                function()
            best[which] = min(best[which], (time.perf_counter() - started) / calls)
    return 1 / best[0], 1 / best[1]
