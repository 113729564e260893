"""Make pairs of programs and pictures from a sketch with random().

`sketchnet data make FILE --count N` writes tar shards and a manifest with their hashes. A run that
was stopped goes on where it was; a shard that is no longer what it was is made anew.
"""

from __future__ import annotations

import argparse

from sketchnet.cli.arguments import whole


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("action", choices=("make",), help="what to do")
    parser.add_argument("sketch", metavar="FILE", help="a .pde file, or - for standard input")
    parser.add_argument("--count", metavar="N", type=whole(1), required=True, help="pairs to make")
    parser.add_argument("--seed", metavar="S", type=whole(0), default=0, help="default 0")
    parser.add_argument(
        "--size", metavar="PIXELS", type=_side, default=128, help="side of the pictures (128)"
    )
    parser.add_argument(
        "-o", "--out", metavar="DIR", default="pairs", help="folder to write to (pairs)"
    )
    parser.add_argument("--workers", metavar="W", type=whole(1), default=1, help="processes (1)")


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    from pathlib import Path

    from sketchnet.cli import tell
    from sketchnet.cli.files import faults_of, read_program
    from sketchnet.data.shards import Job, make

    source = read_program(args.sketch).source
    with faults_of(args.sketch):
        make(Job(source, args.count, args.seed, args.size), Path(args.out), args.workers, tell)
    return 0


def _side(text: str) -> int:
    side = whole(8)(text)
    if side > 2048:
        raise argparse.ArgumentTypeError(f"'{text}' is out of range; expected 8 to 2048")
    return side
