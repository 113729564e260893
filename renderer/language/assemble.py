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

    items = _comments_into_functions(items)
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


def _comments_into_functions(items: list[Statement | Function]) -> list[Statement | Function]:
    """Moves a comment before or behind a function into its body, so that they stay together.

    Comments at the top of the file and before `setup()` stay outside: they speak of the sketch.
    """
    placed: list[Statement | Function] = []
    waiting: list[Comment] = []
    before: Statement | Function | None = None  # the last item that is no comment
    for item in items:
        if isinstance(item, Comment):
            if item.trailing and not waiting and isinstance(before, Function):
                _append_comment(before, item)
            else:
                waiting.append(item)
            continue
        if isinstance(item, Function) and item.name != "setup" and before is not None:
            own = [comment for comment in waiting if not comment.trailing]
            placed += (comment for comment in waiting if comment.trailing)
            body = [*own, *item.body]
            if own and isinstance(item.body[0] if item.body else None, Comment):
                first = item.body[0]
                assert isinstance(first, Comment)
                body[len(own)] = Comment(first.text, at=first.at)
            item = Function(item.type, item.name, item.parameters, body, item.at)
        else:
            placed += waiting
        waiting = []
        placed.append(item)
        before = item
    if isinstance(before, Function):
        for comment in waiting:
            _append_comment(before, comment)
        return placed
    return [*placed, *waiting]


def _append_comment(function: Function, comment: Comment) -> None:
    function.body.append(Comment(comment.text, at=comment.at))


def _split_loose(loose: list[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Loose statements beside functions: declarations become globals, the rest `main`.

    A global's value is computed before anything else runs, so only a declaration that precedes
    every other statement keeps its value there; a later one leaves an assignment where it stood.
    A comment goes where the statement goes that it trails or precedes.
    """
    globals_: list[Statement] = []
    main: list[Statement] = []
    waiting: list[Comment] = []
    target = main  # of the last statement
    started = False  # whether main has a statement
    for item in loose:
        if isinstance(item, Comment):
            if item.trailing:
                target.append(item)
            else:
                waiting.append(item)
            continue
        target = main
        if isinstance(item, Declare):
            if item.value is None or not started:
                target = globals_
            else:
                globals_.append(Declare(item.type, item.name, None, item.at))
                item = Assign(item.name, "=", item.value, item.at)
        started = started or target is main
        target += [*waiting, item]
        waiting = []
    main += waiting
    return globals_, main
