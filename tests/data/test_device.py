"""Pairs made on a device: against cairo, the tokens' own reader, and the sketch they stand for."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
import torch

from renderer.ops import DrawOp, Scene, Style
from renderer.raster.cairo_raster import render_scene
from sketchnet.data.canonical import reordered
from sketchnet.data.device import UNIT, drawings, steps
from sketchnet.data.device_augment import augmented
from sketchnet.data.device_draw import CANVAS, pictures
from sketchnet.data.device_order import ordered
from sketchnet.data.device_shapes import LAYOUTS, Drawings, Shapes, sample
from sketchnet.data.device_tokens import read_back, written
from sketchnet.model.batch import Batch
from sketchnet.model.grammar import grammar
from sketchnet.model.statements import (
    CLEAR,
    FORMS,
    PATH,
    Picture,
    Statement,
    op_of,
    picture_of,
    scene_of,
)
from sketchnet.model.tokens import decode, ground_tokens, statement_tokens
from sketchnet.train.examples import drawing
from sketchnet.train.sketches import load_sketches


def dice(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def statements_of(shapes: Shapes, row: int) -> list[Statement]:
    """One drawing's shapes as the statements that the rest of the project knows."""
    found = []
    for slot in shapes.present[row].nonzero()[:, 0].tolist():
        layout = LAYOUTS[int(shapes.layout[row, slot])]
        numbers = shapes.params[row, slot].double().tolist()
        fill, stroke = (
            tuple(map(int, colour[row, slot].tolist())) if on[row, slot] else CLEAR
            for colour, on in ((shapes.fill, shapes.filled), (shapes.stroke, shapes.stroked))
        )
        weight = float(shapes.weight[row, slot])
        if layout in FORMS:
            params = tuple(numbers[: len(FORMS[layout].parameters)])
            found.append(Statement(layout, params, fill, stroke, weight))
            continue
        points, name, width = numbers, "C", 6
        if layout == "polygon":
            points, name, width = numbers[: 2 * int(shapes.vertices[row, slot])], "L", 2
        else:
            points = numbers[:14]
        rest = [(name, *points[at : at + width]) for at in range(2, len(points), width)]
        found.append(Statement(PATH, (), fill, stroke, weight, (("M", *points[:2]), *rest, ("Z",))))
    return found


def pictures_of(found: Drawings) -> list[Picture]:
    grounds = [(*map(int, ground), 255) for ground in found.ground.tolist()]
    return [
        Picture(ground, tuple(statements_of(found.shapes, row)))
        for row, ground in enumerate(grounds)
    ]


def assert_drawn_by_cairo_too(drawn: torch.Tensor, expected: list[Picture]) -> None:
    for index, picture in enumerate(expected):
        cairo = render_scene(scene_of(picture, (CANVAS, CANVAS)), (drawn.shape[-1],) * 2)
        apart = np.abs(drawn[index].permute(1, 2, 0).numpy() - cairo.astype(float))
        assert apart.mean() <= 1.0, picture
        assert (apart.max(2) > 32).mean() <= 0.005, picture


@pytest.mark.parametrize("side", [64, 128])
def test_pictures_are_those_that_cairo_draws(side: int) -> None:
    found = drawings(60, dice(side))
    assert_drawn_by_cairo_too(pictures(found.ground, found.shapes, side), pictures_of(found))


def test_tokens_are_those_of_the_statements_one_by_one() -> None:
    found = drawings(300, dice(1))
    said = written(found.shapes, UNIT)
    g = grammar()
    for row, picture in enumerate(pictures_of(found)):
        for slot, statement in enumerate(picture.statements):
            tokens = [token for token in said.tokens[row, slot].tolist() if token >= 0]
            assert tokens == statement_tokens(statement, UNIT), statement
            state = g.next
            for place, token in enumerate(tokens):
                assert int(said.states[row, slot, place]) == state
                state = int(g.follows[state, token])
            assert state == g.next


def test_what_tokens_mean_is_what_is_drawn_on_the_canvas() -> None:
    found = drawings(40, dice(2))
    said = written(found.shapes, UNIT)
    meant = []
    for row, picture in enumerate(pictures_of(found)):
        tokens = ground_tokens(picture.background)
        for sentence in said.tokens[row, : len(picture.statements)].tolist():
            tokens += [token for token in sentence if token >= 0]
        meant.append(decode(tokens, UNIT))
    ground = torch.tensor([picture.background[:3] for picture in meant]).float()
    canvas = pictures(ground, read_back(found.shapes, said.levels, UNIT), 64)
    assert_drawn_by_cairo_too(canvas, meant)


def test_shapes_are_in_the_order_that_the_sketch_is_written_in() -> None:
    found = sample(300, dice(3))
    after = ordered(found.shapes)
    hidden = 0
    for row in range(300):
        ops = [op_of(statement) for statement in statements_of(found.shapes, row)]
        for slot, op in enumerate(ops):
            w, h, angle = found.shapes.turned[row, slot].double().tolist()
            if w > 0:  # as it was before its corners were carried
                x, y = (sum(op.args[at::2]) / 4 for at in (0, 1))
                if op.kind == "rect":  # turned by nothing
                    x, y = op.args[0] + w / 2, op.args[1] + h / 2
                c, s = math.cos(angle), math.sin(angle)
                matrix = (c, s, -s, c, x, y)
                ops[slot] = DrawOp("rect", (-w / 2, -h / 2, w, h), op.style, matrix)
        ground = DrawOp("background", (), Style((255, 255, 255, 255), None))
        expected = picture_of(reordered(Scene(CANVAS, CANVAS, [ground, *ops]))).statements
        assert len(statements_of(after, row)) == len(expected), row
        for one, other in zip(statements_of(after, row), expected, strict=True):
            assert (one.kind, one.fill, one.stroke) == (other.kind, other.fill, other.stroke), row
            assert np.allclose(one.params, other.params, atol=1e-3)
        hidden += len(ops) - len(expected)
    assert hidden > 10


def figures_of(found: list[Picture]) -> dict[str, list[float]]:
    """Numbers whose distributions tell one sketch from another, a list of values for each."""
    shapes = [statement for picture in found for statement in picture.statements]
    figures: dict[str, list[float]] = {
        "shapes": [len(picture.statements) for picture in found],
        "white ground": [float(picture.background == (255,) * 4) for picture in found],
        "outlined": [float(s.stroke[3] > 0) for s in shapes],
        "filled": [float(s.fill[3] > 0) for s in shapes],
        "see-through": [float(0 < s.fill[3] < 255) for s in shapes],
        "weight": [s.weight for s in shapes if s.stroke[3]],
        "corners": [len(s.segments) for s in shapes if s.segments],
        "rectangles' widths": [s.params[2] for s in shapes if s.kind == "rect"],
        "circles' widths": [s.params[2] for s in shapes if s.kind == "circle"],
        "radii": [s.params[4] for s in shapes if s.kind == "roundrect"],
        "sweeps": [s.params[5] - s.params[4] for s in shapes if s.kind.startswith("arc")],
        "low ends": [max(s.params[1::2]) for s in shapes if s.kind in ("quad", "triangle")],
        "curves' far points": [min(s.params[1::2]) for s in shapes if s.kind == "bezier"],
        "alpha": [s.fill[3] for s in shapes if 0 < s.fill[3] < 255],
    }
    for index, channel in enumerate("rgb"):
        figures[f"ground {channel}"] = [picture.background[index] for picture in found]
        figures[f"fill {channel}"] = [s.fill[index] for s in shapes if s.fill[3]]
        figures[f"stroke {channel}"] = [s.stroke[index] for s in shapes if s.stroke[3]]
    for kind in (*FORMS, PATH):
        if any(s.kind == kind for s in shapes):
            figures[kind] = [float(s.kind == kind) for s in shapes]
    return figures


def test_drawings_are_distributed_as_those_of_the_sketch() -> None:
    (sketch, _), *_ = load_sketches({"shapes": 1.0})
    of_sketch = [drawing(sketch, 11, index) for index in range(1000)]
    assert None not in of_sketch
    wanted = figures_of([picture for picture in of_sketch if picture is not None])
    found = figures_of(pictures_of(drawings(2000, dice(4))))
    assert found.keys() == wanted.keys()
    for name, values in wanted.items():
        one, two = np.array(found[name]), np.array(values)
        points = np.union1d(one, two)
        shares = [np.searchsorted(np.sort(of), points, "right") / len(of) for of in (one, two)]
        # Two samples of one distribution are farther apart than this 1 time in 10,000.
        allowed = math.sqrt(-math.log(0.5e-4) / 2 * (1 / len(one) + 1 / len(two)))
        apart = np.abs(shares[0] - shares[1]).max()
        assert apart <= allowed, f"{name}: {one.mean():.3f}, the sketch {two.mean():.3f}"


def some_steps(seed: int, **settings: float) -> Batch:
    return steps(24, dice(seed), side=32, **settings)  # type: ignore[arg-type]


def test_the_same_generator_gives_the_same_pairs() -> None:
    first, again, other = some_steps(5, augment=0.5), some_steps(5, augment=0.5), some_steps(6)
    assert all(torch.equal(one, two) for one, two in zip(first, again, strict=True))
    assert not torch.equal(first.target, other.target)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_cuda_makes_pairs_that_cairo_draws_too() -> None:
    first, again = (
        steps(24, torch.Generator("cuda").manual_seed(5), side=32, augment=0.5) for _ in range(2)
    )
    assert all(torch.equal(one, two) for one, two in zip(first, again, strict=True))
    found = drawings(60, torch.Generator("cuda").manual_seed(6))
    drawn = pictures(found.ground, found.shapes, 64).cpu()
    here = Drawings(found.ground.cpu(), Shapes(*(of.cpu() for of in found.shapes)))
    assert_drawn_by_cairo_too(drawn, pictures_of(here))


def test_steps_are_sentences_of_the_grammar() -> None:
    g = grammar()
    found = some_steps(7)
    lengths = Counter()
    for inputs, wanted, states in zip(found.inputs, found.wanted, found.states, strict=True):
        tokens = wanted[wanted >= 0].tolist()
        state = int(states[0])
        assert state in (g.start, g.next)
        for place, token in enumerate(tokens):
            assert int(states[place]) == state and g.allowed[state, token]
            assert place == 0 or int(inputs[place]) == tokens[place - 1]
            state = int(g.follows[state, token])
        assert state in (g.next, g.done)
        assert (wanted[len(tokens) :] == -1).all()
        lengths[len(tokens)] += 1
    assert len(lengths) > 3


def test_canvases_are_white_at_first_and_near_the_target_at_last() -> None:
    g = grammar()
    found = steps(96, dice(8), side=32)
    first, last = found.states[:, 0] == g.start, (found.wanted >= 0).sum(1) == 1
    assert first.sum() > 3 and last.sum() > 3
    assert (found.canvas[first] == 255).all()
    apart = (found.target.float() - found.canvas.float()).abs().mean((1, 2, 3))
    assert apart[last].mean() < 0.5 * apart[first].mean()


def test_no_drawing_is_longer_than_asked_for() -> None:
    found = drawings(200, dice(9), most=3)
    assert 20 < len(found.ground) < 120
    assert int(found.shapes.present.sum(1).max()) == 3


def test_augmented_pictures_keep_their_shapes_and_their_white_ground() -> None:
    found = drawings(64, dice(10))
    drawn = pictures(torch.full_like(found.ground, 255), found.shapes, 64)
    changed = augmented(drawn, 1.0, dice(11))
    apart = (changed.float() - drawn.float()).abs()
    assert 1 < apart.mean() < 12
    assert (apart.flatten(1).amax(1) == 0).any()  # now and then nothing happens
    assert torch.equal(augmented(drawn, 0.0, dice(12)), drawn)
    corner = apart[:, :, 0, 0].amax(1)[(drawn[:, :, 0, 0] == 255).all(1)]
    assert (corner <= 8).float().mean() > 0.6
