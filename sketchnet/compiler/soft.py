"""Distributions over tokens as what the compiler reads, so that gradients reach the writer.

The words of a sentence (kinds, paints, steps) decide its shape and stay as they are written; how
likely each kind was becomes how much of its statement is there. Numbers become their expectation.

Legend: T tokens of all sentences, V the vocabulary, N numbers, M statements of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from sketchnet.compiler.reading import ANGLE, PLACE, WEIGHT, Read, read
from sketchnet.model.statements import Picture
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
    """Programs whose numbers are expectations.

    Attributes:
        pictures: as they are written.
        read: as of the written tokens, `read.numbers` (N,) replaced by the expectations.
        presence: (M,) how likely each statement's kind was.
    """

    pictures: list[Picture]
    read: Read
    presence: Tensor


def soft(sentences: Sequence[Sequence[int]], shares: Tensor, side: int) -> Soft:
    """Written sentences with what else their writer might have written.

    Args:
        sentences: of the grammar, ended or not; T tokens in all.
        shares: (T, V) probabilities of each token; only those of its own span count for a number.
        side: of the longer side of the canvases, in pixels.

    Raises:
        ValueError: the tokens are no sentences, or the shares are of another length.
    """
    tokens = [token for sentence in sentences for token in sentence]
    if shares.shape != (len(tokens), COUNT):
        raise ValueError(f"shares {tuple(shares.shape)}; expected {(len(tokens), COUNT)}")
    unit = side / SIDE
    device = shares.device
    pictures = [decode(sentence, unit) for sentence in sentences]
    found = read(pictures).to(device)
    written = torch.tensor(tokens, device=device)
    expected = shares.new_zeros(len(tokens))
    is_number = torch.zeros_like(written, dtype=torch.bool)
    for span in _SPANS:
        start, stop = span.tokens.start, span.tokens.stop
        said = (written >= start) & (written < stop)
        values = torch.arange(span.low, span.high + 1, device=device, dtype=shares.dtype)
        own = shares[said, start:stop]
        mean = (own * values).sum(-1) / own.sum(-1).clamp(min=1e-9)
        expected = expected.masked_scatter(said, mean)
        is_number |= said
    roles = found.roles[1:]  # the first is a constant
    step = torch.full_like(found.numbers[1:], 1 / (LEVELS - 1))
    step = torch.where((roles == PLACE) | (roles == WEIGHT), unit, step)
    step = torch.where(roles == ANGLE, 2 * torch.pi / ANGLES, step)
    told = torch.cat([found.numbers[:1], expected[is_number] * step])
    kinds = torch.isin(written, torch.tensor(_KIND_TOKENS, device=device)).nonzero()[:, 0]
    presence = shares[kinds, written[kinds]]
    return Soft(pictures, found._replace(numbers=told), presence)
