"""Every error the renderer raises on purpose.

`SketchError` is the root. Faults of a program carry where they happened and what would have been
right, so that one line (`str(error)`) or three (`error.explain()`, with the source and a caret)
tell a person what to do next.
"""

from __future__ import annotations


class SketchError(Exception):
    """The root of all errors that are the input's fault, not ours."""


class ProgramError(SketchError):
    """A fault in a drawing program.

    Attributes:
        message: what was wrong, in one line without a position.
        expected: what would have been right, or "".
        line: 1-based line of the fault, 0 when the program has no source text.
        column: 1-based column, 0 when the program has no source text.
        source_line: the text of that line.
    """

    kind = "error"

    def __init__(
        self,
        message: str,
        *,
        expected: str = "",
        line: int = 0,
        column: int = 0,
        source_line: str = "",
    ) -> None:
        self.message = message
        self.expected = expected
        self.line = line
        self.column = column
        self.source_line = source_line
        super().__init__(str(self))

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}: " if self.line else ""
        expected = f"; expected {self.expected}" if self.expected else ""
        return f"{where}{self.message}{expected}"

    def explain(self) -> str:
        """The message, then the source line with a caret under the fault."""
        if not self.line:
            return str(self)
        # Long lines are cut around the caret so that the picture stays on one terminal line.
        start = max(0, self.column - 1 - 60)
        shown = self.source_line[start : start + 100].replace("\t", " ")
        return f"{self}\n    {shown}\n    {' ' * (self.column - 1 - start)}^"


class ParseError(ProgramError):
    """The text is not a program of the language."""

    kind = "syntax error"


class CheckError(ProgramError):
    """The program is well formed but means nothing: unknown name, wrong arity, wrong type."""

    kind = "type error"


class RunError(ProgramError):
    """The program failed while it ran: division by zero, overflow, a value out of range."""

    kind = "run-time error"


class CapError(ProgramError):
    """The program hit one of the caps that keep programs from eating the machine."""

    kind = "cap reached"
