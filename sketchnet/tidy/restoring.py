"""Plain pictures under the noise of a file: compressed, they have no plain colours left.

Legend: H, W the picture, K colours, N pixels.
"""

from __future__ import annotations

import cv2
import numpy as np

from sketchnet.search.setup import Pixels
from sketchnet.tidy.labels import Flags, widened
from sketchnet.tidy.unmixing import (
    Floats,
    but_specks,
    lightness_and_hue,
    nearest_of,
    sharpened,
    unmixed,
    without_specks,
)

NOISE = 0.15
"""Pixels by which edges of a picture that was restored are off, on the mean."""

_CALM = 24  # of 255, between pixels that touch, in a plain area
_APART, _THIN_APART = 14.0, 45.0
"""Of 255, around a colour: of areas, and of lines that are all edge."""

_FARTHEST = 0.8  # quantile of how far pixels are from all colours: lines are hardly mixed there
_LEAST_AREA = 12  # pixels of a colour, and
_LEAST_SHARE = 0.0005  # share of the picture
_COLOURS = 24
_PLAIN_SHARE = 0.5  # share of the pixels that are calm
_DRIFT, _LEAST_DRIFT = 3.0, 0.5  # of 255, root mean square, by which areas may shade, or do not
_DRIFT_SHARE = 0.8  # of what pixels are off, where it is noise
_SHADED = 7.0
"""Of 255, root mean square, by which no noise makes areas differ from their colours: they shade."""

_SQUARE = 7  # pixels a side of a square over which noise is averaged away
_AROUND = np.ones((3, 3), np.uint8)
_BESIDE = 9  # pixels a side of the square around what is not calm, in which there is noise
_FEW = 0.01  # share of the pixels that nothing explains
_TIMES_NOISE = 4.0  # times the noise beside edges, by which these may be lighter or darker
_BLURS = (0.5, 0.7, 1.0, 1.4, 2.0)  # standard deviations, in pixels, of one that was enlarged
_SHARPER = 0.7  # times as wrong with the best of them: else it was not
_BLURRED, _QUIET = 10.0, 1.2
"""Of 255, root mean square, the same of a picture that was resized; noise below which it was."""

_WIDE = 0.1  # share of the pixels of edges that touch none with its colour exactly, where they blur
_CLEAN = 0.9  # share of the pixels that have their colour exactly where there is no noise


def restored(target: Pixels) -> Pixels | None:
    """A picture of plain areas that a noisy one is, as far as anybody sees.

    Args:
        target: (H, W, 3) uint8.

    Returns:
        (H, W, 3) uint8; None where the picture has no plain areas, or has no noise.
    """
    calm = cv2.morphologyEx(target, cv2.MORPH_GRADIENT, _AROUND).max(2) <= _CALM
    if calm.mean() < _PLAIN_SHARE:
        return None
    pixels = target.astype(np.float32)
    least = max(_LEAST_AREA, round(_LEAST_SHARE * calm.size))
    colours = _colours(cv2.medianBlur(target, 3)[calm], _APART, least)
    if not 1 <= len(colours) <= _COLOURS:
        return None
    of = nearest_of(pixels, colours)
    inside = calm & (cv2.morphologyEx(of.astype(np.uint8), cv2.MORPH_GRADIENT, _AROUND) == 0)
    off = pixels - colours[of]
    beside = calm & widened(~calm, _BESIDE)
    edge = inside & beside
    exact = np.abs(off).max(2) <= 0.5
    noisy = edge.any() and exact[edge].mean() < _CLEAN
    wide = (~widened(exact, 3) & ~calm).sum() > _WIDE * (~calm).sum()
    if not (noisy or wide) or _drifts(off, inside):
        return None
    seen = lightness_and_hue(target)
    mixtures = unmixed(seen, colours, inside)
    while mixtures.lost.sum() >= least and len(colours) < _COLOURS:
        colours = np.append(colours, _ink(target[mixtures.lost], colours), axis=0)
        mixtures = unmixed(seen, colours, inside)
    if mixtures.lost.mean() > _FEW:
        return None
    colours = colours[but_specks(mixtures, colours)]
    if not len(colours):  # narrow stripes of nearly one colour: each is a speck on the others
        return None
    mixtures = unmixed(seen, colours, inside)
    clean = sharpened(without_specks(mixtures, colours), colours.round())
    shades = _rms((clean - pixels)[calm]) > _SHADED
    return clean if not shades and _is_seen(clean, seen, calm, beside, noisy) else None


def _is_seen(clean: Pixels, seen: Floats, calm: Flags, beside: Flags, noisy: bool) -> bool:
    """Whether a picture is what was seen, but for noise, as after compression, or for a blur.

    Args:
        clean: (H, W, 3) uint8.
        seen: (H, W, 3) lightness and hue.
        calm: (H, W) what is no edge.
        beside: (H, W) what of it is near one.
        noisy: whether areas have noise.
    """
    off = _off(clean, seen)
    noise, wrong = _rms(off[beside]), _rms(off[~calm])
    soft = (np.asarray(cv2.GaussianBlur(clean, (0, 0), blur), np.uint8) for blur in _BLURS)
    blurred = min(_rms(_off(one, seen)[~calm]) for one in soft)
    enlarged = blurred <= _SHARPER * wrong
    resized = enlarged or noise < _QUIET
    most = max(_TIMES_NOISE * noise, _BLURRED if resized else 0)
    return (noisy or enlarged) and (blurred if enlarged else wrong) <= most


def _off(clean: Pixels, seen: Floats) -> Floats:
    """(H, W) by how much of 255 a picture is lighter than was seen; below 0 where it is darker."""
    return lightness_and_hue(clean)[..., 0] - seen[..., 0]


def _rms(off: Floats) -> float:
    """Root mean square; 0 of nothing."""
    return float(np.sqrt(np.square(off).mean())) if len(off) else 0.0


def _colours(pixels: Pixels, apart: float, least: int) -> Floats:
    """(K, 3) the colours that pixels (N, 3) gather around, the commonest first."""
    left = pixels.astype(np.int64)
    found: list[Floats] = []
    while len(left) >= least and len(found) <= _COLOURS:
        codes = (left >> 3) @ np.array([1024, 32, 1])
        _, first, counts = np.unique(codes, return_index=True, return_counts=True)
        centre = left[first[counts.argmax()]]
        for _ in range(3):
            near = np.abs(left - centre).max(1) <= apart
            centre = np.median(left[near], axis=0)
        if near.sum() >= least:
            found.append(centre.astype(np.float32))
        left = left[~near]
    return np.array(found, np.float32).reshape(-1, 3)


def _ink(pixels: Pixels, colours: Floats) -> Floats:
    """(1, 3) the colour of lines that are all edge, from pixels (N, 3) that have some of it."""
    apart = np.abs(pixels[:, None].astype(np.float32) - colours).max(2).min(1)
    farthest = pixels[apart >= np.quantile(apart, _FARTHEST)]
    return _colours(farthest, _THIN_APART, 1)[:1]


def _drifts(off: Floats, inside: Flags) -> bool:
    """Whether what areas are off their colours is no noise: they shade into each other."""
    weight = inside[..., None].astype(np.float32)
    all_, known = (cv2.blur(one, (_SQUARE, _SQUARE)) for one in (off * weight, weight))
    drift = all_ / np.maximum(known[..., None], 1e-3)
    drifting, noise = (float(np.sqrt(np.square(one[inside]).mean())) for one in (drift, off))
    return drifting > min(_DRIFT, max(_DRIFT_SHARE * noise, _LEAST_DRIFT))
