"""Programs are written in one order, and draw the same picture in it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import renderer
from renderer.ops import DrawOp, Style
from sketchnet.data.canonical import reordered
from sketchnet.data.extents import box_of
from sketchnet.data.pairs import concrete
from sketchnet.data.specialise import specialise

SKETCHES = sorted((Path(__file__).parents[2] / "datasets").glob("*.pde"))
HEAD = "size(64, 64); background(255); noStroke(); "


def written(code: str) -> str:
    return renderer.export(specialise(renderer.parse(code), 0).program, "processing")


def same_picture(code: str) -> None:
    told = specialise(renderer.parse(code), 0)
    wanted = renderer.render(code)
    assert np.array_equal(renderer.render_ops(told.scene), wanted)
    assert np.array_equal(renderer.render(told.program), wanted)


@pytest.mark.parametrize("path", SKETCHES, ids=lambda path: path.stem)
def test_the_operations_told_are_those_the_program_draws(path: Path) -> None:
    sketch = renderer.parse(path.read_text())
    for index in range(40):
        program, scene = concrete(sketch, 11, index)
        assert np.array_equal(renderer.render(program), renderer.render_ops(scene))


@pytest.mark.parametrize("path", SKETCHES, ids=lambda path: path.stem)
def test_writing_a_canonical_program_again_changes_nothing(path: Path) -> None:
    sketch = renderer.parse(path.read_text())
    for index in range(20):
        program = concrete(sketch, 12, index).program
        assert specialise(program, 0).program == program


SHAPES = [
    "circle({x}, {y}, {w});",
    "rect({x}, {y}, {w}, {h});",
    "rect({x}, {y}, {w}, {h}, 3);",
    "triangle({x}, {y}, {x} + {w}, {y} + 2, {x} + 1, {y} + {h});",
    "line({x}, {y}, {x} + {w}, {y} + {h});",
    "point({x}, {y});",
    "arc({x}, {y}, {w}, {h}, 0.3, 4, PIE);",
    "bezier({x}, {y}, {x} + {w}, {y}, {x}, {y} + {h}, {x} + {w}, {y} + {h});",
    "beginShape(); vertex({x}, {y}); vertex({x} + {w}, {y} + 1); vertex({x}, {y} + 3); "
    "endShape(CLOSE);",
    "pushMatrix(); translate({x}, {y}); rotate(0.5); square(0, 0, {w}); popMatrix();",
    "for (int i = 0; i < 3; i++) {{ circle({x} + 4 * i, {y}, 3); }}",
    "for (int i = 0; i < 2; i++) {{ fill(i, 90, 9); square({x}, {y} + 9 * i, 5); }}",
    "dots({x}, {y});",
]
STYLES = [
    *("fill(200, 30, 40);", "fill(20, 200, 40);", "fill(90, 90);", "fill(#336699, 120);"),
    *("noFill();", "stroke(10, 20, 200);", "stroke(0);", "noStroke();"),
    *("strokeWeight(4);", "strokeWeight(0.5);", "strokeCap(PROJECT);", "strokeJoin(ROUND);"),
]
MOVES = ["translate(5, 3);", "scale(1.2);", "rectMode(CENTER);", "background(240, 230, 220);"]
FIXED = "void dots(float x, float y) { fill(1, 2, 3); circle(x, y, 4); circle(x + 9, y, 4); }"


@st.composite
def sketches(draw: st.DrawFn) -> str:
    def shape() -> str:
        part = draw(st.sampled_from(SHAPES))
        names = {name: draw(st.integers(0, 70)) for name in "xy"}
        return part.format(**names, **{name: draw(st.integers(1, 30)) for name in "wh"})

    lines = ["size(64, 64);"]
    for _ in range(draw(st.integers(1, 14))):
        kind = draw(st.integers(0, 15))
        if kind < 8:
            lines.append(shape())
        else:
            lines.append(draw(st.sampled_from(STYLES if kind < 15 else MOVES)))
    return f"void setup() {{ {' '.join(lines)} }} {FIXED}"


@settings(max_examples=150, deadline=None)
@given(sketches())
def test_the_canonical_order_never_changes_the_picture(code: str) -> None:
    same_picture(code)


def test_shapes_apart_are_written_in_one_order() -> None:
    one = written(HEAD + "fill(9); square(40, 40, 8); circle(10, 10, 9); rect(0, 20, 64, 10);")
    two = written(HEAD + "fill(9); rect(0, 20, 64, 10); square(40, 40, 8); circle(10, 10, 9);")
    assert one == two
    assert one.index("rect(0") < one.index("circle(10") < one.index("square(40")


def test_shapes_that_overlap_keep_their_order() -> None:
    small_first = written(HEAD + "fill(9, 50); square(10, 10, 8); square(12, 12, 40);")
    assert small_first.index("square(10") < small_first.index("square(12")


def test_what_is_hidden_or_outside_is_left_out() -> None:
    code = written(
        HEAD + "fill(9); circle(30, 30, 9); circle(99, 9, 9); fill(7); circle(30, 30, 40);"
    )
    assert code.count("circle(") == 1


def test_style_is_said_where_it_is_needed_and_changes() -> None:
    code = written(
        "size(64, 64); fill(1, 2, 3); fill(#050505); stroke(9); noStroke(); circle(9, 9, 8);"
        "fill(5, 5, 5); circle(9, 40, 8); stroke(7); noFill(); line(40, 9, 50, 50);"
    )
    assert code.count("fill(") == 1 and "fill(5);" in code
    assert code.count("noStroke();") == 1
    assert "noFill" not in code


def test_a_function_that_sets_style_alone_is_said_as_style() -> None:
    code = written(
        "void setup() { size(9, 9); paint(); circle(4, 4, 5); } void paint() { fill(3); }"
    )
    assert "paint" not in code and "fill(3);" in code


@pytest.mark.parametrize("path", SKETCHES, ids=lambda path: path.stem)
def test_operations_one_by_one_draw_the_same_in_canonical_order(path: Path) -> None:
    sketch = renderer.parse(path.read_text())
    for index in range(20):
        scene = concrete(sketch, 13, index).scene
        again = reordered(scene)
        assert np.array_equal(renderer.render_ops(again), renderer.render_ops(scene))
        assert reordered(again) == again
        assert not set(again.ops) - set(scene.ops)


def test_what_a_loop_draws_is_put_in_the_order_of_reading() -> None:
    code = HEAD + "fill(9); for (int x = 50; x > 0; x -= 20) { circle(x, 9, 8); }"
    scene = reordered(specialise(renderer.parse(code), 0).scene)
    assert [op.args[0] for op in scene.ops if op.kind == "ellipse"] == [10, 30, 50]


CORNERS = [
    DrawOp("polygon", (20, 20, 60, 22, 21, 26), Style(None, (0, 0, 0, 255), 5)),
    DrawOp(
        "polygon", (20, 20, 60, 22, 21, 26), Style(None, (0, 0, 0, 255), 5), (0, 1, -1, 0, 80, 0)
    ),
    DrawOp("polygon", (20, 20, 60, 22, 21, 26), Style(None, (0, 0, 0, 255), 5), (1, 0, 0, 2, 0, 0)),
    DrawOp("arc", (40, 40, 20, 9, 0.2, 0.6, "PIE"), Style(None, (0, 0, 0, 255), 6)),
    DrawOp("arc", (40, 40, 20, 9, 0.2, 0.9, "CHORD"), Style(None, (0, 0, 0, 255), 6)),
    DrawOp("line", (30, 30, 50, 51), Style(None, (0, 0, 0, 255), 7, "PROJECT")),
    DrawOp("line", (30, 30, 50, 51.3), Style(None, (0, 0, 0, 255), 0.4)),
    DrawOp("ellipse", (40, 40, 20, 20), Style((0, 0, 0, 255), None)),
    DrawOp("ellipse", (40, 41, 20.5, 9.9), Style((0, 0, 0, 255), (0, 0, 0, 255), 3)),
    DrawOp("rect", (30, 20, 31, 9.5, 3, 3, 3, 3), Style((0, 0, 0, 255), (0, 0, 0, 255), 2)),
    DrawOp(
        "path",
        (("M", 20.0, 30.0), ("C", 60.0, 30.0, 60.0, 40.0, 20.0, 34.0), ("L", 50.0, 60.0), ("Z",)),
        Style(None, (0, 0, 0, 255), 4),
    ),
]


@pytest.mark.parametrize("op", CORNERS, ids=lambda op: op.kind)
def test_nothing_is_painted_outside_the_box_of_a_shape(op: DrawOp) -> None:
    ground = DrawOp("background", (), Style((255, 255, 255, 255), None))
    rows, columns = np.nonzero(
        renderer.render_ops(renderer.Scene(128, 128, [ground, op])).min(2) < 255
    )
    left, top, right, bottom = box_of(op)
    assert left <= columns.min() and columns.max() < right
    assert top <= rows.min() and rows.max() < bottom


def test_the_order_of_a_grid_is_the_order_of_reading() -> None:
    cells = [f"square({x}, {y}, 6);" for x in (4, 24, 44) for y in (4, 24, 44)]
    code = written(HEAD + "fill(9);" + "".join(cells))
    places = [code.index(f"square({x}, {y}") for y in (4, 24, 44) for x in (4, 24, 44)]
    assert all(a < b for a, b in pairwise(places))
