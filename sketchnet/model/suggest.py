"""The painter at work inside the search: a first drawing, and shapes for a canvas as it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sketchnet.model.decoding import Choice, write
from sketchnet.model.guided import write_guided
from sketchnet.model.shapes import shapes_of
from sketchnet.model.statements import Picture
from sketchnet.model.tokens import decode, ground_tokens
from sketchnet.model.view import View
from sketchnet.model.vocabulary import END, ID
from sketchnet.model.writers import Pixels, Writer
from sketchnet.search.climb import Proposal
from sketchnet.search.layers import Canvas
from sketchnet.search.shapes import Shape

_WARM = Choice(temperature=0.9)
_SAMPLES = 8  # statements for one canvas, beside the likeliest
_FIRST_RENDERS = 60
_ANY_GROUND = ground_tokens((0, 0, 0, 255))


class Sketched(NamedTuple):
    """A drawing in pixels of the picture, and the canvases looked at for it."""

    picture: Picture
    renders: int


class Suggester:
    """Sees one picture and says what to draw.

    Args:
        writer: a painter.
        target: (H, W, 3) uint8.
        kinds: keys of `sketchnet.search.shapes.KINDS` that may be said.
        rng: of the samples.
        opaque: whether nothing may be see-through.
    """

    def __init__(
        self,
        writer: Writer,
        target: Pixels,
        kinds: tuple[str, ...],
        rng: np.random.Generator,
        *,
        opaque: bool = False,
    ) -> None:
        self._writer = writer
        self._view = View(target.shape[1], target.shape[0], writer.side)
        self._target = self._view.of(target)
        self._kinds = kinds
        self._rng = rng
        self._opaque = opaque
        self._first: list[Shape] | None = None

    def write(
        self,
        renders: int,
        most: int = 24,
        stop: Callable[[], bool] = lambda: False,
        *,
        beam: bool = True,
    ) -> Sketched:
        """A whole drawing by `write_guided`."""
        guided = write_guided(
            self._writer, self._target, renders, most=most, rng=self._rng, stop=stop, beam=beam
        )
        return Sketched(decode(guided.best.tokens, self._view.unit), guided.renders)

    def shapes(self, picture: Picture) -> list[Shape]:
        """The statements of a drawing that search can say."""
        found = [shape for shape in shapes_of(picture) if shape.kind in self._kinds]
        return [replace(shape, opacity=1.0) for shape in found] if self._opaque else found

    def first(self, most: int) -> tuple[list[Shape], int]:
        """See `sketchnet.search.stack.Painter`."""
        if self._first is not None:
            return self._first, 0
        found = self.write(min(_FIRST_RENDERS, most))
        self._first = self.shapes(found.picture)
        return self._first, found.renders

    def propose(self, canvas: Canvas) -> list[Proposal]:
        """Shapes that could come next on a canvas of the picture, the likeliest first."""
        seen = self._writer.look(self._target[None], self._view.of(canvas.picture())[None])
        rows = write(self._writer, seen, False).rows
        many = self._writer.rows(seen, np.zeros(_SAMPLES, np.int64))
        rows += write(self._writer, many, False, _WARM, self._rng).rows
        proposals: list[Proposal] = []
        for row in dict.fromkeys(tuple(row) for row in rows if row != [ID[END]]):
            picture = decode([*_ANY_GROUND, *row], self._view.unit)
            proposals += (
                (shape.kind, list(shape.params), shape.paint, shape.weight)
                for shape in self.shapes(picture)
            )
        return proposals
