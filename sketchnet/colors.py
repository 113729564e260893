"""Colours and palettes as people write them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

from renderer.errors import SketchError

RGB: TypeAlias = tuple[int, int, int]

_MOST_COLORS = 4096
_MOST_BYTES = 1_000_000
_HEX = re.compile(r"#?([0-9a-fA-F]{6})\b")
_GIMP_ROW = re.compile(r"\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(\s|$)")
_GIMP_HEAD = "GIMP Palette"
_GIMP_REMARKS = ("#", "Name:", "Columns:")
_REMARKS = ("# ", "//")


class ColorError(SketchError):
    """The text is no colour, or the file is no palette."""


def parse_color(text: str) -> RGB:
    """A colour from `#RRGGBB`, a CSS name such as `navy`, or a gray from 0 to 255.

    Raises:
        ColorError: it is none of these.
    """
    if text.isascii() and text.isdigit() and int(text) <= 255:
        return (int(text),) * 3
    if text.startswith("#") or text.isalpha():
        from PIL import ImageColor

        try:
            red, green, blue, *alpha = ImageColor.getrgb(text)
        except ValueError:
            pass
        else:
            if not alpha:
                return (red, green, blue)
    raise ColorError(f"'{text}' is no colour; expected #RRGGBB, a name, or a gray from 0 to 255")


def read_palette(path: Path) -> tuple[RGB, ...]:
    """The colours of a palette file: one `#RRGGBB` a line, or a GIMP palette (.gpl).

    Raises:
        ColorError: the file cannot be read or holds something else.
    """
    try:
        with path.open(encoding="utf-8") as file:
            lines = file.read(_MOST_BYTES).splitlines()
    except FileNotFoundError as error:
        raise ColorError(f"{path}: no such palette file; expected a file or a number") from error
    except OSError as error:
        raise ColorError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ColorError(f"{path}: not a palette; expected one #RRGGBB a line") from error
    gimp = bool(lines) and lines[0].strip() == _GIMP_HEAD
    colors = []
    for number, line in enumerate(lines[1:] if gimp else lines, 2 if gimp else 1):
        color = _gimp_row(line) if gimp else _hex_row(line)
        if color is not None:
            colors.append(color)
        elif not _says_nothing(line, gimp):
            wanted = "three numbers from 0 to 255" if gimp else "#RRGGBB"
            raise ColorError(f"{path}: line {number} is no colour; expected {wanted}")
    if not 1 <= len(colors) <= _MOST_COLORS:
        raise ColorError(f"{path}: {len(colors)} colours; expected 1 to {_MOST_COLORS}")
    return tuple(dict.fromkeys(colors))


def _hex_row(line: str) -> RGB | None:
    match = _HEX.match(line.strip())
    if match is None:
        return None
    value = int(match[1], 16)
    return (value >> 16, value >> 8 & 255, value & 255)


def _gimp_row(line: str) -> RGB | None:
    match = _GIMP_ROW.match(line)
    if match is None:
        return None
    red, green, blue = (int(match[i]) for i in (1, 2, 3))
    return (red, green, blue) if max(red, green, blue) <= 255 else None


def _says_nothing(line: str, gimp: bool) -> bool:
    """Whether a line without a colour may stand there; '#12345' is a slip, '# night' a comment."""
    text = line.strip()
    return not text or text.startswith(_GIMP_REMARKS if gimp else _REMARKS)
