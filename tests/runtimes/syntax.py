"""Exported source text, read by its own language's tools."""

import ast
import subprocess

from tests.runtimes.errors import SyntaxRefused
from tests.runtimes.setup import program

TIMEOUT_S = 60

# Reads every datum of standard input and evaluates none of it.
READ_ALL = "(let loop ((datum (read))) (if (not (eof-object? datum)) (loop (read))))"


def check_python(source: str) -> None:
    """Pass when Python parses the source.

    Raises:
        SyntaxRefused: with the parser's message.
    """
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise SyntaxRefused(f"python: {error}") from error


def check_ruby(source: str) -> None:
    """Pass when `ruby -c` accepts the source.

    Raises:
        SyntaxRefused: with Ruby's message.
        MissingRuntime: Ruby is not installed.
    """
    _feed([program("ruby"), "-c"], source, "ruby")


def check_lisp(source: str) -> None:
    """Pass when the Scheme reader takes the source as balanced, well-formed data.

    Raises:
        SyntaxRefused: with the reader's message.
        MissingRuntime: Guile is not installed.
    """
    _feed([program("guile"), "--no-auto-compile", "-c", READ_ALL], source, "lisp")


def _feed(command: list[str], source: str, language: str) -> None:
    result = subprocess.run(
        command,
        input=source.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=TIMEOUT_S,
        check=False,
    )
    if result.returncode != 0:
        message = result.stderr.decode(errors="replace").strip()
        raise SyntaxRefused(f"{language}: {message}")
