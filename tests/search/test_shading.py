"""Shapes whose colour goes from one to another: found, drawn, and said in a loop."""

from __future__ import annotations

import numpy as np
import pytest

import renderer
import sketchnet
from sketchnet.bench.sets import home
from sketchnet.data.augment import compressed
from sketchnet.search.emit import program_of
from sketchnet.search.ground import has_shades, shaded_ground
from sketchnet.search.layers import Canvas
from sketchnet.search.setup import unit
from sketchnet.search.shapes import KINDS, SHADES, Paint, Shape, numbers_of

SIZE = (120, 90)
SKY = (
    "size(120, 90); noStroke(); for (int y = 0; y < height; y++) {"
    "fill(map(y, 0, height, 30, 250), map(y, 0, height, 20, 140), map(y, 0, height, 80, 60));"
    "rect(0, y, width, 2); }"
)
SUN = "fill(255, 240, 200); circle(80, 50, 30);"
HILL = (
    "fill(20, 10, 30); beginShape(); vertex(0, 90); vertex(0, 66); vertex(40, 55); vertex(82, 76);"
    "vertex(120, 63); vertex(120, 90); endShape(CLOSE);"
)
HUES = ((250.0, 120.0, 30.0), (40.0, 60.0, 160.0))


def shaded(kind: str, params: tuple[float, ...], paint: Paint) -> Shape:
    return Shape(kind, params, paint, 1.0, *HUES)


SHAPES = [
    shaded("rect", (0, 0, 120, 90), "down"),
    shaded("rect", (10, 20, 70, 40), "down"),
    shaded("rect", (10, 20, 70, 40), "across"),
    shaded("rect", (-20, -10, 160, 60), "across"),
    shaded("circle", (60, 45, 70), "outward"),
    shaded("circle", (30.5, 45, 70.5), "outward"),
    shaded("circle", (110, 10, 150), "outward"),
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda one: f"{one.kind}-{one.paint}-{one.params}")
def test_what_search_sees_is_what_the_loop_draws(shape: Shape) -> None:
    canvas = Canvas(np.zeros((90, 120, 3), np.float32), (1.0, 1.0), (255.0, 255.0, 255.0))
    canvas.insert(0, shape)
    drawn = renderer.render(program_of([shape], SIZE, canvas.background))
    off = np.abs(255 * canvas.picture() - drawn).max(2)
    assert off.mean() < 1.2  # colours lose what is behind their point
    assert np.quantile(off, 0.99) < 5  # the last row is as the one before


@pytest.mark.parametrize("shape", SHAPES, ids=lambda one: f"{one.kind}-{one.paint}-{one.params}")
def test_a_loop_has_no_more_numbers_than_search_counts(shape: Shape) -> None:
    program = program_of([shape], SIZE, (255.0, 255.0, 255.0))
    assert renderer.count_numbers(program) <= numbers_of(shape)


@pytest.mark.parametrize("scale", [1.7, 2.5, 3])
def test_nothing_shows_between_the_rows_of_an_enlargement(scale: float) -> None:
    program = program_of([SHAPES[0]], SIZE, (255.0, 255.0, 255.0))
    size = round(120 * scale), round(90 * scale)
    rows = renderer.render(program, size).astype(int)[:, 10]
    assert np.abs(np.diff(rows, axis=0)).max() <= 5


ACROSS = (
    SKY.replace("y", "x")
    .replace("height", "width")
    .replace("rect(0, x, width, 2)", "rect(x, 0, 2, height)")
)


@pytest.mark.parametrize("code", [SKY, ACROSS, ACROSS + "fill(20, 90, 60); rect(0, 60, 120, 30);"])
def test_a_shaded_picture_comes_back_as_one_loop(code: str) -> None:
    drawing = sketchnet.draw(renderer.render(code), seed=3)
    assert drawing.score["rmse"] < 1.5
    assert drawing.score["statements"] <= 3
    assert drawing.score["numbers"] <= 14
    assert "for (" in drawing.code()


def test_plain_shapes_before_a_shaded_sky_come_back_as_they_are() -> None:
    drawing = sketchnet.draw(renderer.render(SKY + SUN + HILL))
    assert drawing.score["rmse"] < 1
    assert drawing.score["statements"] == 3
    assert "circle(80, 50, 30);" in drawing.code()
    assert drawing.score["numbers"] <= 20


@pytest.mark.parametrize("name", ["banner", "glow", "harbour", "sunset"])
def test_drawings_with_shades_come_back_as_short_as_by_hand(name: str) -> None:
    path = home().parent / "plain" / f"{name}.pde"
    program = renderer.parse(path.read_text(encoding="utf-8"))
    drawing = sketchnet.draw(renderer.render(program), method="search")
    assert drawing.score["rmse"] < 1
    assert drawing.score["numbers"] <= renderer.count_numbers(program)


def test_a_disc_that_is_lit_in_its_middle_comes_back_as_rings() -> None:
    shape = shaded("circle", (60, 45, 70), "outward")
    picture = renderer.render(program_of([shape], SIZE, (255.0, 255.0, 255.0)))
    drawing = sketchnet.draw(picture, numbers=30, renders=12_000)
    assert drawing.score["rmse"] < 6
    assert "d -= 2" in drawing.code()


@pytest.mark.parametrize("numbers", [0, 3, 5, 9])
def test_numbers_are_never_overspent_on_shades(numbers: int) -> None:
    drawing = sketchnet.draw(renderer.render(SKY + SUN), numbers=numbers, renders=2000)
    assert drawing.score["numbers"] <= numbers


@pytest.mark.parametrize(
    "limits", [{"statements": 6}, {"palette": 4}, {"shapes": "ellipse"}, {"shapes": "triangle"}]
)
def test_where_a_loop_would_break_a_limit_nothing_is_shaded(limits: dict[str, object]) -> None:
    picture = renderer.render(SKY + SUN)
    drawing = sketchnet.draw(picture, renders=2000, **limits)  # type: ignore[arg-type]
    assert "map(" not in drawing.code()


def test_a_ground_is_found_behind_what_hides_most_of_it() -> None:
    picture = renderer.render(SKY + HILL.replace("66", "30").replace("55", "34") + SUN)
    ground = shaded_ground(unit(picture), SIZE)
    assert ground is not None
    assert ground.paint == "down"
    assert np.abs(np.subtract(ground.fill, (30, 20, 80))).max() < 4


@pytest.mark.parametrize("quality", [85, 95])
def test_the_noise_of_a_file_is_no_shade(quality: int) -> None:
    plain, sky = ("size(120, 90); background(90); noStroke();" + SUN + HILL, SKY + SUN + HILL)
    assert not has_shades(unit(compressed(renderer.render(plain), quality)))
    assert has_shades(unit(compressed(renderer.render(sky), quality)))


@pytest.mark.parametrize(
    "code",
    ["size(120, 90); background(90);" + SUN + HILL, "size(120, 90); noStroke();" + SUN + HILL],
)
def test_a_plain_picture_has_no_shaded_ground(code: str) -> None:
    assert shaded_ground(unit(renderer.render(code)), SIZE) is None


def test_noise_has_no_shaded_ground() -> None:
    noise = np.random.default_rng(0).random((90, 120, 3), np.float32)
    assert shaded_ground(noise, SIZE) is None


def test_shades_are_no_paints_of_the_rest_of_the_search() -> None:
    assert all(not set(kind.paints) & set(SHADES) for kind in KINDS.values())
    assert {paint for kind in KINDS.values() for paint in kind.shades} == set(SHADES)


@pytest.mark.parametrize("box", [(20, 30, 160, 60), (20, 15, 160, 90)])
@pytest.mark.parametrize("down", [True, False])
def test_a_shaded_box_on_a_plain_ground_is_one_loop(
    box: tuple[int, int, int, int], down: bool
) -> None:
    x, y, w, h = box
    ramp = np.linspace(0, 1, h if down else w, endpoint=False)[:, None]
    colours = np.rint(np.array((250, 250, 60)) + ramp * np.array((-50, -250, 20)))
    picture = np.full((120, 200, 3), 250, np.uint8)
    picture[y : y + h, x : x + w] = colours[:, None] if down else colours[None]
    drawing = sketchnet.draw(picture, renders=8000)
    assert drawing.score["rmse"] < 1
    assert drawing.score["numbers"] <= 6
    assert "for (" in drawing.code()


def test_rings_never_paint_more_than_a_program_may() -> None:
    rows, columns = np.mgrid[:1500, :2000]
    far = np.hypot(rows - 750, columns - 1000)[..., None] / 1250
    picture = (np.array((250, 220, 60)) * (1 - far) + np.array((40, 60, 160)) * far).clip(0, 255)
    drawing = sketchnet.draw(picture.astype(np.uint8), renders=6000, method="search")
    assert drawing.score["rmse"] < 20
    shapes = [shaded("circle", (2000, 1500, 5000 - i), "outward") for i in range(2)]
    renderer.run(program_of(shapes, (4000, 3000), (0.0, 0.0, 0.0)))
