"""Finds the data sketches that a training names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import renderer
from renderer.errors import ProgramError
from sketchnet.train.examples import Sketches
from sketchnet.train.settings import ConfigError

OURS = ("shapes", "flat-art", "characters", "csg", "blocks", "loops", "frames")
"""The project's own data sketches, which our models are trained on and measured on."""

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT, _INSTALLED = _PACKAGE.parent / "datasets", _PACKAGE / "sketches"

DATASETS = _CHECKOUT if (_CHECKOUT / f"{OURS[0]}.pde").exists() else _INSTALLED
"""Where they are: in a checkout, or in the installed package."""


def load_sketches(names: Mapping[str, float]) -> Sketches:
    """Data sketches and how often to take each.

    Args:
        names: paths of sketches, or names of files in `DATASETS`, and their weights.

    Raises:
        ConfigError: a sketch cannot be read or means nothing.
    """
    return [(_read(name), weight) for name, weight in names.items() if weight > 0]


def _read(name: str) -> renderer.Program:
    path = Path(name) if name.endswith(".pde") else DATASETS / f"{name}.pde"
    try:
        return renderer.parse(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; expected a data sketch") from error
    except (UnicodeDecodeError, ProgramError) as error:
        raise ConfigError(f"{path}: {error}") from error
