"""Measure a writer of programs on held-out pairs of data sketches.

`sketchnet eval shapes csg` prints a table: token accuracy, RMSE and SSIM of the greedy programs,
and the share solved (RMSE at most 6) by one, ten and a hundred programs looked at, as written and
after refinement. The painter of the package is measured unless --weights says otherwise. Problems
and pictures from outside are the business of `sketchnet bench`.
"""

from __future__ import annotations

import argparse

from sketchnet.cli.arguments import whole

_SETS = ("shapes", "flat-art", "characters", "csg", "blocks", "loops", "frames")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add = parser.add_argument
    add("sets", metavar="SKETCH", nargs="*", help="data sketches, by name or path (default: ours)")
    add("--weights", metavar="DIR", help="a folder with model.safetensors (default: the package's)")
    add("--count", metavar="N", type=whole(1), default=100, help="pictures of each set (100)")
    add("--most", metavar="N", type=whole(1), default=24, help="statements of a picture, at most")
    add(
        "--samples",
        metavar="N",
        type=whole(0),
        default=0,
        help="instead, sample so many programs and count those that are valid",
    )
    add("-o", "--out", metavar="PNG", help="a contact sheet: pictures and greedy drawings")


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    import sys
    from pathlib import Path

    from sketchnet import outputs
    from sketchnet.cli.files import write_stdout
    from sketchnet.evaluation import report
    from sketchnet.evaluation.synthetic import cases, evaluate
    from sketchnet.evaluation.validity import count_valid
    from sketchnet.train.sketches import load_sketches

    if args.out is not None:
        outputs.check_output(Path(args.out), (".png",))
    writer = report.writer_of(None if args.weights is None else Path(args.weights))
    names = args.sets or list(_SETS)
    sketches = [load_sketches({name: 1.0}) for name in names]
    if args.samples:
        counts = count_valid(writer, [one for some in sketches for one in some], args.samples)
        write_stdout(report.validity_table(counts).encode())
        return 0 if all(count.valid == count.samples for count in counts) else 1
    rows, sheets = [], []
    for name, sketch in zip(names, sketches, strict=True):
        held_out = cases(sketch, args.count, args.most)
        rows.append(
            evaluate(
                writer, name, held_out, tell=lambda line: print(line, file=sys.stderr, flush=True)
            )
        )
        sheets.append((name, held_out[: report.SHOWN]))
    write_stdout(report.table(rows).encode())
    if args.out is not None:
        sheet = report.sheet(writer, sheets)
        outputs.write_all({Path(args.out): outputs.encode_png(sheet)})
    return 0
