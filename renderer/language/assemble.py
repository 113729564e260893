"""Top-level items to a `Program`: static sketches, active ones, and the mixture we forgive.

Processing refuses loose statements beside functions. We read them as the body of `setup()`, which
is what they mean, and print them so; hence a parsed program always runs in Processing.
"""

from __future__ import annotations

from renderer.errors import ParseError
from renderer.language.lexer import locate
from renderer.language.tree import Assign, Comment, Declare, Function, Program, Statement


def assemble(items: list[Statement | Function], source: str) -> Program:
    """Sorts the items of a source text into main, functions and globals.

    Raises:
        ParseError: `setup()` is given twice, beside loose statements, or with parameters or a
            result; or there is a `draw()`.
    """
    if not any(isinstance(item, Function) for item in items):
        return Program([item for item in items if not isinstance(item, Function)], source=source)

    def fail(message: str, expected: str, at: int) -> ParseError:
        line, column, text = locate(source, at)
        return ParseError(message, expected=expected, line=line, column=column, source_line=text)

    setup: Function | None = None
    functions: list[Function] = []
    loose: list[Statement] = []
    for item in items:
        if not isinstance(item, Function):
            loose.append(item)
        elif item.name == "draw":
            raise fail(
                "draw() is not part of the language: a picture is drawn once", "setup()", item.at
            )
        elif item.name != "setup":
            functions.append(item)
        elif setup is not None:
            raise fail("setup() is defined twice", "one setup()", item.at)
        elif item.type != "void" or item.parameters:
            raise fail("setup() takes and returns nothing", "void setup()", item.at)
        else:
            setup = item

    if setup is None:
        globals_, main = _split_loose(loose)
        return Program(main, functions, globals_, source)
    for item in loose:
        if not isinstance(item, Declare | Comment):
            raise fail(
                "this statement stands outside every function, beside setup()",
                "it inside setup()",
                item.at,
            )
    return Program(setup.body, functions, loose, source)


def _split_loose(loose: list[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Loose statements beside functions: declarations become globals, the rest `main`.

    A global's value is computed before anything else runs, so only a declaration that precedes
    every other statement keeps its value there; a later one leaves an assignment where it stood.
    """
    globals_: list[Statement] = []
    main: list[Statement] = []
    for item in loose:
        if isinstance(item, Declare):
            early = not any(not isinstance(earlier, Comment) for earlier in main)
            if item.value is None or early:
                globals_.append(item)
            else:
                globals_.append(Declare(item.type, item.name, None, item.at))
                main.append(Assign(item.name, "=", item.value, item.at))
        else:
            main.append(item)
    return globals_, main
