"""Plain drawings come back from their pictures, and the table counts them rightly."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from sketchnet.bench.plain import Again, draw_again, table, write_sheet
from sketchnet.metrics import rmse

NAMES = ("bicycle", "card", "clock", "hill-and-box", "leaf", "pac", "phone", "plus")


@pytest.fixture(scope="module")
def rows() -> list[Again]:
    return list(draw_again(NAMES, numbers=100, time=None))


def test_plain_drawings_come_back_with_no_more_numbers(rows: list[Again]) -> None:
    assert [row.name for row in rows] == list(NAMES)
    assert [row.name for row in rows if not row.solved] == []


def test_plain_drawings_come_back_from_compressed_files() -> None:
    for row in draw_again(("bars-growing", "card", "house", "smiley"), 100, None, jpeg=85):
        assert row.drawing.score["numbers"] <= row.answer
        assert row.rmse < rmse(row.given, row.picture) / 2


def test_the_table_counts_what_came_back(rows: list[Again]) -> None:
    lines = table(rows).splitlines()
    assert lines[2].startswith("| bicycle | 31 | 31 | 0.0")
    assert lines[-1] == "8 of 8 exact, 8 of them with no more numbers."


def test_the_sheet_has_two_rows_of_pictures(rows: list[Again], tmp_path: Path) -> None:
    write_sheet(rows, tmp_path / "one.png")
    write_sheet([*rows, *rows], tmp_path / "two.png")
    with Image.open(tmp_path / "one.png") as one, Image.open(tmp_path / "two.png") as two:
        assert one.width == two.width
        assert two.height > 1.5 * one.height
