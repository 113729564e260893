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
        painted_pixels: the boxes around the shapes, for each fill and each stroke, as far as they
            lie on the canvas; a row of pixels that an edge crosses counts 200.
    """

    source_bytes: int = 1_000_000
    nesting: int = 100
    call_depth: int = 64
    steps: int = 2_000_000
    operations: int = 200_000
    canvas_pixels: int = 67_108_864
    painted_pixels: int = 3_000_000_000


DEFAULT_CAPS = Caps()
