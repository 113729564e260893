"""Sets of pictures and problems: those of the project, and any folder of pictures."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sketchnet.bench.errors import BenchError

PICTURE_SETS = ("tango", "noto")
PROBLEM_SETS = ("csg2da", "rainbow", "tinysvgoffset")
SUFFIXES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".ppm",
    ".pgm",
    ".pbm",
)

_HOME = Path("datasets", "bench")
_DIGEST_CHARS = 16


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a set.

    Attributes:
        set_name: the set it belongs to.
        name: what it is called in tables; unique in its set.
        path: its file.
        digest: the start of the file's SHA-256, which tells results of another picture apart.
        bundled: whether it is one of the project's own, which peers were recorded on.
    """

    set_name: str
    name: str
    path: Path
    digest: str
    bundled: bool


def home() -> Path:
    """The folder `datasets/bench`: beside the package in a source tree, or below the working one.

    Raises:
        BenchError: it is in neither place, as after an installation without the source tree.
    """
    for root in (Path(__file__).resolve().parents[2], Path.cwd()):
        if (root / _HOME / "peers.csv").is_file():
            return root / _HOME
    raise BenchError(
        f"no {_HOME} here; run the command in the project's source tree, or give it a folder"
    )


def find_pictures(names: Sequence[str], limit: int | None = None) -> list[Picture]:
    """The pictures of some sets, in order.

    Args:
        names: sets of `PICTURE_SETS` or folders of pictures; all of `PICTURE_SETS` when empty.
        limit: at most so many pictures of each set.

    Raises:
        BenchError: there is no such set, a folder holds no picture, or two sets share a name.
    """
    sets = [
        _bundled(name, "pictures") if name in PICTURE_SETS else _folder(Path(name))
        for name in names or PICTURE_SETS
    ]
    titles = Counter(pictures[0].set_name for pictures in sets)
    for title, count in titles.items():
        if count > 1:
            raise BenchError(f"{count} sets are called '{title}'; their results would mix")
    return [picture for pictures in sets for picture in pictures[:limit]]


def find_problems(names: Sequence[str], limit: int | None = None) -> list[Picture]:
    """The problems of some of `PROBLEM_SETS`, all of them when `names` is empty.

    Raises:
        BenchError: there is no such set.
    """
    for name in names:
        if name not in PROBLEM_SETS:
            raise BenchError(f"no problems '{name}'; expected some of {', '.join(PROBLEM_SETS)}")
    wanted = dict.fromkeys(names or PROBLEM_SETS)
    return [problem for name in wanted for problem in _bundled(name, "problems")[:limit]]


def manifest() -> list[dict[str, str]]:
    """The rows of the pictures' manifest: set, name, origin, licence, sha256."""
    with (home() / "pictures" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest_of(path: Path) -> str:
    """The start of a file's SHA-256, in hexadecimal.

    Raises:
        BenchError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGEST_CHARS]
    except OSError as error:
        raise BenchError(f"{path}: cannot be read: {error.strerror}") from error


def _bundled(name: str, kind: str) -> list[Picture]:
    folder = home() / kind / name
    paths = sorted(folder.glob("*.png"))
    if not paths:
        raise BenchError(f"{folder}: no pictures; the source tree is not whole")
    return [Picture(name, path.stem, path, digest_of(path), bundled=True) for path in paths]


def _folder(folder: Path) -> list[Picture]:
    if not folder.is_dir():
        raise BenchError(
            f"{folder}: no such set; expected {', '.join(PICTURE_SETS)} or a folder of pictures"
        )
    try:
        paths = sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
        )
    except OSError as error:
        raise BenchError(f"{folder}: cannot be read: {error.strerror}") from error
    if not paths:
        raise BenchError(f"{folder}: no pictures; expected files that end in {' '.join(SUFFIXES)}")
    # Stems make short captions, but cat.png and cat.jpg must stay apart.
    stems = Counter(path.stem for path in paths)
    title = folder.resolve().name or "root"
    return [
        Picture(
            title,
            path.stem if stems[path.stem] == 1 else path.name,
            path,
            digest_of(path),
            bundled=False,
        )
        for path in paths
    ]
