"""Expressions: precedence climbing over the token list, and the steps all parsing is made of."""

from __future__ import annotations

from renderer.errors import CapError, ParseError
from renderer.language.builtins import OPERATORS, RESERVED, UNARY_POWER, VALUE_TYPES
from renderer.language.caps import Caps
from renderer.language.java import to_float
from renderer.language.lexer import END, locate, tokenize
from renderer.language.tree import (
    Binary,
    Boolean,
    Call,
    Expression,
    HexColor,
    Name,
    Number,
    Unary,
)

_DIGITS = frozenset("0123456789")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
KEYWORDS = frozenset(("if", "else", "for", "while", "return", "true", "false", *VALUE_TYPES))
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


class ExpressionParser:
    """Tokens, a place among them, and the expression that begins there."""

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
        if token == END or token[0] not in LETTERS:
            raise self.unexpected(what)
        if token in RESERVED or token in KEYWORDS:
            raise self.fail(f"'{token}' is a word of the language", what)
        self.i += 1
        return token

    # -- expressions ------------------------------------------------------------------------

    def call(self) -> Call:
        at = self.i
        tokens = self.tokens
        name = tokens[at]
        if name[0] not in LETTERS:
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
        if first in LETTERS:
            if self.tokens[at + 1] == "(" and token not in KEYWORDS:
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
        mantissa = text.lower().partition("e")[0]
        if to_float(real) == 0 and mantissa.strip("+-0.f"):
            raise self.fail(f"{text[:40]} is too small for a float", "at least 1.4e-45, or 0", at)
        return Number(real, at)
