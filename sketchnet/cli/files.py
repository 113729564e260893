"""Reading and writing for the commands: `-` is standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from renderer import DEFAULT_CAPS, Program, ProgramError, SketchError, check, parse
from sketchnet import outputs
from sketchnet.cli import UsageError, drop_stdout

STANDARD = "-"


def read_program(name: str) -> Program:
    """The checked program in a file or on standard input.

    Raises:
        SketchError: there is no such file, or it holds no program of the language.
    """
    with faults_of(name):
        program = parse(_read_text(name))
        check(program)
    return program


@contextmanager
def faults_of(name: str) -> Iterator[None]:
    """Put a file's name before the faults of the program in it, and the caret below them."""
    try:
        yield
    except ProgramError as error:
        shown = "standard input" if name == STANDARD else name
        raise SketchError(f"{shown}: {error.explain()}") from error


def _read_text(name: str) -> str:
    # One byte more than a program may have: the parser says so, and an endless file ends here.
    most = DEFAULT_CAPS.source_bytes + 1
    try:
        if name == STANDARD:
            data = sys.stdin.buffer.read(most)
        elif Path(name).is_dir():
            raise SketchError(f"{name}: this is a directory, not a program")
        else:
            with open(name, "rb") as file:
                data = file.read(most)
    except FileNotFoundError as error:
        raise SketchError(f"{name}: no such file") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise SketchError(f"{name}: cannot be read: {reason}") from error
    if len(data) == most:
        raise SketchError(f"{name}: the program is longer than {most - 1:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SketchError(f"{name}: not a program; expected text in UTF-8") from error


def check_outputs(names: list[str], suffixes: tuple[str, ...]) -> None:
    """Make sure, before any work, that everything asked for can be written.

    Raises:
        UsageError: a suffix names no format that makes sense here.
        OutputError: a file cannot be written.
    """
    for name in names:
        if name == STANDARD:
            continue
        try:
            outputs.check_output(Path(name), suffixes)
        except outputs.SuffixError as error:
            raise UsageError(str(error)) from error


def write_stdout(data: bytes) -> None:
    """Put bytes on standard output, whatever its encoding.

    Raises:
        OutputError: it takes no more.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # nobody's fault: `main` ends quietly
        raise
    except OSError as error:
        drop_stdout()
        raise outputs.OutputError(f"standard output: {error.strerror}") from error
