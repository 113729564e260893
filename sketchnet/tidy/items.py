"""What a tidy drawing is made of: shapes, or shapes that are said once and drawn many times."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sketchnet.search.shapes import ARCS, KINDS, LEAST_SHADED, Shape
from sketchnet.tidy.successions import Ring, Series

FEWEST_TURNS = 3
"""Turns of a loop that are worth reading one: two copies are said plainer by two lines."""

LEAST = {"w": 1.0, "h": 1.0, "r": 0.0}
"""What extents and radii are at least, by their role; see `Kind.roles`."""


@dataclass(frozen=True, slots=True)
class Step:
    """A row of places: `count` of them, each (`dx`, `dy`) pixels from the one before."""

    count: int
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Item:
    """Shapes that stand together, at one place or at many.

    Attributes:
        shapes: at the first place, back to front.
        steps: none for one place, one for a row, two for a grid (along, then down).
        places: (dx, dy) of further places, beside the first, in no order; only without steps.
        mirror: x of a vertical axis at whose other side everything is drawn again.
        series: how its one shape goes on; only without all of these.
    """

    shapes: tuple[Shape, ...]
    steps: tuple[Step, ...] = ()
    places: tuple[tuple[float, float], ...] = ()
    mirror: float | None = None
    series: Series | Ring | None = None

    @property
    def repeats(self) -> bool:
        """Whether anything is drawn more than once."""
        again = self.steps or self.places or self.series
        return bool(again) or self.mirror is not None

    @property
    def written(self) -> Item:
        """The same without steps of few turns: what they draw is said in full, side by side."""
        shapes = self.shapes
        for step in self.steps:
            if step.count < FEWEST_TURNS:
                shapes = tuple(
                    moved(shape, i * step.dx, i * step.dy)
                    for i in range(step.count)
                    for shape in shapes
                )
        steps = tuple(step for step in self.steps if step.count >= FEWEST_TURNS)
        return self if steps == self.steps else replace(self, shapes=shapes, steps=steps)

    def offsets(self) -> list[tuple[float, float]]:
        """(dx, dy) of every place from the first, in the order they are drawn."""
        offsets = [(0.0, 0.0), *self.places]
        for step in self.steps:
            offsets = [
                (dx + i * step.dx, dy + i * step.dy)
                for i in range(step.count)
                for dx, dy in offsets
            ]
        return offsets

    def drawn(self) -> list[Shape]:
        """Every shape it draws, back to front."""
        if not self.repeats:
            return list(self.shapes)
        if self.series is not None:
            return self.series.drawn(self.shapes[0])
        item = self.written
        shapes = [
            moved(shape, dx, dy) if dx or dy else shape
            for dx, dy in item.offsets()
            for shape in item.shapes
        ]
        if self.mirror is not None:
            shapes += [mirrored(shape, self.mirror) for shape in shapes]
        return shapes

    def with_shape(self, index: int, shape: Shape) -> Item:
        """The same with one shape changed."""
        return replace(self, shapes=(*self.shapes[:index], shape, *self.shapes[index + 1 :]))


def roles_of(shape: Shape) -> str:
    """One letter for each of a shape's parameters; see `Kind.roles`."""
    return KINDS[shape.kind].roles_of(len(shape.params))


def is_thin(shape: Shape) -> bool:
    """Whether an extent is less than a pixel, or a radius than nothing: no renderer draws that."""
    roles = roles_of(shape)
    return any(v < LEAST.get(role, v) for v, role in zip(shape.params, roles, strict=True))


def sayable(item: Item) -> bool:
    """Whether code can say an item: shaded shapes are loops of their own, and not for all kinds."""
    return not any(shape.shaded for shape in item.shapes) or (
        not item.repeats and all(map(_can_be_shaded, item.shapes))
    )


def _can_be_shaded(shape: Shape) -> bool:
    extents = (v for role, v in zip(roles_of(shape), shape.params, strict=True) if role in "wh")
    rows = shape.paint != "outward"  # which have no soft edges
    return (
        shape.paint in KINDS[shape.kind].shades
        and min(extents) >= LEAST_SHADED
        and not (rows and any(value % 1 for value in shape.params))
    )


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """A shape at another place."""
    by = {"x": dx, "y": dy}
    params = tuple(
        value + by.get(role, 0.0) for value, role in zip(shape.params, roles_of(shape), strict=True)
    )
    return replace(shape, params=params)


def mirrored(shape: Shape, axis: float) -> Shape:
    """A shape at the other side of the vertical line x = `axis`."""
    p = shape.params
    if shape.kind in ("rect", "roundrect", "square"):
        return replace(shape, params=(2 * axis - p[0] - p[2], *p[1:]))
    turned = [
        2 * axis - value if role == "x" else value
        for value, role in zip(p, roles_of(shape), strict=True)
    ]
    if shape.kind in ARCS:  # angles in eighths of a turn, seen from the other side
        start, stop = (4 - p[5]) % 8, 4 - p[4]
        turned[4:] = [start, start + (stop - start) % 8]
    return replace(shape, params=tuple(turned))


def gathered(items: list[Item], places: list[int], depth: int, instead: Item) -> list[Item]:
    """The items with one in the place of several, at the depth of one of them."""
    gone = set(places)
    out = []
    for index, item in enumerate(items):
        if index == depth:
            out.append(instead)
        elif index not in gone:
            out.append(item)
    return out
