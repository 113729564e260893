"""The picture as a loss: it is none where what is written is right, and its gradients lower it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from sketchnet.compiler.model import Compiler, CompilerConfig
from sketchnet.compiler.weights import fetch_compiler
from sketchnet.evaluation.image_losses import table
from sketchnet.evaluation.synthetic import Row
from sketchnet.model.batch import Batch
from sketchnet.model.vocabulary import COUNT, ID, NUMBERS
from sketchnet.model.weights import store
from sketchnet.train.batches import batch_at
from sketchnet.train.config import CONFIGS, load_config
from sketchnet.train.image_loss import ImageLoss
from sketchnet.train.settings import ConfigError
from sketchnet.train.sketches import load_sketches
from sketchnet.train.writer import train
from tests.training import assert_resumes_exactly, silent

TINY = CONFIGS / "tiny.toml"
SMALL = CompilerConfig(side=32, channels=8, hidden=8, readout=8)
BOTH = ("compiler", "rasterizer")


def a_batch(update: int = 0, side: int = 32) -> Batch:
    config = load_config(TINY, ["batch=8", "sketches={csg=1, shapes=1}"])
    return batch_at(config, load_sketches(config.sketches), side, update, 0)


def certain(batch: Batch, sharp: float = 30.0) -> Tensor:
    """Logits that say what is wanted."""
    return sharp * torch.nn.functional.one_hot(batch.wanted.clamp(min=0), COUNT).float()


def image_loss(kind: str) -> ImageLoss:
    torch.manual_seed(0)
    return ImageLoss(32, Compiler(SMALL) if kind == "compiler" else None, 64)


def test_what_is_written_right_costs_nothing_by_the_rasterizer() -> None:
    loss = image_loss("rasterizer")
    for update in range(3):
        assert float(loss(certain(a_batch(update)), a_batch(update))) < 1e-6


@pytest.mark.parametrize("kind", BOTH)
def test_gradients_move_a_number_towards_the_true_one(kind: str) -> None:
    batch = a_batch(side=64)
    row = int((batch.wanted[:, 0] == ID["circle"]).nonzero()[0, 0])
    one = Batch(*(part[row : row + 1] for part in batch))
    logits = certain(one, 8.0)
    # The painter is nearly sure of a circle twice as wide.
    width = int(one.wanted[0, 3])
    wrong = NUMBERS.token(2 * NUMBERS.value(width))
    logits[0, 3] = -20.0
    logits[0, 3, width], logits[0, 3, wrong] = 2.0, 8.0
    logits.requires_grad_()
    loss = ImageLoss(64, fetch_compiler() if kind == "compiler" else None, 512)
    loss(logits, one).backward()
    assert logits.grad is not None
    assert logits.grad[0, 3, wrong] > 0 > logits.grad[0, 3, width]


def test_the_compiler_tells_the_error_that_the_rasterizer_tells() -> None:
    found = []
    for kind in BOTH:
        loss = ImageLoss(64, fetch_compiler() if kind == "compiler" else None, 4096)
        batch = a_batch(side=64)
        torch.manual_seed(3)
        found.append(float(loss(certain(batch, 6.0) + torch.randn(1), batch)))
    assert found[0] == pytest.approx(found[1], rel=0.2)


def test_the_compiler_learns_only_from_true_statements() -> None:
    loss = image_loss("compiler")
    loss.compiler.requires_grad_(True)
    batch = a_batch()
    logits = certain(batch).requires_grad_()
    loss(logits, batch).backward()
    assert all(p.grad is None for p in loss.compiler.parameters())
    loss.joint_after = 0
    loss(logits, batch).backward()
    assert any(p.grad is not None for p in loss.compiler.parameters())


@pytest.mark.parametrize("kind", BOTH)
def test_training_with_the_picture_resumes_exactly(kind: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    store(Compiler(SMALL), tmp_path / "compiler")
    own = [f"image={kind}", f"compiler='{tmp_path / 'compiler'}'", "joint=0.5", "pixels=32"]
    plain = ["updates=4", "batch=4", "eval_pictures=1", "eval_every=1", "log_every=1"]
    told = [f"out={tmp_path / 'out'}", *own, *plain, "save_every=2"]
    assert_resumes_exactly(train, load_config(TINY, told))


def test_a_captioner_sees_no_canvas_and_gets_no_image_loss() -> None:
    with pytest.raises(ConfigError, match="expected none, or a painter"):
        load_config(TINY, ["model=captioner", "image=rasterizer"])


def test_a_compiler_of_another_size_is_refused(tmp_path: Path) -> None:
    store(Compiler(CompilerConfig(side=16, channels=8, hidden=8, readout=8)), tmp_path / "c")
    told = [f"out={tmp_path / 'o'}", "image=compiler", f"compiler='{tmp_path / 'c'}'"]
    with pytest.raises(ConfigError, match="expected 32"):
        train(load_config(TINY, told), tell=silent)


def test_the_study_says_means_and_intervals_of_the_difference() -> None:
    def row(rmse: float) -> Row:
        return Row("x", 2, 0.5, rmse, 0.8, {"1": 0.25}, {"1": 0.5})

    arms = {"plain": [row(10), row(12), row(14)], "other": [row(9), row(10), row(14)]}
    text = table(row(13), arms)
    assert "| none: before any update | 50.0 | 13.00 | 0.800 | 25.0 | 50.0 |" in text
    assert "| plain | 50.0 | 12.00 | 0.800 | 25.0 | 50.0 |" in text
    # Differences -1, -2, 0: their mean, and 4.30 / √3 standard deviations of 1.
    assert "| 11.00 (-1.00 ± 2.48) |" in text
