"""A stack of shapes over a background, against a target: composites, gains, colours.

The picture under test is `T`. For a shape at one place of the stack, everything below it is `B`,
the share of it seen through the shapes above is `V`, and what those paint is `U`. With coverage `m`
and colour `c` the picture is U + V·(B·(1 − m) + m·c), so its squared error is a quadratic in `c`
whose coefficients are sums over pixels of `m` and `m²` against planes that do not depend on the
candidate: one matrix product scores a whole batch, with the best colour of each in closed form.

Legend: B candidates, N = h·w pixels of a window; pictures are float32 (H, W, 3) in 0–1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchnet.search.masks import Mask, Rasterizer, Window
from sketchnet.search.normal import Normal, normal_equations
from sketchnet.search.shapes import Colour, Paint, Params, Part, Shape, colour_of
from sketchnet.search.slopes import slopes_of

Picture = NDArray[np.float32]
_SAME_COLOUR = 2e-3  # of 1: a change of colour that is not worth another round
_LEAST_COVER = 0.3  # a candidate that covers less, in pixels, paints nothing


class Scores(NamedTuple):
    """What a batch of candidates would do to the canvas.

    Attributes:
        gains: (B,) drop of the squared error, summed over pixels and channels in 0–1.
        fills, strokes: (B, 3) best colours, 0–255; zeros where not painted.
    """

    gains: NDArray[np.float64]
    fills: NDArray[np.float64]
    strokes: NDArray[np.float64]


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

    def light(self) -> Picture:
        """What the layer paints, (h, w, 3), premultiplied."""
        first, *rest = (
            self.mask(part)[..., None] * _unit(getattr(self.shape, part))
            for part in self.shape.parts
        )
        return first + rest[0] if rest else first


class Place:
    """A place in the stack: scores candidates for it. The callable that search works with."""

    def __init__(self, canvas: Canvas, below: Picture, visible: Mask, above: Picture) -> None:
        self._rasterizer = canvas.rasterizer
        self._palette = canvas.palette
        residual = canvas.target - above - visible[..., None] * below
        self._below, self._visible = below, visible
        seen = visible * visible
        lit = visible[..., None] * residual
        self.residual = residual
        # (H, W, 4) against m and (H, W, 5) against m².
        self._linear = np.dstack([2 * (lit * below).sum(-1), lit])
        self._square = np.dstack([seen * (below * below).sum(-1), seen[..., None] * below, seen])

    def __call__(
        self, kind: str, params: Params, paint: Paint, weights: NDArray[np.float64]
    ) -> Scores:
        """Scores candidates (B, P) of one kind and paint, with stroke weights (B,)."""
        count = len(params)
        window = self._rasterizer.window(kind, params, 0 if paint == "fill" else weights.max())
        nothing = np.zeros((count, 3))
        if not window.w or not window.h:
            return Scores(np.full(count, -np.inf), nothing, nothing)
        fill, stroke = self._rasterizer.masks(kind, params, paint, weights, window)
        gains = np.zeros(count)
        fills = strokes = nothing
        if fill is not None:
            gain, fills = self.best_colours(fill, window)
            gains += gain
        if stroke is not None:
            gain, strokes = self.best_colours(stroke, window)
            gains += gain
        return Scores(gains, fills, strokes)

    def normal(self, shape: Shape) -> Normal | None:
        """The normal equations of a shape's numbers, colours solved for; None off the canvas."""
        slopes = slopes_of(self._rasterizer, shape)
        if slopes is None:
            return None
        rows, columns = slopes.window.slices
        seen = self._visible[rows, columns].ravel()
        below = self._below[rows, columns].reshape(-1, 3).T
        residual = self.residual[rows, columns].reshape(-1, 3).T.copy()
        edge = slopes.pixels
        jacobian = np.zeros((3, *slopes.slopes[0].shape), np.float32)
        parts = []
        for part, mask, slope in zip(shape.parts, slopes.masks, slopes.slopes, strict=True):
            change = seen * (_unit(getattr(shape, part))[:, None] - below)  # (3, N)
            residual -= mask.ravel() * change
            jacobian += slope * change[:, None, edge]
            parts.append(seen * mask.ravel())
        return normal_equations(jacobian, edge, residual, np.stack(parts))

    def best_colours(
        self, masks: Mask, window: Window
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Gain (B,) and best colour (B, 3) in 0–255 of masks (B, h, w)."""
        rows, columns = window.slices
        flat = masks.reshape(len(masks), -1)  # (B, N)
        linear = flat @ self._linear[rows, columns].reshape(-1, 4)
        square = np.square(flat) @ self._square[rows, columns].reshape(-1, 5)
        constant = linear[:, 0].astype(float) + square[:, 0]
        moment = linear[:, 1:].astype(float) + square[:, 1:4]  # (B, 3)
        mass = square[:, 4].astype(float)
        if self._palette is None:
            colours = np.clip(moment / np.maximum(mass, 1e-9)[:, None], 0, 1)
        else:
            choices = self._palette  # (K, 3)
            cost = mass[:, None] * (choices**2).sum(1) - 2 * moment @ choices.T  # (B, K)
            colours = choices[cost.argmin(1)]
        gains = 2 * (colours * moment).sum(1) - constant - mass * (colours**2).sum(1)
        gains[mass < _LEAST_COVER] = -np.inf
        return gains, colours * 255


class Canvas:
    """The stack itself.

    Args:
        target: (H, W, 3) float32 in 0–1, at the working size.
        scale: working pixels for one picture pixel, (x, y).
        background: RGB 0–255.
        palette: (K, 3) in 0–1: the only colours allowed; any when None.
        rough: draw candidates with coarser edges, in half the time.
    """

    def __init__(
        self,
        target: Picture,
        scale: tuple[float, float],
        background: Colour,
        palette: NDArray[np.float64] | None = None,
        rough: bool = False,
    ) -> None:
        height, width, _ = target.shape
        self.target = target
        self.palette = palette
        self.background = background
        self.rasterizer = Rasterizer(width, height, scale, rough)
        self.layers: list[Layer] = []
        self._below: list[Picture] = []  # [i]: composite of the background and layers[:i]
        self._above: list[tuple[Mask, Picture]] = []  # [k]: (V, U) under the k topmost layers
        self.restore([], background)

    # -- the stack --------------------------------------------------------------------------

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
        self._below = [np.broadcast_to(_unit(background), self.target.shape).copy()]
        self._above = [
            (np.ones((height, width), np.float32), np.zeros((height, width, 3), np.float32))
        ]

    def layer(self, shape: Shape) -> Layer:
        """A shape rasterized."""
        params = np.array([shape.params])
        weight = shape.weight if shape.paint != "fill" else 0.0
        window = self.rasterizer.window(shape.kind, params, weight, spikes=5.0)
        if not window.w or not window.h:  # off the canvas: one empty pixel keeps arrays whole
            window = Window(0, 0, 1, 1)
        fill, stroke = self.rasterizer.masks(
            shape.kind, params, shape.paint, np.array([shape.weight]), window
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

    def place(self, index: int, *, instead: bool = False) -> Place:
        """The place before layer `index`, or `instead` of it."""
        visible, light = self.above(index + 1 if instead else index)
        return Place(self, self.below(index), visible, light)

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
        colours = _box_least_squares(gram, moment, present / 255) * 255
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


def _box_least_squares(
    gram: NDArray[np.float64], moment: NDArray[np.float64], present: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Colours (L, 3) in 0–1 that minimise cᵀ·gram·c − 2·cᵀ·moment, never worse than `present`.

    The free optimum, cut to the box, is polished by coordinate descent, which knows the box.
    """
    ridge = 1e-3  # a whisper of the present colours keeps hidden shapes from running away
    steady = gram.copy()
    steady[np.diag_indices_from(steady)] += ridge
    pull = moment + ridge * present
    free = np.linalg.solve(steady, pull)
    colours = np.clip(free, 0, 1)
    if (colours != free).any():
        for _ in range(20):
            before = colours.copy()
            for i, row in enumerate(steady):
                rest = pull[i] - row @ colours + row[i] * colours[i]
                colours[i] = np.minimum(np.maximum(rest / row[i], 0), 1)
            if np.abs(colours - before).max() < _SAME_COLOUR:
                break

    def cost(c: NDArray[np.float64]) -> float:
        return float(np.vdot(c, gram @ c) - 2 * np.vdot(c, moment))

    return colours if cost(colours) <= cost(present) else present


def _unit(colour: Colour) -> Picture:
    return np.array(colour, np.float32) / np.float32(255)
