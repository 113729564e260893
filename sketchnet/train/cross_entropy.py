"""Cross-entropy of written tokens, the grammar applied, with nearly right numbers half right."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sketchnet.model.batch import Batch
from sketchnet.model.grammar import grammar
from sketchnet.model.painter import Painter
from sketchnet.model.vocabulary import CHANNELS, COUNT, NUMBERS, TURNS
from sketchnet.model.weights import Model


class Smoothing:
    """What counts as nearly right: neighbours of a number, an angle or a level.

    Args:
        spread: standard deviation, in steps of a number; angles and levels have half of it.
        device: of the model.
        masked: whether the grammar is applied; without it, a model has to learn it.
        legality: how many times more a nat that goes to what the grammar forbids costs then.
    """

    REACH = 4

    def __init__(
        self, spread: float, device: torch.device, masked: bool = True, legality: float = 0.0
    ) -> None:
        offsets = torch.arange(-self.REACH, self.REACH + 1)
        weights = torch.zeros(COUNT, len(offsets))
        weights[:, self.REACH] = 1
        near = torch.arange(COUNT)[:, None] + offsets
        for span, share in ((NUMBERS, 1.0), (TURNS, 0.5), (CHANNELS, 0.5)):
            rows = torch.tensor(span.tokens)
            if spread > 0:
                weights[rows] = torch.exp(-0.5 * (offsets / (spread * share)) ** 2)
            inside = (near[rows] >= span.tokens.start) & (near[rows] < span.tokens.stop)
            weights[rows] *= inside
        self.near = near.clamp(0, COUNT - 1).to(device)  # (V, 2·REACH + 1)
        self.weights = weights.to(device)
        allowed = torch.from_numpy(grammar().allowed).to(device)
        self.legal = allowed
        self.allowed = allowed if masked else torch.ones_like(allowed)
        self.legality = 0.0 if masked else legality
        self.roles = torch.from_numpy(grammar().roles).long().to(device)

    def log_shares(self, logits: Tensor, states: Tensor) -> Tensor:
        """Log-probabilities of logits (…, V) in the grammar's states (…)."""
        return logits.float().masked_fill(~self.allowed[states], -1e9).log_softmax(-1)

    def loss(self, logits: Tensor, wanted: Tensor, states: Tensor) -> Tensor:
        """Mean cross-entropy of tokens (N,) under logits (N, V)."""
        allowed = self.allowed[states]
        said = self.log_shares(logits, states)
        near = self.near[wanted]
        weights = self.weights[wanted] * allowed.gather(-1, near)
        weights = weights / weights.sum(-1, keepdim=True)
        loss = -(said.gather(-1, near) * weights).sum(-1).mean()
        if self.legality:
            # A hundredth of the cross-entropy is about the grammar: too little to learn it by.
            legal = said.masked_fill(~self.legal[states], -1e9).logsumexp(-1)
            loss = loss - self.legality * legal.mean()
        return loss


class CrossEntropy(nn.Module):
    """A model and its loss in one, as data parallelism wants it."""

    def __init__(self, model: Model, smoothing: Smoothing) -> None:
        super().__init__()
        self.model, self.smoothing = model, smoothing

    def forward(self, batch: Batch) -> Tensor:
        """Mean cross-entropy of a batch's tokens."""
        return self.of(logits_of(self.model, batch, self.smoothing.roles), batch)

    def of(self, logits: Tensor, batch: Batch) -> Tensor:
        """The same of logits (B, T, V) that are known."""
        told = batch.wanted >= 0
        return self.smoothing.loss(logits[told], batch.wanted[told], batch.states[told])


def logits_of(model: Model, batch: Batch, roles: Tensor) -> Tensor:
    """(B, T, V): what a model says of every token, told those before it.

    Args:
        model: on the device of the batch.
        batch: B examples of T tokens.
        roles: (states,) of each of the grammar's states.
    """
    target, canvas = (pictures.float() / 255 for pictures in (batch.target, batch.canvas))
    if isinstance(model, Painter):
        seen = model.look(target, canvas)
        logits, _ = model.read(seen, model.begin(seen), batch.inputs, roles[batch.states])
    else:
        feature = model.look(target)
        logits, _ = model.read(feature, model.begin(feature), batch.inputs, roles[batch.states])
    return logits
