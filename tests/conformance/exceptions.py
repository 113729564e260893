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

CHORDS = Known(
    "Chromium fills a curve as few chords between quarter rows of pixels, so that a circle of "
    "radius 10 loses 1.6 % of its area; strokes wider than a pixel have such edges on both sides",
    runtimes=P5,
    mean=1.75,
    off=1.25,
    sketches=(
        "arc_modes",
        "curve_curve",
        "language_if_chain",
        "math_dist",
        "people_clock",
        "people_face",
        "people_rainbow",
        "people_target",
        "shape_ellipse_modes",
    ),
)
HAIRLINES = Known(
    "Chromium draws strokes up to a pixel wide as hairlines, Processing by their area; ours are "
    "midway, and p5.js 1 and 2 have round ones cut into different numbers of chords",
    runtimes=P5,
    mean=1.25,
    off=1.0,
    sketches=(
        "arc_angles",
        "color_black_background",
        "curve_bezier",
        "random_branching",
        "shape_ellipse_outline",
    ),
)
SKIA = (*CHORDS.sketches, *HAIRLINES.sketches)
"""What only the comparison at the canvas's own size excuses: see `runtimes`."""

EXCEPTIONS: tuple[Known, ...] = (
    CHORDS,
    HAIRLINES,
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
        "cairosvg draws thin strokes by their area, and approximates rounded rectangles; resvg "
        "shows the same as we do",
        runtimes=("SVG",),
        mean=1.25,
        off=0.75,
        sketches=("arc_ellipse_modes", "shape_rect_round"),
    ),
)
