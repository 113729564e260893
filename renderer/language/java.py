"""Java's numbers, which are Processing's: 32-bit floats, whole-number division, its generator."""

from __future__ import annotations

import math
import struct

from renderer.errors import RunError

INT_MIN, INT_MAX = -(2**31), 2**31 - 1

_FLOAT = struct.Struct("f")


def to_float(value: float) -> float:
    """The nearest 32-bit float.

    Raises:
        RunError: it is too big for one, or no number at all.
    """
    nearest = float(_FLOAT.unpack(_FLOAT.pack(value))[0])
    if -math.inf < nearest < math.inf:
        return nearest
    raise RunError("the number is too big for a float", expected="at most 3.4e38")


def to_int(value: int) -> int:
    """The value itself; Java would wrap around silently, and the other languages would not.

    Raises:
        RunError: it does not fit 32 bits.
    """
    if INT_MIN <= value <= INT_MAX:
        return value
    raise RunError(f"{value} does not fit an int", expected=f"{INT_MIN} to {INT_MAX}")


def divide(left: float, right: float) -> float:
    """`left / right`: whole numbers divide towards zero.

    Raises:
        RunError: division by zero, which we refuse for floats too (Java would go on with Infinity).
    """
    if right == 0:
        raise RunError("division by zero")
    if type(left) is int and type(right) is int:
        quotient = abs(left) // abs(right)
        return to_int(quotient if (left < 0) == (right < 0) else -quotient)
    return to_float(left / right)


def remainder(left: float, right: float) -> float:
    """`left % right`, with the sign of `left`.

    Raises:
        RunError: division by zero.
    """
    if right == 0:
        raise RunError("division by zero")
    result = math.fmod(left, right)
    return int(result) if type(left) is int and type(right) is int else result


class Random:
    """`java.util.Random`'s floats, as Processing's `random()` hands them out.

    Without a seed Processing's pictures differ from run to run; ours use seed 0, so that a
    program has one picture.
    """

    def __init__(self, seed: int = 0) -> None:
        self._state = (seed ^ 0x5DEECE66D) & 0xFFFFFFFFFFFF

    def _next(self) -> float:
        self._state = (self._state * 0x5DEECE66D + 0xB) & 0xFFFFFFFFFFFF
        return (self._state >> 24) / 16777216.0

    def below(self, high: float) -> float:
        """A float from 0 up to, but not including, `high`."""
        high = to_float(high)
        if high == 0:
            return 0.0
        while True:
            value = to_float(self._next() * high)
            if value != high:
                return value

    def between(self, low: float, high: float) -> float:
        """A float from `low` up to, but not including, `high`; `low` when the range is empty."""
        low, high = to_float(low), to_float(high)
        if low >= high:
            return low
        while True:
            value = to_float(self.below(high - low) + low)
            if value != high:
                return value
