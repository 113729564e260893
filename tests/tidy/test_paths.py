"""Closed paths of curves: found again from their pictures, written plainly, moved as a whole."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

import renderer
import sketchnet
from sketchnet.search.normal import Normal
from sketchnet.search.shapes import Shape, straight_pieces
from sketchnet.tidy.chains import chains, fits_of, knots_of
from sketchnet.tidy.contours import Contour, Corners, corners_of, turn_of
from sketchnet.tidy.edges import edges_of
from sketchnet.tidy.paths import mirrors, ties_of
from sketchnet.tidy.settling import near_least
from sketchnet.tidy.symmetry import is_symmetric

HEART = (
    "beginShape(); vertex(64, 110); bezierVertex(20, 80, 10, 50, 24, 32);"
    "bezierVertex(38, 14, 58, 22, 64, 40); bezierVertex(70, 22, 90, 14, 104, 32);"
    "bezierVertex(118, 50, 108, 80, 64, 110); endShape(CLOSE);"
)
LEAF = (
    "beginShape(); vertex(20, 100); bezierVertex(20, 40, 60, 20, 110, 20);"
    "bezierVertex(110, 70, 80, 110, 20, 100); endShape(CLOSE);"
)
FORMS = {
    "a heart": "background(255); noStroke(); fill(230, 40, 60);" + HEART,
    "a heart with an outline": "background(255); stroke(120, 0, 0); strokeWeight(4);"
    "fill(230, 40, 60);" + HEART,
    "a leaf": "background(240, 230, 210); noStroke(); fill(60, 150, 40);" + LEAF,
    "a leaf under a disc": "background(240, 230, 210); noStroke(); fill(60, 150, 40);"
    + LEAF
    + "fill(200, 30, 20); circle(70, 60, 24);",
    "a blob": "background(255); noStroke(); fill(30, 120, 90); beginShape(); vertex(30, 60);"
    "bezierVertex(30, 30, 60, 10, 80, 30); bezierVertex(100, 50, 120, 60, 100, 90);"
    "bezierVertex(80, 120, 60, 90, 45, 100); bezierVertex(30, 105, 30, 80, 30, 60);"
    "endShape(CLOSE);",
}
SIZE = "size(128, 128);"


@pytest.mark.parametrize("name", FORMS)
def test_curved_forms_take_about_the_numbers_that_they_take_by_hand(name: str) -> None:
    source = SIZE + FORMS[name]
    drawing = sketchnet.draw(renderer.render(source), method="search")
    assert drawing.score["rmse"] <= 1.5
    assert drawing.score["numbers"] <= 1.3 * renderer.count_numbers(renderer.parse(source))
    assert drawing.renders < 20_000
    assert "bezierVertex(" in drawing.code()


def test_straight_sides_are_a_polygon_however_many() -> None:
    bolt = "vertex(70, 10); vertex(30, 70); vertex(58, 70); vertex(44, 118); vertex(98, 52);"
    source = SIZE + "background(20, 40, 80); noStroke(); fill(250, 200, 40); beginShape();"
    source += bolt + "vertex(68, 52); vertex(90, 10); endShape(CLOSE);"
    drawing = sketchnet.draw(renderer.render(source), method="search")
    assert drawing.score["rmse"] < 0.2
    assert drawing.score["numbers"] == 14


def test_lines_in_a_path_are_written_without_handles() -> None:
    source = SIZE + "background(250); noStroke(); fill(30, 90, 190); beginShape();"
    source += "vertex(30, 110); vertex(24, 40); bezierVertex(40, 4, 90, 20, 104, 60);"
    source += "vertex(96, 110); endShape(CLOSE);"
    drawing = sketchnet.draw(renderer.render(source), method="search")
    assert drawing.score["rmse"] <= 1.5
    assert drawing.score["numbers"] <= renderer.count_numbers(renderer.parse(source))
    assert drawing.code().count("bezierVertex(") == 1


def test_handles_of_lines_follow_their_ends() -> None:
    ends = [(10.0, 20.0), (70.0, 24.0), (50.0, 90.0)]
    line = [*ends[0], *ends[0], *ends[1]]
    curve = [*ends[1], 90.0, 50.0, 80.0, 80.0]
    closing = [*ends[2], *ends[2], *ends[0]]
    shape = Shape("path", (*line, *curve, *closing))
    assert straight_pieces(shape.params) == [True, False, True]
    ties = ties_of(shape)
    assert ties.shape == (18, 10)
    rng = np.random.default_rng(3)
    moved = ties @ rng.normal(size=10)
    assert straight_pieces(moved.tolist()) == [True, False, True]
    np.testing.assert_allclose(ties @ ((ties / ties.sum(0)).T @ shape.params), shape.params)


def test_paths_are_not_drawn_where_they_are_not_asked_for() -> None:
    target = renderer.render(SIZE + FORMS["a leaf"])
    code = sketchnet.draw(target, renders=1500, shapes=["ellipse"], method="search").code()
    assert "bezierVertex(" not in code
    assert "ellipse(" in code


def outline_of(source: str) -> tuple[Contour, Corners]:
    """The outline of what is drawn, and its corners."""
    picture = renderer.render(SIZE + "background(255); noStroke(); fill(0);" + source)
    soft = 1 - picture[..., 0].astype(np.float32) / 255
    edges = edges_of(soft, np.ones(soft.shape, bool))
    turn = turn_of(soft > 0.5, edges)
    assert turn is not None
    points = edges.points[turn.order]
    corners = corners_of(points, turn.places, turn.length)
    return Contour(points, turn.places, turn.length), corners


def test_points_follow_one_another_around_the_outline() -> None:
    contour, _ = outline_of("circle(60, 64, 70);")
    angles = np.unwrap(np.arctan2(*(contour.points - [60, 64]).T[::-1]))
    assert abs(abs(angles[-1] - angles[0]) - 2 * np.pi) < 0.1
    assert (np.abs(np.diff(angles)) < 0.1).all()
    np.testing.assert_allclose(np.hypot(*(contour.points - [60, 64]).T), 35, atol=0.1)
    assert contour.length == pytest.approx(70 * np.pi, rel=0.1)


def test_corners_are_where_curves_meet() -> None:
    _, corners = outline_of(LEAF)
    for there in ((20, 100), (110, 20)):
        assert np.hypot(*(corners.points - there).T).min() < 0.5


def test_two_curves_are_found_for_a_leaf_from_tip_to_tip() -> None:
    contour, corners = outline_of(LEAF)
    knots = knots_of(contour, corners)
    fits = fits_of(contour, knots)
    best = next(chains(fits, contour.length, 0.3, 24))[0]
    assert not best.straight.any()
    ends = sorted(knots.points[best.knots].round().tolist())
    assert ends == [[20, 100], [110, 20]]
    handles = fits.handles[best.knots, np.roll(best.knots, -1)].reshape(-1, 2)
    for there in ((20, 40), (60, 20), (110, 70), (80, 110)):
        assert np.hypot(*(handles - there).T).min() < 8


def test_half_a_path_and_its_mirror_image_are_symmetric() -> None:
    params = (64, 110, 20, 80, 10, 50, 24, 32, 38, 14, 58, 22, 64, 40, 74, 0, 120, 30, 109, 56)
    shape = Shape("path", (*(float(v) for v in params), 105.0, 77.0, 82.0, 98.0))
    assert not is_symmetric(shape)
    found = list(mirrors(shape))
    assert all(is_symmetric(mirror) for mirror in found)
    heart = [64, 110, 20, 80, 10, 50, 24, 32, 38, 14, 58, 22, 64, 40]
    assert any(list(mirror.params[:14]) == heart for mirror in found)


def test_the_least_of_a_quadratic_on_a_grid_is_found() -> None:
    rng = np.random.default_rng(4)
    for _ in range(10):
        root = rng.normal(size=(4, 4))
        model = Normal(root @ root.T + 0.05 * np.eye(4), rng.normal(size=4))
        values = rng.uniform(-2, 2, 4)
        every = np.round(values) + np.array(list(product(range(-3, 4), repeat=4)))
        off = every - values
        costs = np.einsum("np,pq,nq->n", off, model.matrix, off) - 2 * off @ model.gradient
        best = near_least(values, np.round(values), 1.0, model)[0] - values
        least = best @ model.matrix @ best - 2 * model.gradient @ best
        assert least <= costs.min() + 0.05
