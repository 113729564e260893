"""What of a flat picture is not explained yet, while shapes are taken off it from the top down.

Legend: H, W the picture.
"""

from __future__ import annotations

import numpy as np

from sketchnet.tidy.labels import Flags
from sketchnet.tidy.layered import Layered
from sketchnet.tidy.parts import Study

_AROUND = 3  # pixels around a part in which what is taken off matters


class Remains:
    """The parts that are left, and what has been taken off.

    Args:
        study: the picture.
        ground: the background's label; its largest part is no shape.

    Attributes:
        left: indices of parts.
        gone: (H, W) what is covered by what was taken off: it may be anything below.
        found: what was taken, the topmost first.
    """

    def __init__(self, study: Study, ground: int) -> None:
        self._parts, self._ground, self._of = study.parts, ground, study.labels.of
        self._budget = study.budget
        own = [i for i in range(len(self._parts)) if self._parts[i].label == ground]
        base = max(own, key=lambda i: self._parts[i].area, default=None)
        self.left = {i for i in range(len(self._parts)) if i != base}
        self.gone = np.zeros(study.labels.of.shape, bool)
        self.found: list[Layered] = []

    def take(self, best: Layered) -> None:
        """Takes what may lie below all that is left."""
        self._budget.found()
        self.found.append(best)
        self.left -= best.parts

    def take_off(self, best: Layered) -> None:
        """Takes what lies on top: what it covers may be anything from now on."""
        self.gone |= best.cover > 0
        self.take(best)
        self._cut(best)

    def fill(self, index: int, whole: Layered) -> None:
        """Has something found before, an outline, filled: it covers more."""
        self.found[index] = whole
        self.left -= whole.parts
        self.gone |= whole.cover > 0

    def _cut(self, best: Layered) -> None:
        """What lies under an outline is explained by it, for it may touch others of its colour."""
        if best.shape.paint == "fill" and best.parts:
            return
        for index in sorted(self.left):
            self.left.remove(index)
            self.left.update(self._parts.without(index, best.cover > 0))

    def of_ground(self, ground: bool) -> set[int]:
        """The parts left that have the background's colour, or those that have not."""
        return {i for i in self.left if (self._parts[i].label == self._ground) is ground}

    def groups(self, ground: bool, single: bool = True) -> list[frozenset[int]]:
        """Those that may be of one shape, together; and each by itself, where it is asked for."""
        return list(self._parts.groups(self.of_ground(ground), self.gone, single))

    def near(self, parts: frozenset[int], around: int = _AROUND) -> int:
        """How much is taken off around some parts: what is known of them changes with it."""
        return int(self.gone[self._parts.box(parts, around)].sum())

    def above(self, parts: frozenset[int]) -> Flags:
        """(H, W) parts that are left, but for those of the background, and of the same colour."""
        label = self._parts.label(parts)
        others = [i for i in self.left if self._parts[i].label not in (label, self._ground)]
        return self._parts.mask(others) if others else np.zeros_like(self.gone)

    def label(self, pixels: Flags) -> int | None:
        """The label that most of some pixels (H, W) have, as far as they are known."""
        of = self._of[pixels & ~self.gone & (self._of >= 0)]
        return int(np.bincount(of).argmax()) if len(of) else None
