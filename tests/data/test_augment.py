"""Drawn pictures are made to look like files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import renderer
from sketchnet.data.augment import Augmentation, Pixels
from sketchnet.data.pairs import pair

SKETCHES = sorted((Path(__file__).parents[2] / "datasets").glob("*.pde"))
STEPS = ("shade", "colour", "resize", "blur", "noise", "jpeg")
NEVER = dict.fromkeys(STEPS, 0.0)


@pytest.fixture(scope="module")
def pictures() -> list[Pixels]:
    sketches = [renderer.parse(path.read_text()) for path in SKETCHES]
    return [pair(sketch, 4, index, 64).picture for sketch in sketches for index in range(6)]


def far(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def test_strength_zero_changes_nothing(pictures: list[Pixels]) -> None:
    always = Augmentation(strength=0, **dict.fromkeys(STEPS, 1.0))
    for picture in pictures:
        changed = always(picture, 1)
        assert np.array_equal(changed, picture) and changed is not picture


def test_the_same_seed_changes_alike_and_another_does_not(pictures: list[Pixels]) -> None:
    augment = Augmentation()
    kept = [picture.copy() for picture in pictures]
    for picture in pictures:
        assert np.array_equal(augment(picture, 3), augment(picture, 3))
    differ = [
        not np.array_equal(augment(p, seed), augment(p, seed + 1))
        for p in pictures[:9]
        for seed in range(4)
    ]
    assert sum(differ) > 0.9 * len(differ)
    assert all(np.array_equal(a, b) for a, b in zip(kept, pictures, strict=True))


@pytest.mark.parametrize("step", STEPS)
def test_every_step_changes_a_little_and_not_much(step: str, pictures: list[Pixels]) -> None:
    augment = Augmentation(**NEVER | {step: 1.0})
    changes = [far(augment(p, (seed, 7)), p) for p in pictures for seed in range(5)]
    assert 0.2 < np.mean(changes) < 12
    assert max(changes) < 30


@pytest.mark.parametrize("strength", [0.25, 1.0])
def test_the_change_grows_with_the_strength_and_is_bounded(
    strength: float, pictures: list[Pixels]
) -> None:
    augment = Augmentation(strength=strength)
    changes = [far(augment(p, seed), p) for p in pictures for seed in range(5)]
    assert np.mean(changes) < 8 * strength + 1
    assert max(changes) < 40 * strength + 8  # the best JPEG is not the picture itself


def test_a_gradient_stays_inside_its_colour() -> None:
    picture = np.full((40, 40, 3), 255, np.uint8)
    picture[10:30, 10:30] = (200, 40, 40)
    shade = Augmentation(**NEVER | {"shade": 1.0, "hold": 0.0})
    for seed in range(20):
        changed = shade(picture, seed)
        outside = np.concatenate([changed[:10].reshape(-1, 3), changed[30:].reshape(-1, 3)])
        assert outside.min() >= 255 - 3 * 30  # three ramps, each 30 levels at most
        inside = changed[10:30, 10:30].astype(int)
        assert np.abs(np.diff(inside, axis=1)).max() <= 3 * 30 / 10  # soft


def test_the_ground_is_held_and_what_is_on_it_is_not() -> None:
    picture = np.full((40, 40, 3), 255, np.uint8)
    picture[10:30, 10:30] = (200, 40, 40)
    tint = Augmentation(**NEVER | {"shade": 1.0, "colour": 1.0, "hold": 1.0})
    inside = []
    for seed in range(20):
        changed = tint(picture, seed)
        assert (changed[:10] == 255).all() and (changed[:, 30:] == 255).all()
        inside.append(far(changed[10:30, 10:30], picture[10:30, 10:30]))
    assert np.mean(inside) > 3


def test_a_batch_is_its_pictures_one_by_one(pictures: list[Pixels]) -> None:
    augment = Augmentation()
    changed = augment.batch(np.stack(pictures), 5)
    assert changed.shape == (len(pictures), 64, 64, 3) and changed.dtype == np.uint8
    for index, picture in enumerate(pictures):
        assert np.array_equal(changed[index], augment(picture, (5, index)))


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (33, 7)])
def test_pictures_of_any_shape_keep_it(shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)
    augment = Augmentation(**dict.fromkeys(STEPS, 1.0))
    for seed in range(10):
        changed = augment(picture, seed)
        assert changed.shape == picture.shape and changed.dtype == np.uint8


def test_chances_outside_zero_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="blur of 2; expected 0 to 1"):
        Augmentation(blur=2)
