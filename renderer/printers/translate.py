"""What the printers to other languages share: types, names, and Java's ways with numbers.

Java cuts int divisions, narrows `i += 0.5` back to an int and rounds every float to 32 bits. The
other languages do none of that unasked, so their printers ask, where it can be seen.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from renderer.language.builtins import BUILTINS, CANVAS_NAMES, CONSTANTS, FLOAT, INT, RANDOM
from renderer.language.checker import Checker
from renderer.language.java import to_float
from renderer.language.tree import (
    Assign,
    Binary,
    Call,
    Comment,
    Declare,
    Expression,
    HexColor,
    Name,
    Number,
    Program,
    Statement,
)
from renderer.printers.common import ATOM, InfixPrinter
from renderer.printers.facts import inside, is_coarse, loop_floats
from renderer.printers.names import Names

DEFAULT_SIZE = 100
"""Width and height of Processing's canvas before `size()`, in pixels."""


class Translator(InfixPrinter):
    """Base of the printers to languages that are not Processing.

    Attributes:
        taken: the language's own names, see `Names`.
        compound: the compound assignments that mean the same there when no int is cut.
    """

    taken: ClassVar[frozenset[str]]
    compound: ClassVar[frozenset[str]]

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program = program
        self.checker = Checker(program).run()
        self.names = Names(program, self.taken, self.respell)
        self.loop_floats = loop_floats(program, self.checker.type_of)
        self.rounding = False  # inside an expression that rounds to 32 bits step by step
        self.in_globals = False
        self.made: list[Expression] = []  # expressions of our own: types are known by identity
        self.used: set[str] = set()  # the helpers that the text needs

    # -- what differs from language to language -----------------------------------------------

    @abstractmethod
    def own_call(self, node: Call) -> tuple[str, int]:
        """A call of a builtin."""

    @abstractmethod
    def divided(self, left: Expression, right: Expression) -> tuple[str, int]:
        """An int division."""

    @abstractmethod
    def whole(self, node: Expression) -> str:
        """A float expression cut to an int."""

    @abstractmethod
    def single(self, text: str) -> str:
        """A number rounded to 32 bits."""

    def respell(self, name: str) -> str:
        """What the language does to every name."""
        return name

    # -- types, names, scopes ---------------------------------------------------------------

    def type_of(self, node: Expression) -> str:
        return self.checker.type_of(node)

    def make(self, node: Expression, kind: str) -> Expression:
        """An expression of our own, with its type."""
        self.made.append(node)
        self.checker.types[id(node)] = kind
        return node

    def name(self, name: str) -> str:
        variable = self.names.variable(name)
        if variable is not None:
            return variable[0]
        if name in CANVAS_NAMES and self.in_globals:
            return str(DEFAULT_SIZE)  # globals have their values before the canvas is made
        return self.constant(name)

    def constant(self, name: str) -> str:
        return name

    @contextmanager
    def scope(self) -> Iterator[None]:
        """A scope for the names that are declared meanwhile."""
        self.names.scopes.append({})
        yield
        self.names.scopes.pop()

    # -- expressions ------------------------------------------------------------------------

    def bound(self, node: Expression) -> tuple[str, int]:
        text, power = super().bound(node)
        if self.rounding and self._rounds(node):
            return self.single(text), ATOM
        return text, power

    def _rounds(self, node: Expression) -> bool:
        """Whether Java rounds here, and it may show."""
        match node:
            case Number(value):
                return isinstance(value, float) and to_float(value) != value
            case Name(id):
                return id in CONSTANTS and self.names.variable(id) is None
            case Call(name):
                builtin = BUILTINS.get(name)
                return builtin is not None and builtin.result == FLOAT and builtin.group != RANDOM
            case Binary():
                return self.type_of(node) == FLOAT
        return False

    def call(self, node: Call) -> tuple[str, int]:
        if node.name in BUILTINS:
            return self.own_call(node)
        return f"{self.names.function(node.name)}({self.typed_arguments(node)})", ATOM

    def binary(self, node: Binary) -> tuple[str, int]:
        if node.op == "/" and self.type_of(node) == INT:
            return self.divided(node.left, node.right)
        return super().binary(node)

    # -- values of variables ------------------------------------------------------------------

    def stored(self, value: Expression, name: str, kind: str) -> str:
        """An expression as the value of a variable of type `kind`."""
        if kind == FLOAT and name in self.loop_floats and not is_coarse(value):
            return self.rounded(value)
        return self.typed(value, kind)

    def typed(self, value: Expression, kind: str) -> str:
        """An expression where a value of type `kind` is wanted: an int may have to be a float."""
        return self.expression(value)

    def typed_arguments(self, node: Call) -> str:
        """The arguments of a call of one of the program's functions."""
        parameters = self.checker.functions[node.name].parameters
        return ", ".join(
            self.typed(arg, parameter.type)
            for arg, parameter in zip(node.args, parameters, strict=True)
        )

    def rounded(self, value: Expression) -> str:
        self.rounding = True
        text = self.expression(value)
        self.rounding = False
        return text

    def assignment(self, node: Assign) -> str:
        """`name op value`, or `name = …` where the language needs more than the operator."""
        variable = self.names.variable(node.name)
        assert variable is not None, "the checker saw the name"
        text, kind = self.name(node.name), variable[1]
        if node.op == "=":
            return f"{text} = {self.stored(node.value, node.name, kind)}"
        given = self.type_of(node.value)
        op = node.op[0]
        result = INT if kind == given == INT else FLOAT
        narrows = kind == INT and (given == FLOAT or op == "/")
        rounds = kind == FLOAT and node.name in self.loop_floats
        if not narrows and not rounds and node.op in self.compound:
            return f"{text} {node.op} {self.expression(node.value)}"
        left = self.make(Name(node.name), kind)
        value = self.make(Binary(op, left, node.value), result)
        if kind == INT and given == FLOAT:
            return f"{text} = {self.whole(value)}"
        return f"{text} = {self.rounded(value) if rounds else self.expression(value)}"

    # -- globals and the canvas ---------------------------------------------------------------

    def needs_setup(self, node: Declare, late: set[str]) -> bool:
        """Whether a global's value needs the library, which is there only once `setup` runs."""
        return node.value is not None and any(
            isinstance(part, Call | HexColor)
            or (
                isinstance(part, Name)
                and (part.id in late or part.id in CONSTANTS)
                and (part.id in late or self.names.variable(part.id) is None)
            )
            for part in inside(node.value)
        )

    def opening(self) -> tuple[list[Statement], list[Statement]]:
        """Setup's statements: up to the canvas, which comes first in every language, and after.

        A sketch without `size()` gets Processing's own.
        """
        main = list(self.program.main)
        calls = [i for i, s in enumerate(main) if isinstance(s, Call) and s.name == "size"]
        if calls:
            at = calls[0]
            end = at + 1
            while end < len(main) and _trails(main[end]):
                end += 1
            canvas = main[at:end]
            rest = [*main[:at], *main[end:]]
        else:
            canvas = [Call("size", [Number(DEFAULT_SIZE), Number(DEFAULT_SIZE)])]
            rest = main
        remarks = 0
        while remarks < len(rest) and remarks < (calls[0] if calls else 0):
            if not isinstance(rest[remarks], Comment):
                break
            remarks += 1
        return [*rest[:remarks], *canvas], rest[remarks:]


def _trails(node: Statement) -> bool:
    return isinstance(node, Comment) and node.trailing
