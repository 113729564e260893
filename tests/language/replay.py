"""Exported sketches run by their own languages against stand-ins that write down every call.

A stand-in knows the library's functions by name, does their arithmetic, and records what is drawn.
`replayed` turns the record back into operations, to be held against what the interpreter draws.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import types
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from renderer.language.builtins import BUILTINS, COLOR, CONSTANTS, MATH, MODES, RANDOM, snake_case
from renderer.language.interpreter import run
from renderer.language.tree import Call, Expression, Name, Number, Program
from renderer.ops import DrawOp
from tests.runtimes import setup

Record = list[list[Any]]
"""Calls: a Processing name, then numbers, names of constants, and colours as [r, g, b, a]."""

HERE = Path(__file__).parent
TIMEOUT_S = 120
DRAWS = sorted(
    name
    for name, builtin in BUILTINS.items()
    if builtin.group not in (MATH, RANDOM) and builtin.result != COLOR
)


def run_node(sources: list[str]) -> list[Record]:
    """What each p5.js sketch calls, by Node.js."""
    if shutil.which("node") is None:
        _missing("node")
    return _feed(["node", str(HERE / "replay.js")], sources)


def run_ruby(sources: list[str]) -> list[Record]:
    """What each Ruby sketch calls, by Ruby."""
    setup.require("ruby")
    return _feed(["ruby", str(HERE / "replay.rb")], sources)


def _missing(program: str) -> None:
    if os.environ.get(setup.OPT_OUT) == "1":
        pytest.skip(f"{setup.OPT_OUT}=1 and {program} is not installed")
    pytest.fail(f"{program} is not installed; {setup.HINT}", pytrace=False)


def _feed(command: list[str], sources: list[str]) -> list[Record]:
    task = {"sources": sources, "draws": DRAWS, "modes": sorted(MODES), "constants": CONSTANTS}
    result = subprocess.run(
        command,
        input=json.dumps(task),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    records: list[Record] = json.loads(result.stdout)
    return records


def run_py5(source: str) -> Record:
    """What a py5 script calls."""
    fake = _FakePy5()
    # The scripts are our own printer's: this is the very thing under test.
    with mock.patch.dict(sys.modules, {"py5": fake}):
        scope: dict[str, Any] = {"__name__": "sketch"}
        fake.scope = scope
        exec(compile(source, "sketch.py", "exec"), scope)  # noqa: S102
    return fake.record


class _FakePy5(types.ModuleType):
    def __init__(self) -> None:
        super().__init__("py5")
        self.record: Record = []
        self.scope: dict[str, Any] = {}
        self.width = self.height = 0
        for name in DRAWS:
            setattr(self, snake_case(name), self._recorder(name))
        for mode in MODES:
            setattr(self, mode, mode)
        for name, value in CONSTANTS.items():
            setattr(self, name, value)
        for name in ("sin", "cos", "tan", "atan2", "sqrt", "radians", "degrees"):
            setattr(self, name, getattr(math, name))

    def _recorder(self, name: str) -> Any:
        def call(*args: Any) -> None:
            if name == "size":
                self.width, self.height = args
            shown = [list(arg) if isinstance(arg, tuple) else arg for arg in args]
            self.record.append([name, *map(self._shown, shown)])

        return call

    def _shown(self, arg: Any) -> Any:
        if isinstance(arg, str) and arg.startswith("#"):
            return [int(arg[i : i + 2], 16) for i in (1, 3, 5)] + [255]
        return arg

    def color(self, *channels: float) -> tuple[int, ...]:
        return color(*channels)

    def remap(self, value: float, a: float, b: float, c: float, d: float) -> float:
        return c + (d - c) * ((value - a) / (b - a))

    def lerp(self, start: float, stop: float, amount: float) -> float:
        return start + (stop - start) * amount

    def dist(self, x1: float, y1: float, x2: float, y2: float) -> float:
        return math.hypot(x2 - x1, y2 - y1)

    def run_sketch(self) -> None:
        self.scope["setup"]()


def color(*channels: float) -> tuple[int, ...]:
    """r, g, b, a of a colour call's channels."""
    cut = [int(min(max(channel, 0), 255)) for channel in channels]
    if len(cut) <= 2:
        return (cut[0], cut[0], cut[0], *(cut[1:] or [255]))
    return (*cut[:3], *(cut[3:] or [255]))


def replayed(record: Record) -> list[DrawOp]:
    """The operations that a record draws."""
    return run(Program([_call(name, args) for name, *args in record])).ops


def _call(name: str, args: list[Any]) -> Call:
    exprs: list[Expression] = []
    for arg in args:
        if isinstance(arg, list):
            exprs.append(Call("color", [Number(channel) for channel in arg]))
        elif isinstance(arg, str):
            exprs.append(Name(arg))
        else:
            whole = name in ("size", "fill", "stroke", "background")
            exprs.append(Number(int(arg) if whole else float(arg)))
    return Call(name, exprs)


def difference(ours: list[DrawOp], theirs: list[DrawOp]) -> str:
    """What two lists of operations disagree in, or ""; an unpainted background does not count."""
    ours, theirs = _seen(ours), _seen(theirs)
    if [op.kind for op in ours] != [op.kind for op in theirs]:
        return f"{[op.kind for op in ours]} is not {[op.kind for op in theirs]}"
    for mine, other in zip(ours, theirs, strict=True):
        for a, b in zip(_flat(mine), _flat(other), strict=True):
            close = abs(a - b) <= 1.01e-3 * max(1, abs(a)) if _numbers(a, b) else a == b
            if not close:
                return f"{mine} is not {other}"
        for a, b in zip(mine.style[:2], other.style[:2], strict=True):
            if (a is None) != (b is None) or any(
                abs(x - y) > 1 for x, y in zip(a or (), b or (), strict=True)
            ):
                return f"{mine} is not {other}"
    return ""


def _seen(ops: list[DrawOp]) -> list[DrawOp]:
    """The operations from the last background before the first shape on."""
    start = 0
    while start + 1 < len(ops) and ops[start + 1].kind == "background":
        start += 1
    return ops[start:]


def _numbers(a: Any, b: Any) -> bool:
    return isinstance(a, int | float) and isinstance(b, int | float)


def _flat(op: DrawOp) -> list[Any]:
    flat: list[Any] = [op.kind, *op.style[2:], *(op.matrix or (1, 0, 0, 1, 0, 0))]
    for arg in op.args:
        flat += arg if isinstance(arg, tuple) else (arg,)
    return flat
