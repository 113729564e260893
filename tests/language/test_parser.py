"""Texts become trees, or errors that say where, what, and what was expected."""

from __future__ import annotations

import contextlib
import time

import pytest

from renderer.errors import CapError, ParseError
from renderer.language.caps import Caps
from renderer.language.parser import parse
from renderer.language.tree import (
    Assign,
    Binary,
    Block,
    Boolean,
    Call,
    Comment,
    Declare,
    Expression,
    For,
    Function,
    HexColor,
    If,
    Increment,
    Name,
    Number,
    Parameter,
    Program,
    Return,
    Unary,
    While,
)
from renderer.printers.processing import print_processing


def one(source: str) -> object:
    (statement,) = parse(source).main
    return statement


def value(source: str) -> Expression:
    statement = one(f"x = {source};")
    assert isinstance(statement, Assign)
    return statement.value


# -- trees --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("rect(1, 2.5, x, -4);", Call("rect", [Number(1), Number(2.5), Name("x"), Number(-4)])),
        ("noFill();", Call("noFill", [])),
        ("int i = 3;", Declare("int", "i", Number(3))),
        ("color c;", Declare("color", "c", None)),
        ("x += 1;", Assign("x", "+=", Number(1))),
        ("++i;", Increment("i", "++")),
        ("i--;", Increment("i", "--")),
        ("if (a) b(); else c();", If(Name("a"), [Call("b", [])], [Call("c", [])])),
        ("while (true) {}", While(Boolean(True), [])),
        ("for (;;) x = 1;", For(None, None, None, [Assign("x", "=", Number(1))])),
        ("{ a(); }", Block([Call("a", [])])),
        ("return;", Return(None)),
        ("return 1;", Return(Number(1))),
    ],
)
def test_statements_become_their_nodes(source: str, statement: object) -> None:
    assert one(source) == statement


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("1 + 2 * 3", Binary("+", Number(1), Binary("*", Number(2), Number(3)))),
        ("(1 + 2) * 3", Binary("*", Binary("+", Number(1), Number(2)), Number(3))),
        ("1 - 2 - 3", Binary("-", Binary("-", Number(1), Number(2)), Number(3))),
        ("a || b && c", Binary("||", Name("a"), Binary("&&", Name("b"), Name("c")))),
        ("a < 1 == b", Binary("==", Binary("<", Name("a"), Number(1)), Name("b"))),
        ("-a * b", Binary("*", Unary("-", Name("a")), Name("b"))),
        ("- 5", Number(-5)),
        ("-(5)", Unary("-", Number(5))),
        ("a - -5", Binary("-", Name("a"), Number(-5))),
        ("!!a", Unary("!", Unary("!", Name("a")))),
        ("#a0B1c2", HexColor("A0B1C2")),
        ("5f", Number(5.0)),
        (".5", Number(0.5)),
        ("5.", Number(5.0)),
        ("1e3", Number(1000.0)),
        ("-2147483648", Number(-2147483648)),
        ("color(1)", Call("color", [Number(1)])),
    ],
)
def test_expressions_bind_as_in_java(source: str, tree: Expression) -> None:
    assert value(source) == tree


def test_int_and_float_literals_are_different() -> None:
    assert Number(1) != Number(1.0)
    assert value("1.0") == Number(1.0)


def test_several_declarations_in_one_say_several() -> None:
    assert parse("float a = 1, b;").main == [
        Declare("float", "a", Number(1)),
        Declare("float", "b", None),
    ]


# -- static, active and mixed sketches ------------------------------------------------------------


def test_active_sketch_splits_into_globals_setup_and_functions() -> None:
    source = "int n = 2; void setup() { f(n); } void f(int k) { circle(k, k, k); }"
    assert parse(source) == Program(
        [Call("f", [Name("n")])],
        [
            Function(
                "void",
                "f",
                [Parameter("int", "k")],
                [Call("circle", [Name("k"), Name("k"), Name("k")])],
            )
        ],
        [Declare("int", "n", Number(2))],
    )


def test_loose_statements_beside_functions_are_the_body_of_setup() -> None:
    mixed = "int n = 2; f(n); int late = 3; void f(int k) { point(k, k); }"
    plain = "int n = 2; int late; void setup() { f(n); late = 3; } void f(int k) { point(k, k); }"
    assert parse(mixed) == parse(plain)


def test_sketch_with_setup_alone_is_static() -> None:
    assert parse("void setup() { point(1, 2); }") == parse("point(1, 2);")


# -- comments -------------------------------------------------------------------------------------


def test_comments_stay_at_their_statements() -> None:
    source = "// one\npoint(1, 2); // two\n/* three\n * four */\nif (a) { // five\n}\n// six"
    assert parse(source).main == [
        Comment("one"),
        Call("point", [Number(1), Number(2)]),
        Comment("two", trailing=True),
        Comment("three"),
        Comment("four"),
        If(Name("a"), [Comment("five", trailing=True)], []),
        Comment("six"),
    ]


def test_no_comment_is_lost_wherever_it_stands() -> None:
    source = """// c1
    int n /* c2 */ = /* c3 */ 4; // c4
    // c5
    void f(/* c6 */ int k) { // c7
      for (int i = 0; /* c8 */ i < k; i++) // c9
        rect(i, /* c10 */ i, // c11
             1, 1);
      if (k < 1) {} // c12
      else { /* c13 */ }
    } // c14
    // c15
    void setup() { f(n); /* c16 */ }
    /* c17
     c18 */"""
    text = print_processing(parse(source))
    for number in range(1, 19):
        assert text.count(f"c{number}\n") == 1, number
    assert parse(text) == parse(print_processing(parse(text)))


def test_comment_above_a_function_moves_into_it() -> None:
    functions = parse("f();\n// draws\nvoid f() { point(1, 2); }").functions
    assert functions[0].body[0] == Comment("draws")


@pytest.mark.parametrize("text", ["a\\u000abad", "a\u2028b", "a\rb", "a\x00b", "a\x0bb"])
def test_comment_never_holds_what_another_language_takes_for_a_line_end(text: str) -> None:
    (comment,) = parse(f"// {text}").main
    assert isinstance(comment, Comment)
    assert comment.text.isprintable()
    assert "\\u" not in comment.text


# -- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "line", "column", "message", "expected"),
    [
        ("rect(1, 2, 3, 4)\ncircle(1, 2, 3);", 2, 1, "unexpected 'circle'", "';'"),
        ("rect(1, 2", 1, 10, "the program ends too early", "',' or ')'"),
        ("rect(1 2, 3, 4);", 1, 8, "unexpected '2'", "',' or ')'"),
        ("rect(1, , 2);", 1, 9, "unexpected ','", "an expression"),
        ("if (a {", 1, 7, "unexpected '{'", "')'"),
        ("if (a) {\n  b();\n", 2, 7, "the program ends too early", "'}' for the '{' of line 1"),
        ("}", 1, 1, "unexpected '}'", "a statement"),
        ("for (int i = 0, i < 3; i++) {}", 1, 19, "a for loop declares one variable", "';'"),
        ("int x = 07;", 1, 9, "07 starts with 0, which means octal to Java", ""),
        ("int x = 0xFF;", 1, 9, "hexadecimal numbers are not part of the language", "#RRGGBB"),
        ("fill(#F00);", 1, 6, "'#F00' is not a colour", "# and six hexadecimal digits"),
        ('String s = "a";', 1, 1, "unknown type 'String'", "one of int, float, boolean, color"),
        ("int[] a;", 1, 4, "arrays are not part of the language", "a variable's name"),
        (
            "x = a ? 1 : 2;",
            1,
            7,
            "the ?: operator is not part of the language: use if and else",
            "';'",
        ),
        ("int for = 3;", 1, 5, "'for' is a word of the language", "a variable's name"),
        ("do { } while (a);", 1, 1, "'do' is not part of the language", "a statement"),
        ("break;", 1, 1, "'break' is not part of the language", "a statement"),
        ("x = 99999999999;", 1, 5, "99999999999 is too big for an int", "at most 2147483647"),
        ("x = 1e99;", 1, 5, "1e99 is too big for a float", "at most 3.4e38"),
        ("x = 1e-50;", 1, 5, "1e-50 is too small for a float", "at least 1.4e-45, or 0"),
        ("/* a\nb", 1, 1, "this comment does not end", "'*/'"),
        (
            "void draw() {}",
            1,
            1,
            "draw() is not part of the language: a picture is drawn once",
            "setup()",
        ),
        ("void setup() {} void setup() {}", 1, 17, "setup() is defined twice", "one setup()"),
        (
            "int setup() { return 1; }",
            1,
            1,
            "setup() takes and returns nothing",
            "void setup()",
        ),
        (
            "void setup() {}\npoint(1, 2);",
            2,
            1,
            "this statement stands outside every function, beside setup()",
            "it inside setup()",
        ),
        ("void f(x) {}", 1, 8, "unexpected 'x'", "a parameter's type: int, float, boolean, color"),
        ("void f();", 1, 9, "unexpected ';'", "'{' and the function's body"),
        ("// first\n\tx = ;", 2, 6, "unexpected ';'", "an expression"),
    ],
)
def test_parse_error_points_at_the_fault(
    source: str, line: int, column: int, message: str, expected: str
) -> None:
    with pytest.raises(ParseError) as caught:
        parse(source)
    error = caught.value
    assert (error.message, error.expected) == (message, expected)
    assert (error.line, error.column) == (line, column)


def test_parse_error_draws_a_caret_under_the_fault() -> None:
    with pytest.raises(ParseError) as caught:
        parse("size(10, 10);\n  rect(1 2);")
    assert caught.value.explain().splitlines() == [
        "line 2, column 10: unexpected '2'; expected ',' or ')'",
        "      rect(1 2);",
        "             ^",
    ]


def test_caret_stays_under_the_fault_of_a_long_line() -> None:
    with pytest.raises(ParseError) as caught:
        parse("point(1, 2); " * 50 + "rect(1 2);")
    _, shown, caret = caught.value.explain().splitlines()
    assert shown[caret.index("^")] == "2"
    assert len(shown) < 110


# -- caps -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * 10_000 + "1" + ")" * 10_000 + ";",
        "x = " + "- " * 10_000 + "a;",
        "x = " + "1 + " * 10_000 + "1;",
        "x = " + "f(" * 10_000 + ")" * 10_000 + ";",
        "{" * 10_000 + "}" * 10_000,
        "if (a) {} " + "else if (a) {} " * 10_000,
        "for (;;) " * 10_000 + "a();",
    ],
)
def test_deep_nesting_is_refused_by_its_cap(source: str) -> None:
    with pytest.raises(CapError, match="cap nesting"):
        parse(source)


def test_nesting_up_to_the_cap_parses() -> None:
    parse("{" * 100 + "}" * 100)
    with pytest.raises(CapError):
        parse("{" * 101 + "}" * 101)


def test_long_source_is_refused_by_its_cap_in_bytes() -> None:
    assert parse("// éé", Caps(source_bytes=7)).main
    with pytest.raises(CapError, match="cap source_bytes"):
        parse("// ééé", Caps(source_bytes=7))


@pytest.mark.parametrize(
    "source",
    [
        " " * 200_000,
        "/* " * 70_000,
        "//\n" * 70_000,
        "/**/" * 50_000,
        "a = 1;/**/" * 20_000,
        "x = " + "9" * 200_000 + ";",
        "/" * 200_000,
        "(" * 200_000,
    ],
    ids=lambda source: source[:8],
)
def test_parsing_takes_time_in_proportion_to_the_text(source: str) -> None:
    started = time.process_time()
    with contextlib.suppress(ParseError):
        parse(source)
    assert time.process_time() - started < 5  # a quadratic step would take minutes
