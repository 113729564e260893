"""Programs as source text: Processing, p5.js, py5, Ruby, Lisp, SVG."""

from __future__ import annotations

from collections.abc import Callable

from renderer.language.interpreter import run
from renderer.language.tree import Program
from renderer.printers.lisp import print_lisp
from renderer.printers.p5js import print_p5js
from renderer.printers.processing import print_processing
from renderer.printers.py5 import print_py5
from renderer.printers.ruby import print_ruby
from renderer.printers.seeding import seeded
from renderer.printers.svg import svg_from_scene


def print_seeded_processing(program: Program) -> str:
    """A program as a Processing sketch that draws the same picture every time.

    Processing seeds `random()` anew for each run; without a seed of its own the program gets ours.
    """
    return print_processing(seeded(program))


def print_svg(program: Program) -> str:
    """What a program draws, as SVG.

    Raises:
        ProgramError: it fails.
    """
    return svg_from_scene(run(program))


PRINTERS: dict[str, Callable[[Program], str]] = {
    "processing": print_seeded_processing,
    "p5js": print_p5js,
    "py5": print_py5,
    "ruby": print_ruby,
    "lisp": print_lisp,
    "svg": print_svg,
}
"""Dialect → what writes a program in it."""


def export(program: Program, to: str) -> str:
    """A program in a dialect of `PRINTERS`.

    Raises:
        CheckError: the program means nothing.
        ProgramError: it fails while running; only SVG runs it.
        ValueError: there is no such dialect.
    """
    if to not in PRINTERS:
        raise ValueError(f"no dialect '{to}'; there are {', '.join(PRINTERS)}")
    return PRINTERS[to](program)
