"""The pictures and figures on the cards of data sketches: `python -m sketchnet.data.cards FILE…`.

Beside each `NAME.pde` it writes `NAME.png`, a sheet of the first pairs, and says in `NAME.md` how
long the concrete programs are. With `--files OUT.png` it draws a sheet of pairs instead, and of
what training makes of each so that it looks like somebody's file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import renderer
from renderer.language.tree import Program
from sketchnet.cli import Parser
from sketchnet.data.pairs import concrete
from sketchnet.tools import as_tool

if TYPE_CHECKING:
    from PIL.Image import Image

    from renderer.raster.cairo_raster import Pixels

PAIRS = 200
"""Pairs of seed 0 that the figures are of."""

_COLUMNS, _ROWS = 10, 3
_SIDE = 96  # pixels of a picture on a sheet
_GAP = 3
_PAPER = (255, 255, 255)
_LINE = re.compile(r"- Numbers in a concrete program: .*?\n(?=- )", re.DOTALL)


def figures(sketch: Program) -> str:
    """The lines of a card that say how long the concrete programs are."""
    programs = [concrete(sketch, 0, index).program for index in range(PAIRS)]
    numbers = [renderer.count_numbers(program) for program in programs]
    shapes = [renderer.count_statements(program) for program in programs]
    return (
        f"- Numbers in a concrete program: {sum(numbers) / PAIRS:.1f} on average, {min(numbers)} to"
        f" {max(numbers)};\n  drawn shapes as written: {sum(shapes) / PAIRS:.1f}"
        f" (the first {PAIRS} pairs of seed 0)\n"
    )


def sheet(sketch: Program) -> Image:
    """The pictures of the first pairs of seed 0, side by side."""
    return _laid_out([_picture(sketch, index) for index in range(_COLUMNS * _ROWS)])


def files(sketches: Sequence[Program]) -> Image:
    """A row of pairs of each sketch, and below each picture the same as somebody's file."""
    from sketchnet.data.augment import Augmentation

    augment = Augmentation()
    pictures: list[Pixels] = []
    for number, sketch in enumerate(sketches):
        row = [_picture(sketch, index) for index in range(_COLUMNS)]
        pictures += row
        pictures += [augment(picture, (number, index)) for index, picture in enumerate(row)]
    return _laid_out(pictures)


def _picture(sketch: Program, index: int) -> Pixels:
    return renderer.render_ops(concrete(sketch, 0, index).scene, (_SIDE, _SIDE))


def _laid_out(pictures: Sequence[Pixels]) -> Image:
    from PIL import Image

    step = _SIDE + _GAP
    rows = -(-len(pictures) // _COLUMNS)
    paper = Image.new("RGB", (_COLUMNS * step - _GAP, rows * step - _GAP), _PAPER)
    for index, picture in enumerate(pictures):
        place = (index % _COLUMNS * step, index // _COLUMNS * step)
        paper.paste(Image.fromarray(picture), place)
    return paper


def restated(card: str, sketch: Program) -> str:
    """A card's text with the figures of a sketch as it is now.

    Raises:
        ValueError: the card has no place for them.
    """
    text, count = _LINE.subn(lambda _: figures(sketch), card)
    if count != 1:
        raise ValueError("the card says its figures in no line, or in two; expected one")
    return text


@as_tool
def main(arguments: Sequence[str] | None = None) -> None:
    """Rewrites the cards of the sketches named on the command line, or draws their sheet."""
    parser = Parser(prog="python -m sketchnet.data.cards", description=__doc__)
    parser.add_argument("sketches", nargs="+", type=Path, metavar="FILE", help="a .pde file")
    parser.add_argument("--files", type=Path, metavar="OUT", help="a sheet of pictures as files")
    args = parser.parse_args(arguments)
    sketches = [renderer.parse(path.read_text(encoding="utf-8")) for path in args.sketches]
    if args.files is not None:
        files(sketches).save(args.files, optimize=True)
        return
    for path, sketch in zip(args.sketches, sketches, strict=True):
        card = path.with_suffix(".md")
        card.write_text(restated(card.read_text(encoding="utf-8"), sketch), encoding="utf-8")
        sheet(sketch).save(path.with_suffix(".png"), optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
