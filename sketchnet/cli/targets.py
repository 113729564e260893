"""Which files the drawing of each picture goes to, settled before any work."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sketchnet import outputs
from sketchnet.cli import UsageError
from sketchnet.cli.files import STANDARD, check_outputs

_PLACE = "{name}"
_FIELD = re.compile(r"\{[^{}/]*\}")


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to draw.

    Attributes:
        name: the picture as the user called it; `-` is standard input.
        files: where its drawing goes.
        print_program: whether the program goes to standard output too.
    """

    name: str
    files: tuple[Path, ...]
    print_program: bool


def plan(images: Sequence[str], outs: Sequence[str], *, json: bool) -> list[Job]:
    """The jobs of a command line, every output of them checked.

    Args:
        images: pictures; `-` is standard input.
        outs: files, directories (for `.pde` files), patterns with `{name}`, or `-`.
        json: whether standard output belongs to the scores.

    Raises:
        UsageError: the command line contradicts itself or names an unknown suffix.
        OutputError: a file cannot be written.
    """
    if json and STANDARD in outs:
        raise UsageError("--json and -o - both want standard output")
    if outs.count(STANDARD) > 1:
        raise UsageError("-o - is given twice; expected it once")
    for out in outs:
        for field in _FIELD.findall(out):
            if field != _PLACE:
                raise UsageError(f"'{out}': unknown field {field}; expected {_PLACE}")
    if images.count(STANDARD) > 1:
        raise UsageError("standard input holds one picture; expected one - at most")
    print_program = STANDARD in outs or not (outs or json)
    if print_program and len(images) > 1:
        raise UsageError(
            f"several programs cannot share standard output; expected -o with {_PLACE} or a folder"
        )
    jobs = []
    for name in images:
        files = tuple(
            _file_for(name, out, several=len(images) > 1) for out in outs if out != STANDARD
        )
        jobs.append(Job(name, files, print_program))
    _refuse_collisions(jobs)
    check_outputs([str(file) for job in jobs for file in job.files], outputs.SUFFIXES)
    return jobs


def _file_for(name: str, out: str, *, several: bool) -> Path:
    stem = "stdin" if name == STANDARD else Path(name).stem
    if out.endswith(("/", os.sep)) or Path(out).is_dir():
        return Path(out) / f"{stem}.pde"
    if _PLACE in out:
        return Path(out.replace(_PLACE, stem))
    if several:
        raise UsageError(f"several pictures cannot share '{out}'; expected a directory or {_PLACE}")
    return Path(out)


def _refuse_collisions(jobs: Sequence[Job]) -> None:
    """Make sure that no drawing overwrites a picture or another drawing."""
    pictures = {Path(job.name).resolve() for job in jobs if job.name != STANDARD}
    drawn: dict[Path, str] = {}
    for job in jobs:
        for file in job.files:
            place = file.resolve()
            if place in pictures:
                raise UsageError(f"{file} is one of the pictures; expected another output")
            if place in drawn:
                both = dict.fromkeys((drawn[place], job.name))
                raise UsageError(
                    f"{file} is the output of {' and of '.join(both)}; expected one for each"
                    if len(both) > 1
                    else f"{file} is an output of {job.name} twice; expected it once"
                )
            drawn[place] = job.name
