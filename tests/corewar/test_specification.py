"""What the specification tells people to type works, and what it counts is what there is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import torch

from sketchnet.corewar import oracle
from sketchnet.corewar.network import Judge
from sketchnet.train.config import CONFIGS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "sketchnet" / "corewar" / "README.md").read_text(encoding="utf-8")


def test_python_in_the_specification_runs() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(blocks)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 5


def test_every_config_is_named_in_the_specification() -> None:
    for path in (CONFIGS / "corewar").glob("*.toml"):
        assert f"`{path.stem}`" in TEXT


def test_what_the_specification_counts_is_what_there_is() -> None:
    torch.manual_seed(0)
    counts = sum(parameter.numel() for parameter in Judge().parameters())
    assert f"{counts:,} parameters" in TEXT
    assert f"{len(oracle.reachable()):,}" in TEXT
