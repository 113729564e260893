"""Source text to syntax tree: recursive descent, and precedence climbing for expressions."""

from __future__ import annotations

from renderer.errors import CapError, ParseError
from renderer.language.assemble import assemble
from renderer.language.builtins import ASSIGNMENTS, OPERATORS, RESERVED, UNARY_POWER, VALUE_TYPES
from renderer.language.caps import DEFAULT_CAPS, Caps
from renderer.language.lexer import END, locate, tokenize
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
    Number,
    Parameter,
    Program,
    Return,
    Statement,
    Unary,
    While,
)

_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_KEYWORDS = frozenset(("if", "else", "for", "while", "return", "true", "false", *VALUE_TYPES))
_INT_MAX = 2**31 - 1
_INT_DIGITS = 10  # of the longest int; Python refuses to read thousands
_FLOAT_MAX = 3.4028235e38

_HINTS = {
    "[": "arrays are not part of the language",
    "?": "the ?: operator is not part of the language: use if and else",
    '"': "text is not part of the language",
    "'": "text is not part of the language",
    "@": "unknown character '@'",
}


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


class _Parser:
    def __init__(self, source: str, caps: Caps) -> None:
        self.source = source
        self.tokens, self.remarks = tokenize(source)
        self.remarked = sorted(self.remarks, reverse=True)  # where comments still stand
        self.i = 0
        self.depth = 0
        self.max_depth = caps.nesting

    # -- errors and small steps -------------------------------------------------------------

    def fail(self, message: str, expected: str = "", at: int | None = None) -> ParseError:
        line, column, text = locate(self.source, self.i if at is None else at)
        return ParseError(message, expected=expected, line=line, column=column, source_line=text)

    def unexpected(self, expected: str) -> ParseError:
        token = self.tokens[self.i]
        if token == END:
            return self.fail("the program ends too early", expected)
        if token[:2] == "/*":
            return self.fail("this comment does not end", "'*/'")
        hint = _HINTS.get(token, "")
        return self.fail(hint or f"unexpected '{token[:40]}'", expected)

    def expect(self, token: str, expected: str = "") -> None:
        if self.tokens[self.i] != token:
            raise self.unexpected(expected or f"'{token}'")
        self.i += 1

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > self.max_depth:
            line, column, text = locate(self.source, self.i)
            raise CapError(
                f"the program nests deeper than {self.max_depth} levels (cap nesting)",
                line=line,
                column=column,
                source_line=text,
            )

    def identifier(self, what: str) -> str:
        token = self.tokens[self.i]
        if token == END or token[0] not in _LETTERS:
            raise self.unexpected(what)
        if token in RESERVED or token in _KEYWORDS:
            raise self.fail(f"'{token}' is a word of the language", what)
        self.i += 1
        return token

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
        if tokens[at + 1] == "(" and token not in _KEYWORDS:
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
        if token == END or token[0] not in _LETTERS or token in _KEYWORDS:
            raise self.unexpected("a statement")
        self.i += 1
        op = self.tokens[self.i]
        if op in ("++", "--"):
            self.i += 1
            return Increment(token, op, at)
        if op not in ASSIGNMENTS:
            next_is_name = op != END and op[0] in _LETTERS
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

    # -- expressions ------------------------------------------------------------------------

    def call(self) -> Call:
        at = self.i
        tokens = self.tokens
        name = tokens[at]
        if name[0] not in _LETTERS:
            raise self.unexpected("a statement")
        if name in RESERVED and name != "color":
            raise self.fail(f"'{name}' is not part of the language", "a statement", at)
        args: list[Expression] = []
        self.i = at + 2
        if tokens[self.i] == ")":
            self.i += 1
            return Call(name, args, at)
        while True:
            i = self.i
            token = tokens[i]
            closer = tokens[i + 1] if token else END
            if (closer == "," or closer == ")") and token[0] in _DIGITS:
                args.append(self.number(token, i))  # most arguments are one plain number
                self.i = i + 1
            else:
                args.append(self.expression())
                closer = tokens[self.i]
            self.i += 1
            if closer == ")":
                return Call(name, args, at)
            if closer != ",":
                self.i -= 1
                raise self.unexpected("',' or ')'")

    def expression(self, power: int = 0) -> Expression:
        self.deeper()
        depth = self.depth
        left = self.operand()
        while True:
            at = self.i
            op = self.tokens[at]
            binds = OPERATORS.get(op, 0)
            if binds <= power:
                self.depth = depth - 1
                return left
            # A chain of operators leans to the left: every link makes the tree deeper.
            self.deeper()
            self.i += 1
            left = Binary(op, left, self.expression(binds), at)

    def operand(self) -> Expression:
        at = self.i
        token = self.tokens[at]
        if token == END:
            raise self.unexpected("an expression")
        first = token[0]
        if first in _LETTERS:
            if self.tokens[at + 1] == "(" and token not in _KEYWORDS:
                return self.call()
            if token == "true" or token == "false":
                self.i += 1
                return Boolean(token == "true", at)
            if token in VALUE_TYPES and self.tokens[at + 1] == "(":
                if token != "color":
                    raise self.fail(f"{token}() is not part of the language", "an expression")
                return self.call()
            return Name(self.identifier("an expression"), at)
        if first in _DIGITS or (first == "." and len(token) > 1):
            self.i += 1
            return self.number(token, at)
        if token == "(":
            self.i += 1
            inner = self.expression()
            self.expect(")")
            return inner
        if token == "-" or token == "+" or token == "!":
            self.i += 1
            after = self.tokens[self.i]
            if (
                token == "-"
                and after
                and (after[0] in _DIGITS or (after[0] == "." and after != "."))
            ):
                self.i += 1
                return self.number("-" + after, at)
            if after == "(":  # one level, not two, so that `-(-x)` nests like `- -x`
                return Unary(token, self.operand(), at)
            return Unary(token, self.expression(UNARY_POWER), at)
        if first == "#":
            digits = token[1:]
            if len(digits) != 6:
                raise self.fail(f"'{token}' is not a colour", "# and six hexadecimal digits")
            self.i += 1
            return HexColor(digits.upper(), at)
        raise self.unexpected("an expression")

    def number(self, text: str, at: int) -> Number:
        if text.isdigit() and (text[0] != "0" or text == "0"):
            value = int(text) if len(text) <= _INT_DIGITS else _INT_MAX + 1
            if value > _INT_MAX:
                raise self.fail(f"{text[:40]} is too big for an int", f"at most {_INT_MAX}", at)
            return Number(value, at)
        digits = text[1:] if text[0] == "-" else text
        if digits[:2] in ("0x", "0X"):
            raise self.fail("hexadecimal numbers are not part of the language", "#RRGGBB", at)
        if digits.isdigit():
            if digits[0] == "0" and digits != "0":
                raise self.fail(f"{text[:40]} starts with 0, which means octal to Java", "", at)
            value = int(text) if len(digits) <= _INT_DIGITS else -_INT_MAX - 2
            if value < -_INT_MAX - 1:
                raise self.fail(
                    f"{text[:40]} is too small for an int", f"at least {-_INT_MAX - 1}", at
                )
            return Number(value, at)
        real = float(text.rstrip("fF"))
        if abs(real) > _FLOAT_MAX:
            raise self.fail(f"{text[:40]} is too big for a float", "at most 3.4e38", at)
        return Number(real, at)
