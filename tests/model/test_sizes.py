"""What a folder of weights says of them is checked before a model is built of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sketchnet.compiler.weights import SHIPPED, fetch_compiler
from sketchnet.methods.painter import WEIGHTS
from sketchnet.model.captioner import CaptionerConfig
from sketchnet.model.folders import WeightsError
from sketchnet.model.light import LightPainter
from sketchnet.model.sizes import PainterConfig, sized
from sketchnet.model.weights import fetch
from tests.cli.runner import run


def changed(folder: Path, source: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """A copy of weights whose `config.json` holds what `change` makes of it."""
    shutil.copytree(source, folder)
    told = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(change(told)))
    return folder


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda told: [], "names no model"),
        (lambda told: told | {"model": ["compiler"]}, "names no model"),
        (lambda told: told | {"sizes": 3}, "no sizes"),
        *(
            (lambda told, side=side: told | {"sizes": told["sizes"] | {"side": side}}, "side is")
            for side in ("x", 0, -3, 64.5, None, True, [64], 10**6)
        ),
    ],
)
def test_weights_that_tell_no_sense_are_refused_in_one_line(
    change: Callable[[dict[str, Any]], object], word: str, tmp_path: Path
) -> None:
    folder = changed(tmp_path / "compiler", SHIPPED, change)
    with pytest.raises(WeightsError, match=word) as fault:
        fetch_compiler(folder)
    assert str(folder) in str(fault.value)
    folder = changed(tmp_path / "painter", WEIGHTS, change)
    for load in (LightPainter, fetch):
        with pytest.raises(WeightsError):
            load(folder)


@pytest.mark.parametrize("sizes", [{"side": 128}, {"blocks": [2, 2]}, {"blocks": [1, 3]}])
def test_sizes_of_another_painter_are_refused(sizes: dict[str, Any], tmp_path: Path) -> None:
    folder = changed(
        tmp_path / "painter", WEIGHTS, lambda told: told | {"sizes": told["sizes"] | sizes}
    )
    for load in (LightPainter, fetch):
        with pytest.raises(WeightsError, match="another model"):
            load(folder)


@pytest.mark.parametrize(
    ("config", "sizes", "expected"),
    [
        (PainterConfig, {"side": 40}, "multiple of 16"),
        (PainterConfig, {"width": 6}, "multiple of 4"),
        (PainterConfig, {"heads": 3}, "divisor of 128"),
        (PainterConfig, {"blocks": [1]}, "2 whole numbers"),
        (PainterConfig, {"blocks": [1, 0]}, "2 whole numbers"),
        (CaptionerConfig, {"side": 40}, "multiple of 16"),
    ],
)
def test_sizes_that_do_not_go_together_say_what_was_expected(
    config: type, sizes: dict[str, Any], expected: str
) -> None:
    with pytest.raises(WeightsError, match=expected):
        sized("writer", config, sizes)


def test_eval_refuses_weights_that_hold_no_table(tmp_path: Path) -> None:
    folder = changed(tmp_path / "compiler", SHIPPED, lambda told: [])
    done = run("eval", "compiler", "--weights", folder, "--count", "1")
    assert done.code == 1 and len(done.err.splitlines()) == 1
    assert "names no model" in done.err
