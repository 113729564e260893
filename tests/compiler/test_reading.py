"""What the compiler reads: numbers in the tokens' order, and gradients to whoever supplies them."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
import torch

from renderer.raster.cairo_raster import render_scene
from renderer.raster.torch_raster import rasterize
from sketchnet.compiler.model import Compiler, CompilerConfig, centres
from sketchnet.compiler.pairs import Trace, traces
from sketchnet.compiler.reading import read
from sketchnet.compiler.soft import soft
from sketchnet.compiler.writing import exact, picture_of_numbers
from sketchnet.model.statements import scene_of
from sketchnet.model.tokens import decode, encode
from sketchnet.model.vocabulary import COUNT, NUMBERS, SIDE
from sketchnet.train.examples import UNIT
from sketchnet.train.sketches import load_sketches

SHAPES = load_sketches({"shapes": 1.0})
SMALL = CompilerConfig(side=32, channels=8, hidden=8, readout=8)


def some(count: int, most: int = 10) -> list[Trace]:
    return list(islice(traces(SHAPES, 3, np.random.default_rng(1), 32, most=most), count))


def test_numbers_read_and_written_back_draw_the_same_picture() -> None:
    for trace in some(20):
        numbers = read([trace.picture]).numbers.tolist()
        back = picture_of_numbers(trace.picture, numbers)
        for one, two in zip(back.statements, trace.picture.statements, strict=True):
            assert one[:1] + one[2:4] == two[:1] + two[2:4]
            assert one.params == pytest.approx(two.params, abs=1e-4)


def test_certain_tokens_are_read_as_the_program_they_are() -> None:
    for trace in some(10):
        tokens = encode(trace.picture, UNIT)
        shares = torch.nn.functional.one_hot(torch.tensor(tokens), COUNT).float()
        found = soft([tokens], shares, 32)
        plain = read([decode(tokens, 32 / SIDE)])
        # Colours are rounded to 8 bits on their way through a program.
        assert torch.allclose(found.read.numbers, plain.numbers, atol=0.5 / 255 + 1e-5)
        assert found.presence.tolist() == [1.0] * len(trace.picture.statements)


def test_gradients_reach_the_distributions_of_numbers_and_kinds() -> None:
    (trace,) = some(1)
    tokens = encode(trace.picture, UNIT)
    logits = 8 * torch.nn.functional.one_hot(torch.tensor(tokens), COUNT).float()
    logits.requires_grad_()
    found = soft([tokens], logits.softmax(-1), 32)
    torch.manual_seed(0)
    canvases = Compiler(SMALL)(
        found.read.numbers, found.read.reading, centres(32, 32)[None], presence=found.presence
    )
    canvases.square().sum().backward()
    assert logits.grad is not None
    reached = logits.grad.abs().sum(-1) > 0
    numbers = [NUMBERS.tokens.start <= token for token in tokens]
    assert reached[torch.tensor(numbers)].float().mean() > 0.9
    assert reached[4]  # the first statement's kind


def test_shares_of_another_length_are_refused() -> None:
    (trace,) = some(1)
    with pytest.raises(ValueError, match="expected"):
        soft([encode(trace.picture, UNIT)], torch.zeros(3, COUNT), 32)


def test_sentences_together_are_read_as_each_alone() -> None:
    found = some(6)
    sentences = [encode(trace.picture, UNIT) for trace in found]
    torch.manual_seed(0)
    shares = torch.randn(sum(map(len, sentences)), COUNT).softmax(-1)
    together = soft(sentences, shares, 32)
    parts = shares.split([len(sentence) for sentence in sentences])
    alone = [soft([one], part, 32) for one, part in zip(sentences, parts, strict=True)]
    numbers = torch.cat([together.read.numbers[:1], *(one.read.numbers[1:] for one in alone)])
    assert torch.equal(together.read.numbers, numbers)
    assert torch.equal(together.presence, torch.cat([one.presence for one in alone]))


def test_the_rasterizer_given_moved_numbers_draws_what_cairo_draws() -> None:
    rng = np.random.default_rng(2)
    found = some(12, most=5)
    program = read([trace.picture for trace in found], 0.5)
    places = program.roles == 0
    moved = program.numbers + 0.4 * torch.from_numpy(rng.normal(size=len(places))) * places
    moved = moved.float()
    moved[0] = 0
    whole = exact([trace.picture for trace in found], program, 64)
    drawn = rasterize(whole.with_numbers(moved)).permute(0, 2, 3, 1).numpy() * 255
    for index, trace in enumerate(found):
        own = moved[program.programs == index].tolist()
        own = own if index == 0 else [0.0, *own]
        real = render_scene(scene_of(picture_of_numbers(trace.picture, own), (64, 64)))
        assert np.sqrt(np.square(drawn[index].astype(np.float64) - real).mean()) < 4
