"""The critic that comes with the package: better than guessing."""

from __future__ import annotations

from sketchnet.critic.evaluation import held_out, measure
from sketchnet.critic.judged import Sampling
from sketchnet.critic.weights import fetch_critic
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.weights import fetch
from sketchnet.train.config import WEIGHTS
from sketchnet.train.sketches import load_sketches

CRITIC = WEIGHTS / "critic"


def test_it_foretells_more_than_the_commonest_outcome_would() -> None:
    writer = TorchWriter(fetch(WEIGHTS / "painter"))
    parts = held_out(writer, load_sketches({"shapes": 1.0}), 64, 8, Sampling())
    found = measure(fetch_critic(CRITIC), parts)
    assert found.accuracy > found.commonest + 0.1
