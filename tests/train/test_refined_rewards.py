"""Reward after refinement: what a program is worth once its shapes are in place."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest
import torch

from sketchnet.critic.outcomes import drawn
from sketchnet.metrics import rmse
from sketchnet.model.decoding import GREEDY
from sketchnet.model.statements import CLEAR, Statement
from sketchnet.model.tokens import statement_tokens
from sketchnet.model.weights import fetch, store
from sketchnet.train.config import CONFIGS
from sketchnet.train.refined_rollouts import NEAR, refined_error, roll_refined
from sketchnet.train.reinforce import train
from sketchnet.train.rl_config import load_rl_config
from sketchnet.train.rollouts import Rollouts, numbers_in, roll
from sketchnet.train.settings import ConfigError
from tests.critic.programs import DISC, GROUND, OVER, SIDE, Parrot, painter
from tests.training import silent

TARGET = drawn([*GROUND, *DISC, *OVER], SIDE)
RED = (255, 0, 0, 255)
ASIDE = statement_tokens(Statement("circle", (144.0, 128.0, 120.0), RED, CLEAR))
SQUARE = statement_tokens(Statement("square", (76.0, 76.0, 104.0), RED, CLEAR))


def written(statement: list[int], price: float = 0.0, as_written: float = 0.0) -> Rollouts:
    writer, rng = Parrot([GROUND, statement, OVER]), np.random.default_rng(0)
    return roll_refined(writer, [TARGET] * 2, GREEDY, 3, price, as_written, rng)


def test_the_right_shape_aside_is_worth_more_than_a_wrong_one_that_is_nearer() -> None:
    aside, square = written(ASIDE), written(SQUARE)
    as_written = [rmse(drawn([*GROUND, *said, *OVER], SIDE), TARGET) for said in (ASIDE, SQUARE)]
    assert as_written[1] < as_written[0] - 10
    assert aside.error[0] < 1 < 20 < square.error[0]
    assert aside.totals[0] > square.totals[0] + 1


def test_the_last_step_is_paid_and_every_number_costs() -> None:
    blank = rmse(np.full_like(TARGET, 255), TARGET)
    plain = roll(Parrot([GROUND, ASIDE, OVER]), [TARGET] * 2, GREEDY, 3)
    found = written(ASIDE, price=0.1, as_written=0.5)
    error = refined_error([*GROUND, *ASIDE, *OVER], TARGET)
    assert found.error == pytest.approx([error] * 2)
    paid = log((NEAR + blank) / (NEAR + error))
    paid += 0.5 * log((NEAR + blank) / (NEAR + float(plain.error[0])))
    assert numbers_in(ASIDE) == 3
    assert found.reward == pytest.approx([0, -0.3, paid] * 2, abs=1e-5)
    assert found.program.tolist() == plain.program.tolist()


@pytest.mark.parametrize("baseline", ["greedy", "group", "value"])
def test_two_updates_leave_weights_that_load(baseline: str, tmp_path: Path) -> None:
    store(painter(), tmp_path / "start")
    changes = [f'start="{tmp_path / "start"}"', f'out="{tmp_path / "out"}"', "updates=2"]
    changes += ['reward="refined"', f'baseline="{baseline}"', "as_written=0.2", "most=3"]
    train(load_rl_config(CONFIGS / "rl" / "tiny.toml", changes), tell=silent)
    before, after = (fetch(tmp_path / name).state_dict() for name in ("start", "out"))
    assert any(not torch.equal(value, after[name]) for name, value in before.items())


def test_settings_that_make_no_sense_are_one_line(tmp_path: Path) -> None:
    for wrong in ("as_written=-1", "masked=false"):
        with pytest.raises(ConfigError, match=wrong.partition("=")[0][:4]):
            load_rl_config(CONFIGS / "rl" / "tiny.toml", ['reward="refined"', wrong])
