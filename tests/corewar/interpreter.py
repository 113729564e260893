"""The machine once more, one instruction at a time in plain integers, from the specification."""

from __future__ import annotations

from collections.abc import Sequence


def left_by(program: Sequence[int]) -> list[int]:
    """The registers that a program leaves."""
    registers = [0, 0, 0, 0]
    for action in program:
        if action < 80:
            registers[action // 20] = action % 20
        elif action < 96:
            source, goal = divmod(action - 80, 4)
            registers[goal] = registers[source]
        elif action < 224:
            sign = 1 if action < 160 else -1
            operands, goal = divmod(action - (96 if sign == 1 else 160), 4)
            first, second = divmod(operands, 4)
            registers[goal] = (registers[first] + sign * registers[second]) % 256
    return registers


def apart(one: Sequence[int], other: Sequence[int], circular: bool) -> int:
    """The distance summed over the registers."""
    total = 0
    for a, b in zip(one, other, strict=True):
        far = abs(a - b)
        total += min(far, 256 - far) if circular else far
    return total
