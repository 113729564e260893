"""What the printers share: numbers, lines, precedence.

`InfixPrinter` writes every language that looks like Java: a subclass says how its operators bind,
and overrides what differs. Each expression comes with how tightly it binds, so that parentheses
stand only where the tree needs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from renderer.language.builtins import OPERATORS, UNARY_POWER
from renderer.language.lexer import clean_comment
from renderer.language.tree import (
    Binary,
    Boolean,
    Call,
    Comment,
    Expression,
    HexColor,
    Name,
    Number,
    Statement,
    Unary,
)

ATOM = 100
"""How tightly a name, a literal or a call binds: nothing ever parenthesises it."""


def number_text(value: int | float) -> str:
    """A number as people write it: the shortest that reads back the same, never an exponent."""
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    if "e" not in text:
        return text
    text = format(Decimal(text), "f")
    return text if "." in text else text + ".0"


class Lines:
    """Source text under construction: lines, each indented as deep as the block it stands in."""

    def __init__(self, indent: str) -> None:
        self.indent = indent
        self.level = 0
        self.lines: list[str] = []

    def add(self, text: str) -> None:
        """A line of its own, or an empty one."""
        self.lines.append(self.indent * self.level + text if text else "")

    def behind(self, text: str) -> None:
        """Text at the end of the last line."""
        self.lines[-1] += text

    def text(self) -> str:
        return "\n".join(self.lines) + "\n" if self.lines else ""


class InfixPrinter:
    """Expressions of a language with infix operators, and comments.

    Attributes:
        remark: what starts a comment.
        gap: what stands before a comment behind a statement.
        indent: what a level of nesting adds.
        powers: how tightly each operator binds here.
        spelling: operators written otherwise than in Java.
        chains: whether `a < b < c` may stand without parentheses.
    """

    remark: ClassVar[str] = "// "
    gap: ClassVar[str] = " "
    indent: ClassVar[str] = "  "
    powers: ClassVar[Mapping[str, int]] = {**OPERATORS, "unary": UNARY_POWER, "!": UNARY_POWER}
    spelling: ClassVar[Mapping[str, str]] = {}
    chains: ClassVar[bool] = True

    def __init__(self) -> None:
        self.out = Lines(self.indent)

    # -- expressions ------------------------------------------------------------------------

    def expression(self, node: Expression, power: int = 0) -> str:
        """The text of an expression, in parentheses if it binds less tightly than `power`."""
        text, binds = self.bound(node)
        return f"({text})" if binds < power else text

    def bound(self, node: Expression) -> tuple[str, int]:
        """The text of an expression and how tightly it binds."""
        match node:
            case Number():
                return self.number(node)
            case Name(id):
                return self.name(id), ATOM
            case Call():
                return self.call(node)
            case Binary():
                return self.binary(node)
            case Unary():
                return self.unary(node)
            case HexColor(value):
                return self.hex_color(value), ATOM
            case Boolean(value):
                return self.boolean(value), ATOM
        raise AssertionError(f"not an expression: {node!r}")

    def number(self, node: Number) -> tuple[str, int]:
        return number_text(node.value), ATOM

    def name(self, name: str) -> str:
        return name

    def boolean(self, value: bool) -> str:
        return "true" if value else "false"

    def hex_color(self, digits: str) -> str:
        return f"#{digits}"

    def call(self, node: Call) -> tuple[str, int]:
        return f"{node.name}({self.arguments(node.args)})", ATOM

    def arguments(self, args: list[Expression]) -> str:
        return ", ".join([self.expression(arg) for arg in args])

    def unary(self, node: Unary) -> tuple[str, int]:
        op = self.spelling.get(node.op, node.op)
        power = self.powers["!" if node.op == "!" else "unary"]
        text = self.expression(node.operand, power)
        if text[0] == node.op and node.op != "!":  # -(-x): two signs in a row are an operator
            text = f"({text})"
        return op + text, power

    def binary(self, node: Binary) -> tuple[str, int]:
        return self.infix(node.op, node.left, node.right)

    def infix(self, op: str, left: Expression, right: Expression) -> tuple[str, int]:
        power = self.powers[op]
        compares = op in ("==", "!=", "<", "<=", ">", ">=")
        before = self.expression(left, power + (compares and not self.chains))
        after = self.expression(right, power + 1)
        return f"{before} {self.spelling.get(op, op)} {after}", power

    # -- comments ---------------------------------------------------------------------------

    def comment(self, node: Comment, before: Statement | None, first: bool) -> None:
        """A comment on its own line, or behind what it follows.

        Args:
            node: the comment.
            before: the statement before it in its block, if any.
            first: whether it is the first thing in a block, whose opening line it may follow.
        """
        text = (self.remark + clean_comment(node.text)).rstrip()
        if node.trailing and self.may_trail(before, first):
            self.out.behind(self.gap + text)
        else:
            self.out.add(text)

    def may_trail(self, before: Statement | None, first: bool) -> bool:
        """Whether the last line is the end of the statement that a comment follows."""
        return first or (before is not None and not isinstance(before, Comment))
