"""Draw pictures: find a short program that redraws each of them.

Without -o the program goes to standard output. Ctrl-C ends the search with the best answer so far.
With several pictures, OUT is a directory or contains {name}.
"""

from __future__ import annotations

import argparse
import math
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sketchnet.cli.arguments import seconds, whole

if TYPE_CHECKING:
    from sketchnet.cli.targets import Job
    from sketchnet.drawing import Drawing

METHODS = ("auto", "network", "search")
DEVICES = ("auto", "cpu", "cuda")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add = parser.add_argument
    add("images", metavar="IMAGE", nargs="+", help="a picture file, or - for standard input")
    add(
        "-o",
        "--output",
        metavar="OUT",
        action="append",
        default=[],
        help="a file (.pde .js .html .py .rb .lisp .svg .png .gif), a directory for .pde files, "
        "or - for standard output; may be given several times",
    )
    add(
        "--numbers",
        metavar="N",
        type=whole(0),
        default=100,
        help="at most this many numbers in the program's geometry (default 100)",
    )
    add(
        "--statements",
        metavar="N",
        type=whole(0),
        help="at most this many shapes, every turn of a loop counted",
    )
    add("--time", metavar="S", type=seconds, help="at most this many seconds for each picture")
    add("--shapes", metavar="LIST", help="only these shapes, such as rect,ellipse,triangle")
    add("--palette", metavar="K|FILE", help="only K colours, or only those of a file")
    add("--bg", metavar="COLOR", help="what shows through transparent pixels (default white)")
    add("--seed", metavar="N", type=whole(0), default=0, help="of the random choices (default 0)")
    add("--renders", metavar="N", type=whole(1), help="look at this many candidate drawings")
    add(
        "--method",
        choices=METHODS,
        default="auto",
        help="by search, by the network alone, or by both as far as that helps (default auto)",
    )
    add("--device", choices=DEVICES, default="auto", help="where to compute (default auto)")
    add(
        "--json",
        action="store_true",
        help="scores, one JSON object a line, to standard output; "
        "its statements are those written, one in a loop counts once",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    from renderer.errors import SketchError
    from sketchnet.cli import INTERRUPTED, complain
    from sketchnet.cli.targets import plan

    settings = _settings(args)
    jobs = plan(args.images, args.output, json=args.json)
    exit_code = 0
    for job in jobs:
        try:
            drawing, stopped = _draw(job, settings)
        except SketchError as error:  # the other pictures are drawn all the same
            complain(str(error))
            exit_code = 1
            continue
        except Exception as error:
            if len(jobs) == 1:
                raise
            kind = type(error).__name__
            complain(f"{job.name}: a fault of sketchnet itself, please report: {kind}: {error}")
            exit_code = 1
            continue
        _deliver(drawing, job, json=args.json, stopped=stopped)
        if stopped and job is not jobs[-1]:
            complain(f"stopped after {job.name}; the pictures after it are not drawn")
            return INTERRUPTED
    return exit_code


def _settings(args: argparse.Namespace) -> dict[str, Any]:
    """The arguments of `sketchnet.draw`, checked before any work."""
    from pathlib import Path

    from sketchnet.cli import UsageError
    from sketchnet.colors import ColorError, parse_color, read_palette

    if args.device == "cuda":
        raise UsageError("drawing runs on the CPU; expected --device auto or cpu")
    palette: Any = args.palette
    if palette is not None:
        if palette.isdecimal():
            palette = int(palette[:9])
            if palette == 0:
                raise UsageError("--palette 0 leaves no colour; expected 1 or more, or a file")
        else:
            palette = read_palette(Path(palette))
    try:
        background = None if args.bg is None else parse_color(args.bg)
    except ColorError as error:
        raise UsageError(f"--bg: {error}") from error
    return {
        "numbers": args.numbers,
        "statements": args.statements,
        "time": args.time,
        "shapes": None if args.shapes is None else _shapes(args.shapes),
        "palette": palette,
        "background": background,
        "seed": args.seed,
        "renders": args.renders,
        "method": args.method,
    }


def _shapes(text: str) -> tuple[str, ...]:
    from sketchnet.cli import UsageError
    from sketchnet.search.shapes import SHAPES

    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in SHAPES:
            raise UsageError(
                f"--shapes: unknown shape '{name}'; expected some of {','.join(SHAPES)}"
            )
    return names


def _draw(job: Job, settings: dict[str, Any]) -> tuple[Drawing, bool]:
    """A picture's drawing, and whether Ctrl-C cut the search for it short."""
    import sys
    from dataclasses import replace

    from sketchnet.api import draw
    from sketchnet.cli.files import STANDARD
    from sketchnet.images import ImageError, load_image

    started = time.perf_counter()  # reading a large picture takes its share of --time
    background = settings["background"] or (255, 255, 255)
    with _quiet_decoders():
        if job.name == STANDARD:
            try:
                picture = load_image(sys.stdin.buffer, background)
            except ImageError as error:
                raise ImageError(f"standard input: {error}") from error
        else:
            picture = load_image(job.name, background)
    with _InterruptOnce() as interrupt, _progress(job.name) as progress:
        drawing = draw(picture, progress=progress, started=started, **settings)
    return replace(drawing, name="stdin" if job.name == STANDARD else job.name), interrupt.came


@contextmanager
def _quiet_decoders() -> Iterator[None]:
    """Silence what libtiff prints past Python: the fault gets its one line from us."""
    import os

    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@contextmanager
def _progress(name: str) -> Iterator[Callable[[float, float], None] | None]:
    """A progress bar on a terminal; None where nobody watches."""
    import sys
    import threading

    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    # Its own lock is one for processes, which costs time to make and fails in some sandboxes.
    tqdm.set_lock(threading.RLock())
    layout = "{desc} {percentage:3.0f}% |{bar}| {elapsed}{postfix}"
    shown = name.rpartition("/")[2][:30]  # a long name would push the bar off the terminal
    with tqdm(total=1.0, desc=shown, bar_format=layout, leave=False) as bar:

        def progress(fraction: float, rmse: float) -> None:
            bar.set_postfix_str(f"RMSE {rmse:.1f}", refresh=False)
            bar.update(max(0.0, min(1.0, fraction) - bar.n))

        yield progress


def _deliver(drawing: Drawing, job: Job, *, json: bool, stopped: bool) -> None:
    """Encode everything, then write everything: a failure leaves no part of it."""
    import sys

    from sketchnet import outputs
    from sketchnet.cli import complain
    from sketchnet.cli.files import write_stdout

    contents = {file: drawing.encode(file.suffix.lower()) for file in job.files}
    outputs.write_all(contents)
    score = drawing.score
    wrote = f" → {', '.join(map(str, contents))}" if contents else ""
    print(
        f"{job.name}{wrote}: {_counted(score, 'numbers')}, {_counted(score, 'statements')}, "
        f"RMSE {score['rmse']:.2f}, {score['seconds']:.1f} s",
        file=sys.stderr,
    )
    if not score["statements"] and (drawing.target != drawing.target[0, 0]).any():
        why = "there was no time for more" if stopped else "nothing nearer was found in the limits"
        complain(f"{job.name}: a background alone, in the colour nearest all; {why}")
    if json:
        write_stdout(_json_line(score))
    elif job.print_program:
        write_stdout(drawing.encode(".pde"))


def _json_line(score: dict[str, Any]) -> bytes:
    """One line of JSON, which knows no infinity: an exact drawing's PSNR is null."""
    import json

    finite = {k: None if v == math.inf else v for k, v in score.items()}
    return json.dumps(finite, allow_nan=False, ensure_ascii=False).encode() + b"\n"


class _InterruptOnce:
    """Lets the first Ctrl-C end the search, which answers with the best so far, and notes it.

    `draw` takes the KeyboardInterrupt for itself; without the note, a Ctrl-C among many pictures
    would only skip to the next one. It says at once that it heard; a second Ctrl-C does what it
    always does.
    """

    def __init__(self) -> None:
        self.came = False

    def __enter__(self) -> _InterruptOnce:
        self.before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self.before)

    def _note(self, *_: object) -> None:
        self.came = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        from sketchnet.cli import complain

        complain("stopping with the best so far; Ctrl-C again gives it up")
        raise KeyboardInterrupt


def _counted(score: dict[str, Any], what: str) -> str:
    """So many of something, one in the singular."""
    return f"{score[what]} {what[:-1] if score[what] == 1 else what}"
