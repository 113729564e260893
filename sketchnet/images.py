"""Any picture to the one form the project works on: (H, W, 3) uint8, RGB, upright, opaque."""

from __future__ import annotations

import io
import os
import struct
import warnings
import zlib
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from renderer.errors import SketchError
from renderer.language.builtins import kind_of
from renderer.language.caps import DEFAULT_CAPS

Pixels: TypeAlias = npt.NDArray[np.uint8]
Source: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO | Image.Image | npt.NDArray[Any]

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "PPM")
"""What is decoded; every other decoder of Pillow stays out of a stranger's reach."""

# A program must be able to make a canvas of the picture's size.
MOST_PIXELS = DEFAULT_CAPS.canvas_pixels
LONGEST_SIDE = int(kind_of("columns").high)

_WANTED = "a png, jpeg, webp, gif, bmp, tiff or ppm picture"
_DEEP_GRAYS = ("I", "I;16", "I;16L", "I;16B", "I;16N")
# What Pillow's decoders raise at damaged data: they are written for speed, not for one error type.
_DECODER_ERRORS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
# Kinds that people try and that deserve their own word: (offset, signature, name).
_KNOWN = (
    (0, b"<svg", "SVG"),
    (0, b"<?xml", "SVG or XML"),
    (0, b"%PDF", "PDF"),
    (0, b"8BPS", "Photoshop"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (0, b"\x00\x00\x01\x00", "ICO"),
)


class ImageError(SketchError):
    """The picture cannot be read; the message says why in one line."""


def load_image(source: Source, background: tuple[int, int, int] = (255, 255, 255)) -> Pixels:
    """A picture as (H, W, 3) uint8 RGB: first frame, turned upright, alpha laid on `background`.

    Args:
        source: a path, the bytes of a file, an open binary file, a Pillow image, or an array
            (H, W), (H, W, 1), (H, W, 2), (H, W, 3) or (H, W, 4): gray, gray and alpha, RGB, RGBA,
            as bool, uint8, uint16 (0–65535) or floats from 0 to 1.
        background: what shows through transparent pixels, 0–255 each.

    Raises:
        ImageError: there is no such file, it is no picture, it is damaged, or it is too large.
    """
    if isinstance(source, np.ndarray):
        return _opaque(_from_array(source), background)
    if isinstance(source, Image.Image):
        return _decode(source, background)
    if isinstance(source, str | os.PathLike):
        try:
            return _decode_bytes(_read_file(Path(source)), background)
        except ImageError as error:
            raise ImageError(f"{os.fspath(source)}: {error}") from error
    return _decode_bytes(_read_stream(source), background)


def _read_file(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ImageError("this is a directory, not a picture")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ImageError("no such file") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise ImageError(f"cannot be read: {reason}") from error


def _read_stream(source: bytes | BinaryIO) -> bytes:
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if not hasattr(source, "read"):
        raise ImageError(f"{source!r:.60} is not a picture; expected {_WANTED}")
    data = source.read()
    if not isinstance(data, bytes):
        raise ImageError("the file is open as text; expected open(path, 'rb')")
    return data


def _decode_bytes(data: bytes, background: tuple[int, int, int]) -> Pixels:
    if not data:
        raise ImageError("the file is empty")
    with warnings.catch_warnings():
        # Pillow warns about oddities in the metadata, and of size; the size is checked below.
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise _too_large() from error
        except _DECODER_ERRORS as error:
            raise ImageError(_why_not(data)) from error
        with image:
            return _decode(image, background)


def _decode(image: Image.Image, background: tuple[int, int, int]) -> Pixels:
    width, height = image.size
    _check_size(width, height)
    try:
        image.load()
        image = ImageOps.exif_transpose(image)
    except _DECODER_ERRORS as error:
        detail = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ImageError(f"the picture is truncated or damaged ({detail})") from error
    return _opaque(_eight_bits(image), background)


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise ImageError(f"the picture is empty ({width}×{height} pixels)")
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise _too_large(f"{width}×{height} pixels")


def _too_large(size: str = "far too many pixels") -> ImageError:
    return ImageError(
        f"the picture is too large ({size}); at most {MOST_PIXELS / 1e6:.0f} megapixels and "
        f"{LONGEST_SIDE} pixels a side are read"
    )


def _why_not(data: bytes) -> str:
    for offset, signature, name in _KNOWN:
        if data[offset : offset + len(signature)] == signature:
            return f"{name} files are not read; expected {_WANTED}"
    return f"not a picture, or a damaged one; expected {_WANTED}"


def _eight_bits(image: Image.Image) -> Image.Image:
    """The image in mode L, RGB or RGBA."""
    if image.mode in _DEEP_GRAYS:
        return _deep_gray(image)
    if image.mode == "F":
        return _from_array(np.asarray(image))
    if "transparency" in image.info or image.mode in ("LA", "La", "PA", "RGBa"):
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "RGBA") else image.convert("RGB")


def _deep_gray(image: Image.Image) -> Image.Image:
    """16 bits to 8; Pillow's own convert() would clip, and turn most of the picture white."""
    values = np.asarray(image).astype(np.int64)
    if values.min() < 0 or values.max() > 65535:
        raise ImageError("the picture's values exceed 16 bits; expected 0 to 65535")
    gray = Image.fromarray(_scaled(values))
    clear = image.info.get("transparency")
    if isinstance(clear, int):
        alpha = Image.fromarray(np.where(values == clear, 0, 255).astype(np.uint8))
        return Image.merge("RGBA", (gray, gray, gray, alpha))
    return gray


def _scaled(values: npt.NDArray[np.integer[Any]]) -> Pixels:
    """0–65535 to 0–255, rounded."""
    return ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)


def _from_array(array: npt.NDArray[Any]) -> Image.Image:
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (1, 2, 3, 4)):
        raise ImageError(
            f"an array of shape {array.shape} is not a picture; expected (H, W) or (H, W, 1…4)"
        )
    _check_size(array.shape[1], array.shape[0])
    if array.dtype == np.bool_:
        array = array.astype(np.uint8) * np.uint8(255)
    elif array.dtype == np.uint16:
        array = _scaled(array)
    elif np.issubdtype(array.dtype, np.floating):
        # Written so that NaN fails too.
        if not (array.min() >= 0.0 and array.max() <= 1.0):
            raise ImageError("the picture's floats leave 0–1; expected 0 (black) to 1 (white)")
        array = np.rint(array.astype(np.float64) * 255.0).astype(np.uint8)
    elif array.dtype != np.uint8:
        raise ImageError(
            f"an array of {array.dtype} is not a picture; expected uint8, uint16, bool or floats"
        )
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    return Image.fromarray(np.ascontiguousarray(array))


def _opaque(image: Image.Image, background: tuple[int, int, int]) -> Pixels:
    image = _eight_bits(image)
    if image.mode == "RGBA":
        canvas = Image.new("RGBA", image.size, (*background, 255))
        canvas.alpha_composite(image)
        image = canvas
    return np.array(image.convert("RGB"))
