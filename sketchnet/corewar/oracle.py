"""The oracle: the nearest that any program of at most five instructions comes to a target.

The machine treats its registers alike: whatever order a program leaves its values in, another
leaves them in every other. So states are kept once, their values rising: 311,136 of them stand for
all 6,767,965. A target is as far from the nearest order of a state's values as the two sets of
values are from one another, and the nearest pairing of two sets on a line pairs the smallest with
the smallest, and so on; on a circle it is one of the turns of that (Werman et al., 1986, "Bipartite
graph matching for points on a line or a circle").

Legend: N states, V values one instruction can make.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations

import numpy as np
import numpy.typing as npt

from sketchnet.corewar.machine import (
    CHANGED,
    LENGTH,
    LOADS,
    REGISTERS,
    STOP,
    Bytes,
    apply,
    outcomes,
)
from sketchnet.corewar.rewards import apart
from sketchnet.corewar.tasks import as_target

_CHUNK = 10_000  # states whose successors are held at once
_KEPT = 4096  # targets whose answers are remembered


@lru_cache
def reachable(instructions: int = LENGTH, loads: int = LOADS) -> Bytes:
    """Every state that so many instructions reach, each once, its registers rising. (N, 4)

    Fewer instructions reach nothing else: copying a register onto itself is an instruction.

    Args:
        instructions: of the programs.
        loads: how many numbers `ld` can load, fewer than the machine's for a smaller one.
    """
    if instructions == 0:
        return np.zeros((1, REGISTERS), np.uint8)
    before = reachable(instructions - 1, loads)
    usable = _instructions(loads)
    parts = [
        _successors(before[start : start + _CHUNK], usable)
        for start in range(0, len(before), _CHUNK)
    ]
    return _unpacked(_unique(np.concatenate(parts)))


def distance(target: Sequence[int] | Bytes, *, circular: bool = True) -> int:
    """How near the best program of five instructions comes to a target, four bytes.

    Raises:
        MachineError: the target is no four bytes.
    """
    return _nearest(bytes(as_target(target)), circular)[0]


def solve(target: Sequence[int] | Bytes, *, circular: bool = True) -> tuple[int, list[int]]:
    """The least distance from a target, four bytes, and five instructions that reach it.

    Raises:
        MachineError: the target is no four bytes.
    """
    found, state = _nearest(bytes(as_target(target)), circular)
    return found, program_for(np.frombuffer(state, np.uint8))


def program_for(state: Bytes) -> list[int]:
    """Five instructions that leave a reachable state, (4,) uint8.

    They are found from the last to the first: a state before an instruction differs in one
    register at most.

    Raises:
        ValueError: no program leaves it.
    """
    program: list[int] = []
    for instructions in reversed(range(LENGTH)):
        before = np.tile(state, (REGISTERS * 256, 1))
        rows = np.arange(REGISTERS * 256)
        before[rows, rows // 256] = rows % 256
        before = before[_among(before, reachable(instructions))]
        if len(before) == 0:
            raise ValueError(f"no program leaves {state.tolist()}")
        after = np.stack([apply(before, np.full(len(before), each)) for each in range(STOP)], 1)
        first = np.argwhere((after == state).all(-1))
        if len(first) == 0:
            raise ValueError(f"no program leaves {state.tolist()}")
        row, action = first[0]
        program.append(int(action))
        state = before[row]
    return program[::-1]


def solvable(count: int, rng: np.random.Generator) -> Bytes:
    """Targets that some program reaches, every one of the 6,767,965 as likely. (count, 4)"""
    states = reachable()
    same = states[:, 1:] == states[:, :-1]  # (N, 3): equal neighbours, of which runs are made
    orders = _ORDERS_BY_RUNS[same @ np.array([4, 2, 1])]
    rows = rng.choice(len(states), count, p=orders / orders.sum())
    return rng.permuted(states[rows], axis=1)


def _orders_by_runs() -> npt.NDArray[np.int64]:
    counts = []
    for code in range(8):
        values = np.cumsum([0, *(1 - (code >> bit & 1) for bit in (2, 1, 0))]).tolist()
        counts.append(len(set(permutations(values))))
    return np.array(counts)


_ORDERS_BY_RUNS = _orders_by_runs()


@lru_cache(_KEPT)
def _nearest(target: bytes, circular: bool) -> tuple[int, bytes]:
    """The least distance, and the reachable state, in the target's order, that has it."""
    columns = _columns()
    wanted = np.frombuffer(target, np.uint8)
    order = np.argsort(wanted, kind="stable")
    turns = range(REGISTERS) if circular else (0,)
    best, values = 1 << 30, wanted
    for turn in turns:
        turned = np.roll(wanted[order], turn)
        far = sum(
            _APART[circular][turned[index]][columns[index]] for index in range(REGISTERS)
        )  # (N,) uint16
        row = int(np.argmin(far))
        if far[row] < best:
            best, values = int(far[row]), np.roll(columns[:, row], -turn)
    state = np.empty(REGISTERS, np.uint8)
    state[order] = values
    return best, state.tobytes()


@lru_cache
def _columns() -> Bytes:
    """The reachable states, a register's values together. (4, N)"""
    return np.ascontiguousarray(reachable().T)


_BYTES = np.arange(256, dtype=np.uint8)
_APART = tuple(
    apart(_BYTES[:, None], _BYTES[None], circular).astype(np.uint16) for circular in (False, True)
)


def _instructions(loads: int) -> npt.NDArray[np.int64]:
    """One instruction for each different outcome, loads from `loads` on left out."""
    probes = np.array([[40, 61, 103, 187], [93, 151, 44, 200]], np.uint8)
    values = outcomes(probes)  # (2, 225)
    seen: dict[tuple[int, ...], int] = {}
    for action in range(STOP):
        if action >= REGISTERS * LOADS or action % LOADS < loads:
            seen.setdefault((int(CHANGED[action]), *values[:, action].tolist()), action)
    return np.array(list(seen.values()))


def _successors(states: Bytes, usable: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    """What one instruction makes of them, registers rising, packed, each once."""
    values = outcomes(states)[:, usable]  # (N, V)
    columns = []
    for register in range(REGISTERS):
        kept = np.broadcast_to(states[:, register, None], values.shape)
        columns.append(np.where(CHANGED[usable] == register, values, kept))
    for low, high in ((0, 1), (2, 3), (0, 2), (1, 3), (1, 2)):  # sorts four
        a, b = columns[low], columns[high]
        columns[low], columns[high] = np.minimum(a, b), np.maximum(a, b)
    return _unique(_packed(np.stack(columns, -1).reshape(-1, REGISTERS)))


def _packed(states: Bytes) -> npt.NDArray[np.uint32]:
    return np.ascontiguousarray(states).view(np.uint32).ravel()


def _unpacked(packed: npt.NDArray[np.uint32]) -> Bytes:
    return packed.view(np.uint8).reshape(-1, REGISTERS)


def _unique(packed: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    packed = np.sort(packed)
    return packed[np.flatnonzero(np.diff(packed, prepend=packed[:1] + np.uint32(1)))]


def _among(states: Bytes, known: Bytes) -> npt.NDArray[np.bool_]:
    """Which of the states stand, their registers put in rising order, among known ones."""
    keys, wanted = _packed(known), _packed(np.sort(states, -1))
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: npt.NDArray[np.bool_] = keys[place] == wanted
    return found
