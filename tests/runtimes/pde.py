"""Processing source to a Java class: the small part of Processing's preprocessor we need.

The preprocessor is not part of the core library. For static sketches and sketches with
functions it comes down to a few rewrites of single words, done here over a token list so
that comments are left alone.
"""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""
    (?P<space>   \s+ | //[^\n]* | /\*.*?\*/ )
  | (?P<web>     \#[0-9A-Fa-f]{6}\b )
  | (?P<number>  0[xX][0-9A-Fa-f]+ | (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdDlL]? )
  | (?P<word>    [A-Za-z_]\w* )
  | (?P<string>  "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
  | (?P<sign>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
TYPES = frozenset({"void", "int", "float", "boolean", "color"})
# `int(x)` and `float(x)` convert in Processing; Java has no such call.
CONVERSIONS = {"int": "parseInt", "float": "parseFloat", "boolean": "parseBoolean"}
DEFAULT_SIZE = ("100", "100")


@dataclass
class _Token:
    kind: str
    text: str


def to_java(source: str, class_name: str) -> str:
    """A compilation unit that extends PApplet and draws the sketch in `setup()`.

    The canvas size, which Processing must know before a sketch starts, is taken out of the
    first `size(w, h)` and kept in the constant `SKETCH_SIZE`. Lines keep their numbers.

    Args:
        source: a static or an active Processing sketch.
        class_name: name of the class to make.
    """
    tokens = [
        _Token(str(match.lastgroup), match[0]) for match in TOKEN.finditer(source.rstrip() + "\n")
    ]
    width, height = _take_size(tokens)
    active = _is_active(tokens)
    _rewrite(tokens, active)
    body = "".join(token.text for token in tokens)
    if not active:
        body = "public void setup() { " + body + "}\n"
    return (
        "import processing.core.*; "
        f"public class {class_name} extends PApplet {{ "
        f"public static final int[] SKETCH_SIZE = {{ {width}, {height} }}; {body}}}\n"
    )


def _significant(tokens: list[_Token]) -> list[int]:
    return [index for index, token in enumerate(tokens) if token.kind != "space"]


def _is_active(tokens: list[_Token]) -> bool:
    words = [tokens[index].text for index in _significant(tokens)]
    triples = zip(words, words[1:], words[2:], strict=False)
    return any(triple == ("void", "setup", "(") for triple in triples)


def _take_size(tokens: list[_Token]) -> tuple[str, str]:
    """Blank out the first `size(…);` and return its first two arguments."""
    places = _significant(tokens)
    for order, index in enumerate(places):
        if tokens[index].text != "size" or tokens[places[order + 1]].text != "(":
            continue
        end = next(k for k in range(order, len(places)) if tokens[places[k]].text == ";")
        arguments = "".join(tokens[places[k]].text for k in range(order + 2, end - 1)).split(",")
        for place in places[order:end]:
            tokens[place].text = ""
        return arguments[0], arguments[1]
    return DEFAULT_SIZE


def _rewrite(tokens: list[_Token], active: bool) -> None:
    """Turn every word Java would not understand into what Processing means by it."""
    places = _significant(tokens)
    depth = 0
    for order, index in enumerate(places):
        token = tokens[index]
        following = [tokens[place].text for place in places[order + 1 : order + 3]]
        if token.text in "{}":
            depth += {"{": 1, "}": -1}.get(token.text, 0)
        elif token.kind == "web":
            token.text = "0xFF" + token.text[1:]
        elif token.kind == "number":
            if re.search(r"[.eE]", token.text) and token.text[-1] not in "fFdDlLxX":
                token.text += "" if token.text[:2] in ("0x", "0X") else "f"
        elif token.text in CONVERSIONS and following[:1] == ["("]:
            token.text = f"PApplet.{CONVERSIONS[token.text]}"
        elif token.text in TYPES and following[:1] != ["("]:
            is_method = active and depth == 0 and following[1:] == ["("]
            previous = tokens[places[order - 1]].text if order else ""
            word = "int" if token.text == "color" else token.text
            # Sketch methods such as setup() override public ones.
            token.text = f"public {word}" if is_method and previous != "public" else word
