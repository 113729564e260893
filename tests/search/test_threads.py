"""The search multiplies matrices in one thread, and leaves the caller's threads as they were."""

from __future__ import annotations

import pytest
from threadpoolctl import threadpool_info

import renderer
import sketchnet
from sketchnet.search.threads import one_thread


def threads() -> list[int]:
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


def test_one_thread_multiplies_within_and_as_many_as_before_afterwards() -> None:
    before = threads()
    if not before:
        pytest.skip("numpy's linear algebra here has no threads to set")
    with one_thread():
        assert set(threads()) == {1}
    assert threads() == before


def test_drawing_works_in_one_thread() -> None:
    if not threads():
        pytest.skip("numpy's linear algebra here has no threads to set")
    seen: set[int] = set()
    picture = renderer.render("size(24, 24); background(9, 90, 200); circle(12, 12, 9);")
    sketchnet.draw(
        picture, numbers=6, renders=300, progress=lambda fraction, rmse: seen.update(threads())
    )
    assert seen == {1}
