"""The machine: four byte registers, programs of at most five instructions, and what they leave.

An instruction changes one register, to `load + a·r[A] + b·r[B]` modulo 256 with fixed `load`, `a`
and `b`, so that one line of arithmetic runs every instruction, and many machines at once.

Legend: N machines, 4 registers (uint8).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from renderer.errors import SketchError

REGISTERS = 4
LOADS = 20
"""`ld` loads 0 to 19."""
LENGTH = 5
"""Instructions of the longest program."""
STOP = REGISTERS * LOADS + REGISTERS**2 + 2 * REGISTERS**3
"""The action that ends a program: 224, after 80 `ld`, 16 `st`, 64 `add` and 64 `sub`."""
ACTIONS = STOP + 1

Bytes = npt.NDArray[np.uint8]
Actions = npt.NDArray[np.int64]


class MachineError(SketchError):
    """There is no such instruction."""


class Instruction(NamedTuple):
    """`ld a→b` loads the number `a`, `st a→b` copies; `add` and `sub` put `a ± b` into `c`."""

    name: str
    a: int
    b: int
    c: int = 0

    def __str__(self) -> str:
        if self.name == "ld":
            return f"ld {self.a} r{self.b}"
        if self.name == "st":
            return f"st r{self.a} r{self.b}"
        return f"{self.name} r{self.a} r{self.b} r{self.c}"


def _instructions() -> tuple[Instruction, ...]:
    each = range(REGISTERS)
    return (
        *(Instruction("ld", value, register) for register in each for value in range(LOADS)),
        *(Instruction("st", a, b) for a in each for b in each),
        *(
            Instruction(name, a, b, c)
            for name in ("add", "sub")
            for a in each
            for b in each
            for c in each
        ),
    )


INSTRUCTIONS = _instructions()
"""What each action but STOP appends."""


def _columns() -> tuple[npt.NDArray[np.int64], ...]:
    rows = []
    for name, a, b, c in INSTRUCTIONS:
        if name == "ld":
            rows.append((b, a, 0, 0, 0, 0))
        elif name == "st":
            rows.append((b, 0, a, 1, 0, 0))
        else:
            rows.append((c, 0, a, 1, b, 1 if name == "add" else 255))
    rows.append((0, 0, 0, 1, 0, 0))  # STOP leaves register 0 what it is
    return tuple(np.array(column) for column in zip(*rows, strict=True))


_changed, _load, _first, _times, _second, _and_times = _columns()
CHANGED = _changed
"""Which register each action changes; 0 for STOP, which leaves it what it is. (225,)"""
_LOAD, _TIMES, _AND_TIMES = (column.astype(np.uint8) for column in (_load, _times, _and_times))
_OPERANDS = np.stack([_first, _second])


def outcomes(registers: Bytes) -> Bytes:
    """What each action would put into the register it changes.

    Args:
        registers: (N, 4).

    Returns:
        (N, 225).
    """
    first, second = registers[:, _OPERANDS[0]], registers[:, _OPERANDS[1]]
    values: Bytes = _LOAD + _TIMES * first + _AND_TIMES * second
    return values


def apply(registers: Bytes, actions: Actions) -> Bytes:
    """The registers after one more instruction each; STOP changes nothing.

    Args:
        registers: (N, 4).
        actions: (N,) 0–224.

    Returns:
        (N, 4), new.
    """
    rows = np.arange(len(registers))
    first, second = (registers[rows, operand[actions]] for operand in _OPERANDS)
    after = registers.copy()
    after[rows, CHANGED[actions]] = (
        _LOAD[actions] + _TIMES[actions] * first + _AND_TIMES[actions] * second
    )
    return after


def run(program: Sequence[int]) -> Bytes:
    """The registers a program leaves, from zero: (4,).

    Raises:
        MachineError: an action is no instruction, or there are too many.
    """
    if len(program) > LENGTH:
        raise MachineError(f"{len(program)} instructions; expected at most {LENGTH}")
    registers: Bytes = np.zeros((1, REGISTERS), np.uint8)
    for action in program:
        if not 0 <= action < STOP:
            raise MachineError(f"action {action}; expected an instruction, 0 to {STOP - 1}")
        registers = apply(registers, np.array([action]))
    left: Bytes = registers[0]
    return left


def listing(program: Sequence[int]) -> str:
    """The program as text, one instruction a line, without a STOP."""
    return "\n".join(str(INSTRUCTIONS[action]) for action in program if action != STOP)
