"""The oracle is exact: against brute force on small machines, and against its own programs."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketchnet.corewar import oracle
from sketchnet.corewar.machine import STOP, MachineError, run
from sketchnet.corewar.rewards import apart
from sketchnet.corewar.tasks import FIXED, SINGLES, UNSOLVABLE
from tests.corewar import interpreter


def test_states_of_a_small_machine_are_those_of_all_its_programs() -> None:
    usable = [action for action in range(STOP) if action >= 80 or action % 20 < 2]
    left = {tuple(sorted(interpreter.left_by(program))) for program in product(usable, repeat=2)}
    found = {tuple(state) for state in oracle.reachable(2, loads=2).tolist()}
    assert found == left


def test_three_instructions_reach_59473_states() -> None:
    states = oracle.reachable(3)
    orders = [len(set(_orders(state))) for state in states.tolist()]
    assert sum(orders) == 59_473


def test_five_instructions_reach_6767965_states() -> None:
    states = oracle.reachable()
    assert len(states) == 311_136
    same = states[:, 1:] == states[:, :-1]
    assert oracle._ORDERS_BY_RUNS[same @ np.array([4, 2, 1])].sum() == 6_767_965


def _orders(values: list[int]) -> list[tuple[int, ...]]:
    from itertools import permutations

    return list(permutations(values))


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(0, 255), min_size=4, max_size=4), st.booleans())
def test_the_distance_is_the_least_over_all_states_in_all_orders(
    values: list[int], circular: bool
) -> None:
    states = oracle.reachable()
    least = min(
        int(apart(states, np.array(order, np.uint8), circular).sum(1).min())
        for order in set(_orders(values))
    )
    assert oracle.distance(np.array(values, np.uint8), circular=circular) == least


@pytest.mark.parametrize("circular", [False, True])
def test_its_programs_end_where_it_says(circular: bool) -> None:
    targets = np.random.default_rng(3).integers(0, 256, (10, 4), dtype=np.uint8)
    for target in targets:
        least, program = oracle.solve(target, circular=circular)
        assert len(program) == 5
        assert interpreter.apart(run(program).tolist(), target.tolist(), circular) == least


def test_no_random_program_comes_nearer_than_the_oracle() -> None:
    rng = np.random.default_rng(4)
    for program in rng.integers(0, STOP, (60, 5)).tolist():
        left = interpreter.left_by(program)
        assert oracle.distance(np.array(left, np.uint8)) == 0


def test_all_fixed_targets_are_solvable_and_the_known_exception_is_two_off() -> None:
    for target in (*SINGLES, *FIXED["two"]):
        assert oracle.distance(np.array(target, np.uint8)) == 0
    assert oracle.distance(np.array(UNSOLVABLE, np.uint8)) == 2


def test_solvable_targets_are_solvable_and_follow_from_the_generator() -> None:
    one, again = (oracle.solvable(20, np.random.default_rng(9)) for _ in range(2))
    assert (one == again).all()
    assert [oracle.distance(target) for target in one] == [0] * 20


@pytest.mark.parametrize("target", [[5, 129, 999], [0, 0, 0, 256], [0.5, 0, 0, 0]])
def test_a_target_is_four_bytes(target: list[int]) -> None:
    for ask in (oracle.distance, oracle.solve):
        with pytest.raises(MachineError, match="expected 4 whole numbers of 0 to 255"):
            ask(target)


def test_a_state_that_no_program_leaves_has_no_program() -> None:
    with pytest.raises(ValueError, match="no program"):
        oracle.program_for(np.array(UNSOLVABLE, np.uint8))
