"""The compiler that comes with the package: nearly right."""

from __future__ import annotations

import numpy as np

from sketchnet.compiler.evaluation import drawn, held_out, score
from sketchnet.compiler.refinement import compare
from sketchnet.compiler.weights import fetch_compiler
from sketchnet.train.sketches import load_sketches


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
