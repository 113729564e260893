"""Every picture becomes the same thing, and what is no picture says so in one line."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketchnet.images import FORMATS, ImageError, load_image
from tests.pictures import AWKWARD, BLUE, FAULTY, RED, SIDE, encoded, png, two_halves

HALF = SIDE // 2
WHITE = (255, 255, 255)


def assert_halves(
    picture: np.ndarray, left: tuple[int, ...], right: tuple[int, ...], within: int = 0
) -> None:
    assert picture.dtype == np.uint8
    assert picture.shape == (SIDE, SIDE, 3)
    difference = np.abs(
        picture.astype(int) - np.where(np.arange(SIDE)[:, None] < HALF, left, right)
    )
    assert difference.max() <= within


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("rgba", RED, WHITE),
        ("gray", (RED[0],) * 3, (BLUE[0],) * 3),
        ("gray-alpha", (100,) * 3, WHITE),
        ("gray-16", WHITE, (100,) * 3),
        ("palette-clear", RED, WHITE),
        ("cmyk", RED, BLUE),
        ("exif-rotated", RED, BLUE),
        ("animated-gif", RED, RED),
        ("solid", (77,) * 3, (77,) * 3),
    ],
)
def test_awkward_picture_loads_as_it_looks(
    name: str, left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    assert_halves(load_image(AWKWARD[name]()), left, right, within=1 if name == "cmyk" else 0)


def test_extreme_shapes_keep_their_size() -> None:
    assert load_image(AWKWARD["one-pixel"]()).shape == (1, 1, 3)
    assert load_image(AWKWARD["one-by-5000"]()).shape == (1, 5000, 3)


def test_20_megapixels_load() -> None:
    assert load_image(png(np.zeros((4000, 5000), np.uint8))).shape == (4000, 5000, 3)


@pytest.mark.parametrize("name", ["rgba", "gray-alpha", "palette-clear"])
def test_clear_pixels_show_the_background(name: str) -> None:
    picture = load_image(AWKWARD[name](), background=(1, 2, 3))
    assert (picture[:, HALF:] == (1, 2, 3)).all()


def test_half_clear_pixels_mix_with_the_background() -> None:
    picture = np.full((4, 4, 4), (200, 0, 100, 128), np.uint8)
    assert np.abs(load_image(picture, (0, 100, 0)).astype(int) - (100, 50, 50)).max() <= 1


@pytest.mark.parametrize("kind", FORMATS)
def test_every_allowed_format_loads(kind: str) -> None:
    exact = {"WEBP": {"lossless": True}, "JPEG": {"quality": 100, "subsampling": 0}}
    data = encoded(Image.fromarray(two_halves()), kind, **exact.get(kind, {}))
    assert_halves(load_image(data), RED, BLUE, within=3 if kind == "JPEG" else 0)


def test_every_kind_of_source_gives_the_same_picture(tmp_path: Path) -> None:
    data = png(two_halves())
    path = tmp_path / "p.png"
    path.write_bytes(data)
    sources = [data, bytearray(data), path, str(path), io.BytesIO(data), two_halves()]
    sources.append(Image.fromarray(two_halves()))
    for source in sources:
        np.testing.assert_array_equal(load_image(source), two_halves())


@pytest.mark.parametrize("kind", [np.uint16, np.float32, np.float64])
def test_arrays_of_other_ranges_are_scaled(kind: type) -> None:
    full = 65535 if kind is np.uint16 else 1
    array = (two_halves() / 255 * full).round(6).astype(kind)
    assert np.abs(load_image(array).astype(int) - two_halves()).max() <= 1
    np.testing.assert_array_equal(load_image(np.full((2, 3), full, kind)), 255)


def test_bool_array_is_black_and_white() -> None:
    np.testing.assert_array_equal(load_image(np.eye(3, dtype=bool))[..., 0], np.eye(3) * 255)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_arrays_of_one_to_four_channels_load(channels: int) -> None:
    array = np.full((5, 7, channels), 255, np.uint8)
    np.testing.assert_array_equal(load_image(array), np.full((5, 7, 3), 255))


def test_one_bit_picture_loads() -> None:
    image = Image.fromarray(np.eye(9, dtype=bool))
    assert image.mode == "1"
    np.testing.assert_array_equal(load_image(png(image))[..., 1], np.eye(9) * 255)


@pytest.mark.parametrize("mode", ["I", "I;16", "I;16B"])
def test_deep_gray_images_are_scaled_not_clipped(mode: str) -> None:
    image = Image.new(mode, (3, 3), 25700)
    assert (load_image(image) == 100).all()


def test_clear_gray_of_16_bits_shows_the_background() -> None:
    data = png(Image.fromarray(np.array([[1000, 40000]], np.uint16)), transparency=1000)
    np.testing.assert_array_equal(load_image(data, (9, 8, 7)), [[(9, 8, 7), (156, 156, 156)]])


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_no_picture_says_so_in_one_line(name: str) -> None:
    make, word = FAULTY[name]
    with pytest.raises(ImageError, match=word) as caught:
        load_image(make())
    assert "\n" not in str(caught.value)


def test_missing_file_and_directory_are_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"none\.png: no such file"):
        load_image(tmp_path / "none.png")
    with pytest.raises(ImageError, match="directory"):
        load_image(tmp_path)


@pytest.mark.parametrize(
    ("source", "word"),
    [
        (np.zeros((3, 3, 5), np.uint8), "shape"),
        (np.zeros(9, np.uint8), "shape"),
        (np.zeros((0, 4, 3), np.uint8), "empty"),
        (np.zeros((3, 3), np.int64), "int64"),
        (np.full((3, 3), 200.0), "0–1"),
        (np.full((3, 3), np.nan), "0–1"),
        (Image.new("I", (2, 2), 70_000), "16 bits"),
        (io.StringIO("text"), "rb"),
        (17, "17 is not a picture"),
    ],
)
def test_what_cannot_be_a_picture_is_refused(source: object, word: str) -> None:
    with pytest.raises(ImageError, match=word):
        load_image(source)  # type: ignore[arg-type]


def test_damaged_files_raise_nothing_but_image_error() -> None:
    rng = np.random.default_rng(7)
    image = Image.fromarray(rng.integers(0, 255, (20, 20, 3), np.uint8))
    refused = 0
    for kind in FORMATS:
        whole = np.frombuffer(encoded(image, kind), np.uint8)
        for _ in range(150):
            data = whole.copy()
            at = rng.integers(0, min(len(data), 400), 4)
            data[at] = rng.integers(0, 256, 4)
            try:
                load_image(data[: rng.integers(8, len(data) + 1)].tobytes())
            except ImageError:
                refused += 1
    assert refused > 100
