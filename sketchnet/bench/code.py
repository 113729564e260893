"""How much shorter tidying makes the code, and what it costs: measured on a set of pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean, median

import renderer
from renderer.language.tree import For, Program
from sketchnet import api
from sketchnet.bench.sets import Picture
from sketchnet.images import Pixels, load_image
from sketchnet.metrics import rmse
from sketchnet.tidy.watching import Tidied, watched


@dataclass(frozen=True, slots=True)
class Size:
    """How long a program is, and how far its picture is from the target."""

    numbers: int
    statements: int
    rmse: float


@dataclass(frozen=True, slots=True)
class Row:
    """One picture.

    Attributes:
        picture: its name.
        before, after: the program as searched, and as tidied.
        repeats: whether the tidied one has a loop or a function.
        seconds: wall time of tidying.
    """

    picture: str
    before: Size
    after: Size
    repeats: bool
    seconds: float


def measure(
    pictures: Sequence[Picture], numbers: int, renders: int | None, seed: int
) -> Iterator[Row]:
    """Draws every picture and weighs its program before and after tidying.

    Args:
        pictures: what to draw.
        numbers: most numbers of each program.
        renders: candidates looked at for each; the default of `draw` when None.
        seed: of the random choices.
    """
    for picture in pictures:
        seen: list[Tidied] = []
        with watched(seen.append):
            drawing = api.draw(str(picture.path), numbers=numbers, renders=renders, seed=seed)
        (tidied,) = seen
        target = load_image(str(picture.path), (255, 255, 255))
        yield Row(
            f"{picture.set_name}/{picture.name}",
            _size(tidied.before, target),
            _size(drawing.program, target),
            repeats(drawing.program),
            tidied.seconds,
        )


def repeats(program: Program) -> bool:
    """Whether a program says anything in a loop or a function."""
    return bool(program.functions) or any(isinstance(node, For) for node in program.main)


def table(rows: Sequence[Row]) -> str:
    """A Markdown table of the rows, with a line that sums them up."""
    lines = [
        "| picture | numbers | tidy | statements | tidy | RMSE | tidy | repeats | seconds |",
        "|---|---:|---:|---:|---:|---:|---:|---|---:|",
    ]
    lines += [_line(row, "yes" if row.repeats else "") for row in rows]
    before, after = (_middle([getattr(row, side) for row in rows]) for side in ("before", "after"))
    share = f"{sum(row.repeats for row in rows)} of {len(rows)}"
    seconds = median(row.seconds for row in rows)
    lines.append(_line(Row("**median** (RMSE: mean)", before, after, True, seconds), share))
    return "\n".join(lines) + "\n"


def _size(program: Program, target: Pixels) -> Size:
    return Size(
        renderer.count_numbers(program),
        renderer.count_statements(program),
        rmse(renderer.render(program), target),
    )


def _middle(sizes: Sequence[Size]) -> Size:
    return Size(
        round(median(size.numbers for size in sizes)),
        round(median(size.statements for size in sizes)),
        mean(size.rmse for size in sizes),
    )


def _line(row: Row, repeated: str) -> str:
    before, after = row.before, row.after
    cells = [
        row.picture,
        str(before.numbers),
        str(after.numbers),
        str(before.statements),
        str(after.statements),
        f"{before.rmse:.2f}",
        f"{after.rmse:.2f}",
        repeated,
        f"{row.seconds:.2f}",
    ]
    return "| " + " | ".join(cells) + " |"
