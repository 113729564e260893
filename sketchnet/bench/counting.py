"""How many numbers, shapes and bytes an SVG spends, by the benchmark's rule."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from sketchnet.bench.errors import BenchError

GEOMETRY = (
    "d",
    "points",
    "transform",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "width",
    "height",
)
"""The attributes whose numeric literals count."""

SHAPES = ("path", "polygon", "polyline", "circle", "ellipse", "rect", "line")

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COMMAND = re.compile(r"([A-DF-Za-df-z])([^A-DF-Za-df-z]*)")
_SEPARATOR = re.compile(r"[\s,]*")
_FLAG = re.compile(r"[01]")
_ARC = (_NUMBER, _NUMBER, _NUMBER, _FLAG, _FLAG, _NUMBER, _NUMBER)
_BODY = re.compile(r"<svg\b[^>]*>(.*)</svg\s*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cost:
    """What an SVG spends.

    Attributes:
        numbers: numeric literals in `GEOMETRY`; a first rectangle over the whole canvas is free.
        shapes: elements that draw, that rectangle not among them.
        bytes: the text between the outer tags, in UTF-8.
    """

    numbers: int
    shapes: int
    bytes: int


def cost_of(svg: str) -> Cost:
    """What an SVG spends.

    Raises:
        BenchError: the text is no SVG.
    """
    try:
        root = ElementTree.fromstring(svg.encode())
    except ElementTree.ParseError as error:
        raise BenchError(f"not an SVG: {error}") from error
    body = _BODY.search(svg)
    if _tag(root) != "svg":
        raise BenchError(f"not an SVG: it begins with <{_tag(root)}>")
    elements = [element for element in root.iter() if element is not root]
    drawn = [element for element in elements if _tag(element) in SHAPES]
    if drawn and _covers(drawn[0], root):
        elements.remove(drawn.pop(0))
    numbers = sum(
        count_literals(name, value)
        for element in elements
        for name, value in element.attrib.items()
        if name in GEOMETRY
    )
    text = body[1].strip() if body else ""
    return Cost(numbers, len(drawn), len(text.encode()))


def count_literals(name: str, value: str) -> int:
    """The numeric literals in an attribute's value.

    Args:
        name: the attribute; in `d`, an arc's flags may stand without a space between them.
        value: its text, such as `M0,0 L10-5` or `translate(3 4)`.
    """
    if name != "d":
        return len(_NUMBER.findall(value))
    return sum(1 for command, text in _COMMAND.findall(value) for _ in _arguments(command, text))


def _arguments(command: str, text: str) -> Iterator[str]:
    kinds = _ARC if command in "aA" else (_NUMBER,)
    place = index = 0
    while True:
        place = _SEPARATOR.match(text, place).end()  # type: ignore[union-attr]  # matches ""
        match = kinds[index % len(kinds)].match(text, place)
        if match is None:
            return
        yield match[0]
        place = match.end()
        index += 1


def _covers(element: ElementTree.Element, root: ElementTree.Element) -> bool:
    """Whether an element is an upright rectangle over the whole canvas."""
    if _tag(element) != "rect" or "transform" in element.attrib:
        return False
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) != 4:
        box = [0.0, 0.0, _length(root, "width"), _length(root, "height")]
    left, top, width, height = box
    x, y = _length(element, "x"), _length(element, "y")
    return (
        x <= left
        and y <= top
        and x + _length(element, "width") >= left + width
        and y + _length(element, "height") >= top + height
    )


def _length(element: ElementTree.Element, name: str) -> float:
    """A length in pixels; 100% of whatever it is of reaches everywhere, no length is 0."""
    text = element.get(name, "0").strip()
    number = _NUMBER.match(text)
    return math.inf if text == "100%" else float(number[0]) if number else 0.0


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
