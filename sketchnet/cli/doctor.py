"""Say what is installed, what is missing, and the line that installs it.

Exit code 0 when the core works, whatever else is missing.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys

# What only the tests need: the program, its Debian package, what it is for.
_PROGRAMS = (
    ("chromium", "chromium", "the real p5.js"),
    ("java", "default-jre-headless", "Processing's own core"),
    ("javac", "default-jdk-headless", "Processing's own core"),
    ("ruby", "ruby", "checking Ruby exports"),
    ("guile", "guile-3.0", "checking Lisp exports"),
)
_CAIRO_PACKAGES = "libcairo2-dev pkg-config"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: there are none."""


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    core, extras = _requirements()
    works = [_report_python(), _report_cairo()]
    works += [_report_package(requirement) for requirement in core if "cairo" not in requirement]
    for extra, requirements in extras.items():
        print(f"\n{extra}")
        for requirement in requirements:
            _report_package(requirement)
    print("\nruntimes (for the tests)")
    for program, package, purpose in _PROGRAMS:
        path = shutil.which(program)
        _line(path is not None, program, path or purpose, f"sudo apt-get install {package}")
    print(f"\nthe core {'works' if all(works) else 'does not work'}")
    return 0 if all(works) else 1


def _requirements() -> tuple[list[str], dict[str, list[str]]]:
    """The requirements of the core and of each extra, as pyproject.toml declares them."""
    from importlib.metadata import PackageNotFoundError, requires

    try:
        declared = requires("sketchnet") or []
    except PackageNotFoundError:
        _line(False, "sketchnet", "not installed", f"{sys.executable} -m pip install -e .")
        declared = []
    core, extras = [], dict[str, list[str]]()
    for line in declared:
        requirement, _, marker = (part.strip() for part in line.partition(";"))
        extra = re.search(r"extra\s*==\s*['\"](\w+)['\"]", marker)
        if extra is None:
            core.append(requirement)
        elif not requirement.startswith("sketchnet"):
            wanted = extras.setdefault(extra[1], [])
            if requirement not in wanted:
                wanted.append(requirement)
    return core, extras


def _report_python() -> bool:
    print("core")
    fine = sys.version_info >= (3, 11)
    version = ".".join(map(str, sys.version_info[:3]))
    return _line(fine, "python", version, "sudo apt-get install python3 (3.11 or newer)")


def _report_cairo() -> bool:
    """Cairo must not only be there: it must load and draw."""
    install = f"sudo apt-get install {_CAIRO_PACKAGES} && {sys.executable} -m pip install pycairo"
    try:
        import cairo

        from renderer import render

        drawn = render("size(2, 2); background(7);")
    except ImportError as error:
        return _line(False, "cairo", str(error).splitlines()[0], install)
    said = f"{cairo.cairo_version_string()} (pycairo {cairo.version})"
    return _line(bool((drawn == 7).all()), "cairo", said, install)


def _report_package(requirement: str) -> bool:
    from importlib.metadata import PackageNotFoundError, version

    match = re.match(r"[\w.-]+", requirement)
    assert match is not None, "a requirement begins with a name"
    try:
        return _line(True, match[0], version(match[0]), "")
    except PackageNotFoundError:
        return _line(False, match[0], "", f"{sys.executable} -m pip install '{requirement}'")


def _line(fine: bool, name: str, detail: str, install: str) -> bool:
    note = detail if fine else f"{detail}  →  {install}".strip()
    print(f"  {'ok     ' if fine else 'missing'}  {name:<14} {note}".rstrip())
    return fine
