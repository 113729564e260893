"""Distributions over tokens as what the compiler reads, so that gradients reach the writer.

The words of a sentence (kinds, paints, steps) decide its shape and stay as they are written; how
likely each kind was becomes how much of its statement is there. Numbers become their expectation.

Legend: T tokens, V the vocabulary, N numbers, M statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from sketchnet.compiler.reading import ANGLE, PLACE, WEIGHT, Read, read
from sketchnet.model.tokens import decode
from sketchnet.model.vocabulary import (
    ANGLES,
    CHANNELS,
    COUNT,
    ID,
    KINDS,
    LEVELS,
    NUMBERS,
    SIDE,
    TURNS,
)

_SPANS = (NUMBERS, TURNS, CHANNELS)
_KIND_TOKENS = [ID[kind] for kind in KINDS]


class Soft(NamedTuple):
    """A program whose numbers are expectations.

    Attributes:
        read: as of the written tokens, `read.numbers` (N,) replaced by the expectations.
        presence: (M,) how likely each statement's kind was.
    """

    read: Read
    presence: Tensor


def soft(tokens: Sequence[int], shares: Tensor, side: int) -> Soft:
    """A written sentence with what else its writer might have written.

    Args:
        tokens: (T,) a sentence of the grammar, ended or not.
        shares: (T, V) probabilities of each token; only those of its own span count for a number.
        side: of the longer side of the canvas, in pixels.

    Raises:
        ValueError: the tokens are no sentence, or the shares are of another length.
    """
    if shares.shape != (len(tokens), COUNT):
        raise ValueError(f"shares {tuple(shares.shape)}; expected {(len(tokens), COUNT)}")
    unit = side / SIDE
    found = read([decode(tokens, unit)])
    written = torch.tensor(tokens)
    numbers = found.numbers.to(shares.device)
    expected = shares.new_zeros(len(tokens))
    is_number = torch.zeros(len(tokens), dtype=torch.bool)
    for span in _SPANS:
        start, stop = span.tokens.start, span.tokens.stop
        said = (written >= start) & (written < stop)
        values = torch.arange(span.low, span.high + 1, device=shares.device, dtype=shares.dtype)
        own = shares[said.to(shares.device), start:stop]
        mean = (own * values).sum(-1) / own.sum(-1).clamp(min=1e-9)
        expected = expected.masked_scatter(said.to(shares.device), mean)
        is_number |= said
    roles = found.roles[1:].to(shares.device)  # the first is a constant
    step = torch.full_like(numbers[1:], 1 / (LEVELS - 1))
    step = torch.where((roles == PLACE) | (roles == WEIGHT), unit, step)
    step = torch.where(roles == ANGLE, 2 * torch.pi / ANGLES, step)
    told = torch.cat([numbers[:1], expected[is_number.to(shares.device)] * step])
    kinds = torch.isin(written, torch.tensor(_KIND_TOKENS)).nonzero()[:, 0]
    presence = shares[kinds.to(shares.device), written[kinds].to(shares.device)]
    return Soft(found._replace(numbers=told), presence)
