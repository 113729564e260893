"""Reward by similarity: rewards add up, baselines are what they say, and training raises them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from sketchnet.metrics import rmse
from sketchnet.model.board import Board
from sketchnet.model.decoding import GREEDY, Choice, write_programs
from sketchnet.model.painter import Painter
from sketchnet.model.sizes import PainterConfig
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.weights import fetch, store
from sketchnet.model.writers import Pixels
from sketchnet.train.batches import collate
from sketchnet.train.config import CONFIGS
from sketchnet.train.policy_loss import PolicyLoss
from sketchnet.train.reinforce import advantages, that_matter, train
from sketchnet.train.rl_config import RlConfig, load_rl_config
from sketchnet.train.rollouts import Rollouts, numbers_in, roll
from tests.training import assert_resumes_exactly, silent

OURS = CONFIGS / "rl"
SMALL = PainterConfig(side=32, width=8, hidden=32, embedding=16)


def painter(seed: int = 0) -> Painter:
    torch.manual_seed(seed)
    return Painter(SMALL).eval()


def some_targets(count: int) -> list[Pixels]:
    rng = np.random.default_rng(3)
    return [np.full((32, 32, 3), rng.integers(256, size=3), np.uint8) for _ in range(count)]


def test_rewards_add_up_to_the_drop_in_error_less_the_price_of_the_numbers() -> None:
    targets = some_targets(6)
    rng = np.random.default_rng(1)
    played = roll(TorchWriter(painter()), targets, Choice(1.0), 5, 0.25, rng)
    for index, target in enumerate(targets):
        own = [s for s, of in zip(played.steps, played.program, strict=True) if of == index]
        numbers = sum(numbers_in(step.tokens.tolist()) for step in own)
        blank = rmse(np.full_like(target, 255), target)
        gained = blank - float(played.error[index]) - 0.25 * numbers
        assert played.totals[index] == pytest.approx(gained, abs=1e-3)
        first = int((played.program == index).argmax())
        assert played.returns[first] == pytest.approx(gained, abs=1e-3)
        assert own[0].first and not any(step.first for step in own[1:])


def test_a_greedy_rollout_draws_what_greedy_writing_draws() -> None:
    targets, model = some_targets(3), TorchWriter(painter())
    played = roll(model, targets, GREEDY, 4)
    programs = write_programs(model, targets, most=4)
    for index, (tokens, target) in enumerate(zip(programs, targets, strict=True)):
        board = Board(32)
        board.add(tokens)
        assert played.error[index] == pytest.approx(rmse(board.pixels(), target), abs=1e-4)


def test_the_steps_drawn_teach_what_all_would() -> None:
    rng = np.random.default_rng(4)
    advantage = torch.from_numpy(rng.normal(0.1, 1, 40).astype(np.float32))
    taught = torch.zeros(40)
    for _ in range(2000):
        rows, scale = that_matter(advantage, 12, rng)
        assert len(rows) <= 12
        taught[rows] += advantage[rows] * scale / len(rows)
    assert torch.allclose(taught / 2000, advantage / 40, atol=0.006)


def two_pictures() -> Rollouts:
    """Two samples of each of two pictures, totals 3, 1, 5 and 5."""
    rewards = np.array([1, 2, 1, 5, 4, 1], np.float32)
    program = np.array([0, 0, 1, 2, 3, 3])
    return Rollouts([], program, rewards, np.zeros(4, np.float32))


@pytest.mark.parametrize(
    ("baseline", "wanted"),
    [
        ("group", [2, 2, -2, 0, 0, 0]),
        ("greedy", [1, 1, -1, 1, 1, 1]),
        ("value", [2, 1, 0, 4, 4, 0]),
        ("none", [3, 2, 1, 5, 5, 1]),
    ],
)
def test_what_a_program_is_compared_with(baseline: str, wanted: list[float]) -> None:
    config = RlConfig(samples=2, baseline=baseline)
    greedy = np.array([2, 4], np.float32)
    found = advantages(config, two_pictures(), greedy, np.ones(6, np.float32))
    expected = np.array(wanted, np.float32)
    assert found == pytest.approx(expected / np.sqrt(np.square(expected).mean()), abs=1e-4)


def test_what_was_written_is_as_likely_as_decoding_said() -> None:
    model = painter()
    targets = some_targets(4)
    played = roll(TorchWriter(model), targets, Choice(1.0), 3, rng=np.random.default_rng(2))
    loss = PolicyLoss(model, RlConfig(start="x"), torch.device("cpu"))
    with torch.no_grad():
        together = loss.say(collate(played.steps))
        alone = [float(loss.say(collate([step])).likely) for step in played.steps]
    assert together.likely.numpy() == pytest.approx(np.array(alone), abs=1e-4)
    assert (together.likely < 0).all() and (together.entropy > 0).all()


def settings(tmp_path: Path, *more: str) -> RlConfig:
    store(painter(), tmp_path / "start")
    small = ["batch=2", "pictures=2", "samples=2", "most=3", "eval_pictures=1", "log_every=1"]
    told = [f"start='{tmp_path / 'start'}'", f"out='{tmp_path / 'out'}'", *small, *more]
    return load_rl_config(OURS / "rl.toml", told)


@pytest.mark.parametrize("baseline", ["greedy", "group", "value", "none"])
def test_two_updates_with_every_baseline_leave_weights_that_write(
    baseline: str, tmp_path: Path
) -> None:
    epochs = "epochs=2" if baseline == "value" else "epochs=1"
    model = train(settings(tmp_path, f"baseline={baseline}", epochs, "updates=2"), tell=silent)
    assert not torch.equal(model.first.weight, painter().first.weight)
    write_programs(TorchWriter(fetch(tmp_path / "out")), some_targets(1), most=2)


def test_a_resumed_training_ends_as_one_that_was_never_stopped(tmp_path: Path) -> None:
    more = ["updates=4", "baseline=value", "epochs=2", "save_every=2"]
    assert_resumes_exactly(train, settings(tmp_path, *more))


def test_the_reward_told_is_that_of_the_programs_since_it_was_told_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[float] = []

    def watched(*given: Any) -> Rollouts:
        found = roll(*given)
        played.append(float(found.totals.mean()))
        return found

    monkeypatch.setattr("sketchnet.train.reinforce.roll", watched)
    told: list[str] = []
    more = ["updates=6", "baseline=value", "epochs=2", "save_every=2", "eval_every=2"]
    train(settings(tmp_path, *more), tell=told.append)
    rewards = [line.split("reward ")[1].split(",")[0] for line in told if "reward" in line]
    assert len(set(rewards)) == 3
    assert rewards == [f"{one:.3g}" for one in played]


def test_our_settings_are_ones_that_train() -> None:
    for path in sorted(OURS.glob("*.toml")):
        assert load_rl_config(path).model == "painter"


def test_pictures_from_files_are_learnt_from_and_some_are_held_out(tmp_path: Path) -> None:
    folder = tmp_path / "icons"
    folder.mkdir()
    for index in range(12):
        Image.new("RGB", (20 + index, 24), (20 * index, 90, 200)).save(folder / f"{index:02}.png")
    told: list[str] = []
    config = settings(tmp_path, "updates=1", f"real='{folder}'", "real_share=1.0")
    train(config, tell=told.append)
    assert any("real RMSE" in line and "KL" in line for line in told)
    from sketchnet.train.real import RealPictures

    pictures = RealPictures(str(folder))
    assert len(pictures.unseen) == 2 and len(pictures.seen) == 10
    assert not set(pictures.unseen) & set(pictures.seen)


def test_reward_rises_on_one_plain_picture(tmp_path: Path) -> None:
    """From weights that know nothing: the background's colour is there to be found."""
    model = painter()
    target = [np.zeros((32, 32, 3), np.uint8)]
    config = RlConfig(start="x", samples=32, baseline="group", supervised=0.0)
    loss = PolicyLoss(model, config, torch.device("cpu"))
    optimizer = torch.optim.Adam(model.parameters(), 3e-3)
    totals = []
    for update in range(25):
        rng = np.random.default_rng(update)
        played = roll(TorchWriter(model), target * 32, Choice(1.0), 0, rng=rng)
        steps = collate(played.steps)
        chosen = torch.from_numpy(advantages(config, played, None, np.zeros(32, np.float32)))
        said = loss.say(steps)
        optimizer.zero_grad()
        (-(said.likely * chosen).mean()).backward()
        optimizer.step()
        totals.append(float(played.totals.mean()))
    assert np.mean(totals[-5:]) > np.mean(totals[:5]) + 20, totals
