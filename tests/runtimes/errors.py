"""What can go wrong in a runtime: it is not there, or it refuses sketches."""

from collections.abc import Mapping


class RuntimeHarnessError(Exception):
    """Root of everything this package raises."""


class MissingRuntime(RuntimeHarnessError):
    """A program or library is not installed; the message says how to get it."""


class SyntaxRefused(RuntimeHarnessError):
    """A language's own reader rejected a source text."""


class SketchFailed(RuntimeHarnessError):
    """One or more sketches did not compile or did not run.

    Attributes:
        failures: message of each failed sketch, keyed by its index in the sources.
        index: the first failed sketch.
    """

    def __init__(self, runtime: str, failures: Mapping[int, str]) -> None:
        self.failures = dict(sorted(failures.items()))
        self.index = next(iter(self.failures))
        lines = [f"sketch {index}: {message}" for index, message in self.failures.items()]
        super().__init__(f"{runtime} refused {len(lines)} sketch(es)\n" + "\n".join(lines))
