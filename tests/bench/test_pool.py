"""What goes wrong in one process stays there."""

from __future__ import annotations

from multiprocessing import active_children

import pytest

from renderer import SketchError
from sketchnet.bench.pool import WorkerDied, in_processes
from tests.bench.fakes import work


def test_faults_and_deaths_leave_the_other_tasks_alone() -> None:
    tasks = ["1", "refuse", "die", "4"]
    outcomes = dict(in_processes(work, tasks, 2))
    assert set(outcomes) == set(tasks)
    assert outcomes["1"].get() == 10
    assert outcomes["4"].get() == 40
    with pytest.raises(SketchError, match="it was refused"):
        outcomes["refuse"].get()
    with pytest.raises(WorkerDied, match="ended with 3"):
        outcomes["die"].get()


def test_processes_end_when_nobody_asks_any_more() -> None:
    outcomes = in_processes(work, ["1", "sleep"], 2)
    assert next(outcomes)[1].get() == 10
    assert len(active_children()) == 1
    outcomes.close()
    assert active_children() == []
