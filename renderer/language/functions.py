"""The math builtins of the table, computed as Processing computes them."""

from __future__ import annotations

import math
from collections.abc import Callable

from renderer.errors import RunError
from renderer.language.java import divide, to_float, to_int


def _map(value: float, low1: float, high1: float, low2: float, high2: float) -> float:
    if low1 == high1:
        raise RunError("map() from an empty range", expected="two different bounds")
    share = divide(to_float(value - low1), to_float(high1 - low1))
    return to_float(low2 + to_float(high2 - low2) * share)


def _constrain(value: float, low: float, high: float) -> float:
    return low if value < low else high if value > high else value


def _abs(n: float) -> float:
    return to_int(abs(n)) if type(n) is int else abs(n)


def _same(choose: Callable[..., float]) -> Callable[..., float]:
    """Java's rule: one float among the arguments makes the result a float."""

    def chosen(*numbers: float) -> float:
        result = choose(*numbers)
        return result if all(type(n) is int for n in numbers) else float(result)

    return chosen


FUNCTIONS: dict[str, Callable[..., float]] = {
    "sin": lambda angle: to_float(math.sin(angle)),
    "cos": lambda angle: to_float(math.cos(angle)),
    "tan": lambda angle: to_float(math.tan(angle)),
    "atan2": lambda y, x: to_float(math.atan2(y, x)),
    "sqrt": lambda n: to_float(math.sqrt(n)),
    "pow": lambda n, exponent: to_float(math.pow(n, exponent)),
    "abs": _abs,
    "min": _same(min),
    "max": _same(max),
    "floor": lambda n: to_int(math.floor(n)),
    "ceil": lambda n: to_int(math.ceil(n)),
    "round": lambda n: to_int(math.floor(n + 0.5)),
    "constrain": _same(_constrain),
    "map": _map,
    "lerp": lambda start, stop, amount: to_float(start + to_float(to_float(stop - start) * amount)),
    "dist": lambda x1, y1, x2, y2: to_float(math.hypot(x2 - x1, y2 - y1)),
    "radians": lambda n: to_float(n * math.pi / 180),
    "degrees": lambda n: to_float(n * 180 / math.pi),
}
"""Name → function. `ValueError` and `OverflowError` mean that there is no such number."""
