"""Numbers and shapes are counted as written."""

from __future__ import annotations

import pytest

from renderer.language.measure import count_bytes, count_numbers, count_statements
from renderer.language.parser import parse
from renderer.printers import export


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("size(400, 300); background(1, 2, 3); fill(4); stroke(5, 6, 7, 8);", 0),
        ("color c = color(1, 2, 3); fill(c, 9);", 0),
        ("fill(random(1, 2) + 3);", 0),
        ("circle(1, 2, 3);", 3),
        ("rect(1, -2, 3.5, -(4));", 4),
        ("rect(x, y, PI, width);", 0),
        ("strokeWeight(2); rotate(PI / 3); scale(2, 1); randomSeed(7);", 5),
        ("for (int i = 0; i < 5; i++) circle(i * 10, 20, 5);", 5),
        ("for (int i = 0; i < 5; i += 2) {}", 3),
        ("float x = 1; x += 2; x++;", 2),
        ("while (x < 3) { x = 4; } { point(1, 2); }", 4),
        ("if (x > 1) { point(1, 2); } else if (x < 0) { point(3, 4); }", 6),
        ("int n = 2; void f(float k) { point(k, 3); } void setup() { f(4); }", 3),
        ("float f() { return 5; } ", 1),
    ],
)
def test_numbers_count_but_for_colours_and_canvas(source: str, numbers: int) -> None:
    assert count_numbers(parse(source)) == numbers


@pytest.mark.parametrize(
    ("source", "shapes"),
    [
        ("fill(1); point(1, 2); line(1, 2, 3, 4);", 2),
        ("for (int i = 0; i < 5; i++) circle(i, 1, 1);", 1),
        ("beginShape(); vertex(1, 2); vertex(3, 4); endShape(CLOSE);", 1),
        ("void f() { rect(1, 2, 3, 4); } void setup() { f(); f(); }", 1),
        ("if (a) { point(1, 2); } else { { point(3, 4); } } while (a) { circle(1, 2, 3); }", 3),
        ("int i; for (i = 0; i < 2; point(1, 2)) {}", 1),
    ],
)
def test_shapes_count_as_written(source: str, shapes: int) -> None:
    assert count_statements(parse(source)) == shapes


def test_bytes_are_those_of_the_canonical_text() -> None:
    program = parse("point( 1,2 );// é")
    assert count_bytes(program) == len(export(program, "processing").encode())
    assert count_bytes(program) == len("point(1, 2); // é\n".encode())
