"""Thin strokes that are found, made plainer together: whole numbers, and outlines of lines."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas, Layer
from sketchnet.search.masks import Picture
from sketchnet.search.shapes import Shape, has_size
from sketchnet.tidy.corners import closed
from sketchnet.tidy.judge import paint

_CLOSING = 0.02  # of what all strokes gain, that it may cost to make one of some
_ROUNDINGS = 16  # of the four numbers of a line


class WireTidier:
    """Strokes over plain areas, and how near they are to the picture.

    Args:
        canvas: of the picture; it is not drawn on.
        ground: (H, W, 3) what is seen without them.
        found: the strokes.
        budget: pays for every candidate.
    """

    def __init__(
        self, canvas: Canvas, ground: Picture, found: Sequence[Shape], budget: Budget
    ) -> None:
        self._canvas = canvas
        self._ground = ground
        self._budget = budget
        self.found = list(found)

    def even_out(self) -> None:
        """Puts lines on whole numbers where all strokes together are as near the picture then.

        Where one ends at another it cannot tell where by itself.
        """
        layers = [self._canvas.layer(one) for one in self.found]
        for index, line in enumerate(self.found):
            uneven = any(value % 1 for value in line.params)
            if line.kind != "line" or not uneven or not self._budget.affords(_ROUNDINGS):
                continue
            choices = product(*({math.floor(v), math.ceil(v)} for v in line.params))
            whole = [replace(line, params=tuple(map(float, ends))) for ends in choices]
            self._budget.spend(len(whole))
            tried = [self._canvas.layer(one) for one in whole]
            stacks = [[*layers[:index], one, *layers[index + 1 :]] for one in tried]
            errors = [self._error(stack) for stack in stacks]
            if min(errors) <= self._error(layers):
                best = int(np.argmin(errors))
                self.found[index], layers = whole[best], stacks[best]

    def close(self, kinds: Container[str]) -> None:
        """Makes one outline of lines that are its sides, where that is as near."""
        lines = [one for one in self.found if one.kind == "line"]
        for (kind, params), indices in closed(lines):
            sides = [lines[index] for index in indices]
            alike = len({(side.stroke, side.weight) for side in sides}) == 1
            if kind not in kinds or not alike or not all(side in self.found for side in sides):
                continue
            if not self._budget.affords(2):
                break
            self._budget.spend(2)
            whole = replace(sides[0], kind=kind, params=params)
            if not has_size(whole):
                continue
            found = [*(one for one in self.found if one not in sides), whole]
            before, after = (
                self._error([self._canvas.layer(one) for one in some])
                for some in (self.found, found)
            )
            if after <= before + _CLOSING * (self._error([]) - before):
                self.found = found

    def _error(self, layers: Sequence[Layer]) -> float:
        """The squared error of strokes."""
        picture = self._ground.copy()
        for layer in layers:
            paint(picture, layer, 0, 0)
        off = picture - self._canvas.target
        return float(np.vdot(off, off))
