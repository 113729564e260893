"""Whether `pushMatrix()` and `popMatrix()` may be written as a pair that keeps the style too."""

from __future__ import annotations

from renderer.language.builtins import BUILTINS, COLOUR, STYLE
from renderer.language.tree import Block, Call, For, If, Program, Statement, While
from renderer.printers.facts import expressions


def keeps_style(program: Program) -> bool:
    """Whether surely no style changes between a `pushMatrix()` and its `popMatrix()`.

    Then languages whose only such pair keeps transform and style together may use that pair.
    """
    bodies = {function.name: function.body for function in program.functions}
    restyling = {name for name, body in bodies.items() if _restyles(body)}
    while True:  # a function restyles when one that it calls does
        more = {name for name, body in bodies.items() if _called(body) & restyling} - restyling
        if not more:
            break
        restyling |= more
    return all(_pairs_keep(body, restyling) for body in (program.main, *bodies.values()))


def _called(statements: list[Statement]) -> set[str]:
    return {node.name for node in expressions(statements) if isinstance(node, Call)}


def _restyles(statements: list[Statement]) -> bool:
    return any(
        name in BUILTINS and BUILTINS[name].group in (COLOUR, STYLE) and name != "color"
        for name in _called(statements)
    )


def _pairs_keep(statements: list[Statement], restyling: set[str]) -> bool:
    """Whether each list of statements closes the pairs it opens, with no style call inside."""
    depth = 0
    for node in statements:
        if isinstance(node, Call) and node.name in ("pushMatrix", "popMatrix"):
            depth += 1 if node.name == "pushMatrix" else -1
            if depth < 0:
                return False
        elif depth and (_restyles([node]) or _called([node]) & restyling):
            return False
        inner: list[list[Statement]] = []
        match node:
            case If(_, body, orelse):
                inner = [body, orelse]
            case For(body=body) | While(body=body) | Block(body):
                inner = [body]
        if not all(_pairs_keep(body, restyling) for body in inner):
            return False
    return depth == 0
