"""The command line: `sketchnet COMMAND …`, one module per command.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 the input
is at fault (one line says how), 2 the command line is. What a command needs is imported when it
runs, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from sketchnet import __version__

COMMANDS = (
    "draw",
    "render",
    "compile",
    "export",
    "check",
    "data",
    "train",
    "eval",
    "bench",
    "doctor",
)

INTERRUPTED = 130  # what shells show for a program that SIGINT ended
_BROKEN_PIPE = 141  # and for SIGPIPE


class UsageError(Exception):
    """The command line is at fault, not the input."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as all our faults are said."""

    _mixing = False

    def error(self, message: str) -> NoReturn:
        """Print the fault and leave with exit code 2."""
        complain(f"{message} (see {self.prog} --help)")
        raise SystemExit(2)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read a command's words; what may be many may stand before, between and after options."""
        args = sys.argv[1:] if args is None else args
        many = any(action.nargs in ("*", "+") for action in self._get_positional_actions())
        # After "--" all is positional, which argparse keeps to only where it does not mix.
        if self._mixing or not many or "--" in args:
            return super().parse_known_args(args, namespace)
        self._mixing = True  # what mixes calls this once for options and once for the rest
        try:
            return super().parse_known_intermixed_args(args, namespace)
        finally:
            self._mixing = False


def tell(line: str) -> None:
    """Say how far a long command is, on standard error and at once."""
    print(line, file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code.

    Args:
        argv: the arguments after the program's name; this process's own when None.
    """
    try:
        return _main(argv)
    except SystemExit as stop:  # argparse leaves so, after --help as after a fault
        return stop.code if isinstance(stop.code, int) else 1
    except KeyboardInterrupt:
        complain("stopped")
        return INTERRUPTED
    except BrokenPipeError:
        drop_stdout()
        return _BROKEN_PIPE


def _main(argv: Sequence[str] | None) -> int:
    parser = _parser()
    args = parser.parse_args(argv)
    if args.run is None:
        parser.print_help(sys.stderr)
        return 2
    from renderer.errors import SketchError

    try:
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except UsageError as error:
        complain(f"{error} (see {args.prog} --help)")
        return 2
    except SketchError as error:
        complain(str(error))
        return 1
    except ImportError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("renderer", "sketchnet"):
            raise
        complain(f"{package} cannot be loaded ({error}); 'sketchnet doctor' says what to do")
        return 1


def _parser() -> Parser:
    parser = Parser(
        prog="sketchnet",
        description="A picture goes in; short, readable Processing code that redraws it comes out.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"sketchnet {__version__}")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in COMMANDS:
        module = import_module(f"sketchnet.cli.{name}")
        description = str(module.__doc__)
        summary = description.splitlines()[0].rstrip(".")
        command = commands.add_parser(
            name,
            help=summary[0].lower() + summary[1:],
            description=description,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run, prog=command.prog)
    return parser


def drop_stdout() -> None:
    """Give up standard output, or the interpreter would try to flush the rest of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """One fault on standard error; a program's fault may add the line and the caret."""
    # Sources and names of files may hold characters that steer a terminal.
    shown = "".join(char if char.isprintable() or char == "\n" else "?" for char in message)
    print(f"sketchnet: {shown}", file=sys.stderr)
