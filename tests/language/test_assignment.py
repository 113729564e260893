"""A local is read only where it surely has a value: javac's rule, and javac's own word on it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from renderer.errors import CheckError
from renderer.language.checker import check
from renderer.language.parser import parse
from renderer.printers.processing import print_processing
from tests.runtimes.pde import to_java
from tests.runtimes.setup import core_jar, program, require

REFUSED = {
    "float x; circle(5, 5, x);": 23,
    "float x; x += 1;": 10,
    "int x; x++;": 8,
    "int x; if (width > 9) { x = 1; } point(x, 1);": 40,
    "int x; if (width > 9) x = 1; else if (width > 5) x = 2; point(x, 1);": 63,
    "int x; while (width > 9) { x = 1; } point(x, 1);": 43,
    "int x; for (int i = 0; i < 3; i++) { x = i; } point(x, 1);": 53,
    "int x; for (int i = 0; i < 3; i++) { point(x, 1); x = i; }": 44,
    "for (int i; i < 3; i++) { }": 13,
    "int x; for (; width > 3; x++) { fill(0); }": 26,
    "boolean x; if (width > 3 || x) { fill(0); }": 29,
    "boolean x; if (width > 3 && x) { fill(0); }": 29,
    "int x = 3; void f() { int x = x + 1; point(x, 1); } f();": 31,
    "int x; { int y; y = 1; } point(x, 1);": 32,
    "int x; x = x + 1;": 12,
    "int x; while (width > 200) { if (width > 9) { return; } } point(x, 1);": 65,
    "int x = 3; void f() { int x; point(x, 1); } f();": 36,
    "int f(int n) { int x; if (n > 1) { x = n; } return x; } point(f(2), 1);": 52,
    "if (false) { int x; point(x, 1); }": 27,
    "int x; if (true || width > 9) { fill(0); } else { x = 1; } point(x, 1);": 66,
    "while (false) { fill(0); }": 8,
    "for (; 1 > 2;) { fill(0); }": 10,
    "return; fill(0);": 9,
    "while (true) { fill(0); } fill(0);": 27,
    "while (2 > 1) { fill(0); } fill(0);": 28,
    "while (PI > 3) { fill(0); } fill(0);": 29,
    "for (;;) { fill(0); } fill(0);": 23,
    "int f() { while (true) { fill(0); } } point(f(), 1); { return; } fill(0);": 66,
}
"""Sketches that Processing refuses to compile, with the column of the fault."""

ACCEPTED = [
    "int x; x = 1; point(x, 1);",
    "int x; if (width > 9) { x = 1; } else { x = 2; } point(x, 1);",
    "int x; if (width > 9) { x = 1; } else { return; } point(x, 1);",
    "int x; if (true) { x = 1; } point(x, 1);",
    "int x; if (false) { point(x, 1); }",
    "int x; if (width > 9 && false) { point(x, 1); }",
    "boolean x; if (false && x) { fill(0); }",
    "boolean x; if (true || x) { fill(0); }",
    "boolean x; if (!(true || x)) { fill(0); }",
    "int x; for (x = 0; x < 3; x++) { fill(0); } point(x, 1);",
    "for (int i = 0; i < 3; i++) { int x; x = i; point(x, 1); }",
    "int i; for (;; i++) { i = 2; if (i > 1) { return; } }",
    "int x; while (true) { x = 1; if (width > 1) { return; } }",
    "int x = 3; void f() { { int x; x = 2; } point(x, 1); } f();",
    "int x; int y; { x = 1; y = x; } point(x, y);",
    "int x; if (false) { fill(0); } x = 3; point(x, 1);",
    "while (width > 200) { fill(0); } fill(0);",
    "boolean on = false; while (on) { fill(0); } fill(0);",
    "int f() { while (true) { fill(0); } } if (width > 200) point(f(), 1);",
]
"""Sketches that Processing compiles."""


@pytest.mark.parametrize("source", REFUSED)
def test_uncertain_or_dead_code_is_refused_with_its_place(source: str) -> None:
    with pytest.raises(CheckError) as caught:
        check(parse(source))
    assert (caught.value.line, caught.value.column) == (1, REFUSED[source])
    assert "may have no value yet" in str(caught.value) or "never run" in str(caught.value)


@pytest.mark.parametrize("source", ACCEPTED)
def test_certain_and_live_code_passes(source: str) -> None:
    check(parse(source))


def test_javac_refuses_and_accepts_the_same(tmp_path: Path) -> None:
    require("processing")
    sources = [*REFUSED, *ACCEPTED]
    names = [f"Sketch{i}" for i in range(len(sources))]
    for name, source in zip(names, sources, strict=True):
        text = print_processing(parse(source))
        (tmp_path / f"{name}.java").write_text(to_java(text, name))
    files = [f"{name}.java" for name in names]
    result = subprocess.run(
        [
            program("javac"),
            "-Xmaxerrs",
            "999",
            "-XDshould-stop.ifError=FLOW",
            "-cp",
            str(core_jar()),
            *files,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    faulty = {
        line.partition(".java:")[0] for line in result.stderr.splitlines() if ": error:" in line
    }
    assert faulty == set(names[: len(REFUSED)])
