"""Our pictures of the corpus are those of the real p5.js, the real Processing and SVG renderers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

import renderer
from renderer.language.builtins import BUILTINS, KINDS
from tests.conformance.differences import LIMIT, difference, results
from tests.conformance.exceptions import EXCEPTIONS, SKIA
from tests.conformance.runtimes import FINE_RUNTIMES, RUNTIMES, Runtime
from tests.conformance.sketches import corpus
from tests.conformance.snapping import snapped
from tests.runtimes import setup
from tests.runtimes.processing import render_processing
from tests.runtimes.syntax import check_lisp, check_python, check_ruby

SKETCHES = corpus()
NAMED = {sketch.name: sketch for sketch in SKETCHES}

SNAPPED = (
    "canvas_off_edge",
    "color_alpha_layers",
    "curve_bezier",
    "people_house",
    "shape_ellipse_outline",
    "shape_line",
    "shape_mixed_vertices",
    "shape_rect_negative",
    "shape_triangle",
    "style_caps",
    "style_joins",
)


def compare(runtime: Runtime, names: list[str]) -> None:
    """Fails with a table of the sketches that a runtime draws too far off."""
    if runtime.needs:
        setup.require(runtime.needs)
    sketches = [NAMED[name] for name in names]
    found = results(runtime, sketches, runtime.ours(sketches), runtime.pictures(sketches))
    failed = [str(result) for result in found if not result.passed]
    assert not failed, "too far off:\n" + "\n".join(failed)


@pytest.mark.parametrize("runtime", RUNTIMES, ids=lambda runtime: runtime.name)
def test_runtime_draws_the_corpus_as_we_do(runtime: Runtime) -> None:
    compare(runtime, list(NAMED))


@pytest.mark.parametrize("runtime", FINE_RUNTIMES, ids=lambda runtime: runtime.name)
def test_nothing_but_edges_differs_where_skia_is_excused(runtime: Runtime) -> None:
    compare(runtime, list(NAMED) if runtime.target == "svg" else list(SKIA))


def test_processing_strokes_lie_where_java2d_snaps_them() -> None:
    setup.require("processing")
    sketches = [NAMED[name] for name in SNAPPED]
    drawn = render_processing([sketch.exported("processing") for sketch in sketches])
    for sketch, theirs in zip(sketches, drawn, strict=True):
        scene = renderer.run(renderer.parse(sketch.source))
        explained = difference(renderer.render_ops(snapped(scene)), theirs)
        assert explained.within(LIMIT), f"{sketch.name}: {explained}"
        shifted = difference(sketch.picture(), theirs)
        assert not shifted.within(LIMIT), f"{sketch.name} needs no explanation: {shifted}"


def test_python_accepts_every_py5_export() -> None:
    for sketch in SKETCHES:
        check_python(sketch.exported("py5"))


def test_ruby_accepts_every_ruby_export() -> None:
    setup.require("ruby")
    # Each in a method of its own: one process reads them all.
    check_ruby("\n".join(f"def sketch\n{sketch.exported('ruby')}\nend" for sketch in SKETCHES))


def test_scheme_reads_every_lisp_export() -> None:
    setup.require("lisp")
    check_lisp("\n".join(sketch.exported("lisp") for sketch in SKETCHES))


def test_every_svg_export_is_well_formed() -> None:
    for sketch in SKETCHES:
        assert ElementTree.fromstring(sketch.exported("svg")).tag.endswith("}svg")


def test_corpus_uses_every_builtin_and_constant() -> None:
    text = "\n".join(re.sub(r"//.*", "", sketch.source) for sketch in SKETCHES)
    missing = [name for name in BUILTINS if not re.search(rf"\b{name}\(", text)]
    modes = {
        mode
        for kind in KINDS.values()
        for mode in (*kind.modes, "PI", "TWO_PI", "HALF_PI", "QUARTER_PI", "width", "height")
    }
    missing += [mode for mode in modes if not re.search(rf"\b{mode}\b", text)]
    assert not missing
    assert len(SKETCHES) >= 70


def test_every_sketch_says_what_it_shows() -> None:
    for sketch in SKETCHES:
        assert sketch.source.startswith("// ") and sketch.summary.endswith("."), sketch.name


def test_every_exception_names_sketches_and_runtimes_that_exist() -> None:
    names = {runtime.name for runtime in (*RUNTIMES, *FINE_RUNTIMES)}
    for exception in EXCEPTIONS:
        assert set(exception.sketches) <= NAMED.keys()
        assert set(exception.runtimes) <= names
