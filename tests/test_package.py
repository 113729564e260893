"""What is packed for others holds what the tests and the documents look at."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from sketchnet.train.sketches import OURS

ROOT = Path(__file__).resolve().parents[1]
BUILD = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
PACKED = {*BUILD["build"]["targets"]["sdist"]["include"], "/README.md", "/LICENSE"}
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "datasets").rglob("*.md"))]


@pytest.mark.parametrize("folder", ["datasets", "notebooks", "renderer", "sketchnet", "tests"])
def test_source_archive_holds_whole_folders(folder: str) -> None:
    assert f"/{folder}" in PACKED


def test_source_archive_names_only_what_there_is() -> None:
    assert [name for name in sorted(PACKED) if not (ROOT / name[1:]).exists()] == []


def test_an_installed_package_has_our_data_sketches() -> None:
    assert BUILD["build"]["targets"]["wheel"]["force-include"] == {
        f"datasets/{name}.pde": f"sketchnet/sketches/{name}.pde" for name in OURS
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_documents_lead_into_the_source_archive(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if "://" not in link:
            target = (document.parent / link).resolve()
            assert target.exists(), link
            assert f"/{target.relative_to(ROOT).parts[0]}" in PACKED, link
