"""Programs as tokens: nothing is lost on their grid, and every sentence is a program."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

import renderer
from renderer.language.builtins import BUILTINS
from renderer.language.measure import count_numbers
from sketchnet.model.grammar import ROLES, grammar
from sketchnet.model.statements import (
    CLEAR,
    FORMS,
    NotDrawnError,
    Picture,
    Statement,
    picture_of,
    program_of,
    scene_of,
)
from sketchnet.model.tokens import decode, encode
from sketchnet.model.vocabulary import COUNT, END, ID, KINDS, spelled

SIZE = (128, 128)
UNIT = 0.5  # pixels: 256 units along the longer side


def sentence(rng: random.Random, statements: int) -> list[int]:
    """Any tokens the grammar allows, all states taken in turn at random."""
    g = grammar()
    state, tokens, written = g.start, [], -1
    while True:
        if state == g.next:
            written += 1
            if written == statements:
                return [*tokens, ID[END]]
        choices = np.flatnonzero(g.allowed[state]).tolist()
        if state == g.next:
            choices.remove(ID[END])
        tokens.append(rng.choice(choices))
        state = int(g.follows[state, tokens[-1]])


@pytest.mark.parametrize("seed", range(40))
def test_every_sentence_of_the_grammar_is_a_program_that_runs(seed: int) -> None:
    tokens = sentence(random.Random(seed), 12)
    picture = decode(tokens, UNIT)
    code = renderer.export(program_of(picture, SIZE), "processing")
    assert len(picture.statements) == 12
    image = renderer.render(code)
    direct = renderer.render_ops(scene_of(picture, SIZE))
    # Numbers are written with two digits, angles with four: edges may differ, shapes may not.
    assert np.abs(image.astype(int) - direct).mean() < 0.5


@pytest.mark.parametrize("seed", range(40))
def test_code_goes_to_tokens_and_back_without_loss(seed: int) -> None:
    tokens = sentence(random.Random(1000 + seed), 10)
    code = renderer.export(program_of(decode(tokens, UNIT), SIZE), "processing")
    picture = picture_of(renderer.run(renderer.parse(code)))
    again = encode(picture, UNIT)
    printed = renderer.export(program_of(decode(again, UNIT), SIZE), "processing")
    assert encode(picture_of(renderer.run(renderer.parse(printed))), UNIT) == again


def test_numbers_on_the_half_pixel_grid_are_kept_exactly() -> None:
    ink = (0, 0, 0, 255)
    statements = (
        Statement("circle", (10.5, 20.0, 33.5), (255, 0, 0, 255), CLEAR),
        Statement("rect", (-3.5, 4.0, 100.5, 7.0), CLEAR, ink, 2.5),
        Statement("line", (0.0, 0.5, 127.5, 128.0), CLEAR, ink, 1.0),
        Statement("arc-pie", (64.0, 64.0, 50.0, 40.5, math.pi / 4, math.pi), ink, CLEAR),
        Statement(
            "path",
            (),
            ink,
            ink,
            3.0,
            (("M", 1.0, 2.5), ("L", 30.0, 4.0), ("C", 1.0, 2.0, 3.0, 4.5, 5.0, 6.0), ("Z",)),
        ),
    )
    picture = Picture((255, 255, 255, 255), statements)
    back = decode(encode(picture, UNIT), UNIT)
    assert back.background == picture.background
    for one, two in zip(back.statements, statements, strict=True):
        assert one.kind == two.kind
        assert one.params == pytest.approx(two.params)
        assert (one.fill, one.stroke, one.weight) == (two.fill, two.stroke, two.weight)
        assert one.segments == two.segments


def test_kinds_take_their_parameters_from_the_table_of_builtins() -> None:
    for form in FORMS.values():
        assert form.parameters in BUILTINS[form.builtin].forms
    assert set(KINDS) == {*FORMS, "path"}


def test_every_state_allows_something_and_leads_somewhere() -> None:
    g = grammar()
    assert g.allowed.any(1).all()
    assert (g.follows[g.allowed] > 0).all()
    assert g.allowed.shape[1] == COUNT
    assert set(g.roles.tolist()) == set(range(len(ROLES)))
    assert g.allowed.any(0)[ID[END] :].all(), "a token that can never be said"


def test_tokens_that_are_no_sentence_are_refused() -> None:
    with pytest.raises(ValueError, match="token 0"):
        decode([ID[END]])
    tokens = sentence(random.Random(1), 2)
    with pytest.raises(ValueError, match="inside a statement"):
        decode(tokens[:-2])
    with pytest.raises(ValueError, match="cannot be"):
        decode([*tokens[:4], COUNT])


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("rect(1, 2, 30, 40, 1, 2, 3, 4);", "radii"),
        ("strokeCap(SQUARE); line(1, 2, 3, 4);", "cap"),
        ("rotate(0.3); rect(1, 2, 30, 40, 5);", "turns"),
        ("scale(1, 2); circle(9, 9, 9);", "stretched"),
    ],
)
def test_what_statements_cannot_say_is_refused(code: str, word: str) -> None:
    with pytest.raises(NotDrawnError, match=word):
        picture_of(renderer.run(renderer.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "translate(20, 5); scale(2); stroke(9); rect(3, 4, 9, 12); circle(9, 9, 5);",
        "rotate(0.4); rect(30, 10, 20, 8); square(50, 2, 9); triangle(1, 1, 9, 3, 4, 9);",
        "scale(2, 3); circle(20, 15, 10); rect(1, 1, 6, 6); arc(40, 30, 20, 9, 1, 3);",
        "translate(64, 0); scale(-1, 1); ellipse(9, 50, 12, 30); triangle(1, 1, 9, 2, 8, 8);",
    ],
)
def test_transforms_are_carried_into_the_numbers(code: str) -> None:
    scene = renderer.run(renderer.parse(f"size(128, 128); noStroke(); {code}"))
    drawn = renderer.render_ops(scene_of(picture_of(scene), SIZE))
    wanted = renderer.render_ops(scene)
    assert np.abs(drawn.astype(int) - wanted).max() <= 2


def test_a_program_says_style_only_where_it_changes() -> None:
    red = (255, 0, 0, 255)
    dots = tuple(Statement("circle", (x, 9.0, 5.0), red, CLEAR) for x in (10.0, 20.0, 30.0))
    program = program_of(Picture((255, 255, 255, 255), dots), SIZE)
    code = renderer.export(program, "processing")
    assert code.count("fill(255, 0, 0)") == code.count("noStroke()") == 1
    assert count_numbers(program) == 9


def test_every_token_is_spelled_and_no_two_alike() -> None:
    assert len({spelled(token) for token in range(COUNT)}) == COUNT
    assert spelled(ID[END]) == END
    for token in (-1, COUNT):
        with pytest.raises(ValueError, match="no token"):
            spelled(token)


def test_a_statement_is_spelled_as_it_is_written() -> None:
    half = Statement("arc", (30.0, 20.0, 10.0, 8.0, 0.0, math.pi), (255, 0, 0, 255), CLEAR, 1.0)
    tokens = encode(Picture((255, 255, 255, 255), (half,)), UNIT)
    assert " ".join(map(spelled, tokens)) == (
        "background 31/31 31/31 31/31 arc 60 40 20 16 0/32 16/32 filled 31/31 0/31 0/31 31/31 end"
    )
