"""Training: it learns, it resumes exactly, it shares its work, and says what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from sketchnet.model.decoding import Choice, write_programs
from sketchnet.model.folders import WeightsError
from sketchnet.model.light import LightPainter
from sketchnet.model.tokens import decode
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.weights import build, fetch, store
from sketchnet.train.batches import batch_at, collate
from sketchnet.train.config import CONFIGS, load_config
from sketchnet.train.cross_entropy import CrossEntropy, Smoothing
from sketchnet.train.loop import learning_rate
from sketchnet.train.settings import ConfigError
from sketchnet.train.sketches import load_sketches
from sketchnet.train.writer import train
from tests.training import assert_resumes_exactly, silent

TINY = CONFIGS / "tiny.toml"


@pytest.mark.parametrize("model", ["painter", "captioner"])
def test_one_batch_can_be_learnt_by_heart(model: str, tmp_path: Path) -> None:
    extra = [] if model == "painter" else ["sizes={side=32, width=8, hidden=64, feature=32}"]
    config = load_config(TINY, [f"model={model}", f"out={tmp_path}", "batch=6", *extra])
    torch.manual_seed(0)
    net = build(model, config.sizes)
    batch = batch_at(config, load_sketches(config.sketches), 32, 0, 0)
    smoothing = Smoothing(0.0, torch.device("cpu"))
    optimizer = torch.optim.Adam(net.parameters(), 3e-3)
    losses = []
    entropy = CrossEntropy(net, smoothing)
    for _ in range(200):
        loss = entropy(batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.3 * losses[0], losses[::40]


@pytest.mark.parametrize("name", sorted(path.stem for path in CONFIGS.glob("*.toml")))
def test_every_config_trains_two_steps_and_leaves_weights_that_write(
    name: str, tmp_path: Path
) -> None:
    config = load_config(
        CONFIGS / f"{name}.toml",
        [f"out={tmp_path}", "updates=2", "batch=4", "eval_pictures=2", "workers=0", "most=4"],
    )
    train(config, tell=silent)
    model = fetch(tmp_path)
    board = torch.zeros(2, model.config.side, model.config.side, 3, dtype=torch.uint8).numpy()
    for tokens in write_programs(TorchWriter(model), list(board), Choice(1.0), most=3):
        decode(tokens)


def test_a_resumed_training_ends_as_one_that_was_never_stopped(tmp_path: Path) -> None:
    small = ["eval_pictures=1", "batch=4", "updates=4", "save_every=1", "log_every=1"]
    config = load_config(TINY, [f"out={tmp_path / 'out'}", *small, "eval_every=1"])
    assert_resumes_exactly(train, config)


def test_two_processes_share_the_work_and_agree(tmp_path: Path) -> None:
    command = [
        *(sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"),
        *("--master-port", "29571", "-m", "sketchnet", "train", "painter", str(TINY)),
        *(f"out={tmp_path}", "updates=2", "batch=4", "eval_pictures=1", "device=cpu"),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"}
    )
    assert done.returncode == 0, done.stderr
    assert "2 processes" in done.stderr
    fetch(tmp_path)


def test_numbers_next_to_the_right_one_cost_less_than_those_far_off() -> None:
    from sketchnet.model.grammar import grammar
    from sketchnet.model.vocabulary import COUNT, NUMBERS

    g = grammar()
    state = int((g.roles == 1).argmax())  # an x
    wanted = torch.tensor([NUMBERS.token(50)])
    smoothing = Smoothing(1.5, torch.device("cpu"))

    def cost(value: int) -> float:
        logits = torch.zeros(1, COUNT)
        logits[0, NUMBERS.token(value)] = 8
        return float(smoothing.loss(logits, wanted, torch.tensor([state])))

    assert cost(50) < cost(51) < cost(53) < cost(90)


def test_padding_does_not_change_the_loss() -> None:
    config = load_config(TINY, ["batch=5"])
    sketches = load_sketches(config.sketches)
    from sketchnet.model.weights import build

    torch.manual_seed(1)
    net, smoothing = build("painter", config.sizes), Smoothing(1.0, torch.device("cpu"))
    from sketchnet.train.batches import examples_at

    found = examples_at(config, sketches, 32, 3, 0)
    entropy = CrossEntropy(net, smoothing)
    with torch.no_grad():
        together = entropy(collate(found))
        alone = [float(entropy(collate([example]))) for example in found]
    tokens = [len(example.tokens) for example in found]
    mean = sum(n * loss for n, loss in zip(tokens, alone, strict=True)) / sum(tokens)
    assert float(together) == pytest.approx(mean, rel=1e-4)


def test_the_learning_rate_rises_and_falls() -> None:
    config = load_config(TINY, ["warmup=10", "updates=100", "rate=1.0"])
    rates = [learning_rate(config, update) for update in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == pytest.approx(1, abs=0.01)
    assert rates[-1] < 0.03


def test_resuming_from_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such checkpoint"):
        train(load_config(TINY, [f"out={tmp_path}"]), resume=True, tell=silent)


def test_a_training_that_is_there_is_not_lost(tmp_path: Path) -> None:
    config = load_config(TINY, [f"out={tmp_path}", "updates=1", "eval_pictures=1"])
    train(config, tell=silent)
    before = (tmp_path / "checkpoint.safetensors").read_bytes()
    with pytest.raises(ConfigError, match="a training is there already; expected --resume"):
        train(config, tell=silent)
    assert (tmp_path / "checkpoint.safetensors").read_bytes() == before


def test_a_training_goes_on_with_its_own_settings_alone(tmp_path: Path) -> None:
    told = [f"out={tmp_path}", "updates=1", "eval_pictures=1"]
    train(load_config(TINY, told), tell=silent)
    with pytest.raises(ConfigError, match=r"begun with batch=\d+, not 3; expected the same"):
        train(load_config(TINY, [*told, "batch=3"]), resume=True, tell=silent)
    train(load_config(TINY, [*told, "updates=2", "log_every=1"]), resume=True, tell=silent)


def test_a_training_at_its_end_says_so(tmp_path: Path) -> None:
    config = load_config(TINY, [f"out={tmp_path}", "updates=1", "eval_pictures=1"])
    train(config, tell=silent)
    told: list[str] = []
    train(config, resume=True, tell=told.append)
    assert told[-1] == "trained to the end already: 1 of 1 updates"


def test_a_damaged_checkpoint_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    told = [f"out={tmp_path}", "updates=1", "eval_pictures=1"]
    train(load_config(TINY, told), tell=silent)
    weights = (tmp_path / "model.safetensors").read_bytes()
    path = tmp_path / "checkpoint.safetensors"
    data = bytearray(path.read_bytes())
    data[-1003] ^= 1
    path.write_bytes(data)
    with pytest.raises(ConfigError, match="damaged"):
        train(load_config(TINY, [*told, "updates=2"]), resume=True, tell=silent)
    assert (tmp_path / "model.safetensors").read_bytes() == weights


@pytest.mark.parametrize("updates", [2, 30])
def test_a_training_that_overflows_says_so_and_writes_nothing(tmp_path: Path, updates: int) -> None:
    told = [f"out={tmp_path}", f"updates={updates}", "rate=1e6", "warmup=0", "eval_pictures=1"]
    with pytest.raises(ConfigError, match="no numbers; expected a smaller rate"):
        train(load_config(TINY, [*told, "eval_every=100"]), tell=silent)
    assert not (tmp_path / "model.safetensors").exists()


def test_weights_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    net = build("painter", {"side": 32, "width": 8, "hidden": 24})
    with torch.no_grad():
        next(iter(net.parameters())).fill_(torch.inf)
    store(net, tmp_path)
    for load in (fetch, LightPainter):
        with pytest.raises(WeightsError, match="no numbers"):
            load(tmp_path)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    train(load_config(TINY, [f"out={tmp_path}", "updates=1", "eval_pictures=1"]), tell=silent)
    path = tmp_path / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    with pytest.raises(WeightsError, match="damaged"):
        fetch(tmp_path)
    with pytest.raises(WeightsError, match="expected weights"):
        fetch(tmp_path / "nowhere")
