"""Each sketch in `datasets/` has a card, and the card tells what the sketch draws now."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import renderer
from sketchnet.data.cards import main, restated

SKETCHES = sorted((Path(__file__).parents[2] / "datasets").glob("*.pde"))


@pytest.mark.parametrize("path", SKETCHES, ids=lambda path: path.stem)
def test_the_figures_of_a_card_are_those_of_its_sketch(path: Path) -> None:
    card = path.with_suffix(".md").read_text()
    assert restated(card, renderer.parse(path.read_text())) == card
    assert f"({path.stem}.png)" in card and path.with_suffix(".png").exists()


def test_a_card_is_rewritten_with_its_sheet(tmp_path: Path) -> None:
    (tmp_path / "dot.pde").write_text("size(9, 9); circle(4, random(9), 5);")
    (tmp_path / "dot.md").write_text("- Numbers in a concrete program: many\n- Licence: MIT\n")
    main([str(tmp_path / "dot.pde")])
    assert "3.0 on average, 3 to 3" in (tmp_path / "dot.md").read_text()
    assert (tmp_path / "dot.png").exists()


def test_a_sheet_of_files_has_two_rows_for_each_sketch(tmp_path: Path) -> None:
    main([*map(str, SKETCHES[:2]), "--files", str(tmp_path / "files.png")])
    with Image.open(tmp_path / "files.png") as sheet:
        assert sheet.size == (10 * 99 - 3, 4 * 99 - 3)
    assert [path.name for path in tmp_path.iterdir()] == ["files.png"]


def test_a_card_without_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one"):
        restated("# dot\n", renderer.parse("size(9, 9);"))
