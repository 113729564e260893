"""Pictures from files, without programs: some to learn from, some held out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sketchnet.images import ImageError, load_image
from sketchnet.model.view import View
from sketchnet.model.writers import Pixels
from sketchnet.train.settings import ConfigError

_HELD_OUT = 10  # one of so many, by their names' order
_MOST_HELD_OUT = 48


class RealPictures:
    """The pictures of a folder and of those in it.

    Args:
        folder: of PNG, JPEG, GIF or WebP files.

    Raises:
        ConfigError: fewer than two pictures are there.
    """

    def __init__(self, folder: str) -> None:
        if not Path(folder).is_dir():
            raise ConfigError(f"real is {folder}; expected a folder of pictures")
        suffixes = {".png", ".jpg", ".jpeg", ".gif", ".webp"}
        found = sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() in suffixes)
        if len(found) < 2:
            raise ConfigError(f"{folder}: {len(found)} pictures there; expected 2 or more")
        self.unseen = found[::_HELD_OUT][:_MOST_HELD_OUT]
        apart = set(found[::_HELD_OUT])
        self.seen = [path for path in found if path not in apart]

    def some(self, count: int, side: int, rng: np.random.Generator) -> list[Pixels]:
        """Pictures to learn from, (side, side, 3) uint8 each, any of them any number of times."""
        chosen = rng.integers(len(self.seen), size=count)
        return [_picture(self.seen[index], side) for index in chosen]

    def held_out(self, side: int | None = None) -> list[Pixels]:
        """Pictures that are never learnt from, as a painter sees them or in their own size."""
        return [_picture(path, side) for path in self.unseen]


def _picture(path: Path, side: int | None) -> Pixels:
    try:
        picture = load_image(path)
    except ImageError as error:
        raise ConfigError(str(error)) from error
    if side is None:
        return picture
    return View(picture.shape[1], picture.shape[0], side).of(picture)
