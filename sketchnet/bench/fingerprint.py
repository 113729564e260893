"""What code made a result: results of other code never stand beside new ones."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

import renderer
import sketchnet

_LIBRARY = Path(sketchnet.__file__).parent
_RENDERER = Path(renderer.__file__).parent
_MEASURING = (
    "bench/counting",
    "bench/curve",
    "bench/jobs",
    "bench/judge",
    "bench/peers",
    "bench/problems",
    "bench/svg",
    "images",
    "metrics",
)
"""Modules that decide what is measured; the benchmark's others only present it."""

_APART = ("bench", "cli", "train", "__pycache__")
"""Folders of the library that change no drawing."""


@functools.cache
def measuring_fingerprint() -> str:
    """Eight hexadecimal digits that change with the code that measures any method's drawings."""
    return _digest(_measuring())


@functools.cache
def drawing_fingerprint() -> str:
    """Eight hexadecimal digits that change with the code and data that make or measure ours."""
    return _digest([*_measuring(), *_files(_LIBRARY), *_files(_RENDERER)])


def _measuring() -> list[Path]:
    return [_LIBRARY / f"{name}.py" for name in _MEASURING]


def _files(folder: Path) -> list[Path]:
    """A package's files, weights included, but for what Python leaves there."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not set(path.relative_to(folder).parts).intersection(_APART)
    )


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.parent.name}/{path.name} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
