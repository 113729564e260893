"""The painter: a CNN looks at the picture and the canvas, an RNN writes the next statement.

Legend: B pictures, T tokens of a statement, V the vocabulary, N cells of the feature map, C its
channels, H hidden units.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn

from sketchnet.model.grammar import ROLES
from sketchnet.model.sizes import PainterConfig
from sketchnet.model.vocabulary import COUNT, WAVES, values_of_tokens


class Seen(NamedTuple):
    """What the CNN saw: keys and values (B, N, C), and the first hidden state (B, H)."""

    keys: Tensor
    values: Tensor
    first: Tensor


class State(NamedTuple):
    """The RNN between two tokens: two hidden states (B, H)."""

    lower: Tensor
    upper: Tensor


def places(side: int, channels: int) -> Tensor:
    """(side², channels): sines and cosines of where a cell lies, half of them of its column."""
    lengths = 4.0 * side * (2.0 / (4.0 * side)) ** torch.linspace(0, 1, channels // 4)
    turns = torch.arange(side)[:, None] * (2 * math.pi / lengths)
    line = torch.cat([turns.sin(), turns.cos()], 1)  # (side, channels / 2)
    columns, rows = line.expand(side, -1, -1), line[:, None].expand(-1, side, -1)
    return 0.5 * torch.cat([columns, rows], -1).flatten(0, 1)


class _Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(8, channels)
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        inner = self.first(nn.functional.silu(self.norm(x)))
        out: Tensor = x + self.second(nn.functional.silu(inner))
        return out


class Eye(nn.Module):
    """The CNN: pictures (B, channels, side, side) to features at a quarter of the side."""

    def __init__(self, config: PainterConfig, channels: int) -> None:
        super().__init__()
        w = config.width
        self.stem = nn.Sequential(
            nn.Conv2d(channels + 2, w, 5, 2, 2),
            nn.SiLU(),
            nn.Conv2d(w, 2 * w, 3, 2, 1),
            *(_Residual(2 * w) for _ in range(config.blocks[0])),
        )
        self.deep = nn.Sequential(
            nn.Conv2d(2 * w, 4 * w, 3, 2, 1),
            *(_Residual(4 * w) for _ in range(config.blocks[1])),
        )
        self.merge = nn.Conv2d(2 * w, 4 * w, 1)
        line = torch.linspace(-1, 1, config.side)
        self.register_buffer("place", torch.stack(torch.meshgrid(line, line, indexing="xy")))

    def forward(self, pictures: Tensor) -> Tensor:
        assert isinstance(self.place, Tensor)
        place = self.place.expand(len(pictures), -1, -1, -1)
        placed = torch.cat([pictures, place.to(pictures.dtype)], 1)
        fine = self.stem(placed.contiguous(memory_format=torch.channels_last))  # faster on CPUs
        deep = nn.functional.interpolate(self.deep(fine), scale_factor=2.0, mode="nearest")
        out: Tensor = self.merge(fine) + deep
        return nn.functional.silu(out)


class Words(nn.Module):
    """An embedding of tokens; numbers near each other begin as near each other."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(COUNT, channels))
        self.waves = nn.Linear(WAVES, channels, bias=False)
        values = torch.from_numpy(values_of_tokens())
        self.register_buffer("values", values, persistent=False)

    def forward(self, tokens: Tensor) -> Tensor:
        assert isinstance(self.values, Tensor)
        return nn.functional.embedding(tokens, self.weight + self.waves(self.values))


class Head(nn.Module):
    """Logits of all tokens; numbers near each other begin as likely as each other."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.plain = nn.Linear(hidden, COUNT)
        self.waves = nn.Linear(hidden, WAVES)
        values = torch.from_numpy(values_of_tokens())
        self.register_buffer("values", values, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        assert isinstance(self.values, Tensor)
        logits: Tensor = self.plain(x) + self.waves(x) @ self.values.T
        return logits


def attended(query: Tensor, keys: Tensor, values: Tensor, heads: int) -> Tensor:
    """(B, T, C): what queries (B, T, C) find among keys and values (B, N, C), by so many heads."""

    def split(x: Tensor) -> Tensor:
        return x.reshape(*x.shape[:2], heads, -1).transpose(1, 2)  # (B, heads, ·, C / heads)

    looked = nn.functional.scaled_dot_product_attention(split(query), split(keys), split(values))
    return looked.transpose(1, 2).flatten(2)


class Onlooker(nn.Module):
    """Reads tokens and, at each, looks again at what an eye saw: the painter and the critic.

    Args:
        config: the sizes.
        planes: of its pictures, together.
    """

    def __init__(self, config: PainterConfig, planes: int) -> None:
        super().__init__()
        channels, hidden = 4 * config.width, config.hidden
        self.heads = config.heads
        self.eye = Eye(config, planes)
        self.cells = nn.Parameter(places(config.side // 4, channels))
        self.keys = nn.Linear(channels, channels)
        self.values = nn.Linear(channels, channels)
        self.first = nn.Linear(channels, hidden)
        self.tokens = Words(config.embedding)
        self.roles = nn.Embedding(len(ROLES), config.embedding)
        self.lower = nn.GRU(2 * config.embedding, hidden, batch_first=True)
        self.query = nn.Linear(hidden, channels)
        self.upper = nn.GRU(hidden + channels, hidden, batch_first=True)

    def see(self, pictures: Tensor) -> Seen:
        """Looks at pictures (B, planes, side, side)."""
        features = self.eye(pictures).flatten(2).transpose(1, 2)
        placed = features + self.cells  # (B, N, C)
        first = torch.tanh(self.first(features.amax(1)))
        return Seen(self.keys(placed), self.values(placed), first)

    def begin(self, seen: Seen) -> State:
        """The state before the first token of a statement."""
        return State(seen.first, torch.zeros_like(seen.first))

    def follow(
        self, seen: Seen, state: State, tokens: Tensor, roles: Tensor
    ) -> tuple[Tensor, State]:
        """Reads tokens (B, T) with roles (B, T): (B, T, H) after each, and the state at the end."""
        words = torch.cat([self.tokens(tokens), self.roles(roles)], -1)
        low, lower = self.lower(words, state.lower[None].contiguous())
        context = attended(self.query(low), seen.keys, seen.values, self.heads)
        high, upper = self.upper(torch.cat([low, context], -1), state.upper[None].contiguous())
        return high, State(lower[0], upper[0])


class Painter(Onlooker):
    """Writes the next statement for a picture and a canvas, token by token."""

    def __init__(self, config: PainterConfig) -> None:
        super().__init__(config, 9)
        self.config = config
        self.head = Head(config.hidden)

    def look(self, target: Tensor, canvas: Tensor) -> Seen:
        """Looks at pictures and canvases, (B, 3, side, side) each, RGB from 0 to 1."""
        return self.see(torch.cat([target, canvas, target - canvas], 1))

    def read(self, seen: Seen, state: State, tokens: Tensor, roles: Tensor) -> tuple[Tensor, State]:
        """Reads tokens and says what could come after each.

        Args:
            seen: the pictures.
            state: before these tokens.
            tokens: (B, T) the tokens before the ones to be predicted.
            roles: (B, T) what the tokens to be predicted are for.

        Returns:
            Logits (B, T, V), the grammar not yet applied, and the state after the tokens.
        """
        high, after = self.follow(seen, state, tokens, roles)
        return self.head(high), after
