"""The machine: its arithmetic, its rewards and its targets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sketchnet.corewar.machine import (
    ACTIONS,
    CHANGED,
    INSTRUCTIONS,
    STOP,
    MachineError,
    apply,
    listing,
    outcomes,
    run,
)
from sketchnet.corewar.rewards import Reward, apart
from sketchnet.corewar.tasks import FIXED, PAIRS, SINGLES, Task
from tests.corewar import interpreter

programs = st.lists(st.integers(0, STOP - 1), max_size=5)
states = st.lists(st.integers(0, 255), min_size=4, max_size=4)


@given(programs)
def test_programs_leave_what_an_independent_interpreter_says(program: list[int]) -> None:
    assert run(program).tolist() == interpreter.left_by(program)


@given(states, st.integers(0, ACTIONS - 1))
def test_an_instruction_puts_its_outcome_into_one_register(values: list[int], action: int) -> None:
    before = np.array([values], np.uint8)
    after = apply(before, np.array([action]))[0]
    expected = before[0].copy()
    expected[CHANGED[action]] = outcomes(before)[0, action]
    assert after.tolist() == expected.tolist()
    assert before[0].tolist() == values


def test_there_are_225_actions_and_all_instructions_differ() -> None:
    assert ACTIONS == 225 and len(INSTRUCTIONS) == len(set(INSTRUCTIONS)) == STOP == 224


def test_programs_are_listed_as_they_are_read() -> None:
    assert listing([66, 80 + 4 * 3 + 1, 96 + 16 + 4 * 2 + 3, 160, STOP]).splitlines() == [
        "ld 6 r3",
        "st r3 r1",
        "add r1 r2 r3",
        "sub r0 r0 r0",
    ]


@pytest.mark.parametrize("program", [[STOP], [-1], [0] * 6])
def test_what_is_no_program_is_refused(program: list[int]) -> None:
    with pytest.raises(MachineError, match="expected"):
        run(program)


@given(states, states, st.booleans())
def test_distances_are_those_of_plain_integers(
    one: list[int], other: list[int], circular: bool
) -> None:
    found = apart(np.array(one, np.uint8), np.array(other, np.uint8), circular).sum()
    assert found == interpreter.apart(one, other, circular)


def test_rewards_add_up_to_what_the_program_brought_nearer() -> None:
    far = np.array([40, 10, 25, 0])
    done = np.array([False, False, True])

    def total(reward: Reward) -> float:
        first = np.full(3, far[0])
        return float(reward.paid(far[:-1], far[1:], first, done).sum())

    assert total(Reward()) == total(Reward(cumulative=False)) == 40
    assert total(Reward(bonus=7)) == 47
    assert total(Reward(positive=False)) == -35
    assert total(Reward(positive=False, cumulative=False)) == 0


def test_fixed_targets_take_turns_every_five_episodes() -> None:
    task = Task("two")
    rng = np.random.default_rng(0)
    told = task.at(np.arange(12), task.fixed(rng), rng).tolist()
    first, second = (list(target) for target in FIXED["two"])
    assert told == [first] * 5 + [second] * 5 + [first] * 2


def test_random_targets_are_drawn_for_every_episode_or_once() -> None:
    rng = np.random.default_rng(0)
    always = Task("random")
    assert always.fixed(rng) is None
    assert len(np.unique(always.at(np.arange(50), None, rng), axis=0)) == 50
    once = Task("random", count=3, every=1)
    fixed = once.fixed(rng)
    assert fixed is not None and len(fixed) == 3
    assert (once.at(np.arange(6), fixed, rng)[:3] == fixed).all()


@pytest.mark.parametrize(
    "settings",
    [
        {"name": "five"},
        {"name": "own"},
        {"name": "one", "targets": [[1, 2, 3, 4]]},
        {"name": "own", "targets": [[1, 2, 3]]},
        {"name": "own", "targets": [[1, 2, 3, 256]]},
        {"every": 0},
    ],
)
def test_senseless_tasks_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(MachineError):
        Task(**settings)  # type: ignore[arg-type]


def test_pairs_and_fours_are_made_of_known_single_targets() -> None:
    for targets in (*PAIRS, FIXED["four"]):
        assert set(targets) <= set(SINGLES)
