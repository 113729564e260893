"""Writers: numpy and torch say the same, every choice is a program, boards show what is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

import renderer
from sketchnet.model.board import Board
from sketchnet.model.decoding import Choice, choose, write, write_programs
from sketchnet.model.folders import WeightsError
from sketchnet.model.light import LightPainter
from sketchnet.model.statements import program_of, scene_of
from sketchnet.model.tokens import decode
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.vocabulary import END, ID
from sketchnet.model.weights import build, fetch, store
from tests.model.test_tokens import sentence

SIZES = {"side": 32, "width": 8, "hidden": 40, "heads": 2, "embedding": 12}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of a small painter, random but large, so that a mistake shows."""
    torch.manual_seed(3)
    model = build("painter", SIZES)
    for parameter in model.parameters():
        parameter.data *= 2
    path = tmp_path_factory.mktemp("weights")
    store(model, path)
    return path


def pictures(count: int, side: int = 32) -> np.ndarray:
    return np.random.default_rng(5).integers(0, 256, (count, side, side, 3), np.uint8)


def test_numpy_and_torch_say_the_same_about_every_token(folder: Path) -> None:
    light, heavy = LightPainter(folder), TorchWriter(fetch(folder))
    targets, canvases = pictures(3), pictures(3)[::-1]
    seen = [writer.look(targets, canvases) for writer in (light, heavy)]
    states = [light.begin(seen[0]), heavy.begin(seen[1])]
    rng = np.random.default_rng(0)
    for _ in range(6):
        tokens, roles = rng.integers(0, 400, 3), rng.integers(0, 15, 3)
        one, states[0] = light.read(seen[0], states[0], tokens, roles)
        two, states[1] = heavy.read(seen[1], states[1], tokens, roles)
        assert np.abs(one - two).max() < 1e-3 * np.abs(two).max()


def test_rows_of_a_writer_go_on_as_they_would_have_alone(folder: Path) -> None:
    for writer in (LightPainter(folder), TorchWriter(fetch(folder))):
        targets = pictures(3)
        seen = writer.look(targets, targets)
        index = np.array([2, 0, 2])
        picked = writer.rows(seen, index)
        tokens = roles = np.array([4, 4, 4])
        together, _ = writer.read(picked, writer.begin(picked), tokens, roles)
        alone, _ = writer.read(seen, writer.begin(seen), tokens, roles)
        assert together == pytest.approx(alone[index], abs=1e-4)


@pytest.mark.parametrize("kind", ["painter", "captioner"])
@pytest.mark.parametrize("temperature", [0.0, 0.5, 1.0, 20.0])
def test_whatever_is_written_is_a_program_that_runs(kind: str, temperature: float) -> None:
    torch.manual_seed(0)
    sizes = SIZES if kind == "painter" else {"side": 32, "width": 8, "hidden": 24}
    writer = TorchWriter(build(kind, sizes).eval())
    programs = write_programs(writer, list(pictures(8)), Choice(temperature), 4)
    for tokens in programs:
        code = renderer.export(program_of(decode(tokens, 0.5), (128, 128)), "processing")
        renderer.render(code)


def test_greedy_is_what_a_temperature_near_zero_tends_to() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 3, (50, 20)).astype(np.float32)
    cold = choose(logits, Choice(0.01), rng)
    assert (cold == choose(logits, Choice(), rng)).all()


def test_samples_follow_the_odds_and_forbidden_tokens_never_come() -> None:
    rng = np.random.default_rng(0)
    odds = np.array([0.5, 0.3, 0.2, 0.0])
    with np.errstate(divide="ignore"):
        logits = np.tile(np.log(odds), (20_000, 1)).astype(np.float32)
    shares = np.bincount(choose(logits, Choice(1.0), rng), minlength=4) / 20_000
    assert shares == pytest.approx(odds, abs=0.02)
    nucleus = np.bincount(choose(logits, Choice(1.0, 0.6), rng), minlength=4) / 20_000
    assert nucleus == pytest.approx([0.625, 0.375, 0, 0], abs=0.02)


def test_log_probabilities_are_of_the_model_under_the_grammar(folder: Path) -> None:
    writer = TorchWriter(fetch(folder))
    seen = writer.look(pictures(64), pictures(64))
    written = write(writer, seen, True, Choice(1.0), np.random.default_rng(0))
    assert (written.likely < 0).all()
    for row in written.rows:
        decode(row)


def test_a_board_shows_what_the_program_draws() -> None:
    import random

    tokens = sentence(random.Random(4), 6)
    board = Board(64)
    board.add(tokens[:4])
    board.add(tokens[4:-1])
    board.add([ID[END]])
    whole = renderer.render_ops(scene_of(decode(tokens), (256, 256)), (64, 64))
    assert (board.pixels() == whole).all()
    assert (board.copy().pixels() == whole).all()


def test_weights_of_another_model_are_refused(tmp_path: Path) -> None:
    store(build("captioner", {"side": 32, "width": 8}), tmp_path)
    with pytest.raises(WeightsError, match="expected a painter"):
        LightPainter(tmp_path)
