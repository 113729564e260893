"""`sketchnet.draw`: a picture in, a drawing out."""

from __future__ import annotations

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
from sketchnet.methods.asked import Answer, Request
from sketchnet.methods.network import draw_by_network
from sketchnet.methods.search import draw_by_both, draw_by_search
from sketchnet.request import check_limits, chosen_background, chosen_kinds, chosen_palette
from sketchnet.search.budget import Progress
from sketchnet.search.setup import background_of
from sketchnet.search.shapes import Colour

Pixels = NDArray[np.uint8]


_BY_METHOD: dict[str, Callable[[Request], Answer]] = {
    "auto": draw_by_both,
    "search": draw_by_search,
    "network": draw_by_network,
}


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
    started: float | None = None,
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
        method: `search`; `network`, the painter alone; or `auto`, the search, which the painter
            begins where few candidates may be looked at.
        progress: called with the fraction of the budget spent and the RMSE so far.
        on_improvement: called with the candidates looked at and the (H, W, 3) picture of the best
            program so far, at most every few hundred candidates and once at the end.
        started: when the clock of `time` began to run, as `time.perf_counter` tells; now when None.

    Returns:
        The best drawing found; Ctrl-C ends the search early.

    Raises:
        ImageError: the picture cannot be read.
        DrawError: a limit or a name makes no sense.
    """
    started = clock.perf_counter() if started is None else started
    check_limits(method, time, numbers=numbers, statements=statements, renders=renders, seed=seed)
    kinds = chosen_kinds(shapes)
    target = load_image(image, chosen_background(background))
    colours = chosen_palette(palette, target, seed)
    ground: Colour = background_of(target)
    if colours is not None:
        nearest = ((colours - np.array(ground)) ** 2).sum(1).argmin()
        ground = (colours[nearest][0], colours[nearest][1], colours[nearest][2])

    asked = Request(
        target,
        started,
        numbers,
        statements,
        time,
        renders,
        kinds,
        colours,
        ground,
        seed,
        progress,
        on_improvement,
    )
    answer = _BY_METHOD[method](asked)
    drawing = Drawing(
        program=answer.program,
        target=target,
        name=str(image) if isinstance(image, str) else "picture",
        method=answer.method,
        seed=seed,
        renders=answer.renders,
        seconds=clock.perf_counter() - started,
        settings=_said(numbers, statements, time, shapes, palette),
    )
    assert renderer.count_numbers(answer.program) <= numbers, "numbers were overspent"
    if on_improvement is not None:
        on_improvement(answer.renders, drawing.image)
    return replace(drawing, seconds=clock.perf_counter() - started)


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
