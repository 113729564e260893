"""What a painter may have written: as far off as said, by numpy and by torch alike."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import torch

import renderer
from sketchnet.data import shaking
from sketchnet.data.device import drawings
from sketchnet.data.device_draw import pictures
from sketchnet.data.device_shaking import shaken as shaken_on_device
from sketchnet.data.device_shapes import LAYOUTS
from sketchnet.data.shaking import SHARES, off, shaken, tinted
from sketchnet.metrics import rmse
from sketchnet.model.statements import CLEAR, Picture, Statement, scene_of

RED, BLUE, WHITE = (200, 40, 40, 255), (30, 60, 180, 128), (255, 255, 255, 255)
STATEMENTS = (
    Statement("rect", (30.0, 40.0, 40.0, 20.0), RED, BLUE, 4.0),
    Statement("circle", (60.0, 50.0, 30.0), RED, CLEAR),
    Statement("line", (10.0, 100.0, 90.0, 20.0), CLEAR, BLUE, 5.0),
    Statement("arc-pie", (64.0, 64.0, 50.0, 30.0, 0.0, 2.0), RED, CLEAR),
    Statement("path", (), BLUE, CLEAR, 1.0, (("M", 5, 5), ("L", 90, 20), ("L", 40, 80), ("Z",))),
)


def test_shaken_statements_are_drawn_and_stay_as_opaque_as_they_were() -> None:
    rng = np.random.default_rng(0)
    for statement in STATEMENTS * 40:
        found = off(statement, rng)
        assert (found.fill[3], found.stroke[3]) == (statement.fill[3], statement.stroke[3])
        assert all(0 <= channel <= 255 for channel in (*found.fill, *found.stroke))
        renderer.render_ops(scene_of(Picture(WHITE, (found,)), (128, 128)))


def test_without_strength_nothing_is_off() -> None:
    rng = np.random.default_rng(0)
    assert [off(one, rng, 0.0) for one in STATEMENTS] == list(STATEMENTS)
    assert tinted(RED, rng, 0.0) == RED


def test_statements_are_as_far_off_and_as_often_of_another_kind_as_said() -> None:
    rng = np.random.default_rng(0)
    circle = STATEMENTS[1]
    found = [off(circle, rng) for _ in range(3000)]
    kinds = Counter(one.kind for one in found)
    assert kinds["rect"] + kinds["ellipse"] == pytest.approx(3000 * shaking.OTHER, rel=0.2)
    assert kinds["circle"] == 3000 - kinds["rect"] - kinds["ellipse"]
    kept = [one for one in found if one.kind == "circle"]
    still = np.mean([one.params == circle.params for one in kept])
    assert still == pytest.approx(SHARES[0], abs=0.03)
    spread = np.std([one.params[0] for one in kept])
    wanted = np.sqrt(sum(share * far**2 for share, far in zip(SHARES, shaking.FAR, strict=True)))
    assert spread == pytest.approx(wanted, rel=0.1)


def test_lines_stay_lines_and_arcs_keep_their_angles() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        assert off(STATEMENTS[2], rng).kind == "line"
        arc = off(STATEMENTS[3], rng)
        assert arc.kind in ("rect", "ellipse") or arc.params[4:] == STATEMENTS[3].params[4:]


def test_drawings_are_left_alone_as_often_as_said() -> None:
    rng = np.random.default_rng(0)
    picture = Picture(RED, STATEMENTS * 3)
    found = [shaken(picture, rng) == picture for _ in range(1000)]
    assert np.mean(found) == pytest.approx(shaking.DRAWINGS[0], abs=0.04)


def test_torch_shakes_by_the_same_law() -> None:
    """Pictures are as far from what they were, on the mean, and kinds change as often."""
    rng = torch.Generator().manual_seed(3)
    some = drawings(400, rng, 12)
    ground, moved = shaken_on_device(some.ground, some.shapes, rng)
    changed = (moved.layout != some.shapes.layout)[some.shapes.present]
    boxed = [LAYOUTS.index(name) for name in ("rect", "ellipse", "line", "point")]
    others = ~torch.isin(some.shapes.layout, torch.tensor(boxed))[some.shapes.present]
    mean = sum(s * d for s, d in zip(shaking.STRENGTHS, shaking.DRAWINGS, strict=True))
    assert float(changed[others].float().mean()) == pytest.approx(shaking.OTHER * mean, rel=0.3)
    lines = (some.shapes.layout == LAYOUTS.index("line"))[some.shapes.present]
    assert not changed[lines].any()

    before, after = (
        drawn.permute(0, 2, 3, 1).numpy()
        for drawn in (pictures(some.ground, some.shapes, 64), pictures(ground, moved, 64))
    )
    apart = [rmse(one, other) for one, other in zip(before, after, strict=True)]
    assert np.mean(apart) == pytest.approx(_apart_by_cairo(), rel=0.2)
    assert np.mean(np.equal(apart, 0)) >= shaking.DRAWINGS[0] - 0.06


def _apart_by_cairo() -> float:
    from sketchnet.train.examples import canvases, drawings
    from sketchnet.train.sketches import load_sketches

    rng = np.random.default_rng(5)
    stream = drawings(load_sketches({"shapes": 1.0}), 5, rng, 12)
    found = []
    for _ in range(300):
        picture = next(stream)
        last = [len(picture.statements) + 1]
        (exact,), (apart,) = (canvases(one, 64, last) for one in (picture, shaken(picture, rng)))
        found.append(rmse(exact, apart))
    return float(np.mean(found))
