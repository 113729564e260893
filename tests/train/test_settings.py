"""Settings that make no sense are refused in one line, whatever is trained."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import run


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("painter tiny upates=3", "upates"),
        ("painter tiny batch=none", "batch"),
        ("painter tiny batch=0", "1 or more"),
        ("painter tiny precision=half", "precision"),
        ("painter tiny nothing", "key=value"),
        ("painter tiny sketches={}", "sketches"),
        ("painter tiny sketches={missing=1}", "No such file"),
        ("painter tiny sizes.depth=3", "depth"),
        ("painter tiny sketches={shapes='x'}", "sketches"),
        ("painter tiny seed=-1", "0 or more"),
        ("painter tiny rate=0.0", "more than 0"),
        ("painter tiny rate=inf", "expected a number"),
        ("painter tiny image_weight=nan", "expected a number"),
        ("painter tiny image_weight=-5", "0 or more"),
        ("painter tiny spread=-1", "0 or more"),
        ("painter tiny average=2", "0 to 1"),
        ("painter tiny augment=1.5", "0 to 1"),
        ("painter tiny joint=2", "0 to 1"),
        ("painter tiny joint=-1", "0 to 1"),
        ("painter tiny eval_pictures=0", "1 or more"),
        ("painter tiny sizes.heads=3", "divisor"),
        ("captioner captioner sizes.width=1", "multiple of 4"),
        ("compiler tiny sizes.side=0", "1 to 4,096"),
        ("compiler tiny sizes.side=abc", "1 to 4,096"),
        ("compiler tiny sizes.channels=0", "1 to 4,096"),
        ("compiler baseline sizes.side=24", "multiple of 16"),
        ("compiler tree sizes.expanded=1", "true or false"),
        ("compiler tiny model=painter", "expected compiler"),
        ("compiler tiny pixels=0", "1 or more"),
        ("corewar one episode=3", "unknown setting 'episode'"),
        ("corewar one agent.speed=3", "unknown setting 'speed'"),
        ("corewar one agent.agent=sarsa", "actor-critic"),
        ("corewar one agent.discount=2", "0 to 1"),
        ("corewar one agent.explore_least=0", "above 0"),
        ("corewar one episodes=many", "expected a whole number"),
        ("corewar one task=3", "task is 3; expected a table"),
        ("corewar one episodes=0", "1 or more"),
        ("corewar one task.name=five", "random"),
        ("corewar one reward.positive=3", "expected true or false"),
        ("corewar one nothing", "key=value"),
        ("corewar one out=''", "folder"),
        ("corewar one seed=7919", "held-out"),
        ("rl rl baseline=best", "baseline"),
        ("rl rl samples=1", "a group has at least 2"),
        ("rl rl temperature=0", "temperature"),
        ("rl rl epochs=3", "multiple"),
        ("rl rl real_share=1.5", "real_share"),
        ("rl rl clip=-0.1", "clip"),
        ("rl rl supervised=-1.0", "supervised"),
        ("rl rl start=''", "start"),
        ("rl rl real=nowhere", "expected a folder"),
        ("rl coderl reward=best", "reward"),
        ("rl coderl reward=similarity", "expected reward outcome"),
        ("rl coderl tolerance=0.0", "tolerance"),
        ("rl coderl critic=nowhere eval_pictures=1", "nowhere"),
        ("critic tiny slips=[]", "slips"),
        ("critic tiny slips=[2.0]", "slips"),
        ("critic tiny temperature=0.0", "temperature"),
        ("critic tiny longest=0", "longest"),
        ("critic tiny early=-1.0", "early"),
        ("critic tiny truths=0.9", "truths"),
        ("critic tiny model=painter", "expected critic"),
        ("critic tiny batch=0", "batch"),
        ("critic tiny sizes.side=32", "expected 64"),
        ("repair repair model=critic", "expected repairer"),
        ("repair repair slips=[]", "slips"),
    ],
)
def test_a_senseless_setting_gets_one_line(words: str, fault: str, tmp_path: Path) -> None:
    model, config, *settings = words.split()
    done = run("train", model, config, f"out={tmp_path}", *settings)
    assert done.code == 1
    assert done.err.splitlines() == done.complaints and fault in done.complaints[0]
