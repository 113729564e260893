"""Running and painting: what each builtin draws, what it refuses, and what stops a runaway."""

from __future__ import annotations

import io
import math
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import renderer
from renderer import CapError, Caps, DrawOp, RunError
from renderer.raster.animate import frames, save_gif
from tests.conformance.sketches import FOLDER, corpus

GOLDEN = Path(__file__).parent / "golden"
"""Pictures of corpus sketches: `sketchnet render tests/conformance/corpus/NAME.pde -o …`."""
GOLDEN_MEAN = 0.5  # levels; another cairo may place an edge's gray otherwise
QUICK_S = 20.0  # ample: a shared machine may be slow

SKETCH = """size(60, 40);
background(250, 240, 220);
fill(200, 40, 40);
rect(5, 5, 30, 20);
stroke(0, 0, 200, 150);
strokeWeight(3);
line(0, 40, 60, 0);
circle(40, 25, 20);
"""


def ops(source: str) -> list[DrawOp]:
    """What a program draws, without the background every canvas starts with."""
    return renderer.run(renderer.parse(source)).ops[1:]


def drawn(source: str) -> tuple[str, tuple[Any, ...]]:
    """Kind and arguments of the only operation of a program."""
    (op,) = ops(source)
    return op.kind, op.args


# -- pictures ---------------------------------------------------------------------------------


def test_rendering_is_deterministic() -> None:
    for sketch in corpus():
        np.testing.assert_array_equal(sketch.picture(), sketch.picture(), err_msg=sketch.name)


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.png")))
def test_picture_is_the_golden_one(name: str) -> None:
    picture = renderer.render((FOLDER / f"{name}.pde").read_text())
    golden = np.asarray(Image.open(GOLDEN / f"{name}.png").convert("RGB"))
    assert picture.shape == golden.shape
    assert np.abs(picture.astype(int) - golden).mean() <= GOLDEN_MEAN


def test_there_are_golden_pictures() -> None:
    assert len(list(GOLDEN.glob("*.png"))) >= 4


def test_picture_has_the_canvas_size_and_three_channels() -> None:
    picture = renderer.render(SKETCH)
    assert picture.shape == (40, 60, 3) and picture.dtype == np.uint8


@pytest.mark.parametrize("factor", [2, 4])
def test_size_scales_the_drawing(factor: int) -> None:
    large = renderer.render(SKETCH, size=(60 * factor, 40 * factor))
    assert large.shape == (40 * factor, 60 * factor, 3)
    averaged = large.reshape(40, factor, 60, factor, 3).mean(axis=(1, 3))
    # Paint over painted edges mixes otherwise, no more.
    assert np.abs(averaged - renderer.render(SKETCH)).mean() < 0.5


def test_size_may_stretch_the_drawing() -> None:
    wide = renderer.render("size(10, 10); background(255); noStroke(); fill(0); rect(5, 0, 5, 10);",
                           size=(40, 10))  # fmt: skip
    assert (wide[:, :20] == 255).all() and (wide[:, 20:] == 0).all()


# -- what each builtin draws ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "kind", "args"),
    [
        ("point(3, 4);", "point", (3, 4)),
        ("line(1, 2, 3, 4);", "line", (1, 2, 3, 4)),
        ("triangle(1, 2, 3, 4, 5, 6);", "polygon", (1, 2, 3, 4, 5, 6)),
        ("quad(1, 2, 3, 4, 5, 6, 7, 8);", "polygon", (1, 2, 3, 4, 5, 6, 7, 8)),
        ("rect(10, 20, 30, 40);", "rect", (10, 20, 30, 40)),
        ("rect(10, 20, -4, -6);", "rect", (6, 14, 4, 6)),
        ("square(10, 20, 6);", "rect", (10, 20, 6, 6)),
        ("rectMode(CENTER); rect(10, 20, 4, 6);", "rect", (8, 17, 4, 6)),
        ("rectMode(RADIUS); rect(10, 20, 4, 6);", "rect", (6, 14, 8, 12)),
        ("rectMode(CORNERS); rect(10, 20, 4, 6);", "rect", (4, 6, 6, 14)),
        ("rect(0, 0, 20, 10, 3);", "rect", (0, 0, 20, 10, 3, 3, 3, 3)),
        ("rect(0, 0, 20, 10, 1, 2, 9, 4);", "rect", (0, 0, 20, 10, 1, 2, 5, 4)),
        ("rect(0, 0, 20, 10, 0);", "rect", (0, 0, 20, 10)),
        ("ellipse(10, 20, 8, 6);", "ellipse", (10, 20, 4, 3)),
        ("ellipse(10, 20, -8, 6);", "ellipse", (10, 20, 4, 3)),
        ("circle(10, 20, 8);", "ellipse", (10, 20, 4, 4)),
        ("ellipseMode(RADIUS); circle(10, 20, 8);", "ellipse", (10, 20, 8, 8)),
        ("ellipseMode(CORNER); ellipse(10, 20, 8, 6);", "ellipse", (14, 23, 4, 3)),
        ("ellipseMode(CORNERS); ellipse(10, 20, 14, 30);", "ellipse", (12, 25, 2, 5)),
        ("arc(10, 20, 8, 6, 1, 2);", "arc", (10, 20, 4, 3, 1, 2, "DEFAULT")),
        ("arc(10, 20, 8, 6, 1, 2, PIE);", "arc", (10, 20, 4, 3, 1, 2, "PIE")),
        ("arc(10, 20, 8, 6, 1, 9);", "arc", (10, 20, 4, 3, 0, math.tau, "DEFAULT")),
        ("bezier(1, 2, 3, 4, 5, 6, 7, 8);", "path", (("M", 1, 2), ("C", 3, 4, 5, 6, 7, 8))),
        (
            "curve(0, 0, 6, 0, 12, 6, 12, 12);",
            "path",
            (("M", 6, 0), ("C", 8, 1, 11, 4, 12, 6)),
        ),
        (
            "beginShape(); vertex(1, 2); vertex(3, 4); endShape();",
            "path",
            (("M", 1, 2), ("L", 3, 4)),
        ),
        (
            "beginShape(); vertex(1, 2); bezierVertex(3, 4, 5, 6, 7, 8); endShape(CLOSE);",
            "path",
            (("M", 1, 2), ("C", 3, 4, 5, 6, 7, 8), ("Z",)),
        ),
        (
            "beginShape(); vertex(0, 0); quadraticVertex(3, 6, 6, 0); endShape();",
            "path",
            (("M", 0, 0), ("C", 2, 4, 4, 4, 6, 0)),
        ),
        (
            "beginShape(); curveVertex(0, 0); curveVertex(6, 0); curveVertex(12, 6);"
            "curveVertex(12, 12); endShape();",
            "path",
            (("M", 6, 0), ("C", 8, 1, 11, 4, 12, 6)),
        ),
        (
            "beginShape(); vertex(1, 1); curveVertex(0, 0); curveVertex(6, 0); curveVertex(12, 6);"
            "curveVertex(12, 12); endShape();",
            "path",
            (("M", 1, 1), ("C", 8, 1, 11, 4, 12, 6)),
        ),
    ],
)
def test_shape_becomes_its_operation(source: str, kind: str, args: tuple[Any, ...]) -> None:
    assert drawn(source) == (kind, args)


@pytest.mark.parametrize(
    "source",
    [
        "line(5, 5, 5, 5);",
        "arc(10, 10, 8, 8, 2, 1);",
        "arc(10, 10, 8, 8, 1, 1);",
        "arc(10, 10, -8, 8, 1, 2);",
        "beginShape(); endShape(CLOSE);",
        "beginShape(); curveVertex(1, 1); curveVertex(2, 2); curveVertex(3, 3); endShape();",
    ],
)
def test_shape_without_extent_draws_nothing(source: str) -> None:
    assert ops(source) == []


@pytest.mark.parametrize(
    ("call", "color"),
    [
        ("fill(90)", (90, 90, 90, 255)),
        ("fill(90, 40)", (90, 90, 90, 40)),
        ("fill(1, 2, 3)", (1, 2, 3, 255)),
        ("fill(1, 2, 3, 4)", (1, 2, 3, 4)),
        ("fill(#0a0B0c)", (10, 11, 12, 255)),
        ("fill(#0A0B0C, 128)", (10, 11, 12, 128)),
        ("fill(color(1, 2, 3, 100), 128)", (1, 2, 3, 50)),
        ("fill(color(1, 2, 3, 2), 127.5)", (1, 2, 3, 1)),
        ("fill(color(0, 0))", (0, 0, 0, 255)),
        ("fill(color(0, 0, 7, 0), 40)", (7, 7, 7, 40)),
        ("fill(color(1, 0, 7, 0))", (1, 0, 7, 0)),
        ("fill(-5, 300, 12.9)", (0, 255, 12, 255)),
        ("fill(254.9)", (254, 254, 254, 255)),
    ],
)
def test_color_forms_are_understood(call: str, color: tuple[int, ...]) -> None:
    (op,) = ops(f"{call}; point(1, 1);")
    assert op.style.fill == color


def test_style_lasts_until_it_changes() -> None:
    first, second, third = ops(
        "noFill(); stroke(9); strokeWeight(2.5); strokeCap(SQUARE); strokeJoin(BEVEL);"
        "point(1, 1); fill(7); noStroke(); point(1, 1); stroke(8); noFill(); point(1, 1);"
    )
    assert first.style == (None, (9, 9, 9, 255), 2.5, "SQUARE", "BEVEL")
    assert second.style == ((7, 7, 7, 255), None, 2.5, "SQUARE", "BEVEL")
    assert third.style == (None, (8, 8, 8, 255), 2.5, "SQUARE", "BEVEL")


def test_transforms_multiply_and_are_undone_in_turn() -> None:
    moved, turned, back = ops(
        "pushMatrix(); translate(10, 20); scale(2, 3); point(1, 1); pushMatrix(); rotate(HALF_PI);"
        "point(1, 1); popMatrix(); popMatrix(); point(1, 1);"
    )
    assert moved.matrix == (2, 0, 0, 3, 10, 20)
    assert turned.matrix == pytest.approx((0, 3, -2, 0, 10, 20), abs=1e-6)
    assert back.matrix is None


def test_background_ignores_alpha_and_transform() -> None:
    (op,) = ops("translate(5, 5); background(1, 2, 3, 4);")
    assert (op.kind, op.style.fill, op.matrix) == ("background", (1, 2, 3, 255), None)


# -- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("vertex(1, 2);", "vertex() outside a shape"),
        ("endShape();", "endShape() without a shape"),
        ("beginShape(); beginShape();", "beginShape() inside a shape"),
        ("beginShape(); circle(1, 1, 1);", "a shape inside beginShape()"),
        ("beginShape(); bezierVertex(1, 1, 1, 1, 1, 1);", "cannot start with bezierVertex()"),
        ("beginShape(); quadraticVertex(1, 1, 1, 1);", "cannot start with quadraticVertex()"),
        ("popMatrix();", "popMatrix() without pushMatrix()"),
        ("for (int i = 0; i < 40; i++) pushMatrix();", "pushMatrix() 33 times"),
        ("rect(0, 0, 9, 9, -1);", "a corner radius of -1"),
        ("strokeWeight(-1);", "a stroke -1 pixels wide"),
        ("fill(256);", "a gray of 256"),
        ("circle(2e6, 0, 1);", "a coordinate lies too far out"),
        ("scale(1000); scale(1000); scale(1000);", "the transform reaches too far"),
        ("size(0, 5);", "the canvas is 0 pixels wide"),
        ("int x = 1 / (2 - 2);", "division by zero"),
        ("float x = sqrt(-1);", "sqrt(-1) has no value"),
    ],
)
def test_misuse_is_an_error_with_its_place(source: str, message: str) -> None:
    with pytest.raises(RunError) as caught:
        ops("\n" + source)
    assert message in str(caught.value) and caught.value.line == 2


# -- caps -------------------------------------------------------------------------------------


_OFTEN = "for (int i = 0; i < 3000; i++) "
_AGAIN = "for (int j = 0; j < 20; j++) "


@pytest.mark.parametrize(
    ("cap", "source"),
    [
        ("steps", "while (true) { fill(0); }"),
        ("steps", "for (;;) { }"),
        ("steps", "float x = 0; for (int i = 0; i >= 0; i += 0) x = x + sin(x) * 2;"),
        ("operations", "for (int i = 0; i >= 0; i += 0) point(1, 1);"),
        ("operations", "for (int i = 0; i >= 0; i += 0) background(0);"),
        ("operations", "beginShape(); while (true) vertex(1, 1);"),
        ("call_depth", "void f() { f(); } f();"),
        ("call_depth", "float f(float x) { return f(x + 1) * 2; } float y = f(1);"),
        ("nesting", "float x = " + "(" * 5000 + "1" + ")" * 5000 + ";"),
        ("nesting", "float x = " + "1 + " * 5000 + "1;"),
        ("nesting", "{" * 5000 + "}" * 5000),
        ("canvas_pixels", "size(16000, 16000);"),
        ("painted_pixels", "size(2000, 2000); " + _OFTEN + "ellipse(1000, 1000, 2000, 2000);"),
        ("painted_pixels", "size(2000, 2000); noStroke(); " + _OFTEN + "rect(-9, -9, 9999, 9999);"),
        (
            "painted_pixels",
            "size(2000, 2000); rotate(1); " + _OFTEN + _AGAIN + "line(0, 9, 2000, 9);",
        ),
        ("painted_pixels", "size(8000, 8000); " + _OFTEN + "background(0);"),
        (
            "painted_pixels",
            "size(2000, 2000); noFill(); beginShape(); "
            + _OFTEN
            + _AGAIN
            + "vertex(i % 2000, (i + j) % 2 * 2000); endShape(CLOSE);",
        ),
        ("source_bytes", "// " + "x" * 2_000_000),
    ],
)
def test_runaway_is_stopped_by_the_cap_it_names(cap: str, source: str) -> None:
    started_s = time.perf_counter()
    with pytest.raises(CapError, match=rf"\(cap {cap}\)"):
        renderer.render(source)
    assert time.perf_counter() - started_s < QUICK_S


def test_caps_can_be_tightened() -> None:
    source = "for (int i = 0; i < 10; i++) point(i, i);"
    assert len(renderer.run(renderer.parse(source), Caps(operations=10)).ops) == 11
    with pytest.raises(CapError, match="cap operations"):
        renderer.run(renderer.parse(source), Caps(operations=9))
    with pytest.raises(CapError, match="cap steps"):
        renderer.run(renderer.parse(source), Caps(steps=20))


@pytest.mark.parametrize(
    "source",
    [
        "for (int i = 0; i < 300; i++) ellipse(1000, 1000, 2000, 2000);",
        "for (int i = 0; i < 10000; i++) ellipse(i % 2000, i / 5, 20, 20);",
        "for (int i = 0; i < 2000; i++) line(0, i, 2000, 2000 - i);",
        "for (int i = 0; i < 20000; i++) circle(-500, i, 900);",
        "beginShape(); for (int i = 0; i < 20000; i++) vertex(i / 10, 500 + i % 9); endShape();",
    ],
)
def test_ordinary_sketch_stays_within_the_cap_on_painting(source: str) -> None:
    assert len(renderer.run(renderer.parse("size(2000, 2000); " + source)).ops) > 1


def test_picture_scaled_up_stays_within_the_cap_on_painting() -> None:
    source = "size(99, 99); for (int i = 0; i < 3000; i++) circle(50, 50, 99);"
    assert renderer.render(source, (200, 200)).shape == (200, 200, 3)
    with pytest.raises(CapError, match="cap painted_pixels"):
        renderer.render(source, (4000, 4000))


def test_error_of_a_cap_says_where() -> None:
    with pytest.raises(CapError) as caught:
        renderer.render("size(9, 9);\nwhile (true) { }")
    assert caught.value.line == 2


# -- animation --------------------------------------------------------------------------------


def test_frames_add_one_operation_each_and_end_with_the_picture() -> None:
    scene = renderer.run(renderer.parse(SKETCH))
    pictures = list(frames(scene))
    assert len(pictures) == len(scene.ops)
    np.testing.assert_array_equal(pictures[-1], renderer.render(SKETCH))
    np.testing.assert_array_equal(
        pictures[2], renderer.render_ops(scene._replace(ops=scene.ops[:3]))
    )


def test_long_drawings_skip_frames_but_not_the_last() -> None:
    source = "size(30, 30); for (int i = 0; i < 200; i++) point(i % 30, i / 7);"
    pictures = list(frames(renderer.run(renderer.parse(source)), most=50))
    assert len(pictures) <= 50
    np.testing.assert_array_equal(pictures[-1], renderer.render(source))


def test_gif_holds_the_frames_at_the_size_asked_for() -> None:
    scene = renderer.run(renderer.parse(SKETCH))
    buffer = io.BytesIO()
    save_gif(scene, buffer, size=(120, 80))
    with Image.open(buffer) as gif:
        assert gif.size == (120, 80)
        assert gif.n_frames == len(scene.ops)  # type: ignore[attr-defined]
        gif.seek(gif.n_frames - 1)  # type: ignore[attr-defined]
        last = np.asarray(gif.convert("RGB")).astype(int)
    assert np.abs(last - renderer.render(SKETCH, size=(120, 80))).mean() < 2.0
