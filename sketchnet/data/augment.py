"""Makes drawn pictures look like files that people have: shaded, resized, blurred, compressed.

Shapes stay where they are: only how they came to be pixels changes. Each step happens now and then,
at a random strength; all randomness comes from the generator that is passed in.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

_FILTERS = (
    Image.Resampling.BOX,
    Image.Resampling.BILINEAR,
    Image.Resampling.HAMMING,
    Image.Resampling.BICUBIC,
    Image.Resampling.LANCZOS,
)
_GRAY = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Augmentation:
    """How much is done to a picture.

    Attributes:
        strength: of every step, 0 (nothing is changed) to 1.
        shade: chance of soft gradients inside areas of one colour.
        colour: chance of another brightness, contrast, saturation and tint.
        resize: chance of being drawn at another size and brought back.
        blur: chance of a slight blur.
        noise: chance of noise.
        jpeg: chance of having been a JPEG file.
        hold: chance that the ground, the colour of all corners, is not shaded or coloured: most
            files have it white.
    """

    strength: float = 1.0
    shade: float = 0.5
    colour: float = 0.5
    resize: float = 0.5
    blur: float = 0.2
    noise: float = 0.1
    jpeg: float = 0.3
    hold: float = 0.8

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not 0 <= value <= 1:
                raise ValueError(f"{name} of {value}; expected 0 to 1")

    def __call__(self, picture: Pixels, seed: int | tuple[int, ...]) -> Pixels:
        """One picture, changed; the same seed changes it alike.

        Args:
            picture: (H, W, 3) uint8, RGB; it is left as it is.
            seed: one whole number or more, from 0 on.

        Returns:
            (H, W, 3) uint8, RGB.
        """
        rng = np.random.default_rng(seed)
        drawn = picture
        hold = rng.random() < self.hold
        for name, step in _STEPS:
            chance, amount = rng.random(2)
            if chance < getattr(self, name) and self.strength > 0:
                picture = step(picture, rng, float(amount) * self.strength)
            if name == "colour" and hold and picture is not drawn:
                picture = _held(drawn, picture)
        return picture.copy()

    def batch(self, pictures: Pixels, seed: int) -> Pixels:
        """Pictures (N, H, W, 3), each as by itself with the seed `(seed, its index)`."""
        changed = [self(picture, (seed, index)) for index, picture in enumerate(pictures)]
        return np.stack(changed) if changed else pictures.copy()


def _shaded(picture: Pixels, rng: np.random.Generator, amount: float) -> Pixels:
    """Gradients over up to three of its colours, each 60 levels from end to end at most."""
    pixels = picture.reshape(-1, 3)
    ground = _ground(picture)
    figure = np.flatnonzero((pixels != ground).any(1)) if ground is not None else ()
    change = np.zeros(picture.shape[:2], np.float32)
    for _ in range(int(rng.integers(1, 4))):
        on_figure = len(figure) and rng.random() < 0.8
        place = rng.choice(figure) if on_figure else rng.integers(len(pixels))
        share = _share(picture, pixels[place])
        change += share * _ramp(rng, share > 0.5) * np.float32(30 * amount)
    return _whole(picture + change[..., None])


def _share(picture: Pixels, colour: Pixels) -> Floats:
    """How far each pixel is of a colour, 0 to 1: at an edge it is mixed with another; (H, W)."""
    red, green, blue = (np.abs(picture[..., i] - np.int16(colour[i])) for i in range(3))
    apart = np.maximum(np.maximum(red, green), blue)
    share: Floats = np.maximum(1 - apart * np.float32(1 / 64), 0)
    return share


def _ground(picture: Pixels) -> Pixels | None:
    """The colour of a picture's four corners, where they agree."""
    corners = picture[[0, 0, -1, -1], [0, -1, 0, -1]]
    return corners[0] if (corners == corners[0]).all() else None


def _held(picture: Pixels, changed: Pixels) -> Pixels:
    """The ground of a picture under what was changed on it."""
    ground = _ground(picture)
    if ground is None:
        return changed
    share = _share(picture, ground)[..., None]
    after = changed.astype(np.float32)
    return _whole(after + share * (picture - after))


def _ramp(rng: np.random.Generator, where: NDArray[np.bool_]) -> Floats:
    """Values from -1 to 1 in a random direction across the box around an area; (H, W)."""
    rows, columns = np.flatnonzero(where.any(1)), np.flatnonzero(where.any(0))
    angle = rng.uniform(0, 2 * np.pi)
    down = _centred(where.shape[0], rows) * np.sin(angle)
    across = _centred(where.shape[1], columns) * np.cos(angle)
    ramp: Floats = np.clip(down[:, None] + across[None, :], -1, 1).astype(np.float32)
    return ramp


def _centred(length: int, inside: NDArray[np.intp]) -> Floats:
    """Places along an axis, -1 and 1 where the area begins and ends."""
    first, last = int(inside[0]), int(inside[-1])
    places = (np.arange(length) - (first + last) / 2) / max((last - first) / 2, 1)
    return places.astype(np.float32)


def _tinted(picture: Pixels, rng: np.random.Generator, amount: float) -> Pixels:
    """Gamma, contrast, saturation and a gain of each channel."""
    change = rng.uniform(-1, 1, 6).astype(np.float32) * np.float32(amount)
    levels = (np.arange(256, dtype=np.float32) / 255) ** (1 + 0.15 * change[0])
    levels = (levels - 0.5) * (1 + 0.1 * change[1]) + 0.5
    # Saturation and gains in one: a matrix from the channels to the channels.
    keep = 1 + np.float32(0.25) * change[2]
    mix = (np.eye(3, dtype=np.float32) * keep + _GRAY[:, None] * (1 - keep)) * (
        1 + np.float32(0.06) * change[3:]
    )
    return _whole((levels.astype(np.float32) * 255)[picture] @ mix)


def _resized(picture: Pixels, rng: np.random.Generator, amount: float) -> Pixels:
    """Brought to between 0.6 and 1.6 of its size and back, each with a filter of its own."""
    height, width = picture.shape[:2]
    factor = 1 + amount * (0.6 if rng.random() < 0.5 else -0.4)
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    there, back = (_FILTERS[int(i)] for i in rng.integers(len(_FILTERS), size=2))
    image = Image.fromarray(picture).resize(size, there).resize((width, height), back)
    return np.asarray(image)


def _blurred(picture: Pixels, rng: np.random.Generator, amount: float) -> Pixels:
    """A Gaussian blur of up to 0.8 pixels."""
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(0.8 * amount)))


def _noisy(picture: Pixels, rng: np.random.Generator, amount: float) -> Pixels:
    """Normal noise of up to 6 levels, of each channel or of all three alike."""
    channels = 3 if rng.random() < 0.5 else 1
    noise = rng.standard_normal((*picture.shape[:2], channels), np.float32)
    return _whole(picture + noise * np.float32(6 * amount))


def _compressed(picture: Pixels, rng: np.random.Generator, amount: float) -> Pixels:
    """Through a JPEG file of quality 95 to 45."""
    return compressed(picture, round(95 - 50 * amount), int(rng.integers(3)))


def compressed(picture: Pixels, quality: int, subsampling: int = 2) -> Pixels:
    """What a JPEG file makes of a picture.

    Args:
        picture: (H, W, 3) uint8.
        quality: 1–95.
        subsampling: 2 for hues at half the size of lightness, 1 for half as wide, 0 for the same.
    """
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality, subsampling=subsampling)
    return np.asarray(Image.open(file))


def _whole(values: Floats) -> Pixels:
    values += np.float32(0.5)
    return np.clip(values, 0, 255, out=values).astype(np.uint8)


_STEPS: tuple[tuple[str, Callable[[Pixels, np.random.Generator, float], Pixels]], ...] = (
    ("shade", _shaded),
    ("colour", _tinted),
    ("resize", _resized),
    ("blur", _blurred),
    ("noise", _noisy),
    ("jpeg", _compressed),
)
"""In the order in which things happen to a picture."""
