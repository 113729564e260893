"""Drawings that take no search; functions here can be named in another process."""

from __future__ import annotations

import os
import time as clock
from collections.abc import Callable
from typing import Any

import numpy as np

import renderer
from renderer import SketchError
from sketchnet.bench.rows import Asked, Score, Solution
from sketchnet.drawing import Drawing

RENDERS = 640


def sketch(width: int, height: int, gray: int, extra: str = "") -> renderer.Program:
    return renderer.parse(f"size({width}, {height});\nbackground({gray});\n{extra}")


def draw(
    image: np.ndarray,
    *,
    numbers: int,
    method: str = "auto",
    seed: int = 0,
    time: float | None = None,
    renders: int | None = None,
    on_improvement: Callable[[int, np.ndarray], None] | None = None,
) -> Drawing:
    """The mean gray; an empty canvas is shown first."""
    del method, time, renders
    height, width, _ = image.shape
    if on_improvement is not None:
        on_improvement(0, np.full_like(image, 128))
    program = sketch(width, height, round(float(image.mean())))
    drawing = Drawing(program, image, seed=seed, renders=RENDERS, seconds=0.5)
    if on_improvement is not None:
        on_improvement(RENDERS // 2, drawing.image)
    return drawing


def overspend(image: np.ndarray, **_: Any) -> Drawing:
    """Five numbers, whatever it is allowed."""
    height, width, _ = image.shape
    return Drawing(sketch(width, height, 255, "circle(1, 2, 3);\nline(1, 2, 3, 4);"), image)


def work(task: int | str) -> int:
    """Ten times the task; `refuse` is a fault and `die` the end of the process, `sleep` none."""
    if task == "refuse":
        raise SketchError("it was refused")
    if task == "die":
        os._exit(3)
    if task == "sleep":
        clock.sleep(600)
    return 10 * int(task)


def asked(**changes: Any) -> Asked:
    values: dict[str, Any] = {
        "set": "mine",
        "picture": "cat",
        "digest": "0f",
        "method": "sketchnet",
        "version": "1",
        "limit": 50,
        "seed": 0,
        "time_limit": None,
        "renders_limit": None,
    }
    return Asked(**(values | changes))


def score(rmse: float = 10.0, **changes: Any) -> Score:
    values: dict[str, Any] = {
        "setting": "search",
        "shapes": 4,
        "numbers": 40,
        "bytes": 300,
        "rmse": rmse,
        "psnr": 28.1,
        "ssim": 0.8,
        "seconds": 1.5,
        "renders": 1000,
    }
    questions = {name: changes.pop(name) for name in asked().question() if name in changes}
    return Score(**asked(**questions).question(), **(values | changes))


def solution(solved_at: int | None, **changes: Any) -> Solution:
    values: dict[str, Any] = {
        "solved_at": solved_at,
        "solved": int(solved_at is not None),
        "numbers": 30,
        "rmse": 3.0,
        "seconds": 2.0,
        "renders": 8000,
    }
    questions = {name: changes.pop(name) for name in asked().question() if name in changes}
    return Solution(**asked(**questions).question(), **(values | changes))
