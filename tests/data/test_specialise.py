"""Sketches with `random()` become concrete programs."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

import renderer
from sketchnet.data.pairs import pair, pairs
from sketchnet.data.specialise import specialise

SKETCHES = sorted((Path(__file__).parents[2] / "datasets").glob("*.pde"))


@pytest.mark.parametrize("path", SKETCHES, ids=lambda path: path.stem)
def test_concrete_programs_print_parse_and_draw_their_picture(path: Path) -> None:
    sketch = renderer.parse(path.read_text())
    for program, picture in islice(pairs(sketch, seed=3), 12):
        code = renderer.export(program, "processing")
        assert "random" not in code
        assert np.array_equal(renderer.render(code, (128, 128)), picture)


def test_a_pair_depends_on_seed_and_index_alone() -> None:
    sketch = renderer.parse(SKETCHES[0].read_text())
    assert pair(sketch, 1, 2).program == pair(sketch, 1, 2).program
    assert pair(sketch, 1, 2).program != pair(sketch, 2, 2).program


def test_loop_without_random_stays_a_loop() -> None:
    code = "size(9, 9); float r = random(2, 9); for (int i = 0; i < 3; i++) { circle(i, i, r); }"
    assert "for (" in renderer.export(specialise(renderer.parse(code), 1).program, "processing")


def test_loop_with_random_is_unrolled() -> None:
    code = "size(9, 9); for (int i = 0; i < 3; i++) { circle(i, random(9), 4); }"
    concrete = renderer.export(specialise(renderer.parse(code), 1).program, "processing")
    assert "for (" not in concrete
    assert concrete.count("circle(") == 3


def test_sketch_with_its_own_seed_is_refused() -> None:
    with pytest.raises(renderer.RunError, match="sets no seed"):
        specialise(renderer.parse("size(9, 9); randomSeed(4);"), 1)
