"""Work in several processes, one fresh process for each piece of it."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Generic, TypeVar

from renderer.errors import SketchError

Task = TypeVar("Task")
Result = TypeVar("Result")


class WorkerDied(SketchError):
    """A process ended without an answer: a bug of ours, or no memory was left."""


class Outcome(Generic[Result]):
    """What came of one task: a result, or the fault that prevented it."""

    def __init__(self, result: Result | None, fault: SketchError | None) -> None:
        self._result = result
        self.fault = fault

    def get(self) -> Result:
        """The result.

        Raises:
            SketchError: there is none; this is why.
        """
        if self.fault is not None:
            raise self.fault
        assert self._result is not None
        return self._result


def in_processes(
    work: Callable[[Task], Result], tasks: Iterable[Task], jobs: int
) -> Iterator[tuple[Task, Outcome[Result]]]:
    """Do `work` on every task, `jobs` at a time; each outcome as it comes.

    A fresh process each time: one that dies or leaks harms no other task. All of them are ended
    when the caller stops asking, as at Ctrl-C.

    Args:
        work: a function of some module; a SketchError it raises is its task's outcome.
        tasks: what it is called with; pickled.
        jobs: processes at a time, from 1.
    """
    context = multiprocessing.get_context("spawn")
    waiting = deque(tasks)
    running: dict[Connection, tuple[Task, SpawnProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                task = waiting.popleft()
                receiver, sender = context.Pipe(duplex=False)
                process = context.Process(target=_serve, args=(sender, work, task))
                process.start()
                sender.close()
                running[receiver] = (task, process)
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                task, process = running.pop(ready)
                yield task, _outcome(ready, process)
    finally:
        for receiver, (_, process) in running.items():
            process.terminate()
            process.join()
            receiver.close()


def _outcome(receiver: Connection, process: SpawnProcess) -> Outcome[Result]:
    try:
        result, fault = receiver.recv()
    except EOFError:
        process.join()
        result, fault = None, WorkerDied(f"its process ended with {process.exitcode}")
    receiver.close()
    process.join()
    return Outcome(result, fault)


def _serve(sender: Connection, work: Callable[[Task], Result], task: Task) -> None:
    # Ctrl-C is for the parent, which ends us; a drawing cut short must not count as a drawing.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # An ordinary exit lets `subprocess.run` end the tool it is waiting for.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        sender.send((work(task), None))
    except SketchError as fault:
        # Some of our errors cannot be pickled, or mean nothing without their program.
        sender.send((None, SketchError(str(fault))))
