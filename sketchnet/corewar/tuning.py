"""Looks for an agent's best settings with Optuna: `python -m sketchnet.corewar.tuning CONFIG`.

Every trial trains from nothing for the config's episodes, several seeds in turn; what is kept low
is the mean gap to the oracle over all its evaluations, so that learning sooner counts too. Trials
that do worse than most at the same place are broken off. With `--study FILE` a search can go on
later. The best settings are printed as TOML. Needs `pip install 'sketchnet[rl]'`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import optuna

from sketchnet.cli import Parser
from sketchnet.corewar.agent import AgentConfig
from sketchnet.corewar.evaluation import found
from sketchnet.tools import as_tool
from sketchnet.train.config import CONFIGS
from sketchnet.train.corewar import CorewarConfig, Run
from sketchnet.train.settings import read_settings


def suggested(trial: optuna.Trial, agent: AgentConfig) -> AgentConfig:
    """The settings that a trial tries; the others stay as they are."""
    told: dict[str, Any] = {
        "rate": trial.suggest_float("rate", 3e-4, 1e-2, log=True),
        "batch": trial.suggest_int("batch", 8, 512, log=True),
        "updates": trial.suggest_int("updates", 1, 20),
        "discount": trial.suggest_float("discount", 0.8, 1.0),
    }
    if agent.agent == "dqn":
        told |= {
            "hindsight": trial.suggest_float("hindsight", 0.0, 0.95),
            "exact": trial.suggest_float("exact", 0.0, 0.3),
            "sync": trial.suggest_int("sync", 20, 500, log=True),
            "explore": trial.suggest_float("explore", 0.05, 1.0),
        }
    else:
        told |= {
            "entropy": trial.suggest_float("entropy", 1e-3, 0.1, log=True),
            "value": trial.suggest_float("value", 0.1, 1.0),
            "imitation": trial.suggest_float("imitation", 0.0, 1.0),
        }
    return replace(agent, **told)


def mean_gap(config: CorewarConfig, seeds: int, trial: optuna.Trial | None = None) -> float:
    """The mean gap over the evaluations of some trainings, 0 after the end of one that is done.

    Args:
        config: what is trained.
        seeds: how many trainings, from the config's seed on.
        trial: is told of every evaluation; may break off.

    Raises:
        optuna.TrialPruned: it has.
    """
    rounds = -(-config.episodes // config.machines)
    looks = max(rounds // config.eval_every, 1)
    total, steps = 0.0, 0
    for seed in range(config.seed, config.seed + seeds):
        run = Run(replace(config, seed=seed), lambda line: None)
        gap = 1.0
        for _ in range(looks):
            if gap > 0 or not config.enough:
                for _ in range(config.eval_every):
                    run.round()
                gap = found(run.agent, run.judged).gap
            total += gap
            steps += 1
            if trial is not None:
                trial.report(total / steps, steps)
                if trial.should_prune():
                    raise optuna.TrialPruned
    return total / steps


def search(
    config: CorewarConfig, trials: int, seeds: int, storage: Path | None = None
) -> optuna.Study:
    """Tries settings.

    Args:
        config: what is trained, for how long; where the search begins.
        trials: how many settings, those of the config the first.
        seeds: trainings of each.
        storage: a file to keep the search in, or to go on from.
    """
    study = optuna.create_study(
        study_name="corewar",
        storage=None if storage is None else f"sqlite:///{storage}",
        load_if_exists=True,
        sampler=optuna.samplers.TPESampler(seed=config.seed),
        pruner=optuna.pruners.MedianPruner(n_warmup_steps=5),
    )
    if not study.trials:
        study.enqueue_trial(asdict(config.agent), skip_if_exists=True)

    def objective(trial: optuna.Trial) -> float:
        agent = suggested(trial, config.agent)
        return mean_gap(replace(config, agent=agent), seeds, trial)

    study.optimize(objective, trials)
    return study


@as_tool
def main(argv: Sequence[str] | None = None) -> None:
    """Searches, and prints the best settings."""
    parser = Parser(prog="python -m sketchnet.corewar.tuning")
    parser.add_argument("config", metavar="CONFIG", help="a TOML file, or the name of one of ours")
    parser.add_argument("settings", metavar="KEY=VALUE", nargs="*", help="in place of the file's")
    parser.add_argument("--trials", type=int, default=30)
    parser.add_argument("--seeds", type=int, default=2, help="trainings of each trial")
    parser.add_argument("--study", type=Path, help="file to keep the search in, or to go on from")
    args = parser.parse_args(argv)
    named = CONFIGS / "corewar" / f"{args.config}.toml"
    path = named if named.exists() else Path(args.config)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    config = read_settings(CorewarConfig, path, args.settings)
    study = search(config, args.trials, args.seeds, args.study)
    for trial in study.trials:
        value = "broken off" if trial.value is None else f"{trial.value:.3f}"
        print(f"{trial.number}: {value} {trial.params}", file=sys.stderr)
    print(f"# mean gap {study.best_value:.3f}\n[agent]\nagent = '{config.agent.agent}'")
    for name, setting in study.best_params.items():
        print(f"{name} = {setting}")


if __name__ == "__main__":
    raise SystemExit(main())
