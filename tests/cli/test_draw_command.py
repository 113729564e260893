"""sketchnet draw: what goes where, what the scores mean, and how it ends early."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import signal
import subprocess
import termios
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import renderer
from sketchnet import Drawing, __version__
from sketchnet.cli import draw as cli_draw
from sketchnet.cli.targets import Job
from sketchnet.metrics import psnr, rmse, ssim
from tests.cli.runner import command, run, spawn
from tests.pictures import bomb, png, two_halves

QUICK = ("--numbers", "30", "--renders", "300")
SUFFIXES = (".pde", ".js", ".html", ".py", ".rb", ".lisp", ".svg", ".png", ".gif")
SCORES = ["image", "program", "numbers", "statements", "bytes", "rmse", "psnr", "ssim"]
SCORES += ["seconds", "renders", "seed", "method", "version"]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "flag.png"
    path.write_bytes(png(two_halves()))
    return path


def test_program_goes_to_standard_output_and_nothing_else_does(picture: Path) -> None:
    for args in ([], ["-o", "-"]):
        result = run("draw", picture, *QUICK, *args)
        assert result.code == 0
        image = renderer.render(result.out.decode())
        assert rmse(image, two_halves()) < 40
        assert "RMSE" in result.err
        assert result.complaints == []


def test_program_says_what_made_it(picture: Path) -> None:
    lines = run("draw", picture, *QUICK, "--seed", "7").out.decode().splitlines()
    assert lines[0] == f"// flag.png, drawn by sketchnet {__version__}"
    assert lines[1].startswith("// ")
    assert "numbers 30" in lines[1]
    assert "seed 7" in lines[1]


def test_every_suffix_gets_its_file(picture: Path, tmp_path: Path) -> None:
    outs = [tmp_path / f"out{suffix}" for suffix in SUFFIXES]
    assert run("draw", picture, *QUICK, *[w for out in outs for w in ("-o", out)]).code == 0
    text = {out.suffix: out.read_bytes() for out in outs}
    drawn = renderer.render(text[".pde"].decode())
    for suffix, dialect in {".js": "p5js", ".py": "py5", ".rb": "ruby", ".lisp": "lisp"}.items():
        code = text[suffix].decode()
        assert code.endswith(
            renderer.export(text[".pde"].decode(), dialect).splitlines()[-1] + "\n"
        )
        assert f"sketchnet {__version__}" in code.splitlines()[0]
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(text[".png"]))), drawn)
    assert b"<svg" in text[".svg"]
    assert b"p5" in text[".html"]
    assert Image.open(io.BytesIO(text[".gif"])).size == (24, 24)
    assert {path.suffix for path in tmp_path.iterdir()} == set(SUFFIXES)


def test_json_scores_are_those_of_a_fresh_render(picture: Path) -> None:
    result = run("draw", picture, *QUICK, "--seed", "3", "--json")
    (line,) = result.out.decode().splitlines()
    score = json.loads(line)
    assert list(score) == SCORES
    image = renderer.render(score["program"])
    assert score["rmse"] == rmse(image, two_halves())
    assert score["ssim"] == ssim(image, two_halves())
    exact = score["rmse"] == 0
    assert score["psnr"] == (None if exact else psnr(image, two_halves()))
    assert score["numbers"] == renderer.count_numbers(score["program"]) <= 30
    assert score["statements"] == renderer.count_statements(score["program"])
    assert score["bytes"] == len(score["program"].encode())
    assert 0 < score["renders"] <= 300
    assert score["image"] == str(picture)
    assert (score["seed"], score["method"], score["version"]) == (3, "search", __version__)


def test_json_of_a_perfect_drawing_is_valid_json(tmp_path: Path) -> None:
    path = tmp_path / "solid.png"
    path.write_bytes(png(np.full((8, 8, 3), 50, np.uint8)))
    score = json.loads(run("draw", path, *QUICK, "--json").out)
    assert (score["rmse"], score["psnr"], score["ssim"]) == (0, None, 1)


def test_picture_comes_from_standard_input(picture: Path) -> None:
    result = run("draw", "-", *QUICK, "--json", stdin=picture.read_bytes())
    assert json.loads(result.out)["image"] == "stdin"


def test_clear_pixels_show_bg(tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    path.write_bytes(png(np.zeros((16, 16, 4), np.uint8)))
    for color, rgb in (("#102030", (16, 32, 48)), ("navy", (0, 0, 128)), ("7", (7, 7, 7))):
        result = run("draw", path, *QUICK, "--bg", color)
        assert (renderer.render(result.out.decode()) == rgb).all()


def test_limits_hold(picture: Path) -> None:
    score = json.loads(run("draw", picture, *QUICK, "--statements", "1", "--json").out)
    assert score["statements"] <= 1
    program = run("draw", picture, *QUICK, "--shapes", "triangle").out.decode()
    assert "triangle(" in program
    assert not any(f"{other}(" in program for other in ("rect", "ellipse", "quad", "beginShape"))


def test_palette_holds(picture: Path, tmp_path: Path) -> None:
    palette = tmp_path / "two.gpl"
    palette.write_text("GIMP Palette\nName: two\n#\n255 255 0 yellow\n  0   0   0 black\n")
    score = json.loads(run("draw", picture, *QUICK, "--palette", palette, "--json").out)
    colors = np.unique(renderer.render(score["program"]).reshape(-1, 3), axis=0)
    # Edges mix the two, and between yellow and black blue stays 0 and red equals green.
    assert (colors[:, 2] == 0).all()
    assert (colors[:, 0] == colors[:, 1]).all()


def test_same_seed_gives_the_same_program(picture: Path) -> None:
    first, second = (run("draw", picture, *QUICK, "--seed", "5").out for _ in range(2))
    assert first == second


def test_several_pictures_go_where_their_names_say(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.png").write_bytes(png(two_halves()))
    (tmp_path / "out").mkdir()
    pictures = tmp_path / "a.png", tmp_path / "b.png"
    outs = ["-o", tmp_path / "out", "-o", f"{tmp_path}/out/{{name}}-drawn.png"]
    result = run("draw", *pictures, *QUICK, *outs, "--json")
    assert result.code == 0
    assert [json.loads(line)["image"] for line in result.out.splitlines()] == [*map(str, pictures)]
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"a.pde", "b.pde", "a-drawn.png", "b-drawn.png"}


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ["a/x.png", "b/x.png", "-o", "out"],
            "out/x.pde is the output of a/x.png and of b/x.png; expected one for each",
        ),
        (
            ["a/x.png", "b/x.jpg", "-o", "out/{name}.svg"],
            "out/x.svg is the output of a/x.png and of b/x.jpg",
        ),
        (["a/x.png", "-", "-o", "out", "-o", "out/x.pde"], "several pictures cannot share"),
        (["a/x.png", "a/x.png", "-o", "out"], "out/x.pde is an output of a/x.png twice"),
        (["a/x.png", "-o", "out/k.pde", "-o", "out/../out/k.pde"], "is an output of a/x.png twice"),
        (["a/x.png", "b/x.png", "-o", "a/{name}.png"], "a/x.png is one of the pictures"),
        (["a/x.png", "b/x.png"], "several programs cannot share standard output"),
        (["a/x.png", "-o", "-", "-o", "-"], "-o - is given twice; expected it once"),
        (["a/x.png", "-o", "out/{nam}.svg"], "unknown field {nam}; expected {name}"),
    ],
)
def test_outputs_that_collide_are_refused_before_any_work(
    args: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b", "out"):
        (tmp_path / folder).mkdir()
    (tmp_path / "a/x.png").write_bytes(png(two_halves()))
    result = run("draw", *args)
    assert result.code == 2
    (line,) = result.complaints
    assert told in line
    assert list((tmp_path / "out").iterdir()) == []


def test_faulty_picture_among_several_is_named_and_the_others_are_drawn(
    picture: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(bomb())
    result = run("draw", bad, picture, *QUICK, "-o", f"{tmp_path}/{{name}}.pde")
    assert result.code == 1
    assert len(result.complaints) == 1
    assert "bad.png" in result.complaints[0]
    assert (tmp_path / "flag.pde").exists()
    assert not (tmp_path / "bad.pde").exists()


def test_a_fault_of_ours_among_several_pictures_costs_the_one_alone(
    picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = cli_draw._draw

    def faulty(job: Job, settings: dict[str, Any]) -> Drawing:
        if job.name.endswith("odd.png"):
            raise ZeroDivisionError("division by zero")
        return honest(job, settings)

    monkeypatch.setattr(cli_draw, "_draw", faulty)
    odd = tmp_path / "odd.png"
    odd.write_bytes(picture.read_bytes())
    result = run("draw", odd, picture, *QUICK, "-o", f"{tmp_path}/{{name}}.pde")
    assert result.code == 1
    (line,) = result.complaints
    assert "odd.png" in line
    assert "ZeroDivisionError" in line
    assert (tmp_path / "flag.pde").exists()
    with pytest.raises(ZeroDivisionError):  # alone, it says where it happened
        run("draw", odd, *QUICK, "-o", f"{tmp_path}/odd.pde")


def test_outputs_that_collide_are_refused(picture: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    twin = tmp_path / "more" / "flag.png"
    twin.write_bytes(picture.read_bytes())
    cases = [
        ("draw", picture, twin, "-o", tmp_path / "one.pde"),
        ("draw", picture, twin, "-o", tmp_path),
        ("draw", picture, "-o", picture),
        ("draw", "-", "-"),
    ]
    for words in cases:
        result = run(*words)
        assert result.code == 2
        assert len(result.complaints) == 1
    assert picture.read_bytes() == twin.read_bytes()


def test_time_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "noise.png"
    path.write_bytes(png(np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)))
    start = time.monotonic()
    score = json.loads(run("draw", path, "--time", "1", "--numbers", "400", "--json").out)
    assert score["seconds"] <= 1.5
    assert time.monotonic() - start < 5


def test_process_writes_nothing_but_the_program(picture: Path) -> None:
    result = spawn("draw", picture, *QUICK, "-o", "-")
    assert result.code == 0
    renderer.check(renderer.parse(result.out.decode()))


def interrupted(*words: str | Path) -> tuple[int, str, str]:
    """Exit code, output and errors of a drawing that gets Ctrl-C once the search is under way."""
    terminal, its_end = pty.openpty()
    termios.tcsetwinsize(its_end, (24, 80))
    with subprocess.Popen(
        command("draw", *words), stdout=subprocess.PIPE, stderr=its_end, text=True
    ) as process:
        os.close(its_end)
        err = b""
        while b"RMSE" not in err:  # the progress bar is there
            err += os.read(terminal, 4096)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    with contextlib.suppress(OSError):  # a terminal without anybody at its end raises
        while more := os.read(terminal, 4096):
            err += more
    os.close(terminal)
    return process.returncode, out, err.decode()


@pytest.fixture
def hard(tmp_path: Path) -> Path:
    path = tmp_path / "hard.png"
    path.write_bytes(png(np.random.default_rng(0).integers(0, 255, (96, 96, 3), np.uint8)))
    return path


def test_ctrl_c_gives_the_best_answer_so_far(hard: Path) -> None:
    code, out, err = interrupted(hard, "--numbers", "40", "--time", "60")
    assert code == 0, err
    assert renderer.render(out).shape == (96, 96, 3)
    assert "Traceback" not in err


def test_ctrl_c_among_several_pictures_ends_the_run(hard: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.png"
    later.write_bytes(hard.read_bytes())
    pattern = f"{tmp_path}/{{name}}.pde"
    code, _, err = interrupted(hard, later, "--numbers", "40", "--time", "60", "-o", pattern)
    assert code == 130
    assert (tmp_path / "hard.pde").exists()
    assert not (tmp_path / "later.pde").exists()
    assert "Traceback" not in err


def test_ctrl_c_before_there_is_a_drawing_promises_none(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("sketchnet.images.load_image", read)
    # What runs in the background of a shell may have been told to ignore Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = run("draw", picture, *QUICK)
    finally:
        signal.signal(signal.SIGINT, before)
    assert result.code == 130
    assert result.err == "sketchnet: stopped\n"


def test_ctrl_c_elsewhere_ends_quietly() -> None:
    with subprocess.Popen(
        command("check", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell ignores Ctrl-C for what it runs in the background, and so would the child.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == "sketchnet: stopped\n"
