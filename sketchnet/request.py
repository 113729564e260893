"""What a caller of `draw` asks for, checked before any work begins."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from renderer.errors import SketchError
from sketchnet.checks import is_whole
from sketchnet.colors import RGB, ColorError, parse_color
from sketchnet.images import Pixels
from sketchnet.search.setup import palette_of
from sketchnet.search.shapes import kinds_of

METHODS = ("auto", "network", "search")


class DrawError(SketchError):
    """The request makes no sense: an unknown method, shape or limit."""


def check_limits(method: str, time: float | None, **limits: int | None) -> None:
    """Makes sure that limits are whole numbers and the method is known.

    Args:
        method: one of `METHODS`.
        time: seconds, above 0; None for no limit.
        limits: whole numbers from 0 up, `renders` from 1, by their names; None for no limit.

    Raises:
        DrawError: one of them makes no sense.
    """
    if method not in METHODS:
        raise DrawError(f"unknown method '{method}'; expected {', '.join(METHODS)}")
    if time is not None and not (isinstance(time, (int, float)) and 0 < time < math.inf):
        raise DrawError(f"time is {time!r}; expected seconds, more than 0")
    for name, value in limits.items():
        if value is None:
            continue
        least = 1 if name == "renders" else 0
        if not is_whole(value) or value < least:
            raise DrawError(f"{name} is {value!r}; expected a whole number, {least} or more")


def chosen_kinds(shapes: Sequence[str] | None) -> tuple[str, ...]:
    """The kinds that a list of Processing's names allows; all of them for None.

    Raises:
        DrawError: a name is unknown, or there is none.
    """
    if isinstance(shapes, str):
        shapes = shapes.split(",")
    try:
        return kinds_of(None if shapes is None else tuple(shapes))
    except ValueError as error:
        raise DrawError(str(error)) from None


def chosen_background(background: RGB | str | None) -> RGB:
    """What shows through transparent pixels: RGB or a colour as people write it; white for None.

    Raises:
        DrawError: it is no colour.
    """
    if background is None:
        return (255, 255, 255)
    red, green, blue = _colours([background])[0]
    return round(red), round(green), round(blue)


def chosen_palette(
    palette: int | Sequence[RGB | str] | None, target: Pixels, seed: int
) -> NDArray[np.float64] | None:
    """The (K, 3) colours allowed, 0–255; None for any.

    Args:
        palette: how many, or which.
        target: (H, W, 3) uint8, to choose from where only their number is said.
        seed: of that choice.

    Raises:
        DrawError: no colour is left, or something is none.
    """
    if palette is None:
        return None
    if isinstance(palette, int):
        if palette < 1:
            raise DrawError(f"palette is {palette}; expected 1 colour or more")
        return palette_of(target, palette, seed)
    return np.round(np.array(_colours(list(palette)), float))


def _colours(colours: Sequence[RGB | str]) -> list[RGB]:
    """Colours as RGB, written as such or as people do."""
    try:
        found = [parse_color(c) if isinstance(c, str) else tuple(map(float, c)) for c in colours]
    except (ColorError, TypeError, ValueError) as error:
        raise DrawError(f"{colours!r}: no list of colours; expected RGB from 0 to 255") from error
    if not found or any(len(c) != 3 or min(c) < 0 or max(c) > 255 for c in found):
        raise DrawError(f"{colours!r}: no list of colours; expected RGB from 0 to 255")
    return found  # type: ignore[return-value]
