"""Say whether a program is right, and where it is wrong.

The program is read, checked and run within the limits; nothing is drawn or written.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("code", metavar="CODE", help="a .pde file, or - for standard input")


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    import renderer
    from sketchnet.cli.files import STANDARD, faults_of, read_program

    program = read_program(args.code)
    with faults_of(args.code):
        scene = renderer.run(program)
    statements = renderer.count_statements(program)
    name = "standard input" if args.code == STANDARD else args.code
    print(
        f"{name}: {scene.width}×{scene.height} pixels, "
        f"{statements} statement{'s' * (statements != 1)}, "
        f"{renderer.count_numbers(program)} numbers, {len(scene.ops)} operations"
    )
    return 0
