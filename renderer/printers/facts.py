"""What a program's text tells before it runs, for languages that write the same otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from renderer.language.builtins import (
    BUILTINS,
    COLOUR,
    CONSTANTS,
    FLOAT,
    INT,
    MATH,
    RANDOM,
    STYLE,
    TRANSFORM,
)
from renderer.language.tree import (
    Assign,
    Binary,
    Block,
    Call,
    Comment,
    Declare,
    Expression,
    For,
    If,
    Increment,
    Name,
    Number,
    Program,
    Return,
    Statement,
    Unary,
    While,
)

TypeOf = Callable[[Expression], str]


def expressions(statements: list[Statement]) -> Iterator[Expression]:
    """Every expression inside statements, calls that are statements included, parents first."""
    for node in statements:
        match node:
            case Call():
                yield from inside(node)
            case Declare(value=value) | Return(value=value):
                if value is not None:
                    yield from inside(value)
            case Assign(value=value):
                yield from inside(value)
            case If(test, body, orelse):
                yield from inside(test)
                yield from expressions(body)
                yield from expressions(orelse)
            case For(init, test, step, body):
                yield from expressions([head for head in (init, step) if head is not None])
                if test is not None:
                    yield from inside(test)
                yield from expressions(body)
            case While(test, body):
                yield from inside(test)
                yield from expressions(body)
            case Block(body):
                yield from expressions(body)


def inside(node: Expression) -> Iterator[Expression]:
    """An expression and all its parts, parents first."""
    yield node
    match node:
        case Unary(_, operand):
            yield from inside(operand)
        case Binary(_, left, right):
            yield from inside(left)
            yield from inside(right)
        case Call(_, args):
            for arg in args:
                yield from inside(arg)


def all_expressions(program: Program) -> Iterator[Expression]:
    """Every expression of a program."""
    for statements in (program.globals_, *(f.body for f in program.functions), program.main):
        yield from expressions(statements)


def calls(program: Program) -> Iterator[Call]:
    """Every call of a program."""
    return (node for node in all_expressions(program) if isinstance(node, Call))


def assigned(statements: list[Statement]) -> set[str]:
    """The names that statements assign or increment, at any depth."""
    found: set[str] = set()
    for node in statements:
        match node:
            case Assign(name=name) | Increment(name=name):
                found.add(name)
            case If(_, body, orelse):
                found |= assigned(body) | assigned(orelse)
            case For(init, _, step, body):
                found |= assigned([head for head in (init, step) if head is not None])
                found |= assigned(body)
            case While(_, body) | Block(body):
                found |= assigned(body)
    return found


def is_pure(node: Expression) -> bool:
    """Whether an expression only computes: no function of the program, no random number."""
    return all(
        part.name == "color" or (part.name in BUILTINS and BUILTINS[part.name].group == MATH)
        for part in inside(node)
        if isinstance(part, Call)
    )


# -- counting loops ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """`for (int name = start; name < stop; name += step)`, whose body leaves name and stop alone.

    Attributes:
        name: the counter.
        start, stop: its first value and its bound, whole numbers.
        step: what it grows by, negative when it counts down.
        inclusive: whether it takes the value of `stop` too.
    """

    name: str
    start: Expression
    stop: Expression
    step: int
    inclusive: bool


def counting(loop: For, type_of: TypeOf) -> Count | None:
    """The loop as a plain count, or None when it is more than that."""
    match loop:
        case For(
            Declare(type="int", name=name, value=start),
            Binary(("<" | "<=" | ">" | ">=") as op, Name(tested), stop),
            step,
            body,
        ) if start is not None and tested == name and type_of(stop) == INT:
            by = _step(step, name)
            if by is None or (by > 0) != (op[0] == "<") or not is_pure(stop):
                return None
            names = {part.id for part in inside(stop) if isinstance(part, Name)}
            changing = assigned(body) | declared_at(body)
            if name in names or (names | {name}) & changing:
                return None
            runs_functions = any(
                isinstance(node, Call) and node.name not in BUILTINS for node in expressions(body)
            )
            if runs_functions and names - {"width", "height"}:
                return None  # a function might change the bound
            return Count(name, start, stop, by, op.endswith("="))
    return None


def declared_at(statements: list[Statement]) -> set[str]:
    """The names that statements themselves declare: these may hide what a loop's bound means."""
    return {node.name for node in statements if isinstance(node, Declare)}


def _step(step: Statement | None, name: str) -> int | None:
    match step:
        case Increment(counted, op) if counted == name:
            return 1 if op == "++" else -1
        case Assign(counted, ("+=" | "-=") as op, Number(int(by))) if counted == name and by > 0:
            return by if op == "+=" else -by
    return None


# -- values -----------------------------------------------------------------------------------


def loop_floats(program: Program, type_of: TypeOf) -> frozenset[str]:
    """The float variables that end a loop and change: rounding decides how often it runs.

    Those that only ever hold numbers of few binary digits need no rounding.
    """
    tested: set[str] = set()
    fine = {p.name for function in program.functions for p in function.parameters}
    moving: set[str] = set()
    bodies = [program.globals_, program.main, *(function.body for function in program.functions)]
    for statements in bodies:
        moving |= assigned(statements)
        fine |= _gets_fine_numbers(statements)
        for test in _loop_tests(statements):
            tested |= {
                part.id
                for part in inside(test)
                if isinstance(part, Name) and type_of(part) == FLOAT and part.id not in CONSTANTS
            }
    return frozenset(tested & fine & moving)


def _gets_fine_numbers(statements: list[Statement]) -> set[str]:
    """The names whose values may need all the digits of a float."""
    found: set[str] = set()
    for node in statements:
        match node:
            case Assign(name, op, value):
                if not is_coarse(value) or op in ("*=", "/=", "%="):
                    found.add(name)
            case Declare(_, name, value):
                if value is not None and not is_coarse(value):
                    found.add(name)
            case If(_, body, orelse):
                found |= _gets_fine_numbers([*body, *orelse])
            case For(init, _, step, body):
                heads = [head for head in (init, step) if head is not None]
                found |= _gets_fine_numbers([*heads, *body])
            case While(_, body) | Block(body):
                found |= _gets_fine_numbers(body)
    return found


def _loop_tests(statements: list[Statement]) -> Iterator[Expression]:
    for node in statements:
        match node:
            case For(_, test, _, body):
                if test is not None:
                    yield test
                yield from _loop_tests(body)
            case While(test, body):
                yield test
                yield from _loop_tests(body)
            case If(_, body, orelse):
                yield from _loop_tests([*body, *orelse])
            case Block(body):
                yield from _loop_tests(body)


def is_coarse(node: Expression) -> bool:
    """Whether an expression is a number of few binary digits: floats add those exactly."""
    return isinstance(node, Number) and (node.value * 64) % 1 == 0 and abs(node.value) < 16384


def starts_with_background(program: Program) -> bool:
    """Whether the first thing a program draws is surely its background."""
    for node in program.main:
        match node:
            case Comment():
                continue
            case Declare(value=value) | Assign(value=value):
                if value is not None and not _is_quiet(value):
                    return False
            case Increment():
                continue
            case Call(name):
                if name == "background":
                    return all(_is_quiet(arg) for arg in node.args)
                builtin = BUILTINS.get(name)
                quiet = (COLOUR, STYLE, TRANSFORM, MATH, RANDOM)
                if name != "size" and (builtin is None or builtin.group not in quiet):
                    return False
                if not all(_is_quiet(arg) for arg in node.args):
                    return False
            case _:
                return False
    return False


def _is_quiet(node: Expression) -> bool:
    return all(not isinstance(part, Call) or part.name in BUILTINS for part in inside(node))
