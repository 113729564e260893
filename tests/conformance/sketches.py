"""The corpus: small sketches that together use every builtin and corner of the language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

import renderer

FOLDER = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Sketch:
    """One sketch of the corpus.

    Attributes:
        name: its file's name without the suffix.
        source: its text; the first line is a comment that says what it shows.
    """

    name: str
    source: str

    @property
    def summary(self) -> str:
        """What it shows, in one line."""
        return self.source.split("\n", 1)[0].removeprefix("//").strip()

    def picture(self) -> np.ndarray:
        """(H, W, 3) uint8, drawn by us."""
        return renderer.render(self.source)

    def exported(self, to: str) -> str:
        """Its text in another dialect."""
        return renderer.export(self.source, to)


def corpus() -> list[Sketch]:
    """Every sketch of the corpus, by name."""
    return [
        Sketch(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.pde"))
    ]
