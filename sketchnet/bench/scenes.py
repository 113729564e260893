"""Pictures with a known answer: `python -m sketchnet.bench.scenes`.

Scenes of one to six plain shapes over one another, drawn by `datasets/bench/scenes.pde`, are to be
found again: the same picture with no more numbers. What is wholly hidden counts for nothing. The
table says for how many of them that came out, by how the shapes are outlined.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

import renderer
import sketchnet
from renderer.language.tree import Program
from renderer.ops import Scene
from renderer.raster.cairo_raster import Pixels
from sketchnet.bench.sets import home
from sketchnet.cli import Parser
from sketchnet.data.pairs import concrete
from sketchnet.tools import as_tool

EXACT = 1.0  # RMSE, 0–255, up to which a picture is the same
_MORE = 1.1  # times the numbers of the answer that are no more to a reader

NONE, THIN, ONE, OWN = "none", "thin and black", "one for all", "each its own"
OUTLINES = (NONE, THIN, ONE, OWN)


class Found(NamedTuple):
    """How a scene was found again.

    Attributes:
        outline: one of `OUTLINES`.
        rmse: of the drawing, 0–255.
        numbers: that it is written with.
        answer: numbers that the scene's shapes in sight are written with.
        seconds: it took.
    """

    outline: str
    rmse: float
    numbers: int
    answer: int
    seconds: float

    @property
    def exact(self) -> bool:
        """Whether the picture is the same."""
        return self.rmse <= EXACT

    @property
    def solved(self) -> bool:
        """Whether it is, with no more numbers."""
        return self.exact and self.numbers <= _MORE * self.answer


def find(count: int, seed: int, renders: int | None, time: float | None) -> Iterator[Found]:
    """Draws scenes one by one.

    Args:
        count: how many.
        seed: of the scenes.
        renders, time: limits of each drawing; see `sketchnet.draw`.
    """
    sketch = renderer.parse((home() / "scenes.pde").read_text(encoding="utf-8"))
    for index in range(count):
        program, scene = concrete(sketch, seed, index)
        picture = renderer.render(program)
        drawing = sketchnet.draw(picture, renders=renders, time=time, method="search")
        score = drawing.score
        answer = renderer.count_numbers(in_sight(program, picture))
        yield Found(outline_of(scene), score["rmse"], score["numbers"], answer, score["seconds"])


def in_sight(program: Program, picture: Pixels) -> Program:
    """A program without the statements that its picture does without."""
    kept = list(program.main)
    for statement in program.main:
        rest = [one for one in kept if one is not statement]
        smaller = Program(rest, program.functions)
        if statement is not program.main[0] and np.array_equal(renderer.render(smaller), picture):
            kept = rest
    return Program(kept, program.functions)


def outline_of(scene: Scene) -> str:
    """How the shapes of a scene are outlined."""
    strokes = {(op.style.stroke, op.style.weight) for op in scene.ops if op.kind != "background"}
    if all(colour is None for colour, _ in strokes):
        return NONE
    if strokes == {((0, 0, 0, 255), 1)}:
        return THIN
    return ONE if len(strokes) == 1 else OWN


def table(found: list[Found]) -> str:
    """Markdown: a row for each way to outline, and one for all."""
    head = (
        "| outlines | scenes | exact | and no more numbers | numbers, of the answer's | seconds |"
    )
    lines = [head, "|---|---:|---:|---:|---:|---:|"]
    for outline in (*OUTLINES, "all"):
        rows = [one for one in found if outline in (one.outline, "all")]
        if rows:
            numbers = statistics.median(one.numbers / max(one.answer, 1) for one in rows)
            seconds = statistics.median(one.seconds for one in rows)
            exact, solved = sum(one.exact for one in rows), sum(one.solved for one in rows)
            lines.append(
                f"| {outline} | {len(rows)} | {exact} | {solved} | {numbers:.2f} | {seconds:.1f} |"
            )
    return "\n".join(lines)


@as_tool
def main() -> None:
    """Runs the benchmark from the command line."""
    parser = Parser(prog="python -m sketchnet.bench.scenes", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="scenes (default 100)")
    parser.add_argument("--seed", type=int, default=1, help="of the scenes (default 1)")
    parser.add_argument("--renders", type=int, help="candidates looked at for each")
    parser.add_argument("--time", type=float, help="seconds for each")
    asked = parser.parse_args()
    print(table(list(find(asked.count, asked.seed, asked.renders, asked.time))))


if __name__ == "__main__":
    raise SystemExit(main())
