"""How fast a training is can be told, of any settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from sketchnet.train.config import CONFIGS, load_config
from sketchnet.train.loop import Loop
from sketchnet.train.processes import Processes
from sketchnet.train.throughput import main, rates
from sketchnet.train.writer import Writing

TINY = CONFIGS / "tiny.toml"


@pytest.mark.parametrize("model", ["painter", "captioner"])
def test_turns_go_on_with_the_training(model: str, tmp_path: Path) -> None:
    settings = [f"out={tmp_path}", f"model={model}", "sizes={side=32}", "workers=0", "batch=2"]
    with Processes("cpu") as group:
        loop = Loop(Writing(load_config(TINY, settings), group), lambda line: None)
        whole, bare = rates(loop, updates=2, repeats=2)
    assert loop.update == 3 + 2 * 2  # the first are not timed, the bare model's are no updates
    assert len(whole) == len(bare) == 2
    assert min(whole + bare) > 0
    assert not list(tmp_path.iterdir())


def test_the_tool_tells_both_rates(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [f"--config={TINY}", "workers=0", "batch=2", "--updates=1", "--repeats=1"]
    monkeypatch.setattr("sys.argv", ["throughput", *words])
    assert main() == 0
    assert "forward, backward" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["throughput", "--repeats", "0"])
    with pytest.raises(SystemExit):
        main()
    assert "at least 1" in capsys.readouterr().err
