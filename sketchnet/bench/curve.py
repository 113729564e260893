"""Rate–distortion: how good each method's drawing of a picture is with at most N numbers."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from sketchnet.bench.jobs import OURS, Job, draw_with, save_drawing
from sketchnet.bench.judge import Draw, judge
from sketchnet.bench.peers import PEERS, best_within
from sketchnet.bench.recorded import BEST, Record, best_record
from sketchnet.bench.recorded import PEERS as RECORDED
from sketchnet.bench.rows import Asked, Score
from sketchnet.bench.svg import rasterize
from sketchnet.images import Pixels, load_image
from sketchnet.metrics import psnr, ssim

METHODS = (*OURS, *PEERS, "recorded")
"""What `measure` runs, and `recorded`, which needs no run."""

_PREFIX = "recorded-"
RECORDED_METHODS = tuple(_PREFIX + peer for peer in (*RECORDED, BEST))
"""What the recorded peers are called in tables."""


def measure(job: Job, draw: Draw | None = None) -> list[Score]:
    """One score for everything the job asks; the drawings are saved beside each other.

    Args:
        job: what to do.
        draw: stands for `sketchnet.draw`.

    Raises:
        SketchError: the picture cannot be read, the tool fails or breaks the rules.
    """
    target = load_image(job.picture.path)
    if job.asked[0].method in OURS:
        return [_ours(job, asked, target, draw) for asked in job.asked]
    return _peer(job, target)


def recorded_scores(asked: Asked, records: Sequence[Record]) -> list[Score]:
    """What the recorded peers reach, each and the best of them, with the numbers asked for.

    Args:
        asked: the picture and the budget; method and version do not matter.
        records: those of this picture.
    """
    scores = []
    for peer in (*RECORDED, BEST):
        record = best_record(records, peer, asked.limit)
        decibels = 20 * math.log10(255 / record.rmse) if record.rmse else math.inf
        setting = f"{record.peer} {record.setting}" if record.peer != peer else record.setting
        question = dataclasses.replace(
            asked,
            method=_PREFIX + peer,
            version="",
            seed=None,
            time_limit=None,
            renders_limit=None,
        )
        scores.append(
            Score(
                **question.question(),
                setting=setting,
                shapes=record.shapes,
                numbers=record.numbers,
                bytes=record.bytes,
                rmse=record.rmse,
                psnr=round(decibels, 4),
                ssim=record.ssim,
                seconds=record.cpu_s,
                renders=None,
            )
        )
    return scores


def _ours(job: Job, asked: Asked, target: Pixels, draw: Draw | None) -> Score:
    drawing = draw_with(asked, draw)(target)
    verdict = judge(drawing, target, asked.limit)
    save_drawing(job.folder, asked, verdict.image, verdict.code, ".pde")
    said = drawing.score
    return Score(
        **asked.question(),
        setting=said["method"],
        shapes=verdict.statements,
        numbers=verdict.numbers,
        bytes=len(verdict.code.encode()),
        rmse=round(verdict.rmse, 4),
        psnr=round(verdict.psnr, 4),
        ssim=round(verdict.ssim, 5),
        seconds=round(said["seconds"], 3),
        renders=said["renders"],
    )


def _peer(job: Job, target: Pixels) -> list[Score]:
    points = PEERS[job.asked[0].method](target, max(asked.limit for asked in job.asked))
    height, width, _ = target.shape
    scores = []
    for asked in job.asked:
        point = best_within(points, asked.limit)
        image = rasterize(point.svg, (width, height))
        save_drawing(job.folder, asked, image, point.svg, ".svg")
        scores.append(
            Score(
                **asked.question(),
                setting=point.setting,
                shapes=point.cost.shapes,
                numbers=point.cost.numbers,
                bytes=point.cost.bytes,
                rmse=round(point.rmse, 4),
                psnr=round(psnr(image, target), 4),
                ssim=round(ssim(image, target), 5),
                seconds=round(point.seconds, 4),
                renders=None,
            )
        )
    return scores
