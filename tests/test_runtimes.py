"""The harness around the real runtimes tells the truth, and tells when it cannot."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.runtimes import setup
from tests.runtimes.errors import MissingRuntime, SketchFailed, SyntaxRefused
from tests.runtimes.p5 import render_p5
from tests.runtimes.pde import to_java
from tests.runtimes.processing import render_processing
from tests.runtimes.syntax import check_lisp, check_python, check_ruby

RED_JS = """function setup() {
  createCanvas(30, 20); background(255); noStroke(); fill(255, 0, 0); square(5, 2, 10);
}"""
RED_STATIC = "size(30, 20);\nbackground(255); noStroke(); fill(#ff0000); square(5.0, 2, 10);"
RED_ACTIVE = """color red = color(255, 0, 0);  // a global
void setup() { size(30, 20); background(255); noStroke(); paint(10); }
void paint(float extent) { fill(red); square(int(5.9), 2, extent); }
"""


def red_square() -> np.ndarray:
    image = np.full((20, 30, 3), 255, np.uint8)
    image[2:12, 5:15] = (255, 0, 0)
    return image


@pytest.mark.parametrize("version", sorted(setup.P5_VERSIONS))
def test_p5_draws_a_red_square(version: str) -> None:
    setup.require("p5")
    images = render_p5([RED_JS, "function setup() { createCanvas(4, 3); }"], version)
    np.testing.assert_array_equal(images[0], red_square())
    np.testing.assert_array_equal(images[1], np.full((3, 4, 3), 255, np.uint8))


def test_p5_names_the_sketches_that_fail_and_why() -> None:
    setup.require("p5")
    throws = "function setup() { createCanvas(5, 5); nonsense(); }"
    with pytest.raises(SketchFailed) as caught:
        render_p5([RED_JS, throws, RED_JS, "function setup() {"])
    assert list(caught.value.failures) == [1, 3]
    assert "nonsense is not defined" in caught.value.failures[1]
    assert "SyntaxError" in caught.value.failures[3]


@pytest.mark.parametrize("source", [RED_STATIC, RED_ACTIVE], ids=["static", "active"])
def test_processing_draws_a_red_square(source: str) -> None:
    setup.require("processing")
    np.testing.assert_array_equal(render_processing([source])[0], red_square())


def test_processing_names_the_sketch_that_does_not_compile() -> None:
    setup.require("processing")
    with pytest.raises(SketchFailed, match="cannot find symbol") as caught:
        render_processing([RED_STATIC, "size(5, 5);\nnonsense(1);"])
    assert caught.value.index == 1
    assert "Sketch1.java:2" in str(caught.value)


def test_processing_names_the_sketch_that_throws() -> None:
    setup.require("processing")
    with pytest.raises(SketchFailed, match="by zero") as caught:
        render_processing([RED_STATIC, "int zero = 0; int x = 1 / zero;", RED_STATIC])
    assert caught.value.index == 1


def test_a_sketch_that_never_ends_is_named() -> None:
    setup.require("p5")
    setup.require("processing")
    with pytest.raises(SketchFailed, match="no picture after 6 s") as caught:
        render_p5([RED_JS, "function setup() { while (true) {} }", RED_JS], patience_s=6)
    assert caught.value.index == 1
    with pytest.raises(SketchFailed, match="no picture after 6 s") as caught:
        render_processing([RED_STATIC, "while (true) {}"], patience_s=6)
    assert caught.value.index == 1


def test_processing_strokes_snap_to_pixel_centres_unless_pure() -> None:
    setup.require("processing")
    line = "size(9, 9); background(255); line(2, 4, 7, 4);"
    snapped, pure = (render_processing([line], pure_strokes=choice)[0] for choice in (False, True))
    assert (snapped[4, 3:7] == 0).all() and (snapped[3] == 255).all()
    assert set(pure[3:5, 3:6].flat) <= {127, 128}


def test_preprocessor_leaves_comments_and_line_numbers_alone() -> None:
    java = to_java("size(4, 4);\n// #FFFFFF 1.5 color c\ncolor c = #12abEF;\nfill(1.5, .5);", "S")
    assert java.splitlines()[1:3] == ["// #FFFFFF 1.5 color c", "int c = 0xFF12abEF;"]
    assert "fill(1.5f, .5f);" in java


@pytest.mark.parametrize(
    ("check", "runtime", "good", "bad"),
    [
        (
            check_ruby,
            "ruby",
            "def setup\n  size 10, 10\nend",
            "def setup\n  size(10,\nend",
        ),
        (check_lisp, "lisp", "(size 10 10) (fill 1 2 3)", "(size 10 10"),
        (check_python, None, "size(10, 10)", "size(10, 10"),
    ],
)
def test_syntax_checks_take_good_source_and_refuse_bad(
    check: Callable[[str], None], runtime: str | None, good: str, bad: str
) -> None:
    if runtime:
        setup.require(runtime)
    check(good)
    with pytest.raises(SyntaxRefused):
        check(bad)


def test_missing_runtime_fails_the_test_unless_opted_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingRuntime, match="apt package chromium"):
        setup.program("chromium")
    monkeypatch.delenv(setup.OPT_OUT, raising=False)
    with pytest.raises(pytest.fail.Exception, match="p5 runtime is missing"):
        setup.require("p5")
    monkeypatch.setenv(setup.OPT_OUT, "1")
    with pytest.raises(pytest.skip.Exception, match=setup.OPT_OUT):
        setup.require("p5")
