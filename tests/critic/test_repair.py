"""The repair model: it begins as the painter, and learns from what it reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from sketchnet.critic.blind import sample
from sketchnet.critic.model import gather
from sketchnet.critic.outcomes import Outcome, drawn
from sketchnet.critic.repair import Repairer, RepairWriter, fetch_repairer, repairer_of
from sketchnet.model.folders import WeightsError
from sketchnet.model.weights import store
from sketchnet.train.batches import collate
from sketchnet.train.config import CONFIGS
from sketchnet.train.cross_entropy import Smoothing
from sketchnet.train.examples import Example
from sketchnet.train.repair import (
    Failed,
    Repaired,
    RepairTraining,
    load_repair_training,
    train,
)
from tests.critic.programs import BAR, DISC, GROUND, OVER, SIDE, painter, writer
from tests.training import assert_resumes_exactly

OURS = CONFIGS / "repair"
TARGET = drawn([*GROUND, *DISC, *OVER], SIDE)
EMPTY = drawn([*GROUND, *OVER], SIDE)
WRONG = [*GROUND, *BAR, *OVER]


def test_it_begins_as_the_painter() -> None:
    rng = np.random.default_rng
    mender = RepairWriter(repairer_of(painter()), WRONG, Outcome.FAILED)
    ours, its = (sample(w, [TARGET] * 3, [0.0] * 3, 2, rng(0)) for w in (mender, writer()))
    assert ours == its


def two() -> Failed:
    """The same picture and canvas; what comes next is told by what failed alone."""
    steps = [
        Example(TARGET, EMPTY, np.array(statement, np.int64), False) for statement in (DISC, BAR)
    ]
    programs = gather([TARGET] * 2, [WRONG, [*GROUND, *DISC[:-1]]])
    outcomes = torch.tensor([Outcome.FAILED, Outcome.COMPILE_ERROR])
    return Failed(collate(steps), programs, outcomes)


def test_what_failed_is_learnt_from() -> None:
    torch.manual_seed(0)
    model = repairer_of(painter())
    loss = Repaired(model, Smoothing(0.0, torch.device("cpu")))
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    batch = two()
    for _ in range(60):
        optimizer.zero_grad()
        loss(batch).backward()
        optimizer.step()
    with torch.no_grad():
        read, unread = float(loss(batch)), float(loss(batch, False))
    assert read < 0.5 * unread
    written = [
        sample(RepairWriter(model, tokens, outcome), [TARGET], [0.0], 1, np.random.default_rng(0))
        for tokens, outcome in (
            (WRONG, Outcome.FAILED),
            ([*GROUND, *DISC[:-1]], Outcome.COMPILE_ERROR),
        )
    ]
    assert written[0] != written[1]


def settings(tmp_path: Path, *more: str) -> RepairTraining:
    store(painter(), tmp_path / "painter")
    small = ["batch=4", "steps=2", "most=2", "longest=3", "eval_pictures=4", "log_every=1"]
    told = [f"painter='{tmp_path / 'painter'}'", f"out='{tmp_path / 'out'}'", *small]
    sketches = ["sketches={csg = 1.0}", "workers=0", "save_every=2"]
    return load_repair_training(OURS / "repair.toml", [*told, *sketches, *more])


def test_two_updates_leave_weights_that_repair(tmp_path: Path) -> None:
    told: list[str] = []
    model = train(settings(tmp_path, "updates=2"), tell=told.append)
    assert any("with nothing read" in line for line in told)
    loaded = fetch_repairer(tmp_path / "out")
    assert isinstance(loaded, Repairer) and loaded.config == model.config
    assert loaded.told.weight.any()


def test_a_resumed_training_ends_as_one_that_was_never_stopped(tmp_path: Path) -> None:
    assert_resumes_exactly(train, settings(tmp_path, "updates=4"))


def test_other_weights_are_refused(tmp_path: Path) -> None:
    store(painter(), tmp_path / "painter")
    with pytest.raises(WeightsError, match="expected a repairer"):
        fetch_repairer(tmp_path / "painter")
