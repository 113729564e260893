"""Tables say what the rows say, and where rows are missing."""

from __future__ import annotations

import csv
import io
import math

from sketchnet.bench.tables import (
    curve_csv,
    problems_markdown,
    summary_csv,
    summary_markdown,
)
from tests.bench.fakes import score, solution


def line_of(table: str, title: str, method: str) -> str:
    """A method's line in the table with this title."""
    section = table.split(f"{title}")[1].split("\n\n")[1]
    return next(line for line in section.splitlines() if line.startswith(f"| {method} "))


def test_means_are_over_pictures() -> None:
    scores = [score(10.0, picture="a"), score(13.0, picture="b"), score(7.0, limit=100)]
    rows = list(csv.DictReader(io.StringIO(summary_csv(scores))))
    assert [(row["limit"], row["pictures"], row["rmse"]) for row in rows] == [
        ("50", "2", "11.5"),
        ("100", "1", "7"),
    ]


def test_a_mean_over_fewer_pictures_says_so() -> None:
    scores = [score(10.0, picture="a"), score(13.0, picture="b")]
    scores.append(score(20.0, picture="a", method="vtracer"))
    text = summary_markdown(scores)
    assert "## mine: 2 pictures" in text
    assert line_of(text, "Mean RMSE", "sketchnet") == "| sketchnet | 11.5 |"
    assert line_of(text, "Mean RMSE", "vtracer") == "| vtracer | 20.0 (of 1) |"


def test_unknown_and_infinite_means_are_shown_as_such() -> None:
    text = summary_markdown(
        [
            score(0.0, psnr=math.inf),
            score(5.0, limit=100),
            score(5.0, limit=50, method="vtracer", ssim=None, renders=None),
            score(5.0, limit=100, method="vtracer", renders=None),
        ]
    )
    assert line_of(text, "Mean PSNR", "sketchnet") == "| sketchnet | ∞ | 28.1 |"
    assert line_of(text, "Mean SSIM", "vtracer") == "| vtracer | – | 0.800 |"
    assert "| vtracer" not in text.split("looked at")[1].split("Mean")[0]


def test_drawings_that_are_a_flat_colour_are_counted() -> None:
    scores = [score(), score(limit=100)]
    assert "flat colour" not in summary_markdown(scores)
    scores += [
        score(picture=picture, method="vtracer", limit=limit, numbers=numbers)
        for picture, limit, numbers in [("a", 50, 0), ("b", 50, 0), ("a", 100, 0), ("b", 100, 9)]
    ]
    text = summary_markdown(scores)
    assert line_of(text, "Drawings that are a flat colour", "vtracer") == "| vtracer | 2 | 1 |"
    assert "| sketchnet" not in text.split("flat colour")[1].split("Pictures where")[0]


def test_the_best_method_of_each_picture_is_counted() -> None:
    scores = [
        score(rmse, picture=picture, method=method)
        for picture, method, rmse in [
            ("a", "sketchnet", 5.0),
            ("a", "vtracer", 6.0),
            ("b", "sketchnet", 7.0),
            ("b", "vtracer", 7.0),
            ("b", "recorded-best", 1.0),
        ]
    ]
    text = summary_markdown(scores)
    assert line_of(text, "Pictures where", "sketchnet") == "| sketchnet | 2 |"
    assert line_of(text, "Pictures where", "vtracer") == "| vtracer | 1 |"
    assert "recorded-best" not in text.split("Pictures where")[1]


def test_a_bar_in_a_name_does_not_end_its_cell() -> None:
    assert "a\\|b" in summary_markdown([score(method="a|b")])


def test_problems_are_counted_at_the_end_and_on_the_way() -> None:
    solutions = [
        solution(900, picture="a"),
        solution(4000, picture="b", solved=0),
        solution(None, picture="c"),
    ]
    text = problems_markdown(solutions)
    assert "| mine | sketchnet | ≤50 | 3 | 1 | 2 | 1 | 2 | 2 | 0 | 2 |" in text
    assert "by 1k | by 5k | by 10k |" in text
    rows = list(csv.DictReader(io.StringIO(curve_csv(solutions))))
    assert [row["solved_share"] for row in rows] == ["0.333333", "0.333333", "0.666667", "0.666667"]
