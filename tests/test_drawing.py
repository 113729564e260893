"""A Drawing knows its program, its picture and its score, and saves itself whole."""

from __future__ import annotations

import base64
import hashlib
import math
import os
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import renderer
from sketchnet import Drawing, outputs
from tests.runtimes import setup

CODE = "size(20, 10);\nbackground(255);\nnoStroke();\nfill(200, 0, 0);\nrect(0, 0, 10, 10);\n"


@pytest.fixture
def drawing() -> Drawing:
    return Drawing(
        renderer.parse(CODE),
        renderer.render(CODE),
        name="some/half.png",
        seed=4,
        settings={"numbers": 10, "shapes": None},
    )


def test_exact_drawing_scores_perfectly(drawing: Drawing) -> None:
    assert drawing.score["rmse"] == 0
    assert drawing.score["psnr"] == math.inf
    assert drawing.score["ssim"] == 1
    assert drawing.score["statements"] == 1
    np.testing.assert_array_equal(drawing.image, renderer.render(CODE))


def test_code_is_the_export_without_remarks(drawing: Drawing) -> None:
    for dialect in outputs.PROGRAMS.values():
        assert drawing.code(dialect) == renderer.export(CODE, dialect)


def test_remarks_leave_out_what_nobody_asked_for(drawing: Drawing) -> None:
    assert drawing.remarks[0].startswith("half.png, drawn by sketchnet ")
    assert drawing.remarks[1] == "method search, numbers 10, seed 4"


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_every_suffix_saves(drawing: Drawing, suffix: str, tmp_path: Path) -> None:
    drawing.save(tmp_path / f"x{suffix}")
    content = (tmp_path / f"x{suffix}").read_bytes()
    assert content == drawing.encode(suffix)
    if suffix in (".png", ".gif"):
        Image.open(tmp_path / f"x{suffix}").verify()
    else:
        assert b"half.png, drawn by sketchnet" in content


def test_saved_program_draws_the_same(drawing: Drawing, tmp_path: Path) -> None:
    drawing.save(tmp_path / "x.PDE")
    np.testing.assert_array_equal(renderer.render((tmp_path / "x.PDE").read_text()), drawing.image)


def test_name_of_a_picture_cannot_leave_its_comment(drawing: Drawing, tmp_path: Path) -> None:
    wild = Drawing(drawing.program, drawing.target, name="a\n--> </title><script>\u2028.png")
    for suffix in (".pde", ".rb", ".py"):
        assert len(wild.encode(suffix).splitlines()) == len(drawing.encode(suffix).splitlines())
    renderer.parse(wild.encode(".pde").decode())
    for suffix in (".html", ".svg"):
        text = wild.encode(suffix).decode()
        assert re.search(r"<!--(?!.*--.*-->).*", text)
        assert "</title><script>" not in re.sub(r"<!--.*?-->", "", text)


def test_saving_replaces_a_file_whole_and_keeps_to_the_umask(
    drawing: Drawing, tmp_path: Path
) -> None:
    path = tmp_path / "x.pde"
    path.write_text("old")
    before = os.umask(0o022)
    try:
        drawing.save(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o644
    assert [file.name for file in tmp_path.iterdir()] == ["x.pde"]


def test_saving_follows_a_link(drawing: Drawing, tmp_path: Path) -> None:
    (tmp_path / "real.pde").write_text("old")
    (tmp_path / "link.pde").symlink_to(tmp_path / "real.pde")
    drawing.save(tmp_path / "link.pde")
    assert (tmp_path / "link.pde").is_symlink()
    assert "rect" in (tmp_path / "real.pde").read_text()


def test_failed_write_leaves_the_old_file_and_no_other(
    drawing: Drawing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.pde"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(outputs.OutputError, match="No space left"):
        drawing.save(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_animation_must_be_a_gif(drawing: Drawing, tmp_path: Path) -> None:
    drawing.animate(tmp_path / "x.gif")
    assert (tmp_path / "x.gif").read_bytes().startswith(b"GIF8")
    with pytest.raises(outputs.SuffixError, match=r"\.gif"):
        drawing.animate(tmp_path / "x.png")


def test_notebook_shows_picture_drawing_and_program(drawing: Drawing) -> None:
    page = drawing._repr_html_()
    pictures = re.findall(r"data:image/png;base64,([\w+/=]+)", page)
    assert [base64.b64decode(p)[:4] for p in pictures] == [b"\x89PNG"] * 2
    assert "rect(0, 0, 10, 10);" in page
    assert drawing._repr_png_().startswith(b"\x89PNG")


def test_page_names_the_p5_that_the_conformance_tests_run() -> None:
    setup.require("p5")
    page = outputs.encode(renderer.parse(CODE), ".html").decode()
    assert f"p5@{setup.P5_VERSIONS['1']}/" in page
    digest = hashlib.sha384(setup.p5_library("1").read_bytes()).digest()
    assert f'integrity="sha384-{base64.b64encode(digest).decode()}"' in page
