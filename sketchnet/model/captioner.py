"""The captioner: the plain model of 2017, which looks once and writes the whole program blind.

A CNN makes one vector of the picture, an LSTM writes the tokens from it. It never sees what it has
drawn; it is the baseline that the painter is measured against.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from sketchnet.model.grammar import ROLES
from sketchnet.model.painter import Eye, Head, Words
from sketchnet.model.sizes import PainterConfig


@dataclass(frozen=True)
class CaptionerConfig:
    """Sizes of a captioner.

    Attributes:
        side, width, blocks: of its CNN, as in `PainterConfig`.
        feature: length of the vector that stands for the picture.
        hidden: units of the LSTM.
        embedding: channels of a token and of a role, each.
    """

    side: int = 64
    width: int = 32
    blocks: tuple[int, int] = (1, 2)
    feature: int = 192
    hidden: int = 320
    embedding: int = 48

    def __post_init__(self) -> None:
        self.seen()

    def seen(self) -> PainterConfig:
        """Sizes of its CNN.

        Raises:
            ValueError: they make no sense.
        """
        return PainterConfig(self.side, self.width, self.blocks)


LSTMState = tuple[Tensor, Tensor]


class Captioner(nn.Module):
    """Writes a program for a picture, token by token, without a look at the canvas."""

    def __init__(self, config: CaptionerConfig) -> None:
        super().__init__()
        self.config = config
        self.eye = Eye(config.seen(), 3)
        self.feature = nn.Sequential(
            nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(64 * config.width, config.feature)
        )
        self.tokens = Words(config.embedding)
        self.roles = nn.Embedding(len(ROLES), config.embedding)
        self.writer = nn.LSTM(
            2 * config.embedding + config.feature, config.hidden, batch_first=True
        )
        self.head = Head(config.hidden)

    def look(self, target: Tensor) -> Tensor:
        """The vectors (B, feature) of pictures (B, 3, side, side), RGB from 0 to 1."""
        seen: Tensor = torch.tanh(self.feature(self.eye(target)))
        return seen

    def begin(self, seen: Tensor) -> LSTMState:
        """The state before the first token."""
        zero = seen.new_zeros(1, len(seen), self.config.hidden)
        return zero, zero

    def read(
        self, seen: Tensor, state: LSTMState, tokens: Tensor, roles: Tensor
    ) -> tuple[Tensor, LSTMState]:
        """Reads tokens and says what could come after each; as `Painter.read`."""
        feature = seen[:, None].expand(-1, tokens.shape[1], -1)
        words = torch.cat([self.tokens(tokens), self.roles(roles), feature], -1)
        out, state = self.writer(words, state)
        return self.head(out), state
