"""`draw` on small pictures: limits are hard, seeds decide, and simple pictures come out right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

import renderer
import sketchnet
from renderer.language.tree import Call
from sketchnet.model.board import Board
from sketchnet.request import DrawError
from sketchnet.search.shapes import SHAPES
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.remains import Remains

HOUSE = """
size(72, 56);
background(190, 220, 250);
noStroke();
fill(80, 160, 70);
rect(0, 42, 72, 14);
fill(230, 220, 200);
rect(20, 24, 32, 24);
fill(180, 60, 40);
triangle(14, 26, 58, 26, 36, 8);
fill(250, 220, 60);
circle(60, 12, 12);
"""
FAST = {"renders": 4000}


@pytest.fixture(scope="module")
def house() -> np.ndarray:
    return renderer.render(HOUSE)


def test_a_plain_picture_is_redrawn_closely(house: np.ndarray) -> None:
    drawing = sketchnet.draw(house, numbers=30, renders=20_000)
    assert drawing.score["rmse"] < 6
    assert drawing.image.shape == house.shape


@pytest.mark.parametrize("numbers", [12, 15])
def test_a_plain_picture_keeps_its_own_colours_where_numbers_are_few(
    house: np.ndarray, numbers: int
) -> None:
    drawing = sketchnet.draw(house, numbers=numbers, renders=8000, method="search")
    pattern = r"\b(?:background|fill|stroke)\(([\d, ]+)\)"
    said = {tuple(map(int, each.split(", "))) for each in re.findall(pattern, drawing.code())}
    assert said <= set(map(tuple, house.reshape(-1, 3).tolist()))


@pytest.mark.parametrize("across", [False, True])
def test_a_picture_that_is_hardly_wider_than_a_line_is_redrawn(across: bool) -> None:
    picture = renderer.render(
        "size(2000, 6); background(240); noStroke(); fill(200, 30, 30); rect(100, 1, 1800, 4);"
    )
    drawing = sketchnet.draw(picture.transpose(1, 0, 2) if across else picture, **FAST)
    assert drawing.score["rmse"] < 1
    assert drawing.score["numbers"] <= 5


@pytest.mark.parametrize("numbers", [0, 2, 3, 7, 20])
def test_numbers_are_never_overspent(house: np.ndarray, numbers: int) -> None:
    drawing = sketchnet.draw(house, numbers=numbers, **FAST)
    assert renderer.count_numbers(drawing.code()) <= numbers


@pytest.mark.parametrize("statements", [0, 1, 4])
def test_statements_are_never_overspent(house: np.ndarray, statements: int) -> None:
    drawing = sketchnet.draw(house, statements=statements, **FAST)
    drawn = [op for op in renderer.run(drawing.program).ops if op.kind != "background"]
    assert len(drawn) <= statements
    assert statements == 0 or drawing.score["statements"] > 0


@pytest.mark.parametrize("renders", [1, 2, 7, 30, 150, 3000])
def test_renders_are_never_overspent(house: np.ndarray, renders: int) -> None:
    assert sketchnet.draw(house, renders=renders).renders <= renders


@pytest.mark.parametrize("renders", [50, 200])
def test_renders_are_not_overspent_on_shapes_that_may_not_stay(renders: int) -> None:
    board = np.kron(np.indices((8, 8)).sum(0) % 2, np.ones((16, 16))).astype(np.uint8) * 255
    picture = np.repeat(board[..., None], 3, 2)
    drawing = sketchnet.draw(picture, renders=renders, statements=5, numbers=20)
    assert drawing.renders <= renders


@pytest.mark.parametrize("shape", SHAPES)
def test_only_the_shapes_asked_for_are_drawn(house: np.ndarray, shape: str) -> None:
    code = sketchnet.draw(house, shapes=[shape], numbers=40, **FAST).code()
    said = {"curve": "curveVertex", "polygon": "vertex"}
    called = set(re.findall(r"\b(\w+)\(", code))
    if "bezierVertex" in called:  # a closed path, which begins with a vertex
        called = called - {"vertex"} | {"bezier"}
    assert said.get(shape, shape) in called
    assert not called & {said.get(name, name) for name in SHAPES if name != shape}


def colours_of(drawing: sketchnet.Drawing) -> set[tuple[int, ...]]:
    """The colours a program names, gray ones spelt out."""
    calls = [s for s in drawing.program.main if isinstance(s, Call)]
    named = [c.args for c in calls if c.name in ("background", "fill", "stroke")]
    return {tuple(n.value for n in (a * 3 if len(a) == 1 else a)) for a in named}


@pytest.mark.parametrize("colours", [1, 2, 3])
def test_a_palette_of_k_is_a_hard_limit(house: np.ndarray, colours: int) -> None:
    drawing = sketchnet.draw(house, palette=colours, **FAST)
    assert len(colours_of(drawing)) <= colours
    assert colours == 1 or drawing.score["statements"] > 0


def test_a_given_palette_is_used_exactly(house: np.ndarray) -> None:
    palette = [(0, 0, 0), (255, 255, 255), (180, 60, 40)]
    drawing = sketchnet.draw(house, palette=palette, **FAST)
    assert colours_of(drawing) <= set(palette)
    assert drawing.score["statements"] > 0


def test_the_same_seed_draws_the_same_and_another_does_not(house: np.ndarray) -> None:
    # Of flat art every seed finds the same, so that this one is shaded.
    shaded = (house * np.linspace(0.4, 1, house.shape[1])[:, None]).astype(np.uint8)
    first, again, other = (sketchnet.draw(shaded, seed=s, **FAST).code() for s in (5, 5, 6))
    assert first == again
    assert first != other


def test_time_is_kept_and_more_of_it_never_breaks(house: np.ndarray) -> None:
    drawing = sketchnet.draw(house, time=1.0)
    assert drawing.seconds < 1.6
    assert drawing.score["rmse"] < 25


def test_scores_are_those_of_a_fresh_render(house: np.ndarray) -> None:
    drawing = sketchnet.draw(house, **FAST)
    again = renderer.render(drawing.code())
    np.testing.assert_array_equal(again, drawing.image)
    error = np.sqrt(np.mean((again.astype(float) - house) ** 2))
    assert drawing.score["rmse"] == pytest.approx(error)


def test_a_solid_picture_is_its_background() -> None:
    drawing = sketchnet.draw(np.full((20, 30, 3), (10, 200, 30), np.uint8))
    assert drawing.score["rmse"] == 0
    assert drawing.score["statements"] == 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (3, 2)])
def test_odd_sizes_are_drawn(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 256, (*shape, 3), np.uint8)
    assert sketchnet.draw(picture, **FAST).image.shape == picture.shape


@pytest.mark.parametrize("numbers", [3, 4, 5, 9, 12])
@pytest.mark.parametrize("renders", [40, 500, 3000])
def test_numbers_are_kept_where_not_all_of_a_plain_picture_fits(numbers: int, renders: int) -> None:
    picture = renderer.render(
        "size(128, 128); background(170, 210, 240); noStroke(); fill(90, 150, 60); "
        "rect(0, 96, 128, 32); fill(220, 200, 170); rect(34, 56, 60, 48); fill(160, 60, 40); "
        "triangle(26, 56, 102, 56, 64, 24); fill(90, 60, 40); rect(58, 78, 14, 26);"
    )
    drawing = sketchnet.draw(picture, numbers=numbers, renders=renders, method="search")
    assert drawing.score["numbers"] <= numbers


def test_interruption_returns_the_best_so_far(house: np.ndarray) -> None:
    calls: list[float] = []

    def interrupt(fraction: float, rmse: float) -> None:
        calls.append(rmse)
        if len(calls) == 3:
            raise KeyboardInterrupt

    drawing = sketchnet.draw(house, renders=50_000, progress=interrupt)
    assert drawing.renders < 50_000
    assert drawing.score["statements"] > 0


def test_interruption_while_shapes_are_taken_off_keeps_those(
    house: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Layered] = []
    take = Remains.take

    def interrupted(self: Remains, best: Layered) -> None:
        take(self, best)
        taken.append(best)
        if len(taken) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Remains, "take", interrupted)
    drawing = sketchnet.draw(house, renders=50_000)
    assert len(taken) == 2
    assert drawing.score["statements"] >= 2


def test_interruption_before_any_shape_is_found_gives_a_drawing_yet(
    house: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> list[object]:
        raise KeyboardInterrupt

    monkeypatch.setattr("sketchnet.methods.beginning.cover_patches", interrupted)
    monkeypatch.setattr("sketchnet.methods.beginning.plain_shapes", interrupted)
    drawing = sketchnet.draw(house, renders=50_000)
    bare = float(np.sqrt(np.square(house - np.median(house, (0, 1))).mean()))
    assert drawing.score["rmse"] < bare / 3
    assert drawing.seconds < 10


def test_a_second_interruption_gives_it_up(
    house: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> list[object]:
        raise KeyboardInterrupt

    monkeypatch.setattr("sketchnet.methods.beginning.cover_patches", interrupted)
    monkeypatch.setattr("sketchnet.methods.beginning.plain_shapes", interrupted)
    monkeypatch.setattr("sketchnet.search.engine.Search.build", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sketchnet.draw(house, renders=50_000)


@pytest.mark.parametrize("when", [0, 3, 12])
def test_an_interrupted_network_gives_what_it_wrote_first(
    house: np.ndarray, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    greedy = sketchnet.draw(house, method="network", renders=1)
    add, calls = Board.add, list[None]()

    def interrupted(self: Board, tokens: Sequence[int]) -> None:
        calls.append(None)
        if len(calls) == when + 1:
            raise KeyboardInterrupt
        add(self, tokens)

    monkeypatch.setattr(Board, "add", interrupted)
    drawing = sketchnet.draw(house, method="network", renders=100)
    assert len(calls) > when
    assert drawing.renders <= 41  # one program of 40 statements, and its background
    assert drawing.score["statements"] > greedy.score["statements"]


def test_the_network_keeps_to_a_palette_where_it_draws_with_alpha() -> None:
    picture = renderer.render(
        "size(90, 90); background(255); noStroke(); fill(255, 0, 0, 120); rect(10, 10, 50, 50);"
        "fill(0, 0, 255, 120); circle(55, 55, 50);"
    )
    palette = np.array([[255, 255, 255], [255, 0, 0], [0, 0, 0]])
    drawing = sketchnet.draw(picture, method="network", palette=palette)
    code = drawing.code()
    said = re.findall(r"(?:fill|stroke|background)\(([^)]*)\)", code)
    assert said
    assert set(said) <= {"255", "255, 0, 0", "0"}


def test_a_network_that_may_look_at_any_number_keeps_its_time(house: np.ndarray) -> None:
    drawing = sketchnet.draw(house, method="network", renders=10**12, time=1)
    assert drawing.seconds < 2
    assert drawing.renders < 5000


def test_a_network_without_a_statement_gives_the_nearest_colour(house: np.ndarray) -> None:
    drawing = sketchnet.draw(house, method="network", statements=0)
    flat = float(np.sqrt(np.square(house - house.mean((0, 1)).round()).mean()))
    assert drawing.score["rmse"] == pytest.approx(flat)


def test_improvements_are_told_as_pictures(house: np.ndarray) -> None:
    told: list[tuple[int, Any]] = []
    drawing = sketchnet.draw(house, on_improvement=lambda n, p: told.append((n, p)), **FAST)
    assert [n for n, _ in told] == sorted(n for n, _ in told)
    np.testing.assert_array_equal(told[-1][1], drawing.image)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"shapes": ["blob"]}, "unknown shape 'blob'"),
        ({"shapes": []}, "no shapes"),
        ({"method": "magic"}, "unknown method 'magic'"),
        ({"numbers": -1}, "numbers is -1"),
        ({"palette": 0}, "palette is 0"),
        ({"palette": [(300, 0, 0)]}, "RGB from 0 to 255"),
        ({"palette": ["reddish"]}, "RGB from 0 to 255"),
        ({"background": "reddish"}, "RGB from 0 to 255"),
        ({"background": 7}, "RGB from 0 to 255"),
        ({"numbers": "10"}, "numbers is '10'"),
        ({"seed": 1.5}, "seed is 1.5"),
        ({"time": -1}, "time is -1"),
        ({"time": "soon"}, "time is 'soon'"),
    ],
)
def test_senseless_requests_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(DrawError, match=said):
        sketchnet.draw(np.zeros((8, 8, 3), np.uint8), **wrong)
