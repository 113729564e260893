"""The critic: it reads causally, learns what it is shown, and goes on exactly where it stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from sketchnet.critic.calibration import calibration, table
from sketchnet.critic.evaluation import main
from sketchnet.critic.judged import Judged, Sampling, judged
from sketchnet.critic.model import Critic, CriticConfig, gather, values
from sketchnet.critic.outcomes import RETURNS, Outcome, drawn, judge
from sketchnet.critic.weights import fetch_critic
from sketchnet.model.folders import WeightsError
from sketchnet.model.weights import store
from sketchnet.train.config import CONFIGS
from sketchnet.train.critic import CriticTraining, Foretold, load_critic_training, train
from sketchnet.train.examples import drawings
from sketchnet.train.sketches import load_sketches
from tests.critic.programs import BAR, DISC, GROUND, LINE, OVER, SIDE, painter, writer
from tests.training import assert_resumes_exactly

OURS = CONFIGS / "critic"
SIZES = CriticConfig(side=SIDE, width=8, hidden=32, embedding=16)
TARGET = drawn([*GROUND, *DISC, *OVER], SIDE)


def critic(seed: int = 0) -> Critic:
    torch.manual_seed(seed)
    return Critic(SIZES).eval()


def test_a_value_is_the_mean_return_under_the_odds() -> None:
    model = critic()
    tokens = [*GROUND, *DISC, *OVER]
    (found,) = values(model, [TARGET], [tokens])
    with torch.no_grad():
        odds = model(gather([TARGET], [tokens])).softmax(-1)[0].numpy()
    assert found.shape == (len(tokens),)
    assert found == pytest.approx(odds @ RETURNS, abs=1e-5)
    assert (found > -1).all() and (found < 1).all()


def test_scores_never_fall_along_a_program() -> None:
    with torch.no_grad():
        logits = critic()(gather([TARGET], [[*GROUND, *DISC, *BAR, *OVER]]))[0]
    assert (logits.diff(dim=0) >= 0).all()


def test_a_value_depends_on_what_came_before_alone() -> None:
    short, long = [*GROUND, *DISC], [*GROUND, *DISC, *BAR, *LINE]
    model = critic()
    alone = values(model, [TARGET], [short])[0]
    together = values(model, [TARGET, TARGET], [short, long])
    for found in together:
        assert found[: len(short)] == pytest.approx(alone, abs=1e-5)


def test_what_follows_a_fault_is_not_read() -> None:
    model = critic()
    fault = [*GROUND, *GROUND[:1]]
    one, two = values(model, [TARGET] * 2, [fault, [*fault, *DISC]])
    assert len(two) == len(fault) and two == pytest.approx(one, abs=1e-5)


def test_the_value_depends_on_the_picture() -> None:
    other = drawn([*GROUND, *BAR, *OVER], SIDE)
    one, two = values(critic(), [TARGET, other], [[*GROUND, *DISC]] * 2)
    assert not np.allclose(one, two)


def test_programs_of_all_kinds_are_judged_by_running_them() -> None:
    rng = np.random.default_rng(1)
    pictures = list_of(24)
    how = Sampling(most=4, slips=(0.0, 0.05, 1.0))
    found = judged(writer(), iter(pictures), 24, how, rng)
    outcomes = found.outcome.tolist()
    assert len(outcomes) == 24 == len(found.programs.tokens)
    assert outcomes[:3] == [Outcome.PASSED] * 3  # the right ones come first
    assert set(outcomes) == set(Outcome)
    for row, outcome in enumerate(outcomes):
        length = int(found.programs.lengths[row])
        tokens = found.programs.tokens[row, :length].tolist()
        target = found.programs.target[row].permute(1, 2, 0).numpy()
        assert judge(tokens, target, how.most, how.tolerance).outcome == outcome


def list_of(count: int) -> list:  # type: ignore[type-arg]
    rng = np.random.default_rng(5)
    stream = drawings(load_sketches({"csg": 1.0}), 5, rng, 3)
    return [next(stream) for _ in range(count)]


def test_a_critic_learns_four_programs_by_heart() -> None:
    programs = [
        [*GROUND, *DISC, *OVER],
        [*GROUND, *BAR, *OVER],
        [*GROUND, *DISC[:-1], *OVER],
        [*GROUND, *DISC, *BAR, *BAR],
    ]
    outcome = [judge(tokens, TARGET, 2, 12.0).outcome for tokens in programs]
    assert set(outcome) == set(Outcome)
    model = critic().train()
    batch = Judged(gather([TARGET] * 4, programs), torch.tensor(outcome))
    loss = Foretold(model, 0.0)
    # Faster, it ends near by or far off with the order in which a machine adds.
    optimizer = torch.optim.Adam(model.parameters(), 5e-3)
    for _ in range(100):
        optimizer.zero_grad()
        error = loss(batch)
        error.backward()
        optimizer.step()
    assert float(error.detach()) < 0.1
    last = [row[-1] for row in values(model.eval(), [TARGET] * 4, programs)]
    assert last == pytest.approx(RETURNS[outcome], abs=0.3)


def test_foretelling_early_adds_to_the_loss_of_every_prefix() -> None:
    batch = Judged(gather([TARGET], [[*GROUND, *DISC]]), torch.tensor([3]))
    model = critic()
    with torch.no_grad():
        late, early = Foretold(model, 0.0)(batch), Foretold(model, 1.0)(batch)
        each = model(batch.programs)[0].log_softmax(-1)[:, 3]
    assert float(late) == pytest.approx(-float(each[-1]), abs=1e-5)
    assert float(early - late) == pytest.approx(-float(each.mean()), abs=1e-5)


# -- calibration ----------------------------------------------------------------------------------


def test_odds_that_come_true_as_often_as_they_say_are_calibrated() -> None:
    odds = np.array([[0.75, 0.25, 0, 0]] * 4 + [[0, 0, 0, 1]] * 4, np.float32)
    found = calibration(odds, np.array([0, 0, 0, 1, 3, 3, 3, 3]))
    assert found.error == pytest.approx(0) and found.accuracy == pytest.approx(7 / 8)
    assert found.commonest == pytest.approx(0.5)
    assert found.each[0] == (3, 1.0) and found.each[1] == (1, 0.0) and found.each[2][0] == 0
    assert [(b.programs, b.sure, b.right) for b in found.bins] == [(4, 0.75, 0.75), (4, 1.0, 1.0)]


def test_a_boaster_is_off_by_as_much_as_it_boasts() -> None:
    odds = np.array([[0.9, 0.1, 0, 0]] * 10, np.float32)
    found = calibration(odds, np.array([0] * 4 + [1] * 6))
    assert found.error == pytest.approx(0.5, abs=1e-6)
    assert "| 0.9–1.0 | 10 | 90.0% | 40.0% |" in table(found)
    assert "| failed | 0 | – |" in table(found)


# -- training and weights -------------------------------------------------------------------------


def settings(tmp_path: Path, *more: str) -> CriticTraining:
    store(painter(), tmp_path / "painter")
    small = ["batch=6", "most=2", "longest=3", "eval_pictures=8", "log_every=1", "save_every=2"]
    told = [f"painter='{tmp_path / 'painter'}'", f"out='{tmp_path / 'out'}'", "sizes.side=32"]
    return load_critic_training(OURS / "tiny.toml", [*told, *small, *more])


def test_two_updates_leave_weights_that_evaluation_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    model = train(settings(tmp_path, "updates=2"), tell=told.append)
    assert any("held out accuracy" in line for line in told)
    loaded = fetch_critic(tmp_path / "out")
    assert loaded.config == model.config
    ours = ["--painter", str(tmp_path / "painter"), "--sketches", "csg", "--statements", "2"]
    assert main([str(tmp_path / "out"), *ours, "--count", "6", "--most", "3"]) == 0
    assert "expected calibration error" in capsys.readouterr().out
    assert main([str(tmp_path / "nowhere")]) == 1


def test_a_resumed_training_ends_as_one_that_was_never_stopped(tmp_path: Path) -> None:
    assert_resumes_exactly(train, settings(tmp_path, "updates=4"))


def test_other_weights_are_refused(tmp_path: Path) -> None:
    store(painter(), tmp_path / "painter")
    with pytest.raises(WeightsError, match="expected a critic"):
        fetch_critic(tmp_path / "painter")


def test_our_settings_are_ones_that_train() -> None:
    for path in sorted(OURS.glob("*.toml")):
        assert load_critic_training(path).model == "critic"
