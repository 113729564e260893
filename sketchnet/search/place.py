"""A place in a stack of shapes: what a candidate there would gain, in its best colours.

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

from sketchnet.search.masks import Mask, Picture, Rasterizer, Window
from sketchnet.search.normal import Normal, normal_equations
from sketchnet.search.shapes import OUTLINED, Paint, Params, Shape, unit_of
from sketchnet.search.slopes import slopes_of

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


class _Terms(NamedTuple):
    """The gain of colours c of masks: 2·c·moment − constant − mass·|c|².

    Attributes:
        constant, mass: (B,).
        moment: (B, 3).
    """

    constant: NDArray[np.float64]
    moment: NDArray[np.float64]
    mass: NDArray[np.float64]


class Place:
    """A place in the stack: scores candidates for it. The callable that search works with.

    Args:
        rasterizer: draws candidates.
        palette: (K, 3) in 0–1: the only colours allowed; any when None.
        target: (H, W, 3) what is to be drawn.
        below: (H, W, 3) the composite of all that lies below.
        visible: (H, W) the share of that which is seen.
        above: (H, W, 3) what is painted over it.
    """

    def __init__(
        self,
        rasterizer: Rasterizer,
        palette: NDArray[np.float64] | None,
        target: Picture,
        below: Picture,
        visible: Mask,
        above: Picture,
    ) -> None:
        self._rasterizer = rasterizer
        self._palette = palette
        residual = target - above - visible[..., None] * below
        self._below, self._visible = below, visible
        seen = visible * visible
        lit = visible[..., None] * residual
        self.residual = residual
        # (H, W, 4) against m and (H, W, 5) against m².
        self._linear = np.dstack([2 * (lit * below).sum(-1), lit])
        self._square = np.dstack([seen * (below * below).sum(-1), seen[..., None] * below, seen])

    def __call__(
        self,
        kind: str,
        params: Params,
        paint: Paint,
        weights: NDArray[np.float64],
        opacity: float = 1.0,
    ) -> Scores:
        """Scores candidates (B, P) of one kind, paint and opacity, with stroke weights (B,)."""
        count = len(params)
        window = self._rasterizer.window(kind, params, weights.max() if paint in OUTLINED else 0)
        nothing = np.zeros((count, 3))
        if not window.w or not window.h:
            return Scores(np.full(count, -np.inf), nothing, nothing)
        fill, stroke = self._rasterizer.masks(kind, params, paint, weights, window, opacity)
        if fill is not None and stroke is not None:
            return self._both(fill, stroke, window)
        only = fill if stroke is None else stroke
        assert only is not None
        gains, colours = self.best_colours(only, window)
        return Scores(gains, *((colours, nothing) if stroke is None else (nothing, colours)))

    def _both(self, fills: Mask, strokes: Mask, window: Window) -> Scores:
        """Scores of masks (B, h, w) that are painted together: along the stroke's edges they mix.

        With the masks f and s, the fill's moment, mass and constant meet the cross terms of
        (f + s)²: sums over the pixels of f·s.
        """
        terms, other = self._terms(fills, window), self._terms(strokes, window)
        rows, columns = window.slices
        shared = (fills * strokes).reshape(len(fills), -1)
        cross = (shared @ self._square[rows, columns].reshape(-1, 5)).astype(float)  # (B, 5)
        pulls = terms.moment + cross[:, 1:4], other.moment + cross[:, 1:4]
        masses = np.maximum(terms.mass, 1e-9), np.maximum(other.mass, 1e-9)
        mixed = cross[:, 4:]  # (B, 1)
        det = (masses[0] * masses[1])[:, None] - mixed**2
        first = (pulls[0] * masses[1][:, None] - mixed * pulls[1]) / np.maximum(det, 1e-12)
        colours = [self._legal(first), first]
        # Where one must be cut to the colours there are, the other gives way.
        for part in (1, 0, 1):
            rest = (pulls[part] - mixed * colours[1 - part]) / masses[part][:, None]
            colours[part] = self._legal(rest)
        gains = -terms.constant - other.constant - 2 * cross[:, 0]
        for colour, pull, mass in zip(colours, pulls, masses, strict=True):
            gains += 2 * (colour * pull).sum(1) - mass * (colour**2).sum(1)
        gains -= 2 * mixed[:, 0] * (colours[0] * colours[1]).sum(1)
        gains[(terms.mass < _LEAST_COVER) | (other.mass < _LEAST_COVER)] = -np.inf
        return Scores(gains, colours[0] * 255, colours[1] * 255)

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
            change = seen * (unit_of(getattr(shape, part))[:, None] - below)  # (3, N)
            residual -= mask.ravel() * change
            jacobian += slope * change[:, None, edge]
            parts.append(seen * mask.ravel())
        return normal_equations(jacobian, edge, residual, np.stack(parts))

    def best_colours(
        self, masks: Mask, window: Window
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Gain (B,) and best colour (B, 3) in 0–255 of masks (B, h, w)."""
        constant, moment, mass = self._terms(masks, window)
        colours = self._legal(moment / np.maximum(mass, 1e-9)[:, None])
        gains = 2 * (colours * moment).sum(1) - constant - mass * (colours**2).sum(1)
        gains[mass < _LEAST_COVER] = -np.inf
        return gains, colours * 255

    def _terms(self, masks: Mask, window: Window) -> _Terms:
        """The quadratic of masks (B, h, w)."""
        rows, columns = window.slices
        flat = masks.reshape(len(masks), -1)  # (B, N)
        linear = flat @ self._linear[rows, columns].reshape(-1, 4)
        square = np.square(flat) @ self._square[rows, columns].reshape(-1, 5)
        return _Terms(
            linear[:, 0].astype(float) + square[:, 0],
            linear[:, 1:].astype(float) + square[:, 1:4],
            square[:, 4].astype(float),
        )

    def _legal(self, colours: NDArray[np.float64]) -> NDArray[np.float64]:
        """The best colours (B, 3) that may be, where these would be best."""
        if self._palette is None:
            return np.clip(colours, 0, 1)
        away = (self._palette**2).sum(1) - 2 * colours @ self._palette.T  # (B, K)
        return np.asarray(self._palette[away.argmin(1)])
