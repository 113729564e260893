"""An endless stream of pairs."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

import renderer
from sketchnet.data.stream import Example, Source, Stream

SKETCHES = sorted((Path(__file__).parents[2] / "datasets").glob("*.pde"))
DOT = renderer.parse("size(16, 16); background(255); fill(random(255)); circle(8, random(16), 6);")
BOX = renderer.parse("size(16, 16); background(0); square(random(8), random(8), 6);")


def stream(seed: int = 1) -> Stream:
    return Stream([Source("dot", DOT, 3.0), Source("box", BOX)], seed, 16)


def same(one: Example, other: Example) -> bool:
    told = one.name == other.name and one.program == other.program and one.scene == other.scene
    return told and np.array_equal(one.picture, other.picture)


def test_the_pair_at_an_index_is_always_the_same() -> None:
    assert all(same(stream()[index], stream()[index]) for index in range(20))
    assert not any(same(stream()[index], stream(2)[index]) for index in range(20))


def test_picture_and_scene_are_those_of_the_program() -> None:
    for example in islice(stream().share(), 20):
        assert np.array_equal(renderer.render(example.program), example.picture)
        assert np.array_equal(renderer.render_ops(example.scene), example.picture)


def test_shares_are_disjoint_and_together_whole() -> None:
    shares = [list(islice(Stream.indices(rank, 3), 10)) for rank in range(3)]
    assert sorted(index for share in shares for index in share) == list(range(30))


def test_a_share_goes_on_where_it_stopped() -> None:
    whole = list(islice(stream().share(1, 2), 8))
    rest = list(islice(stream().share(1, 2, start=5), 3))
    assert all(same(a, b) for a, b in zip(whole[5:], rest, strict=True))


def test_sources_are_drawn_by_their_weights() -> None:
    names = [stream().source(index).name for index in range(2000)]
    assert 0.7 < names.count("dot") / len(names) < 0.8


@pytest.mark.parametrize("start", [(2, 2, 0), (-1, 2, 0), (0, 1, -1)])
def test_a_share_that_is_none_is_refused(start: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="expected a rank"):
        Stream.indices(*start)


def test_sources_without_weight_or_with_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        Source("dot", DOT, 0.0)
    with pytest.raises(ValueError, match="no name twice"):
        Stream([Source("dot", DOT), Source("dot", BOX)], 1)
    with pytest.raises(IndexError, match="0 or more"):
        stream()[-1]


def test_a_stream_loads_no_torch() -> None:
    code = (
        "import sketchnet.data.stream, sys; print('torch' in sys.modules, 'cairo' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]


def test_a_loader_with_workers_gives_the_share_in_order() -> None:
    data = pytest.importorskip("torch.utils.data")
    made = data.DataLoader(
        stream(),
        batch_size=4,
        sampler=Stream.indices(1, 2, start=3),
        num_workers=2,
        collate_fn=list,
    )
    loaded = [example for batch in islice(iter(made), 3) for example in batch]
    assert all(same(a, b) for a, b in zip(loaded, stream().share(1, 2, start=3), strict=False))
    assert len(loaded) == 12


def test_without_cairo_torch_draws_the_pairs_of_every_sketch() -> None:
    pytest.importorskip("torch")
    code = """
import sys
sys.modules["cairo"] = None
import renderer
from pathlib import Path
from renderer.raster.batch import batch_of
from renderer.raster.torch_raster import rasterize
from sketchnet.data.stream import Source, Stream
sources = [Source(path, renderer.parse(Path(path).read_text())) for path in sys.argv[2:]]
stream = Stream(sources, 5)
scenes = [stream.drawn(index).scene for index in range(24)]
pictures = rasterize(batch_of(scenes, (64, 64))) * 255
pictures.clamp(0, 255).round().byte().numpy().tofile(sys.argv[1])
"""
    with TemporaryDirectory() as folder:
        out = f"{folder}/pictures"
        subprocess.run([sys.executable, "-c", code, out, *map(str, SKETCHES)], check=True)
        drawn = np.fromfile(out, np.uint8).reshape(24, 3, 64, 64).transpose(0, 2, 3, 1)
    stream = Stream([Source(str(p), renderer.parse(p.read_text())) for p in SKETCHES], 5, 64)
    for index, picture in enumerate(drawn):
        wanted = stream[index].picture
        assert np.abs(picture.astype(int) - wanted).mean() < 1.5
