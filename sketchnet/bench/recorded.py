"""What other tools were measured to reach on the project's own pictures."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sketchnet.bench.errors import BenchError

PEERS = ("primitive", "geometrize", "vtracer")
FLAT = "flat"
BEST = "best"
"""Stands for all of `PEERS` together."""


@dataclass(frozen=True, slots=True)
class Record:
    """One setting of one tool on one picture.

    Attributes:
        set_name: the picture's set.
        picture: its name.
        peer: one of `PEERS`, or `FLAT` for the mean colour.
        setting: of the tool.
        shapes: shapes drawn.
        numbers: numbers spent.
        bytes: bytes of SVG.
        rmse: 0–255.
        ssim: up to 1; None for the mean colour.
        cpu_s: seconds of CPU.
    """

    set_name: str
    picture: str
    peer: str
    setting: str
    shapes: int
    numbers: int
    bytes: int
    rmse: float
    ssim: float | None
    cpu_s: float


def read_records(path: Path) -> list[Record]:
    """The rows of a `peers.csv`.

    Raises:
        BenchError: the file cannot be read or holds something else.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [_record(row) for row in csv.DictReader(file)]
    except OSError as error:
        raise BenchError(f"{path}: cannot be read: {error.strerror}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BenchError(f"{path}: not a table of peers: {error!r}") from error


def best_record(records: Iterable[Record], peer: str, numbers: int) -> Record:
    """The record of a tool closest to the picture with at most so many numbers.

    Args:
        records: those of one picture.
        peer: one of `PEERS`, or `BEST`.
        numbers: the budget; where nothing of the tool fits, the flat colour does.

    Raises:
        ValueError: there is no flat colour among the records either.
    """
    wanted = (*PEERS, FLAT) if peer == BEST else (peer, FLAT)
    fitting = [record for record in records if record.peer in wanted and record.numbers <= numbers]
    return min(fitting, key=lambda record: (record.rmse, record.numbers))


def mean_rmse(records: Sequence[Record], set_name: str, peer: str, numbers: int) -> float:
    """The mean over a set's pictures of the best RMSE of a tool with at most so many numbers."""
    pictures: dict[str, list[Record]] = {}
    for record in records:
        if record.set_name == set_name:
            pictures.setdefault(record.picture, []).append(record)
    bests = [best_record(of_picture, peer, numbers).rmse for of_picture in pictures.values()]
    return sum(bests) / len(bests)


def _record(row: dict[str, str]) -> Record:
    return Record(
        row["set"],
        row["picture"],
        row["peer"],
        row["setting"],
        int(row["shapes"]),
        int(row["numbers"]),
        int(row["bytes"]),
        float(row["rmse"]),
        float(row["ssim"]) if row["ssim"] else None,
        float(row["cpu_s"]),
    )
