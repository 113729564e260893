"""Pairs without end for training, made as they are asked for from a weighted list of sketches.

A stream is a map from indices to pairs: the pair at an index is the same in every process, on every
machine. What a process draws is decided by the indices that it asks for, so that shares never
overlap and a stopped training goes on by the count of the pairs it has seen.

    stream = Stream([Source("shapes", parse(text), weight=2.0), …], seed=1)
    for example in stream.share(rank, world, start): …

With torch, hand it to a `DataLoader` as the data set and `stream.indices(rank, world, start)` as
the sampler: its workers are then given the indices, in order, however many they are.

Where cairo is not installed, or the pictures are wanted on another device, `stream.drawn(index)`
gives the operations, and `renderer.raster.torch_raster` draws a batch of them.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import renderer
from renderer.language.tree import Program
from renderer.ops import Scene
from sketchnet.data.pairs import concrete

if TYPE_CHECKING:
    from renderer.raster.cairo_raster import Pixels

_RESOLUTION = 2**48  # steps of the number that picks a sketch


@dataclass(frozen=True)
class Source:
    """A sketch that a stream draws from.

    Attributes:
        name: for the reader; no two of a stream's have the same.
        sketch: must not be changed any more.
        weight: how often it is drawn from beside the others, above 0.
    """

    name: str
    sketch: Program
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.weight < float("inf"):
            raise ValueError(f"{self.name}: a weight of {self.weight}; expected more than 0")


class Example(NamedTuple):
    """A pair of a stream.

    Attributes:
        name: of its source.
        program: without `random()`.
        scene: what the program draws.
        picture: (size, size, 3) uint8 RGB.
    """

    name: str
    program: Program
    scene: Scene
    picture: Pixels


class Drawn(NamedTuple):
    """An example that is not rendered yet, for rasterizers other than cairo."""

    name: str
    program: Program
    scene: Scene


class Stream:
    """Pairs by their index, from 0 on without end.

    Args:
        sources: one or more; their order matters to which pair stands at an index.
        seed: from 0 on; another seed, other pairs.
        size: side of the pictures in pixels.
    """

    def __init__(self, sources: Sequence[Source], seed: int, size: int = 128) -> None:
        names = [source.name for source in sources]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"sources named {names}; expected one or more, no name twice")
        self.sources = tuple(sources)
        self.seed = seed
        self.size = size
        total = sum(source.weight for source in sources)
        shares = itertools.accumulate(source.weight / total for source in sources)
        self._stops = [round(share * _RESOLUTION) for share in shares]

    def source(self, index: int) -> Source:
        """Where the pair at an index comes from; which one is random, by the weights."""
        digest = hashlib.sha256(f"{self.seed}:{index}".encode()).digest()
        drawn = int.from_bytes(digest[:6], "big")
        place = next(i for i, stop in enumerate(self._stops) if drawn < stop)
        return self.sources[place]

    def drawn(self, index: int) -> Drawn:
        """The program at an index and its operations.

        Raises:
            ProgramError: the sketch means nothing, or fails with these random numbers.
            IndexError: the index is below 0.
        """
        if index < 0:
            raise IndexError(f"pair {index}; expected 0 or more")
        source = self.source(index)
        return Drawn(source.name, *concrete(source.sketch, self.seed, index))

    def __getitem__(self, index: int) -> Example:
        name, program, scene = self.drawn(index)
        picture = renderer.render_ops(scene, (self.size, self.size))
        return Example(name, program, scene, picture)

    @staticmethod
    def indices(rank: int = 0, world: int = 1, start: int = 0) -> Iterator[int]:
        """The indices of one process of several, without end.

        Args:
            rank: of the process, 0 to world - 1.
            world: how many processes there are.
            start: how many pairs this process has had before.

        Raises:
            ValueError: there is no such process, or `start` is below 0.
        """
        if not 0 <= rank < world or start < 0:
            raise ValueError(
                f"rank {rank} of {world} from {start}; expected a rank below {world}, 0 or more"
            )
        return itertools.count(rank + start * world, world)

    def share(self, rank: int = 0, world: int = 1, start: int = 0) -> Iterator[Example]:
        """The pairs of one process of several, without end; see `indices`."""
        return map(self.__getitem__, self.indices(rank, world, start))
