"""The rule by which numbers are counted, the same for every tool."""

from __future__ import annotations

import pytest

from sketchnet.bench.counting import Cost, cost_of, count_literals
from sketchnet.bench.errors import BenchError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="80"{more}>{body}</svg>'


def numbers(body: str, more: str = "") -> int:
    return cost_of(SVG.format(body=body, more=more)).numbers


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("M0 0L10 20Z", 4),
        ("M0,0 L10-5.5", 4),  # a sign separates
        ("M.5.25 1.5.75", 4),  # so does a second point
        ("M1e-3 2E2h+4", 3),  # the exponent belongs to its number
        ("M0 0 C1 2 3 4 5 6 7 8 9 10 11 12", 14),  # a command may go on
        ("M10 10a25 25 0 01.5-.5", 9),  # an arc's flags need no space
        ("M10 10A25,25 0 1,0 20,20 25,25 0 0 1 30,30", 16),
        ("", 0),
    ],
)
def test_every_literal_of_a_path_counts_once(path: str, count: int) -> None:
    assert count_literals("d", path) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ('<circle cx="1" cy="2" r="3" fill="#123456" fill-opacity="0.5"/>', 3),
        ('<ellipse cx="1" cy="2" rx="3" ry="4" transform="rotate(45 1 2)"/>', 7),
        ('<line x1="1" y1="2" x2="3" y2="4" stroke-width="5"/>', 4),
        ('<polygon points="0,0 10,0 5,8"/>', 6),
        ('<g transform="scale(1.000000) translate(0.5 0.5)"><circle r="1"/></g>', 4),
    ],
)
def test_geometry_counts_and_paint_does_not(body: str, count: int) -> None:
    assert numbers(body) == count


@pytest.mark.parametrize(
    ("body", "more", "count"),
    [
        ('<rect x="0" y="0" width="100" height="80"/>', "", 0),
        ('<rect width="100%" height="100%"/>', "", 0),
        ('<rect x="-1" y="-1" width="200" height="200"/>', "", 0),
        ('<rect width="50" height="40"/>', ' viewBox="0 0 50 40"', 0),
        ('<rect width="100" height="79"/>', "", 2),
        ('<rect x="1" width="100" height="80"/>', "", 3),
        ('<rect width="100" height="80" transform="rotate(9)"/>', "", 3),
        ('<circle r="1"/><rect width="100" height="80"/>', "", 3),
        ('<rect width="100" height="80"/><rect width="100" height="80"/>', "", 2),
    ],
)
def test_only_a_first_rectangle_over_the_canvas_is_free(body: str, more: str, count: int) -> None:
    assert numbers(body, more) == count


def test_a_drawing_of_vtracers_costs_what_was_recorded() -> None:
    svg = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Generator: visioncortex VTracer 0.6.12 -->
<svg version="1.1" xmlns="http://www.w3.org/2000/svg" width="128" height="128">
<path d="M0,0 L128,0 L128,128 L0,128 Z " fill="#F0F0F0" transform="translate(0,0)"/>
<path d="M0,0 L83,0 L84,1 L84,23 L117,23 L119,25 L119,102 L114,110 L105,118 L97,122 L34,122 \
L33,121 L33,98 L0,98 L-1,97 L-1,1 Z M1,2 L1,96 L33,96 L34,25 L35,24 L82,23 L82,2 Z M36,26 \
L36,120 L92,120 L93,118 L93,101 L113,101 L116,99 L116,26 Z " fill="#A4A6A2" \
transform="translate(4,3)"/>
</svg>
"""
    assert cost_of(svg) == Cost(numbers=74, shapes=2, bytes=371)


@pytest.mark.parametrize("text", ["", "Dear diary,", "<p>1</p>", "<svg><path></svg>"])
def test_what_is_no_svg_is_refused(text: str) -> None:
    with pytest.raises(BenchError, match="not an SVG"):
        cost_of(text)
