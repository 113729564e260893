"""The real runtimes our drawings are held against: p5.js, Processing, and three parsers.

- `p5`: complete p5.js sketches, drawn by p5.js itself in headless Chromium.
- `processing`: Processing sketches, compiled and drawn by Processing's own core library.
- `syntax`: Ruby, Scheme and Python source, read by their own tools.
- `setup`: installs all of them once (`python -m tests.runtimes.setup`).

Everything is offline once installed. A runtime that is missing raises `MissingRuntime`;
tests turn that into a failure, or into a skip where `SKETCHNET_WITHOUT_RUNTIMES=1` asks
for it (`setup.require`).
"""
