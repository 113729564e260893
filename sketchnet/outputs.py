"""Drawings to files: what each suffix means; checked before any work, written whole or not."""

from __future__ import annotations

import contextlib
import html
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import renderer
from renderer import Program, SketchError

if TYPE_CHECKING:
    from sketchnet.images import Pixels

PROGRAMS = {
    ".pde": "processing",
    ".js": "p5js",
    ".py": "py5",
    ".rb": "ruby",
    ".lisp": "lisp",
    ".svg": "svg",
}
"""Suffixes of text files, with the dialect that `renderer.export` writes into them."""

SUFFIXES = (".pde", ".js", ".html", ".py", ".rb", ".lisp", ".svg", ".png", ".gif")
"""Every suffix that can be written: the programs, a web page, a picture and an animation."""

PICTURES = (".png", ".svg", ".gif")
"""The suffixes that hold what a program draws."""

_REMARKS = {"processing": "// ", "p5js": "// ", "py5": "# ", "ruby": "# ", "lisp": ";; "}
_P5_VERSION = "1.11.13"
# The hash makes the browser refuse any other file than the one our conformance tests run.
_P5_HASH = "sha384-+4pFSzqrHIcjFoiZQ8s1jUHqNylTGybto+iELDyMA+UQ0UhpTH0B92zF4Bg0mawP"
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{remarks}<style>
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: #eee; }}
</style>
<script src="https://cdn.jsdelivr.net/npm/p5@{version}/lib/p5.min.js"
  integrity="{hash}" crossorigin="anonymous"></script>
</head>
<body>
<main></main>
<script>
{code}</script>
</body>
</html>
"""


class OutputError(SketchError):
    """A file cannot be written; the message says why in one line."""


class SuffixError(OutputError):
    """The file's suffix names no format."""


def check_output(path: Path, suffixes: Sequence[str] = SUFFIXES) -> None:
    """Make sure, before any work, that a file can be written.

    Args:
        path: the file.
        suffixes: those that make sense here.

    Raises:
        SuffixError: its suffix is not one of `suffixes`.
        OutputError: it is a directory, or its directory is missing or not writable.
    """
    if path.suffix.lower() not in suffixes:
        what = f"unknown suffix '{path.suffix}'" if path.suffix else "no suffix"
        raise SuffixError(f"{path}: {what}; expected one of {' '.join(suffixes)}")
    if path.is_dir():
        raise OutputError(f"{path}: this is a directory")
    # Asking for permission is not enough: root may do anything, save on a read-only file system.
    with _part_of(path) as part:
        part.unlink()


def make_folder(folder: Path) -> None:
    """Makes a folder to write to, and those that it is in.

    Raises:
        OutputError: it is a file, or cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}; expected a folder to write to") from error


def encode(
    program: Program,
    suffix: str,
    *,
    title: str = "sketch",
    remarks: Sequence[str] = (),
    size: tuple[int, int] | None = None,
) -> bytes:
    """A program as the content of a file.

    Args:
        program: a checked program.
        suffix: one of `SUFFIXES`.
        title: what a web page is called.
        remarks: lines for a comment at the top of every text format.
        size: (width, height) in pixels to scale pictures to; the sketch's own when None.

    Raises:
        ProgramError: the program fails while it runs.
    """
    if suffix == ".png":
        return encode_png(renderer.render(program, size))
    if suffix == ".gif":
        from renderer.raster.animate import save_gif

        scene = renderer.run(program)
        renderer.refuse_overpainting(scene, size)
        buffer = io.BytesIO()
        save_gif(scene, buffer, size)
        return buffer.getvalue()
    if suffix == ".svg":
        return _svg(program, remarks, size).encode()
    if suffix == ".html":
        return _page(program, title, remarks).encode()
    return source_text(program, PROGRAMS[suffix], remarks).encode()


def source_text(program: Program, dialect: str, remarks: Iterable[str] = ()) -> str:
    """A program's source in a dialect, below a comment that holds `remarks`."""
    start = _REMARKS[dialect]
    head = "".join(f"{start}{_one_line(remark)}\n" for remark in remarks)
    return head + renderer.export(program, dialect)


def encode_png(image: Pixels) -> bytes:
    """An (H, W, 3) uint8 picture as the content of a PNG file."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write files; each appears whole under its name, or not at all.

    Raises:
        OutputError: one cannot be written; those before it are there.
    """
    for path, content in contents.items():
        with _part_of(path) as part:
            try:
                part.write_bytes(content)
                part.replace(path.resolve())
            except OSError as error:
                raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


def _svg(program: Program, remarks: Iterable[str], size: tuple[int, int] | None) -> str:
    from renderer.printers.svg import svg_from_scene

    text = svg_from_scene(renderer.run(program), size)
    return _comments(remarks) + text


def _page(program: Program, title: str, remarks: Iterable[str]) -> str:
    code = renderer.export(program, "p5js")
    # A remark in the sketch must not end the script it stands in.
    code = code.replace("</", "<\\/").replace("<!--", "<\\!--")
    return _PAGE.format(
        title=html.escape(_one_line(title)),
        remarks=_comments(remarks),
        version=_P5_VERSION,
        hash=_P5_HASH,
        code=code,
    )


def _comments(remarks: Iterable[str]) -> str:
    """Comments of HTML and SVG, where two hyphens would end them."""
    return "".join(f"<!-- {_one_line(r).replace('--', '- -')} -->\n" for r in remarks)


def _one_line(text: str) -> str:
    """Text that cannot leave its comment: names of files may hold anything."""
    return "".join(char if char.isprintable() else "?" for char in text)


@contextlib.contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """A new empty file beside `path`, gone at the end unless renamed."""
    part = path.resolve().with_name(f".{path.name[:64]}.{os.getpid()}.part")
    try:
        part.open("xb").close()
    except OSError as error:
        if not path.parent.is_dir():
            raise OutputError(f"{path}: there is no directory {path.parent}") from error
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
