"""What `draw` returns: a program, the picture it draws, and how good and how short it is."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import renderer
from renderer import Program
from sketchnet import __version__, outputs
from sketchnet.images import Pixels
from sketchnet.metrics import psnr, rmse, ssim


@dataclass(frozen=True, eq=False)
class Drawing:
    """A program that draws a picture, and what it was made from.

    Attributes:
        program: the syntax tree.
        target: (H, W, 3) uint8, the picture that was to be drawn.
        name: what the picture is called, a path as a rule.
        method: how it was drawn: `search` or `network`.
        seed: of the random choices made.
        renders: candidate drawings looked at.
        seconds: wall time.
        settings: what the drawing was asked to be (`numbers`, `shapes`, …), for the header of
            saved files.
    """

    program: Program = field(repr=False)
    target: Pixels = field(repr=False)
    name: str = "picture"
    method: str = "search"
    seed: int = 0
    renders: int = 0
    seconds: float = 0.0
    settings: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def image(self) -> Pixels:
        """(H, W, 3) uint8: what the program draws."""
        return renderer.render(self.program)

    @cached_property
    def score(self) -> dict[str, Any]:
        """How good and how short the drawing is.

        `image` and `program` (Processing source), `numbers` and `statements` as counted by
        `renderer`, `bytes` of the source, `rmse`, `psnr` (infinite for an exact drawing) and
        `ssim` over RGB at the picture's size, `seconds`, `renders`, `seed`, `method`, `version`.
        """
        source = self.code()
        return {
            "image": self.name,
            "program": source,
            "numbers": renderer.count_numbers(self.program),
            "statements": renderer.count_statements(self.program),
            "bytes": len(source.encode()),
            "rmse": rmse(self.image, self.target),
            "psnr": psnr(self.image, self.target),
            "ssim": ssim(self.image, self.target),
            "seconds": round(self.seconds, 3),
            "renders": self.renders,
            "seed": self.seed,
            "method": self.method,
            "version": __version__,
        }

    @property
    def remarks(self) -> tuple[str, ...]:
        """The lines of the comment that saved files begin with."""
        settings = {"method": self.method, **self.settings, "seed": self.seed}
        said = ", ".join(f"{key} {value}" for key, value in settings.items() if value is not None)
        return (f"{Path(self.name).name}, drawn by sketchnet {__version__}", said)

    def code(self, to: str = "processing") -> str:
        """The source text: processing, p5js, py5, ruby, lisp or svg.

        Raises:
            ValueError: there is no such dialect.
        """
        return renderer.export(self.program, to)

    def encode(self, suffix: str) -> bytes:
        """The content of a file with this suffix, one of `sketchnet.outputs.SUFFIXES`."""
        if suffix == ".png":
            return outputs.encode_png(self.image)
        title = Path(self.name).stem
        return outputs.encode(self.program, suffix, title=title, remarks=self.remarks)

    def save(self, path: str | Path) -> None:
        """Write a file in the format of its suffix, whole or not at all.

        Raises:
            SuffixError: the suffix names no format.
            OutputError: the file cannot be written.
        """
        path = Path(path)
        outputs.check_output(path)
        outputs.write_all({path: self.encode(path.suffix.lower())})

    def animate(self, path: str | Path) -> None:
        """Write an animated GIF of the drawing being made.

        Raises:
            SuffixError: the name does not end in `.gif`.
            OutputError: the file cannot be written.
        """
        outputs.check_output(Path(path), (".gif",))
        self.save(path)

    def _repr_png_(self) -> bytes:
        return outputs.encode_png(self.image)

    def _repr_html_(self) -> str:
        """Picture, drawing and program side by side, for notebooks."""
        score = self.score
        target, image = (_data_url(pixels) for pixels in (self.target, self.image))
        style = "max-width: 256px; vertical-align: top; margin-right: 8px"
        return (
            f'<div><img style="{style}" alt="picture" src="{target}">'
            f'<img style="{style}" alt="drawing" src="{image}">'
            f"<p>{score['numbers']} numbers, {score['statements']} statements, "
            f"RMSE {score['rmse']:.2f}, SSIM {score['ssim']:.3f}</p>"
            f"<details><summary>program</summary><pre>{html.escape(score['program'])}</pre>"
            "</details></div>"
        )


def _data_url(image: Pixels) -> str:
    return "data:image/png;base64," + base64.b64encode(outputs.encode_png(image)).decode()
