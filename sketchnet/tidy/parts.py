"""The connected parts of each colour in a flat picture.

Legend: H, W the picture.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from sketchnet.search.budget import Budget
from sketchnet.search.layers import Canvas
from sketchnet.search.masks import Mask
from sketchnet.tidy.labels import Flags, Labels, soft_of

_LEAST_AREA = 4  # pixels of a part
_MOST = 320  # parts


@dataclass(frozen=True, eq=False)
class Part:
    """A connected part of one colour.

    Attributes:
        label: of its colour.
        mask: (H, W) its pixels.
        area: how many those are.
        box: x0, y0, x1, y1 in pixels.
    """

    label: int
    mask: Flags
    area: int
    box: tuple[int, int, int, int]


class Parts:
    """The parts of a picture, known by their indices.

    Args:
        labels: the picture's colours.
    """

    def __init__(self, labels: Labels) -> None:
        self.shape = labels.of.shape
        self._parts: list[Part] = []
        self._solidity: dict[frozenset[int], float] = {}
        for label in range(len(labels.colours)):
            self._parts += _connected(labels.of == label, label)
        self._parts.sort(key=lambda part: -part.area)
        del self._parts[_MOST:]

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, index: int) -> Part:
        return self._parts[index]

    def label(self, parts: Collection[int]) -> int:
        """The label of some parts of one colour."""
        return self._parts[min(parts)].label

    def mask(self, parts: Collection[int]) -> Flags:
        """(H, W) the pixels of some parts."""
        mask = np.zeros(self.shape, bool)
        for index in parts:
            mask |= self._parts[index].mask
        return mask

    def solidity(self, parts: frozenset[int]) -> float:
        """The share that some parts are of their convex hull: 1 where nothing cuts into them."""
        if parts not in self._solidity:
            mask = self.mask(parts).astype(np.uint8)
            hull = cv2.convexHull(cv2.findNonZero(mask))
            filled = cv2.fillConvexPoly(np.zeros_like(mask), hull, 1)
            self._solidity[parts] = float(mask.sum() / filled.sum())
        return self._solidity[parts]

    def filling(self, parts: frozenset[int]) -> float:
        """The share that some parts are of their box."""
        rows, columns = self.box(parts, 0)
        box = (rows.stop - rows.start) * (columns.stop - columns.start)
        return self.area(parts) / int(box)

    def area(self, parts: Collection[int]) -> int:
        """Pixels of some parts."""
        return sum(self._parts[index].area for index in parts)

    def box(self, parts: Collection[int], around: int) -> tuple[slice, slice]:
        """Rows and columns of the box around parts, and so many pixels more on every side."""
        corners = np.array([self._parts[index].box for index in parts])
        (x0, y0), (x1, y1) = corners[:, :2].min(0) - around, corners[:, 2:].max(0) + around
        return slice(max(int(y0), 0), int(y1)), slice(max(int(x0), 0), int(x1))

    def groups(
        self, among: Collection[int], gone: Flags, single: bool = True
    ) -> Iterator[frozenset[int]]:
        """Parts of one colour that are one where nothing lies on them, and each alone.

        Args:
            among: these.
            gone: (H, W) where something lies.
            single: whether those alone count that have others of their colour.
        """
        by_label: dict[int, list[int]] = {}
        for index in sorted(among):
            by_label.setdefault(self._parts[index].label, []).append(index)
        for indices in by_label.values():
            linked: dict[int, list[int]] = {}
            if len(indices) > 1 and gone.any():
                space = (self.mask(indices) | gone).astype(np.uint8)
                _, joined = cv2.connectedComponents(space, connectivity=4)
                for index in indices:
                    linked.setdefault(int(joined[self._parts[index].mask][0]), []).append(index)
            groups = [frozenset(group) for group in linked.values()]
            if single or len(indices) == 1:
                groups += [frozenset({index}) for index in indices]
            yield from dict.fromkeys(groups)

    def without(self, index: int, gone: Flags) -> list[int]:
        """What is left of a part without some pixels (H, W), as parts of their own."""
        part = self._parts[index]
        if not (part.mask & gone).any():
            return [index]
        rest = _connected(part.mask & ~gone, part.label)
        self._parts += rest
        return list(range(len(self._parts) - len(rest), len(self._parts)))


@dataclass(frozen=True, slots=True)
class Study:
    """A flat picture that shapes are fitted to.

    Attributes:
        canvas: of the picture; it is not drawn on.
        labels: its colours.
        parts: its parts.
        kinds: keys of `KINDS` that may be drawn.
        budget: pays for every candidate.
        thorough: whether pieces of ellipses, unions and paths are looked for too, which takes long.
    """

    canvas: Canvas
    labels: Labels
    parts: Parts
    kinds: Container[str]
    budget: Budget
    thorough: bool = True

    def soft(self, parts: frozenset[int], free: Flags, around: int) -> tuple[Mask, Flags]:
        """How much of each pixel some parts and their soft edges cover, and where that is known.

        Args:
            parts: of one colour.
            free: (H, W) what nothing is known of.
            around: pixels around them in which their edges may lie.

        Returns:
            (H, W) in 0–1, and (H, W).
        """
        mask, label = self.parts.mask(parts), self.parts.label(parts)
        box = self.parts.box(parts, around)
        near, sure = soft_of(self.canvas.target[box], self.labels.window(box), mask[box], label)
        soft = np.zeros(mask.shape, np.float32)
        soft[box] = near
        known = (self.labels.of >= 0) & (self.labels.of != label) & ~free
        known[box] = sure & ~free[box]
        return soft, known


def _connected(own: Flags, label: int) -> list[Part]:
    count, parts, stats, _ = cv2.connectedComponentsWithStats(own.astype(np.uint8), connectivity=4)
    found = []
    for part in range(1, count):
        area = int(stats[part, cv2.CC_STAT_AREA])
        if area >= _LEAST_AREA:
            x, y, w, h = stats[part, :4].tolist()
            found.append(Part(label, parts == part, area, (x, y, x + w, y + h)))
    return found
