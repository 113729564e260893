"""The language reference, written from the tables the language itself runs on.

`python -m renderer.language.reference` writes it to `renderer/LANGUAGE.md`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

from renderer.language.builtins import (
    ASSIGNMENTS,
    BUILTINS,
    CANVAS,
    CANVAS_NAMES,
    COLOUR,
    CONSTANTS,
    GROUPS,
    KINDS,
    MATH,
    OPERATORS,
    RANDOM,
    RESERVED,
    SAME,
    SHAPE,
    STYLE,
    TRANSFORM,
    UNARY_POWER,
    VERTEX,
    VOID,
    Builtin,
    Kind,
)
from renderer.language.caps import DEFAULT_CAPS

PATH = Path(__file__).resolve().parents[1] / "LANGUAGE.md"

_INTRODUCTION = """\
# The drawing language

A true subset of Processing (Java mode): every program here runs unchanged in Processing, and draws
the same picture. Programs are data: they are parsed, checked and interpreted, never executed as
code. Whatever is not on this page is a clear error with line, column and a caret.

This page is written by `python -m renderer.language.reference` from the tables that the parser, the
checker and the interpreter read.

## Sketches

A **static** sketch is a list of statements:

```java
size(200, 100);
background(255);
circle(100, 50, 80);
```

With functions, a sketch is **active**: its statements stand in `setup()`, its variables outside are
globals. Statements beside functions, which Processing refuses, are read as the body of `setup()`
and exported there. There is no `draw()`: a picture is drawn once.

```java
color wall = #AA5533;

void setup() {
  size(200, 100);
  for (int i = 0; i < 4; i++) {
    house(10 + i * 45, 90);
  }
}

void house(float x, float y) {
  fill(wall);
  rect(x, y, 40, -30);
}
```

`size()` stands first and takes two plain numbers. Coordinates are pixels from the top left corner,
y grows downwards. Comments are `// …` and `/* … */`.
"""

_TYPES = """\
## Types

| type | holds | written |
|---|---|---|
| `int` | whole numbers of 32 bits; leaving the range is an error | `7`, `-3` |
| `float` | 32-bit fractions; infinity and NaN are errors | `0.5`, `2.0`, `1e-3`, `5f` |
| `boolean` | a truth value | `true`, `false` |
| `color` | a colour with its alpha | `#AA5533`, `color(170, 85, 51)` |

An `int` stands wherever a `float` is wanted, not the other way round. Division and `%` of two ints
give an int, cut towards zero: `7 / 2` is `3`, `-7 % 3` is `-1`. `i += 0.5` cuts back to an int.
Globals without a value start at zero. As in Java, a local needs a value on every way to where it is
used, and a statement that can never run is an error. In Processing a colour is an int, and one
below 256 means a gray: a colour that was never set, or `color(0, 0)`, fills in opaque black.
"""

_STATEMENTS = """\
## Statements

| statement | |
|---|---|
| `float x = 1, y;` | declares variables; they live to the end of their block |
| `x = 2;` | assigns; so do {compound} and `x++`, `x--` |
| `if (…) {{…}} else if (…) {{…}} else {{…}}` | |
| `for (int i = 0; i < 9; i++) {{…}}` | each of the three heads may be missing |
| `while (…) {{…}}` | |
| `{{…}}` | a scope |
| `float area(float w, float h) {{ return w * h; }}` | a function; `void` returns nothing |
| `rect(1, 2, 3, 4);` | a call |

No name is declared twice in nested blocks, but a local may hide a global. Not in the language:
text, arrays, `? :`, `switch`, `do`, `break`, `continue`, classes, mouse, keys, time.
"""

_TITLES = {
    CANVAS: ("Canvas", "Processing ignores the alpha of a background: its canvas is opaque."),
    COLOUR: (
        "Colour",
        "A second argument beside a colour makes it more transparent. Their numbers do not count "
        "as geometry.",
    ),
    STYLE: ("Style", ""),
    SHAPE: ("Shapes", "Each is filled first, then outlined."),
    VERTEX: ("Shapes of vertices", "The vertices of one shape stand between these two calls."),
    TRANSFORM: ("Transforms", "They act on what is drawn after them, innermost last."),
    MATH: ("Numbers", "`same` is `int` when every argument is an int, else `float`."),
    RANDOM: (
        "Random numbers",
        "The generator is Processing's own, so a seed means the same picture there and here. "
        "A sketch without a seed uses 0 here.",
    ),
}


def reference() -> str:
    """The whole reference in Markdown."""
    parts = [
        _INTRODUCTION,
        _TYPES,
        "\n".join(_operators()),
        _STATEMENTS.format(compound=", ".join(f"`{op}`" for op in ASSIGNMENTS[1:])),
        "## Builtins\n",
        *("\n".join(_group(group)) for group in GROUPS),
        "\n".join(_parameters()),
        "\n".join(_constants()),
        "\n".join(_caps()),
    ]
    return "\n".join(parts)


def _operators() -> Iterator[str]:
    yield "## Operators\n"
    yield "From the loosest to the tightest; those in a row bind alike, from left to right.\n"
    yield "| operators | take | give |"
    yield "|---|---|---|"
    numbers = ("numbers", "`float`, or `int` for two ints")
    meaning = {
        1: ("booleans", "`boolean`"),
        2: ("booleans", "`boolean`"),
        3: ("two of one type", "`boolean`"),
        4: ("numbers", "`boolean`"),
        5: numbers,
        6: numbers,
    }
    for power in sorted(set(OPERATORS.values())):
        row = [op for op, its in OPERATORS.items() if its == power]
        yield _row([" ".join(_code(op) for op in row), *meaning[power]])
    assert max(OPERATORS.values()) < UNARY_POWER
    yield _row(["`-x` `+x` `!x`", "a number, a boolean", "the same"])
    yield ""


def _group(group: str) -> Iterator[str]:
    title, note = _TITLES[group]
    builtins = [builtin for builtin in BUILTINS.values() if builtin.group == group]
    yield f"### {title}\n"
    if note:
        yield f"{note}\n"
    returns = any(builtin.result != VOID for builtin in builtins)
    default = any(builtin.default for builtin in builtins)
    heads = ["builtin", "", *["gives"] * returns, *["at first"] * default]
    yield _row(heads)
    yield "|" + "---|" * len(heads)
    for builtin in builtins:
        cells = [_forms(builtin), builtin.summary]
        if returns:
            cells.append("" if builtin.result == VOID else _result(builtin))
        if default:
            cells.append(f"`{builtin.default}`" if builtin.default else "")
        yield _row(cells)
    yield ""


def _forms(builtin: Builtin) -> str:
    return "<br>".join(f"`{builtin.name}({', '.join(form)})`" for form in builtin.forms)


def _result(builtin: Builtin) -> str:
    return "same" if builtin.result == SAME else f"`{builtin.result}`"


def _parameters() -> Iterator[str]:
    yield "## Parameters\n"
    yield "Digits behind a name tell several of a kind apart: `x1`, `x2`. A value outside its range"
    yield "is an error when the program runs.\n"
    yield "| parameters | type | unit | range |"
    yield "|---|---|---|---|"
    for kind, names in _by_kind().items():
        shown = " ".join(_code(name) for name in names)
        if kind.modes:
            modes = " ".join(_code(mode) for mode in kind.modes)
            yield _row([shown, "a constant", "", modes])
        else:
            yield _row([shown, f"`{kind.type}`", kind.unit, _range(kind)])
    yield ""


def _by_kind() -> dict[Kind, list[str]]:
    groups: dict[Kind, list[str]] = {}
    for name, kind in KINDS.items():
        groups.setdefault(kind, []).append(name)
    return groups


def _range(kind: Kind) -> str:
    if math.isinf(kind.low):
        return ""
    return f"{kind.low:,.0f} to {kind.high:,.0f}"


def _constants() -> Iterator[str]:
    yield "## Constants and reserved words\n"
    yield "| name | type | value |"
    yield "|---|---|---|"
    for name, value in CONSTANTS.items():
        yield _row([_code(name), "`float`", f"{value:.7f}"])
    for name, what in zip(CANVAS_NAMES, ("width", "height"), strict=True):
        yield _row([_code(name), "`int`", f"the canvas's {what} in pixels"])
    yield ""
    yield "No variable or function can be named like these, like a constant of a parameter, or:"
    yield from _wrapped(sorted(RESERVED))
    yield ""
    yield "A function is not named like one of Processing's own with the same types of parameters,"
    yield "such as `red(color)` or `year()`, unless it gives the same and may take its place."
    yield ""


def _caps() -> Iterator[str]:
    yield "## Caps\n"
    yield "A program that reaches one stops with an error that names it. Steps count, not seconds."
    yield ""
    meanings = {
        "source_bytes": "size of the source text in UTF-8",
        "nesting": "depth of blocks and of expressions",
        "call_depth": "depth of function calls",
        "steps": "statements executed, and operators and calls evaluated",
        "operations": "drawing operations made; vertices as many again",
        "canvas_pixels": "width × height",
        "painted_pixels": "the boxes around the shapes, on the canvas, for each fill and stroke; "
        "a row of pixels that an edge crosses counts 200",
    }
    yield "| cap | limit | counts |"
    yield "|---|---|---|"
    for cap in fields(DEFAULT_CAPS):
        limit = f"{getattr(DEFAULT_CAPS, cap.name):,}"
        yield _row([_code(cap.name), limit, meanings[cap.name]])
    yield ""


def _wrapped(words: Iterable[str], width: int = 98) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + len(word) + 3 > width:
            yield line
            line = ""
        line += f" `{word}`" if line else f"`{word}`"
    if line:
        yield line


def _code(text: str) -> str:
    return f"`{text}`"


def _row(cells: Iterable[str]) -> str:
    # A bar inside a cell would end it.
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PATH.write_text(reference(), encoding="utf-8")
