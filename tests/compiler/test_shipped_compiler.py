"""The compiler that comes with the package: whole, light, and nearly right."""

from __future__ import annotations

import json

import numpy as np

from sketchnet.compiler.evaluation import drawn, held_out, score
from sketchnet.compiler.refinement import compare
from sketchnet.compiler.weights import SHIPPED, fetch_compiler
from sketchnet.train.sketches import load_sketches

_LARGEST = 16 << 20  # bytes of a file


def test_every_file_of_the_weights_is_small_enough_to_ship() -> None:
    assert all(path.stat().st_size <= _LARGEST for path in SHIPPED.iterdir())


def test_the_card_tells_the_hash_and_the_updates_of_these_weights() -> None:
    told = json.loads((SHIPPED / "config.json").read_text())
    card = (SHIPPED / "README.md").read_text()
    assert told["sha256"] in card
    assert f"{told['trained']['updates']:,}" in card


def test_it_paints_programs_it_never_saw() -> None:
    found = held_out(load_sketches({"shapes": 1.0, "flat-art": 1.0}), 8, 64, 1, 6)
    told = score(drawn(fetch_compiler(), found), found)
    assert told.share < 0.03
    assert told.psnr > 28


def test_gradients_through_it_lower_the_error_of_the_real_render() -> None:
    model = fetch_compiler().requires_grad_(False)
    (trace,) = held_out(load_sketches({"csg": 1.0}), 1, 64, 2, 4)
    gain = compare(model, trace, np.random.default_rng(0), 6)
    assert gain.compiler < gain.before
