"""The weights that come with the package: better than an empty page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import renderer
import sketchnet
from sketchnet.evaluation.synthetic import cases, drawn
from sketchnet.methods.painter import WEIGHTS, shipped_painter
from sketchnet.metrics import rmse
from sketchnet.model.board import Board
from sketchnet.model.decoding import write_programs
from sketchnet.model.guided import write_guided
from sketchnet.model.light import LightPainter
from sketchnet.model.tokens import decode
from sketchnet.model.view import View
from sketchnet.train.examples import CANVAS, UNIT
from sketchnet.train.sketches import load_sketches

PAIRS = WEIGHTS.with_name("painter-pairs")


@pytest.mark.parametrize("folder", [WEIGHTS, PAIRS])
def test_the_shipped_painters_see_their_canvas(folder: Path) -> None:
    assert LightPainter(folder).sees_canvas


def test_the_shipped_painter_is_loaded_once() -> None:
    assert isinstance(shipped_painter(), LightPainter)
    assert shipped_painter() is shipped_painter()


@pytest.mark.parametrize("sketch", ["flat-art", "csg", "blocks"])
def test_it_draws_held_out_pictures_nearer_than_their_mean_colour(sketch: str) -> None:
    held_out = cases(load_sketches({sketch: 1.0}), 8, most=8)
    painter = shipped_painter()
    view = View(CANVAS, CANVAS, painter.side)
    written = write_programs(painter, [view.of(case.image) for case in held_out])
    ours, flat = 0.0, 0.0
    for tokens, case in zip(written, held_out, strict=True):
        ours += rmse(drawn(decode(tokens, UNIT)), case.image)
        mean = np.broadcast_to(case.image.mean((0, 1)).round().astype(np.uint8), case.image.shape)
        flat += rmse(mean, case.image)
    assert ours < flat


@pytest.mark.parametrize("sketch", ["blocks", "loops"])
def test_guided_writing_is_never_farther_off_than_the_greedy_program(sketch: str) -> None:
    painter = shipped_painter()
    for case in cases(load_sketches({sketch: 1.0}), 6, most=12):
        target = View(CANVAS, CANVAS, painter.side).of(case.image)
        board = Board(painter.side)
        board.add(write_programs(painter, [target])[0])
        greedy = np.square((board.pixels() - target.astype(np.float32)) / 255).sum()
        assert write_guided(painter, target, 40).best.error <= greedy + 1e-3


def test_the_network_alone_draws_a_disc_where_there_is_one() -> None:
    target = renderer.render(
        "size(96, 96); background(255); noStroke(); fill(30); circle(48, 48, 50);"
    )
    drawing = sketchnet.draw(target, method="network", renders=40)
    assert drawing.score["rmse"] < 40
    assert drawing.score["statements"] >= 1
