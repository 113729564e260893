"""Programs that Processing would refuse are refused, with the place and the remedy."""

from __future__ import annotations

import pytest

from renderer.errors import CheckError
from renderer.language.builtins import BUILTINS, COLOUR, kind_of
from renderer.language.checker import Checker, check
from renderer.language.parser import parse
from renderer.language.tree import Binary, Call, Declare, Number, Program

_MAYBE_UNSET = "variable 'x' may have no value yet"
_VALUE = "a value for it on every way to this place"
_DEAD = "this statement can never run"
_NO_BODY = "the body of this loop can never run"


@pytest.mark.parametrize(
    ("source", "column", "message", "expected"),
    [
        ("rect(1, 2);", 1, "rect() got 2 arguments", BUILTINS["rect"].usage),
        ("noFill(1);", 1, "noFill() got 1 argument", "noFill()"),
        ("circel(1, 2, 3);", 1, "unknown function 'circel'", "'circle'?"),
        ("int radius = 1; point(radias, 1);", 23, "unknown variable 'radias'", "'radius'?"),
        ("int x = 2.5;", 9, "variable 'x' is an int, not a float", "an int"),
        ("int x = 1; x = 2.0;", 16, "variable 'x' is an int, not a float", "an int"),
        ("boolean b = 1;", 13, "variable 'b' is a boolean, not an int", "a boolean"),
        ("if (1) {}", 5, "the condition is an int", "a boolean, such as x < 10"),
        ("while (#FF0000) {}", 8, "the condition is a color", "a boolean, such as x < 10"),
        ("float x = 1; float x = 2;", 14, "variable 'x' is declared twice", "another name"),
        ("int x = 1; void f() { int x = 2 * x; }", 35, _MAYBE_UNSET, _VALUE),
        ("x = 1;", 1, "unknown variable 'x'", "a variable that the program declares"),
        ("width = 1;", 1, "'width' cannot be assigned", "a variable"),
        ("int PI = 3;", 1, "'PI' cannot name a variable", "another name"),
        ("float x = fill(3);", 11, "fill() has no value", "an expression"),
        ("rectMode(PIE);", 10, "rectMode() takes another constant", None),
        ("rectMode(3);", 10, "rectMode(): 'rectmode' is an int", None),
        ("circle(true, 1, 2);", 8, "circle(): 'x' is a boolean", "a float"),
        ("size(10.5, 10);", 6, "size(): 'columns' is a float", "an int"),
        ("boolean b = true && 1;", 18, "'&&' on a boolean and an int", "booleans"),
        ("boolean b = !3;", 13, "'!' on an int", "a boolean"),
        ("float x = -true;", 11, "'-' on a boolean", "a float"),
        ("boolean b = #000000 == 1;", 21, "'==' on a color and an int", "two of one type"),
        ("float x = true + 1;", 16, "'+' on a boolean and an int", "numbers"),
        ("color c = #000000; c += 1;", 20, "'+=' on a color and an int", "numbers on both sides"),
        ("boolean b = true; b++;", 19, "'b' is a boolean", "a number"),
        ("return 1;", 1, "this function returns nothing", "return;"),
        (
            "return; point(1, 2);",
            9,
            "this statement can never run",
            "nothing after a return or an endless loop",
        ),
        ("while (true) {} point(1, 2);", 17, "this statement can never run", None),
        ("while (!(2 < 1)) {} fill(0);", 21, _DEAD, None),
        ("for (;;) {} fill(0);", 13, _DEAD, None),
        ("if (width > 9) { return; } else { return; } fill(0);", 45, _DEAD, None),
        ("while (false) { fill(0); }", 8, _NO_BODY, "a condition that may be true"),
        ("for (; PI > 4 && width > 1;) { fill(0); }", 15, _NO_BODY, None),
        (
            "int f() { point(1, 2); }",
            1,
            "function 'f' can end without a value",
            "a return of type int at its end",
        ),
        ("int f() { return; }", 11, "this return has no value", "a value of type int"),
        ("void f() {} void f() {}", 13, "function 'f' is defined twice", "one definition"),
        ("void rect() {}", 1, "'rect' is a builtin", "another name"),
        (
            "int red(int c) { return c; }",
            1,
            "function 'red' with these parameters is Processing's own",
            "another name",
        ),
        (
            "void red(color c) {}",
            1,
            "function 'red' with these parameters is Processing's own",
            None,
        ),
        ("float box(float s) { return s; }", 1, None, "another name"),
        ("void f(int a, int a) {}", 15, "parameter 'a' is named twice", "another name"),
        ("void f(int a) {} f();", 18, "f() got 0 arguments", "f(int a)"),
        ("void f(int a) {} f(1.5);", 20, "parameter 'a' is an int, not a float", "an int"),
        ("point(1, 2); size(9, 9);", 14, "size() comes after point()", None),
        ("int n = 3; size(n, n);", 12, "size() takes two plain numbers", "size(400, 300)"),
    ],
)
def test_check_error_points_at_the_fault(
    source: str, column: int, message: str | None, expected: str | None
) -> None:
    with pytest.raises(CheckError) as caught:
        check(parse(source))
    error = caught.value
    assert message in (error.message, None)
    assert error.line == 1
    assert error.column == column
    if expected is not None:
        assert error.expected == expected


@pytest.mark.parametrize(
    "source",
    [
        "float x = 1; x = 2; x += 3; int i = 1; i += 2.5; i *= 0.5;",
        "{ int x = 1; } { float x = 2; }",
        "int x = 1; void f() { float x = 2; point(x, x); } f();",
        "for (int i = 0; i < 3; i++) {} for (float i = 0; i < 3; i += 0.5) {}",
        "int f(int n) { if (n < 1) { return 0; } else { return f(n - 1); } }",
        "int f() { while (true) { } }",
        "float scale = 2; scale(scale); // a variable named like a function",
        "boolean b = 1 == 1.0; boolean c = b != true; boolean d = #000000 == color(0);",
        "color c = color(1, 2, 3, 4); fill(c, 128); background(c); stroke(#FF0000, 9);",
        "int a = min(1, 2); int b = floor(2.5); float d = min(1, 2.0);",
        "randomSeed(3); size(10, 10);",
        "int red(float x, float y) { return 3; } void box(float s) {} void dot(float x) {}",
    ],
)
def test_valid_program_passes(source: str) -> None:
    check(parse(source))


def test_every_form_of_every_builtin_passes_and_other_arities_fail() -> None:
    samples = {"int": Number(1), "float": Number(1.5)}
    for builtin in BUILTINS.values():
        for form in builtin.forms:
            source = ", ".join(
                kind_of(p).modes[0] if kind_of(p).modes else "#FF0000" if p == "color" else "1"
                for p in form
            )
            check(parse(f"{_as_statement(builtin.name, source)}"))
        wrong = max(builtin.arities) + 1
        call = Call(builtin.name, [samples["int"]] * wrong)
        with pytest.raises(CheckError, match=f"got {wrong} argument"):
            check(Program([call]))


def _as_statement(name: str, args: str) -> str:
    builtin = BUILTINS[name]
    if builtin.group == COLOUR and builtin.result != "void":
        return f"color c = {name}({args});"
    return f"{name}({args});"


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("1 + 2", "int"),
        ("7 / 2", "int"),
        ("7 / 2.0", "float"),
        ("7 % 2.0", "float"),
        ("width / 2", "int"),
        ("PI", "float"),
        ("min(1, 2)", "int"),
        ("max(1, 2.0)", "float"),
        ("abs(-3)", "int"),
        ("round(2.5)", "int"),
        ("random(5)", "float"),
        ("-3", "int"),
        ("-(3)", "int"),
        ("1 < 2", "boolean"),
        ("#000000", "color"),
    ],
)
def test_types_follow_java(expression: str, kind: str) -> None:
    program = parse(f"{kind} v = {expression};")
    checker = Checker(program).run()
    (declared,) = program.main
    assert isinstance(declared, Declare)
    assert declared.value is not None
    assert checker.type_of(declared.value) == kind


def test_errors_of_trees_without_text_have_no_position() -> None:
    with pytest.raises(CheckError) as caught:
        check(Program([Call("point", [Binary("+", Number(1), Call("nope", []))])]))
    assert caught.value.line == 0
    assert str(caught.value).startswith("unknown function 'nope'")


def test_long_unknown_names_are_refused_at_once() -> None:
    source = f"int {'a' * 300_000} = 1; point({'a' * 299_999}b, 1);"
    with pytest.raises(CheckError, match="unknown variable") as caught:
        check(parse(source))
    assert len(str(caught.value)) < 300
