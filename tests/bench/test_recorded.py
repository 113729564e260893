"""The recorded peers, summed up as their own report sums them up."""

from __future__ import annotations

import pytest

from sketchnet.bench.curve import RECORDED_METHODS, recorded_scores
from sketchnet.bench.errors import BenchError
from sketchnet.bench.recorded import BEST, Record, best_record, mean_rmse, read_records
from sketchnet.bench.sets import home
from tests.bench.fakes import asked

LIMITS = (25, 50, 100, 200, 400, 800)
# Mean RMSE with at most so many numbers, as published with the measurements.
PUBLISHED = {
    ("tango", "primitive"): "49.0 35.1 27.1 22.0 19.3 19.3",
    ("tango", "geometrize"): "41.9 35.4 29.8 29.2 23.2 22.4",
    ("tango", "vtracer"): "61.0 56.8 42.1 31.5 21.1 16.6",
    ("tango", BEST): "40.7 33.1 26.7 21.5 18.3 16.6",
    ("noto", "primitive"): "50.9 34.9 25.7 20.2 17.1 17.1",
    ("noto", "geometrize"): "44.1 35.0 27.5 27.0 20.5 19.9",
    ("noto", "vtracer"): "67.7 67.6 52.3 24.6 15.6 14.1",
    ("noto", BEST): "42.0 33.1 25.4 19.6 15.0 14.0",
}


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read_records(home() / "peers.csv")


@pytest.mark.parametrize(("set_name", "peer"), PUBLISHED)
def test_means_are_those_published(records: list[Record], set_name: str, peer: str) -> None:
    means = [mean_rmse(records, set_name, peer, limit) for limit in LIMITS]
    assert " ".join(f"{mean:.1f}" for mean in means) == PUBLISHED[set_name, peer]


def test_a_tool_that_fits_nothing_gets_the_flat_colour(records: list[Record]) -> None:
    apple = [record for record in records if record.picture == "1F34E"]
    best = best_record(apple, "primitive", 10)
    assert (best.peer, best.numbers, best.rmse) == ("flat", 0, 86.903)


def test_recorded_scores_keep_each_peer_within_the_budget(records: list[Record]) -> None:
    icon = [record for record in records if record.picture == "edit-copy"]
    scores = recorded_scores(asked(set="tango", picture="edit-copy", limit=100), icon)
    assert tuple(score.method for score in scores) == RECORDED_METHODS
    assert all(score.numbers <= 100 for score in scores)
    by_method = {score.method: score for score in scores}
    assert by_method["recorded-primitive"].rmse == 14.354
    assert by_method["recorded-best"].rmse == 14.354
    assert by_method["recorded-best"].setting == "primitive combo-a255"
    assert by_method["recorded-best"].psnr == pytest.approx(24.991, abs=0.001)


def test_another_table_is_refused(tmp_path) -> None:
    path = tmp_path / "peers.csv"
    path.write_text("name,age\ncat,3\n")
    with pytest.raises(BenchError, match="not a table of peers"):
        read_records(path)
