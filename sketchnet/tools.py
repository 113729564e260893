"""How the tools behind `python -m sketchnet.…` end: as commands do, with one line if need be."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from renderer.errors import SketchError
from sketchnet.cli import INTERRUPTED, complain

P = ParamSpec("P")


def as_tool(main: Callable[P, None]) -> Callable[P, int]:
    """A tool's main function that gives its exit code: 1 after a line that says what was wrong."""

    @wraps(main)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            main(*args, **kwargs)
        except SketchError as error:
            complain(str(error))
            return 1
        except KeyboardInterrupt:
            complain("stopped")
            return INTERRUPTED
        return 0

    return run
