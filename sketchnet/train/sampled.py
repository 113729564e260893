"""Settings of what learns from programs that a painter samples, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import torch

from sketchnet.critic.judged import Sampling
from sketchnet.critic.outcomes import TOLERANCE
from sketchnet.model.painter import Painter
from sketchnet.model.weights import fetch
from sketchnet.train.config import PACKAGE, TrainConfig, checked, weights_folder
from sketchnet.train.settings import ConfigError, read_settings


@dataclass(frozen=True)
class SampledTraining(TrainConfig):
    """How programs are sampled; see also `TrainConfig`, whose `most` is of the pictures.

    Attributes:
        painter: who writes the programs: a folder, or `package` for its own.
        longest: statements that a program may have.
        slips: shares of the tokens that the grammar is left out of; programs take turns.
        temperature: of the samples.
        truths: share of the programs that are right ones, of their picture or of another.
        continued: share of the programs that begin as the right one.
        tolerance: RMSE up to which a program passes.
    """

    painter: str = PACKAGE
    longest: int = 12
    slips: list[float] = field(default_factory=lambda: list(Sampling.slips))
    temperature: float = Sampling.temperature
    truths: float = Sampling.truths
    continued: float = Sampling.continued
    tolerance: float = TOLERANCE

    @property
    def sampling(self) -> Sampling:
        """How the programs come about."""
        return Sampling(
            self.longest,
            tuple(self.slips),
            self.temperature,
            self.truths,
            self.continued,
            self.tolerance,
            self.augment,
        )


T = TypeVar("T", bound=SampledTraining)


def load_sampled(kind: type[T], path: Path, overrides: Sequence[str] = ()) -> T:
    """Settings of a kind from a TOML file, and `key=value` over it; see `read_settings`.

    Raises:
        ConfigError: the file is missing or no TOML, or a setting is unknown, of another type, or
            makes no sense.
    """
    config = read_settings(kind, path, overrides)
    if config.model != kind.model:
        raise ConfigError(f"{path}: model is {config.model}; expected {kind.model}")
    checked(replace(config, model="painter"), path)  # what holds for all trainings
    if not config.slips or not all(
        isinstance(slip, (int, float)) and 0 <= slip <= 1 for slip in config.slips
    ):
        raise ConfigError(f"{path}: slips; expected shares, 0 to 1")
    for name in ("temperature", "longest", "tolerance"):
        if getattr(config, name) <= 0:
            raise ConfigError(f"{path}: {name} is {getattr(config, name)}; expected more than 0")
    if min(config.truths, config.continued) < 0 or config.truths + config.continued > 1:
        raise ConfigError(f"{path}: truths and continued; expected shares of at most 1 together")
    return config


def painter_of(config: SampledTraining, device: torch.device) -> Painter:
    """The painter that writes the programs.

    Raises:
        ConfigError: it is another model.
        WeightsError: there is none.
    """
    folder = weights_folder(config.painter, "painter")
    model = fetch(folder, device)
    if not isinstance(model, Painter):
        raise ConfigError(f"{folder}: a writer that is blind; expected a painter")
    return model
