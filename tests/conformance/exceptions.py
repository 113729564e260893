"""The one table of sketches that a runtime draws otherwise, why, and how far off they may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A known difference.

    Attributes:
        reason: its cause, for people.
        runtimes: names of the runtimes that differ.
        mean, off: the limits that hold instead of the usual ones, see `differences.Difference`.
        sketches: names of the sketches that show it.
    """

    reason: str
    runtimes: tuple[str, ...]
    mean: float
    off: float
    sketches: tuple[str, ...]


P5 = ("p5.js 1", "p5.js 2")
P5_FINE = ("p5.js 1 fine", "p5.js 2 fine")

SKIA = Known(
    "Chromium's quarter-pixel edges and hairlines; drawn four times as large the pictures agree",
    runtimes=P5,
    mean=2.0,
    off=2.5,
    sketches=(
        "arc_angles",
        "arc_ellipse_modes",
        "arc_flat",
        "arc_modes",
        "arc_negative",
        "color_black_background",
        "curve_bezier",
        "curve_curve",
        "language_if_chain",
        "language_names",
        "language_while",
        "math_dist",
        "people_clock",
        "people_face",
        "people_rainbow",
        "people_target",
        "random_branching",
        "shape_bezier_vertices",
        "shape_ellipse_modes",
        "shape_ellipse_outline",
        "shape_line_thin",
        "shape_quad",
        "shape_quadratic_vertices",
        "shape_triangle",
        "style_defaults",
    ),
)
"""What only the comparison at the canvas's own size excuses: see `runtimes`."""

EXCEPTIONS: tuple[Known, ...] = (
    SKIA,
    Known(
        "p5.js 1 draws every point as a disc, whatever the cap",
        runtimes=("p5.js 1", "p5.js 1 fine"),
        mean=12.0,
        off=8.0,
        sketches=("shape_point_caps",),
    ),
    Known(
        "p5.js 1 rounds the channels of a colour, Processing and p5.js 2 cut them: one level",
        runtimes=("p5.js 1 fine",),
        mean=1.0,
        off=0.0,
        sketches=("color_truncation",),
    ),
    Known(
        "p5.js 2 leaves no hole in an outline wider than its circle",
        runtimes=("p5.js 2", "p5.js 2 fine"),
        mean=1.5,
        off=1.0,
        sketches=("shape_circle_in_outline",),
    ),
    Known(
        "Processing rounds corners by quadratic curves, p5.js and we by circles",
        runtimes=("Processing",),
        mean=3.0,
        off=3.0,
        sketches=("people_robot", "shape_rect_round"),
    ),
    Known(
        "Processing draws a point as a line askew, so PROJECT makes a square on its corner",
        runtimes=("Processing",),
        mean=4.0,
        off=3.0,
        sketches=("shape_point_caps",),
    ),
    Known(
        "Processing gives a line without length its caps, a canvas draws nothing",
        runtimes=("Processing",),
        mean=4.0,
        off=2.0,
        sketches=("shape_line_zero",),
    ),
    Known(
        "Processing miters the ends of a rectangle without width or height, a canvas does not",
        runtimes=("Processing",),
        mean=2.0,
        off=1.0,
        sketches=("shape_rect_flat",),
    ),
    Known(
        "Processing draws a stroke of weight 0 as its thinnest line",
        runtimes=("Processing",),
        mean=2.0,
        off=1.0,
        sketches=("style_weight_zero",),
    ),
    Known(
        "cairosvg approximates rounded rectangles; resvg shows the same as we do",
        runtimes=("SVG",),
        mean=0.5,
        off=1.0,
        sketches=("shape_rect_round",),
    ),
)
