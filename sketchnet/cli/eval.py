"""Measure a writer of programs on held-out pairs of data sketches.

`sketchnet eval shapes csg` prints a table: token accuracy, RMSE and SSIM of the greedy programs,
and the share solved (RMSE at most 6) by one, ten and a hundred programs looked at, as written and
after refinement. The painter of the package is measured unless --weights says otherwise. Problems
and pictures from outside are the business of `sketchnet bench`.

`sketchnet eval compiler [SKETCH …]` measures the neural compiler instead: how far its pictures are
from the real ones, by how many statements a program has; --beside adds its baseline, or others.
"""

from __future__ import annotations

import argparse

from sketchnet.cli.arguments import whole


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
    add(
        "--beside",
        metavar="DIR",
        action="append",
        default=[],
        help="with compiler: the folder of another model to measure on the same programs",
    )
    add("-o", "--out", metavar="PNG", help="a contact sheet: pictures and greedy drawings")


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    from pathlib import Path

    from sketchnet import outputs
    from sketchnet.cli import UsageError, tell
    from sketchnet.cli.files import write_stdout
    from sketchnet.evaluation import report
    from sketchnet.evaluation.synthetic import cases, evaluate
    from sketchnet.evaluation.validity import count_valid
    from sketchnet.train.sketches import OURS, load_sketches

    if args.out is not None:
        outputs.check_output(Path(args.out), (".png",))
    if args.sets[:1] == ["compiler"]:
        return _compiler(args)
    if args.beside:
        raise UsageError("--beside is for eval compiler")
    weights = None if args.weights is None else Path(args.weights)
    names = args.sets or list(OURS)
    sketches = [load_sketches({name: 1.0}) for name in names]
    if args.samples:
        every = [one for some in sketches for one in some]
        torch_writer = report.torch_writer_of(weights)
        counts = count_valid(torch_writer, every, args.samples, args.most, tell)
        write_stdout(report.validity_table(counts).encode())
        return 0 if all(count.valid == count.samples for count in counts) else 1
    writer = report.writer_of(weights)
    rows, sheets = [], []
    for name, sketch in zip(names, sketches, strict=True):
        held_out = cases(sketch, args.count, args.most)
        rows.append(evaluate(writer, name, held_out, tell=tell))
        sheets.append((name, held_out[: report.SHOWN]))
    write_stdout(report.table(rows).encode())
    if args.out is not None:
        sheet = report.sheet(writer, sheets)
        outputs.write_all({Path(args.out): outputs.encode_png(sheet)})
    return 0


def _compiler(args: argparse.Namespace) -> int:
    from pathlib import Path

    from sketchnet import outputs
    from sketchnet.cli import UsageError
    from sketchnet.cli.files import write_stdout
    from sketchnet.compiler.evaluation import report, sheet
    from sketchnet.compiler.weights import fetch, fetch_compiler
    from sketchnet.train.sketches import OURS, load_sketches

    if args.samples:
        raise UsageError("--samples is for writers of programs, not for eval compiler")
    models = [fetch_compiler() if args.weights is None else fetch(Path(args.weights))]
    models += [fetch(Path(name)) for name in args.beside]
    sketches = load_sketches(dict.fromkeys(args.sets[1:] or OURS, 1.0))
    write_stdout(report(models, sketches, args.count, args.most).encode())
    if args.out is not None:
        image = sheet(models, sketches, args.most)
        outputs.write_all({Path(args.out): outputs.encode_png(image)})
    return 0
