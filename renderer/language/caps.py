"""The caps that keep a program from eating the machine; counted in steps, never in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits on one program. Reaching one raises `CapError`, which names it.

    Attributes:
        source_bytes: size of the source text in UTF-8.
        nesting: depth of blocks and of expressions.
        call_depth: depth of function calls.
        steps: statements executed, and operators and calls evaluated.
        operations: drawing operations and vertices made.
        canvas_pixels: width × height.
    """

    source_bytes: int = 1_000_000
    nesting: int = 100
    call_depth: int = 64
    steps: int = 2_000_000
    operations: int = 200_000
    canvas_pixels: int = 67_108_864


DEFAULT_CAPS = Caps()
