"""Plain drawings of known answer, drawn again: `python -m sketchnet.bench.plain`.

The sketches are those of `datasets/plain`, written by hand. The table has the numbers of each,
those of the drawing, and how far off that is; a sheet shows what was given and what came back.
With `--jpeg` the pictures are given as compressed files, and the drawings compared with what they
were before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import renderer
import sketchnet
from renderer.raster.cairo_raster import Pixels
from sketchnet.bench.scenes import EXACT
from sketchnet.bench.sets import home
from sketchnet.bench.sheets import Cell, draw_sheet
from sketchnet.cli import Parser
from sketchnet.data.augment import compressed
from sketchnet.drawing import Drawing
from sketchnet.metrics import rmse
from sketchnet.tools import as_tool

_ACROSS = 8  # drawings in a row of the sheet


class Again(NamedTuple):
    """A plain drawing and what was made of its picture.

    Attributes:
        name: of its file.
        picture: (H, W, 3) uint8.
        given: (H, W, 3) uint8 that was drawn: the picture, or what a file has made of it.
        answer: numbers that it was written with.
        drawing: what came back.
    """

    name: str
    picture: Pixels
    given: Pixels
    answer: int
    drawing: Drawing

    @property
    def rmse(self) -> float:
        """How far off the picture the drawing is."""
        return rmse(self.drawing.image, self.picture)

    @property
    def exact(self) -> bool:
        """Whether the picture is the same."""
        return self.rmse <= EXACT

    @property
    def solved(self) -> bool:
        """Whether it is, with no more numbers than by hand."""
        return self.exact and self.drawing.score["numbers"] <= self.answer


def draw_again(
    names: Sequence[str], numbers: int, time: float | None, jpeg: int | None = None
) -> Iterator[Again]:
    """Draws sketches from their pictures.

    Args:
        names: of files in `datasets/plain`; all of them for none.
        numbers, time: limits of each drawing; see `sketchnet.draw`.
        jpeg: quality, 1–95, at which the pictures are compressed first; None for as they are.
    """
    for path in sorted((home().parent / "plain").glob("*.pde")):
        if names and path.stem not in names:
            continue
        program = renderer.parse(path.read_text(encoding="utf-8"))
        picture = renderer.render(program)
        given = picture if jpeg is None else compressed(picture, jpeg)
        drawing = sketchnet.draw(given, numbers=numbers, time=time, method="search")
        yield Again(path.stem, picture, given, renderer.count_numbers(program), drawing)


def table(rows: Sequence[Again]) -> str:
    """Markdown: a row for each drawing, and how many came back."""
    lines = ["| drawing | by hand | numbers | RMSE | seconds |", "|---|---:|---:|---:|---:|"]
    for row in rows:
        score = row.drawing.score
        lines.append(
            f"| {row.name} | {row.answer} | {score['numbers']} | {row.rmse:.2f} "
            f"| {score['seconds']:.1f} |"
        )
    exact, solved = sum(row.exact for row in rows), sum(row.solved for row in rows)
    lines += ["", f"{exact} of {len(rows)} exact, {solved} of them with no more numbers."]
    return "\n".join(lines)


def write_sheet(rows: Sequence[Again], path: Path) -> None:
    """A sheet (PNG) with each picture, and below it what came back."""
    cells: list[list[Cell]] = []
    for start in range(0, len(rows), _ACROSS):
        some = rows[start : start + _ACROSS]
        cells.append([Cell(row.given, (row.name, f"by hand {row.answer}")) for row in some])
        cells.append(
            [
                Cell(
                    row.drawing.image,
                    (
                        f"{row.drawing.score['numbers']} numbers",
                        f"RMSE {row.rmse:.1f}",
                    ),
                )
                for row in some
            ]
        )
    draw_sheet("Given, and drawn again", [""] * min(_ACROSS, len(rows)), cells).save(path)


@as_tool
def main() -> None:
    """Runs the benchmark from the command line."""
    parser = Parser(prog="python -m sketchnet.bench.plain", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="drawings (default: all)")
    parser.add_argument("--numbers", type=int, default=100, help="at most (default 100)")
    parser.add_argument("--time", type=float, help="seconds for each")
    parser.add_argument("--jpeg", type=int, metavar="QUALITY", help="compress the pictures first")
    parser.add_argument("-o", "--out", type=Path, metavar="PNG", help="a sheet of all of them")
    asked = parser.parse_args()
    rows = list(draw_again(asked.names, asked.numbers, asked.time, asked.jpeg))
    if not rows:
        parser.error(f"no drawing is called {', '.join(asked.names)}; see datasets/plain")
    print(table(rows))
    if asked.out is not None:
        write_sheet(rows, asked.out)


if __name__ == "__main__":
    raise SystemExit(main())
