"""Pairs of a concrete program and its picture, made as they are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import renderer
from renderer.language.tree import Program
from sketchnet.data.specialise import Concrete, specialise

if TYPE_CHECKING:
    from renderer.raster.cairo_raster import Pixels


class Pair(NamedTuple):
    """A program and the picture it draws, (size, size, 3) uint8 RGB."""

    program: Program
    picture: Pixels


def pair(sketch: Program, seed: int, index: int, size: int = 128) -> Pair:
    """The pair at an index; the same arguments give the same pair.

    Raises:
        ProgramError: the sketch means nothing, or fails with these random numbers.
    """
    program, scene = concrete(sketch, seed, index)
    return Pair(program, renderer.render_ops(scene, (size, size)))


def concrete(sketch: Program, seed: int, index: int) -> Concrete:
    """The program of the pair at an index, and the operations that draw its picture.

    Raises:
        ProgramError: see `pair`.
    """
    digest = hashlib.sha256(f"{seed}/{index}".encode()).digest()
    return specialise(sketch, int.from_bytes(digest[:6], "big"))


def pairs(sketch: Program, seed: int = 0, start: int = 0, size: int = 128) -> Iterator[Pair]:
    """Pairs without end, from an index on."""
    index = start
    while True:
        yield pair(sketch, seed, index, size)
        index += 1
