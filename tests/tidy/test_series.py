"""Loops whose turns go on from one another: found in pictures, and drawing what they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import renderer
import sketchnet
from renderer.printers.processing import print_processing
from sketchnet.search.emit import program_of
from sketchnet.search.shapes import Shape
from sketchnet.tidy.items import Item
from sketchnet.tidy.rings import _turns
from sketchnet.tidy.successions import Ring, Series

SERIES = {
    "bars that grow": "size(200, 120); background(250); noStroke(); fill(40, 90, 160);"
    "for (int i = 0; i < 8; i++) rect(10 + i * 23, 100 - i * 11, 16, 10 + i * 11);",
    "discs that grow": "size(240, 60); background(255); noStroke(); fill(200, 40, 40);"
    "for (int i = 0; i < 9; i++) circle(12 + i * 23, 30, 4 + i * 3);",
    "rings": "size(200, 200); background(255); noFill(); strokeWeight(4);"
    "for (int d = 34; d < 200; d += 34) circle(100, 100, d);",
    "a fan of lines": "size(200, 200); background(255); strokeWeight(2);"
    "for (int i = 0; i < 10; i++) line(10 + i * 20, 10, 190, 190 - i * 16);",
    "frames in frames": "size(96, 96); background(255); noFill(); strokeWeight(3);"
    "for (int x = 6; x < 40; x += 10) square(x, x, width - x * 2);",
    "stairs": "size(160, 160); background(255, 245, 220); fill(150, 100, 60);"
    "for (int i = 0; i < 4; i++) rect(20 + i * 30, 110 - i * 30, 30, 30 + i * 30);",
    "greys from black on": "size(200, 120); background(255);"
    "for (int i = 0; i < 6; i++) { fill(i * 45); rect(10 + i * 31, 20, 25, 80); }",
    "bars that darken": "size(200, 120); background(250); noStroke(); for (int i = 0; i < 8; i++) {"
    "fill(20 + i * 25, 60, 200 - i * 20); rect(10 + i * 23, 100 - i * 11, 16, 10 + i * 11); }",
}


@pytest.mark.parametrize("name", SERIES)
def test_what_goes_on_from_one_another_is_a_loop(name: str) -> None:
    drawing = sketchnet.draw(renderer.render(SERIES[name]), method="search")
    assert drawing.score["rmse"] < 0.2
    assert drawing.score["numbers"] <= renderer.count_numbers(renderer.parse(SERIES[name]))
    assert drawing.code().count("for (") == 1


RINGS = {
    "rays of a sun": "size(200, 200); background(255); noFill(); circle(100, 100, 60);"
    "translate(100, 100); for (int i = 0; i < 12; i++) { line(40, 0, 80, 0); rotate(PI / 6); }",
    "a clock": "size(128, 128); background(255); noFill(); strokeWeight(4); circle(64, 64, 116);"
    "strokeWeight(3); line(64, 64, 64, 30); line(64, 64, 86, 76); translate(64, 64);"
    "for (int i = 0; i < 12; i++) { line(44, 0, 51, 0); rotate(PI / 6); }",
    "petals": "size(160, 160); background(20, 20, 60); noStroke(); fill(255, 220, 60);"
    "translate(80, 80);"
    "for (int i = 0; i < 9; i++) { triangle(24, -7, 24, 7, 66, 0); rotate(TWO_PI / 9); }",
}


@pytest.mark.parametrize("name", RINGS)
def test_what_stands_around_a_centre_is_turned(name: str) -> None:
    drawing = sketchnet.draw(renderer.render(RINGS[name]), method="search")
    assert drawing.score["rmse"] < 2
    assert drawing.score["numbers"] <= 1 + renderer.count_numbers(renderer.parse(RINGS[name]))
    assert "rotate(" in drawing.code()


def test_rows_read_from_left_to_right() -> None:
    code = sketchnet.draw(renderer.render(SERIES["discs that grow"]), method="search").code()
    assert "circle(12 + i * 23, 30, 4 + i * 3)" in code


halves = st.integers(-40, 40).map(lambda half: half / 2)
extents = st.integers(20, 60).map(float)
places = st.integers(-20, 120).map(lambda half: half / 2)
channels = st.integers(0, 120).map(float)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """A shape and how it goes on; no colour or extent leaves its range."""
    kind, roles = draw(st.sampled_from((("circle", "xyw"), ("rect", "xywh"), ("line", "xyxy"))))
    params = tuple(draw(places if role in "xy" else extents) for role in roles)
    rise = {"x": halves, "y": halves}
    by = tuple(draw(rise.get(role, st.sampled_from((0.0, 2.0, 5.5)))) for role in roles)
    paint = draw(st.sampled_from(("stroke",) if kind == "line" else ("fill", "stroke", "both")))
    first = Shape(kind, params, paint, draw(st.sampled_from((1.0, 2.5))))
    tints = []
    for part in first.parts:
        first = first.coloured(part, tuple(draw(channels) for _ in "rgb"))
        tints.append(tuple(draw(st.integers(0, 20).map(float)) for _ in "rgb"))
    count = draw(st.integers(4, 6))
    return Item((first,), series=Series(count, by, tuple(tints)))


@given(
    st.sampled_from(("circle", "line", "triangle")),
    st.lists(places, min_size=6, max_size=6),
    st.integers(5, 12),
)
@settings(max_examples=100, deadline=None)
def test_turned_shapes_are_drawn_where_they_are_said(
    kind: str, numbers: list[float], count: int
) -> None:
    params = {"circle": (*numbers[:2], 9.0), "line": tuple(numbers[:4])}.get(kind, tuple(numbers))
    shape = Shape(kind, params, "stroke" if kind == "line" else "fill", 3.0, (9, 80, 200))
    item = Item((shape,), series=Ring(count, 32.0, 24.0))
    again, plain = (
        renderer.render(program_of(some, (64, 48), (250, 250, 250))).astype(float)
        for some in ([item], item.drawn())
    )
    assert np.abs(again - plain).mean() <= 1  # soft edges are sampled otherwise; a pixel off is 20


@given(items(), st.lists(items(), max_size=2))
@settings(max_examples=60, deadline=None)
def test_loops_draw_what_the_shapes_one_by_one_draw(first: Item, more: list[Item]) -> None:
    every = [first, *more]
    again = program_of(every, (64, 48), (250, 250, 250))
    plain = program_of([s for item in every for s in item.drawn()], (64, 48), (250, 250, 250))
    assert (renderer.render(print_processing(again)) == renderer.render(plain)).all()
    assert renderer.count_numbers(again) <= renderer.count_numbers(plain)


def test_loops_keep_to_the_shapes_and_colours_asked_for() -> None:
    discs = renderer.render(SERIES["discs that grow"])
    code = sketchnet.draw(discs, shapes=["circle"], renders=3000, method="search").code()
    assert "circle(" in code
    assert "ellipse(" not in code
    bars = renderer.render(SERIES["bars that darken"])
    drawing = sketchnet.draw(bars, palette=["#14468c", "#ffffff"], renders=3000, method="search")
    assert "fill(i" not in drawing.code() and "+ i" not in drawing.code().split("fill(")[1][:20]
    seen = np.unique(drawing.image.reshape(-1, 3), axis=0).astype(float)
    way = np.array([235.0, 185.0, 115.0])  # edges mix the two
    share = (seen - [20, 70, 140]) @ way / (way @ way)
    assert np.abs(seen - [20, 70, 140] - share[:, None] * way).max() < 3


def test_shapes_that_lie_at_one_angle_are_no_ring() -> None:
    assert _turns(np.zeros(6), 20.0) is None
    assert _turns(np.arange(6) * np.pi / 3, 20.0) == ([0, 1, 2, 3, 4, 5], 6)
    assert _turns(np.array([0, 1, 2, 3, 5]) * np.pi / 3, 20.0) == ([0, 1, 2, 3, 5], 6)
    assert _turns(np.array([0, 1, 2]) * np.pi / 3, 20.0) is None
