"""Quotes drawings of a finished benchmark: each picture beside its drawing, and the program.

`python -m sketchnet.bench.quoted DIR OUT` takes every fifth picture of tango and noto from the
benchmark in DIR, at 50 numbers, so that nobody chose them, and writes OUT/programs.md and the
pictures that it shows.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from sketchnet import outputs
from sketchnet.bench.errors import BenchError
from sketchnet.bench.sets import PICTURE_SETS, find_pictures
from sketchnet.cli import Parser
from sketchnet.images import load_image
from sketchnet.tools import as_tool

_EVERY = 5
_NUMBERS = 50
_GAP = 8  # white pixels between a picture and its drawing
_INTRO = f"""# Ten programs

Every fifth picture of the benchmark's two sets, in alphabetical order and not chosen by hand, drawn
with at most {_NUMBERS} numbers. Left the picture, right what the program below it draws. The
programs stand here as `sketchnet draw` wrote them. Made from a finished benchmark by
`python -m sketchnet.bench.quoted`; the tango icons are in the public domain, the Noto emoji under
the SIL Open Font License 1.1.
"""


def quote(bench: Path, out: Path) -> Path:
    """Writes the page and its pictures.

    Args:
        bench: a folder that `sketchnet bench tango noto` wrote, with drawings at 50 numbers.
        out: where `programs.md` and a folder `programs` of pictures go.

    Returns:
        The page.

    Raises:
        BenchError: the folder holds no such drawings.
        OutputError: the page cannot be written.
    """
    results = bench / "results.csv"
    if not results.is_file():
        raise BenchError(f"{bench}: has no results.csv; expected a folder 'sketchnet bench' wrote")
    with results.open(newline="", encoding="utf-8") as file:
        scores = {
            (row["set"], row["picture"]): row
            for row in csv.DictReader(file)
            if row["method"] == "sketchnet" and int(row["limit"]) == _NUMBERS
        }
    page = [_INTRO]
    files: dict[Path, bytes] = {}
    for picture in (p for name in PICTURE_SETS for p in find_pictures([name])[::_EVERY]):
        drawing = bench / "drawings" / picture.set_name / picture.name / f"sketchnet-{_NUMBERS}"
        row = scores.get((picture.set_name, picture.name))
        if row is None or not drawing.with_suffix(".pde").is_file():
            raise BenchError(f"{bench}: has no drawing of {picture.name} at {_NUMBERS} numbers")
        target = load_image(str(picture.path))
        gap = np.full((target.shape[0], _GAP, 3), 255, np.uint8)
        drawn = load_image(str(drawing.with_suffix(".png")))
        name = f"{picture.set_name}-{picture.name}.png"
        files[out / "programs" / name] = outputs.encode_png(np.hstack([target, gap, drawn]))
        code = drawing.with_suffix(".pde").read_text(encoding="utf-8").strip()
        page.append(
            f"## {picture.name}\n\n![{picture.name} and its drawing](programs/{name})\n\n"
            f"{row['numbers']} numbers, RMSE {float(row['rmse']):.1f}.\n\n```java\n{code}\n```\n"
        )
    outputs.make_folder(out / "programs")
    path = out / "programs.md"
    outputs.write_all({**files, path: "\n".join(page).encode()})
    return path


@as_tool
def main() -> None:
    """Writes the pages, and prints where."""
    parser = Parser(prog="python -m sketchnet.bench.quoted", description=__doc__.splitlines()[0])
    parser.add_argument("bench", metavar="DIR", type=Path, help="what `sketchnet bench` wrote")
    parser.add_argument("out", metavar="OUT", type=Path, help="folder to write to")
    args = parser.parse_args()
    print(quote(args.bench, args.out))


if __name__ == "__main__":
    raise SystemExit(main())
