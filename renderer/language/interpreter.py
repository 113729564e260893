"""Runs a checked program, step by counted step, into drawing operations. Nothing is `exec`uted."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from renderer.errors import CapError, ProgramError, RunError
from renderer.language.builtins import CONSTANTS, FLOAT, INT, MODES
from renderer.language.caps import DEFAULT_CAPS, Caps
from renderer.language.checker import check
from renderer.language.functions import FUNCTIONS
from renderer.language.graphics import DRAWING, Graphics, color
from renderer.language.java import Random, divide, remainder, to_float, to_int
from renderer.language.lexer import locate
from renderer.language.painting import overpainted, overpainting
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
    Node,
    Number,
    Program,
    Return,
    Statement,
    Unary,
    While,
)
from renderer.ops import DrawOp, Scene

Value = Any
"""int, float, bool, an RGBA tuple, or a mode's name."""


def run(program: Program, caps: Caps = DEFAULT_CAPS, *, checked: bool = False) -> Scene:
    """The canvas of a program and what it draws.

    Args:
        program: a syntax tree.
        caps: limits on steps, operations, call depth and canvas size.
        checked: True when `check` has already passed.

    Raises:
        CheckError: the program means nothing.
        RunError: it fails while running.
        CapError: it hits a cap.
    """
    if not checked:
        check(program)
    return Run(program, caps).scene()


class Run:
    """One run of a checked program."""

    def __init__(self, program: Program, caps: Caps, seed: int = 0) -> None:
        self.program = program
        self.caps = caps
        self.graphics = Graphics(caps)
        self.random = Random(seed)
        self.functions = {function.name: function for function in program.functions}
        self.globals: dict[str, Value] = {}
        self.frame: dict[str, Value] = self.globals
        self.steps = 0
        self.calls = 0
        self.result: Value = None

    def scene(self) -> Scene:
        try:
            self.body(self.program.globals_)
            self.frame = {}
            self.size_first()
            self.body(self.program.main)
        except RecursionError:
            raise CapError("the program nests too deeply (cap nesting)") from None
        scene = self.graphics.scene()
        too_much = overpainted(scene, self.caps)
        if too_much is not None:
            raise self.located(overpainting(self.caps), too_much)
        return scene

    def size_first(self) -> None:
        """Processing makes the canvas before the sketch runs, so `width` is right throughout."""
        for statement in self.program.main:
            if type(statement) is Call and statement.name == "size":
                self.call(statement)
                return

    def located(self, error: ProgramError, node: Node | DrawOp) -> ProgramError:
        """The error with the place of a node, unless it has one."""
        at = getattr(node, "at", -1)
        if error.line or at < 0 or not self.program.source:
            return error
        line, column, text = locate(self.program.source, at)
        return type(error)(
            error.message, expected=error.expected, line=line, column=column, source_line=text
        )

    def step(self, node: Node) -> None:
        self.steps += 1
        if self.steps > self.caps.steps:
            error = CapError(f"the program takes more than {self.caps.steps:,} steps (cap steps)")
            raise self.located(error, node)

    # -- statements: each returns True when it returned from the function ---------------------

    def body(self, statements: list[Statement]) -> bool:
        for statement in statements:
            self.step(statement)
            kind = type(statement)
            if kind is Call:
                self.call(statement)  # type: ignore[arg-type]
            elif STATEMENTS[kind](self, statement):
                return True
        return False

    def scoped(self, statements: list[Statement]) -> bool:
        returned = self.body(statements)
        if self.globals:  # a local that hid a global goes out of scope
            for statement in statements:
                if type(statement) is Declare:
                    self.frame.pop(statement.name, None)
        return returned

    def declare(self, node: Declare) -> bool:
        if node.value is not None:
            value = self.value(node.value)
            self.frame[node.name] = to_float(value) if node.type == FLOAT else value
        else:  # a field starts at zero in Java; a local gets a value before it is read
            self.frame[node.name] = _ZERO[node.type]
        return False

    def holder(self, name: str) -> dict[str, Value]:
        return self.frame if name in self.frame else self.globals

    def assign(self, node: Assign) -> bool:
        holder = self.holder(node.name)
        old = holder[node.name]
        value = self.value(node.value)
        if node.op != "=":
            value = self.arithmetic(node.op[0], old, value, node)
            if type(old) is int and type(value) is float:
                value = self.narrowed(value, node)
        elif type(old) is float:
            value = to_float(value)
        holder[node.name] = value
        return False

    def narrowed(self, value: float, node: Node) -> int:
        """`int += float`: Java casts back, towards zero."""
        try:
            return to_int(int(value))
        except RunError as error:
            raise self.located(error, node) from None

    def increment(self, node: Increment) -> bool:
        holder = self.holder(node.name)
        holder[node.name] = self.arithmetic(node.op[0], holder[node.name], 1, node)
        return False

    def if_(self, node: If) -> bool:
        if self.value(node.test):
            return self.scoped(node.body)
        return self.scoped(node.orelse)

    def for_(self, node: For) -> bool:
        if node.init is not None:
            self.body([node.init])
        returned = False
        while node.test is None or self.value(node.test):
            self.step(node)
            if self.scoped(node.body):
                returned = True
                break
            if node.step is not None:
                self.body([node.step])
        if self.globals and type(node.init) is Declare:
            self.frame.pop(node.init.name, None)
        return returned

    def while_(self, node: While) -> bool:
        while self.value(node.test):
            self.step(node)
            if self.scoped(node.body):
                return True
        return False

    def block(self, node: Block) -> bool:
        return self.scoped(node.body)

    def return_(self, node: Return) -> bool:
        self.result = None if node.value is None else self.value(node.value)
        return True

    def comment(self, node: Comment) -> bool:
        return False

    # -- expressions ------------------------------------------------------------------------

    def value(self, node: Expression) -> Value:
        kind = type(node)
        if kind is Number:
            number = node.value  # type: ignore[union-attr]
            return number if type(number) is int else _literal(number)
        return _EXPRESSIONS[kind](self, node)

    def name(self, node: Name) -> Value:
        name = node.id
        frame = self.frame
        if name in frame:
            return frame[name]
        if name in self.globals:
            return self.globals[name]
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name in MODES:
            return name
        return self.graphics.width if name == "width" else self.graphics.height

    def unary(self, node: Unary) -> Value:
        self.step(node)
        value = self.value(node.operand)
        if node.op == "!":
            return not value
        if node.op == "+":
            return value
        return self.arithmetic("-", 0, value, node) if type(value) is int else -value

    def binary(self, node: Binary) -> Value:
        self.step(node)
        op = node.op
        left = self.value(node.left)
        if op == "&&":
            return left and self.value(node.right)
        if op == "||":
            return left or self.value(node.right)
        right = self.value(node.right)
        compare = _COMPARE.get(op)
        if compare is not None:
            return compare(left, right)
        return self.arithmetic(op, left, right, node)

    def arithmetic(self, op: str, left: float, right: float, node: Node) -> float:
        try:
            if op == "/":
                return divide(left, right)
            if op == "%":
                return remainder(left, right)
            result = left + right if op == "+" else left - right if op == "-" else left * right
            return to_int(result) if type(result) is int else to_float(result)
        except RunError as error:
            raise self.located(error, node) from None

    def call(self, node: Call) -> Value:
        name = node.name
        # Literals go to the drawing builtins as they are; a cast would change nothing visible.
        args: list[Value] = [
            arg.value if type(arg) is Number else self.value(arg) for arg in node.args
        ]
        try:
            draw = DRAWING.get(name)
            if draw is not None:
                graphics = self.graphics
                graphics.at = node.at
                draw(graphics, *args)
                return None
            function = FUNCTIONS.get(name)
            if function is not None:
                self.step(node)
                return function(*args)
            if name == "color":
                return color(*args)
            if name == "random":
                self.step(node)
                return self.random.below(*args) if len(args) == 1 else self.random.between(*args)
            if name == "randomSeed":
                self.random = Random(args[0])
                return None
        except (ValueError, OverflowError):
            shown = ", ".join(f"{arg:g}" for arg in args)
            error = RunError(f"{name}({shown}) has no value", expected="a real number")
            raise self.located(error, node) from None
        except ProgramError as error:
            raise self.located(error, node) from None
        return self.invoke(self.functions[name], args, node)

    def invoke(self, function: Function, args: list[Value], node: Call) -> Value:
        self.step(node)
        self.calls += 1
        if self.calls > self.caps.call_depth:
            error = CapError(
                f"functions call each other more than {self.caps.call_depth} deep (cap call_depth)"
            )
            raise self.located(error, node)
        outer = self.frame
        self.frame = {
            parameter.name: to_float(arg) if parameter.type == FLOAT else arg
            for parameter, arg in zip(function.parameters, args, strict=True)
        }
        self.result = None
        self.body(function.body)
        self.frame = outer
        self.calls -= 1
        result, self.result = self.result, None
        return to_float(result) if function.type == FLOAT else result


_literal = lru_cache(maxsize=4096)(to_float)
"""Of a number as written: the same few come again and again."""

_ZERO: dict[str, Value] = {INT: 0, FLOAT: 0.0, "boolean": False, "color": (0, 0, 0, 0)}

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}

STATEMENTS: dict[type, Callable[[Run, Any], bool]] = {
    Declare: Run.declare,
    Assign: Run.assign,
    Increment: Run.increment,
    If: Run.if_,
    For: Run.for_,
    While: Run.while_,
    Block: Run.block,
    Return: Run.return_,
    Comment: Run.comment,
}


def _hex(_: Run, node: HexColor) -> Value:
    digits = node.value
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16), 255


_EXPRESSIONS: dict[type, Callable[[Run, Any], Value]] = {
    Name: Run.name,
    Unary: Run.unary,
    Binary: Run.binary,
    Call: Run.call,
    HexColor: _hex,
    Boolean: lambda _, node: node.value,
}
