"""Awkward pictures, made on the spot: each is a way in which real files surprise a loader."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

SIDE = 24
RED, BLUE = (220, 30, 20), (10, 60, 200)


def two_halves(width: int = SIDE, height: int = SIDE) -> np.ndarray:
    """(height, width, 3) uint8: red on the left, blue on the right."""
    picture = np.empty((height, width, 3), np.uint8)
    picture[:, : width // 2] = RED
    picture[:, width // 2 :] = BLUE
    return picture


def png(picture: np.ndarray | Image.Image, **options: object) -> bytes:
    """The content of a PNG file."""
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    return encoded(image, "PNG", **options)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """The content of a file of a kind that Pillow writes."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A tiny PNG that says it is enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def rgba() -> bytes:
    """The left half opaque red, the right half wholly clear (and black below)."""
    picture = np.zeros((SIDE, SIDE, 4), np.uint8)
    picture[:, : SIDE // 2] = (*RED, 255)
    return png(picture)


def gray() -> bytes:
    return png(two_halves()[:, :, 0])


def gray_alpha() -> bytes:
    gray = np.full((SIDE, SIDE), 100, np.uint8)
    alpha = np.where(np.arange(SIDE) < SIDE // 2, 255, 0).astype(np.uint8)
    planes = np.dstack([gray, np.broadcast_to(alpha, (SIDE, SIDE))])
    return png(Image.fromarray(np.ascontiguousarray(planes)))


def gray_16() -> bytes:
    """65535 on the left, 257 · 100 on the right."""
    values = np.full((SIDE, SIDE), 257 * 100, np.uint16)
    values[:, : SIDE // 2] = 65535
    return png(Image.fromarray(values))


def palette_clear() -> bytes:
    """Palette colour 0 is clear, 1 is red."""
    image = Image.new("P", (SIDE, SIDE), 0)
    image.putpalette([0, 0, 0, *RED])
    image.paste(1, (0, 0, SIDE // 2, SIDE))
    return png(image, transparency=0)


def cmyk() -> bytes:
    return encoded(Image.fromarray(two_halves()).convert("CMYK"), "TIFF")


def exif_rotated() -> bytes:
    """Stored lying on its side; the EXIF orientation sets it upright: red left, blue right."""
    lying = Image.fromarray(two_halves()).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    return png(lying, exif=exif)


def animated_gif() -> bytes:
    frames = [Image.new("RGB", (SIDE, SIDE), color) for color in (RED, BLUE)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)


# Good pictures that other tools stumble over.
AWKWARD: dict[str, Callable[[], bytes]] = {
    "rgba": rgba,
    "gray": gray,
    "gray-alpha": gray_alpha,
    "gray-16": gray_16,
    "palette-clear": palette_clear,
    "cmyk": cmyk,
    "exif-rotated": exif_rotated,
    "animated-gif": animated_gif,
    "one-pixel": lambda: png(two_halves(1, 1)),
    "one-by-5000": lambda: png(two_halves(5000, 1)),
    "solid": lambda: png(np.full((SIDE, SIDE, 3), 77, np.uint8)),
}


# Files that are no picture, with a word that their one line must hold.
FAULTY: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "empty"),
    "truncated": (
        lambda: png(np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8))[:3000],
        "truncated",
    ),
    "cut-header": (lambda: png(two_halves())[:20], "not a picture"),
    "text": (lambda: b"Dear diary,\n", "not a picture"),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "unread-format": (lambda: encoded(Image.fromarray(two_halves()), "TGA"), "not a picture"),
    "bomb": (bomb, "too large"),
    "large-bomb": (lambda: bomb(10_000, 10_000), "too large"),
    "long": (lambda: bomb(20_000, 2), "too large"),
}


def write_awkward(folder: Path, name: str) -> Path:
    path = folder / f"{name}.img"
    path.write_bytes(AWKWARD[name]())
    return path


def write_faulty(folder: Path, name: str) -> Path:
    path = folder / f"{name}.png"
    path.write_bytes(FAULTY[name][0]())
    return path
