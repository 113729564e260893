"""The fingerprint follows the code that makes drawings, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import renderer
import sketchnet
from sketchnet.bench import fingerprint


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of both packages that the fingerprints are taken of."""
    for package in (renderer, sketchnet):
        source = Path(package.__file__).parent
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, tmp_path / source.name, ignore=leave)
    monkeypatch.setattr(fingerprint, "_LIBRARY", tmp_path / "sketchnet")
    monkeypatch.setattr(fingerprint, "_RENDERER", tmp_path / "renderer")
    return tmp_path


def taken() -> tuple[str, str]:
    return (
        fingerprint.drawing_fingerprint.__wrapped__(),
        fingerprint.measuring_fingerprint.__wrapped__(),
    )


@pytest.mark.parametrize(
    ("file", "drawing", "measuring"),
    [
        ("sketchnet/search/engine.py", True, False),
        ("sketchnet/drawing.py", True, False),
        ("sketchnet/search/weights.safetensors", True, False),
        ("renderer/raster/cairo_raster.py", True, False),
        ("sketchnet/bench/judge.py", True, True),
        ("sketchnet/metrics.py", True, True),
        ("sketchnet/bench/tables.py", False, False),
        ("sketchnet/cli/draw.py", False, False),
        ("renderer/__pycache__/ops.pyc", False, False),
    ],
)
def test_fingerprint_follows_the_code_that_matters(
    file: str, drawing: bool, measuring: bool, copies: Path
) -> None:
    before = taken()
    assert before == taken()
    path = copies / file
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as text:
        text.write("# other\n")
    after = taken()
    assert (before[0] != after[0], before[1] != after[1]) == (drawing, measuring)
