"""What the colours of a flat picture tell of see-through shapes.

Where the edge of a see-through shape crosses another edge four colours meet, and the two under it
differ from one another as the two beside it do, only less: each is v = t·u + (1 − t)·c of the one
beside it, with t how much is seen through a shape of colour c (the X-junctions of Metelli 1974).
That says which pieces of the picture lie under it, and what their colours would be without it.

Legend: H, W the picture, P pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketchnet.tidy.mosaic import Mosaic

_THROUGH = 0.06, 0.94  # how much of what lies below is seen, at least and at most
_OFF = 2.5  # of 255, by which a colour may be off, as it is rounded at every layer

BEYOND = 6.0
"""Of 255, by which a colour that is solved for may be out of range."""
_EXPLAINED = 0.6  # share of its outline that shows what is beside it, and not what lies on it
_APART = 12.0  # of 255, that two colours differ by at least

Colours = NDArray[np.float64]


@dataclass(frozen=True)
class Veil:
    """A see-through shape, as colours tell of it.

    Attributes:
        through: t, how much is seen through it.
        colour: (3,) its own, 0–255.
        beside: the piece that each of the pieces under it goes on as beside it.
        within: colours (3,) without it of pieces all around which the others are; they may lie on
            it as well.
    """

    through: float
    colour: Colours
    beside: Mapping[int, int]
    within: Mapping[int, Colours]


def veils_of(mosaic: Mosaic) -> list[Veil]:
    """What could be see-through shapes."""
    found: dict[frozenset[int], Veil] = {}
    for pairs in _crossings(mosaic):
        veil = _grown(mosaic, pairs)
        if veil is not None:
            found.setdefault(frozenset(veil.beside), veil)
    return list(found.values())


def _edge(mosaic: Mosaic, one: int, other: int) -> int:
    """How long the edge between two pieces is, on both sides of an outline too."""
    return max(mosaic.touching[one].get(other, 0), mosaic.across[one].get(other, 0))


def _crossings(mosaic: Mosaic) -> Iterator[list[tuple[int, int]]]:
    """Two pairs (u, v) of pieces, v under what u is beside, where the edges of two shapes cross."""
    for u in range(len(mosaic.colours)):
        for other in mosaic.touching[u]:
            unlike = np.abs(mosaic.colours[u] - mosaic.colours[other]).max() >= _APART
            if not unlike or other < u:
                continue
            sides = {*mosaic.touching[u], *mosaic.across[u]} - {other}
            others = {*mosaic.touching[other], *mosaic.across[other]} - {u}
            for v in sides:
                for under in others & mosaic.touching[v].keys() - {v, other}:
                    if v != u and under != u:
                        yield [(u, v), (other, under)]


def _grown(mosaic: Mosaic, pairs: list[tuple[int, int]]) -> Veil | None:
    """What a crossing tells, once all pieces that it holds for are found."""
    told = _told(mosaic, pairs)
    if told is None:
        return None
    beside = {v: u for u, v in pairs}
    grows = True
    while grows:
        grows = False
        for piece in list(beside):
            for other in mosaic.touching[piece]:
                if other in beside or other in beside.values():
                    continue
                for u in {*mosaic.touching[other], *mosaic.across[other]}:
                    if u not in beside and _fits(mosaic, told, u, other):
                        beside[other] = u
                        grows = True
                        break
    told = _told(mosaic, [(u, v) for v, u in beside.items()])
    if told is None or _explained(mosaic, told, beside) < _EXPLAINED:
        return None
    return Veil(*told, beside, _within(mosaic, told, beside))


def _within(
    mosaic: Mosaic, told: tuple[float, Colours], beside: Mapping[int, int]
) -> dict[int, Colours]:
    """Colours of pieces in the midst of those under a see-through shape, if they are, too."""
    through, colour = told
    found = {}
    for piece, others in mosaic.touching.items():
        if piece not in beside and others.keys() <= beside.keys():
            clear = (mosaic.colours[piece] - (1 - through) * colour) / through
            if clear.min() >= -BEYOND and clear.max() <= 255 + BEYOND:
                found[piece] = np.clip(np.round(clear), 0, 255)
    return found


def _explained(mosaic: Mosaic, told: tuple[float, Colours], beside: Mapping[int, int]) -> float:
    """The share of the outline on both sides of which colours are as they should be."""
    whole = right = 0
    for v in beside:
        for other, length in mosaic.touching[v].items():
            if other in beside:
                continue
            whole += length
            beyond = [u for u in mosaic.touching[other] if u in mosaic.across[v]]
            if any(_fits(mosaic, told, u, v) for u in (other, *beyond)):
                right += length
    return right / max(whole, 1)


def _fits(mosaic: Mosaic, told: tuple[float, Colours], u: int, v: int) -> bool:
    through, colour = told
    one, other = mosaic.colours[u], mosaic.colours[v]
    off = np.abs(through * one + (1 - through) * colour - other).max()
    return bool(off <= _OFF and np.abs(one - other).max() >= _APART / 2)


def _told(mosaic: Mosaic, pairs: Sequence[tuple[int, int]]) -> tuple[float, Colours] | None:
    """How much is seen through what makes u into v in all pairs, and its colour (3,)."""
    us, vs = (mosaic.colours[[pair[i] for pair in pairs]] for i in (0, 1))
    apart, left = us - us.mean(0), vs - vs.mean(0)
    through = float((apart * left).sum() / max((apart * apart).sum(), 1e-9))
    if not _THROUGH[0] <= through <= _THROUGH[1]:
        return None
    if np.abs(left - through * apart).max() > _OFF:
        return None
    colour = (vs.mean(0) - through * us.mean(0)) / (1 - through)
    out = max(float(-colour.min()), float(colour.max() - 255))
    return None if out > BEYOND else (through, np.clip(colour, 0, 255))


def longest_first(mosaic: Mosaic, veil: Veil) -> tuple[float, float]:
    """Those with most edges first."""
    return -sum(_edge(mosaic, u, v) for v, u in veil.beside.items()), -veil.through


def smallest_first(mosaic: Mosaic, veil: Veil) -> tuple[float, float]:
    """Those first that are small: of many like shapes some may look as one together."""
    return float(np.isin(mosaic.of, list(veil.beside)).sum()), -veil.through


Order = Callable[[Mosaic, Veil], tuple[float, float]]
