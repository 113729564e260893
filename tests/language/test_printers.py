"""Every dialect says what the program says.

The goldens show whole texts; `python -m tests.language.test_printers` writes them anew, to be read
before they are kept.
"""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from random import Random

import pytest

from renderer.errors import CheckError
from renderer.language.interpreter import run
from renderer.language.parser import parse
from renderer.language.tree import (
    Binary,
    Call,
    Comment,
    Declare,
    Expression,
    If,
    Name,
    Number,
    Program,
    Unary,
)
from renderer.ops import ARC_MODES, DrawOp, Scene, Style
from renderer.printers import PRINTERS, export
from renderer.printers.common import number_text
from renderer.printers.processing import print_processing
from renderer.printers.svg import svg_from_scene
from tests.language.programs import program, tame_program
from tests.language.replay import difference, replayed, run_node, run_py5, run_ruby
from tests.runtimes import setup
from tests.runtimes.syntax import check_lisp, check_python, check_ruby

GOLDEN = Path(__file__).parent / "golden"
STREET = (GOLDEN / "street.pde").read_text()
TRANSLATIONS = ("p5js", "py5", "ruby", "lisp")
SVG = "{http://www.w3.org/2000/svg}"
RUNS = 150


def expression(node: Expression) -> str:
    (line,) = export(Program([Declare("float", "v", node)]), "processing").splitlines()
    return line.removeprefix("float v = ").removesuffix(";")


# -- whole texts --------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", TRANSLATIONS)
def test_rich_sketch_prints_as_its_golden(dialect: str) -> None:
    assert export(parse(STREET), dialect) == (GOLDEN / f"street.{dialect}.txt").read_text()


def test_canonical_text_prints_as_it_is() -> None:
    assert print_processing(parse(STREET)) == STREET


def test_unknown_dialect_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no dialect 'basic'; there are processing, p5js"):
        export(parse("point(1, 2);"), "basic")


@pytest.mark.parametrize("dialect", [*TRANSLATIONS, "svg"])
def test_meaningless_program_is_refused(dialect: str) -> None:
    with pytest.raises(CheckError):
        export(parse("point(1);"), dialect)


# -- the texts run as the program does ----------------------------------------------------------


@pytest.fixture(scope="module")
def tame() -> list[Program]:
    return [parse(STREET), *(tame_program(Random(seed)) for seed in range(RUNS))]


def _disagreements(tame: list[Program], records: list[list[list[object]]]) -> list[str]:
    found = []
    for seed, (written, record) in enumerate(zip(tame, records, strict=True), -1):
        wrong = difference(run(written).ops, replayed(record))
        if wrong:
            found.append(f"seed {seed}: {wrong}\n{export(written, 'processing')}")
    return found


def test_py5_scripts_draw_what_the_programs_draw(tame: list[Program]) -> None:
    assert not _disagreements(tame, [run_py5(export(p, "py5")) for p in tame])


def test_p5js_sketches_draw_what_the_programs_draw(tame: list[Program]) -> None:
    assert not _disagreements(tame, run_node([export(p, "p5js") for p in tame]))


def test_ruby_sketches_draw_what_the_programs_draw(tame: list[Program]) -> None:
    assert not _disagreements(tame, run_ruby([export(p, "ruby") for p in tame]))


def test_any_program_is_well_formed_in_every_dialect() -> None:
    setup.require("ruby")
    setup.require("lisp")
    programs = [program(Random(seed)) for seed in range(300)]
    for one in programs:
        check_python(export(one, "py5"))
    rubies = [f"class Sketch{i}\n{export(one, 'ruby')}end\n" for i, one in enumerate(programs)]
    check_ruby("\n".join(rubies))
    check_lisp("\n".join(export(one, "lisp") for one in programs))


# -- Processing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (-5, "-5"),
        (5.0, "5.0"),
        (0.1, "0.1"),
        (-0.0, "-0.0"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000.0"),
        (123456789.5, "123456789.5"),
        (2.5e-5, "0.000025"),
    ],
)
def test_numbers_print_shortest_and_without_exponent(value: float, text: str) -> None:
    assert number_text(value) == text
    assert type(value)(text) == value


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Number(-5), "-5"),
        (Unary("-", Number(5)), "-(5)"),
        (Unary("-", Number(-5)), "-(-5)"),
        (Unary("-", Unary("-", Name("x"))), "-(-x)"),
        (Unary("+", Unary("-", Name("x"))), "+-x"),
        (Unary("-", Binary("+", Name("x"), Number(1))), "-(x + 1)"),
        (Binary("-", Name("a"), Number(-5)), "a - -5"),
        (Binary("-", Name("a"), Binary("-", Name("b"), Name("c"))), "a - (b - c)"),
        (Binary("-", Binary("-", Name("a"), Name("b")), Name("c")), "a - b - c"),
        (Binary("*", Binary("+", Name("a"), Name("b")), Name("c")), "(a + b) * c"),
        (Binary("+", Name("a"), Binary("*", Name("b"), Name("c"))), "a + b * c"),
    ],
)
def test_parentheses_stand_only_where_the_tree_needs_them(node: Expression, text: str) -> None:
    assert expression(node) == text


def test_comments_of_any_text_stay_comments_in_every_dialect() -> None:
    nasty = "*/ --> \u2028 alert(1) \r x \\u000a #{y} |# end"
    written = Program([Comment(nasty), Call("point", [Number(1), Number(2)]), Comment(nasty, True)])
    for dialect in ("processing", *TRANSLATIONS):
        plain = export(Program([written.main[1]]), dialect)
        text = export(written, dialect)
        assert len(text.splitlines()) == len(plain.splitlines()) + 1
        assert "\\u" not in text
    assert re.fullmatch(
        r"<svg[^>]*>(\s*<(rect|circle)[^<>]*/>)*\s*</svg>\s*", export(written, "svg")
    )


# -- translations ---------------------------------------------------------------------------------


def lines(source: str, dialect: str) -> list[str]:
    return [line.strip() for line in export(parse(source), dialect).splitlines()]


@pytest.mark.parametrize(
    ("source", "dialect", "expected"),
    [
        ("int a = -7 / 2;", "p5js", "let a = Math.trunc(-7 / 2);"),
        ("int a = -7 / 2;", "py5", "a = int(-7 / 2)"),
        ("int a = -7 / 2;", "ruby", "a = -7.fdiv(2).to_i"),
        ("int a = -7 / 2;", "lisp", "(define a (quotient -7 2))"),
        ("int a = width / 2;", "py5", "a = py5.width // 2"),
        ("float a = 7 / 2.0;", "p5js", "let a = 7 / 2.0;"),
        ("int a = -7 % 3;", "py5", "a = int(math.fmod(-7, 3))"),
        ("int a = -7 % 3;", "ruby", "a = -7.remainder(3)"),
        ("float a = 5;", "ruby", "a = 5.0"),
        ("float a = width;", "ruby", "a = width.to_f"),
        ("int a = 1; a += 0.5;", "p5js", "a = Math.trunc(a + 0.5);"),
        ("int a = 1; a /= 2;", "py5", "a = int(a / 2)"),
        ("fill(#FF0000);", "p5js", "fill('#FF0000');"),
        ("fill(#FF0000, 128);", "p5js", "fill(255, 0, 0, 128);"),
        ("color c = #FF0000; fill(c, 9);", "p5js", "fill(withAlpha(c, 9));"),
        ("background(9, 128);", "p5js", "background(9);"),
        ("boolean b = #000000 == #FFFFFF;", "p5js", None),
        ("boolean b = !(1 == 2) && true;", "py5", "b = not 1 == 2 and True"),
        ("boolean b = (1 < 2) == (3 < 4);", "py5", "b = (1 < 2) == (3 < 4)"),
        ("for (int i = 2; i <= 9; i += 3) {}", "py5", "for i in range(2, 10, 3):"),
        ("for (int i = 9; i >= 0; i--) {}", "py5", "for i in range(9, -1, -1):"),
        ("for (int i = 0; i < 5; i++) {}", "ruby", "(0...5).each do |i|"),
        ("for (int i = 9; i > 0; i--) {}", "ruby", "9.downto(1) do |i|"),
        ("for (int i = 0; i < 5; i++) { i = 7; }", "py5", "while i < 5:"),
        ("int n = 3; for (int i = 0; i < n; i++) { n--; }", "ruby", "while i < n"),
        ("for (float t = 0; t < 1; t += 0.1) {}", "p5js", None),
        ("int x = round(2.5);", "py5", "x = math.floor(2.5 + 0.5)"),
        ("strokeWeight(3);", "ruby", "stroke_weight 3"),
        ("boolean b = 1 != 2;", "lisp", "(define b (not (= 1 2)))"),
    ],
)
def test_meaning_survives_translation(source: str, dialect: str, expected: str | None) -> None:
    written = lines(source, dialect)
    if expected is None:  # what needs help: Java's own comparison of colours, its short floats
        assert any("String(" in line or "Math.fround(" in line for line in written)
    else:
        assert expected in written


def test_p5js_paints_processings_gray_only_under_pictures_without_background() -> None:
    gray = "background(204);"
    assert gray in lines("point(1, 2);", "p5js")
    assert gray in lines("point(1, 2); background(255);", "p5js")
    assert gray in lines("if (width > 3) { background(255); }", "p5js")
    assert gray not in lines("size(9, 9); fill(3); background(255); point(1, 2);", "p5js")


@pytest.mark.parametrize("dialect", ["p5js", "py5", "ruby"])
def test_canvas_comes_first_and_is_never_missing(dialect: str) -> None:
    word = {"p5js": "createCanvas(", "py5": "py5.size(", "ruby": "size "}[dialect]
    for source, size in (("point(1, 2);", "100, 100"), ("int a = 1; size(30, 20);", "30, 20")):
        written = lines(source, dialect)
        start = next(i for i, line in enumerate(written) if "setup" in line)
        assert written[start + 1].startswith(word + size)


@pytest.mark.parametrize(
    ("source", "dialect", "renamed"),
    [
        ("float scale = 2; scale(scale);", "p5js", "scale(scale_);"),
        ("int let = 1; int let_ = 2; point(let, let_);", "p5js", "point(let__, let_);"),
        ("int lambda = 1; point(lambda, 1);", "py5", "py5.point(lambda_, 1)"),
        ("int end = 1; point(end, 1);", "ruby", "point(end_, 1)"),
        ("int N = 1; point(N, 1);", "ruby", "point(n_, 1)"),
        ("int define = 1; point(define, 1);", "lisp", "(point define_ 1)"),
        ("void f() {} int f = 1; point(f, 1);", "p5js", "point(f_, 1);"),
        ("int x = 1; void f(float x) { point(x, 1); }", "p5js", "point(x, 1);"),
        ("int x = 1; void f() { x = 2; int x = 3; point(x, 1); }", "py5", "py5.point(x_, 1)"),
    ],
)
def test_names_that_the_target_takes_get_an_underscore(
    source: str, dialect: str, renamed: str
) -> None:
    assert renamed in lines(source, dialect)


def test_python_functions_say_which_globals_they_change() -> None:
    written = lines("int a = 1; int b = 2; void f() { a = b; int b = 3; b++; }", "py5")
    assert written[written.index("def f():") + 1] == "global a"


def test_random_helpers_appear_only_when_needed() -> None:
    assert "BigInt" not in export(parse("point(1, 2);"), "p5js")
    assert "randomBetween" not in export(parse("point(random(5), 2);"), "p5js")
    assert "import" not in export(parse("point(1, 2);"), "py5").replace("import py5", "")


def test_empty_python_blocks_pass() -> None:
    written = export(Program([If(Binary("<", Number(1), Number(2)), [Comment("no")], [])]), "py5")
    ast.parse(written)
    assert "pass" in written


# -- SVG ------------------------------------------------------------------------------------------


def svg(source: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(export(parse(source), "svg")))


@pytest.mark.parametrize(
    ("source", "element", "attributes"),
    [
        ("circle(5, 6, 8);", "circle", {"cx": "5", "cy": "6", "r": "4", "fill": "#ffffff"}),
        ("ellipse(5, 6, 8, 4);", "ellipse", {"rx": "4", "ry": "2", "stroke": "#000000"}),
        ("rect(1, 2, 3, 4.5);", "rect", {"x": "1", "y": "2", "width": "3", "height": "4.5"}),
        ("rect(1, 2, 30, 40, 5);", "rect", {"rx": "5"}),
        ("rect(1, 2, 30, 40, 1, 2, 3, 4);", "path", {}),
        ("line(1, 2, 3, 4);", "line", {"x1": "1", "y2": "4", "fill": "none"}),
        ("triangle(1, 2, 3, 4, 5, 6);", "polygon", {"points": "1,2 3,4 5,6"}),
        ("bezier(1, 2, 3, 4, 5, 6, 7, 8);", "path", {"d": "M 1 2 C 3 4 5 6 7 8"}),
        ("point(3, 4);", "circle", {"r": "0.5", "fill": "#000000"}),
        ("strokeCap(SQUARE); line(1, 2, 3, 4);", "line", {"stroke-linecap": "butt"}),
        ("strokeCap(PROJECT); line(1, 2, 3, 4);", "line", {"stroke-linecap": "square"}),
        ("strokeJoin(BEVEL); rect(1, 2, 3, 4);", "rect", {"stroke-linejoin": "bevel"}),
        ("noStroke(); fill(255, 0, 0, 51); rect(1, 2, 3, 4);", "rect", {"fill-opacity": "0.2"}),
        ("translate(3, 4); scale(2); rect(0, 0, 1, 1);", "rect", {"transform": None}),
        ("rect(1, 2, 0, 9);", "polygon", {}),
        ("ellipse(5, 6, 8, 0);", "path", {}),
    ],
)
def test_svg_draws_with_real_elements(
    source: str, element: str, attributes: dict[str, str | None]
) -> None:
    drawn = svg(source)[-1]
    assert drawn.tag == SVG + element
    for name, value in attributes.items():
        assert (name in drawn.attrib) if value is None else (drawn.attrib[name] == value)


def test_svg_says_round_numbers_that_32_bits_fall_short_of() -> None:
    circle = svg("float x = 0; for (int i = 0; i < 100; i++) { x += 0.1; } circle(x, 3, 9);")[-1]
    assert circle.get("cx") == "10"


def test_svg_transform_is_the_matrix() -> None:
    drawn = svg("translate(3, 4); scale(2, 5); rect(0, 0, 1, 1);")[-1]
    assert drawn.attrib["transform"] == "matrix(2 0 0 5 3 4)"


def test_svg_arc_without_mode_fills_a_pie_and_strokes_the_curve() -> None:
    pie, curve = svg("arc(50, 50, 40, 40, 0, HALF_PI);")[1:]
    assert pie.attrib["d"].endswith("L 50 50 Z")
    assert "stroke" not in pie.attrib
    assert curve.attrib["fill"] == "none"
    assert not curve.attrib["d"].endswith("Z")


def test_svg_says_the_miter_limit_and_the_size_it_claims() -> None:
    root = ElementTree.fromstring(svg_from_scene(run(parse("size(40, 30);")), (80, 60)))
    assert root.attrib["stroke-miterlimit"] == "10"
    assert (root.attrib["width"], root.attrib["viewBox"]) == ("80", "0 0 40 30")


def test_svg_paints_every_kind_of_operation() -> None:
    clear = Style(None, None)
    shapes = {
        "point": (1, 2),
        "line": (1, 2, 3, 4),
        "polygon": (1, 2, 3, 4, 5, 6),
        "rect": (1, 2, 3, 4),
        "ellipse": (1, 2, 3, 4),
        "path": (("M", 1, 2), ("L", 3, 4), ("Z",)),
    }
    ops = [DrawOp(kind, args, Style()) for kind, args in shapes.items()]
    ops += [DrawOp("arc", (1, 2, 3, 4, 0, 1, mode), Style()) for mode in ARC_MODES]
    root = ElementTree.fromstring(svg_from_scene(Scene(10, 10, ops)))
    assert len(root) == len(ops) + 1  # the arc without a mode takes two
    unseen = svg_from_scene(Scene(10, 10, [op._replace(style=clear) for op in ops]))
    assert not list(ElementTree.fromstring(unseen))


def test_any_program_makes_well_formed_svg_without_text_or_links() -> None:
    for seed in range(100):
        text = export(tame_program(Random(seed)), "svg")
        tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(text).iter()}
        assert tags <= {"svg", "rect", "circle", "ellipse", "line", "polygon", "path"}
        assert "href" not in text
        assert "nan" not in text


def test_every_dialect_is_in_the_table() -> None:
    assert list(PRINTERS) == ["processing", "p5js", "py5", "ruby", "lisp", "svg"]


if __name__ == "__main__":
    for name in TRANSLATIONS:
        (GOLDEN / f"street.{name}.txt").write_text(export(parse(STREET), name))
