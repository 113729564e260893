"""What a picture shows again and again is drawn as a person would: in loops, in functions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

import renderer
import sketchnet
from renderer.language.tree import Call, For, Program, Statement
from sketchnet.search.emit import program_of
from sketchnet.search.layers import Canvas
from sketchnet.search.naming import name_of
from sketchnet.search.setup import background_of
from sketchnet.search.shapes import LEAST_WEIGHT, Shape
from sketchnet.tidy.items import Item, Step
from sketchnet.tidy.pipeline import tidy
from tests.tidy.scenes import SCENES

PAPER = (250.0, 245.0, 240.0)
INK = (40.0, 60.0, 90.0)

PATTERNS: dict[str, tuple[int, str]] = {
    "buttons": (
        16,
        """size(120, 150); background(60); noStroke(); fill(200, 220, 200); rect(12, 8, 96, 26);
        for (int y = 44; y < 140; y += 26) { for (int x = 12; x < 100; x += 34) {
        fill(230); rect(x, y, 28, 20, 4); fill(240, 150, 40); circle(x + 14, y + 10, 8); } }""",
    ),
    "eyes": (
        15,
        """size(128, 128); background(140, 190, 110); noStroke(); fill(90, 140, 60);
        rect(0, 90, 128, 38); eye(30, 40); eye(88, 28); eye(70, 86); eye(24, 100);
        void eye(float x, float y) { fill(255); circle(x, y, 28); fill(30);
        circle(x + 4, y + 2, 12); }""",
    ),
    "houses": (
        17,
        """size(150, 100); background(150, 200, 240); noStroke(); fill(90, 160, 70);
        rect(0, 76, 150, 24);
        for (int x = 8; x < 150; x += 48) { fill(200, 150, 100); square(x, 44, 36);
        fill(160, 50, 40); triangle(x - 4, 44, x + 18, 20, x + 40, 44);
        fill(90, 60, 40); rect(x + 12, 60, 12, 20); }""",
    ),
    "lines": (
        11,
        """size(128, 128); background(250); noStroke(); fill(230, 230, 210); rect(24, 10, 80, 108);
        stroke(110); strokeWeight(3); for (int y = 26; y < 110; y += 12) { line(34, y, 94, y); }""",
    ),
    "steps": (
        8,
        """size(96, 96); background(245); noStroke(); fill(80, 110, 160);
        for (int i = 0; i < 5; i++) { square(8 + i * 16, 76 - i * 16, 16); }""",
    ),
}


def canvas_of(target: np.ndarray) -> Canvas:
    """A canvas over a uint8 picture with a poor drawing on it."""
    canvas = Canvas(target.astype(np.float32) / np.float32(255), (1.0, 1.0), background_of(target))
    height, width, _ = target.shape
    poor = Shape("quad", (9, 8, width - 7, 6, width - 9, height - 8, 7, height - 9), fill=INK)
    canvas.insert(0, poor)
    return canvas


def drawn(items: list[Item], canvas: Canvas) -> Program:
    height, width, _ = canvas.target.shape
    return program_of(items, (width, height), canvas.background)


def statements(body: list[Statement]) -> Iterator[Statement]:
    for statement in body:
        yield statement
        if isinstance(statement, For):
            yield from statements(statement.body)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_drawn_exactly_with_no_more_numbers_than_a_person_needs(name: str) -> None:
    most, source = PATTERNS[name]
    target = renderer.render(source)
    canvas = canvas_of(target)
    program = drawn(tidy(canvas, background_of(target), most=100), canvas)
    difference = renderer.render(program).astype(float) - target
    assert np.sqrt((difference**2).mean()) < 0.5
    assert renderer.count_numbers(program) <= most
    assert program.functions or any(isinstance(node, For) for node in program.main)


def test_a_grid_of_two_shapes_is_one_nest_of_loops() -> None:
    target = renderer.render(PATTERNS["buttons"][1])
    canvas = canvas_of(target)
    program = drawn(tidy(canvas, background_of(target), most=100), canvas)
    loops = [node for node in statements(program.main) if isinstance(node, For)]
    outer, inner = loops
    assert inner in outer.body
    assert {node.name for node in inner.body if isinstance(node, Call)} == {
        "fill",
        "rect",
        "circle",
    }


def test_shapes_that_come_back_together_are_a_function_called_at_each_place() -> None:
    target = renderer.render(PATTERNS["eyes"][1])
    canvas = canvas_of(target)
    program = drawn(tidy(canvas, background_of(target), most=100), canvas)
    (function,) = program.functions
    assert [parameter.name for parameter in function.parameters] == ["x", "y"]
    calls = [node for node in program.main if isinstance(node, Call)]
    assert sum(call.name == function.name for call in calls) == 4


def test_two_like_shapes_are_two_lines_and_no_loop() -> None:
    shapes = [Shape("rect", (x, 20, 14, 40), fill=INK) for x in (10, 50)]
    target = renderer.render(program_of(shapes, (96, 96), PAPER))
    canvas = canvas_of(target)
    program = drawn(tidy(canvas, PAPER, most=100), canvas)
    assert not program.functions
    assert not any(isinstance(node, For) for node in program.main)


def test_steps_of_two_turns_are_written_side_by_side() -> None:
    item = Item((Shape("circle", (30, 20, 12), fill=INK),), (Step(2, 30, 0), Step(4, 0, 18)))
    program = program_of([item], (96, 96), PAPER)
    (loop,) = [node for node in statements(program.main) if isinstance(node, For)]
    assert [node.name for node in loop.body if isinstance(node, Call)] == ["circle", "circle"]
    full = program_of(item.drawn(), (96, 96), PAPER)
    np.testing.assert_array_equal(renderer.render(program), renderer.render(full))


def test_copies_that_lie_on_one_another_are_no_loop() -> None:
    shapes = [Shape("rect", (10 + 6 * i, 20, 30, 40), fill=INK) for i in range(5)]
    target = renderer.render(program_of(shapes, (96, 96), PAPER))
    canvas = Canvas(target.astype(np.float32) / np.float32(255), (1.0, 1.0), PAPER)
    canvas.restore([canvas.layer(shape) for shape in shapes], PAPER)
    items = tidy(canvas, PAPER)
    assert not any(item.steps for item in items)
    assert sum(len(item.drawn()) for item in items) < 5


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.03, 0.1, 0.3])
@pytest.mark.parametrize("name", ["buttons", "houses"])
def test_whenever_time_is_up_the_drawing_is_no_worse(name: str, seconds: float) -> None:
    target = renderer.render(PATTERNS[name][1])
    canvas = canvas_of(target)
    canvas.solve_colours()
    error = canvas.error()
    tidy(canvas, background_of(target), time.perf_counter() + seconds, most=100)
    assert canvas.error() <= 1.02 * error + 1e-6 * canvas.target.size


def test_a_drawing_anew_keeps_to_the_palette() -> None:
    target = renderer.render(PATTERNS["houses"][1])
    palette = ["#96c8f0", "#000000", "#ffffff"]
    drawing = sketchnet.draw(target, renders=500, numbers=60, palette=palette)
    used = {tuple(colour) for colour in np.unique(drawing.image.reshape(-1, 3), axis=0)}
    flat = {(150, 200, 240), (0, 0, 0), (255, 255, 255)}
    assert len(used & flat) >= 2
    ops = renderer.run(drawing.program).ops
    shapes = [op.style for op in ops if op.kind != "background"]
    assert {tuple(style.fill[:3]) for style in shapes if style.fill is not None} <= flat


def test_a_curve_as_flat_as_a_line_does_no_harm() -> None:
    flat = Shape("blob", (20, 10, 20, 40, 20, 70), "both", 6.0, INK, INK)
    target = renderer.render(program_of([flat], (96, 96), PAPER))
    canvas = Canvas(target.astype(np.float32) / np.float32(255), (1.0, 1.0), PAPER)
    canvas.insert(0, flat)
    assert tidy(canvas, PAPER)


@pytest.mark.parametrize(
    ("kinds", "name"),
    [
        ((("circle", (9, 9, 8)),), "dot"),
        ((("circle", (9, 9, 8)), ("circle", (9, 9, 4))), "ring"),
        ((("circle", (9, 9, 8)), ("circle", (11, 9, 4))), "dotOnDot"),
        ((("rect", (1, 1, 9, 8)), ("circle", (9, 9, 4))), "dotOnBox"),
        ((("rect", (1, 1, 9, 8)), ("rect", (1, 1, 9, 8)), ("square", (1, 1, 9))), "motif"),
    ],
)
def test_functions_are_named_after_their_shapes(
    kinds: tuple[tuple[str, tuple[float, ...]], ...], name: str
) -> None:
    assert name_of([Shape(kind, params) for kind, params in kinds]) == name


def test_names_of_functions_are_none_of_processings_own() -> None:
    shapes = [
        Shape("circle", (20, 20, 12), fill=INK),
        Shape("rect", (10, 10, 12, 9), fill=INK),
        Shape("polygon", (1, 1, 20, 2, 30, 20, 20, 30, 4, 20), fill=INK),
        Shape("bezier", (1, 1, 20, 2, 30, 20, 20, 30), "stroke", 2.0),
        Shape("pie", (20, 20, 12, 14, 0, 2), fill=INK),
    ]
    for first in shapes:
        for second in shapes:
            items = [Item((first, second), places=((30, 5), (2, 40), (45, 33)))]
            renderer.check(program_of(items, (96, 96), PAPER))


@pytest.mark.parametrize("scene", ["equals", "fence"])
def test_no_stroke_is_thinner_than_a_pixel(scene: str) -> None:
    target = renderer.render(SCENES[scene])
    drawing = sketchnet.draw(target, renders=1500, numbers=60, shapes=("line", "ellipse"))
    ops = renderer.run(drawing.program).ops
    weights = [op.style.weight for op in ops if op.style.stroke is not None]
    assert weights
    assert min(weights) >= LEAST_WEIGHT


def test_rows_that_step_alike_share_one_loop() -> None:
    frame = [Shape("rect", (8, 10 + 28 * i, 60, 20), fill=INK) for i in range(3)]
    pane = [replace(s, params=(20, s.params[1] + 5, 9, 9), fill=PAPER) for s in frame]
    shapes = [*frame, *pane]
    target = renderer.render(program_of(shapes, (96, 96), PAPER))
    canvas = Canvas(target.astype(np.float32) / np.float32(255), (1.0, 1.0), PAPER)
    canvas.restore([canvas.layer(shape) for shape in shapes], PAPER)
    (item,) = tidy(canvas, PAPER)
    assert len(item.shapes) == 2
    assert [step.count for step in item.steps] == [3]


def test_many_dots_are_a_loop_at_once() -> None:
    source = "size(200, 200); background(250); noStroke(); fill(40, 90, 160);"
    source += "for (int y = 20; y < 200; y += 20) for (int x = 20; x < 200; x += 20)"
    drawing = sketchnet.draw(renderer.render(source + " circle(x, y, 12);"), method="search")
    assert drawing.score["rmse"] == 0
    assert drawing.score["numbers"] <= 9
    assert drawing.renders < 1000
