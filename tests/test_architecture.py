"""The walls of the house: imports run one way, and the light commands stay light."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Packages that are imported by another name than they are installed by.
DISTRIBUTIONS = {
    "PIL": "pillow",
    "cairo": "pycairo",
    "cv2": "opencv-python-headless",
    "resvg_py": "resvg-py",
    "skimage": "scikit-image",
}
HEAVY = ("cv2", "numpy", "PIL", "cairo", "torch", "tqdm", "renderer")


def imports_of(path: Path) -> set[str]:
    """The top packages a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found.add(str(node.module).partition(".")[0])
    return found


def test_imports_run_one_way() -> None:
    for path in (ROOT / "renderer").rglob("*.py"):
        assert not imports_of(path) & {"sketchnet", "tests"}, path
    for path in (ROOT / "sketchnet").rglob("*.py"):
        assert "tests" not in imports_of(path), path


def test_torch_stays_in_its_own_files() -> None:
    for path in (ROOT / "renderer").rglob("*.py"):
        own = path.name.startswith("torch_") or path.name == "batch.py"
        assert own or "torch" not in imports_of(path), path
        assert not (own and "cairo" in imports_of(path)) or path.name == "torch_speed.py", path


def test_every_package_imported_is_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = declared["optional-dependencies"]
    lines = [*declared["dependencies"], *extras["bench"], *extras["rl"], *extras["train"]]
    allowed = {re.split(r"[<>=]", line)[0].lower() for line in lines}
    known = set(sys.stdlib_module_names) | {"renderer", "sketchnet"}
    for folder in ("renderer", "sketchnet"):
        for path in (ROOT / folder).rglob("*.py"):
            for package in imports_of(path) - known:
                distribution = DISTRIBUTIONS.get(package, package)
                assert distribution in allowed, f"{path} imports {package}"


def test_datasets_hold_no_python() -> None:
    assert list((ROOT / "datasets").rglob("*.py")) == []


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys; print(*(m for m in {HEAVY} if m in sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(out.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    statement = "from sketchnet.cli import main; main(['draw', '--help'])"
    assert loaded_after(statement) == set()


def test_parsing_checking_and_running_need_no_cairo() -> None:
    statement = "import renderer; renderer.run(renderer.parse('size(9, 9); circle(4, 4, 3);'))"
    assert loaded_after(statement) == {"renderer"}


def test_exporting_needs_no_cairo() -> None:
    statement = "import renderer; renderer.export('size(9, 9); circle(4, 4, 3);', 'svg')"
    assert loaded_after(statement) == {"renderer"}
