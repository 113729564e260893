"""Programs as Ruby sketches in the style of JRubyArt and Propane."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from renderer.language.builtins import (
    BUILTINS,
    COLOR,
    FLOAT,
    INT,
    MATH,
    OPERATORS,
    SAME,
    UNARY_POWER,
    VOID,
    snake_case,
)
from renderer.language.tree import (
    Binary,
    Call,
    Comment,
    Declare,
    Expression,
    Function,
    Number,
    Program,
    Statement,
    Unary,
)
from renderer.printers.common import ATOM, number_text
from renderer.printers.facts import Count
from renderer.printers.names import RUBY_NAMES
from renderer.printers.seeding import SEED, needs_seed
from renderer.printers.words import WordPrinter

_SINGLE = """
# A number as Processing keeps it: rounded to a 32-bit float.
def single(x)
  [x].pack('f').unpack1('f')
end
"""
_METHODS = ("abs", "floor", "ceil", "radians", "degrees")
_OPENS_PLAINLY = re.compile(r"[A-Za-z0-9_@]")


def print_ruby(program: Program) -> str:
    """A program as a Ruby sketch for JRubyArt or Propane.

    Raises:
        CheckError: the program means nothing.
    """
    return _Ruby(program).sketch()


class _Ruby(WordPrinter):
    remark = "# "
    else_if = "elsif"
    end = "end"
    taken: ClassVar[frozenset[str]] = RUBY_NAMES
    compound: ClassVar[frozenset[str]] = frozenset(("+=", "-=", "*=", "/="))
    powers: ClassVar[Mapping[str, int]] = {**OPERATORS, "unary": UNARY_POWER, "!": UNARY_POWER + 1}

    def respell(self, name: str) -> str:
        # Ruby takes a capital for a constant.
        return name[0].lower() + name[1:] if name[0].isupper() else name

    def sketch(self) -> str:
        # A sketch's variables are Ruby's instance variables: they get their values in setup.
        values = list(self.program.globals_)
        while values and isinstance(values[0], Comment):
            self.statements([values.pop(0)])
        if len(values) < len(self.program.globals_):
            self.out.add("")
        self.setup(values)
        for function in self.program.functions:
            self.out.add("")
            self.function(function)
        return self.out.text() + (_SINGLE if "single" in self.used else "")

    def setup(self, values: list[Statement]) -> None:
        head, rest = self.opening()
        self.out.add("def setup")
        self.out.level += 1
        self.statements(head, opened=True)
        if needs_seed(self.program):
            self.statement(SEED)
        self.in_globals = True
        self.statements(values)
        self.in_globals = False
        with self.scope():
            self.statements(rest)
        self.out.level -= 1
        self.out.add("end")

    def function(self, node: Function) -> None:
        self.result = node.type
        with self.scope():
            parameters = [self.names.declare(p.name, p.type, True) for p in node.parameters]
            head = f"def {self.names.function(node.name)}"
            self.block(f"{head}({', '.join(parameters)})" if parameters else head, node.body)
        self.out.add("end")
        self.result = VOID

    # -- statements ---------------------------------------------------------------------------

    def command(self, node: Call) -> str:
        text = self.call(node)[0]
        if node.name not in BUILTINS or BUILTINS[node.name].result != VOID:
            return text
        name, _, inside = text[:-1].partition("(")
        if not inside:
            return name
        one = len(node.args) == 1 or node.name == "size"
        return f"{name} {inside}" if one and _OPENS_PLAINLY.match(inside) else text

    def declare(self, node: Declare) -> str:
        text = super().declare(node)
        return f"@{text}" if self.names.is_global(node.name) else text

    def count(self, count: Count, start: str) -> str:
        name = self.name(count.name)
        stop = self.expression(count.stop)
        if count.step > 0:
            span = f"({start}{'..' if count.inclusive else '...'}{stop})"
            walk = "each" if count.step == 1 else f"step({count.step})"
            return f"{span}.{walk} do |{name}|"
        start = self.expression(count.start, ATOM)
        if not count.inclusive:
            stop = self.just_above(count.stop)
        walk = f"downto({stop})" if count.step == -1 else f"step({stop}, {count.step})"
        return f"{start}.{walk} do |{name}|"

    def just_above(self, stop: Expression) -> str:
        if isinstance(stop, Number):
            return number_text(stop.value + 1)
        return f"{self.expression(stop, OPERATORS['+'])} + 1"

    def zero(self, kind: str) -> str:
        return {INT: "0", FLOAT: "0.0", COLOR: "color(0)"}.get(kind, "false")

    # -- expressions --------------------------------------------------------------------------

    def name(self, name: str) -> str:
        text = super().name(name)
        return f"@{text}" if self.names.is_global(name) else text

    def hex_color(self, digits: str) -> str:
        return f"color('#{digits}')"

    def typed(self, value: Expression, kind: str) -> str:
        if kind == FLOAT and self.type_of(value) == INT:
            if isinstance(value, Number):
                return number_text(float(value.value))
            return f"{self.expression(value, ATOM)}.to_f"
        return self.expression(value)

    def divided(self, left: Expression, right: Expression) -> tuple[str, int]:
        if self.divides_alike(left, right):
            return self.infix("/", left, right)
        return f"{self.expression(left, ATOM)}.fdiv({self.expression(right)}).to_i", ATOM

    def unary(self, node: Unary) -> tuple[str, int]:
        text, power = super().unary(node)
        if node.op == "-" and text[1].isdigit():  # -5.abs would be (-5).abs
            return f"-({text[1:]})", power
        return text, power

    def binary(self, node: Binary) -> tuple[str, int]:
        if node.op == "%" and not self.divides_alike(node.left, node.right):
            return (
                f"{self.expression(node.left, ATOM)}.remainder({self.expression(node.right)})",
                ATOM,
            )
        return super().binary(node)

    def whole(self, node: Expression) -> str:
        return f"{self.expression(node, ATOM)}.to_i"

    def single(self, text: str) -> str:
        self.used.add("single")
        return f"single({text})"

    def call(self, node: Call) -> tuple[str, int]:
        text, power = super().call(node)
        if not node.args and node.name not in BUILTINS:
            return text[:-2], power
        return text, power

    def own_call(self, node: Call) -> tuple[str, int]:
        name, args = node.name, node.args
        if BUILTINS[name].group == MATH:
            return self.math(node)
        return f"{snake_case(name)}({self.arguments(args)})", ATOM

    def math(self, node: Call) -> tuple[str, int]:
        name, args = node.name, node.args
        # One float among the arguments makes the result a float; so does pow() in any case.
        kind = self.type_of(node) if BUILTINS[name].result == SAME or name == "pow" else VOID
        texts = [self.typed(arg, kind) for arg in args]
        if name in _METHODS:
            return f"{self.expression(args[0], ATOM)}.{name}", ATOM
        if name == "round":
            return f"({self.expression(args[0], OPERATORS['+'])} + 0.5).floor", ATOM
        if name in ("min", "max"):
            return f"[{', '.join(texts)}].{name}", ATOM
        return f"{'p5map' if name == 'map' else name}({', '.join(texts)})", ATOM
