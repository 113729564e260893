"""The pictures to be drawn: given ones, checked, or random drawings that a program exists for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sketchnet.drawing_env.actions import (
    FILL,
    KIND,
    KINDS,
    PLACES,
    SIZES,
    STROKE,
    WEIGHT,
    Ints,
    spans,
)
from sketchnet.model.grammar import roles_of
from sketchnet.model.statements import FORMS
from sketchnet.model.vocabulary import BACKGROUND, SIDE

Pixels = NDArray[np.uint8]

POOL = 128
"""How many random drawings an environment without pictures of its own chooses from."""

_MOST = 6  # statements of a random drawing
_OPAQUE = 0.8  # of the statements


def checked(target: ArrayLike, side: int) -> Pixels:
    """A picture as an environment takes it.

    Raises:
        ValueError: it is no (side, side, 3) uint8 array.
    """
    found = np.asarray(target)
    if found.shape != (side, side, 3) or found.dtype != np.uint8:
        raise ValueError(
            f"a target of shape {found.shape}, {found.dtype}; expected {(side, side, 3)}, uint8"
        )
    return found


def checked_all(targets: Sequence[ArrayLike] | NDArray[Any], side: int) -> Pixels:
    """Pictures, one or more, as (N, side, side, 3) uint8; see `checked`.

    Raises:
        ValueError: there is none, or one of them is no (side, side, 3) uint8 array.
    """
    if not isinstance(targets, (Sequence, np.ndarray)):
        raise ValueError(f"targets is {targets!r}; expected pictures, one or more")
    if not len(targets):
        raise ValueError("no targets; expected one or more")
    return np.stack([checked(target, side) for target in targets])


def random_drawings(count: int, seed: int = 0) -> list[Ints]:
    """Drawings of 1 to 6 statements on a ground, as actions: (1 + statements, components) each."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, _MOST + 1, count)
    statements = np.split(random_statements(int(sizes.sum()), rng), np.cumsum(sizes)[:-1])
    grounds = np.zeros((count, 1, len(SIZES)), np.int64)
    grounds[..., KIND] = KINDS.index(BACKGROUND)
    grounds[..., FILL] = rng.integers(0, SIZES[FILL], (count, 1, 4))
    return [np.concatenate(both) for both in zip(grounds, statements, strict=True)]


def random_statements(count: int, rng: np.random.Generator) -> Ints:
    """Actions (count, components) that draw one visible shape each: every kind as often."""
    actions = rng.integers(0, SIZES, (count, len(SIZES)))
    kinds = rng.integers(KINDS.index(BACKGROUND) + 1, len(KINDS), count)
    actions[:, KIND] = kinds
    actions[:, WEIGHT] = rng.integers(1, 24, count)
    for alpha in (FILL.stop - 1, STROKE.stop - 1):
        opaque = rng.random(count) < _OPAQUE
        actions[:, alpha] = np.where(opaque, SIZES[alpha] - 1, rng.integers(6, 24, count))
    centre = rng.uniform(SIDE / 8, SIDE * 7 / 8, (count, 1, 2))
    extent = np.exp(rng.uniform(math.log(SIDE / 10), math.log(SIDE / 2), (count, 1, 2)))
    corners = (centre + extent * rng.uniform(-0.6, 0.6, (count, _PLACES // 2, 2))).reshape(
        count, -1
    )
    sides = np.tile(extent, (1, _PLACES // 2, 1)).reshape(count, -1)
    role = _roles()[kinds]  # (count, places)
    units = np.where(role == _POSITION, corners, np.where(role == _RADIUS, sides / 4, sides))
    low, spread = (of[kinds] for of in spans())
    steps = np.clip(np.rint(units) - low, 0, spread - 1).astype(np.int64)
    said = -(-steps * SIZES[PLACES.start] // spread)
    actions[:, PLACES] = np.where(role == _ANGLE, actions[:, PLACES], said)
    return actions


_PLACES = PLACES.stop - PLACES.start
_POSITION, _EXTENT, _RADIUS, _ANGLE = range(4)
_ROLES = {"x": _POSITION, "y": _POSITION, "radius": _RADIUS, "start": _ANGLE, "sweep": _ANGLE}


@cache
def _roles() -> Ints:
    """What each parameter of each kind is, (kinds, places)."""
    found = np.zeros((len(KINDS), _PLACES), np.int64)
    for row, kind in enumerate(KINDS):
        for place, role in enumerate(roles_of(kind) if kind in FORMS else ()):
            found[row, place] = _ROLES.get(role, _EXTENT)
    return found
