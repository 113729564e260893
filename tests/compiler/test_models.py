"""The compiler and its baseline paint, and trees are read together as they are one by one."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
import torch

import renderer
from sketchnet.compiler.baseline import Baseline, BaselineConfig
from sketchnet.compiler.model import Compiler, CompilerConfig, centres, draw
from sketchnet.compiler.pairs import Traces, collate, traces
from sketchnet.compiler.reading import read
from sketchnet.compiler.tree_speed import measure, random_trees
from sketchnet.compiler.trees import tree_of
from sketchnet.compiler.weights import build
from sketchnet.train.compiler import loss_of
from sketchnet.train.examples import CANVAS
from sketchnet.train.sketches import load_sketches

SKETCHES = load_sketches({"shapes": 2.0, "loops": 1.0, "characters": 1.0})


def batch(count: int, most: int = 6, pixels: int = 64) -> Traces:
    rng = np.random.default_rng(4)
    return collate(list(islice(traces(SKETCHES, 4, rng, 32, most=most), count)), pixels, rng)


@pytest.mark.parametrize(
    ("kind", "sizes", "updates"),
    [
        ("compiler", {"side": 32, "channels": 16, "hidden": 24, "readout": 24}, 120),
        ("baseline", {"side": 32, "hidden": 64}, 200),
    ],
)
def test_one_batch_can_be_learnt_by_heart(kind: str, sizes: dict[str, int], updates: int) -> None:
    torch.manual_seed(0)
    model, some = build(kind, sizes), batch(3, most=4)
    optimizer = torch.optim.Adam(model.parameters(), 5e-3)
    losses = []
    for _ in range(updates):
        loss = loss_of(model, some)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.25 * losses[0], losses[::20]


@pytest.mark.parametrize("kind", ["compiler", "baseline"])
def test_the_canvas_after_every_statement_is_supervised(kind: str) -> None:
    torch.manual_seed(0)
    model, some = build(kind, {"side": 32}), batch(4)
    plain = loss_of(model, some)
    for place in range(1, some.canvases.shape[1]):
        other = some.canvases.clone()
        other[:, place] = 255 - other[:, place]
        assert not torch.isclose(loss_of(model, some._replace(canvases=other)), plain), place


def test_the_compiler_is_taught_on_true_canvases_and_on_its_own() -> None:
    torch.manual_seed(0)
    model, some = build("compiler", {"side": 32}), batch(4)
    assert isinstance(model, Compiler)
    everywhere = torch.arange(32 * 32).expand(4, -1)
    real = some.canvases.float() / 255
    points = centres(32, 32).expand(4, -1, -1)
    own = model(some.read.numbers, some.read.reading, points).view_as(real)
    told = model(some.read.numbers, some.read.reading, points, real[:, :-1].flatten(3))
    errors = [(seen - real).square().mean() for seen in (own, told.view_as(real))]
    found = loss_of(model, some._replace(pixels=everywhere))
    assert torch.isclose(found, errors[0] + errors[1])
    assert not torch.isclose(errors[0], errors[1], rtol=1e-2)


def test_the_canvas_after_a_statement_does_not_know_what_follows() -> None:
    torch.manual_seed(0)
    model = Compiler(CompilerConfig(side=32, channels=8, hidden=8, readout=8))
    rng = np.random.default_rng(4)
    found = next(t for t in traces(SKETCHES, 4, rng, 32) if len(t.picture.statements) > 3)
    short = found._replace(
        picture=found.picture._replace(statements=found.picture.statements[:2]),
        canvases=found.canvases[:3],
    )
    whole, part = collate([found], 1, rng).read, collate([short], 1, rng).read
    long = draw(model, whole.numbers, whole.reading, (32, 32), last=False)[0]
    brief = draw(model, part.numbers, part.reading, (32, 32), last=False)[0]
    assert torch.allclose(long[:3], brief, atol=1e-6)


def test_programs_side_by_side_are_painted_as_they_are_alone() -> None:
    torch.manual_seed(0)
    model = Compiler(CompilerConfig(side=32, channels=8, hidden=8, readout=8))
    some = batch(6)
    together = draw(model, some.read.numbers, some.read.reading, (32, 32))
    for index, picture in enumerate(some.pictures):
        alone = read([picture], 32 / CANVAS)
        drawn = draw(model, alone.numbers, alone.reading, (32, 32))[0]
        assert torch.allclose(drawn, together[index], atol=1e-5)


def test_an_empty_program_is_its_background() -> None:
    rng = np.random.default_rng(0)
    trace = next(traces(SKETCHES, 1, rng, 32))
    empty = trace._replace(
        picture=trace.picture._replace(statements=()), canvases=trace.canvases[:1]
    )
    found = collate([empty], 4, rng).read
    drawn = draw(Compiler(CompilerConfig(side=32)), found.numbers, found.reading, (32, 32))[0]
    real = torch.from_numpy(trace.canvases[0]).permute(2, 0, 1) / 255
    assert torch.allclose(drawn, real, atol=1e-6)


def test_the_baseline_sees_each_canvas_from_the_tokens_before_it() -> None:
    torch.manual_seed(0)
    model, some = Baseline(BaselineConfig(side=32)), batch(5)
    statements = some.canvases.shape[1] - 1
    seen = model(some.tokens, statements)
    assert seen.shape == some.canvases.shape
    changed = some.tokens.clone()
    row = int(some.lengths.argmax())
    last = int((changed[row] >= 0).sum()) - 2
    changed[row, last] = changed[row, last] - 1
    again = model(changed, statements)
    assert torch.equal(seen[row, : int(some.lengths[row])], again[row, : int(some.lengths[row])])
    assert not torch.equal(seen[row, -1], again[row, -1])
    others = [index for index in range(5) if index != row]
    assert torch.allclose(seen[others], again[others])


def test_the_baseline_has_as_many_parameters_as_the_compiler() -> None:
    ours, theirs = (
        sum(p.numel() for p in build(kind, {}).parameters()) for kind in ("compiler", "baseline")
    )
    assert 0.8 < theirs / ours < 1.2


def test_trees_together_are_what_they_are_one_by_one_and_five_times_as_fast() -> None:
    found = measure(random_trees(42), 1)
    assert found.apart < 1e-5
    assert found.ratio > 5, found


def test_loops_and_functions_stay_unexpanded_and_names_do_not_matter() -> None:
    one = "size(9, 9); for (int i = 0; i < 3; i++) { line(i, 0, i, 9); }"
    two = (
        one.replace("i", "k").replace("skze", "size").replace("lkne", "line").replace("knt", "int")
    )
    other = one.replace("< 3", "< 4")
    trees = [tree_of(renderer.parse(code)) for code in (one, two, other)]
    assert trees[0] == trees[1] != trees[2]


def test_every_language_program_has_a_tree() -> None:
    code = """
color wall = #AA5533;
void setup() {
  size(20, 10); int i = 0; while (i < 2) { i += 1; }
  if (i > 1 && true) { dot(i); } else { }
}
float half(float x) { return -x / 2; }
void dot(float x) { { point(x, half(x)); } }
"""
    assert tree_of(renderer.parse(code)).height > 5


def test_pixels_are_numbered_row_by_row() -> None:
    assert centres(3, 2)[[0, 2, 3]].tolist() == [[0.5, 0.5], [2.5, 0.5], [0.5, 1.5]]
