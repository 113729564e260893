"""The search over settings, and the measurements: they run, and what they say is true."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sketchnet.corewar import measure
from sketchnet.corewar.agent import AgentConfig
from sketchnet.corewar.tasks import Task
from sketchnet.train.corewar import CorewarConfig, train
from sketchnet.train.settings import read_settings

SMALL = [
    *("task.name=own", "task.targets=[[0, 7, 0, 0]]", "episodes=32", "machines=8"),
    *("eval_every=2", "agent.updates=1", "agent.batch=8"),
]


def test_a_search_prints_settings_that_can_be_trained_and_goes_on_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("optuna")
    from sketchnet.corewar import tuning

    study = ["--study", str(tmp_path / "study.db"), "--seeds", "1"]
    assert tuning.main(["one", *SMALL, "--trials", "2", *study]) == 0
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert tuning.main(["one", "--trials", "1", *study, *SMALL]) == 0
    out, err = capsys.readouterr()
    assert len(err.splitlines()) == 3
    path = tmp_path / "best.toml"
    path.write_text("out = 'none'\n" + out)
    config = read_settings(CorewarConfig, path)
    assert config.agent.rate == tomllib.loads(out)["agent"]["rate"]


def test_the_first_trial_has_the_settings_of_the_config() -> None:
    optuna = pytest.importorskip("optuna")
    from sketchnet.corewar import tuning

    path = Path(measure.__file__).parents[1] / "train" / "configs" / "corewar" / "one.toml"
    config = read_settings(CorewarConfig, path, ["out=none", *SMALL])
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = tuning.search(config, 1, 1)
    assert study.trials[0].params["rate"] == config.agent.rate


def test_an_easy_target_is_measured_as_solved_and_a_short_time_is_not_enough() -> None:
    task = Task("own", [[0, 7, 0, 0]])
    config = CorewarConfig("-", eval_every=2, task=task, agent=AgentConfig())
    done = measure.trained(config, 3200)
    assert done.solved and 0 < done.episodes <= 3200
    short = measure.trained(config, 64)
    assert not short.solved and short.episodes <= 64


def test_measured_targets_are_the_known_ones_then_solvable_ones() -> None:
    from sketchnet.corewar import oracle

    groups = measure.groups("pairs", 2)
    assert [len(group) for group in groups] == [2] * 5
    import numpy as np

    assert all(
        oracle.distance(np.array(target, np.uint8)) == 0 for group in groups for target in group
    )


def test_a_trained_agent_is_judged_beside_the_oracle_and_chance(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = CorewarConfig(str(tmp_path), episodes=64)
    train(config, tell=lambda line: None)
    assert measure.main(["random", "--weights", str(tmp_path), "--count", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0].split(",")[0] for line in lines] == ["random"] * 2 + ["solvable"] * 2
    assert "oracle 0.00" in lines[2]


def test_the_speed_is_measured_beside_the_bare_arithmetic(
    capsys: pytest.CaptureFixture[str],
) -> None:
    measure.speed((4,), 0.05)
    one, many = capsys.readouterr().out.splitlines()
    assert "steps/s" in one and "bare arithmetic" in many
