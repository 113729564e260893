"""Pairs on disk: tar shards of key.pde, key.png and key.json, and a manifest with their hashes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image

import renderer
from renderer.errors import SketchError
from sketchnet import __version__
from sketchnet.data.pairs import pair

PER_SHARD = 1000


@dataclass(frozen=True)
class Job:
    """What is to be made.

    Attributes:
        source: the sketch's text.
        count: pairs, from 1 on.
        seed: from 0 on.
        size: side of the pictures in pixels.
    """

    source: str
    count: int
    seed: int
    size: int

    def settings(self) -> dict[str, object]:
        """What decides the bytes of the shards."""
        told = asdict(self) | {"version": __version__, "per_shard": PER_SHARD}
        told["sketch_sha256"] = hashlib.sha256(told.pop("source").encode()).hexdigest()
        return told


def make(job: Job, folder: Path, workers: int, tell: Callable[[str], None]) -> None:
    """Writes the shards that are still missing, then the manifest.

    Raises:
        SketchError: the folder holds other pairs, or cannot be written.
        ProgramError: the sketch fails.
    """
    settings = job.settings()
    shards = range(-(-job.count // PER_SHARD))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        begun = folder / "settings.json"
        if begun.exists():
            if json.loads(begun.read_text()) != settings:
                raise SketchError(f"{folder}: holds pairs made otherwise; expected an empty folder")
        elif any(folder.iterdir()):
            raise SketchError(f"{folder}: holds other files; expected an empty folder")
        else:
            _write(begun, _json(settings))
        missing = [number for number in shards if not _path(folder, number).exists()]
        with ExitStack() as stack:
            if workers > 1 and len(missing) > 1:
                pool = stack.enter_context(ProcessPoolExecutor(workers))
                done = pool.map(_shard, *zip(*((job, folder, n) for n in missing), strict=True))
            else:
                done = map(_shard, [job] * len(missing), [folder] * len(missing), missing)
            for number in done:
                tell(f"{_path(folder, number).name} of {len(shards)} shards")
        hashes = {
            _path(folder, n).name: hashlib.sha256(_path(folder, n).read_bytes()).hexdigest()
            for n in shards
        }
        _write(folder / "manifest.json", _json(settings | {"shards": hashes}))
    except (OSError, ValueError) as error:
        raise SketchError(f"{folder}: {getattr(error, 'strerror', None) or error}") from error


def _shard(job: Job, folder: Path, number: int) -> int:
    sketch = renderer.parse(job.source)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for index in range(number * PER_SHARD, min((number + 1) * PER_SHARD, job.count)):
            program, picture = pair(sketch, job.seed, index, job.size)
            png = io.BytesIO()
            Image.fromarray(picture).save(png, "PNG", compress_level=1)
            facts = {
                "index": index,
                "numbers": renderer.count_numbers(program),
                "statements": renderer.count_statements(program),
            }
            files = {
                "pde": renderer.export(program, "processing").encode(),
                "png": png.getvalue(),
                "json": _json(facts),
            }
            for suffix, data in files.items():
                entry = tarfile.TarInfo(f"{index:08d}.{suffix}")
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
    _write(_path(folder, number), buffer.getvalue())
    return number


def _path(folder: Path, number: int) -> Path:
    return folder / f"shard-{number:05d}.tar"


def _json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, so that a file that exists is done."""
    part = path.with_suffix(".part")
    part.write_bytes(data)
    os.replace(part, path)
