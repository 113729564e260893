"""Fine-tunes a painter by pixel similarity: `sketchnet train rl CONFIG`.

Programs are sampled for pictures, drawn, and rewarded by how much nearer every statement comes; no
picture needs a program of its own, so pictures from files serve beside the data sketches'. What a
program is compared with: the greedy one of the same picture (`greedy`), the others sampled for it
(`group`), or what a value network expects from here on (`value`), with clipped ratios where the
same programs are learnt from several times. Supervised batches are mixed in, so that the painter
does not forget.

Or programs are rewarded by how near refinement would bring them, which is what becomes of them at
work; or by what comes of them, written with or without the grammar, and a critic says which tokens
that was by (CodeRL, Le et al. 2022).

Legend: P pictures, K samples of each, R steps of all programs.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from sketchnet.critic.model import Critic
from sketchnet.critic.outcomes import Outcome
from sketchnet.critic.syntax import syntax
from sketchnet.critic.weights import fetch_critic
from sketchnet.metrics import rmse
from sketchnet.model.decoding import GREEDY, Choice
from sketchnet.model.folders import WeightsError
from sketchnet.model.painter import Painter
from sketchnet.model.torch_writer import TorchWriter
from sketchnet.model.weights import fetch
from sketchnet.model.writers import Floats, Pixels
from sketchnet.train.batches import batch_at, collate
from sketchnet.train.config import start_folder
from sketchnet.train.cross_entropy import logits_of
from sketchnet.train.examples import drawings, target_of
from sketchnet.train.held_out import HeldOut, drawn_by
from sketchnet.train.loop import Task, train_task
from sketchnet.train.outcome_rollouts import OutcomeRollouts, blame, roll_outcomes
from sketchnet.train.policy_loss import Mixed, Played, PolicyLoss
from sketchnet.train.processes import Processes
from sketchnet.train.real import RealPictures
from sketchnet.train.refined_rollouts import roll_refined
from sketchnet.train.rl_config import RlConfig
from sketchnet.train.rollouts import Rollouts, roll
from sketchnet.train.settings import ConfigError
from sketchnet.train.updates import made_ahead

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


_APART = 9_999  # rank of the pairs that drift is measured on: no process has it


def train(
    config: RlConfig, *, resume: bool = False, tell: Callable[[str], None] = print
) -> Painter:
    """Fine-tunes a painter and writes its weights to `config.out`; see `train_task`."""
    return train_task(_Reinforcing, config, resume, tell)


def advantages(config: RlConfig, played: Rollouts, greedy: Floats | None, value: Floats) -> Floats:
    """(R,) how much better each step did than what it is compared with, in units of its spread.

    Args:
        config: names the baseline, and how many samples a picture has.
        played: P · K programs, the samples of a picture side by side.
        greedy: (P,) the totals of the greedy programs; for the baseline `greedy`.
        value: (R,) what was expected of each step; for the baseline `value`.
    """
    totals = played.totals.reshape(-1, config.samples)
    if config.baseline == "value":
        found = played.returns - value
    elif config.baseline == "greedy":
        assert greedy is not None
        found = (totals - greedy[:, None]).ravel()[played.program]
    elif config.baseline == "group":
        others = (totals.sum(1, keepdims=True) - totals) / max(config.samples - 1, 1)
        found = (totals - others).ravel()[played.program]
    else:
        found = played.returns.copy()
    # Not centred: that would be another baseline.
    size = float(np.sqrt(np.square(found).mean())) + 1e-6
    return np.asarray(found / size, np.float32)


def that_matter(advantage: Tensor, count: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Steps drawn as often as their advantages are large, so that a few teach what all would.

    Args:
        advantage: (R,).
        count: how many to draw; who is drawn twice counts twice.
        rng: of the draw.

    Returns:
        Which ones, and what to multiply their advantages with, so that the mean over them is that
        over all, in expectation.
    """
    size = np.abs(advantage.numpy()).astype(float) + 1e-6
    share = size / size.sum()
    rows, times = np.unique(rng.choice(len(size), count, p=share), return_counts=True)
    scale = times * len(rows) / (count * len(size) * share[rows])
    return torch.from_numpy(rows), torch.from_numpy(scale.astype(np.float32))


class _Reinforcing(Task[RlConfig, Mixed, Painter]):
    counted = "programs"

    def __init__(self, config: RlConfig, group: Processes) -> None:
        super().__init__(config, group)
        self.real = RealPictures(config.real) if config.real else None
        model = fetch(start_folder(config), group.device)
        if not isinstance(model, Painter):
            raise WeightsError(f"{config.start}: no painter; expected one to fine-tune")
        self.model = model
        self.unseen = [] if self.real is None else self.real.held_out(model.config.side)
        self.first = copy.deepcopy(model).requires_grad_(False)
        self.policy = PolicyLoss(model, config, group.device)
        self.loss = self.policy
        self.held_out = HeldOut(config, self.sketches, model.config.side)
        self.critic = _critic_of(config, model.config.side, group.device)
        self.rules = None if config.masked else syntax()
        self.told: list[float] = []
        self.came: Counter[int] = Counter()

    @property
    def at_once(self) -> int:
        config = self.config
        return config.pictures * config.samples // config.epochs

    def batches(self, update: int) -> Iterator[Mixed]:
        config, rank, side = self.config, self.group.rank, self.model.config.side
        make = partial(batch_at, config, self.sketches, side, rank=rank)
        for supervised in made_ahead(make, update, config.workers):
            if update % config.epochs == 0:
                played = self.play(update)
            yield Mixed(played, supervised)
            update += 1

    def play(self, update: int) -> Played:
        """Samples programs with the model as it is at this update."""
        config = self.config
        rng = np.random.default_rng((config.seed, self.group.rank, update, 1))
        targets = self.targets(rng)
        writer = TorchWriter(self.model)
        each = [target for target in targets for _ in range(config.samples)]
        played = self.roll(writer, each, Choice(config.temperature), rng)
        greedy = None
        if config.baseline == "greedy":
            greedy = self.roll(writer, targets, GREEDY, rng).totals
        self.told.append(float(played.totals.mean()))
        batch = collate(played.steps, self.rules)
        weights = torch.ones(batch.wanted.shape)
        if isinstance(played, OutcomeRollouts):
            self.came.update(played.outcome.tolist())
            if self.critic is not None:
                weights = torch.from_numpy(blame(self.critic, played))
        likely, value = None, np.zeros_like(played.reward)
        if config.epochs > 1 or config.baseline == "value":
            device = self.group.device
            with torch.no_grad():
                said = self.policy.say(batch.to(device), weights.to(device))
            likely, value = said.likely.cpu(), said.value.cpu().numpy()
        advantage = torch.from_numpy(advantages(config, played, greedy, value))
        steps = Played(batch, advantage, torch.from_numpy(played.returns), weights, likely)
        if not 0 < config.learnt < len(advantage):
            return steps
        return steps.some(*that_matter(advantage, config.learnt, rng))

    def roll(
        self, writer: TorchWriter, targets: list[Pixels], choice: Choice, rng: np.random.Generator
    ) -> Rollouts:
        """Programs for pictures, rewarded as the settings say."""
        config = self.config
        most, price = config.most, config.price
        if config.reward == "similarity":
            return roll(writer, targets, choice, most, price, rng)
        if config.reward == "refined":
            return roll_refined(writer, targets, choice, most, price, config.as_written, rng)
        return roll_outcomes(writer, targets, choice, most, config.tolerance, config.masked, rng)

    def targets(self, rng: np.random.Generator) -> list[Pixels]:
        """P pictures, some of them from files."""
        config, side = self.config, self.model.config.side
        files = round(config.pictures * config.real_share) if self.real else 0
        found = [] if self.real is None else self.real.some(files, side, rng)
        stream = drawings(self.sketches, config.seed, rng, config.most)
        while len(found) < config.pictures:
            found.append(target_of(next(stream), side, rng, config.augment))
        return found

    def report(self, averaged: Painter, update: int, board: SummaryWriter | None) -> str:
        told = self.held_out.report(averaged, update, board)
        figures = {"reward": float(np.mean(self.told))} if self.told else {}
        self.told.clear()
        if self.unseen:
            seen = drawn_by(averaged, self.unseen, self.config.most)
            figures["real RMSE"] = float(np.mean(list(map(rmse, seen, self.unseen))))
        for one in Outcome if self.came else ():
            figures[one.told] = self.came[one] / self.came.total()
        self.came.clear()
        figures |= self.drift(averaged)
        for name, figure in figures.items():
            if board is not None:
                board.add_scalar(f"rl/{name}", figure, update)
        return told + "".join(f", {name} {figure:.3g}" for name, figure in figures.items())

    def drift(self, averaged: Painter) -> dict[str, float]:
        """Entropy of a token, and how far it is from what the first painter said (KL, nats)."""
        side = averaged.config.side
        batch = batch_at(self.config, self.sketches, side, 0, _APART).to(self.group.device)
        smoothing = self.policy.entropy.smoothing
        told = batch.wanted >= 0
        with torch.no_grad():
            now, then = (
                smoothing.log_shares(
                    logits_of(model, batch, smoothing.roles)[told], batch.states[told]
                )
                for model in (averaged, self.first)
            )
        entropy = -(now.exp() * now).sum(-1).mean()
        apart = (now.exp() * (now - then)).sum(-1).mean()
        return {"entropy": float(entropy), "KL": float(apart)}


def _critic_of(config: RlConfig, side: int, device: torch.device) -> Critic | None:
    if not config.critic:
        return None
    critic = fetch_critic(Path(config.critic), device)
    if critic.config.side != side:
        raise ConfigError(
            f"{config.critic}: a critic of {critic.config.side} pixels; expected {side}"
        )
    return critic
