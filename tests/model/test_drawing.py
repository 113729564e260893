"""The painter in `draw`: limits are kept, search takes its shapes over, views and guides work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

import renderer
import sketchnet
from sketchnet.methods import painter
from sketchnet.methods.asked import Request
from sketchnet.methods.beginning import painted_beside
from sketchnet.methods.search import draw_by_search
from sketchnet.model.folders import WeightsError
from sketchnet.model.guided import write_guided
from sketchnet.model.light import LightPainter
from sketchnet.model.shapes import shapes_for
from sketchnet.model.statements import CLEAR, Statement, op_of, picture_of
from sketchnet.model.suggest import Suggester
from sketchnet.model.view import View
from sketchnet.model.weights import build, store
from sketchnet.search.budget import Budget
from sketchnet.search.climb import Proposal
from sketchnet.search.emit import program_of
from sketchnet.search.layers import Canvas
from sketchnet.search.setup import unit
from sketchnet.search.shapes import KINDS, Shape

RED, BLUE = (255, 0, 0, 255), (0, 0, 255, 255)
SIZES = {"side": 32, "width": 8, "hidden": 40, "heads": 2, "embedding": 12}


@pytest.fixture(autouse=True)
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An untrained painter in the place of the package's own."""
    torch.manual_seed(5)
    store(build("painter", SIZES), tmp_path / "painter")
    monkeypatch.setattr(painter, "WEIGHTS", tmp_path / "painter")
    painter.shipped_painter.cache_clear()
    yield tmp_path / "painter"
    painter.shipped_painter.cache_clear()


def scene(width: int = 40, height: int = 40) -> np.ndarray:
    code = f"size({width}, {height}); background(240); noStroke(); fill(200, 30, 30);"
    return renderer.render(f"{code} circle(20, 18, 22); fill(20, 40, 90); rect(4, 30, 30, 6);")


@pytest.mark.parametrize(
    "limits",
    [
        {"numbers": 0},
        {"numbers": 7},
        {"numbers": 60, "statements": 2},
        {"numbers": 100, "shapes": ("rect", "circle")},
        {"numbers": 50, "palette": ["#102030", "#FFFFFF"]},
        {"numbers": 100, "time": 0.5},
        {"numbers": 30, "renders": 3},
    ],
)
def test_the_network_keeps_to_every_limit(limits: dict[str, object]) -> None:
    drawing = sketchnet.draw(scene(), method="network", **limits)  # type: ignore[arg-type]
    score = drawing.score
    assert score["method"] == "network"
    assert score["numbers"] <= limits["numbers"]
    assert score["statements"] <= limits.get("statements", 99)
    assert score["renders"] <= limits.get("renders", 100)
    if "palette" in limits:
        ops = renderer.run(drawing.program).ops
        colours = {op.style.fill[:3] for op in ops[1:] if op.style.fill is not None}
        assert colours <= {(16, 32, 48), (255, 255, 255)}
    if "shapes" in limits:
        code = drawing.code()
        assert not any(f"{name}(" in code for name in ("ellipse", "triangle", "arc", "beginShape"))


def test_the_same_seed_writes_the_same_program() -> None:
    one, two = (sketchnet.draw(scene(), method="network", seed=3) for _ in range(2))
    assert one.code() == two.code()


def shaded(pixels: np.ndarray) -> np.ndarray:
    """The same darker towards the right, so that it is no flat art."""
    return (pixels * np.linspace(1, 0.8, pixels.shape[1])[:, None]).round().astype(np.uint8)


def test_search_goes_on_from_what_the_painter_drew() -> None:
    started = 0.0
    asked = Request(
        scene(), started, 30, None, None, 2000, tuple(KINDS), None, (240.0, 240.0, 240.0), 0
    )
    assert draw_by_search(asked, painter=True).method == "search"  # flat art found exactly
    asked = replace(asked, target=shaded(scene()))
    with_painter = draw_by_search(asked, painter=True)
    assert with_painter.method == "auto"
    assert renderer.count_numbers(with_painter.program) <= 30
    image = renderer.render(with_painter.program)
    assert np.abs(image.astype(int) - asked.target).mean() < 9


class Prepared:
    """A painter whose drawing is known beforehand."""

    def __init__(self, *shapes: Shape) -> None:
        self.shapes = list(shapes)

    def first(self, most: int) -> tuple[list[Shape], int]:
        return self.shapes, min(most, 7)

    def propose(self, canvas: Canvas) -> list[Proposal]:
        return []


def _params(shapes: list[Shape] | None) -> list[tuple[float, ...]] | None:
    return None if shapes is None else [shape.params for shape in shapes]


def test_flat_art_begins_with_what_is_nearest() -> None:
    canvas = Canvas(unit(scene()), (1.0, 1.0), (240.0, 240.0, 240.0))
    disc = Shape("circle", (20.0, 18.0, 22.0), "fill", fill=(200, 30, 30))
    bar = Shape("rect", (4.0, 30.0, 30.0, 6.0), "fill", fill=(20, 40, 90))
    rough = replace(bar, params=(3.0, 29.0, 32.0, 8.0))
    for drawn, found, begun in (
        ([disc, bar], [], None),
        ([disc, bar], [rough], None),
        ([bar], [disc], [bar, disc]),
        ([rough, disc], [disc], [rough, disc]),  # the painter's disc is below, and needless
        ([disc], [rough, disc], [rough, disc]),
        ([disc], [disc, bar], [disc, bar]),
    ):
        budget = Budget(100)
        shapes = painted_beside(Prepared(*drawn), canvas, found, budget)
        assert _params(shapes) == _params(begun)
        assert not canvas.shapes
        assert 0 < budget.spent <= 7 + 2 * len(drawn)
    budget.spend(100)
    assert painted_beside(Prepared(disc), canvas, [], budget) == []


def test_a_painter_draws_first_but_once(weights: Path) -> None:
    suggester = Suggester(LightPainter(weights), scene(), tuple(KINDS), np.random.default_rng(0))
    shapes, renders = suggester.first(9)
    assert 0 < renders <= 9
    assert suggester.first(50) == (shapes, 0)


def test_missing_weights_are_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painter, "WEIGHTS", Path("/nowhere"))
    painter.shipped_painter.cache_clear()
    with pytest.raises(WeightsError, match="expected weights"):
        sketchnet.draw(scene(), method="network")


def test_guided_writing_never_looks_at_more_than_it_may(weights: Path) -> None:
    writer = LightPainter(weights)
    target = View(40, 40, writer.side).of(scene())
    errors = []
    for renders in (1, 5, 50):
        found = write_guided(writer, target, renders, most=5)
        assert found.renders <= renders
        errors.append(found.best.error)
    assert errors == sorted(errors, reverse=True)


@pytest.mark.parametrize("size", [(40, 40), (40, 10), (9, 300), (1, 1)])
def test_a_view_is_square_and_keeps_the_picture_s_shape(size: tuple[int, int]) -> None:
    width, height = size
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, : max(width // 2, 1)] = 255
    view = View(width, height, 32)
    seen = view.of(picture)
    assert seen.shape == (32, 32, 3)
    floats = view.of(picture.astype(np.float32) / np.float32(255))
    assert np.abs(seen.astype(int) - floats).max() <= 1
    assert view.unit * 256 == max(size)
    if width > 1:
        shown = seen[: max(round(32 * height / max(size)), 1), : round(32 * width / max(size))]
        assert abs(shown.mean() - 127.5) < 20


@pytest.mark.parametrize(
    "statement",
    [
        Statement("circle", (20, 20, 10), RED, CLEAR),
        Statement("ellipse", (20, 20, 10, 15), RED, BLUE, 2.0),
        Statement("square", (5, 5, 20), CLEAR, BLUE, 3.0),
        Statement("rect", (5, 5, 20, 9), RED, CLEAR),
        Statement("roundrect", (5, 5, 20, 12, 3), RED, CLEAR),
        Statement("triangle", (5, 5, 20, 9, 9, 30), RED, CLEAR),
        Statement("quad", (5, 5, 20, 9, 25, 30, 2, 28), RED, CLEAR),
        Statement("line", (5, 5, 30, 9), CLEAR, BLUE, 3.0),
        Statement("bezier", (5, 5, 30, 9, 2, 30, 35, 35), CLEAR, BLUE, 3.0),
        Statement("bezier", (5, 5, 30, 9, 2, 30, 35, 35), RED, BLUE, 3.0),
        Statement("point", (20, 20), CLEAR, BLUE, 12.0),
        Statement("arc-pie", (20, 20, 30, 20, 0.0, np.pi / 2), RED, CLEAR),
        Statement("arc-chord", (20, 20, 30, 20, 0.0, np.pi), RED, CLEAR),
        Statement("arc-open", (20, 20, 30, 20, 0.0, np.pi), CLEAR, BLUE, 2.0),
        Statement("arc", (20, 20, 30, 20, 0.0, np.pi), RED, BLUE, 2.0),
        Statement("arc-open", (20, 20, 30, 20, 0.0, np.pi), RED, BLUE, 2.0),
        Statement("arc-chord", (20, 20, 30, 20, 0.0, np.pi), RED, BLUE, 2.0),
        Statement("arc-pie", (20, 20, 30, 20, 0.0, np.pi), RED, BLUE, 2.0),
        Statement("rect", (5, 5, 20, 9), (255, 0, 0, 100), CLEAR),
        Statement("circle", (20, 20, 25), (255, 0, 0, 60), BLUE, 4.0),
        Statement(
            "path",
            (),
            RED,
            BLUE,
            2.0,
            (("M", 5, 5), ("C", 30, 0, 40, 20, 35, 30), ("C", 20, 38, 4, 30, 5, 5), ("Z",)),
        ),
        Statement(
            "path",
            (),
            RED,
            CLEAR,
            1.0,
            (("M", 5, 5), ("C", 30, 0, 40, 20, 35, 30), ("L", 20, 38), ("L", 4, 30), ("Z",)),
        ),
        Statement(
            "path",
            (),
            RED,
            CLEAR,
            1.0,
            (("M", 5, 5), ("L", 30, 9), ("L", 35, 30), ("L", 20, 38), ("L", 4, 30), ("Z",)),
        ),
    ],
)
def test_search_draws_what_the_painter_meant(statement: Statement) -> None:
    shapes = shapes_for(statement)
    assert shapes
    drawn = renderer.render(program_of(shapes, (40, 40), (255.0, 255.0, 255.0)))
    ops = renderer.run(renderer.parse("size(40, 40); background(255);")).ops
    wanted = renderer.render_ops(renderer.Scene(40, 40, [*ops, op_of(statement)]))
    assert np.abs(drawn.astype(int) - wanted).mean() < 0.2


@pytest.mark.parametrize(
    "statement",
    [
        Statement("arc-pie", (20, 20, 30, 20, 0.3, 2.0), RED, CLEAR),
        Statement("arc-pie", (20, 20, 30, 20, 0.3, 4.9), RED, BLUE, 2.0),
        Statement("arc-chord", (20, 20, 30, 20, 0.3, 2.0), RED, CLEAR),
        Statement("arc-chord", (20, 20, 30, 20, 0.3, 4.9), CLEAR, BLUE, 2.0),
    ],
)
def test_arcs_at_any_angle_are_paths_that_look_the_same(statement: Statement) -> None:
    (shape,) = shapes_for(statement)
    assert shape.kind == "path"
    drawn = renderer.render(program_of([shape], (40, 40), (255.0, 255.0, 255.0)))
    ops = renderer.run(renderer.parse("size(40, 40); background(255);")).ops
    wanted = renderer.render_ops(renderer.Scene(40, 40, [*ops, op_of(statement)]))
    assert np.abs(drawn.astype(int) - wanted).max() <= 24


def test_what_search_has_no_word_for_is_left_out() -> None:
    line = (("M", 5.0, 5.0), ("L", 30.0, 9.0), ("L", 2.0, 30.0))
    assert shapes_for(Statement("path", (), CLEAR, BLUE, 2.0, line)) == []
    assert len(shapes_for(Statement("arc", (9, 9, 5, 5, 0.0, 1.0), CLEAR, BLUE))) == 1
    many = ("M", 5.0, 5.0), *[("L", 30.0 + i, 9.0 * i) for i in range(40)], ("Z",)
    assert shapes_for(Statement("path", (), RED, CLEAR, 2.0, many)) == []
    assert picture_of(renderer.run(renderer.parse("size(9, 9);"))).statements == ()
