"""Compilers on disk, in the same form as the writers: `model.safetensors` and `config.json`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import torch

from sketchnet.compiler.baseline import Baseline, BaselineConfig
from sketchnet.compiler.model import Compiler, CompilerConfig
from sketchnet.compiler.tree_painter import TreePainter, TreePainterConfig
from sketchnet.model.folders import WeightsError
from sketchnet.model.sizes import sized
from sketchnet.model.weights import fetch_as

AnyCompiler = Compiler | Baseline | TreePainter

SHIPPED = Path(__file__).resolve().parents[1] / "weights" / "compiler"
"""Where the package's own compiler is."""

_KINDS: dict[str, tuple[Any, Any]] = {
    "compiler": (Compiler, CompilerConfig),
    "baseline": (Baseline, BaselineConfig),
    "tree": (TreePainter, TreePainterConfig),
}
_NAMES = {model.__name__.lower(): kind for kind, (model, _) in _KINDS.items()}


def build(kind: str, sizes: dict[str, Any]) -> AnyCompiler:
    """A new model.

    Args:
        kind: `compiler`, `baseline` or `tree`.
        sizes: settings of its config that are not the default.

    Raises:
        WeightsError: there is no such model, or a setting of it is unknown or makes no sense.
    """
    if kind not in _KINDS:
        raise WeightsError(f"no compiler '{kind}'; expected {', '.join(_KINDS)}")
    model, config = _KINDS[kind]
    built: AnyCompiler = model(sized(kind, config, sizes))
    return built


def fetch(folder: Path, device: torch.device | str = "cpu") -> AnyCompiler:
    """A model from its folder; see `fetch_as`."""
    kinds = {name: partial(build, kind) for name, kind in _NAMES.items()}
    return fetch_as(kinds, "a compiler", folder, device)


def fetch_compiler(folder: Path | None = None) -> Compiler:
    """The compiler in a folder; the package's own for None.

    Raises:
        WeightsError: there is none, or it is another model.
    """
    if folder is None and not (SHIPPED / "config.json").exists():
        raise WeightsError(
            "no compiler comes with this version; train one ('sketchnet train compiler compiler') "
            "and name its folder with --weights"
        )
    model = fetch(folder or SHIPPED)
    if not isinstance(model, Compiler):
        raise WeightsError(f"{folder}: a {type(model).__name__.lower()}; expected a compiler")
    return model
