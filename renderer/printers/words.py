"""What the printers to Python and Ruby share: no braces, no block scopes, ranges to count over."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from renderer.language.builtins import INT, VOID
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
    While,
)
from renderer.printers.facts import Count, counting
from renderer.printers.translate import Translator


class WordPrinter(Translator):
    """Statements of a language whose blocks begin with a word."""

    chains = False
    else_if: str
    colon = ""  # behind the head of a block
    end = ""  # closes a block
    nothing = ""  # an empty block

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.result = VOID  # what the function being written returns
        self.not_negative: list[str] = []  # the counters in scope that start at 0 or above

    # -- what differs -------------------------------------------------------------------------

    @abstractmethod
    def count(self, count: Count, start: str) -> str:
        """The head of a counting loop that begins with `start`; its counter is declared."""

    @abstractmethod
    def zero(self, kind: str) -> str:
        """What a variable holds that is declared without a value."""

    # -- statements ---------------------------------------------------------------------------

    def block(self, head: str, statements: list[Statement], step: Statement | None = None) -> None:
        """A head and the statements below it, in a scope of their own.

        Args:
            head: the line that opens the block.
            statements: what stands in it.
            step: a loop's step, which comes last.
        """
        self.out.add(head + self.colon)
        start = len(self.out.lines)
        self.out.level += 1
        with self.scope():
            self.statements(statements, opened=True)
        if step is not None:
            self.statement(step)
        if self.nothing and self._holds_nothing(start):
            self.out.add(self.nothing)
        self.out.level -= 1

    def _holds_nothing(self, start: int) -> bool:
        return all(line.lstrip().startswith(self.remark[0]) for line in self.out.lines[start:])

    def close(self) -> None:
        if self.end:
            self.out.add(self.end)

    def statements(self, statements: list[Statement], opened: bool = False) -> None:
        before: Statement | None = None
        for index, node in enumerate(statements):
            if isinstance(node, Comment):
                self.comment(node, before, opened and index == 0)
            else:
                self.statement(node)
            before = node

    def may_trail(self, before: Statement | None, first: bool) -> bool:
        if isinstance(before, If | For | While | Block):
            return False  # the last line belongs to what stands inside
        return super().may_trail(before, first)

    def statement(self, node: Statement) -> None:
        match node:
            case Call():
                self.out.add(self.command(node))
            case Declare():
                self.out.add(self.declare(node))
            case Assign(name):
                self.changes(name)
                self.out.add(self.assignment(node))
            case Increment(name, op):
                self.changes(name)
                self.out.add(f"{self.name(name)} {op[0]}= 1")
            case If():
                self.if_(node)
            case For():
                self.for_(node)
            case While(test, body):
                self.block(f"while {self.expression(test)}", body)
                self.close()
            case Block(body):
                with self.scope():
                    self.statements(body)
            case Return(value):
                kind = self.result
                self.out.add("return" if value is None else f"return {self.typed(value, kind)}")

    def changes(self, name: str) -> None:
        """Called before a statement gives a variable another value."""

    def command(self, node: Call) -> str:
        """A call that is a statement."""
        return self.call(node)[0]

    def declare(self, node: Declare) -> str:
        # The value comes first: it cannot see the name.
        if node.value is None:
            value = self.zero(node.type)
        else:
            value = self.stored(node.value, node.name, node.type)
        return f"{self.names.declare(node.name, node.type)} = {value}"

    def if_(self, node: If) -> None:
        self.block(f"if {self.expression(node.test)}", node.body)
        orelse = node.orelse
        while len(orelse) == 1 and isinstance(orelse[0], If):
            self.block(f"{self.else_if} {self.expression(orelse[0].test)}", orelse[0].body)
            orelse = orelse[0].orelse
        if orelse:
            self.block("else", orelse)
        self.close()

    def for_(self, node: For) -> None:
        count = counting(node, self.type_of)
        with self.scope():
            if count is not None:
                start = self.expression(count.start)  # it cannot see the counter
                with self._counting(count):
                    self.block(self.count(count, start), node.body)
            else:
                if node.init is not None:
                    self.statement(node.init)
                test = self.boolean(True) if node.test is None else self.expression(node.test)
                self.block(f"while {test}", node.body, node.step)
            self.close()

    @contextmanager
    def _counting(self, count: Count) -> Iterator[None]:
        lowest = count.start if count.step > 0 else count.stop
        known = self.is_not_negative(lowest)
        self.names.declare(count.name, INT)
        if known:
            self.not_negative.append(count.name)
        yield
        if known:
            self.not_negative.pop()

    # -- numbers ------------------------------------------------------------------------------

    def is_not_negative(self, node: Expression) -> bool:
        """Whether a number is surely 0 or more, where Java and others divide alike."""
        match node:
            case Number(value):
                return value >= 0
            case Name(id):
                if self.names.variable(id) is None:
                    return True  # a constant, or the canvas size
                return id in self.not_negative
            case Binary("+" | "*" | "/", left, right):
                return self.is_not_negative(left) and self.is_not_negative(right)
            case Binary("%", left, _):
                return self.is_not_negative(left)
            case Call("abs" | "dist" | "sqrt", _):
                return True
        return False

    def divides_alike(self, left: Expression, right: Expression) -> bool:
        return self.is_not_negative(left) and self.is_not_negative(right)
