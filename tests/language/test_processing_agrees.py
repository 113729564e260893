"""Where Processing's rules surprise, its own core library says what is right."""

from __future__ import annotations

import numpy as np
import pytest

import renderer
from renderer.language.parser import parse
from tests.runtimes.processing import render_processing
from tests.runtimes.setup import require

_SQUARE = "noStroke(); rect(-5, -5, 50, 50);"
_GLOBAL = (
    "void setup() {{ size(20, 20); background(200, 90, 40); {} noStroke(); rect(-5, -5, 50, 50); }}"
)

COLOURS = {
    "unset": "color c;" + _GLOBAL.format("fill(c);"),
    "unset-half": "color c;" + _GLOBAL.format("fill(c, 128);"),
    "unset-background": "color c;" + _GLOBAL.format("background(c); noFill();"),
    "clear-black": _GLOBAL.format("fill(color(0, 0));"),
    "clear-blue": _GLOBAL.format("color c = color(0, 0, 90, 0); fill(c);"),
    "clear-blue-half": _GLOBAL.format("color c = color(0, 0, 90, 0); fill(c, 100);"),
    "clear-green": _GLOBAL.format("fill(color(0, 1, 90, 0));"),
    "clear-in-numbers": _GLOBAL.format("fill(0, 0, 90, 0);"),
    "clear-gray": _GLOBAL.format("fill(40, 0);"),
    "fraction": _GLOBAL.format("fill(#10E030, 127.5);"),
    "beyond": _GLOBAL.format("fill(color(9, 99, 200, 130), 900);"),
    **{f"half-{a}": _GLOBAL.format(f"fill(color(9, 99, 200, 201), {a});") for a in (1, 77, 254)},
}

RANDOM = [
    "float x = random(255);\nvoid setup() { size(20, 20); background(x); }",
    "float x = random(255);\nfloat y = x / width;\n"
    "void setup() { size(20, 20); randomSeed(4); background(x, y * 90, random(255)); }",
    "float f() { return random(255); }\nfloat x = 3;\nfloat y = f();\n"
    "void setup() { size(20, 20); background(x, y, f()); }",
    "void f() { background(random(255)); }\nvoid setup() { size(20, 20); f(); randomSeed(2); }",
    "size(20, 20); // small\nfloat x = random(255); randomSeed(3); background(x, random(255), 9);",
    "float x = random(255); size(20, 20); background(x);",
    "color c = color(random(255), 9, 99);\nvoid setup() { size(20, 20); background(c); }",
]


def test_colours_become_grays_as_in_processing() -> None:
    require("processing")
    theirs = render_processing(
        [renderer.export(source, "processing") for source in COLOURS.values()]
    )
    for name, picture in zip(COLOURS, theirs, strict=True):
        ours = renderer.render(COLOURS[name]).astype(int)
        assert np.abs(ours[10, 10] - picture[10, 10]).max() <= 1, (
            name,
            ours[10, 10],
            picture[10, 10],
        )


def test_random_numbers_before_the_seed_are_the_same_in_processing() -> None:
    require("processing")
    exported = [renderer.export(source, "processing") for source in RANDOM]
    for source, picture in zip(RANDOM, render_processing(exported), strict=True):
        assert np.array_equal(renderer.render(source), picture), source


@pytest.mark.parametrize("source", RANDOM)
def test_export_seeds_before_the_first_random_number(source: str) -> None:
    again = renderer.export(source, "processing")
    assert "randomSeed(0);" in again
    assert np.array_equal(renderer.render(again), renderer.render(source))
    ruby = renderer.export(source, "ruby")
    setup = ruby[ruby.index("def setup") :]
    assert setup.index("random_seed 0") < setup.index("background" if "f(" in source else "random(")


@pytest.mark.parametrize(
    "source",
    [
        "point(1, 1);",
        "size(9, 9); randomSeed(3); float x = random(3); point(x, 1);",
        "float f() { return random(3); } void setup() { randomSeed(3); point(f(), 1); }",
    ],
)
def test_export_leaves_other_sketches_alone(source: str) -> None:
    assert "randomSeed(0)" not in renderer.export(source, "processing")
    assert parse(renderer.export(source, "processing")) == parse(source)
