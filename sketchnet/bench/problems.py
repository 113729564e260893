"""Problems that some program solves exactly: whether ours is found, and after how many looks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from sketchnet.bench.jobs import Job, draw_with, save_drawing
from sketchnet.bench.judge import Draw, judge
from sketchnet.bench.rows import Asked, Solution
from sketchnet.images import Pixels, load_image

MASK_IOU = 0.98
"""A mask is met when the mean of foreground and background IoU is above this."""

COLOUR_MSE = 2.77e-4
"""A coloured picture is met when the mean squared error of RGB in 0–1 is below this."""

Mask = npt.NDArray[np.bool_]
Goal = Callable[[Pixels, Pixels], bool]
"""Whether an (H, W, 3) drawing solves the problem an (H, W, 3) picture poses."""


def masks_agree(image: Pixels, target: Pixels) -> bool:
    """Whether the two pictures' bright parts are the same, or one's is the other's dark part."""
    drawn, wanted = _mask(image), _mask(target)
    return mean_iou(drawn, wanted) > MASK_IOU or mean_iou(~drawn, wanted) > MASK_IOU


def colours_agree(image: Pixels, target: Pixels) -> bool:
    """Whether the mean squared error of RGB, taken from 0 to 1, is below `COLOUR_MSE`."""
    difference = (image.astype(np.float64) - target.astype(np.float64)) / 255
    return float(np.mean(difference * difference)) < COLOUR_MSE


def mean_iou(one: Mask, other: Mask) -> float:
    """The mean of foreground and background intersection over union of two (H, W) masks.

    Where neither mask has any of a kind, they agree on it: 1.
    """
    return (_iou(one, other) + _iou(~one, ~other)) / 2


GOALS: dict[str, Goal] = {
    "csg2da": masks_agree,
    "rainbow": colours_agree,
    "tinysvgoffset": colours_agree,
}
"""The goal test of each set of problems."""


def attempt(job: Job, draw: Draw | None = None) -> list[Solution]:
    """Try to solve a problem, once for each thing asked.

    Args:
        job: the problem; its final drawing is saved.
        draw: stands for `sketchnet.draw`.

    Raises:
        SketchError: the picture cannot be read, or the drawing breaks the rules.
    """
    target = load_image(job.picture.path)
    return [_attempt(job, asked, target, draw) for asked in job.asked]


def unsolved(asked: Asked) -> Solution:
    """What a problem counts as whose attempt failed: no drawing, no candidates."""
    return Solution(
        **asked.question(),
        solved_at=None,
        solved=0,
        numbers=0,
        rmse=math.nan,
        seconds=math.nan,
        renders=0,
    )


def solved_by(solutions: Iterable[Solution], renders: int) -> int:
    """How many problems were first solved within so many candidates looked at."""
    return sum(row.solved_at is not None and row.solved_at <= renders for row in solutions)


def steps_to(most: int) -> list[int]:
    """1,000, 2,000, 5,000, 10,000 … up to the first that reaches `most`: where to plot a curve."""
    steps = []
    power = 1000
    while True:
        for factor in (1, 2, 5):
            steps.append(factor * power)
            if steps[-1] >= most:
                return steps
        power *= 10


def curve(solutions: Sequence[Solution]) -> list[tuple[int, float]]:
    """(renders, share of the problems solved within them); the solutions are of one set."""
    most = max(row.renders for row in solutions)
    return [(step, solved_by(solutions, step) / len(solutions)) for step in steps_to(most)]


def _attempt(job: Job, asked: Asked, target: Pixels, draw: Draw | None) -> Solution:
    goal = GOALS[asked.set]
    solved_at: int | None = None

    def look(renders: int, image: Pixels) -> None:
        nonlocal solved_at
        if solved_at is None and goal(image, target):
            solved_at = renders

    drawing = draw_with(asked, draw)(target, on_improvement=look)
    verdict = judge(drawing, target, asked.limit)
    solved = goal(verdict.image, target)
    renders = int(drawing.score["renders"])
    if solved and solved_at is None:
        solved_at = renders
    save_drawing(job.folder, asked, verdict.image, verdict.code, ".pde")
    return Solution(
        **asked.question(),
        solved_at=solved_at,
        solved=int(solved),
        numbers=verdict.numbers,
        rmse=round(verdict.rmse, 4),
        seconds=round(drawing.score["seconds"], 3),
        renders=renders,
    )


def _mask(image: Pixels) -> Mask:
    mask: Mask = image.mean(axis=2) / 255 > 0.5
    return mask


def _iou(one: Mask, other: Mask) -> float:
    union = int(np.count_nonzero(one | other))
    return int(np.count_nonzero(one & other)) / union if union else 1.0
