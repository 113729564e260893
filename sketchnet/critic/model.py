"""The critic: reads a picture and a program, token by token, and foretells what comes of it.

Every token has a score for each outcome; the outcome of a program so far is foretold by the
greatest scores among its tokens (CodeRL, Le et al. 2022, section 3.2), so that one fault is enough.
The maximum is a smooth one, the logarithm of the sum of exponentials: under a hard one nothing but
the greatest token learns, and programs that begin alike are never told apart by how they end.
What a program is worth after a token is the mean of the returns under the outcomes foretold there.

Legend: B programs, T tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from sketchnet.critic.outcomes import RETURNS, Outcome
from sketchnet.critic.syntax import read
from sketchnet.model.grammar import grammar
from sketchnet.model.painter import Onlooker
from sketchnet.model.sizes import PainterConfig
from sketchnet.model.vocabulary import BEGIN, ID
from sketchnet.model.writers import Floats, Pixels


@dataclass(frozen=True)
class CriticConfig(PainterConfig):
    """Sizes of a critic; see `PainterConfig`."""

    width: int = 16
    blocks: tuple[int, int] = (1, 1)
    hidden: int = 128
    embedding: int = 32


class Programs(NamedTuple):
    """Programs side by side, as a critic reads them.

    Attributes:
        target: (B, 3, side, side) uint8.
        tokens: (B, T); `begin` beyond the end.
        roles: (B, T) what each was written for: indices into `sketchnet.model.grammar.ROLES`.
        lengths: (B,) tokens of each, at least one.
    """

    target: Tensor
    tokens: Tensor
    roles: Tensor
    lengths: Tensor

    def to(self, device: torch.device) -> Programs:
        """The same on a device."""
        return Programs(*(part.to(device) for part in self))


class Critic(Onlooker):
    """Foretells the outcome of a program after each of its tokens."""

    def __init__(self, config: CriticConfig) -> None:
        super().__init__(config, 3)
        self.config = config
        self.head = nn.Linear(config.hidden, len(Outcome))
        self.register_buffer("returns", torch.from_numpy(RETURNS), persistent=False)

    def forward(self, programs: Programs) -> Tensor:
        """(B, T, 4): logits of the outcomes after each token; no sense beyond a program's end."""
        seen = self.see(programs.target.float() / 255)
        high, _ = self.follow(seen, self.begin(seen), programs.tokens, programs.roles)
        scores: Tensor = self.head(high)
        return scores.logcumsumexp(1)

    def last(self, logits: Tensor, lengths: Tensor) -> Tensor:
        """(B, 4): those after the last token of each program."""
        return logits[torch.arange(len(logits), device=logits.device), lengths - 1]

    def worth(self, logits: Tensor) -> Tensor:
        """(…): the return expected under logits (…, 4), −1 to 1."""
        assert isinstance(self.returns, Tensor)
        return logits.softmax(-1) @ self.returns


def gather(targets: Sequence[Pixels], programs: Sequence[Sequence[int]]) -> Programs:
    """Pictures and programs as a critic reads them.

    Args:
        targets: B pictures, (side, side, 3) uint8.
        programs: the tokens of each, at least one; those after the first fault are not read.
    """
    told = [read(tokens).states for tokens in programs]
    lengths = np.array([len(states) for states in told])
    tokens = np.full((len(told), lengths.max()), ID[BEGIN], np.int64)
    roles = np.zeros_like(tokens)
    for row, (states, words) in enumerate(zip(told, programs, strict=True)):
        tokens[row, : len(states)] = words[: len(states)]
        roles[row, : len(states)] = grammar().roles[states]
    target = torch.from_numpy(np.stack(targets)).permute(0, 3, 1, 2)
    return Programs(target, *map(torch.from_numpy, (tokens, roles, lengths)))


@torch.no_grad()
def values(
    critic: Critic, targets: Sequence[Pixels], programs: Sequence[Sequence[int]]
) -> list[Floats]:
    """What each program is expected to be worth after each of its tokens, −1 to 1; (T,) each."""
    batch = gather(targets, programs)
    found = critic.worth(critic(batch.to(critic.head.weight.device))).cpu().numpy()
    return [row[:length] for row, length in zip(found, batch.lengths.tolist(), strict=True)]
