"""Draw a program by the neural compiler, which learnt from pictures what code paints.

The picture is the network's, 64 pixels along its longer side. With --compare it is four pictures
side by side, enlarged: the network's, the real one, their difference (gray where there is none) and
the error (white where it is greatest). How near it comes is said on standard error. Not read: more
than 400 shapes, turned ellipses, squashed strokes and rounded corners, corner radii that differ,
own caps and joins.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add = parser.add_argument
    add("code", metavar="CODE", help="a .pde file, or - for standard input")
    add("-o", "--output", metavar="OUT.png", required=True, help="the picture to write")
    add("--compare", action="store_true", help="show it beside the real picture")
    add("--weights", metavar="DIR", help="a folder with model.safetensors (default: the package's)")


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    import sys
    from pathlib import Path

    from sketchnet import outputs
    from sketchnet.cli.files import STANDARD, check_outputs, faults_of, read_program, write_stdout

    check_outputs([args.output], (".png",))
    program = read_program(args.code)

    from sketchnet.compiler.compare import compare
    from sketchnet.compiler.weights import fetch_compiler
    from sketchnet.model.statements import NotDrawnError

    model = fetch_compiler(None if args.weights is None else Path(args.weights))
    with faults_of(args.code):
        try:
            found = compare(model, program)
        except NotDrawnError as error:
            raise NotDrawnError(
                f"{error}: the compiler reads only what the painter writes; 'sketchnet render' "
                "draws all of the language"
            ) from error
    print(found.told(), file=sys.stderr)
    image = outputs.encode_png(found.sheet() if args.compare else found.predicted)
    if args.output == STANDARD:
        write_stdout(image)
    else:
        outputs.write_all({Path(args.output): image})
    return 0
