"""Run the command line: inside this process where that is enough, as a process where it is not."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from sketchnet.cli import main


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: bytes
    err: str

    @property
    def complaints(self) -> list[str]:
        """The lines of standard error that name a fault."""
        return [line for line in self.err.splitlines() if line.startswith("sketchnet: ")]


def run(*args: str | Path, stdin: bytes = b"") -> Result:
    """Run a command line in this process; an exception that leaves it fails the test."""
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(stdin), "utf-8"),
        "stdout": io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True),
        "stderr": io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True),
    }
    with mock.patch.multiple(sys, **streams):
        code = main([str(arg) for arg in args])
    out, err = (streams[name].buffer.getvalue() for name in ("stdout", "stderr"))
    return Result(code, out, err.decode())


def command(*args: str | Path) -> list[str]:
    """The words that start a command line as a process of its own."""
    return [sys.executable, "-m", "sketchnet", *map(str, args)]


def spawn(*args: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> Result:
    """Run a command line as a process of its own."""
    done = subprocess.run(
        command(*args), input=stdin, capture_output=True, cwd=cwd, timeout=120, check=False
    )
    return Result(done.returncode, done.stdout, done.stderr.decode())
