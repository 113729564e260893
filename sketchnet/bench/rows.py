"""Results as rows of a CSV file: written as they come, read back to go on."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sketchnet.bench.errors import BenchError


@dataclass(frozen=True, slots=True)
class Asked:
    """What was to be measured; results that agree in all of it may stand for each other.

    Attributes:
        set: the picture's set.
        picture: its name.
        digest: of its file.
        method: `sketchnet` or another tool.
        version: of the method, empty where the tool tells none, and `+` with a fingerprint of the
            code that made or measured the drawing.
        limit: most numbers.
        seed: of the method's random choices.
        time_limit: most seconds; None for none.
        renders_limit: most candidates looked at; None for the method's own choice.
    """

    set: str
    picture: str
    digest: str
    method: str
    version: str
    limit: int
    seed: int | None
    time_limit: float | None
    renders_limit: int | None

    def question(self) -> dict[str, Any]:
        """These values by name, without those that a subclass answers with."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(Asked)}


@dataclass(frozen=True, slots=True)
class Score(Asked):
    """How good one drawing is.

    Attributes:
        setting: the tool's setting that was best.
        shapes: shapes drawn, as written.
        numbers: numbers spent.
        bytes: bytes of the program or of the SVG's elements.
        rmse: 0–255.
        psnr: in decibels; infinite for an exact drawing.
        ssim: up to 1; None where it was not recorded.
        seconds: wall time in one process; CPU time for recorded peers.
        renders: candidates looked at; None where the tool counts none.
    """

    setting: str
    shapes: int
    numbers: int
    bytes: int
    rmse: float
    psnr: float
    ssim: float | None
    seconds: float
    renders: int | None


@dataclass(frozen=True, slots=True)
class Solution(Asked):
    """Whether and when one problem was solved.

    Attributes:
        solved_at: candidates looked at when a drawing first passed the goal test; None for never.
        solved: 1 when the final program passes it, else 0.
        numbers: numbers of the final program.
        rmse: of the final program, 0–255.
        seconds: wall time in one process.
        renders: candidates looked at in all.
    """

    solved_at: int | None
    solved: int
    numbers: int
    rmse: float
    seconds: float
    renders: int


Row = TypeVar("Row", bound=Asked)


def write_rows(path: Path, kind: type[Row], rows: Iterable[Row]) -> None:
    """Write a file that holds these rows and no others.

    Raises:
        BenchError: it cannot be written.
    """
    with _opened(path, "w") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in dataclasses.fields(kind))
        writer.writerows(_texts(row) for row in rows)


def append_rows(path: Path, rows: Iterable[Row]) -> None:
    """Add rows to the end of a file.

    Raises:
        BenchError: it cannot be written.
    """
    with _opened(path, "a") as file:
        csv.writer(file, lineterminator="\n").writerows(_texts(row) for row in rows)


def read_rows(path: Path, kind: type[Row]) -> list[Row]:
    """The rows of a file.

    Raises:
        BenchError: it cannot be read or holds something else.
    """
    fields = dataclasses.fields(kind)
    convert = [_CONVERTERS[str(field.type)] for field in fields]
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BenchError(f"{path}: cannot be read: {error}") from error
    if not lines or lines[0] != [field.name for field in fields]:
        raise BenchError(f"{path}: another kind of table; expected one that this version wrote")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        try:
            rows.append(kind(*(f(text) for f, text in zip(convert, line, strict=True))))
        except ValueError as error:
            raise BenchError(f"{path}: line {number} is damaged; delete it and resume") from error
    return rows


def _optional(convert: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: convert(text) if text else None


_CONVERTERS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "int | None": _optional(int),
    "float | None": _optional(float),
}


def _texts(row: Asked) -> list[str]:
    values = (getattr(row, field.name) for field in dataclasses.fields(row))
    return ["" if value is None else str(value) for value in values]


def _opened(path: Path, mode: str) -> Any:
    try:
        return path.open(mode, encoding="utf-8", newline="")
    except OSError as error:
        raise BenchError(f"{path}: cannot be written: {error.strerror}") from error
