"""Contact sheets: each picture beside its drawings, with what each spends and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sketchnet import outputs
from sketchnet.bench.jobs import drawing_path
from sketchnet.bench.rows import Asked, Score, Solution
from sketchnet.bench.sets import Picture
from sketchnet.images import Pixels, load_image

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

BOX = 144
"""Pixels on a side that a picture on a sheet has room for."""

_GAP = 10
_TEXT = 13  # pixels high
_LINE = 17
_INK = (30, 30, 30)
_FAINT = (120, 120, 120)
_PAPER = (246, 246, 246)
_FRAME = (205, 205, 205)
_ROWS = 8  # of pictures on a sheet
_PAIRS = 4  # of problem and drawing in a row


@dataclass(frozen=True, slots=True)
class Cell:
    """One picture on a sheet.

    Attributes:
        image: (H, W, 3) uint8 of any size; None leaves the place empty.
        captions: lines below it.
    """

    image: Pixels | None
    captions: tuple[str, ...] = ()


def draw_sheet(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Image:
    """A sheet with a column for each entry of `head`, and a row of cells for each picture.

    Pictures keep their pixels where they fit: small ones grow by whole factors, large ones shrink.
    """
    from PIL import Image, ImageDraw

    lines = max((len(cell.captions) for row in rows for cell in row), default=0)
    column, row_height = BOX + _GAP, BOX + lines * _LINE + _GAP
    top = 2 * _LINE + 2 * _GAP
    size = (len(head) * column + _GAP, top + len(rows) * row_height + _GAP)
    sheet = Image.new("RGB", size, _PAPER)
    ink = ImageDraw.Draw(sheet)
    _write(ink, (_GAP, _GAP), title, size[0] - 2 * _GAP, _INK)
    for i, text in enumerate(head):
        _write(ink, (_GAP + i * column, _GAP + _LINE), text, BOX, _FAINT)
    for j, row in enumerate(rows):
        for i, cell in enumerate(row):
            left, upper = _GAP + i * column, top + j * row_height
            ink.rectangle((left - 1, upper - 1, left + BOX, upper + BOX), outline=_FRAME)
            if cell.image is not None:
                picture = _fitted(cell.image)
                middle = ((BOX - picture.width) // 2, (BOX - picture.height) // 2)
                sheet.paste(picture, (left + middle[0], upper + middle[1]))
            for k, text in enumerate(cell.captions):
                color = _FAINT if k else _INK
                _write(ink, (left, upper + BOX + 3 + k * _LINE), text, BOX, color)
    return sheet


def write_score_sheets(
    folder: Path, pictures: Sequence[Picture], scores: Sequence[Score]
) -> list[Path]:
    """Sheets of every set: the picture, then each method that draws, at each limit.

    Args:
        folder: the benchmark's folder, which has the drawings.
        pictures: those measured.
        scores: what they reached; recorded peers left no drawings and are passed over.

    Returns:
        the files written, `sheet-SET-1.png` and so on.
    """
    drawn = [score for score in scores if not score.method.startswith("recorded")]
    columns = list(dict.fromkeys((s.method, s.limit) for s in drawn))
    methods = list(dict.fromkeys(method for method, _ in columns))
    columns.sort(key=lambda column: (column[1], methods.index(column[0])))
    answers = {(s.set, s.picture, s.method, s.limit): s for s in drawn}
    head = ["picture", *(f"{method} ≤{limit}" for method, limit in columns)]
    rows: dict[str, list[list[Cell]]] = {}
    for picture in pictures:
        found = [answers.get((picture.set_name, picture.name, *column)) for column in columns]
        if any(found):
            drawings = [_score_cell(folder, score) for score in found]
            cells = [Cell(load_image(picture.path), (picture.name,)), *drawings]
            rows.setdefault(picture.set_name, []).append(cells)
    return _write_pages(folder, head, rows)


def write_solution_sheets(
    folder: Path, problems: Sequence[Picture], solutions: Sequence[Solution]
) -> list[Path]:
    """Sheets of every set of problems: problem and final drawing side by side, four pairs a row.

    Returns:
        the files written.
    """
    paths = {(problem.set_name, problem.name): problem.path for problem in problems}
    rows: dict[str, list[list[Cell]]] = {}
    for solution in solutions:
        target = Cell(load_image(paths[solution.set, solution.picture]), (solution.picture,))
        if solution.solved_at is None:
            said = "not solved"
        else:
            said = f"at {solution.solved_at:,}" + ("" if solution.solved else ", then lost")
        drawing = Cell(
            _drawing(folder, solution), (said, f"{solution.numbers} numbers, {solution.rmse:.1f}")
        )
        of_set = rows.setdefault(solution.set, [[]])
        if len(of_set[-1]) == 2 * _PAIRS:
            of_set.append([])
        of_set[-1] += [target, drawing]
    return _write_pages(folder, ["problem", "drawing"] * _PAIRS, rows)


def _write_pages(
    folder: Path, head: Sequence[str], rows: dict[str, list[list[Cell]]]
) -> list[Path]:
    written: dict[Path, bytes] = {}
    for name, of_set in rows.items():
        pages = [of_set[i : i + _ROWS] for i in range(0, len(of_set), _ROWS)]
        for number, page in enumerate(pages, 1):
            title = f"{name}, sheet {number} of {len(pages)}; below each drawing its numbers, RMSE"
            sheet = draw_sheet(title, head, page)
            written[folder / f"sheet-{name}-{number}.png"] = outputs.encode_png(np.array(sheet))
    outputs.write_all(written)
    return list(written)


def _score_cell(folder: Path, score: Score | None) -> Cell:
    if score is None:
        return Cell(None, ("no drawing",))
    return Cell(_drawing(folder, score), (f"{score.numbers} numbers, {score.rmse:.1f}",))


def _drawing(folder: Path, asked: Asked) -> Pixels | None:
    path = drawing_path(folder, asked, ".png")
    return load_image(path) if path.is_file() else None


def _fitted(image: Pixels) -> Image:
    from PIL import Image

    picture = Image.fromarray(image)
    longest = max(picture.size)
    if longest <= BOX:
        factor = BOX // longest
        size = (picture.width * factor, picture.height * factor)
        return picture.resize(size, Image.Resampling.NEAREST)
    picture.thumbnail((BOX, BOX), Image.Resampling.LANCZOS)
    return picture


def _write(
    ink: ImageDraw, place: tuple[int, int], text: str, room: int, color: tuple[int, int, int]
) -> None:
    """Write a line, cut with an ellipsis where it is longer than `room` pixels."""
    from PIL import ImageFont

    font = ImageFont.load_default(_TEXT)
    # The built-in font is without many signs; what it cannot write must not stop the sheet.
    shown = text.replace("≤", "<=")
    while shown and ink.textlength(shown, font=font) > room:
        shown = shown.removesuffix("...")[:-1] + "..."
    ink.text(place, shown, fill=color, font=font)
