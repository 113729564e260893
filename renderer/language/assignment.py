"""Java's definite assignment: a local is read only where every way there has given it a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from renderer.errors import CheckError
from renderer.language.folding import never
from renderer.language.tree import (
    Assign,
    Binary,
    Block,
    Call,
    Declare,
    Expression,
    For,
    If,
    Increment,
    Name,
    Node,
    Program,
    Return,
    Statement,
    Unary,
    While,
)

Fail = Callable[[str, str, Node], CheckError]
"""Makes the error of a message, of what was expected, and of the node at fault."""

Unset = frozenset[str]
"""The locals in scope that may have no value yet. Where control never comes, there are none."""

_NONE: Unset = frozenset()


def check_assignments(program: Program, fail: Fail) -> None:
    """Refuses a read of a local that may have no value, as javac does.

    Args:
        program: a program whose names and types are right.
        fail: makes the error.

    Raises:
        CheckError: there is such a read.
    """
    walk = _Walk(fail)
    for body in (*(function.body for function in program.functions), program.main):
        walk.scoped(body, _NONE)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Each method takes the unset locals before a node and returns those after it."""

    fail: Fail

    def scoped(self, statements: list[Statement], unset: Unset) -> Unset:
        for statement in statements:
            unset = self.statement(statement, unset)
        # A local that goes out of scope may have hidden a global, which always has a value.
        return unset.difference(s.name for s in statements if isinstance(s, Declare))

    def statement(self, node: Statement, unset: Unset) -> Unset:
        match node:
            case Call():
                self.read(node, unset)
            case Declare(_, name, value):
                unset |= {name}  # in its own value it is in scope already
                if value is not None:
                    self.read(value, unset)
                    unset -= {name}
            case Assign(name, op, value):
                if op != "=" and name in unset:
                    raise self.unset(name, node)
                self.read(value, unset)
                return unset - {name}
            case Increment(name):
                if name in unset:
                    raise self.unset(name, node)
            case If(test, body, orelse):
                self.read(test, unset)
                return self.scoped(body, _when(test, True, unset)) | self.scoped(
                    orelse, _when(test, False, unset)
                )
            case While(test, body):
                return self.loop(test, body, None, unset)
            case For(init, test, step, body):
                if init is not None:
                    unset = self.statement(init, unset)
                unset = self.loop(test, body, step, unset)
                return unset - {init.name} if isinstance(init, Declare) else unset
            case Block(body):
                return self.scoped(body, unset)
            case Return(value):
                if value is not None:
                    self.read(value, unset)
                return _NONE
        return unset

    def loop(
        self, test: Expression | None, body: list[Statement], step: Statement | None, unset: Unset
    ) -> Unset:
        """A value given inside is there the next time round, which needs no second walk."""
        if test is not None:
            self.read(test, unset)
        inside = self.scoped(body, _when(test, True, unset))
        if step is not None:
            self.statement(step, inside)
        return _when(test, False, unset)

    def read(self, node: Expression, unset: Unset) -> None:
        if not unset:
            return
        match node:
            case Name(name):
                if name in unset:
                    raise self.unset(name, node)
            case Unary(_, operand):
                self.read(operand, unset)
            case Binary(op, left, right):
                self.read(left, unset)
                if op in ("&&", "||"):
                    unset = _when(left, op == "&&", unset)
                self.read(right, unset)
            case Call(_, args):
                for arg in args:
                    self.read(arg, unset)

    def unset(self, name: str, node: Node) -> CheckError:
        return self.fail(
            f"variable '{name}' may have no value yet",
            "a value for it on every way to this place",
            node,
        )


def _when(test: Expression | None, outcome: bool, unset: Unset) -> Unset:
    """The unset locals after a condition with this outcome."""
    return _NONE if never(test, outcome) else unset
