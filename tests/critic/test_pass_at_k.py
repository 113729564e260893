"""Exact counts agree with trying every choice."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest

from sketchnet.critic.pass_at_k import n_at_k, pass_at_k


@pytest.mark.parametrize("passing", range(7))
@pytest.mark.parametrize("k", range(1, 7))
def test_pass_at_k_is_the_share_of_all_choices_with_one_that_passes(passing: int, k: int) -> None:
    choices = list(combinations(range(6), k))
    share = sum(any(one < passing for one in choice) for choice in choices) / len(choices)
    assert pass_at_k(6, passing, k) == pytest.approx(share)


def tried(examples: list[int], passing: list[bool], n: int, k: int) -> float:
    """The same as `n_at_k`, by trying every choice and every order of equals."""
    found = []
    for choice in combinations(range(len(examples)), k):
        orders = list(permutations(choice))
        picks = [sorted(order, key=lambda one: -examples[one])[:n] for order in orders]
        found.append(Fraction(sum(any(passing[i] for i in p) for p in picks), len(orders)))
    return float(sum(found) / len(found))


@pytest.mark.parametrize("seed", range(25))
def test_n_at_k_is_what_trying_every_choice_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    examples = rng.integers(0, 3, 6).tolist()
    passing = (rng.random(6) < 0.4).tolist()
    for k in range(1, 6):
        for n in range(1, k + 1):
            assert n_at_k(examples, passing, n, k) == pytest.approx(tried(examples, passing, n, k))


def test_without_example_tests_picking_is_sampling() -> None:
    passing = [True] * 3 + [False] * 7
    assert n_at_k([0] * 10, passing, 2, 5) == pytest.approx(pass_at_k(10, 3, 2))


def test_picking_all_is_passing_at_k_whatever_the_examples_say() -> None:
    passing = [True] * 3 + [False] * 7
    assert n_at_k(list(range(10)), passing, 5, 5) == pytest.approx(pass_at_k(10, 3, 5))


def test_many_samples_stay_exact() -> None:
    assert pass_at_k(1000, 1, 1) == pytest.approx(0.001)
    found = n_at_k([9] * 10 + [0] * 990, [True] * 10 + [False] * 990, 1, 50)
    assert found == pytest.approx(pass_at_k(1000, 10, 50))


def test_numbers_without_sense_are_refused() -> None:
    for arguments in ((5, 2, 0), (5, 2, 6), (5, 6, 1), (5, -1, 1)):
        with pytest.raises(ValueError, match="expected"):
            pass_at_k(*arguments)
    for examples, n, k in (([1, 2], 2, 1), ([1, 2], 0, 1), ([1, 2], 1, 3)):
        with pytest.raises(ValueError, match="expected"):
            n_at_k(examples, [True, False], n, k)
    with pytest.raises(ValueError, match="verdicts"):
        n_at_k([1, 2], [True], 1, 1)
