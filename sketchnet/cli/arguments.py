"""Readers of arguments that several commands take; argparse reports what they raise."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable

_MOST = 10**18 - 1


def whole(least: int) -> Callable[[str], int]:
    """A reader of whole numbers from `least` on."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,18}", text) or int(text) < least:  # `_MOST` has 18 digits
            raise argparse.ArgumentTypeError(
                f"'{text[:40]}' is out of range; expected a whole number from {least} to {_MOST}"
            )
        return int(text)

    return read


def whole_list(least: int) -> Callable[[str], list[int]]:
    """A reader of whole numbers from `least` on, with commas between; ascending, none twice."""

    def read(text: str) -> list[int]:
        return sorted({whole(least)(part.strip()) for part in text.split(",")})

    return read


def seconds(text: str) -> float:
    """A time above 0."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"'{text[:40]}' is no time; expected seconds above 0")
    return value
