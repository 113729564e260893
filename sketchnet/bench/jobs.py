"""One piece of the benchmark's work, and where its drawings are kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sketchnet import outputs
from sketchnet.bench.judge import Draw
from sketchnet.bench.rows import Asked
from sketchnet.bench.sets import Picture
from sketchnet.images import Pixels


@dataclass(frozen=True, slots=True)
class Job:
    """A picture, to be drawn by one method.

    Attributes:
        picture: the picture.
        asked: what to find out about it; the same picture and method in all of them.
        folder: the benchmark's folder, which keeps the drawings.
    """

    picture: Picture
    asked: tuple[Asked, ...]
    folder: Path

    def __str__(self) -> str:
        limits = ",".join(str(asked.limit) for asked in self.asked)
        return f"{self.picture.set_name}/{self.picture.name} {self.asked[0].method} ≤{limits}"


def drawing_path(folder: Path, asked: Asked, suffix: str) -> Path:
    """Where the drawing that answers `asked` is kept, under a benchmark's folder."""
    return folder / "drawings" / asked.set / asked.picture / f"{asked.method}-{asked.limit}{suffix}"


def save_drawing(folder: Path, asked: Asked, image: Pixels, text: str, suffix: str) -> None:
    """Keep a drawing as PNG, and what it was drawn from in a file with `suffix` beside it.

    Raises:
        SketchError: the files cannot be written.
    """
    picture = drawing_path(folder, asked, ".png")
    outputs.make_folder(picture.parent)
    source = drawing_path(folder, asked, suffix)
    outputs.write_all({picture: outputs.encode_png(image), source: text.encode()})


OURS = {"sketchnet": "auto", "search": "search", "network": "network"}
"""What our own methods are called here, and what `sketchnet.draw` calls them."""


def draw_with(asked: Asked, draw: Draw | None) -> Draw:
    """`draw`, or the project's own, told everything that was asked but the picture."""
    if draw is None:
        from sketchnet import api

        draw = api.draw
    return partial(
        draw,
        method=OURS[asked.method],
        numbers=asked.limit,
        seed=asked.seed or 0,
        time=asked.time_limit,
        renders=asked.renders_limit,
    )
