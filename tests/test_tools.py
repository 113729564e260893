"""How `python -m sketchnet.…` tools end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renderer.errors import SketchError
from sketchnet.tools import as_tool

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (None, 0, ""),
        (SketchError("x: no file; expected one"), 1, "sketchnet: x: no file; expected one\n"),
        (KeyboardInterrupt(), 130, "sketchnet: stopped\n"),
    ],
)
def test_a_tool_ends_as_a_command_does(
    raised: BaseException | None, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    @as_tool
    def main() -> None:
        if raised is not None:
            raise raised

    assert main() == code
    assert capsys.readouterr().err == said


def test_a_fault_of_our_own_is_no_line() -> None:
    @as_tool
    def main() -> None:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        main()


def test_every_tool_ends_so() -> None:
    """All modules that can be run, but the command line itself."""
    tools = 0
    for path in (ROOT / "sketchnet").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if '__name__ == "__main__"' not in source or path.name == "__main__.py":
            continue
        tools += 1
        assert re.search(r"@as_tool\ndef main\(", source), path
        assert source.endswith('if __name__ == "__main__":\n    raise SystemExit(main())\n'), path
    assert tools > 10
