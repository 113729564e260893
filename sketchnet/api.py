"""`sketchnet.draw`: a picture in, a drawing out."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

import renderer
from sketchnet.colors import RGB
from sketchnet.drawing import Drawing
from sketchnet.images import Source, load_image
from sketchnet.request import check_limits, chosen_background, chosen_kinds, chosen_palette
from sketchnet.search.budget import Budget, Progress
from sketchnet.search.climb import Climber, Space
from sketchnet.search.emit import program_of
from sketchnet.search.engine import Search, Settings
from sketchnet.search.joint import refine
from sketchnet.search.layers import Canvas
from sketchnet.search.rounding import descend, on_grid, round_jointly
from sketchnet.search.setup import background_of, grid_of, working_pictures
from sketchnet.search.shapes import Colour
from sketchnet.tidy.pipeline import tidy

Pixels = NDArray[np.uint8]

FREE = 8  # steps of the search to one of the grid
_NOTICE_EVERY = 200  # candidates between two calls of on_improvement
_TAIL_S = 0.5  # kept back from --time for tidying and printing, at most,
_TAIL_NUMBER_S = 0.001  # and for every number, for rounding it
_TAIL_SHARE = 0.15
_TAIL_PIXELS = 128 * 128  # of the working picture; larger ones need more
_PRINTING_S = 0.03
_LEAST_S = 0.25  # of search, however long it took to read the picture
_HURRY_S = 0.3  # for tidying after Ctrl-C


def default_renders(numbers: int) -> int:
    """Candidate drawings looked at when nobody says: more numbers need more."""
    return 30_000 + 150 * numbers


def draw(
    image: Source,
    *,
    numbers: int = 100,
    statements: int | None = None,
    time: float | None = None,
    shapes: Sequence[str] | None = None,
    palette: int | Sequence[RGB | str] | None = None,
    background: RGB | str | None = None,
    seed: int = 0,
    renders: int | None = None,
    method: str = "auto",
    progress: Progress | None = None,
    on_improvement: Callable[[int, Pixels], None] | None = None,
) -> Drawing:
    """A short program that redraws a picture.

    Args:
        image: a path, bytes, a file object, a Pillow image, or an (H, W, 3) array.
        numbers: most literals in the program's geometry.
        statements: most shapes.
        time: most seconds; None for as long as `renders` take.
        shapes: names from `sketchnet.search.shapes.SHAPES`; all when None.
        palette: most colours, or the only colours, RGB 0–255 or `#RRGGBB`; the background is one.
        background: what shows through transparent pixels; white when None.
        seed: of every random choice; without `time`, the same seed gives the same program.
        renders: most candidate drawings looked at; by default enough for the numbers asked for,
            or no limit when `time` is given.
        method: `auto` or `search`.
        progress: called with the fraction of the budget spent and the RMSE so far.
        on_improvement: called with the candidates looked at and the (H, W, 3) picture of the best
            program so far, at most every few hundred candidates and once at the end.

    Returns:
        The best drawing found; Ctrl-C ends the search early.

    Raises:
        ImageError: the picture cannot be read.
        DrawError: a limit or a name makes no sense.
    """
    started = clock.perf_counter()
    check_limits(method, time, numbers=numbers, statements=statements, renders=renders, seed=seed)
    kinds = chosen_kinds(shapes)
    target = load_image(image, chosen_background(background))
    height, width, _ = target.shape
    colours = chosen_palette(palette, target, seed)
    ground: Colour = background_of(target)
    if colours is not None:
        nearest = ((colours - np.array(ground)) ** 2).sum(1).argmin()
        ground = (colours[nearest][0], colours[nearest][1], colours[nearest][2])

    most = renders or (default_renders(numbers) if time is None else 1 << 60)
    pictures = working_pictures(target)
    seconds = None if time is None else _search_seconds(time, numbers, pictures[-1][0].size // 3)
    if seconds is not None:
        seconds = max(seconds, clock.perf_counter() - started + _LEAST_S)
    budget = Budget(most, seconds, started=started)
    rng = np.random.default_rng(seed)
    grid = grid_of((width, height))
    climber = Climber(Space(grid / FREE, (width, height)), rng, budget)
    unit_colours = None if colours is None else colours / 255
    canvases = [
        Canvas(picture, scale, ground, unit_colours, rough=picture is not pictures[-1][0])
        for picture, scale in pictures
    ]
    size = (width, height)
    last_notice = -_NOTICE_EVERY

    def improved(spent: int) -> None:
        nonlocal last_notice
        if on_improvement is not None and spent - last_notice >= _NOTICE_EVERY:
            last_notice = spent
            shapes = [on_grid(shape, grid) for shape in search.canvas.shapes]
            best = program_of(shapes, size, search.canvas.background)
            on_improvement(spent, renderer.render(best))

    def progressed(rmse: float) -> None:
        if progress is not None:
            progress(budget.fraction, rmse)

    settings = Settings(numbers, statements, kinds)
    search = Search(canvases, climber, settings, improved, progressed)
    deadline = None if time is None else started + time - _PRINTING_S
    try:
        search.run()
    except KeyboardInterrupt:  # whoever asks to stop wants the best so far, and wants it soon
        budget.stop.set()
        deadline = clock.perf_counter() + _HURRY_S
    canvas = search.finish()
    refine(canvas, budget, 10)
    round_jointly(canvas, grid, budget)
    descend(canvas, grid, budget)
    items = tidy(canvas, ground, deadline, kinds, numbers, statements)
    program = program_of(items, size, canvas.background)
    drawing = Drawing(
        program=program,
        target=target,
        name=str(image) if isinstance(image, str) else "picture",
        method="search",
        seed=seed,
        renders=budget.spent,
        seconds=clock.perf_counter() - started,
        settings=_said(numbers, statements, time, shapes, palette),
    )
    assert renderer.count_numbers(program) <= numbers, "the search overspent its numbers"
    if on_improvement is not None:
        on_improvement(budget.spent, drawing.image)
    return replace(drawing, seconds=clock.perf_counter() - started)


def _search_seconds(time: float, numbers: int, pixels: int) -> float:
    """How much of the time may be searched, the rest being for rounding, tidying and printing."""
    larger = math.sqrt(max(pixels / _TAIL_PIXELS, 1.0))
    wanted = (_TAIL_S + _TAIL_NUMBER_S * numbers) * larger**2
    return time - _PRINTING_S - min(wanted, _TAIL_SHARE * larger * time)


def _said(
    numbers: int,
    statements: int | None,
    time: float | None,
    shapes: Sequence[str] | None,
    palette: int | Sequence[RGB | str] | None,
) -> dict[str, Any]:
    colours = palette if palette is None or isinstance(palette, int) else f"of {len(palette)}"
    return {
        "numbers": numbers,
        "statements": statements,
        "time": time,
        "shapes": None if shapes is None else ",".join(shapes),
        "palette": colours,
    }
