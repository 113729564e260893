"""Budgets: what may be spent, and for how long in vain."""

from __future__ import annotations

from sketchnet.search.budget import Budget


def test_what_is_found_renews_the_patience() -> None:
    budget = Budget(100, patience=10)
    budget.spend(10)
    assert not budget.over
    budget.spend(1)
    assert budget.over and not budget.affords(1)
    budget.found()
    assert budget.affords(89) and not budget.affords(90)


def test_a_part_is_a_share_of_what_is_left() -> None:
    budget = Budget(100)
    budget.spend(20)
    assert budget.part(0.5).left == 40
