"""Measure a writer of programs on held-out pairs of data sketches.

`sketchnet eval shapes csg` prints a table: token accuracy, RMSE and SSIM of the greedy programs,
and the share solved (RMSE at most 6) by the greedy program, by the best of ten and by the best of a
hundred sampled ones, as written and after refinement of three: those nearest of the ten nearest,
once these are roughly moved into place. The painter of the package is measured unless --weights
says otherwise. Problems and pictures from outside are the business of `sketchnet bench`.

With --beside, other writers draw the same pictures: RMSE of the greedy program and of the best of
100 canvases, the share solved after refinement by the greedy program and by the best of a hundred
sampled ones, and by how much that differs, with the range in which 95 % of bootstraps lie. --real
adds the pictures of a folder, which need no programs: those that `train rl real=FOLDER` never
learns from.

`sketchnet eval compiler [SKETCH …]` measures the neural compiler instead: how far its pictures are
from the real ones, by how many statements a program has; --beside adds its baseline, or others.
"""

from __future__ import annotations

import argparse

from sketchnet.cli.arguments import whole, whole_list


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add = parser.add_argument
    add("sets", metavar="SKETCH", nargs="*", help="data sketches, by name or path (default: ours)")
    add("--weights", metavar="DIR", help="a folder with model.safetensors (default: the package's)")
    add("--count", metavar="N", type=whole(1), default=100, help="pictures of each set (100)")
    add("--most", metavar="N", type=whole(1), default=24, help="statements of a picture, at most")
    add(
        "--best-of",
        metavar="LIST",
        type=whole_list(1),
        help="how many programs the best is taken of (10,100; with --beside the most of them)",
    )
    add(
        "--samples",
        metavar="N",
        type=whole(1),
        help="instead, sample so many programs and count those that are valid",
    )
    add(
        "--beside",
        metavar="DIR",
        action="append",
        default=[],
        help="the folder of another model to measure on the same programs or pictures",
    )
    add("--real", metavar="DIR", help="with --beside: pictures without programs as well")
    add("-o", "--out", metavar="PNG", help="a contact sheet: pictures and greedy drawings")


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    from pathlib import Path

    from sketchnet import outputs
    from sketchnet.cli import UsageError, tell
    from sketchnet.cli.files import write_stdout
    from sketchnet.evaluation import report
    from sketchnet.evaluation.synthetic import BEST_OF, cases, evaluate
    from sketchnet.evaluation.validity import count_valid
    from sketchnet.train.sketches import OURS, load_sketches

    if args.out is not None:
        outputs.check_output(Path(args.out), (".png",))
    if args.sets[:1] == ["compiler"]:
        return _compiler(args)
    if args.beside:
        return _beside(args)
    if args.real is not None:
        raise UsageError("--real is for --beside: name the folder of another writer")
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
        rows.append(evaluate(writer, name, held_out, tuple(args.best_of or BEST_OF), tell))
        sheets.append((name, held_out[: report.SHOWN]))
    write_stdout(report.table(rows).encode())
    if args.out is not None:
        sheet = report.sheet(writer, sheets)
        outputs.write_all({Path(args.out): outputs.encode_png(sheet)})
    return 0


def _beside(args: argparse.Namespace) -> int:
    from pathlib import Path

    from sketchnet.cli import UsageError, tell
    from sketchnet.cli.files import write_stdout
    from sketchnet.evaluation.beside import measure, table
    from sketchnet.evaluation.report import writer_of
    from sketchnet.evaluation.synthetic import BEST_OF, cases
    from sketchnet.train.real import RealPictures
    from sketchnet.train.sketches import OURS, load_sketches

    if args.samples or args.out is not None:
        raise UsageError("--beside goes with neither --samples nor --out")
    names = ["the package's" if args.weights is None else args.weights, *args.beside]
    writers = [writer_of(None if args.weights is None else Path(args.weights))]
    writers += [writer_of(Path(folder)) for folder in args.beside]
    for name, writer in zip(names, writers, strict=True):
        if not writer.sees_canvas:
            raise UsageError(f"{name} does not see its canvas; expected a painter")
    sets = {
        name: [case.image for case in cases(load_sketches({name: 1.0}), args.count, args.most)]
        for name in args.sets or OURS
    }
    if args.real is not None:
        sets["real"] = RealPictures(args.real).held_out()
    best_of = max(args.best_of or BEST_OF)
    for name, pictures in sets.items():
        tell(f"{name}: {len(pictures)} pictures")
        programs = 0 if name == "real" else best_of
        measured = [measure(one, pictures, programs, tell) for one in writers]
        write_stdout((table(name, names, measured, best_of) + "\n").encode())
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
