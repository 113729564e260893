"""Reward by outcome: what programs are paid, what for, and learning without a mask."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from sketchnet.critic.model import Critic, CriticConfig, gather
from sketchnet.critic.outcomes import RETURNS, Outcome, drawn, judge
from sketchnet.critic.syntax import syntax
from sketchnet.evaluation.outcome_arms import ARMS, Row, main
from sketchnet.evaluation.outcome_arms import table as arms_table
from sketchnet.model.batch import Batch
from sketchnet.model.decoding import GREEDY, Choice
from sketchnet.model.grammar import grammar
from sketchnet.model.weights import fetch, store
from sketchnet.train.batches import batch_at, collate
from sketchnet.train.config import CONFIGS
from sketchnet.train.cross_entropy import CrossEntropy, Smoothing, logits_of
from sketchnet.train.outcome_rollouts import OutcomeRollouts, blame, roll_outcomes
from sketchnet.train.policy_loss import PolicyLoss
from sketchnet.train.reinforce import train
from sketchnet.train.rl_config import RlConfig, load_rl_config
from sketchnet.train.settings import ConfigError
from sketchnet.train.sketches import load_sketches
from tests.critic.programs import DISC, GROUND, OVER, SIDE, Parrot, painter, writer
from tests.training import assert_resumes_exactly, silent

OURS = CONFIGS / "rl"
CPU = torch.device("cpu")
TARGET = drawn([*GROUND, *DISC, *OVER], SIDE)


def critic(side: int = SIDE) -> Critic:
    torch.manual_seed(1)
    return Critic(CriticConfig(side=side, width=8, hidden=32, embedding=16)).eval()


def played(masked: bool, count: int = 6) -> OutcomeRollouts:
    rng = np.random.default_rng(4)
    return roll_outcomes(writer(), [TARGET] * count, Choice(1.0), 3, 12.0, masked, rng)


@pytest.mark.parametrize("masked", [True, False])
def test_the_last_step_is_paid_what_the_program_came_to(masked: bool) -> None:
    found = played(masked)
    for index, tokens in enumerate(found.programs):
        own = np.flatnonzero(found.program == index)
        assert np.concatenate([found.steps[row].tokens for row in own]).tolist() == tokens
        outcome = judge(tokens, TARGET, 3, 12.0).outcome
        assert found.outcome[index] == outcome
        assert found.reward[own[-1]] == pytest.approx(RETURNS[outcome])
        assert not found.reward[own[:-1]].any()
        assert found.returns[own] == pytest.approx(RETURNS[outcome])
        assert [found.steps[row].first for row in own] == [True] + [False] * (len(own) - 1)
    if not masked:
        assert set(found.outcome) == {Outcome.COMPILE_ERROR}
        assert (found.error == 255).all()


def test_the_right_program_is_paid_one() -> None:
    parrot = Parrot([GROUND, DISC, OVER])
    rng = np.random.default_rng(0)
    found = roll_outcomes(parrot, [TARGET] * 2, GREEDY, 3, 12.0, False, rng)
    assert found.totals.tolist() == [1.0, 1.0] and not found.error.any()
    assert np.array_equal(found.steps[2].canvas, TARGET)


def test_a_token_is_blamed_by_the_odds_after_it_of_what_came() -> None:
    found = played(True)
    model = critic()
    weights = blame(model, found)
    with torch.no_grad():
        odds = model(gather(found.targets, found.programs)).softmax(-1).numpy()
    for index, tokens in enumerate(found.programs):
        own = [row for row, of in enumerate(found.program) if of == index]
        told = [weights[row, : len(found.steps[row].tokens)] for row in own]
        wanted = odds[index, : len(tokens), found.outcome[index]]
        assert np.concatenate(told) == pytest.approx(wanted, abs=1e-5)
        assert not weights[own[0], len(found.steps[own[0]].tokens) :].any()


def gradient(loss: PolicyLoss, steps: Batch, weights: torch.Tensor) -> torch.Tensor:
    loss.zero_grad()
    loss.say(steps, weights).likely.sum().backward()
    found = loss.entropy.model.head.plain.bias.grad
    assert found is not None
    return found.clone()


def test_weights_of_tokens_weight_their_gradients() -> None:
    steps = collate(played(True, 2).steps)
    loss = PolicyLoss(painter(), RlConfig(start="x"), CPU)
    ones = torch.ones(steps.wanted.shape)
    first, rest = torch.zeros_like(ones), ones.clone()
    first[:, 0], rest[:, 0] = 1, 0
    whole = gradient(loss, steps, ones)
    parts = gradient(loss, steps, first) + gradient(loss, steps, rest)
    assert torch.allclose(whole, parts, atol=1e-4)
    assert torch.allclose(gradient(loss, steps, 0.5 * ones), 0.5 * whole, atol=1e-4)


def test_what_no_grammar_held_has_its_own_odds() -> None:
    found = played(False)
    loss = PolicyLoss(painter(), RlConfig(start="x", reward="outcome", masked=False), CPU)
    with torch.no_grad():
        said = loss.say(collate(found.steps, syntax()))
    assert (said.likely > -100).all() and (said.likely < 0).all()
    held = PolicyLoss(painter(), RlConfig(start="x"), CPU)
    with torch.no_grad():
        assert (held.say(collate(found.steps)).likely < -1e6).any()


def legal(model: torch.nn.Module, batch: Batch) -> float:
    """Share of the probability that is on tokens the grammar allows."""
    told = batch.wanted >= 0
    with torch.no_grad():
        odds = logits_of(model, batch, torch.from_numpy(grammar().roles).long()).softmax(-1)
    allowed = torch.from_numpy(grammar().allowed)[batch.states]
    return float((odds * allowed).sum(-1)[told].mean())


def test_without_the_mask_the_grammar_is_learnt() -> None:
    config = RlConfig(batch=16, steps=3, most=3, sketches={"csg": 1.0})
    batch = batch_at(config, load_sketches(config.sketches), SIDE, 0, 0)
    after = {}
    for masked in (True, False):
        model = painter()
        before = legal(model, batch)
        loss = CrossEntropy(model, Smoothing(1.5, CPU, masked))
        optimizer = torch.optim.Adam(model.parameters(), 1e-2)
        for _ in range(25):
            optimizer.zero_grad()
            loss(batch).backward()
            optimizer.step()
        after[masked] = legal(model, batch)
    assert after[False] > 0.7 > before, (before, after)
    assert after[False] > after[True] + 0.2, after


def test_what_costs_more_is_learnt_sooner() -> None:
    config = RlConfig(batch=16, steps=3, most=3, sketches={"csg": 1.0})
    batch = batch_at(config, load_sketches(config.sketches), SIDE, 0, 0)
    after = []
    for legality in (0.0, 20.0):
        model = painter()
        loss = CrossEntropy(model, Smoothing(1.5, CPU, masked=False, legality=legality))
        optimizer = torch.optim.Adam(model.parameters(), 1e-2)
        for _ in range(15):
            optimizer.zero_grad()
            loss(batch).backward()
            optimizer.step()
        after.append(legal(model, batch))
    assert after[1] > after[0] + 0.05, after


def test_the_table_of_arms_has_shares_and_differences() -> None:
    before = Row("before any update", np.array([[[0, 0], [0, 1]]]))
    whole = Row("all of it", np.array([[[3, 3], [2, 2]], [[3, 3], [3, 3]]]))
    part = Row("x", np.array([[[3, 3], [0, 0]], [[3, 3], [3, 3]]]))
    lines = arms_table([before, whole, part]).splitlines()
    assert lines[2].startswith("| before any update | 75.0, 25.0, 0.0, 0.0 | -0.900 | -0.90 | -1.5")
    assert lines[3] == "| all of it | 0.0, 0.0, 25.0, 75.0 | 0.675 | 0.35, 1.00 | – | – |"
    assert lines[4].startswith("| x | 25.0, 0.0, 0.0, 75.0 | 0.500 | 0.00, 1.00 | -0.17 (-0.35 … ")
    assert lines[4].endswith(" | +0.00 (+0.00 … +0.00) |")


def test_arms_are_trained_and_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings(tmp_path)
    small = ["batch=2", "pictures=2", "samples=2", "most=3", "eval_pictures=1", "save_every=1"]
    told = [str(tmp_path / "arms"), "--start", str(tmp_path / "start"), "--updates", "1"]
    told += ["--critic", str(tmp_path / "critic"), "--sketches", "csg", "--seeds", "1", "2"]
    told += ["--count", "2", "--samples", "1", *small, "sketches={csg=1}"]
    assert main(told) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["before any update", *ARMS]
    assert main(told) == 0  # nothing is trained again
    assert capsys.readouterr().out.splitlines() == lines
    assert main([str(tmp_path / "arms"), "--start", str(tmp_path / "none")]) == 1
    assert "none" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*told, "--count", "0"])
    assert "counts are at least 1" in capsys.readouterr().err


def settings(tmp_path: Path, *more: str) -> RlConfig:
    store(painter(), tmp_path / "start")
    store(critic(), tmp_path / "critic")
    small = ["batch=2", "pictures=2", "samples=2", "most=3", "eval_pictures=1", "log_every=1"]
    told = [f"start='{tmp_path / 'start'}'", f"out='{tmp_path / 'out'}'", *small, *more]
    return load_rl_config(OURS / "coderl.toml", told)


@pytest.mark.parametrize("masked", ["true", "false"])
@pytest.mark.parametrize("by", ["critic", "nobody"])
def test_two_updates_by_outcome_leave_weights_and_say_what_came(
    masked: str, by: str, tmp_path: Path
) -> None:
    who = [f"critic='{tmp_path / 'critic'}'"] if by == "critic" else []
    told: list[str] = []
    model = train(settings(tmp_path, "updates=2", f"masked={masked}", *who), tell=told.append)
    assert not torch.equal(model.first.weight, painter().first.weight)
    assert any("compile error" in line and "KL" in line for line in told)
    fetch(tmp_path / "out")


def test_the_critic_changes_what_is_learnt(tmp_path: Path) -> None:
    short = ["updates=2", "supervised=0.0", "baseline=none"]
    with_, without = (
        train(settings(tmp_path, *short, f"out='{tmp_path / name}'", *who), tell=silent)
        for name, who in (("with", [f"critic='{tmp_path / 'critic'}'"]), ("without", []))
    )
    assert not torch.equal(with_.head.plain.weight, without.head.plain.weight)


def test_a_resumed_training_ends_as_one_that_was_never_stopped(tmp_path: Path) -> None:
    more = ["updates=4", "save_every=2", f"critic='{tmp_path / 'critic'}'"]
    assert_resumes_exactly(train, settings(tmp_path, *more))


def test_a_critic_of_other_pictures_is_refused(tmp_path: Path) -> None:
    store(critic(64), tmp_path / "large")
    with pytest.raises(ConfigError, match="expected 32"):
        train(settings(tmp_path, "updates=1", f"critic='{tmp_path / 'large'}'"), tell=silent)
