"""Settings of fine-tuning by reward, beside those of every training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sketchnet.train.config import TrainConfig, checked
from sketchnet.train.settings import ConfigError, read_settings

BASELINES = ("greedy", "group", "value", "none")
"""What sampled programs are compared with."""

REWARDS = ("similarity", "refined", "outcome")
"""What programs are rewarded by."""


@dataclass(frozen=True)
class RlConfig(TrainConfig):
    """How a painter is fine-tuned; see also `TrainConfig`.

    Attributes:
        pictures: that programs are written for at an update, on each process.
        samples: programs of each.
        real: a folder of pictures without programs; none when empty.
        real_share: of the pictures, when there is a folder.
        baseline: `greedy`, `group`, `value` or `none`.
        reward: `similarity`, how much nearer every statement came; `refined`, how near refinement
            would bring the whole, see `sketchnet.train.refined_rollouts`; or `outcome`, the return
            of what came of the program, see `sketchnet.critic.outcomes`.
        masked: whether the grammar holds the samples; without it, which takes the reward
            `outcome`, the painter learns the grammar as well.
        tolerance: RMSE up to which a program passes (`outcome`).
        critic: a folder of a critic that says how much each token had to do with the outcome; all
            the same when empty.
        price: what a number has to save in order to be worth it: RMSE (`similarity`), or shares
            of it (`refined`).
        as_written: what it is worth to be near before refinement, beside being so after it
            (`refined`).
        temperature: of the samples.
        learnt: steps of the programs that an update learns from, drawn by how much they matter; all
            of them when 0.
        epochs: updates that the same programs are learnt from.
        clip: how far the odds of what was written may move in them, before it counts no more.
        entropy: what a nat of a token's entropy is worth.
        policy: weight of what programs teach; 0 learns from pairs alone.
        supervised: weight of the cross-entropy of pairs, `batch` of them, beside.
        legality: without the mask, weight of what pairs teach of the grammar, beside their
            cross-entropy.
    """

    pictures: int = 16
    samples: int = 4
    real: str = ""
    real_share: float = 0.5
    baseline: str = "group"
    reward: str = "similarity"
    masked: bool = True
    tolerance: float = 12.0
    critic: str = ""
    price: float = 0.02
    as_written: float = 0.0
    temperature: float = 1.0
    learnt: int = 0
    epochs: int = 1
    clip: float = 0.2
    entropy: float = 0.0
    policy: float = 1.0
    supervised: float = 0.5
    legality: float = 0.0


def load_rl_config(path: Path, overrides: Sequence[str] = ()) -> RlConfig:
    """Settings from a TOML file, and `key=value` over it; see `read_settings`.

    Raises:
        ConfigError: the file is missing or no TOML, or a setting is unknown, of another type, or
            makes no sense.
    """
    config = checked(read_settings(RlConfig, path, overrides), path)
    if config.model != "painter":
        raise ConfigError(f"{path}: model is {config.model}; expected painter")
    if not config.start:
        raise ConfigError(f"{path}: no 'start'; expected the folder of a painter to fine-tune")
    if config.baseline not in BASELINES:
        raise ConfigError(f"{path}: baseline is not one of {', '.join(BASELINES)}")
    if config.reward not in REWARDS:
        raise ConfigError(f"{path}: reward is not one of {', '.join(REWARDS)}")
    if config.reward != "outcome" and (config.critic or not config.masked):
        raise ConfigError(f"{path}: a critic, or no mask; expected reward outcome")
    if config.baseline == "group" and config.samples < 2:
        raise ConfigError(f"{path}: samples is {config.samples}; a group has at least 2")
    for name in ("pictures", "samples", "epochs"):
        if getattr(config, name) < 1:
            raise ConfigError(f"{path}: {name} is {getattr(config, name)}; expected 1 or more")
    for name in ("save_every", "updates"):
        if getattr(config, name) % config.epochs:
            raise ConfigError(f"{path}: {name} is no multiple of the {config.epochs} epochs")
    for name in ("real_share", "clip"):
        if not 0 <= getattr(config, name) <= 1:
            raise ConfigError(f"{path}: {name} is {getattr(config, name)}; expected 0 to 1")
    for name in ("learnt", "price", "as_written", "entropy", "policy", "supervised", "legality"):
        if getattr(config, name) < 0:
            raise ConfigError(f"{path}: {name} is {getattr(config, name)}; expected 0 or more")
    for name in ("temperature", "tolerance"):
        if getattr(config, name) <= 0:
            raise ConfigError(f"{path}: {name} is {getattr(config, name)}; expected more than 0")
    return config
