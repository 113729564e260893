"""What can go wrong in a benchmark."""

from __future__ import annotations

from renderer.errors import SketchError


class BenchError(SketchError):
    """The benchmark cannot be run, or a drawing breaks its rules; the message says how."""
