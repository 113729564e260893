"""render, export, check and doctor."""

from __future__ import annotations

import io
import resource
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import renderer
from tests.cli.runner import command, run, spawn

SKETCH = """// a row of circles
size(60, 40);
background(255);
fill(#FF0000);
for (int i = 0; i < 3; i++) {
  circle(10 + i * 20, 20, 15);
}
"""


@pytest.fixture
def sketch(tmp_path: Path) -> Path:
    path = tmp_path / "row.pde"
    path.write_text(SKETCH)
    return path


def picture(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def test_render_writes_the_picture_the_library_renders(sketch: Path, tmp_path: Path) -> None:
    out = tmp_path / "row.png"
    result = run("render", sketch, "-o", out)
    assert (result.code, result.out, result.err) == (0, b"", "")
    np.testing.assert_array_equal(picture(out.read_bytes()), renderer.render(SKETCH))


def test_render_writes_png_to_standard_output(sketch: Path) -> None:
    for args in ([], ["-o", "-"]):
        result = run("render", sketch, *args)
        np.testing.assert_array_equal(picture(result.out), renderer.render(SKETCH))


def test_render_reads_standard_input() -> None:
    result = run("render", "-", stdin=SKETCH.encode())
    np.testing.assert_array_equal(picture(result.out), renderer.render(SKETCH))


def test_render_scales_the_canvas_to_size(sketch: Path) -> None:
    result = run("render", sketch, "--size", "120x80")
    np.testing.assert_array_equal(picture(result.out), renderer.render(SKETCH, (120, 80)))


def test_render_writes_every_kind_of_picture(sketch: Path, tmp_path: Path) -> None:
    outs = [tmp_path / f"row{suffix}" for suffix in (".png", ".svg", ".gif")]
    options = [word for out in outs for word in ("-o", out)]
    assert run("render", sketch, "--size", "90x60", *options).code == 0
    assert b'width="90"' in outs[1].read_bytes()
    with Image.open(outs[2]) as gif:
        assert gif.size == (90, 60)
        assert gif.n_frames >= 3


def test_gif_of_an_empty_sketch_is_its_canvas(tmp_path: Path) -> None:
    out = tmp_path / "empty.gif"
    assert run("render", "-", "-o", out, stdin=b"size(20, 10);").code == 0
    with Image.open(out) as gif:
        assert gif.size == (20, 10)


@pytest.mark.parametrize("size", ["12", "x", "0x5", "5x0", "20000x5", "16384x16384", "-3x4"])
def test_render_refuses_a_size_that_is_none(sketch: Path, size: str) -> None:
    result = run("render", sketch, f"--size={size}")
    assert result.code == 2
    assert len(result.complaints) == 1


@pytest.mark.parametrize("to", ["processing", "p5js", "py5", "ruby", "lisp", "svg"])
def test_export_writes_what_the_library_exports(sketch: Path, to: str) -> None:
    result = run("export", sketch, "--to", to)
    assert (result.code, result.err) == (0, "")
    assert result.out.decode() == renderer.export(SKETCH, to)


def test_export_writes_files_of_its_dialect_only(sketch: Path, tmp_path: Path) -> None:
    assert run("export", sketch, "--to", "py5", "-o", tmp_path / "row.py").code == 0
    assert (tmp_path / "row.py").read_text() == renderer.export(SKETCH, "py5")
    result = run("export", sketch, "--to", "py5", "-o", tmp_path / "row.rb")
    assert result.code == 2
    assert not (tmp_path / "row.rb").exists()


def test_page_holds_the_p5js_export(sketch: Path, tmp_path: Path) -> None:
    assert run("export", sketch, "--to", "p5js", "-o", tmp_path / "row.html").code == 0
    page = (tmp_path / "row.html").read_text()
    assert renderer.export(SKETCH, "p5js") in page
    assert "cdn.jsdelivr.net/npm/p5@1" in page


def test_remark_in_a_sketch_cannot_leave_the_page_s_script(tmp_path: Path) -> None:
    code = b"// </script><script>alert(1)</script> <!--\nsize(9, 9);"
    out = tmp_path / "x.html"
    assert run("export", "-", "--to", "p5js", "-o", out, stdin=code).code == 0
    assert out.read_text().count("</script>") == 2
    assert "<!--" not in out.read_text()


def test_check_sums_up_a_good_program(sketch: Path) -> None:
    result = run("check", sketch)
    assert (result.code, result.err) == (0, "")
    text = result.out.decode()
    assert text.startswith(f"{sketch}: 60×40 pixels, 1 statement, ")


def test_check_points_at_the_fault(tmp_path: Path) -> None:
    path = tmp_path / "bad.pde"
    path.write_text("size(50, 50);\nelipse(1, 2, 3, 4);\n")
    result = run("check", path)
    assert result.code == 1
    line, source, caret = result.err.splitlines()
    assert line.startswith(f"sketchnet: {path}: line 2, column 1: ")
    assert "'ellipse'" in line
    assert source.strip() == "elipse(1, 2, 3, 4);"
    assert source[caret.index("^")] == "e"


def test_fault_cannot_steer_the_terminal() -> None:
    result = run("check", "-", stdin=b"size(5, 5);\nfoo\x1b[31m(1);")
    assert result.code == 1
    assert "\x1b" not in result.err


def test_doctor_says_the_core_works() -> None:
    result = run("doctor")
    assert result.code == 0
    for name in ("python", "cairo", "numpy", "pillow", "vtracer", "chromium", "java"):
        assert f" {name} " in result.out.decode()


def test_doctor_gives_the_line_that_installs_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    text = run("doctor").out.decode()
    assert "sudo apt-get install chromium" in text
    assert "the core works" in text


def test_no_command_shows_the_help_as_a_usage_fault() -> None:
    result = run()
    assert result.code == 2
    assert "COMMAND" in result.err


def test_help_and_version_are_no_faults() -> None:
    assert run("--help").code == 0
    assert run("draw", "--help").code == 0
    assert run("--version").out.startswith(b"sketchnet ")


def test_reader_that_leaves_early_meets_no_traceback(sketch: Path) -> None:
    with subprocess.Popen(
        command("render", sketch, "--size", "3000x3000"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def least_cpu_seconds(*args: str | Path) -> float:
    """The least of five runs, in CPU time: what the wall shows when the machine is idle."""
    seconds = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert spawn(*args).code == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(seconds)


def test_help_comes_at_once() -> None:
    assert least_cpu_seconds("--help") <= 0.3


def test_small_file_renders_at_once(sketch: Path, tmp_path: Path) -> None:
    assert least_cpu_seconds("render", sketch, "-o", tmp_path / "row.png") <= 0.5
