"""Code to pixels: a headless renderer for a true subset of Processing.

    >>> import renderer
    >>> renderer.render("size(64, 64); background(255); circle(32, 32, 40);").shape
    (64, 64, 3)

Parsing, checking, running and exporting need nothing but Python; only pixels need cairo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.errors import (
    CapError,
    CheckError,
    ParseError,
    ProgramError,
    RunError,
    SketchError,
)
from renderer.language.caps import DEFAULT_CAPS, Caps
from renderer.language.checker import check
from renderer.language.interpreter import run
from renderer.language.painting import refuse_overpainting
from renderer.language.parser import parse
from renderer.language.tree import Program
from renderer.ops import DrawOp, Scene, Style

if TYPE_CHECKING:
    from renderer.raster.cairo_raster import Pixels

__all__ = [
    "DEFAULT_CAPS",
    "CapError",
    "Caps",
    "CheckError",
    "DrawOp",
    "ParseError",
    "Program",
    "ProgramError",
    "RunError",
    "Scene",
    "SketchError",
    "Style",
    "check",
    "count_numbers",
    "count_statements",
    "export",
    "parse",
    "refuse_overpainting",
    "render",
    "render_ops",
    "run",
]


def render(
    code: str | Program, size: tuple[int, int] | None = None, caps: Caps = DEFAULT_CAPS
) -> Pixels:
    """The picture a sketch draws.

    Args:
        code: source text, or a syntax tree.
        size: (width, height) in pixels to scale the canvas to; the sketch's own when None.
        caps: limits on the program.

    Returns:
        (H, W, 3) uint8, RGB.

    Raises:
        ProgramError: the text is no program, or the program fails.
    """
    program = parse(code, caps) if isinstance(code, str) else code
    return render_ops(run(program, caps), size)


def render_ops(scene: Scene, size: tuple[int, int] | None = None) -> Pixels:
    """The picture of a scene of drawing operations; see `render`.

    Raises:
        CapError: scaled to `size`, the shapes paint too many pixels.
    """
    from renderer.raster.cairo_raster import render_scene

    refuse_overpainting(scene, size)

    return render_scene(scene, size)


def export(code: str | Program, to: str) -> str:
    """A sketch in another dialect: processing, p5js, py5, ruby, lisp or svg.

    Raises:
        ProgramError: the text is no program.
        ValueError: there is no such dialect.
    """
    from renderer.printers import export as print_as

    return print_as(parse(code) if isinstance(code, str) else code, to)


def count_numbers(code: str | Program) -> int:
    """How many numbers a sketch's geometry is written with; see `renderer.language.measure`."""
    from renderer.language.measure import count_numbers as count

    return count(parse(code) if isinstance(code, str) else code)


def count_statements(code: str | Program) -> int:
    """How many shapes a sketch draws, as written; see `renderer.language.measure`."""
    from renderer.language.measure import count_statements as count

    return count(parse(code) if isinstance(code, str) else code)
