"""Rounded rectangles and parts of ellipses come out as themselves, outlined and half hidden too."""

from __future__ import annotations

import numpy as np
import pytest

from sketchnet.tidy.curves import ellipses
from sketchnet.tidy.rounds import arcs, roundrects
from tests.tidy.again import assert_drawn_again

HEAD = "size(128, 128); background(255); noStroke(); "
BODY = "fill(60, 90, 40); rect(20, 20, 90, 70, 16);"
ON_TOP = "fill(200, 30, 30); rect(10, 60, 30, 40); fill(20, 30, 230); circle(90, 30, 40);"
SCENES = {
    "a rounded rectangle": f"{HEAD} {BODY}",
    "one with an outline": f"{HEAD} stroke(0); strokeWeight(2); {BODY}",
    "one under a rectangle and a disc": f"{HEAD} {BODY} {ON_TOP}",
    "the same with outlines": f"{HEAD} stroke(0); strokeWeight(3); {BODY} {ON_TOP}",
    "ends that are half discs": f"{HEAD} fill(60, 90, 40); rect(20, 20, 90, 30, 15);",
    "half a disc": f"{HEAD} fill(60, 90, 40); arc(60, 70, 81, 81, PI, TWO_PI);",
    "a quarter of an ellipse": f"{HEAD} fill(60, 90, 40); arc(20, 20, 160, 80, 0, HALF_PI);",
    "a segment": f"{HEAD} fill(60, 90, 40); arc(30, 90, 100, 121, PI + HALF_PI, TWO_PI, CHORD);",
    "an eighth": f"{HEAD} fill(20); arc(30, 90, 140, 140, -QUARTER_PI, 0);",
    "a mouth, its outline all around": f"{HEAD} stroke(0); fill(240, 220, 40); "
    "arc(64, 64, 90, 90, QUARTER_PI, TWO_PI - QUARTER_PI, PIE);",
    "a mouth as it is drawn without a mode": f"{HEAD} stroke(0); strokeWeight(3); "
    "fill(240, 220, 40); arc(64, 64, 90, 90, QUARTER_PI, TWO_PI - QUARTER_PI);",
    "a dome with its chord, under a rectangle": f"{HEAD} stroke(0); fill(240, 200, 40); "
    "arc(64, 64, 90, 90, PI, TWO_PI, CHORD); fill(90, 170, 220); rect(30, 80, 60, 30);",
    "a bowl whose curve alone is outlined": f"{HEAD} stroke(0); fill(240, 200, 40); "
    "arc(64, 64, 90, 60, 0, PI);",
    "a sun behind the edge of the sea": "size(160, 100); background(250, 160, 60); noStroke(); "
    "fill(255, 230, 80); arc(80, 70, 80, 80, PI, TWO_PI); fill(30, 60, 120); "
    "rect(0, 70, width, 30); fill(20); triangle(30, 70, 50, 40, 70, 70);",
    "a pie in three pieces": f"{HEAD} fill(60, 90, 40); arc(64, 64, 100, 100, 0, HALF_PI);"
    "fill(200, 90, 40); arc(64, 64, 100, 100, HALF_PI, PI + QUARTER_PI); fill(20, 90, 240);"
    "arc(64, 64, 100, 100, PI + QUARTER_PI, TWO_PI);",
    "a tablet": "size(160, 110); background(230); noStroke(); fill(40); rect(10, 10, 140, 90, 16); "
    "fill(250); rect(22, 20, 116, 70, 6); fill(90, 90, 200); circle(80, 55, 40);",
    "a mushroom": f"{HEAD} stroke(0); fill(240, 230, 200); rect(52, 64, 24, 44, 6); "
    "fill(220, 30, 40); arc(64, 66, 96, 84, PI, TWO_PI, CHORD); fill(255); noStroke(); "
    "circle(45, 50, 14); circle(75, 45, 18);",
}


@pytest.mark.parametrize("name", SCENES)
def test_round_shapes_are_exact_with_no_more_numbers(name: str) -> None:
    assert_drawn_again(SCENES[name], renders=1500, rmse=0.5)


def test_a_radius_is_told_from_points_off_the_corners() -> None:
    turn = np.linspace(0, np.pi / 2, 12)
    corner = np.stack([50 + 12 * np.cos(turn), 40 + 12 * np.sin(turn)], 1)  # about (50, 40)
    first, *_ = roundrects([(10.0, 10.0, 52.0, 42.0)], corner, 0.2)
    assert first == (10.0, 10.0, 52.0, 42.0, 12.0)


@pytest.mark.parametrize(("start", "stop"), [(0, 4), (3, 6), (6, 9), (1, 7)])
def test_an_arc_is_told_by_where_its_ellipse_has_points(start: int, stop: int) -> None:
    turn = np.linspace(start, stop, 60) * np.pi / 4
    curve = np.array([[40.0, 44.0, 50.0, 36.0]])
    points = np.stack([40 + 25 * np.cos(turn), 44 + 18 * np.sin(turn)], 1)
    assert ellipses(curve, points).max() < 1e-6
    found = [params for _, params in arcs(points, [], 50, 0.2)]
    assert (40.0, 44.0, 50.0, 36.0, float(start), float(stop)) in found
