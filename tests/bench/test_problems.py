"""When a problem counts as solved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketchnet.bench.jobs import Job
from sketchnet.bench.problems import (
    attempt,
    colours_agree,
    curve,
    masks_agree,
    mean_iou,
    solved_by,
    steps_to,
)
from sketchnet.bench.sets import Picture
from tests.bench import fakes
from tests.pictures import png


def square(side: int, left: int = 10) -> np.ndarray:
    """(100, 100, 3) uint8: a white square on black."""
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[10 : 10 + side, left : left + side] = 255
    return picture


def test_mean_iou_is_of_foreground_and_background() -> None:
    one, other = square(50)[:, :, 0] > 0, square(50, left=20)[:, :, 0] > 0
    # 40 × 50 in both of 60 × 50 in either; outside: 7000 of 8000.
    assert mean_iou(one, other) == pytest.approx((2000 / 3000 + 7000 / 8000) / 2)


def test_masks_that_are_both_empty_agree() -> None:
    assert masks_agree(square(0), square(0))
    assert mean_iou(square(0)[:, :, 0] > 0, square(0)[:, :, 0] > 0) == 1.0


def test_masks_agree_only_above_the_limit() -> None:
    # Foreground 2500 of 2601, background 7399 of 7500: a mean of 0.974.
    assert not masks_agree(square(51), square(50))
    # 6400 of 6400 + 40, 3560 of 3600: a mean of 0.991.
    nearly = square(80)
    nearly[90, 10:50] = 255
    assert masks_agree(nearly, square(80))


def test_an_inverted_mask_agrees() -> None:
    assert masks_agree(255 - square(50), square(50))
    assert not masks_agree(255 - square(40), square(50))


def test_masks_are_cut_at_one_half() -> None:
    assert masks_agree(square(50) // 255 * np.uint8(128), square(50))
    assert not masks_agree(square(50) // 255 * np.uint8(127), square(50))


def test_colours_agree_below_the_limit() -> None:
    target = np.full((10, 10, 3), 100, np.uint8)
    # (4 / 255)² is 2.46e-4 and (5 / 255)² is 3.84e-4.
    assert colours_agree(target + np.uint8(4), target)
    assert colours_agree(target - np.uint8(4), target)
    assert not colours_agree(target + np.uint8(5), target)


def solve(folder: Path, gray: int) -> fakes.Solution:
    path = folder / "000.png"
    path.write_bytes(png(np.full((12, 12, 3), gray, np.uint8)))
    picture = Picture("rainbow", "000", path, "", bundled=True)
    job = Job(picture, (fakes.asked(set="rainbow", picture="000"),), folder)
    return attempt(job, fakes.draw)[0]


def test_solved_at_is_the_first_look_that_passes(tmp_path: Path) -> None:
    # The fake shows gray 128 at once, and the right gray after half of its renders.
    assert solve(tmp_path, 127).solved_at == 0
    late = solve(tmp_path, 40)
    assert (late.solved_at, late.solved, late.renders) == (fakes.RENDERS // 2, 1, fakes.RENDERS)


def test_a_problem_that_is_not_solved_has_no_time(tmp_path: Path) -> None:
    path = tmp_path / "000.png"
    halves = np.zeros((12, 12, 3), np.uint8)
    halves[:6] = 255
    path.write_bytes(png(halves))
    picture = Picture("rainbow", "000", path, "", bundled=True)
    job = Job(picture, (fakes.asked(set="rainbow", picture="000"),), tmp_path)
    row = attempt(job, fakes.draw)[0]
    assert (row.solved_at, row.solved) == (None, 0)


def test_the_curve_rises_with_renders() -> None:
    solutions = [fakes.solution(at, picture=str(at)) for at in (900, 1000, 4000, None)]
    assert solved_by(solutions, 999) == 1
    assert curve(solutions) == [(1000, 0.5), (2000, 0.5), (5000, 0.75), (10000, 0.75)]


def test_steps_reach_the_most_renders() -> None:
    assert steps_to(1) == [1000]
    assert steps_to(20_001) == [1000, 2000, 5000, 10_000, 20_000, 50_000]
