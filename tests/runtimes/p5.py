"""Complete p5.js sketches to pixels, drawn by p5.js itself in headless Chromium.

A small web server on a free loopback port hands out one page per sketch. An outer page
loads them one after another in an iframe each (so globals never leak from sketch to
sketch) and posts back every canvas as raw RGBA, or the error. No driver is needed
between Python and the browser.
"""

import json
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np

from tests.runtimes.errors import RuntimeHarnessError, SketchFailed
from tests.runtimes.setup import p5_library, program

STARTUP_S = 60.0
PER_SKETCH_S = 2.0
POLL_S = 0.2

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-proxy-server",
    "--force-device-scale-factor=1",
    "--force-color-profile=srgb",
)

# Loads sketch after sketch; each one posts its own result and then says so.
OUTER_PAGE = """<!doctype html><meta charset="utf-8"><title>sketches</title><body><script>
const count = %d;
let frame = null;
function next(index) {
  if (frame) frame.remove();
  if (index >= count) { fetch("/done", {method: "POST"}); return; }
  frame = document.createElement("iframe");
  frame.src = "/page?index=" + index;
  document.body.append(frame);
}
addEventListener("message", event => next(event.data + 1));
next(0);
</script>"""

# Hooks come before the library and around the sketch's own setup(): a syntax error, a
# thrown error, a rejected promise and a finished picture all end in exactly one report.
SKETCH_PAGE = """<!doctype html><meta charset="utf-8"><body><script>
let reported = false;
async function report(path, body) {
  if (reported) return;
  reported = true;
  await fetch(path + "&index=%(index)d", {method: "POST", body});
  parent.postMessage(%(index)d, "*");
}
const fail = error => report("/error?", String((error && error.message) || error));
addEventListener("error", event => fail(event.message));
addEventListener("unhandledrejection", event => fail(event.reason));
</script><script src="/p5.js"></script><script>
p5.disableFriendlyErrors = true;
</script><script src="/sketch.js?index=%(index)d"></script><script>
const ownSetup = window.setup;
function deliver() {
  const canvas = document.querySelector("canvas");
  const {width, height} = canvas;
  const image = canvas.getContext("2d").getImageData(0, 0, width, height);
  report(`/pixels?width=${width}&height=${height}`, image.data);
}
if (typeof ownSetup !== "function") fail("the sketch has no function setup()");
window.setup = function () {
  try {
    pixelDensity(1);
    const result = ownSetup();
    if (result instanceof Promise) return result.then(deliver, fail);
    deliver();
  } catch (error) { fail(error); }
};
</script>"""


@dataclass
class _Job:
    """The sketches of one browser session and what has come back so far."""

    sources: list[str]
    library: bytes
    images: dict[int, np.ndarray] = field(default_factory=dict)
    failures: dict[int, str] = field(default_factory=dict)
    done: threading.Event = field(default_factory=threading.Event)

    def unanswered(self) -> int:
        """Index of the sketch the browser was busy with."""
        answered = self.images.keys() | self.failures.keys()
        return next(index for index in range(len(self.sources)) if index not in answered)


def render_p5(
    sources: list[str], version: str = "1", patience_s: float | None = None
) -> list[np.ndarray]:
    """The picture of each sketch, in order, as p5.js paints it.

    Args:
        sources: complete global-mode sketches whose `setup()` makes the canvas and draws.
        version: "1" or "2", the major version of p5.js.
        patience_s: time limit for all of them together; ample by default.

    Returns:
        One (H, W, 3) uint8 array per sketch; where the canvas stayed transparent the
        page's white shows through.

    Raises:
        SketchFailed: a sketch threw, did not parse or never finished.
        MissingRuntime: Chromium or p5.js is not installed.
        RuntimeHarnessError: Chromium does not start.
    """
    if not sources:
        return []
    if patience_s is None:
        patience_s = STARTUP_S + PER_SKETCH_S * len(sources)
    job = _Job(sources, p5_library(version).read_bytes())
    deadline_s = time.monotonic() + patience_s
    with _serve(job) as address, _browse(address) as browser:
        while not job.done.wait(POLL_S):
            if browser.process.poll() is not None:
                raise RuntimeHarnessError(f"Chromium ended early: {browser.log()}")
            if time.monotonic() > deadline_s:
                job.failures[job.unanswered()] = f"no picture after {patience_s:.0f} s in all"
                break
    if job.failures:
        raise SketchFailed("p5.js", job.failures)
    return [job.images[index] for index in range(len(sources))]


@contextmanager
def _serve(job: _Job) -> Iterator[str]:
    """Serve the job's pages on loopback for the length of the block."""

    class Handler(_Handler):
        work = job

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class _Browser:
    """A running Chromium and the file its complaints go to."""

    process: "subprocess.Popen[bytes]"
    complaints: Path

    def log(self) -> str:
        """The end of what Chromium wrote, enough to see why it did not start."""
        return self.complaints.read_text(errors="replace")[-2000:].strip()


@contextmanager
def _browse(address: str) -> Iterator[_Browser]:
    """Keep a fresh headless Chromium on a page for the length of the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        complaints = Path(folder) / "stderr.txt"
        command = [program("chromium"), *CHROMIUM_FLAGS, f"--user-data-dir={folder}", address]
        with complaints.open("wb") as sink:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=sink)
        try:
            yield _Browser(process, complaints)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class _Handler(BaseHTTPRequestHandler):
    """The server's whole vocabulary: four things to fetch, three to report."""

    work: _Job
    protocol_version = "HTTP/1.1"  # One connection serves a whole session,
    wbufsize = -1  # and each answer leaves in one packet.

    def do_GET(self) -> None:
        """Answer with the outer page, a sketch's page, its source, or the library."""
        address = urlsplit(self.path)
        query = parse_qs(address.query)
        if address.path == "/":
            self._answer("text/html", (OUTER_PAGE % len(self.work.sources)).encode())
        elif address.path == "/page":
            self._answer("text/html", (SKETCH_PAGE % {"index": int(query["index"][0])}).encode())
        elif address.path == "/sketch.js":
            source = self.work.sources[int(query["index"][0])]
            self._answer("text/javascript; charset=utf-8", source.encode())
        elif address.path == "/p5.js":
            self._answer("text/javascript; charset=utf-8", self.work.library)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """Take a picture, an error, or the end of the session."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        address = urlsplit(self.path)
        query = {name: int(values[0]) for name, values in parse_qs(address.query).items()}
        if address.path == "/pixels":
            pixels = np.frombuffer(body, np.uint8).reshape(query["height"], query["width"], 4)
            self.work.images[query["index"]] = _over_white(pixels)
        elif address.path == "/error":
            self.work.failures[query["index"]] = body.decode(errors="replace")
        elif address.path == "/done":
            self.work.done.set()
        self._answer("application/json", json.dumps("ok").encode())

    def _answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        # The library is the same for every sketch of the session; nothing outlives it.
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: test output is no place for an access log."""


def _over_white(rgba: np.ndarray) -> np.ndarray:
    """(H, W, 4) straight alpha onto white, as (H, W, 3) uint8."""
    alpha = rgba[..., 3:].astype(np.float64) / 255.0
    rgb = rgba[..., :3] * alpha + 255.0 * (1.0 - alpha)
    return np.rint(rgb).astype(np.uint8)
