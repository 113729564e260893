"""Training settings: a TOML file, and `key=value` on the command line over it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from sketchnet.train.settings import ConfigError, read_settings

HELD_OUT = 7_919
"""Seed of the pairs that no training may see."""

CONFIGS = Path(__file__).parent / "configs"
"""The settings that come with the package."""

WEIGHTS = Path(__file__).resolve().parents[1] / "weights"
"""The weights that come with it, by model."""

PACKAGE = "package"
"""In place of a folder, the weights that come with the package; `package/NAME` are others of it."""


COMPILERS = ("compiler", "baseline", "tree")
"""Models that draw programs; the others write them."""

_COUNTS = (
    *("updates", "batch", "steps", "pixels", "most"),
    *("log_every", "eval_every", "save_every", "eval_pictures"),
)
_FROM_0 = ("seed", "warmup", "decay", "spread", "workers", "threads", "image_weight")
_SHARES = ("average", "augment", "joint")


@dataclass(frozen=True)
class TrainConfig:
    """How a writer of programs, or a compiler of them, is trained.

    Attributes:
        out: folder of checkpoints, of TensorBoard's files and of the weights.
        model: `painter` or `captioner`; `compiler`, `baseline` or `tree`.
        sizes: of the model, as its own config has them: `PainterConfig` and so on.
        sketches: data sketches, by name or path, and how often to take each.
        made: how pairs are made: `sketches` by interpreter and cairo, in `workers` processes, or
            `device` by torch on the device that trains: of the painter's and of `shapes` alone,
            without its soft gradients and JPEG among what `augment` does. The same seed gives the
            same pairs on the same kind of device; other ones than those of `sketches`.
        seed: of the weights and of the pairs.
        updates: steps of the optimiser.
        batch: examples of one update, on each process.
        steps: examples made of one drawing (painter).
        pixels: looked at of each picture at an update (compiler, tree, painter's image loss).
        most: statements of the longest drawing taken.
        rate: highest learning rate, reached after `warmup` updates, then falling as a cosine.
        warmup: updates.
        decay: weight decay.
        spread: standard deviation, in units, of what counts as nearly the right number.
        average: how much of the averaged weights stays at every update, 0–1.
        augment: strength of what makes targets look like files, 0–1.
        precision: `float32` or `bfloat16`.
        workers: processes that make examples.
        threads: of torch; 0 leaves it alone.
        log_every, eval_every, save_every: updates.
        eval_pictures: held-out pictures drawn at an evaluation.
        device: `auto`, `cpu` or `cuda`.
        image: whether what is written is painted, and the picture part of the loss: `none`, by
            `compiler`, or by `rasterizer` (painter).
        image_weight: of the squared error of what is painted, beside the cross-entropy.
        compiler: weights of the compiler that paints, a folder; the package's when empty.
        joint: share of the updates, 0–1, after which the compiler trains along; frozen when 1.
        start: weights to begin from, a folder, or `package` for its own, `package/painter-pairs`
            for the painter before it was rewarded; none when empty.
    """

    out: str = ""
    model: str = "painter"
    sizes: dict[str, Any] = field(default_factory=dict)
    sketches: dict[str, float] = field(default_factory=lambda: {"shapes": 1.0})
    made: str = "sketches"
    seed: int = 0
    updates: int = 10_000
    batch: int = 64
    steps: int = 4
    pixels: int = 128
    most: int = 24
    rate: float = 1e-3
    warmup: int = 200
    decay: float = 0.01
    spread: float = 1.5
    average: float = 0.998
    augment: float = 0.0
    precision: str = "float32"
    workers: int = 1
    threads: int = 0
    log_every: int = 50
    eval_every: int = 1000
    save_every: int = 500
    eval_pictures: int = 64
    device: str = "auto"
    image: str = "none"
    image_weight: float = 30.0
    compiler: str = ""
    joint: float = 1.0
    start: str = ""


def weights_folder(told: str, model: str) -> Path:
    """Where weights are that a setting tells of: a folder, or `package` for a model's own."""
    if told.startswith(f"{PACKAGE}/"):
        return WEIGHTS / told.removeprefix(f"{PACKAGE}/")
    return WEIGHTS / model if told == PACKAGE else Path(told)


def start_folder(config: TrainConfig) -> Path:
    """Where the weights to begin from are."""
    return weights_folder(config.start, config.model)


T = TypeVar("T", bound=TrainConfig)


def load_config(path: Path, overrides: Sequence[str] = ()) -> TrainConfig:
    """Settings of a training from a TOML file, and `key=value` over it; see `read_settings`.

    Raises:
        ConfigError: the file is missing or no TOML, or a setting is unknown, of another type, or
            makes no sense.
    """
    return checked(read_settings(TrainConfig, path, overrides), path)


def checked(config: T, path: Path) -> T:
    """Settings that make sense.

    Raises:
        ConfigError: they do not; `path` is where they are from.
    """
    if not config.out:
        raise ConfigError(f"{path}: no 'out'; expected the folder to write to")
    for name in _COUNTS:
        if getattr(config, name) < 1:
            raise ConfigError(f"{path}: {name} is {getattr(config, name)}; expected 1 or more")
    for one in fields(config):
        value = getattr(config, one.name)
        if isinstance(value, float) and not math.isfinite(value):
            raise ConfigError(f"{path}: {one.name} is {value}; expected a number")
    for name in _FROM_0:
        if getattr(config, name) < 0:
            raise ConfigError(f"{path}: {name} is {getattr(config, name)}; expected 0 or more")
    for name in _SHARES:
        if not 0 <= getattr(config, name) <= 1:
            raise ConfigError(f"{path}: {name} is {getattr(config, name)}; expected 0 to 1")
    if config.rate <= 0:
        raise ConfigError(f"{path}: rate is {config.rate}; expected more than 0")
    if config.seed == HELD_OUT:
        raise ConfigError(f"{path}: seed {HELD_OUT} is that of the held-out pairs")
    for name, words in (
        ("model", ("painter", "captioner", *COMPILERS)),
        ("made", ("sketches", "device")),
        ("precision", ("float32", "bfloat16")),
        ("device", ("auto", "cpu", "cuda")),
        ("image", ("none", "compiler", "rasterizer")),
    ):
        if getattr(config, name) not in words:
            raise ConfigError(f"{path}: {name} is not one of {', '.join(words)}")
    weights = config.sketches.values()
    if not any(weights) or not all(
        isinstance(weight, (int, float)) and 0 <= weight < math.inf for weight in weights
    ):
        raise ConfigError(f"{path}: sketches; expected names with weights above 0")
    taken = [name for name, weight in config.sketches.items() if weight > 0]
    if config.made == "device" and (config.model != "painter" or taken != ["shapes"]):
        raise ConfigError(f"{path}: made on the device; expected a painter of shapes alone")
    if config.image != "none" and config.model != "painter":
        raise ConfigError(f"{path}: image is {config.image}; expected none, or a painter")
    return config
