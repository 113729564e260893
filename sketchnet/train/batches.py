"""Examples as tensors: stacked, padded, and with the grammar's states beside every token."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from sketchnet.data.device import steps
from sketchnet.model.batch import Batch
from sketchnet.model.grammar import Grammar, grammar
from sketchnet.model.vocabulary import BEGIN, ID
from sketchnet.train.config import TrainConfig
from sketchnet.train.examples import Example, Sketches, drawings, steps_of, whole


def collate(batch: Sequence[Example], rules: Grammar | None = None) -> Batch:
    """Examples as one batch; `rules` say the states, the painter's grammar when None."""
    g = rules or grammar()
    length = max(len(example.tokens) for example in batch)
    inputs = np.full((len(batch), length), ID[BEGIN], np.int64)
    wanted = np.full((len(batch), length), -1, np.int64)
    states = np.full((len(batch), length), g.next, np.int64)
    for row, example in enumerate(batch):
        state = g.start if example.first else g.next
        wanted[row, : len(example.tokens)] = example.tokens
        inputs[row, 1 : len(example.tokens)] = example.tokens[:-1]
        for place, token in enumerate(example.tokens):
            states[row, place] = state
            state = int(g.follows[state, token])
    target, canvas = (
        torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2)
        for pictures in ([e.target for e in batch], [e.canvas for e in batch])
    )
    return Batch(target, canvas, *map(torch.from_numpy, (inputs, wanted, states)))


def examples_at(
    config: TrainConfig, sketches: Sketches, side: int, update: int, rank: int
) -> list[Example]:
    """The examples of one update on one process: the same for the same arguments."""
    rng = np.random.default_rng((config.seed, rank, update))
    found: list[Example] = []
    for picture in drawings(sketches, config.seed, rng, config.most):
        if config.model == "painter":
            found += steps_of(picture, side, config.steps, rng, config.augment)
        else:
            found.append(whole(picture, side, rng, config.augment))
        if len(found) >= config.batch:
            break
    return found[: config.batch]


def batch_at(config: TrainConfig, sketches: Sketches, side: int, update: int, rank: int) -> Batch:
    """The same as one batch."""
    return collate(examples_at(config, sketches, side, update, rank))


def made_at(config: TrainConfig, side: int, update: int, rank: int, device: torch.device) -> Batch:
    """A batch made on a device: the same for the same arguments and kind of device."""
    words = np.random.SeedSequence((config.seed, rank, update)).generate_state(1, np.uint64)
    rng = torch.Generator(device).manual_seed(int(words[0]))
    return steps(
        config.batch,
        rng,
        side=side,
        each=config.steps,
        most=config.most,
        augment=config.augment,
    )
