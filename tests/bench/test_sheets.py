"""A contact sheet shows the pictures, each in its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sketchnet.bench.jobs import save_drawing
from sketchnet.bench.sets import Picture
from sketchnet.bench.sheets import BOX, Cell, draw_sheet, write_score_sheets, write_solution_sheets
from sketchnet.images import load_image
from tests.bench.fakes import score, solution
from tests.pictures import BLUE, RED, png, two_halves


def pictures_in(folder: Path, count: int) -> list[Picture]:
    pictures = []
    for i in range(count):
        path = folder / f"{i}.png"
        path.write_bytes(png(two_halves()))
        pictures.append(Picture("mine", str(i), path, "", bundled=False))
    return pictures


def share_of(sheet: np.ndarray, color: tuple[int, int, int]) -> int:
    return int((sheet == color).all(axis=2).sum())


def test_small_pictures_grow_by_whole_factors() -> None:
    sheet = np.array(draw_sheet("title", ["picture"], [[Cell(two_halves())]]))
    # 24 pixels six times over: each half has 72 × 144 pixels of its colour and no mixture.
    assert share_of(sheet, RED) == share_of(sheet, BLUE) == BOX * BOX // 2


def test_large_and_narrow_pictures_fit_their_box() -> None:
    cells = [Cell(two_halves(600, 300)), Cell(two_halves(3000, 1)), Cell(None)]
    sheet = draw_sheet("title", ["a", "b", "c"], [cells])
    assert 3 * BOX < sheet.width < 4 * BOX
    assert share_of(np.array(sheet), RED) > 0.45 * BOX * BOX / 2


def test_captions_are_written_and_do_not_overlap_their_neighbours() -> None:
    plain = np.array(draw_sheet("t", ["", ""], [[Cell(None, ("",)), Cell(None, ("",))]]))
    long = "48 numbers, 26.4 " * 10
    told = np.array(draw_sheet("t", ["", ""], [[Cell(None, (long,)), Cell(None, ("",))]]))
    columns = np.flatnonzero((plain != told).any(axis=(0, 2)))
    assert columns.size > 50
    assert columns.max() <= 10 + BOX


def test_sheets_hold_every_picture_and_method(tmp_path: Path) -> None:
    pictures = pictures_in(tmp_path, 9)
    scores = [
        score(picture=picture.name, method=method)
        for picture in pictures
        for method in ("sketchnet", "vtracer", "recorded-best")
    ]
    for one in scores[:2]:
        save_drawing(tmp_path, one, two_halves(), "", ".pde")
    written = write_score_sheets(tmp_path, pictures, scores)
    assert [path.name for path in written] == ["sheet-mine-1.png", "sheet-mine-2.png"]
    first = load_image(written[0])
    assert 3 * BOX < first.shape[1] < 4 * BOX  # recorded peers left no drawings
    # Eight targets and the two drawings that are there.
    assert share_of(first, RED) == 10 * BOX * BOX // 2


def test_solutions_stand_beside_their_problems(tmp_path: Path) -> None:
    pictures = pictures_in(tmp_path, 5)
    solutions = [solution(None, picture=picture.name) for picture in pictures]
    save_drawing(tmp_path, solutions[0], two_halves(), "", ".pde")
    written = write_solution_sheets(tmp_path, pictures, solutions)
    sheet = load_image(written[0])
    assert share_of(sheet, RED) == 6 * BOX * BOX // 2
