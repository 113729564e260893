"""Colours and palettes are read the ways people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sketchnet.colors import ColorError, parse_color, read_palette


@pytest.mark.parametrize(
    ("text", "color"),
    [("#ff8000", (255, 128, 0)), ("#F80", (255, 136, 0)), ("Navy", (0, 0, 128)), ("9", (9, 9, 9))],
)
def test_color_reads(text: str, color: tuple[int, int, int]) -> None:
    assert parse_color(text) == color


@pytest.mark.parametrize("text", ["", "256", "-1", "#12345", "#12345678", "nocolor", "²"])
def test_what_is_no_color_is_refused(text: str) -> None:
    with pytest.raises(ColorError, match="no colour"):
        parse_color(text)


def test_hex_palette_reads_with_comments_and_without_repeats(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text("# night\n#000010\n\n// moon\nffffee\n#000010\n")
    assert read_palette(path) == ((0, 0, 16), (255, 255, 238))


def test_gimp_palette_reads(tmp_path: Path) -> None:
    path = tmp_path / "p.gpl"
    path.write_text("GIMP Palette\nName: n\nColumns: 2\n#\n  1   2 3\tinky\n255 255 255 white\n")
    assert read_palette(path) == ((1, 2, 3), (255, 255, 255))
