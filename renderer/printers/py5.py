"""Programs as py5 scripts (module mode), which draw the same picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from renderer.language.builtins import (
    BUILTINS,
    CANVAS,
    COLOR,
    COLOUR,
    FLOAT,
    INT,
    MATH,
    OPERATORS,
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
    HexColor,
    Number,
    Program,
    Statement,
)
from renderer.printers.common import ATOM, number_text
from renderer.printers.facts import Count
from renderer.printers.names import PYTHON_NAMES
from renderer.printers.py5_helpers import HELPERS, NEEDS
from renderer.printers.words import WordPrinter

_PLAIN = {"abs": "abs", "min": "min", "max": "max", "pow": "pow"}
_MODULE = {"floor": "math.floor", "ceil": "math.ceil"}
_COMPARE = 4


def print_py5(program: Program) -> str:
    """A program as a Python script for py5.

    Raises:
        CheckError: the program means nothing.
    """
    return _Py5(program).script()


class _Py5(WordPrinter):
    remark = "# "
    gap = "  "
    indent = "    "
    colon = ":"
    else_if = "elif"
    nothing = "pass"
    taken: ClassVar[frozenset[str]] = PYTHON_NAMES | frozenset(HELPERS)
    compound: ClassVar[frozenset[str]] = frozenset(("+=", "-=", "*=", "/="))
    spelling: ClassVar[Mapping[str, str]] = {"&&": "and", "||": "or", "!": "not "}
    powers: ClassVar[Mapping[str, int]] = {
        **OPERATORS,
        **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _COMPARE),
        "!": 3,
        "unary": UNARY_POWER,
    }

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.changed: set[str] = set()  # globals that the function being written changes

    def script(self) -> str:
        late = self.global_variables()
        if self.program.globals_:
            self.out.add("")
            self.out.add("")
        self.setup(late)
        for function in self.program.functions:
            self.out.add("")
            self.out.add("")
            self.function(function)
        helpers = [HELPERS[name] for name in HELPERS if name in self.used]
        modules = [name for name in ("math", "struct") if name in self.used]
        imports = "".join(f"import {name}\n" for name in modules)
        imports += "\nimport py5\n" if imports else "import py5\n"
        gap = "\n" if self.program.globals_ else "\n\n"
        parts = [imports + gap + self.out.text(), *helpers, "py5.run_sketch()\n"]
        return "\n\n".join(parts)

    def global_variables(self) -> list[Declare]:
        """Sets the globals; those whose values need the sketch running get them in `setup`."""
        late: list[Declare] = []
        before: Statement | None = None
        self.in_globals = True
        for node in self.program.globals_:
            if isinstance(node, Comment):
                self.comment(node, before, first=False)
            elif isinstance(node, Declare):
                unset_color = node.type == COLOR and node.value is None
                if unset_color or self.needs_setup(node, {one.name for one in late}):
                    late.append(node)
                    self.out.add(f"{self.names.declare(node.name, node.type)} = None")
                else:
                    self.out.add(self.declare(node))
            before = node
        self.in_globals = False
        return late

    # -- functions ----------------------------------------------------------------------------

    def setup(self, late: list[Declare]) -> None:
        head, rest = self.opening()
        self.out.add("def setup():")
        start = len(self.out.lines)
        self.out.level += 1
        with self.scope():
            self.statements(head, opened=True)
            self.in_globals = True
            for node in late:
                value = self.zero(COLOR)
                if node.value is not None:
                    value = self.stored(node.value, node.name, node.type)
                self.changes(node.name)
                self.out.add(f"{self.name(node.name)} = {value}")
            self.in_globals = False
            self.statements(rest)
        self.declare_globals(start)
        self.out.level -= 1

    def function(self, node: Function) -> None:
        self.result = node.type
        with self.scope():
            parameters = [self.names.declare(p.name, p.type, True) for p in node.parameters]
            start = len(self.out.lines) + 1
            self.block(f"def {self.names.function(node.name)}({', '.join(parameters)})", node.body)
        self.out.level += 1
        self.declare_globals(start)
        self.out.level -= 1
        self.result = VOID

    def changes(self, name: str) -> None:
        if self.names.is_global(name):
            self.changed.add(self.name(name))

    def declare_globals(self, at: int) -> None:
        """Says at the top of a function, line `at`, which globals it changes."""
        if self.changed:
            names = ", ".join(sorted(self.changed))
            self.out.lines.insert(at, f"{self.indent * self.out.level}global {names}")
        self.changed = set()

    # -- statements ---------------------------------------------------------------------------

    def count(self, count: Count, start: str) -> str:
        stop = self.expression(count.stop)
        if count.inclusive:
            stop = self.beyond(count.stop, 1 if count.step > 0 else -1)
        bounds = [start, stop] if start != "0" or count.step != 1 else [stop]
        if count.step != 1:
            bounds.append(str(count.step))
        return f"for {self.name(count.name)} in range({', '.join(bounds)})"

    def beyond(self, stop: Expression, by: int) -> str:
        """A bound that leaves `stop` inside."""
        if isinstance(stop, Number):
            return number_text(stop.value + by)
        return f"{self.expression(stop, OPERATORS['+'])} {'+' if by > 0 else '-'} 1"

    def zero(self, kind: str) -> str:
        return {INT: "0", FLOAT: "0.0", COLOR: "py5.color(0)"}.get(kind, "False")

    # -- expressions --------------------------------------------------------------------------

    def boolean(self, value: bool) -> str:
        return str(value)

    def constant(self, name: str) -> str:
        return f"py5.{name}"

    def hex_color(self, digits: str) -> str:
        channels = ", ".join(str(int(digits[i : i + 2], 16)) for i in (0, 2, 4))
        return f"py5.color({channels})"

    def typed(self, value: Expression, kind: str) -> str:
        if kind == FLOAT and isinstance(value, Number):
            return number_text(float(value.value))
        return self.expression(value)

    def divided(self, left: Expression, right: Expression) -> tuple[str, int]:
        if self.divides_alike(left, right):
            return self.alike("//", left, right)
        return f"int({self.infix('/', left, right)[0]})", ATOM

    def alike(self, op: str, left: Expression, right: Expression) -> tuple[str, int]:
        power = OPERATORS["/"]
        return f"{self.expression(left, power)} {op} {self.expression(right, power + 1)}", power

    def binary(self, node: Binary) -> tuple[str, int]:
        if node.op == "%" and not self.divides_alike(node.left, node.right):
            self.used.add("math")
            text = f"math.fmod({self.expression(node.left)}, {self.expression(node.right)})"
            return (f"int({text})" if self.type_of(node) == INT else text), ATOM
        return super().binary(node)

    def whole(self, node: Expression) -> str:
        return f"int({self.expression(node)})"

    def single(self, text: str) -> str:
        self.used |= {"single", "struct"}
        return f"single({text})"

    def own_call(self, node: Call) -> tuple[str, int]:
        name, args = node.name, node.args
        group = BUILTINS[name].group
        if name in ("random", "randomSeed"):
            return self.random(node), ATOM
        if group == MATH:
            return self.math(node)
        if group in (COLOUR, CANVAS) and len(args) == 1 and isinstance(args[0], HexColor):
            return f"py5.{snake_case(name)}('#{args[0].value}')", ATOM
        return f"py5.{snake_case(name)}({self.arguments(args)})", ATOM

    def random(self, node: Call) -> str:
        if node.name == "randomSeed":
            helper = "seed_random"
        else:
            helper = "random_below" if len(node.args) == 1 else "random_between"
        self.used |= {helper, *NEEDS[helper]}
        return f"{helper}({self.arguments(node.args)})"

    def math(self, node: Call) -> tuple[str, int]:
        name, args = node.name, node.args
        if name in _PLAIN:
            return f"{_PLAIN[name]}({self.arguments(args)})", ATOM
        if name in _MODULE:
            self.used.add("math")
            return f"{_MODULE[name]}({self.arguments(args)})", ATOM
        if name == "round":
            self.used.add("math")
            return f"math.floor({self.expression(args[0], OPERATORS['+'])} + 0.5)", ATOM
        if name == "constrain":
            value, low, high = (self.expression(arg) for arg in args)
            return f"min(max({value}, {low}), {high})", ATOM
        return f"py5.{'remap' if name == 'map' else name}({self.arguments(args)})", ATOM
