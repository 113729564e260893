"""A stack of shapes over a background, against a target: composites and colours.

Legend: h × w a window; pictures are float32 (H, W, 3) in 0–1.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.least_squares import box_least_squares
from sketchnet.search.masks import Mask, Picture, Rasterizer, Window
from sketchnet.search.place import Place
from sketchnet.search.shapes import Colour, Part, Shape, colour_of, unit_of


class Layer(NamedTuple):
    """A shape and its coverage inside its window."""

    shape: Shape
    window: Window
    fill: Mask | None  # (h, w)
    stroke: Mask | None  # (h, w)

    def mask(self, part: Part) -> Mask:
        """The coverage of a part that is painted, (h, w)."""
        mask = self.fill if part == "fill" else self.stroke
        assert mask is not None, f"the shape has no {part}"
        return mask

    def cover(self) -> Mask:
        """How much of what lies below is hidden, (h, w)."""
        first, *rest = (self.mask(part) for part in self.shape.parts)
        return first + rest[0] if rest else first

    def spread(self, size: tuple[int, ...]) -> Mask:
        """The cover over a whole picture of so many rows and columns, (H, W)."""
        whole = np.zeros(size, np.float32)
        whole[self.window.slices] = self.cover()
        return whole

    def light(self) -> Picture:
        """What the layer paints, (h, w, 3), premultiplied."""
        first, *rest = (
            self.mask(part)[..., None] * unit_of(getattr(self.shape, part))
            for part in self.shape.parts
        )
        return first + rest[0] if rest else first


class Canvas:
    """The stack itself.

    Args:
        target: (H, W, 3) float32 in 0–1, at the working size.
        scale: working pixels for one picture pixel, (x, y).
        background: RGB 0–255.
        palette: (K, 3) in 0–1: the only colours allowed; any when None.
        rough: draw candidates with coarser edges, in half the time.
        hairlines: draw thin strokes as the renderer does, which takes longer.
        join: how outlines turn a corner, MITER or ROUND.
    """

    def __init__(
        self,
        target: Picture,
        scale: tuple[float, float],
        background: Colour,
        palette: NDArray[np.float64] | None = None,
        rough: bool = False,
        hairlines: bool = False,
        join: str = "MITER",
    ) -> None:
        height, width, _ = target.shape
        self.target = target
        self.palette = palette
        self.background = background
        self.rasterizer = Rasterizer(width, height, scale, rough, hairlines, join)
        self.layers: list[Layer] = []
        self._below: list[Picture] = []  # [i]: composite of the background and layers[:i]
        self._above: list[tuple[Mask, Picture]] = []  # [k]: (V, U) under the k topmost layers
        self.restore([], background)

    # -- the stack --------------------------------------------------------------------------

    @property
    def join(self) -> str:
        """How outlines turn a corner."""
        return self.rasterizer.join

    @property
    def shapes(self) -> list[Shape]:
        """The shapes, back to front."""
        return [layer.shape for layer in self.layers]

    def snapshot(self) -> tuple[list[Layer], Colour]:
        """What `restore` brings back."""
        return list(self.layers), self.background

    def restore(self, layers: list[Layer], background: Colour) -> None:
        """Makes the stack what a snapshot says."""
        height, width, _ = self.target.shape
        self.layers = list(layers)
        self.background = background
        self._below = [np.broadcast_to(unit_of(background), self.target.shape).copy()]
        self._above = [
            (np.ones((height, width), np.float32), np.zeros((height, width, 3), np.float32))
        ]

    def layer(self, shape: Shape) -> Layer:
        """A shape rasterized."""
        params = np.array([shape.params])
        weight = shape.weight if shape.outlined else 0.0
        window = self.rasterizer.window(shape.kind, params, weight, spikes=5.0)
        if not window.w or not window.h:  # off the canvas: one empty pixel keeps arrays whole
            window = Window(0, 0, 1, 1)
        fill, stroke = self.rasterizer.masks(
            shape.kind, params, shape.paint, np.array([shape.weight]), window, shape.opacity
        )
        return Layer(
            shape,
            window,
            None if fill is None else fill[0],
            None if stroke is None else stroke[0],
        )

    def insert(self, index: int, shape: Shape) -> None:
        """Puts a shape before layer `index`."""
        self.layers.insert(index, self.layer(shape))
        self._changed(index, len(self.layers) - index - 1)

    def replace(self, index: int, shape: Shape) -> None:
        """Puts a shape in the place of layer `index`."""
        self.layers[index] = self.layer(shape)
        self._changed(index, len(self.layers) - index - 1)

    def remove(self, index: int) -> Shape:
        """Takes layer `index` away."""
        layer = self.layers.pop(index)
        self._changed(index, len(self.layers) - index)
        return layer.shape

    def _changed(self, index: int, above: int) -> None:
        """Forgets composites that hold layer `index`; `above` layers on top are as they were."""
        del self._below[index + 1 :]
        del self._above[above + 1 :]

    # -- composites ---------------------------------------------------------------------------

    def below(self, index: int) -> Picture:
        """The composite of the background and the layers under `index`, (H, W, 3)."""
        while len(self._below) <= index:
            layer = self.layers[len(self._below) - 1]
            picture = self._below[-1].copy()
            rows, columns = layer.window.slices
            picture[rows, columns] *= (1 - layer.cover())[..., None]
            picture[rows, columns] += layer.light()
            self._below.append(picture)
        return self._below[index]

    def above(self, index: int) -> tuple[Mask, Picture]:
        """(V, U) under the layers from `index` up: what is seen through them, what they paint."""
        depth = len(self.layers) - index
        while len(self._above) <= depth:
            layer = self.layers[len(self.layers) - len(self._above)]
            visible, light = (part.copy() for part in self._above[-1])
            rows, columns = layer.window.slices
            light[rows, columns] += visible[rows, columns, None] * layer.light()
            visible[rows, columns] *= 1 - layer.cover()
            self._above.append((visible, light))
        return self._above[depth]

    def picture(self) -> Picture:
        """The whole composite, (H, W, 3) float32 in 0–1."""
        return self.below(len(self.layers))

    def error(self) -> float:
        """Squared error summed over pixels and channels, in 0–1 units."""
        difference = self.picture() - self.target
        return float(np.vdot(difference, difference))

    def rmse(self) -> float:
        """The same as a root mean square, 0–255."""
        return 255 * math.sqrt(self.error() / self.target.size)

    def worth(self, index: int) -> float:
        """By how much the squared error would rise, were layer `index` gone."""
        rows, columns = self.layers[index].window.slices
        visible, light = (part[rows, columns] for part in self.above(index + 1))
        target = self.target[rows, columns]
        without = visible[..., None] * self.below(index)[rows, columns] + light - target
        within = visible[..., None] * self.below(index + 1)[rows, columns] + light - target
        return float(np.vdot(without, without) - np.vdot(within, within))

    def place(self, index: int, *, instead: bool = False) -> Place:
        """The place before layer `index`, or `instead` of it."""
        visible, light = self.above(index + 1 if instead else index)
        return Place(self.rasterizer, self.palette, self.target, self.below(index), visible, light)

    # -- colours ------------------------------------------------------------------------------

    def solve_colours(self) -> None:
        """Sets all colours, the background's too, to their joint least-squares optimum.

        Colours the target's range does not hold are clipped; with a palette, every shape takes
        the best colour of it in turn, from the top down.
        """
        if self.palette is not None:
            self._choose_colours()
            return
        height, width, _ = self.target.shape
        weights = [self.above(0)[0].ravel()]
        owners: list[tuple[int, Part]] = []
        for index, layer in enumerate(self.layers):
            visible = self.above(index + 1)[0]
            rows, columns = layer.window.slices
            for part in layer.shape.parts:
                weight = np.zeros((height, width), np.float32)
                weight[rows, columns] = visible[rows, columns] * layer.mask(part)
                weights.append(weight.ravel())
                owners.append((index, part))
        matrix = np.stack(weights).astype(np.float64)  # (L, N)
        gram = matrix @ matrix.T
        moment = matrix @ self.target.reshape(-1, 3)
        present = np.array(
            [self.background] + [getattr(self.layers[i].shape, part) for i, part in owners]
        )
        colours = box_least_squares(gram, moment, present / 255) * 255
        self._recolour(colours[0], owners, colours[1:])

    def _choose_colours(self) -> None:
        for index in range(len(self.layers) - 1, -1, -1):
            layer = self.layers[index]
            place = self.place(index, instead=True)
            shape = layer.shape
            for part in shape.parts:
                _, colours = place.best_colours(layer.mask(part)[None], layer.window)
                shape = shape.coloured(part, colour_of(colours[0]))
            self.layers[index] = layer._replace(shape=shape)
            self._changed(index, len(self.layers) - index - 1)

    def _recolour(
        self,
        background: NDArray[np.float64],
        owners: list[tuple[int, Part]],
        colours: NDArray[np.float64],
    ) -> None:
        layers = list(self.layers)
        for (index, part), colour in zip(owners, colours, strict=True):
            layer = layers[index]
            layers[index] = layer._replace(shape=layer.shape.coloured(part, colour_of(colour)))
        self.restore(layers, colour_of(background))
