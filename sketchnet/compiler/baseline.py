"""The baseline: the compiler of 2017, a plain RNN over the tokens and a deconvolution.

It reads the same tokens and is taught the same traces as the compiler, with as many parameters. The
hidden state after a statement becomes the canvas after it.

Legend: B programs, T tokens, S statements of the longest, H hidden units.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from sketchnet.model.sizes import multiple
from sketchnet.model.vocabulary import BACKGROUND, COUNT, ID, KINDS, WAVES, WORDS, values_of_tokens

_STARTS = [ID[word] for word in (BACKGROUND, *KINDS)]


@dataclass(frozen=True)
class BaselineConfig:
    """Sizes of a baseline.

    Attributes:
        side: of its pictures, in pixels; a multiple of 16.
        embedding: channels of a token.
        hidden: units of the RNN.
        width: channels of the deconvolution's last layer but one.
    """

    side: int = 64
    embedding: int = 24
    hidden: int = 56
    width: int = 8

    def __post_init__(self) -> None:
        multiple("side", self.side, 16)


class Baseline(nn.Module):
    """Tokens to canvases."""

    def __init__(self, config: BaselineConfig) -> None:
        super().__init__()
        self.config = config
        h, w = config.hidden, config.width
        self.words = nn.Embedding(len(WORDS), config.embedding)
        self.waves = nn.Linear(WAVES, config.embedding)
        self.reader = nn.GRU(config.embedding, h, batch_first=True)
        self.first = nn.Linear(h, 4 * w * (config.side // 16) ** 2)
        self.layers = nn.Sequential(
            nn.SiLU(),
            nn.ConvTranspose2d(4 * w, 2 * w, 4, 2, 1),
            nn.SiLU(),
            nn.ConvTranspose2d(2 * w, 2 * w, 4, 2, 1),
            nn.SiLU(),
            nn.ConvTranspose2d(2 * w, w, 4, 2, 1),
            nn.SiLU(),
            nn.ConvTranspose2d(w, 3, 4, 2, 1),
            nn.Sigmoid(),
        )
        self.register_buffer("values", torch.from_numpy(values_of_tokens()), persistent=False)

    def forward(self, tokens: Tensor, statements: int) -> Tensor:
        """The canvas after the background and after every statement.

        Args:
            tokens: (B, T) programs with their `end`, -1 beyond it.
            statements: S, of the longest.

        Returns:
            (B, S + 1, 3, side, side), 0–1; programs shorter than S keep their last canvas.
        """
        assert isinstance(self.values, Tensor)
        known = tokens.clamp(min=0)
        table = torch.cat([self.words.weight, self.waves(self.values[len(WORDS) : COUNT])])
        hidden, _ = self.reader(table[known])  # (B, T, H)
        # A statement is over where the next one starts, or the program ends.
        starts = torch.isin(tokens, torch.tensor([*_STARTS, ID["end"]], device=tokens.device))
        over = starts.cumsum(1).sub(2).masked_fill(tokens < 0, -1)  # statement begun before
        place = torch.arange(tokens.shape[1], device=tokens.device)
        steps = torch.arange(statements + 1, device=tokens.device)
        ends = torch.where(
            starts[:, None] & (over[:, None] <= steps[None, :, None]), place - 1, 0
        ).amax(-1)  # (B, S + 1)
        told = hidden.gather(1, ends[..., None].expand(-1, -1, hidden.shape[-1]))
        grid = self.config.side // 16
        seed = self.first(told).flatten(0, 1).view(-1, 4 * self.config.width, grid, grid)
        pictures: Tensor = self.layers(seed)
        return pictures.view(*told.shape[:2], *pictures.shape[1:])
