"""Source text to tokens: one regular expression, a list of strings.

Tokens carry no positions: they are found again (`locate`) only when an error needs one, which keeps
the common path short. Comments are set aside, keyed by the token they stand before.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"""\s*(
      //[^\n]* | /\*.*?(?:\*/|\Z)                           # comments; one may not end
    | 0[xX][0-9A-Za-z]*                                     # hexadecimal: refused by the parser
    | (?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?[fF]?          # numbers
    | [A-Za-z_]\w*                                          # names and keywords
    | \#[0-9A-Fa-f]*                                        # colours
    | [=!<>]= | && | \|\| | \+\+ | -- | [-+*/%]=            # two-character operators
    | \S
    )""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)

END = ""
"""The token after the last one."""


class Remark(NamedTuple):
    """A comment set aside: its lines, and whether it began on a line that held code before it."""

    lines: tuple[str, ...]
    trailing: bool


def tokenize(source: str) -> tuple[list[str], dict[int, list[Remark]]]:
    """The tokens of a text, `END` twice behind them, and its comments by the index they precede."""
    source = source.rstrip()  # else the expression would try every blank behind the last token
    tokens: list[str] = _TOKEN.findall(source)
    remarks: dict[int, list[Remark]] = {}
    if "//" in source or "/*" in source:
        tokens, remarks = _set_comments_aside(source)
    tokens += (END, END)
    return tokens, remarks


def locate(source: str, index: int) -> tuple[int, int, str]:
    """Line and column (from 1) and the line's text of token `index`; past the last, the end."""
    seen = -1
    source = source.rstrip()
    offset = len(source)
    for match in _TOKEN.finditer(source):
        if not _is_comment(match.group(1)):
            seen += 1
            if seen == index:
                offset = match.start(1)
                break
    line_start = source.rfind("\n", 0, offset) + 1
    line_end = source.find("\n", offset)
    text = source[line_start : line_end if line_end >= 0 else len(source)]
    return source.count("\n", 0, offset) + 1, offset - line_start + 1, text.rstrip("\r")


def clean_comment(text: str) -> str:
    """A comment's text that no language reads as more than a comment.

    Control characters and Unicode's line separators would end the line in some languages, and
    Java decodes a backslash-u escape even in a comment.
    """
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return text.replace("\\u", "/u").strip()


def _is_comment(token: str) -> bool:
    return token[:2] == "//" or (token[:2] == "/*" and token[-2:] == "*/" and len(token) > 3)


def _set_comments_aside(source: str) -> tuple[list[str], dict[int, list[Remark]]]:
    tokens: list[str] = []
    remarks: dict[int, list[Remark]] = {}
    trailing = False  # whether this line held code already
    end = 0  # of the token before
    for match in _TOKEN.finditer(source):
        text = match.group(1)
        start, end_before = match.start(1), end
        end = match.end()
        if not _is_comment(text):
            tokens.append(text)
            trailing = True
            continue
        trailing = trailing and source.find("\n", end_before, start) < 0
        if text.startswith("//"):
            lines: tuple[str, ...] = (clean_comment(text[2:]),)
        else:
            lines = tuple(_without_border(line) for line in text[2:-2].strip().split("\n"))
        remarks.setdefault(len(tokens), []).append(Remark(lines, trailing))
        trailing = trailing and "\n" not in text
    return tokens, remarks


def _without_border(line: str) -> str:
    # The row of asterisks down the side of a block comment is decoration.
    line = line.strip()
    return clean_comment(line[1:] if line.startswith("*") else line)
