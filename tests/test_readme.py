"""What the README tells people to type works: every block marked `run` is run, in order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|python) run\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory like the one the README is read in, as far as its commands look."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "datasets" / "pictures", folder / "datasets" / "pictures")
    return folder


@pytest.mark.parametrize(("language", "block"), BLOCKS, ids=range(len(BLOCKS)))
def test_readme_block_runs(language: str, block: str, clone: Path) -> None:
    shell = ["bash", "-euo", "pipefail", "-c", block]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        shell if language == "sh" else [sys.executable, "-W", "error", "-c", block],
        cwd=clone,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_readme_marks_blocks_of_both_languages() -> None:
    assert {language for language, _ in BLOCKS} == {"sh", "python"}


def test_readme_lists_every_suffix_and_every_score() -> None:
    from sketchnet.outputs import SUFFIXES

    assert " ".join(f"`{suffix}`" for suffix in SUFFIXES) in README
    assert (
        "`image, program, numbers, statements, bytes, rmse, psnr, ssim, seconds, renders, seed, "
        "method, version`"
    ) in README
