"""Evaluation: shares are right, a perfect writer scores perfectly, the command prints its table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from sketchnet.evaluation import sampled as sampling
from sketchnet.evaluation.beside import difference
from sketchnet.evaluation.refining import refined
from sketchnet.evaluation.sampled import best_of, greedy_of, sampled
from sketchnet.evaluation.synthetic import (
    SOLVED,
    Case,
    cases,
    drawn,
    evaluate,
    token_accuracy,
)
from sketchnet.metrics import rmse
from sketchnet.model.shapes import shapes_for, shapes_of
from sketchnet.model.statements import CLEAR, Picture, Statement
from sketchnet.model.tokens import decode, encode
from sketchnet.model.view import View
from sketchnet.model.vocabulary import COUNT
from sketchnet.model.weights import build, store
from sketchnet.model.writers import Floats, Ints, Pixels
from sketchnet.train.examples import CANVAS, UNIT, canvases, steps_in_order
from sketchnet.train.sketches import load_sketches
from tests.cli.runner import run

CSG = load_sketches({"csg": 1.0})


class Oracle:
    """A writer that knows the held-out programs by their pictures and canvases."""

    side = 32
    sees_canvas = True

    def __init__(self, held_out: list[Case]) -> None:
        view = View(CANVAS, CANVAS, self.side)
        self.known: dict[int, list[tuple[Pixels, list[int]]]] = {}
        for case in held_out:
            target = hash(view.of(case.image).tobytes())
            steps = steps_in_order(case.picture)
            drawn = decode(encode(case.picture, UNIT), UNIT)
            boards = canvases(drawn, self.side, range(len(steps)))
            self.known[target] = list(zip(boards, steps, strict=True))

    def look(self, targets: Pixels, canvases: Pixels) -> Any:
        return [self.steps(*pair) for pair in zip(targets, canvases, strict=True)]

    def steps(self, target: Pixels, canvas: Pixels) -> list[list[int]]:
        """What may come next: on a white ground, the ground and the first shape look alike."""
        known = self.known[hash(target.tobytes())]
        apart = [int(np.abs(board.astype(int) - canvas).sum()) for board, _ in known]
        return [step for far, (_, step) in zip(apart, known, strict=True) if far == min(apart)]

    def begin(self, seen: Any) -> Any:
        return 0, seen

    def read(self, seen: Any, state: Any, tokens: Ints, roles: Ints) -> tuple[Floats, Any]:
        place, left = state
        if place:
            left = [
                [step for step in steps if step[min(place, len(step)) - 1] == token]
                for steps, token in zip(left, tokens, strict=True)
            ]
        logits = np.zeros((len(left), COUNT), np.float32)
        for row, steps in enumerate(left):
            for index, step in enumerate(steps):
                logits[row, step[min(place, len(step) - 1)]] = 50 - index
        return logits, (place + 1, left)

    def rows(self, value: Any, index: Ints) -> Any:
        if isinstance(value, list):
            return [value[i] for i in index]
        place, left = value
        return place, [left[i] for i in index]


def test_a_writer_that_knows_everything_scores_everything() -> None:
    held_out = cases(load_sketches({"shapes": 1.0}), 5, 3)  # no white grounds: no step is doubtful
    row = evaluate(Oracle(held_out), "shapes", held_out, samples=())
    assert row.accuracy > 0.98  # a hidden shape may come now or later
    assert row.rmse < SOLVED
    assert row.solved == {"1": 1.0}
    assert row.refined["1"] >= 0.6


def test_held_out_pictures_are_the_same_every_time_and_no_training_s() -> None:
    one, two = cases(CSG, 4, 6), cases(CSG, 4, 6)
    assert all((a.image == b.image).all() for a, b in zip(one, two, strict=True))
    from sketchnet.cli import main

    assert main(["train", "painter", "tiny", "out=x", "seed=7919"]) == 1


def test_an_untrained_writer_is_seldom_right() -> None:
    torch.manual_seed(0)
    from sketchnet.model.torch_writer import TorchWriter

    writer = TorchWriter(build("painter", {"side": 32, "width": 8, "hidden": 24}).eval())
    assert token_accuracy(writer, cases(CSG, 4, 6)) < 0.5


def test_refinement_brings_a_shaken_drawing_back() -> None:
    (case,) = cases(CSG, 1, 4)
    rng = np.random.default_rng(0)
    shaken = [
        one._replace(params=tuple(p + rng.normal(0, 1.5) for p in one.params))
        for one in case.picture.statements
    ]
    before = rmse(drawn(case.picture._replace(statements=tuple(shaken))), case.image)
    shapes = [shape for one in shaken for shape in shapes_for(one)]
    after = rmse(refined(shapes, case.image), case.image)
    assert before > 10
    assert after < 0.5 * before


def test_what_is_drawn_can_be_said_to_refinement() -> None:
    """Of programs that draw the picture nothing is lost: curves, slices, what is see-through."""
    for case in cases(load_sketches({"shapes": 1.0}), 6, 8):
        assert rmse(refined(shapes_of(case.picture), case.image), case.image) < 3


def test_refinement_finds_how_much_is_seen_through() -> None:
    below = Statement("rect", (20.0, 30.0, 60.0, 60.0), (200, 30, 30, 255), CLEAR)
    over = Statement("circle", (80.0, 60.0, 50.0), (30, 60, 200, 110), CLEAR)
    target = drawn(Picture((255, 255, 255, 255), (below, over)))
    opaque = Picture((255, 255, 255, 255), (below, over._replace(fill=(30, 60, 200, 255))))
    assert rmse(drawn(opaque), target) > 10
    assert rmse(refined(shapes_of(opaque), target), target) < 1


def test_the_best_of_several_programs_is_told_after_refinement() -> None:
    """What is nearest as written is not what refinement brings nearest: no line has corners."""
    square = Statement("square", (30.0, 40.0, 40.0), (200, 30, 30, 255), CLEAR)
    white = (255, 255, 255, 255)
    target = drawn(Picture(white, (square,)))
    line = (46.0, 60.0, 54.0, 60.0)
    near = Statement("line", line, CLEAR, (200, 30, 30, 255), weight=40.0)
    far = square._replace(params=(36.0, 34.0, 40.0))
    off = square._replace(params=(100.0, 0.0, 20.0))
    written = [Picture(white, (one,)) for one in (near, off, far)]
    one, two, three = best_of(written, target, (1, 2, 3))
    assert 0 < one.written == two.written == three.written < rmse(drawn(written[2]), target)
    assert one.refined > SOLVED
    assert two.refined <= one.refined
    assert three.refined < 0.5
    (unrefined,) = best_of(written, target, (3,), refine=False)
    assert unrefined.written == three.written
    assert np.isnan(unrefined.refined)


def test_only_the_nearest_programs_are_refined(monkeypatch: pytest.MonkeyPatch) -> None:
    held_out = cases(CSG, 4, 4)
    programs, target = [case.picture for case in held_out], held_out[2].image
    nearest = sorted(programs, key=lambda one: rmse(drawn(one), target))
    asked: list[list[Picture]] = []

    def refined_errors(pictures: list[Picture], targets: list[Pixels]) -> list[float]:
        asked.append(pictures)
        return [1.0] * len(targets)

    monkeypatch.setattr(sampling, "refined_errors", refined_errors)
    monkeypatch.setattr(sampling, "MOVED", 2)
    monkeypatch.setattr(sampling, "REFINED", 1)
    three, four = best_of(programs, target, (3, 4))
    assert asked == [[held_out[2].picture], []]
    assert three == four
    assert three.written < 1 == three.refined
    asked.clear()
    monkeypatch.setattr(sampling, "REFINED", 2)
    best_of(programs, target, (4,))
    assert sorted(asked[0]) == sorted(nearest[:2])


def test_more_programs_never_solve_less(monkeypatch: pytest.MonkeyPatch) -> None:
    held_out = cases(CSG, 2, 4)
    programs, target = [held_out[1].picture, held_out[0].picture], held_out[0].image
    errors = iter([2.0, 9.0])
    monkeypatch.setattr(sampling, "refined_errors", lambda some, _: [next(errors) for _ in some])
    monkeypatch.setattr(sampling, "MOVED", 1)
    one, two = best_of(programs, target, (1, 2))
    assert two.written < one.written
    assert one.refined == two.refined == 2


def test_samples_are_the_same_every_time_and_begin_with_the_greedy_program() -> None:
    torch.manual_seed(0)
    from sketchnet.model.torch_writer import TorchWriter

    writer = TorchWriter(build("painter", {"side": 32, "width": 8, "hidden": 24}).eval())
    (case,) = cases(CSG, 1, 4)
    (greedy,) = greedy_of(writer, [case.image])
    one, again, other = (sampled(writer, case.image, greedy, 4, seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    assert one[:1] == other[:1] == greedy_of(writer, [case.image])


@pytest.mark.parametrize("kind", ["painter", "captioner"])
def test_eval_prints_a_table_and_draws_a_sheet(kind: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    store(build(kind, {"side": 32, "width": 8, "hidden": 24}), tmp_path)
    sheet = tmp_path / "sheet.png"
    few = ("--count", "2", "--most", "3", "--best-of", "3,2")
    done = run("eval", "csg", "--weights", tmp_path, *few, "-o", sheet)
    assert done.code == 0, done.err
    assert done.out.decode().splitlines()[0].startswith("| held out | pictures | tokens right |")
    assert "| solved@1 | solved@2 | solved@3 |" in done.out.decode()
    assert "| csg | 2 |" in done.out.decode()
    assert sheet.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ["painter", "captioner"])
def test_eval_counts_valid_programs(kind: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    store(build(kind, {"side": 32, "width": 8, "hidden": 24}), tmp_path)
    done = run("eval", "csg", "--weights", tmp_path, "--samples", "40")
    assert done.code == 0, done.err
    lines = done.out.decode().splitlines()[2:]
    assert lines == [f"| {t} | 10 | 10 |" for t in ("0.5", "1", "2", "10")]


def test_eval_of_nothing_is_one_clear_line(tmp_path: Path) -> None:
    done = run("eval", "csg", "--weights", tmp_path)
    assert (done.code, done.out) == (1, b"")
    assert len(done.err.splitlines()) == 1 and "expected weights" in done.err


def test_a_difference_has_the_range_that_bootstraps_give_it() -> None:
    rng = np.random.default_rng(2)
    one = rng.normal(40, 10, 200)
    better = difference(one, one - 3 + rng.normal(0, 2, 200))
    assert better.low < better.mean < better.high < 0
    assert better.mean == pytest.approx(-3, abs=0.5)
    assert better.high - better.low == pytest.approx(4 * 2 / np.sqrt(200), rel=0.2)
    none = difference(one, rng.permutation(one))
    assert none.low < 0 < none.high


def test_eval_puts_writers_beside_each_other(tmp_path: Path) -> None:
    torch.manual_seed(0)
    for name in ("one", "other"):
        store(build("painter", {"side": 32, "width": 8, "hidden": 24}), tmp_path / name)
    for index in range(11):
        Image.fromarray(np.full((20, 30, 3), 20 * index, np.uint8)).save(tmp_path / f"{index}.png")
    done = run(
        *("eval", "csg", "--weights", tmp_path / "one", "--beside", tmp_path / "other"),
        *("--real", tmp_path, "--count", "2", "--most", "2", "--best-of", "2"),
    )
    assert done.code == 0, done.err
    told = done.out.decode()
    assert (
        "| csg (2) | greedy RMSE | 100 renders | solved@1 | solved@2 |" in told
        and "| real (2) |" in told
    )
    assert told.count("differs by") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--real", "x"), "--real is for --beside"),
        (("--beside", "x", "--samples", "4"), "neither --samples nor --out"),
    ],
)
def test_eval_refuses_what_does_not_go_together(arguments: tuple[str, ...], said: str) -> None:
    done = run("eval", "csg", *arguments)
    assert (done.code, done.out) == (2, b"")
    assert said in done.err and len(done.err.splitlines()) == 1
