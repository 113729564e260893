"""Translate a program into another dialect."""

from __future__ import annotations

import argparse

DIALECTS = ("processing", "p5js", "py5", "ruby", "lisp", "svg")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("code", metavar="CODE", help="a .pde file, or - for standard input")
    parser.add_argument("--to", required=True, choices=DIALECTS, help="the dialect")
    parser.add_argument(
        "-o", "--output", metavar="OUT", default="-", help="a file; standard output without it"
    )


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    from pathlib import Path

    from sketchnet import outputs
    from sketchnet.cli.files import (
        STANDARD,
        check_outputs,
        faults_of,
        read_program,
        write_stdout,
    )

    suffixes = [suffix for suffix, dialect in outputs.PROGRAMS.items() if dialect == args.to]
    if args.to == "p5js":
        suffixes.append(".html")
    check_outputs([args.output], tuple(suffixes))
    program = read_program(args.code)
    path = Path(args.output)
    suffix = suffixes[0] if args.output == STANDARD else path.suffix.lower()
    with faults_of(args.code):
        data = outputs.encode(program, suffix, title=Path(args.code).stem)
    if args.output == STANDARD:
        write_stdout(data)
    else:
        outputs.write_all({path: data})
    return 0
