"""Processing sketches to pixels, drawn by Processing's own core library without a display.

Every sketch becomes one class (`pde.to_java`), all of them are compiled in one javac call
and drawn in one Java process, which writes the pixels to a file.
"""

import re
import struct
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from tests.runtimes.errors import RuntimeHarnessError, SketchFailed
from tests.runtimes.pde import to_java
from tests.runtimes.setup import core_jar, program

STARTUP_S = 60.0
PER_SKETCH_S = 2.0

# Draws class after class on the default renderer and writes, per sketch, width, height
# and ARGB pixels; width 0 stands for an error, followed by its message.
RUNNER = """
import java.io.*;
import java.nio.*;
import java.nio.charset.StandardCharsets;
import processing.awt.PGraphicsJava2D;
import processing.core.PApplet;
import processing.core.PConstants;

public class Runner {
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[1]);
    boolean pure = args[2].equals("pure");
    try (DataOutputStream out = new DataOutputStream(
        new BufferedOutputStream(new FileOutputStream(args[0])))) {
      for (int i = 0; i < count; i++) {
        try {
          PGraphicsJava2D g = draw(i, pure);
          ByteBuffer bytes = ByteBuffer.allocate(4 * g.pixels.length);
          bytes.asIntBuffer().put(g.pixels);
          out.writeInt(g.pixelWidth);
          out.writeInt(g.pixelHeight);
          out.write(bytes.array());
        } catch (Throwable error) {
          Throwable cause = error.getCause() == null ? error : error.getCause();
          byte[] message = cause.toString().getBytes(StandardCharsets.UTF_8);
          out.writeInt(0);
          out.writeInt(message.length);
          out.write(message);
        }
        out.flush();
      }
    }
    System.exit(0);
  }

  static PGraphicsJava2D draw(int i, boolean pure) throws Exception {
    Class<?> kind = Class.forName("Sketch" + i);
    int[] size = (int[]) kind.getField("SKETCH_SIZE").get(null);
    PApplet sketch = (PApplet) kind.getDeclaredConstructor().newInstance();
    PGraphicsJava2D g = new PGraphicsJava2D();
    g.setParent(sketch);
    g.setPrimary(true);
    g.smooth = 8;
    g.setSize(size[0], size[1]);
    sketch.g = g;
    sketch.width = size[0];
    sketch.height = size[1];
    g.beginDraw();
    if (pure) g.hint(PConstants.ENABLE_STROKE_PURE);
    sketch.setup();
    g.endDraw();
    g.loadPixels();
    return g;
  }
}
"""


def render_processing(
    sources: list[str], pure_strokes: bool = False, patience_s: float | None = None
) -> list[np.ndarray]:
    """The picture of each sketch, in order, as Processing's default renderer paints it.

    Args:
        sources: sketches in Java mode, static (loose statements) or active (global
            declarations, functions and `void setup()`; `draw()` is not called).
        pure_strokes: draw as after `hint(ENABLE_STROKE_PURE)`: outlines stay where they
            were asked for instead of snapping to pixel centres.
        patience_s: time limit for drawing all of them; ample by default.

    Returns:
        One (H, W, 3) uint8 array per sketch.

    Raises:
        SketchFailed: a sketch did not compile, threw, or never finished.
        MissingRuntime: Java or the core library is not installed.
    """
    if not sources:
        return []
    if patience_s is None:
        patience_s = STARTUP_S + PER_SKETCH_S * len(sources)
    with tempfile.TemporaryDirectory() as folder_name:
        folder = Path(folder_name)
        classes = [to_java(source, f"Sketch{index}") for index, source in enumerate(sources)]
        for index, text in enumerate(classes):
            (folder / f"Sketch{index}.java").write_text(text, encoding="utf-8")
        (folder / "Runner.java").write_text(RUNNER, encoding="utf-8")
        _compile(folder)
        return _draw(folder, len(sources), pure_strokes, patience_s)


def run_java(source: str, class_name: str = "Main") -> str:
    """What a Java program prints, compiled and run with Processing's core on its path.

    Args:
        source: a compilation unit with a public class of that name and a `main`.

    Raises:
        RuntimeHarnessError: it does not compile or ends with an error.
    """
    with tempfile.TemporaryDirectory() as folder_name:
        folder = Path(folder_name)
        (folder / f"{class_name}.java").write_text(source, encoding="utf-8")
        compiled = _javac(folder)
        if compiled.returncode != 0:
            raise RuntimeHarnessError(compiled.stderr)
        result = subprocess.run(
            [*_java(folder), class_name],
            capture_output=True,
            text=True,
            timeout=STARTUP_S,
            check=False,
        )
        if result.returncode != 0:
            raise RuntimeHarnessError(result.stderr)
        return result.stdout


def _javac(folder: Path) -> "subprocess.CompletedProcess[str]":
    names = sorted(path.name for path in folder.glob("*.java"))
    (folder / "files.txt").write_text("\n".join(names), encoding="utf-8")
    command = [program("javac"), "-J-XX:+UseSerialGC", "-nowarn", "-proc:none"]
    command += [
        "-encoding",
        "UTF-8",
        "-Xmaxerrs",
        "10000",
        "-cp",
        str(core_jar()),
        "@files.txt",
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _compile(folder: Path) -> None:
    result = _javac(folder)
    if result.returncode == 0:
        return
    failures: dict[int, str] = {}
    for match in re.finditer(r"^Sketch(\d+)\.java:\d+: error: .*\n.*", result.stderr, re.MULTILINE):
        failures.setdefault(int(match[1]), match[0])
    if not failures:
        raise RuntimeHarnessError(f"javac: {result.stderr.strip()}")
    raise SketchFailed("Processing", failures)


def _java(folder: Path) -> list[str]:
    options = ["-Djava.awt.headless=true", "-XX:+UseSerialGC", "-Xss8m"]
    return [program("java"), *options, "-cp", f"{core_jar()}:{folder}"]


def _draw(folder: Path, count: int, pure: bool, patience_s: float) -> list[np.ndarray]:
    output = folder / "pixels.bin"
    command = [
        *_java(folder),
        "Runner",
        str(output),
        str(count),
        "pure" if pure else "default",
    ]
    ended = ""
    try:
        result = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=patience_s,
            check=False,
        )
        ended = f"Java ended early: {result.stderr.strip()}"
    except subprocess.TimeoutExpired:
        ended = f"no picture after {patience_s:.0f} s in all"
    images, failures = _read(output.read_bytes() if output.exists() else b"")
    answered = len(images) + len(failures)
    if answered < count:
        failures[answered] = ended
    if failures:
        raise SketchFailed("Processing", failures)
    return images


def _read(content: bytes) -> tuple[list[np.ndarray], dict[int, str]]:
    """Split the runner's file into pictures and messages by sketch index."""
    images: list[np.ndarray] = []
    failures: dict[int, str] = {}
    offset = 0
    while offset + 8 <= len(content):
        width, height = struct.unpack_from(">ii", content, offset)
        offset += 8
        length = 4 * width * height if width else height
        body = content[offset : offset + length]
        offset += length
        if width:
            argb = np.frombuffer(body, np.uint8).reshape(height, width, 4)
            images.append(argb[..., 1:].copy())
        else:
            failures[len(images) + len(failures)] = body.decode(errors="replace")
    return images, failures
