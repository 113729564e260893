"""What counts as a number where somebody gives one: True and False do not."""

from __future__ import annotations

import math

import numpy as np


def is_whole(value: object) -> bool:
    """Whether it is a whole number, of Python's or of numpy's."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def is_amount(value: object) -> bool:
    """Whether it is a finite number, 0 or more."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return 0 <= value < math.inf
