"""Other tools, run here: many settings each, of which the best within the budget counts."""

from __future__ import annotations

import itertools
import math
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sketchnet import outputs
from sketchnet.bench.counting import Cost, cost_of
from sketchnet.bench.errors import BenchError
from sketchnet.bench.svg import rasterize
from sketchnet.images import Pixels
from sketchnet.metrics import rmse

_ALPHAS = (255, 128)
_COMBO = 0  # primitive's mode in which every shape may be of another kind
_NUMBERS_A_SHAPE = 4  # at least, so that every budget can be spent; 4.2 to 6.8 as measured
_MODES = ("polygon", "spline")
_SPECKLES = (2, 4, 8, 16, 32)
_PRECISIONS = (4, 6, 8)
_LAYERS = (16, 32, 64, 128)


@dataclass(frozen=True, slots=True)
class Point:
    """What one setting of a tool gives.

    Attributes:
        setting: the setting, as short text.
        svg: the drawing.
        cost: what it spends.
        rmse: how far it is from the picture, 0–255.
        seconds: wall time of this setting alone.
    """

    setting: str
    svg: str
    cost: Cost
    rmse: float
    seconds: float


Peer = Callable[[Pixels, int], list[Point]]
"""Runs a tool on a (H, W, 3) picture, for budgets of up to so many numbers."""


def best_within(points: Iterable[Point], numbers: int) -> Point:
    """The point closest to the picture with at most `numbers` numbers, the cheaper of equals.

    Raises:
        ValueError: none has so few.
    """
    fitting = [point for point in points if point.cost.numbers <= numbers]
    return min(fitting, key=lambda point: (point.rmse, point.cost.numbers))


def flat(picture: Pixels) -> Point:
    """The picture's mean colour and nothing else: what a tool is given where nothing fits."""
    height, width, _ = picture.shape
    red, green, blue = (round(float(mean)) for mean in picture.mean(axis=(0, 1)))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect x="0" y="0" width="{width}" height="{height}" '
        f'fill="#{red:02x}{green:02x}{blue:02x}"/></svg>'
    )
    return _point("flat", svg, picture, 0.0)


def run_vtracer(picture: Pixels, numbers: int) -> list[Point]:
    """Every one of vtracer's settings, whatever the budget: it cannot be told one.

    Raises:
        BenchError: vtracer is not installed.
    """
    check_peer("vtracer")
    import vtracer

    png = outputs.encode_png(picture)
    settings: list[tuple[str, dict[str, str | int]]] = [("default", {})]
    settings += [
        (
            f"{mode}-{speckle}-{precision}-{layer}",
            {
                "mode": mode,
                "filter_speckle": speckle,
                "color_precision": precision,
                "layer_difference": layer,
                "path_precision": 1,
            },
        )
        for mode, speckle, precision, layer in itertools.product(
            _MODES, _SPECKLES, _PRECISIONS, _LAYERS
        )
    ]
    points = [flat(picture)]
    for name, options in settings:
        started = time.perf_counter()
        svg = vtracer.convert_raw_image_to_svg(png, img_format="png", **options)
        points.append(_point(name, svg, picture, time.perf_counter() - started))
    return points


def vtracer_version() -> str:
    """The version of the installed vtracer; empty where there is none."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("vtracer")
    except PackageNotFoundError:
        return ""


def has_primitive() -> bool:
    """Whether fogleman's primitive is on PATH."""
    return shutil.which("primitive") is not None


def run_primitive(picture: Pixels, numbers: int) -> list[Point]:
    """What primitive has after each shape, opaque and at alpha 128; its seed is the clock.

    Raises:
        BenchError: it is not on PATH, or it fails.
    """
    check_peer("primitive")
    height, width, _ = picture.shape
    shapes = math.ceil(numbers / _NUMBERS_A_SHAPE)
    points = [flat(picture)]
    if shapes == 0:
        return points
    for alpha in _ALPHAS:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "in.png")
            source.write_bytes(outputs.encode_png(picture))
            # A % in the output's name makes it write a file after every shape.
            command = ["primitive", "-i", str(source), "-o", str(Path(folder, "%d.svg"))]
            command += ["-n", str(shapes), "-m", str(_COMBO), "-a", str(alpha)]
            command += ["-s", str(max(width, height)), "-j", "1"]
            seconds = _time(command)
            for count, svg in _frames(Path(folder)):
                share = seconds * count / shapes
                points.append(_point(f"combo-a{alpha}", svg, picture, share))
    return points


def check_peer(method: str) -> None:
    """Make sure that a method can run here; those that are no peer of ours always can.

    Raises:
        BenchError: it needs something that is not installed; the message says what to do.
    """
    if method == "primitive" and not has_primitive():
        raise BenchError("primitive is not on PATH; leave it out of --methods, or install it")
    needed = {"vtracer": ("vtracer", "resvg_py"), "primitive": ("resvg_py",)}
    missing = [name for name in needed.get(method, ()) if find_spec(name) is None]
    if missing:
        raise BenchError(
            f"{method} needs {' and '.join(missing)}; "
            f"pip install 'sketchnet[bench]', or leave {method} out of --methods"
        )


PEERS: dict[str, Peer] = {"vtracer": run_vtracer, "primitive": run_primitive}
"""The tools that can be run, by the name of their method."""


def _point(setting: str, svg: str, picture: Pixels, seconds: float) -> Point:
    height, width, _ = picture.shape
    error = rmse(rasterize(svg, (width, height)), picture)
    return Point(setting, svg, cost_of(svg), error, seconds)


def _time(command: Sequence[str]) -> float:
    """Run a program; the seconds it took."""
    started = time.perf_counter()
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "nothing").splitlines()[-1]
        raise BenchError(f"{command[0]} ended with {done.returncode}; it said: {said}")
    return time.perf_counter() - started


def _frames(folder: Path) -> list[tuple[int, str]]:
    """The SVGs a run left, with how many shapes each has."""
    frames = [
        (int(path.stem), path.read_text(encoding="utf-8"))
        for path in folder.glob("*.svg")
        if re.fullmatch("[0-9]+", path.stem)
    ]
    if not frames:
        raise BenchError("primitive wrote no SVG; expected fogleman's, which takes -o %d.svg")
    return sorted(frames)
