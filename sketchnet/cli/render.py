"""Draw a program: as a picture, as SVG, or as an animation of the drawing being made.

Without -o, and with -o -, a PNG goes to standard output.
"""

from __future__ import annotations

import argparse
import re


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("code", metavar="CODE", help="a .pde file, or - for standard input")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        action="append",
        default=[],
        help="a .png, .svg or .gif file; may be given several times",
    )
    parser.add_argument(
        "--size",
        metavar="WxH",
        type=_size,
        help="scale the canvas to this many pixels, such as 640x480",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    import sys
    from pathlib import Path

    from sketchnet import outputs
    from sketchnet.cli import UsageError
    from sketchnet.cli.files import (
        STANDARD,
        check_outputs,
        faults_of,
        read_program,
        write_stdout,
    )

    names = args.output or [STANDARD]
    check_outputs(names, outputs.PICTURES)
    if STANDARD in names and sys.stdout.isatty():
        raise UsageError("a picture does not belong on a terminal; expected -o OUT.png")
    program = read_program(args.code)
    contents = {}
    with faults_of(args.code):
        for name in names:
            suffix = ".png" if name == STANDARD else Path(name).suffix.lower()
            contents[name] = outputs.encode(program, suffix, size=args.size)
    outputs.write_all({Path(n): data for n, data in contents.items() if n != STANDARD})
    if STANDARD in contents:
        write_stdout(contents[STANDARD])
    return 0


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,6})[x×](\d{1,6})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"'{text}' is no size; expected WxH, such as 640x480")
    width, height = int(match[1]), int(match[2])
    from renderer.language.builtins import kind_of
    from renderer.language.caps import DEFAULT_CAPS

    longest, most = int(kind_of("columns").high), DEFAULT_CAPS.canvas_pixels
    if not (1 <= width <= longest and 1 <= height <= longest and width * height <= most):
        raise argparse.ArgumentTypeError(
            f"{text} is out of range; expected sides from 1 to {longest} and at most {most} pixels"
        )
    return width, height
