"""What sampled programs teach a painter: the loss of their steps, and of pairs beside.

Clipped ratios where the same programs are learnt from several times (PPO, Schulman et al. 2017),
and a value network that says what a program may gain from here on.

Legend: R steps of all programs, T tokens, V the vocabulary.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from sketchnet.model.batch import Batch
from sketchnet.model.painter import Painter
from sketchnet.train.cross_entropy import CrossEntropy, Smoothing
from sketchnet.train.rl_config import RlConfig

_VALUE_SCALES = {"similarity": 50.0, "refined": 1.0, "outcome": 1.0}  # of what a program gains


class Played(NamedTuple):
    """Steps of sampled programs, and what to make of them.

    Attributes:
        steps: R of them.
        advantage, returns: (R,).
        weights: (R, T) of the tokens.
        likely: (R,) log-probabilities of what was written, as it was written, each token's times
            its weight; the painter's own now, when None.
    """

    steps: Batch
    advantage: Tensor
    returns: Tensor
    weights: Tensor
    likely: Tensor | None = None

    def to(self, device: torch.device) -> Played:
        """The same on a device."""
        likely = None if self.likely is None else self.likely.to(device)
        return Played(
            self.steps.to(device),
            self.advantage.to(device),
            self.returns.to(device),
            self.weights.to(device),
            likely,
        )

    def some(self, rows: Tensor, scale: Tensor) -> Played:
        """A few of the steps, their advantages scaled, (rows,)."""
        likely = None if self.likely is None else self.likely[rows]
        return Played(
            self.steps.some(rows),
            self.advantage[rows] * scale,
            self.returns[rows],
            self.weights[rows],
            likely,
        )


class Mixed(NamedTuple):
    """What one update learns from: sampled programs, and pairs that have a program."""

    played: Played
    supervised: Batch

    def to(self, device: torch.device) -> Mixed:
        """The same on a device."""
        return Mixed(self.played.to(device), self.supervised.to(device))


class Said(NamedTuple):
    """What a painter says of steps, (R,): log-probabilities, entropies and expected returns."""

    likely: Tensor
    entropy: Tensor
    value: Tensor


class PolicyLoss(nn.Module):
    """A painter, what it expects of its steps, and the loss of played ones."""

    def __init__(self, model: Painter, config: RlConfig, device: torch.device) -> None:
        super().__init__()
        self.config = config
        smoothing = Smoothing(config.spread, device, config.masked, config.legality)
        self.entropy = CrossEntropy(model, smoothing)
        self.scale = _VALUE_SCALES[config.reward]
        hidden = model.config.hidden
        self.value = nn.Sequential(nn.Linear(hidden, 64), nn.SiLU(), nn.Linear(64, 1)).to(device)

    def say(self, steps: Batch, weights: Tensor | None = None) -> Said:
        """What the painter says of steps that were written.

        Args:
            steps: R of them.
            weights: (R, T) of the tokens' log-probabilities; 1 when None.
        """
        model = self.entropy.model
        assert isinstance(model, Painter)
        target, canvas = (pictures.float() / 255 for pictures in (steps.target, steps.canvas))
        seen = model.look(target, canvas)
        roles = self.entropy.smoothing.roles[steps.states]
        logits, _ = model.read(seen, model.begin(seen), steps.inputs, roles)
        shares = self.entropy.smoothing.log_shares(logits, steps.states)  # (R, T, V)
        told = steps.wanted >= 0
        each = shares.gather(-1, steps.wanted.clamp(min=0)[..., None])[..., 0]
        each = each if weights is None else each * weights
        spread = -(shares.exp() * shares).sum(-1)
        # The critic reads what the painter saw, and does not teach it to see.
        value = self.value(seen.first.detach())[:, 0] * self.scale
        return Said((each * told).sum(1), (spread * told).sum(1) / told.sum(1), value)

    def forward(self, batch: Mixed) -> Tensor:
        """The loss of a batch: policy, value, entropy, and cross-entropy beside."""
        config, played = self.config, batch.played
        said = self.say(played.steps, played.weights)
        before = said.likely.detach() if played.likely is None else played.likely
        ratio = (said.likely - before).clamp(-20, 20).exp()
        held = ratio.clamp(1 - config.clip, 1 + config.clip)
        policy = -torch.minimum(ratio * played.advantage, held * played.advantage).mean()
        value = ((said.value - played.returns) / self.scale).square().mean()
        loss = config.policy * (policy - config.entropy * said.entropy.mean()) + value
        supervised: Tensor = self.entropy(batch.supervised)
        return loss + config.supervised * supervised
