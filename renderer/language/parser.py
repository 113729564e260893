"""Source text to syntax tree: recursive descent over statements, functions and the program."""

from __future__ import annotations

from renderer.errors import CapError
from renderer.language.assemble import assemble
from renderer.language.builtins import ASSIGNMENTS, RESERVED, VALUE_TYPES
from renderer.language.caps import DEFAULT_CAPS, Caps
from renderer.language.expressions import KEYWORDS, LETTERS, ExpressionParser
from renderer.language.lexer import END, locate
from renderer.language.tree import (
    Assign,
    Block,
    Comment,
    Declare,
    Expression,
    For,
    Function,
    If,
    Increment,
    Parameter,
    Program,
    Return,
    Statement,
    While,
)


def parse(source: str, caps: Caps = DEFAULT_CAPS) -> Program:
    """The syntax tree of a sketch.

    Args:
        source: Processing source text of the language's subset.
        caps: limits; size and nesting count here.

    Raises:
        ParseError: the text is not a program of the language.
        CapError: the text is too long or nests too deeply.
    """
    if (
        len(source) > caps.source_bytes
        or len(source.encode("utf-8", "replace")) > caps.source_bytes
    ):
        raise CapError(f"the program is longer than {caps.source_bytes:,} bytes (cap source_bytes)")
    return _Parser(source, caps).program()


class _Parser(ExpressionParser):
    # -- the program ------------------------------------------------------------------------

    def program(self) -> Program:
        items: list[Statement | Function] = []
        while True:
            self.take_remarks(items)
            token = self.tokens[self.i]
            if token == END:
                break
            if token == "void" or (
                token in VALUE_TYPES
                and self.tokens[self.i + 1] != END
                and self.tokens[self.i + 2] == "("
            ):
                items.append(self.function())
            else:
                self.statement(items)
        return assemble(items, self.source)

    def function(self) -> Function:
        at = self.i
        result = self.tokens[at]
        self.i += 1
        name = self.identifier("a function's name")
        self.expect("(")
        parameters: list[Parameter] = []
        while self.tokens[self.i] != ")":
            if parameters:
                self.expect(",", "',' or ')'")
            start = self.i
            kind = self.tokens[start]
            if kind not in VALUE_TYPES:
                raise self.unexpected("a parameter's type: " + ", ".join(VALUE_TYPES))
            self.i += 1
            parameters.append(Parameter(kind, self.identifier("a parameter's name"), start))
        self.i += 1
        if self.tokens[self.i] != "{":
            raise self.unexpected("'{' and the function's body")
        self.depth -= 1  # a function's body is no deeper than a static sketch
        body = self.block()
        self.depth += 1
        return Function(result, name, parameters, body, at)

    # -- statements -------------------------------------------------------------------------

    def take_remarks(self, into: list, opened: bool = False) -> None:  # type: ignore[type-arg]
        """Moves the comments that stand before here into the statements, so that none is lost.

        Args:
            into: the statements so far.
            opened: whether they stand in a block, whose opening line a first comment may follow.
        """
        while self.remarked and self.remarked[-1] <= self.i:
            index = self.remarked.pop()
            for remark in self.remarks[index]:
                for line in remark.lines:
                    # Only one comment fits behind a statement; the others get their own lines.
                    fits = type(into[-1]) is not Comment if into else opened
                    into.append(Comment(line, remark.trailing and fits, index))

    def block(self) -> list[Statement]:
        """`{…}`, or one statement standing for it."""
        body: list[Statement] = []
        self.deeper()
        if self.tokens[self.i] == "{":
            opened = self.i
            self.i += 1
            self.take_remarks(body, opened=True)
            while self.tokens[self.i] != "}":
                if self.tokens[self.i] == END:
                    line = locate(self.source, opened)[0]
                    raise self.unexpected(f"'}}' for the '{{' of line {line}")
                self.statement(body)
                self.take_remarks(body)
            self.i += 1
        else:
            self.statement(body)
        self.depth -= 1
        return body

    def statement(self, into: list) -> None:  # type: ignore[type-arg]
        """Parses one statement and appends what it says (`int a, b;` says two)."""
        at = self.i
        tokens = self.tokens
        token = tokens[at]
        if tokens[at + 1] == "(" and token not in KEYWORDS:
            into.append(self.call())
            self.end_of_statement()
        elif token in VALUE_TYPES:
            self.declaration(into)
            self.end_of_statement()
        elif token == "for":
            into.append(self.for_())
        elif token == "if":
            into.append(self.if_())
        elif token == "while":
            self.i += 1
            test = self.head()
            into.append(While(test, self.block(), at))
        elif token == "{":
            into.append(Block(self.block(), at))
        elif token == "return":
            self.i += 1
            value = None if tokens[self.i] == ";" else self.expression()
            into.append(Return(value, at))
            self.end_of_statement()
        elif token == ";":
            self.i += 1
        elif token == "void":
            raise self.fail("a function cannot be defined here", "a statement")
        else:
            into.append(self.assignment())
            self.end_of_statement()

    def end_of_statement(self) -> None:
        if self.tokens[self.i] != ";":
            raise self.unexpected("';'")
        self.i += 1

    def declaration(self, into: list) -> None:  # type: ignore[type-arg]
        kind = self.tokens[self.i]
        while True:
            self.i += 1
            at = self.i - 1
            name = self.identifier("a variable's name")
            value = None
            if self.tokens[self.i] == "=":
                self.i += 1
                value = self.expression()
            into.append(Declare(kind, name, value, at))
            if self.tokens[self.i] != ",":
                return

    def assignment(self) -> Assign | Increment:
        at = self.i
        token = self.tokens[at]
        if token in ("++", "--"):
            self.i += 1
            return Increment(self.identifier("a variable's name"), token, at)
        if token in RESERVED:
            raise self.fail(f"'{token}' is not part of the language", "a statement")
        if token == END or token[0] not in LETTERS or token in KEYWORDS:
            raise self.unexpected("a statement")
        self.i += 1
        op = self.tokens[self.i]
        if op in ("++", "--"):
            self.i += 1
            return Increment(token, op, at)
        if op not in ASSIGNMENTS:
            next_is_name = op != END and op[0] in LETTERS
            if next_is_name:  # `Foo bar`: a type we do not know
                raise self.fail(f"unknown type '{token}'", "one of " + ", ".join(VALUE_TYPES), at)
            raise self.unexpected("'(', '=', '++' or another assignment")
        self.i += 1
        return Assign(token, op, self.expression(), at)

    def head(self) -> Expression:
        self.expect("(")
        test = self.expression()
        self.expect(")")
        return test

    def if_(self) -> If:
        at = self.i
        self.i += 1
        test = self.head()
        body = self.block()
        orelse: list[Statement] = []
        if self.tokens[self.i] == "else":
            self.i += 1
            orelse = self.block()
        return If(test, body, orelse, at)

    def for_(self) -> For:
        at = self.i
        self.i += 1
        self.expect("(")
        init: list[Statement] = []
        if self.tokens[self.i] != ";":
            if self.tokens[self.i] in VALUE_TYPES:
                self.declaration(init)
                if len(init) > 1:
                    raise self.fail("a for loop declares one variable", "';'")
            else:
                init.append(self.assignment())
        self.end_of_statement()
        test = None if self.tokens[self.i] == ";" else self.expression()
        self.end_of_statement()
        step: Statement | None = None
        if self.tokens[self.i] != ")":
            step = self.call() if self.tokens[self.i + 1] == "(" else self.assignment()
        self.expect(")")
        return For(init[0] if init else None, test, step, self.block(), at)
