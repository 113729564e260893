"""Measure drawings on sets of pictures, beside other tools.

SET is tango or noto (both when none is named) or a folder of your own pictures; with --problems it
is csg2da, rainbow or tinysvgoffset. Writes results.csv (every drawing), summary.csv, summary.md,
the drawings themselves and contact sheets into DIR; with --problems, problems.csv, solved.csv (the
share solved against renders spent) and problems.md. The tables also go to standard output.

The other tools: vtracer and resvg-py (pip install 'sketchnet[bench]'), primitive where it is on
PATH, and 'recorded', what primitive, geometrize and vtracer were measured to reach on tango and
noto. A method's numbers are counted by one rule for all; see datasets/bench/README.md.
"""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from sketchnet.cli.arguments import seconds, whole, whole_list

if TYPE_CHECKING:
    from sketchnet.bench.run import Plan

_LIMITS = (50, 100, 200, 400)
_PROBLEM_LIMITS = (100,)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add = parser.add_argument
    add("sets", metavar="SET", nargs="*", help="a set or a folder of pictures")
    add("--problems", action="store_true", help="count problems solved, instead of measuring error")
    add("--speed", action="store_true", help="rates of the renderer and the search, on one core")
    add("--code", action="store_true", help="what tidying does to the code, by default at 100")
    add(
        "--numbers",
        metavar="LIST",
        type=whole_list(0),
        help="most numbers, each in turn (default 50,100,200,400; with --problems 100)",
    )
    add(
        "--methods",
        metavar="LIST",
        type=_names,
        help="some of sketchnet,search,network,vtracer,primitive,recorded (default: all but search "
        "and network, primitive if on PATH)",
    )
    add("--out", metavar="DIR", default="out/bench", help="where to write (default out/bench)")
    add("--jobs", metavar="N", type=whole(1), help="processes at a time (default: all cores)")
    add("--time", metavar="S", type=seconds, help="at most this many seconds for each of ours")
    add("--renders", metavar="N", type=whole(1), help="candidates looked at for each of ours")
    add("--seed", metavar="N", type=whole(0), default=0, help="of our random choices (default 0)")
    add("--limit", metavar="N", type=whole(1), help="only the first N pictures of each set")
    add(
        "--resume",
        action="store_true",
        help="keep what DIR has by the same code and settings; without it, DIR starts anew",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    from sketchnet.bench.run import run_curve, run_problems
    from sketchnet.cli import complain, tell
    from sketchnet.cli.files import write_stdout

    if args.speed:
        from sketchnet.bench import speed

        write_stdout(speed.table(speed.measure()).encode())
        return 0
    if args.code:
        write_stdout(_code_table(args).encode())
        return 0
    plan = _plan(args)
    measure = run_problems if args.problems else run_curve
    report = measure(plan, tell)
    for fault in report.faults:
        complain(fault)
    tell(f"written: {' '.join(map(str, report.files))}")
    write_stdout(report.summary.encode())
    return 1 if report.faults else 0


def _code_table(args: argparse.Namespace) -> str:
    from sketchnet.bench import code
    from sketchnet.bench.sets import find_pictures

    pictures = find_pictures(args.sets, args.limit)
    (numbers, *_) = args.numbers or (100,)
    return code.table(list(code.measure(pictures, numbers, args.renders, args.seed)))


def _plan(args: argparse.Namespace) -> Plan:
    from pathlib import Path

    from sketchnet.bench.jobs import OURS
    from sketchnet.bench.run import Plan
    from sketchnet.bench.sets import find_pictures, find_problems
    from sketchnet.cli import UsageError

    if args.problems:
        methods = args.methods or ["sketchnet"]
        if not set(methods) <= set(OURS):
            raise UsageError(f"--problems are for our own methods: {','.join(OURS)}")
        pictures = find_problems(args.sets, args.limit)
        limits = args.numbers or _PROBLEM_LIMITS
    else:
        methods, limits = args.methods or _all_methods(), args.numbers or _LIMITS
        _check_methods(methods)
        pictures = find_pictures(args.sets, args.limit)
    return Plan(
        pictures=pictures,
        limits=limits,
        methods=methods,
        folder=Path(args.out),
        jobs=args.jobs or _cores(),
        time_limit=args.time,
        renders_limit=args.renders,
        seed=args.seed,
        resume=args.resume,
    )


def _all_methods() -> list[str]:
    from sketchnet.bench.curve import METHODS
    from sketchnet.bench.peers import has_primitive
    from sketchnet.cli import tell

    left_out = {"search", "network"}
    if not has_primitive():
        tell("primitive is not on PATH: it is left out")
        left_out.add("primitive")
    return [method for method in METHODS if method not in left_out]


def _check_methods(methods: list[str]) -> None:
    """Refuse, before any work, a method that is unknown or not installed."""
    from sketchnet.bench.curve import METHODS
    from sketchnet.bench.peers import check_peer
    from sketchnet.cli import UsageError

    for method in methods:
        if method not in METHODS:
            raise UsageError(
                f"--methods: unknown method '{method}'; expected some of {','.join(METHODS)}"
            )
        check_peer(method)


def _cores() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux alone has it
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",")))
