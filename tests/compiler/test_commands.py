"""Training, compiling, measuring and refining from the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from sketchnet.compiler.evaluation import held_out, score
from sketchnet.compiler.refinement import compare, refine, summary
from sketchnet.compiler.weights import fetch, fetch_compiler
from sketchnet.train.compiler import train
from sketchnet.train.config import CONFIGS, load_config
from sketchnet.train.sketches import load_sketches
from tests.cli.runner import run
from tests.training import assert_resumes_exactly, silent

OURS = CONFIGS / "compiler"
CODE = b"size(40, 30); background(250); fill(200, 0, 0); noStroke(); circle(20, 15, 20);"


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiler")
    done = run("train", "compiler", "tiny", f"out={folder}", "updates=2", "log_every=1")
    assert done.code == 0, done.err
    assert "held out error" in done.err and "programs/s" in done.err
    return folder


@pytest.mark.parametrize("name", sorted(path.stem for path in OURS.glob("*.toml")))
def test_every_config_trains_two_steps(name: str, tmp_path: Path) -> None:
    small = ["updates=2", "batch=2", "eval_pictures=2", "workers=0", "most=8", "pixels=16"]
    train(load_config(OURS / f"{name}.toml", [f"out={tmp_path}", *small]), tell=silent)
    fetch(tmp_path)


@pytest.mark.parametrize("name", ["tiny", "tree"])
def test_a_resumed_training_ends_as_one_that_was_never_stopped(name: str, tmp_path: Path) -> None:
    small = ["updates=4", "batch=2", "eval_pictures=1", "workers=0", "most=6", "log_every=1"]
    told = [f"out={tmp_path / 'out'}", *small, "save_every=2"]
    assert_resumes_exactly(train, load_config(OURS / f"{name}.toml", told))


def test_compile_compares_with_the_real_picture(weights: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    done = run("compile", "-", "-o", out, "--compare", "--weights", weights, stdin=CODE)
    assert done.code == 0, done.err
    assert "PSNR" in done.err
    from PIL import Image

    with Image.open(out) as image:
        width, height = image.size
    assert (width, height) == (4 * (256 + 16), 192 + 16)


def test_compile_without_weights_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sketchnet.compiler.weights.SHIPPED", tmp_path / "none")
    done = run("compile", "-", "-o", tmp_path / "out.png", stdin=CODE)
    assert done.code == 1 and len(done.err.splitlines()) == 1
    assert "no compiler comes with this version" in done.err


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (b"size(9, 9); strokeCap(SQUARE); line(1, 1, 8, 8);", "cap"),
        (b"size(9, 9); circle(1, 1);", "circle"),
    ],
)
def test_a_program_it_cannot_read_is_refused(
    code: bytes, word: str, weights: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.png"
    done = run("compile", "-", "-o", out, "--weights", weights, stdin=code)
    assert done.code == 1 and not out.exists()
    assert len(done.complaints) == 1 and word in done.complaints[0]


def test_a_program_that_is_too_long_hears_how_long_it_may_be(tmp_path: Path) -> None:
    code = b"size(9, 9); for (int i = 0; i < 401; i++) { point(i % 9, 4); }"
    done = run("compile", "-", "-o", tmp_path / "out.png", stdin=code)
    assert done.code == 1
    (line,) = done.err.splitlines()
    assert "401 shapes" in line and "400 at most" in line
    assert "what the painter writes" not in line


@pytest.mark.parametrize(
    "drawn", [b"", b"ellipse(32, 32, 0, 0);", b"beginShape(); vertex(1, 1); endShape();"]
)
def test_beside_a_picture_of_one_colour_the_error_is_no_share(drawn: bytes, tmp_path: Path) -> None:
    done = run("compile", "-", "-o", tmp_path / "out.png", stdin=b"size(64, 64); " + drawn)
    assert done.code == 0
    (line,) = done.err.splitlines()
    assert "RMSE" in line and "of one colour" in line and "%" not in line


def test_compile_writes_png_alone(weights: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.svg"
    assert run("compile", "-", "-o", out, "--weights", weights, stdin=CODE).code == 2


def test_eval_puts_models_beside_each_other(weights: Path, tmp_path: Path) -> None:
    small = ["updates=1", "batch=2", "eval_pictures=1", "workers=0", "most=4"]
    sizes = ["sizes.side=32"]
    train(load_config(OURS / "baseline.toml", [f"out={tmp_path}", *small, *sizes]), tell=silent)
    out = tmp_path / "sheet.png"
    done = run(
        *("eval", "compiler", "csg", "--weights", weights, "--beside", tmp_path),
        *("--count", "4", "--most", "5", "-o", out),
    )
    assert done.code == 0, done.err
    lines = done.out.decode().splitlines()
    assert "compiler: error, share" in lines[0] and "baseline: error, share" in lines[0]
    assert lines[-1].startswith("| 1–5 | 4 |")
    assert out.read_bytes().startswith(b"\x89PNG")


def test_one_colour_scores_all_of_the_error_and_the_truth_none() -> None:
    found = held_out(load_sketches({"csg": 1.0}), 4, 32, 1, 6)
    real = np.stack([t.canvases[-1] for t in found]).astype(np.float32).transpose(0, 3, 1, 2) / 255
    plain = np.broadcast_to(real.mean((2, 3), keepdims=True), real.shape)
    assert score(plain, found).share == pytest.approx(1, abs=1e-4)
    assert score(real, found).psnr == pytest.approx(60)


def test_refinement_follows_its_gradient_and_is_judged_by_the_real_render(weights: Path) -> None:
    numbers = torch.tensor([0.0, 5.0, 0.5])
    roles = torch.tensor([3, 0, 3])
    found = refine(numbers, roles, lambda x: (x - torch.tensor([9.0, 7.0, 2.0])).square().sum(), 30)
    assert found[0] == 0 and abs(found[1] - 7) < 0.5 and 0.9 < found[2] <= 1
    (trace,) = held_out(load_sketches({"csg": 1.0}), 1, 32, 2, 4)
    gain = compare(fetch_compiler(weights), trace, np.random.default_rng(0), 10)
    assert gain.rasterizer < gain.before
    assert "| rasterizer | 100.0% |" in summary([gain])


def test_programs_longer_than_a_sketch_makes_are_said_to_be_missing(weights: Path) -> None:
    done = run("eval", "compiler", "csg", "--weights", weights, "--count", "1", "--most", "12")
    assert done.code == 0, done.err
    told = done.out.decode()
    assert "| 1–10 | 1 |" in told
    assert "no program of 11 to 12 statements" in told


def test_what_the_compiler_cannot_read_is_one_line_that_says_who_can(tmp_path: Path) -> None:
    code = b"size(40, 40); rotate(0.5); ellipse(20, 0, 30, 10);"
    done = run("compile", "-", "-o", tmp_path / "out.png", stdin=code)
    assert done.code == 1
    (line,) = done.err.splitlines()
    assert "ellipse" in line and "'sketchnet render'" in line
