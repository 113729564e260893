"""Outcomes: what comes of a program is what really running it says."""

from __future__ import annotations

import random

import numpy as np
import pytest

import renderer
from renderer.errors import RunError
from sketchnet.critic.blind import sample
from sketchnet.critic.crops import Crop, crops, error, passed, whole
from sketchnet.critic.outcomes import RETURNS, Outcome, drawn, judge, source_of
from sketchnet.critic.syntax import read, syntax
from sketchnet.metrics import rmse
from sketchnet.model.board import Board
from sketchnet.model.grammar import grammar
from sketchnet.model.vocabulary import CHANNELS, ID
from sketchnet.model.writers import Pixels
from tests.critic.programs import (
    BAR,
    CARD,
    DISC,
    GROUND,
    LINE,
    OVER,
    SIDE,
    Parrot,
    changed,
    writer,
)

TARGET = drawn([*GROUND, *DISC, *OVER], SIDE)
BELOW_ZERO = changed(CARD, 5, -3)


def outcome(tokens: list[int], target: Pixels = TARGET) -> Outcome:
    return judge(tokens, target, 3, 12.0).outcome


def test_returns_rise_from_error_to_passed() -> None:
    assert RETURNS.tolist() == pytest.approx([-1, -0.6, -0.3, 1])
    assert [one.told for one in Outcome] == ["compile error", "run-time error", "failed", "passed"]


def test_the_program_of_the_target_passes_and_another_fails() -> None:
    assert outcome([*GROUND, *DISC, *OVER]) == Outcome.PASSED
    assert outcome([*GROUND, *BAR, *OVER]) == Outcome.FAILED
    assert outcome([*GROUND, *OVER]) == Outcome.FAILED


@pytest.mark.parametrize(
    "tokens",
    [
        [],
        [*DISC, *OVER],
        [*GROUND, *DISC[:-1], *OVER],
        [*GROUND, *DISC[:-2]],
        [*GROUND, *GROUND, *OVER],
        [*GROUND, DISC[0], CHANNELS.token(3), *DISC[2:], *OVER],
        [*GROUND, *DISC, ID["begin"], *OVER],
    ],
)
def test_what_is_no_sentence_is_a_compile_error(tokens: list[int]) -> None:
    assert outcome(tokens) == Outcome.COMPILE_ERROR
    with pytest.raises(ValueError, match="token"):
        source_of(tokens or OVER)


@pytest.mark.parametrize(
    ("statement", "said"), [(changed(LINE, 5, -3), "stroke"), (BELOW_ZERO, "corner radius")]
)
def test_a_sentence_that_fails_when_it_runs_is_a_runtime_error(
    statement: list[int], said: str
) -> None:
    tokens = [*GROUND, *statement, *OVER]
    verdict = judge(tokens, TARGET, 3, 12.0)
    assert verdict.outcome == Outcome.RUNTIME_ERROR and verdict.picture is None
    assert said in verdict.fault
    with pytest.raises(RunError):
        renderer.render(source_of(tokens))


def test_numbers_beyond_the_painters_that_processing_takes_are_drawn() -> None:
    for wide in (changed(DISC, 3, -40), changed(BAR, 4, 0), changed(LINE, 5, 300)):
        assert not grammar().allowed[read([*GROUND, *wide]).states, [*GROUND, *wide]].all()
        assert outcome([*GROUND, *wide, *OVER]) == Outcome.FAILED


def test_a_program_that_never_ends_is_a_runtime_error() -> None:
    assert outcome([*GROUND, *DISC * 3, *OVER]) > Outcome.RUNTIME_ERROR
    assert outcome([*GROUND, *DISC * 4, *OVER]) == Outcome.RUNTIME_ERROR
    assert outcome([*GROUND, *DISC]) == Outcome.RUNTIME_ERROR


def test_the_syntax_takes_all_that_the_grammar_does_and_leads_to_the_same() -> None:
    g, s = grammar(), syntax()
    assert s.allowed[g.allowed].all() and s.allowed.sum() > g.allowed.sum()
    assert np.array_equal(s.follows[g.allowed], g.follows[g.allowed])


@pytest.mark.parametrize("seed", range(30))
def test_any_sentence_of_the_syntax_runs_or_fails_by_a_weight_or_a_radius(seed: int) -> None:
    s, rng = syntax(), random.Random(seed)
    state, tokens, statements = s.start, [], 0
    while statements < 3:
        choices = np.flatnonzero(s.allowed[state]).tolist()
        tokens.append(rng.choice([token for token in choices if token != ID["end"]]))
        state = int(s.follows[state, tokens[-1]])
        statements = len(read(tokens).ends) - 1
    verdict = judge([*tokens, *OVER], TARGET, 3, 12.0)
    if verdict.outcome == Outcome.RUNTIME_ERROR:
        assert "stroke" in verdict.fault or "corner radius" in verdict.fault
    else:
        assert verdict.outcome == Outcome.FAILED


def test_what_really_runs_is_what_the_painters_canvas_shows() -> None:
    tokens = [*GROUND, *DISC, *BAR, *LINE, *CARD]
    board = Board(SIDE)
    board.add(tokens)
    assert rmse(drawn(tokens, SIDE), board.pixels()) < 0.5


def test_example_tests_are_parts_of_the_hidden_one() -> None:
    found = crops(SIDE, 40, np.random.default_rng(0))
    assert all(crop.of(TARGET).shape == (12, 12, 3) for crop in found)
    assert len(set(found)) > 20
    empty = drawn([*GROUND, *OVER], SIDE)
    assert passed(TARGET, TARGET, found, 0.0) == 40 and error(TARGET, TARGET, found) == 0
    assert 0 < passed(empty, TARGET, [*found, Crop(0, 0, 4)], 12.0) < 40  # a corner is white
    assert error(empty, TARGET, whole(SIDE)) == pytest.approx(rmse(empty, TARGET))


# -- sampling -------------------------------------------------------------------------------------


def test_without_the_mask_a_painter_that_knows_nothing_writes_compile_errors() -> None:
    programs = sample(writer(), [TARGET] * 8, [1.0] * 8, 3, np.random.default_rng(1))
    assert all(outcome(tokens) == Outcome.COMPILE_ERROR for tokens in programs)
    for tokens in programs:  # left at the first fault
        assert read(tokens).fault and not read(tokens[:-1]).fault


def test_with_the_mask_nothing_but_the_end_can_be_missing() -> None:
    for tokens in sample(writer(), [TARGET] * 8, [0.0] * 8, 3, np.random.default_rng(1)):
        verdict = judge(tokens, TARGET, 3, 12.0)
        assert verdict.outcome != Outcome.COMPILE_ERROR
        assert verdict.fault in ("", "more than 3 statements, and no end")


def test_slips_give_programs_of_all_errors() -> None:
    targets, rng = [TARGET] * 48, np.random.default_rng(2)
    found = {outcome(tokens) for tokens in sample(writer(), targets, [0.05] * 48, 3, rng)}
    assert {Outcome.COMPILE_ERROR, Outcome.RUNTIME_ERROR} <= found


def test_every_statement_is_seen_before_the_next() -> None:
    parrot = Parrot([GROUND, DISC, BAR, OVER])
    programs = sample(parrot, [TARGET] * 2, [1.0, 0.0], 5, np.random.default_rng(0))
    assert programs == [[*GROUND, *DISC, *BAR, *OVER]] * 2
    assert [len(seen) for seen in parrot.canvases] == [2] * 4
    for seen, tokens in zip(parrot.canvases[1:], (GROUND, [*GROUND, *DISC]), strict=False):
        assert np.array_equal(seen[0], drawn(tokens, SIDE))


def test_a_program_is_left_when_it_fails() -> None:
    programs = sample(Parrot([GROUND, BELOW_ZERO]), [TARGET], [1.0], 5, np.random.default_rng(0))
    assert programs == [[*GROUND, *BELOW_ZERO]]


def test_programs_go_on_from_what_is_begun() -> None:
    begun = [*GROUND, *DISC]
    parrot = Parrot([BAR, OVER])
    (tokens,) = sample(parrot, [TARGET], [0.0], 5, np.random.default_rng(0), [begun])
    assert tokens == [*begun, *BAR, *OVER]
    assert np.array_equal(parrot.canvases[0][0], drawn(begun, SIDE))
    with pytest.raises(ValueError, match="after a statement"):
        sample(parrot, [TARGET], [0.0], 5, np.random.default_rng(0), [begun[:-1]])
