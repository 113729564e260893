"""Bad input gets one clear line and the right exit code, and leaves nothing half-written."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.runner import Result, command, run, spawn
from tests.pictures import AWKWARD, FAULTY, encoded, png, two_halves, write_awkward, write_faulty

GOOD = "size(30, 20);\nbackground(255);\ncircle(15, 10, 8);\n"

# Programs, with words that their one line must hold.
BAD_PROGRAMS = {
    "endless-while": ("size(9, 9);\nwhile (true) { point(1, 1); }", "cap operations"),
    "endless-for": ("size(9, 9);\nint n = 0;\nfor (;;) { n++; }", "cap steps"),
    "endless-recursion": (
        "void f() { f(); }\nvoid setup() { size(9, 9); f(); }",
        "cap call_depth",
    ),
    "mutual-recursion": (
        "void f(int n) { g(n); }\nvoid g(int n) { f(n + 1); }\nvoid setup() { size(9, 9); f(0); }",
        "cap call_depth",
    ),
    "nested-parentheses": (f"fill({'(' * 10_000}1{')' * 10_000});", "cap nesting"),
    "nested-blocks": ("if (true) {" * 10_000 + "}" * 10_000, "cap nesting"),
    "nested-minus": (f"fill({'-' * 10_000}1);", "unexpected '--'"),
    "nested-calls": (f"fill({'abs(' * 10_000}1{')' * 10_000});", "cap nesting"),
    "unclosed-parentheses": ("fill(" + "(" * 10_000, "cap nesting"),
    "many-shapes": (
        "size(9, 9);\nfor (int i = 0; i < 1000000; i++) { point(1, 1); }",
        "cap operations",
    ),
    "many-vertices": (
        "beginShape();\nfor (int i = 0; i < 1000000; i++) { vertex(i, 1); }\nendShape();",
        "cap operations",
    ),
    "huge-canvas": ("size(100000, 100000);\ncircle(1, 1, 1);", "100000 pixels wide"),
    "large-canvas": ("size(16384, 16384);\ncircle(1, 1, 1);", "cap canvas_pixels"),
    "empty-canvas": ("size(0, 10);", "0 pixels wide"),
    "long-source": ("// " + "x" * 1_000_001, "1,000,000 bytes"),
    "divide-by-zero": ("size(9, 9);\nint n = 0;\npoint(5 / n, 1);", "division by zero"),
    "remainder-of-zero": ("size(9, 9);\nint n = 0;\npoint(5 % n, 1);", "division by zero"),
    "float-by-zero": ("size(9, 9);\nfloat z = 0;\npoint(1 / z, 1);", "division by zero"),
    "nan": ("size(9, 9);\ncircle(sqrt(-1), 1, 1);", "sqrt(-1) has no value"),
    "float-overflow": ("size(9, 9);\ncircle(pow(10, 300), 1, 1);", "too big for a float"),
    "float-overflow-assigned": ("size(9, 9);\nfloat a = 3e38;\na *= 10;", "too big for a float"),
    "float-overflow-product": (
        "size(9, 9);\nfloat a = pow(10, 30) * pow(10, 30);",
        "too big for a",
    ),
    "nan-of-infinities": ("size(9, 9);\nfloat a = 3e38;\nrotate(a * 2 - a * 2);", "too big for a"),
    "far-away": ("size(9, 9);\ncircle(3000000.0, 1, 1);", "too far out"),
    "int-literal-overflow": ("size(9, 9);\ncircle(99999999999, 1, 1);", "too big for an int"),
    "undefined-variable": ("size(9, 9);\ncircle(x, 1, 1);", "unknown variable 'x'"),
    "undefined-function": ("size(9, 9);\nelipse(1, 1, 2, 2);", "expected 'ellipse'"),
    "wrong-arity": ("size(9, 9);\ncircle(1, 2);", "circle(x, y, extent)"),
    "wrong-type": ("size(9, 9);\ncircle(true, 1, 2);", "boolean"),
    "colour-as-number": ("size(9, 9);\ncircle(#FF0000, 1, 2);", "got a colour"),
    "wrong-constant": ("size(9, 9);\nrectMode(CLOSE);", "expected CORNER"),
    "float-into-int": ("int n = 1.5;", "not a float"),
    "array": ("int[] a = {1, 2};\npoint(a[0], 1);", "arrays are not part"),
    "class": ("class Ball { float x; }", "'class' is not part"),
    "text": ('size(9, 9);\ntext("hello", 1, 1);', "text is not part"),
    "string": ('String s = "hello";', "unknown type 'String'"),
    "pimage": ('PImage cat = loadImage("cat.png");', "unknown type 'PImage'"),
    "println": ("size(9, 9);\nprintln(5);", "unknown function 'println'"),
    "draw-loop": (
        "void setup() { size(9, 9); }\nvoid draw() { mousePressed(); }",
        "draw() is not part",
    ),
    "ternary": ("int a = 1 > 0 ? 1 : 2;", "?: operator is not part"),
    "missing-brace": (
        "size(9, 9);\nif (true) {\n  point(1, 1);\n",
        "expected '}' for the '{' of line 2",
    ),
    "prose": ("Dear diary, today I drew a cat.", "unknown type 'Dear'"),
}


def assert_one_clear_line(result: Result, code: int = 1) -> str:
    """One complaint; a program's fault may add two lines, the source and the caret."""
    assert result.code == code, result.err
    assert result.out == b""
    lines = result.err.splitlines()
    assert lines[0].startswith("sketchnet: ")
    assert len(result.complaints) == 1, result.err
    assert len(lines) in (1, 3), result.err
    if len(lines) == 3:
        assert lines[2].strip() == "^"
    assert "Traceback" not in result.err
    assert max(map(len, lines)) < 400
    return lines[0]


def only_file_of(folder: Path, name: str) -> bool:
    return [path.name for path in folder.iterdir()] == [name]


@pytest.mark.parametrize("name", BAD_PROGRAMS)
def test_bad_program_gets_one_clear_line(name: str, tmp_path: Path) -> None:
    source, word = BAD_PROGRAMS[name]
    path = tmp_path / "bad.pde"
    path.write_text(source)
    line = assert_one_clear_line(run("render", path, "-o", tmp_path / "bad.png"))
    assert line.startswith(f"sketchnet: {path}: ")
    assert word in line
    assert only_file_of(tmp_path, "bad.pde")


@pytest.mark.parametrize("name", ["undefined-function", "endless-recursion", "divide-by-zero"])
def test_check_says_what_render_says(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.pde"
    path.write_text(BAD_PROGRAMS[name][0])
    assert_one_clear_line(run("check", path))
    assert run("check", path).err == run("render", path).err


def test_bad_program_meets_no_traceback_as_a_process(tmp_path: Path) -> None:
    path = tmp_path / "bad.pde"
    path.write_text(BAD_PROGRAMS["endless-recursion"][0])
    assert_one_clear_line(spawn("render", path, "-o", tmp_path / "bad.png"))


@pytest.mark.parametrize("command", [["check"], ["render"], ["export", "--to", "svg"]])
def test_file_that_holds_no_text_gets_one_clear_line(command: list[str], tmp_path: Path) -> None:
    picture = tmp_path / "picture.pde"
    picture.write_bytes(png(two_halves()))
    for path, word in (
        (picture, "UTF-8"),
        (tmp_path / "none.pde", "no such"),
        (tmp_path, "direct"),
    ):
        assert word in assert_one_clear_line(run(*command, path))
    assert "UTF-8" in assert_one_clear_line(run(*command, "-", stdin=b"\xff\xfe"))


def test_endless_file_is_not_read_to_its_end() -> None:
    assert "longer" in assert_one_clear_line(run("check", "/dev/zero"))


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_no_picture_gets_one_clear_line(name: str, tmp_path: Path) -> None:
    path = write_faulty(tmp_path, name)
    line = assert_one_clear_line(run("draw", path, "-o", tmp_path / "out.pde"))
    assert line.startswith(f"sketchnet: {path}: ")
    assert FAULTY[name][1] in line
    assert only_file_of(tmp_path, path.name)


def test_faulty_picture_on_standard_input_gets_one_clear_line() -> None:
    assert "standard input" in assert_one_clear_line(run("draw", "-", stdin=b"nonsense"))
    assert "empty" in assert_one_clear_line(run("draw", "-"))


def test_missing_picture_and_directory_get_one_clear_line(tmp_path: Path) -> None:
    assert "no such file" in assert_one_clear_line(run("draw", tmp_path / "none.png"))
    assert "directory" in assert_one_clear_line(run("draw", tmp_path))


def test_decoder_of_c_cannot_add_lines_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "bad.tiff"
    whole = encoded(Image.fromarray(two_halves()), "TIFF", compression="tiff_lzw")
    path.write_bytes(whole[:8] + b"\xff" * 60 + whole[68:])
    assert_one_clear_line(spawn("draw", path))


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_picture_is_drawn(name: str, tmp_path: Path) -> None:
    path = write_awkward(tmp_path, name)
    out = tmp_path / "out.png"
    result = run("draw", path, "-o", out, "--numbers", "30", "--renders", "300", "--time", "5")
    assert result.code == 0, result.err
    assert result.complaints == []
    with Image.open(path) as before, Image.open(out) as after:
        turned = before.size[::-1] if name == "exif-rotated" else before.size
        assert after.size == turned


def test_20_megapixels_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(
        png(np.kron(np.eye(4, 5, dtype=np.uint8) * 200, np.ones((1000, 1000), np.uint8)))
    )
    result = run("draw", path, "-o", "-", "--numbers", "20", "--renders", "100", "--time", "3")
    assert result.code == 0, result.err
    assert b"size(5000, 4000);" in result.out


def test_unknown_suffix_is_refused_before_any_work(tmp_path: Path) -> None:
    missing = tmp_path / "none.png"  # were it looked at, the exit code would be 1
    for out in ("out.xyz", "out", "out.pde.bak", "out.jpg"):
        line = assert_one_clear_line(run("draw", missing, "-o", tmp_path / out), code=2)
        assert ".pde .js .html .py .rb .lisp .svg .png .gif" in line
    assert_one_clear_line(run("render", missing, "-o", tmp_path / "out.pde"), code=2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["draw", "render"])
def test_output_that_cannot_be_written_is_refused_before_any_work(
    command: str, tmp_path: Path
) -> None:
    missing = tmp_path / "none.png"
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.png").mkdir()
    cases = {"nowhere/out.png": "no directory", "file/out.png": "no directory"}
    if command == "render":
        cases["folder.png"] = "directory"
    for out, word in cases.items():
        line = assert_one_clear_line(run(command, missing, "-o", tmp_path / out))
        assert word in line
    if os.path.isdir("/proc/self"):
        assert_one_clear_line(run(command, missing, "-o", "/proc/self/out.png"))
    assert {path.name for path in tmp_path.iterdir()} == {"file", "folder.png"}


def test_failure_after_a_good_output_leaves_the_old_files_alone(tmp_path: Path) -> None:
    code = tmp_path / "bad.pde"
    code.write_text("size(9, 9);\nint n = 0;\npoint(1 / n, 1);")
    old = tmp_path / "old.png"
    old.write_bytes(b"old")
    assert_one_clear_line(run("render", code, "-o", old, "-o", tmp_path / "new.svg"))
    assert old.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"bad.pde", "old.png"}


def test_full_disk_gets_one_clear_line() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command("render", "-"), input=GOOD.encode(), stdout=full, stderr=-1, check=False
        )
    assert_one_clear_line(Result(done.returncode, b"", done.stderr.decode()))


@pytest.mark.parametrize(
    "args",
    [
        ["--numbers", "-1"],
        ["--numbers", "many"],
        ["--numbers", "1" * 5000],
        ["--statements", "1.5"],
        ["--time", "0"],
        ["--time", "nan"],
        ["--renders", "0"],
        ["--seed", "x"],
        ["--shapes", "rect,blob9"],
        ["--shapes", ""],
        ["--palette", "0"],
        ["--bg", "no-colour"],
        ["--bg", "256"],
        ["--method", "magic"],
        ["--device", "cuda"],
        ["--json", "-o", "-"],
        ["--frobnicate"],
    ],
)
def test_bad_option_is_a_usage_fault_before_any_work(args: list[str], tmp_path: Path) -> None:
    assert_one_clear_line(run("draw", tmp_path / "none.png", *args), code=2)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (None, "no such palette"),
        (b"", "0 colours"),
        (b"#12345", "line 1"),
        (b"#112233\nred\n", "line 2"),
        (b"\xff\xd8\xff\xe0", "palette"),
        (b"GIMP Palette\nName: x\n 300 0 0 red\n", "line 3"),
    ],
)
def test_bad_palette_gets_one_clear_line(content: bytes | None, word: str, tmp_path: Path) -> None:
    path = tmp_path / "colors"
    if content is not None:
        path.write_bytes(content)
    line = assert_one_clear_line(run("draw", tmp_path / "none.png", "--palette", path))
    assert word in line


@pytest.mark.parametrize(
    "kind", [["painter", "tiny"], ["rl", "tiny", "start=package/painter-pairs"], ["corewar", "one"]]
)
def test_a_training_says_at_once_where_it_cannot_write(kind: list[str], tmp_path: Path) -> None:
    pytest.importorskip("torch")
    taken = tmp_path / "taken"
    taken.write_text("a letter")
    result = run("train", *kind, f"out={taken}")
    assert result.code == 1
    assert result.complaints == [f"sketchnet: {taken}: File exists; expected a folder to write to"]
    assert taken.read_text() == "a letter"
