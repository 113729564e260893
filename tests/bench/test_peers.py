"""Other tools run here give what they were recorded to give, and never too many numbers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from sketchnet.bench.counting import cost_of
from sketchnet.bench.errors import BenchError
from sketchnet.bench.peers import best_within, check_peer, flat, run_primitive, run_vtracer
from sketchnet.bench.recorded import best_record, read_records
from sketchnet.bench.sets import home
from sketchnet.bench.svg import rasterize
from sketchnet.images import load_image
from tests.pictures import two_halves

# Writes what primitive would: a file after every shape.
PRIMITIVE = f"""#!{sys.executable}
import sys
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
assert options["-m"] == "0" and options["-s"] == "24", options
circles = ""
for count in range(1, int(options["-n"]) + 1):
    circles += f'<circle cx="{{count}}" cy="12" r="4" fill="#0a3cc8" />'
    with open(options["-o"] % count, "w") as file:
        file.write('<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="24" height="24">'
            '<rect x="0" y="0" width="24" height="24" fill="#732d6e" />'
            '<g transform="scale(1.000000) translate(0.5 0.5)">' + circles + '</g></svg>')
"""


def put_on_path(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "primitive"
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_vtracer_gives_what_was_recorded() -> None:
    name = "1F364"
    picture = load_image(home() / "pictures" / "noto" / f"{name}.png")
    records = [record for record in read_records(home() / "peers.csv") if record.picture == name]
    points = run_vtracer(picture, 400)
    assert len(points) == 122  # the flat colour, the default and 120 more
    for limit in (50, 100, 200, 400):
        point, record = best_within(points, limit), best_record(records, "vtracer", limit)
        assert point.cost.numbers <= limit
        # The rasterizers differ a little at edges.
        assert point.rmse == pytest.approx(record.rmse, abs=0.5)


def test_the_flat_colour_costs_no_numbers() -> None:
    point = flat(two_halves())
    assert (point.cost.numbers, point.cost.shapes) == (0, 0)
    assert np.unique(rasterize(point.svg, (24, 24)).reshape(-1, 3), axis=0).tolist() == [
        [115, 45, 110]
    ]


def test_best_within_takes_the_closest_that_fits() -> None:
    points = run_vtracer(two_halves(), 400)
    exact = best_within(points, 1000)
    assert exact.rmse == 0.0
    assert best_within(points, exact.cost.numbers - 1).rmse > 0.0
    assert best_within(points, 0).setting == "flat"


def test_primitive_gives_a_point_after_every_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_path(tmp_path, PRIMITIVE, monkeypatch)
    check_peer("primitive")
    points = run_primitive(two_halves(), 30)
    assert [point.cost.numbers for point in points] == [0, *range(6, 28, 3), *range(6, 28, 3)]
    assert {point.setting for point in points} == {"flat", "combo-a255", "combo-a128"}


def test_a_primitive_that_fails_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_path(tmp_path, "#!/bin/sh\necho no such thing >&2\nexit 4\n", monkeypatch)
    with pytest.raises(BenchError, match="ended with 4; it said: no such thing"):
        run_primitive(two_halves(), 30)


def test_a_primitive_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BenchError, match="primitive is not on PATH"):
        check_peer("primitive")


def test_svgs_are_drawn_on_white_at_the_picture_s_size() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10">'
        '<rect width="5" height="10" fill="#dc1e14"/></svg>'
    )
    pixels = rasterize(svg, (20, 20))
    assert pixels[10, 5].tolist() == [220, 30, 20]
    assert pixels[10, 15].tolist() == [255, 255, 255]
    assert cost_of(svg).numbers == 2
