"""Tidying: shorter code, hardly another picture, and always the same."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

import renderer
import sketchnet
from renderer.language.tree import For
from sketchnet.search.emit import program_of
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import KINDS, Shape
from sketchnet.tidy.items import Item, Step, mirrored
from sketchnet.tidy.pipeline import tidy
from sketchnet.tidy.symmetry import is_symmetric
from sketchnet.tidy.watching import Tidied, watched
from tests.search.scenes import random_shape, random_target
from tests.tidy.scenes import SCENES

SIDE = 96
PAPER = (250.0, 245.0, 240.0)
INK = (40.0, 60.0, 90.0)


def picture_of(shapes: Sequence[Shape]) -> np.ndarray:
    """(96, 96, 3) uint8."""
    return renderer.render(program_of(shapes, (SIDE, SIDE), PAPER))


def stack(shapes: Sequence[Shape], target: np.ndarray) -> Canvas:
    """A canvas over a uint8 picture with shapes on it."""
    canvas = Canvas(target.astype(np.float32) / np.float32(255), (1.0, 1.0), PAPER)
    canvas.restore([canvas.layer(shape) for shape in shapes], PAPER)
    return canvas


def tidied(drawn: Sequence[Shape], meant: Sequence[Shape]) -> list[Item]:
    """What tidying makes of shapes that were meant to be others."""
    return tidy(stack(drawn, picture_of(meant)), PAPER)


def square_root_error(canvas: Canvas) -> float:
    return float(np.sqrt(canvas.error() / canvas.target.size) * 255)


@pytest.mark.parametrize("scene", [name for name in SCENES if name not in ("steps", "stripes")])
def test_every_scene_that_repeats_is_drawn_with_a_loop_and_shorter_or_better(scene: str) -> None:
    target = renderer.render(SCENES[scene])
    seen: list[Tidied] = []
    with watched(seen.append):
        drawing = sketchnet.draw(target, renders=16_000, numbers=60)
    assert any(isinstance(node, For) for node in drawing.program.main)
    before, after = seen[0].before, drawing.program
    assert renderer.count_statements(after) <= renderer.count_statements(before)
    numbers = [renderer.count_numbers(program) for program in (before, after)]
    errors = [
        np.sqrt(np.mean((renderer.render(program).astype(float) - target) ** 2))
        for program in (before, after)
    ]
    assert numbers[1] < numbers[0] or errors[1] < 0.8 * errors[0]
    assert errors[1] <= 1.02 * errors[0] + 0.5  # edges differ a little from search's


@pytest.mark.parametrize("seed", range(6))
def test_tidying_random_stacks_costs_at_most_a_hundredth_and_no_numbers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    target = random_target(rng, 64)
    canvas = Canvas(target, (1.0, 1.0), PAPER)
    for _ in range(8):
        canvas.insert(len(canvas.layers), random_shape(rng, 64))
    canvas.solve_colours()
    error = square_root_error(canvas)
    before = program_of(canvas.shapes, (64, 64), canvas.background)
    items = tidy(canvas, PAPER)
    after = program_of(items, (64, 64), canvas.background)
    assert square_root_error(canvas) <= 1.01 * error + 0.25
    assert renderer.count_numbers(after) <= renderer.count_numbers(before)
    assert renderer.count_statements(after) <= renderer.count_statements(before)


@pytest.mark.parametrize("seed", range(3))
def test_the_canvas_afterwards_shows_what_the_program_draws(seed: int) -> None:
    rng = np.random.default_rng(seed)
    canvas = Canvas(random_target(rng, 64), (1.0, 1.0), PAPER)
    for _ in range(8):
        canvas.insert(len(canvas.layers), random_shape(rng, 64, paint="fill", kind="quad"))
    items = tidy(canvas, PAPER)
    drawn = renderer.render(program_of(items, (64, 64), canvas.background)).astype(float)
    assert np.abs(drawn - canvas.picture() * 255).mean() < 0.5


def test_a_hidden_shape_goes() -> None:
    cover = Shape("rect", (10, 10, 60, 50), fill=INK)
    items = tidied([Shape("circle", (40, 40, 20)), cover], [cover])
    assert [item.shapes[0].kind for item in items] == ["rect"]


def test_rough_windows_become_one_exact_grid() -> None:
    rng = np.random.default_rng(1)
    meant = [
        Shape("rect", (10 + 20 * i, 12 + 25 * j, 12, 16), fill=INK)
        for j in range(3)
        for i in range(4)
    ]
    rough = [
        replace(shape, params=tuple(v + rng.integers(-1, 2) for v in shape.params))
        for shape in meant
    ]
    (item,) = tidied(rough, meant)
    assert item.drawn() == [replace(shape, fill=item.shapes[0].fill) for shape in meant]
    program = program_of([item], (SIDE, SIDE), PAPER)
    assert renderer.count_numbers(program) <= 8


def test_rough_steps_become_one_slanted_row() -> None:
    meant = [Shape("rect", (8 + 16 * i, 76 - 15 * i, 16, 12), fill=INK) for i in range(5)]
    rough = [
        replace(shape, params=tuple(np.add(shape.params, nudge).tolist()))
        for shape, nudge in zip(meant, np.eye(5, 4), strict=True)
    ]
    (item,) = tidied(rough, meant)
    assert [shape.params for shape in item.drawn()] == [shape.params for shape in meant]
    (loop,) = [
        node for node in program_of([item], (SIDE, SIDE), PAPER).main if isinstance(node, For)
    ]
    assert loop.init is not None


def test_like_shapes_at_odd_places_become_calls_of_a_function() -> None:
    places = [(0, 0), (41, 13), (11, 47), (60, 66)]
    corners = np.array([10, 8, 24, 10, 28, 20, 18, 26, 6, 18])
    meant = [
        Shape("polygon", tuple((corners + np.tile(place, 5)).tolist()), fill=INK)
        for place in places
    ]
    (item,) = tidied(meant, meant)
    program = program_of([item], (SIDE, SIDE), PAPER)
    assert len(program.functions) == 1
    assert renderer.count_numbers(program) <= 20
    np.testing.assert_array_equal(renderer.render(program), picture_of(meant))


def test_a_nearly_symmetric_face_becomes_exactly_symmetric() -> None:
    meant = [
        Shape("polygon", (48, 8, 80, 30, 70, 88, 26, 88, 16, 30), fill=INK),
        Shape("circle", (36, 40, 12), fill=PAPER),
        Shape("circle", (60, 40, 12), fill=PAPER),
        Shape("quad", (34, 64, 62, 64, 56, 74, 40, 74), fill=PAPER),
    ]
    nudges = [(1, 0, 0, 1, -1, 0, 0, 0, 0, -1), (0, 1, 0), (1, 0, 1), (0, 1, 0, 0, 1, 0, 0, 0)]
    rough = [
        replace(shape, params=tuple(np.add(shape.params, nudge).tolist()))
        for shape, nudge in zip(meant, nudges, strict=True)
    ]
    shapes = [shape for item in tidied(rough, meant) for shape in item.drawn()]
    assert sorted(shape.kind for shape in shapes) == ["circle", "circle", "polygon", "quad"]
    assert all(is_symmetric(shape) for shape in shapes if shape.kind in ("polygon", "quad"))
    np.testing.assert_array_equal(picture_of(shapes), picture_of(meant))


def test_a_shape_and_a_larger_one_beneath_become_one_with_an_outline() -> None:
    red = (200.0, 40.0, 40.0)
    outer, inner = Shape("circle", (48, 48, 70), fill=INK), Shape("circle", (48, 48, 58), fill=red)
    (item,) = tidied([outer, inner], [outer, inner])
    (shape,) = item.shapes
    assert (shape.paint, shape.weight, shape.fill, shape.stroke) == ("both", 6, red, INK)


def test_style_is_not_said_again_where_the_order_is_free() -> None:
    red = (200.0, 40.0, 40.0)
    places = [(15, 20), (70, 15), (30, 75), (80, 60)]
    shapes = [
        Shape("ellipse", (x, y, 20 - i, 12 + 3 * i), fill=(INK, red)[i % 2])
        for i, (x, y) in enumerate(places)
    ]
    items = tidied(shapes, shapes)
    code = renderer.export(program_of(items, (SIDE, SIDE), PAPER), "processing")
    assert code.count("fill(") == 2


def test_numbers_become_round_where_nobody_sees_it() -> None:
    meant = [Shape("rect", (20, 30, 40, 50), fill=INK)]
    (item,) = tidied([replace(meant[0], params=(21, 30, 39, 49))], meant)
    assert item.shapes[0].params == (20, 30, 40, 50)


@pytest.mark.parametrize("kind", ["circle", "rect", "arc", "polygon", "roundrect"])
def test_a_mirror_image_is_the_flipped_picture(kind: str) -> None:
    rng = np.random.default_rng(4)
    for _ in range(5):
        shape = random_shape(rng, SIDE, kind)
        drawn, turned = picture_of([shape]), picture_of([mirrored(shape, SIDE / 2)])
        assert np.abs(drawn[:, ::-1].astype(float) - turned).mean() < 0.3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "how",
    [
        {"steps": (Step(3, 13, 0),)},
        {"steps": (Step(3, 0, -11.5),)},
        {"steps": (Step(3, 9, 7),)},
        {"steps": (Step(3, 13, 0), Step(2, 0, 17.5))},
        {"places": ((11, 3), (-20, 31), (40, 2))},
        {"mirror": 52.5},
    ],
)
def test_what_is_said_once_draws_what_is_said_in_full(kind: str, how: dict[str, object]) -> None:
    rng = np.random.default_rng(sum(map(ord, kind)))
    for count in (1, 2):
        shapes = tuple(random_shape(rng, SIDE, kind) for _ in range(count))
        item = Item(shapes, **how)  # type: ignore[arg-type]
        short = renderer.render(program_of([item, *shapes], (SIDE, SIDE), PAPER))
        full = renderer.render(program_of([*item.drawn(), *shapes], (SIDE, SIDE), PAPER))
        assert np.abs(short.astype(float) - full).mean() < 0.1


def test_the_same_stack_is_tidied_the_same_way() -> None:
    rng = np.random.default_rng(9)
    target = (random_target(rng, SIDE) * 255).astype(np.uint8)
    shapes = [random_shape(rng, SIDE) for _ in range(10)]
    first, second = (tidy(stack(shapes, target), PAPER) for _ in range(2))
    assert first == second


def test_a_deadline_in_the_past_leaves_the_picture_whole() -> None:
    shapes = [Shape("rect", (20, 30, 40, 50), fill=INK)]
    canvas = stack(shapes, picture_of(shapes))
    items = tidy(canvas, PAPER, deadline=time.perf_counter() - 1)
    assert [shape.params for item in items for shape in item.drawn()] == [shapes[0].params]


def test_only_allowed_kinds_are_drawn() -> None:
    meant = [Shape("rect", (20, 30, 40, 50), fill=INK)]
    quad = Shape("quad", (20, 30, 60, 30, 60, 80, 20, 80), fill=INK)
    canvas = stack([quad], picture_of(meant))
    (item,) = tidy(canvas, PAPER, kinds=("quad",))
    assert item.shapes[0].kind == "quad"
    (item,) = tidied([quad], meant)
    assert item.shapes[0].kind == "rect"


def test_shapes_that_lie_on_one_another_are_no_row() -> None:
    quad = Shape("quad", (68.0, 46.0, 6.0, 70.0, 26.0, 90.0, 90.0, 68.0), "fill", 1.0, INK)
    other = replace(quad, params=(66.0, 46.0, 7.0, 69.0, 27.0, 90.0, 89.0, 67.0))
    canvas = stack([quad, other], picture_of([quad]))
    items = tidy(canvas, PAPER)
    assert all(step.dx or step.dy for item in items for step in item.steps)
    np.testing.assert_array_equal(
        renderer.render(program_of(items, (SIDE, SIDE), PAPER)), picture_of([quad])
    )


def test_a_row_does_not_go_on_beyond_the_shapes_that_may_be_drawn() -> None:
    target = renderer.render(SCENES["buttons"])
    drawing = sketchnet.draw(target, renders=6000, numbers=60, statements=5)
    ops = renderer.run(drawing.program).ops
    assert 0 < sum(op.kind != "background" for op in ops) <= 5


def test_colours_are_the_pictures_own_though_others_would_fit_a_little_better() -> None:
    plain = Shape("rect", (20, 20, 50, 40), fill=INK)
    shaded = Shape("rect", (40, 30, 12, 8), fill=(70.0, 60.0, 100.0))
    specks = [Shape("square", (5 + 12 * i, 80, 3), fill=(190.0, 200.0, 210.0)) for i in range(6)]
    target = picture_of([plain, shaded, *specks])
    canvas = stack([plain, shaded], target)
    canvas.solve_colours()
    assert canvas.background != PAPER  # the mean of what is not drawn
    items = tidy(canvas, PAPER)
    assert canvas.background == PAPER
    assert [item.shapes[0].fill for item in items] == [plain.fill, shaded.fill]
