"""Critic sampling: cuts are where values drop, and renders are what was asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from sketchnet.critic.comparison import WAYS, Row, main, solved_by_samples, table
from sketchnet.critic.crops import whole
from sketchnet.critic.model import Critic, CriticConfig
from sketchnet.critic.outcomes import Outcome, drawn, judge
from sketchnet.critic.repair import repairer_of
from sketchnet.critic.sampling import (
    Refining,
    Tried,
    cues,
    cuts_of,
    refine,
    repair,
    sample_plainly,
)
from sketchnet.critic.syntax import read
from sketchnet.metrics import rmse
from sketchnet.model.weights import store
from tests.critic.programs import BAR, DISC, GROUND, LINE, OVER, SIDE, Parrot, painter, writer

TARGET = drawn([*GROUND, *DISC, *BAR, *OVER], SIDE)
PROGRAM = [*GROUND, *DISC, *LINE, *BAR, *OVER]
ENDS = read(PROGRAM).ends
HOW = Refining(most=4, kept=1, each=3)


def critic() -> Critic:
    torch.manual_seed(0)
    return Critic(CriticConfig(side=SIDE, width=8, hidden=32, embedding=16)).eval()


def rising(*changes: float) -> np.ndarray:  # type: ignore[type-arg]
    """Values that change by so much with every statement, and with the end."""
    value = np.zeros(len(PROGRAM), np.float32)
    for start, stop, change in zip(ENDS, [*ENDS[1:], len(PROGRAM)], changes, strict=True):
        value[start:] = value[start - 1]
        value[stop - 1 :] = value[start - 1] + change
    return value


def test_the_cut_is_before_the_statement_where_the_value_drops_most() -> None:
    ground, disc, line, bar = ENDS
    assert cues(rising(0.2, -0.5, -0.1, 0.0), PROGRAM) == [disc, line, bar, ground]
    assert cues(rising(-0.9, -0.5, -0.1, 0.3), PROGRAM) == [ground, disc, line, bar]
    assert cues(rising(0.1, 0.2, 0.3, -0.1), PROGRAM)[0] == bar  # it ended too early


def test_the_background_is_never_cut() -> None:
    for opinion in (critic(), None):
        found = cuts_of(PROGRAM, opinion, TARGET, np.random.default_rng(0))
        assert sorted(found) == ENDS


def test_every_canvas_counts_once() -> None:
    tried = Tried(TARGET, whole(SIDE), 8)
    assert tried.add(PROGRAM) and tried.spent == 4
    assert tried.add([*GROUND, *DISC, *BAR, *OVER], begun=2) and tried.spent == 5
    assert not tried.add(PROGRAM) and tried.spent == 5
    assert tried.add(PROGRAM, begun=4) and tried.spent == 6  # looking at it is not free
    assert [one.error for one in tried.best(9)] == sorted({one.error for one in tried.found})
    assert tried.best(1)[0].error == 0


def test_the_cut_program_goes_on_from_what_stays() -> None:
    """A parrot that errs once, and does better when it is asked again."""
    said = [GROUND, DISC, LINE, OVER]
    said += [BAR, OVER] * 9
    tried = Tried(TARGET, whole(SIDE), 12)
    one = Refining(most=4, fresh=0.2, kept=1, each=1)
    _, disc, _ = read([*GROUND, *DISC, *LINE, *OVER]).ends

    class Cut(Critic):
        def forward(self, programs):  # type: ignore[no-untyped-def]
            length = programs.tokens.shape[1]
            logits = torch.zeros(len(programs.tokens), length, 4)
            logits[:, disc:, Outcome.FAILED] = 5.0
            return logits

    guide = Cut(critic().config)
    refine(Parrot(said), guide, tried, one, np.random.default_rng(0))
    assert list(tried.found[0].tokens) == [*GROUND, *DISC, *LINE, *OVER]
    assert list(tried.found[1].tokens) == [*GROUND, *DISC, *BAR, *OVER]
    assert tried.best(1)[0].error == 0


@pytest.mark.parametrize("opinion", ["critic", "none", "plain", "repairer"])
def test_all_ways_look_at_no_more_than_the_renders(opinion: str) -> None:
    tried = Tried(TARGET, whole(SIDE), 40)
    rng = np.random.default_rng(1)
    if opinion == "plain":
        sample_plainly(writer(), tried, HOW, rng, 40)
    elif opinion == "repairer":
        repair(writer(), repairer_of(painter()), tried, HOW, rng)
    else:
        refine(writer(), critic() if opinion == "critic" else None, tried, HOW, rng)
    assert 40 - HOW.most - 1 <= tried.spent <= 40
    for one in tried.found:
        verdict = judge(one.tokens, TARGET, HOW.most, 12.0)
        assert verdict.picture is not None
        assert one.error == pytest.approx(rmse(verdict.picture, TARGET))
    assert tried.best(1)[0].error == min(one.error for one in tried.found)


def test_samples_that_all_pass_solve_everything() -> None:
    perfect = [GROUND, DISC, BAR, OVER]
    found = solved_by_samples(Parrot(perfect), [TARGET], 5, whole(SIDE), HOW)
    assert found == {"pass@1": 1.0, "pass@5": 1.0, "1@5": 1.0}


def test_the_table_says_how_much_nearer_than_plain() -> None:
    rows = [Row(WAYS[0], 50, [10.0, 20.0]), Row(WAYS[2], 50, [8.0, 16.0])]
    told = table(rows, 9.0)
    assert "| 50 | plain | 15.00 | – | 0% |" in told
    assert "| 50 | cut by the critic | 12.00 | +3.00 ± 1.39 | 50% |" in told


def test_the_comparison_prints_all_ways(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store(painter(), tmp_path / "painter")
    store(critic(), tmp_path / "critic")
    small = ["--count", "2", "--renders", "8", "--statements", "2", "--most", "3", "--samples", "5"]
    store(repairer_of(painter()), tmp_path / "repairer")
    where = ["--painter", str(tmp_path / "painter"), "--sketches", "csg"]
    where += ["--repairer", str(tmp_path / "repairer")]
    assert main([str(tmp_path / "critic"), *where, *small]) == 0
    said = capsys.readouterr()
    assert all(way in said.out and way in said.err for way in WAYS)
    assert "pass@5" in said.out and "1@5" in said.out
    assert main([str(tmp_path / "nowhere")]) == 1
    with pytest.raises(SystemExit):
        main([str(tmp_path / "critic"), "--renders", "5"])
