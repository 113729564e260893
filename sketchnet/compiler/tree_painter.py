"""Pictures from syntax trees: an encoder from the leaves up, and a decoder pixel by pixel.

Nodes of one height and kind are computed in one call, whatever the shapes of their trees. The
compiler reads loops expanded; this one reads them as they are written.

Legend: B trees, N nodes of all, H channels of a node, Q pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from sketchnet.compiler.trees import KINDS, PLACES, VALUE, WORDS, Forest, Node

_WAVES = 6  # octaves of a pixel's place


@dataclass(frozen=True)
class TreePainterConfig:
    """Sizes of a tree painter.

    Attributes:
        side: of its pictures, in pixels.
        hidden: channels of a node.
        layers: of the decoder.
        expanded: whether it is given programs with their loops expanded.
    """

    side: int = 64
    hidden: int = 64
    layers: int = 3
    expanded: bool = False


class TreeEncoder(nn.Module):
    """Trees to vectors (B, H)."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.words = nn.Embedding(len(WORDS), hidden)
        self.second = nn.Embedding(len(WORDS), hidden)
        self.values = nn.Linear(VALUE, hidden, bias=False)
        self.gates = nn.Parameter(1 + 0.5 * torch.randn(PLACES, hidden))
        self.kinds = nn.ModuleList(_Kind(hidden) for _ in KINDS)

    def forward(self, trees: Forest) -> Tensor:
        """All trees together, one call per height and kind."""
        own = self.words(trees.words[:, 0]) + self.second(trees.words[:, 1])
        own = own + self.values(trees.values)  # (N, H)
        states = own.new_zeros(0, own.shape[1])
        for call in trees.calls:
            mine = own[len(states) : len(states) + call.nodes]
            below = torch.zeros_like(mine)
            if len(call.children):
                given = states[call.children] * self.gates[call.places]
                below = below.index_add(0, call.parents, given)
            states = torch.cat([states, self.kinds[call.kind](mine, below)])
        roots: Tensor = states[trees.roots]
        return roots

    def one(self, node: Node) -> Tensor:
        """One tree (H,), node by node: what `forward` is tested against and timed beside."""
        device = self.gates.device
        words = torch.tensor(node.words, device=device)
        value = torch.zeros(VALUE, device=device)
        value[: len(node.value)] = torch.tensor(node.value)
        own = self.words(words[0]) + self.second(words[1]) + self.values(value)
        below = torch.zeros_like(own)
        for place, child in enumerate(node.children):
            below = below + self.one(child) * self.gates[min(place, PLACES - 1)]
        state: Tensor = self.kinds[node.kind](own[None], below[None])
        return state[0]


class _Kind(nn.Module):
    """What one kind of node makes of its own words and of its children, (n, H) each."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(hidden)
        self.mix = nn.Linear(2 * hidden, hidden)
        self.out = nn.Linear(hidden, hidden)

    def forward(self, own: Tensor, below: Tensor) -> Tensor:
        below = self.norm(below)
        found: Tensor = (
            own + below + self.out(nn.functional.silu(self.mix(torch.cat([own, below], -1))))
        )
        return found


class TreePainter(nn.Module):
    """Trees to pictures."""

    def __init__(self, config: TreePainterConfig) -> None:
        super().__init__()
        self.config = config
        h = config.hidden
        self.encoder = TreeEncoder(h)
        self.norm = nn.LayerNorm(h)
        self.place = nn.Linear(4 * _WAVES + 2, h)
        self.layers = nn.ModuleList(nn.Linear(h, h) for _ in range(config.layers))
        self.turns = nn.Linear(h, 2 * h * config.layers)
        self.colour = nn.Linear(h, 3)

    def forward(self, trees: Forest, points: Tensor) -> Tensor:
        """The last canvas.

        Args:
            trees: B of them.
            points: (B, Q, 2) centres of pixels, in pixels.

        Returns:
            (B, 3, Q), 0–1.
        """
        seen = self.norm(self.encoder(trees))  # (B, H)
        turns = self.turns(seen).view(len(seen), len(self.layers), 2, 1, -1)
        place = points / self.config.side
        waves = math.pi * place[..., None] * 2.0 ** torch.arange(_WAVES, device=points.device)
        x = self.place(torch.cat([place, waves.sin().flatten(2), waves.cos().flatten(2)], -1))
        for index, layer in enumerate(self.layers):
            scale, shift = turns[:, index, 0], turns[:, index, 1]
            x = x + nn.functional.silu(layer(x) * (1 + scale) + shift)
        colour: Tensor = self.colour(x)
        return colour.sigmoid().transpose(1, 2)
